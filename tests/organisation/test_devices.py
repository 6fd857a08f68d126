"""Devices, what moved by hand, keys and domains."""

import pytest

from kit.identifiers import email
from kit.organisation.making import make_organisation
from kit.world import build


@pytest.fixture(scope="module", params=["leasing", "sanitary_ware", "swim_school"])
def organisation(request):
    world = build(request.param, 4, 20)
    return make_organisation(world.spec, world.tables, staff=150)


def rows(organisation, table):
    return organisation.tables[table].to_pylist()


def test_what_was_sold_or_destroyed_in_the_last_years_was_wiped_before(organisation):
    wiped = {r["item_id"]: r["at"] for r in rows(organisation, "custody") if r["event"] == "wiped"}
    gone = [r for r in rows(organisation, "custody") if r["event"] in ("sold", "destroyed")]
    assert gone
    assert all(wiped[row["item_id"]] < row["at"] for row in gone)


def test_what_is_disposed_of_has_a_ticket(organisation):
    lots = {
        ref
        for row in rows(organisation, "tickets")
        if row["kind"] == "disposal"
        for ref in row["refs"]
    }
    gone = [r for r in rows(organisation, "custody") if r["event"] in ("sold", "destroyed")]
    assert all(row["item_id"] in lots for row in gone)


def test_the_last_record_of_a_device_is_its_state(organisation):
    last = {row["item_id"]: row["event"] for row in rows(organisation, "custody")}
    for row in rows(organisation, "devices"):
        if last.get(row["device_id"]) in ("sold", "destroyed"):
            assert row["state"] == last[row["device_id"]]


def test_a_computer_is_used_by_one_person_at_a_time_and_comes_back(organisation):
    staff = {row["staff_id"]: row for row in rows(organisation, "staff")}
    for row in rows(organisation, "devices"):
        if row["staff_id"] is not None:
            assert row["issued_on"] >= staff[row["staff_id"]]["joined_on"]
            left = staff[row["staff_id"]]["left_on"]
            assert left is None or row["returned_on"] <= left
        assert (row["state"] == "in_use") <= (row["returned_on"] is None)


def test_one_key_of_each_interface_is_valid_today(organisation):
    today = organisation.deal.today
    keys = rows(organisation, "api_keys")
    valid = [k["account_id"] for k in keys if k["revoked_at"] is None and k["expires_on"] >= today]
    apis = [
        row["account_id"]
        for row in rows(organisation, "accounts")
        if row["kind"] == "api" and row["disabled_at"] is None
    ]
    assert len(valid) >= len(set(valid)) == len(apis)


def test_domains_belong_to_nobody(organisation):
    domains = [row["domain"] for row in rows(organisation, "domains")]
    assert all(email.is_synthetic(f"a@{domain}") for domain in domains)
    assert any(row["purpose"] == "mail" for row in rows(organisation, "domains"))
