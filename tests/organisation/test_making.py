"""The organisation of a company: who is there, what they may do, and that it all hangs together."""

import pyarrow.compute as pc
import pytest

from kit.errors import BadInput
from kit.organisation.making import make_organisation
from kit.organisation.schemas import SCHEMAS
from kit.world import build


@pytest.fixture(scope="module")
def world():
    return build("leasing", 7, 50)


@pytest.fixture(scope="module")
def organisation(world):
    return make_organisation(world.spec, world.tables)


def test_every_table_has_its_schema(organisation):
    assert {name: table.schema for name, table in organisation.tables.items()} == SCHEMAS


def test_the_same_spec_gives_the_same_tables(world, organisation):
    again = make_organisation(world.spec, world.tables)
    assert all(again.tables[name].equals(table) for name, table in organisation.tables.items())


def test_another_seed_gives_other_people(organisation):
    other = build("leasing", 8, 50)
    made = make_organisation(other.spec, other.tables)
    assert made.tables["staff"]["staff_id"] != organisation.tables["staff"]["staff_id"]


def test_as_many_work_there_as_were_asked_for(organisation):
    staff = organisation.tables["staff"]
    own = pc.equal(staff["party_id"], "company")
    assert staff.filter(pc.and_(own, pc.is_null(staff["left_on"]))).num_rows == 60


@pytest.mark.parametrize("staff", [19, 20_001])
def test_too_few_or_too_many_are_refused(world, staff):
    with pytest.raises(BadInput, match=r"organisation\.staff_range"):
        make_organisation(world.spec, world.tables, staff=staff)


def test_a_phase_the_form_does_not_have_is_refused(world):
    with pytest.raises(BadInput, match=r"organisation\.no_phase"):
        make_organisation(world.spec, world.tables, phase="liquidation")
