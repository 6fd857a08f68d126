"""The world: what labs see of it is as before, and the company is made when it is asked for."""

import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest

from kit.errors import BadInput
from kit.world import build


@pytest.fixture(scope="module")
def world():
    return build("leasing", 7, 60)


def test_the_company_stands_around_the_customers_of_the_world(world):
    company = world.company
    assert company.tables is world.tables
    assert company.spec is world.spec
    assert len(company.book) == company.size == world.size
    assert company.organisation.size == 60
    assert company.organisation.deal.form == world.spec.deal


def test_the_company_is_made_once(world):
    assert world.company is world.company


def test_a_world_stays_as_it_is(world):
    with pytest.raises(FrozenInstanceError):
        world.size = 3


def test_staff_and_phase_change_the_company_but_no_customer(world):
    other = build("leasing", 7, 60, staff=25, phase="due_diligence")
    assert all(other.tables[name].equals(table) for name, table in world.tables.items())
    deal = other.company.organisation.deal
    assert other.company.organisation.size == 25
    assert deal.phase_on(deal.today) == "due_diligence"


def test_a_phase_that_the_deal_lacks_is_said_when_the_company_is_asked_for():
    world = build("leasing", 7, 30, deal="bankruptcy", phase="cut_over")
    assert world.tables["customers"].num_rows == 30
    with pytest.raises(BadInput, match=r"organisation\.no_phase"):
        _ = world.company


def test_a_lab_does_not_load_the_company():
    script = (
        "import sys; from kit.world import build; build('leasing', 7, 20);"
        "print([m for m in sys.modules if m.startswith(('kit.organisation', 'kit.activity'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
