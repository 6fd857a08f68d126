"""The stock of extracts: made by those who may, of customers who were there, and never tomorrow."""

import re

import numpy as np
import pyarrow.compute as pc
import pytest

from kit.activity.company import make_company
from kit.activity.rights import allowed
from kit.organisation.making import make_organisation
from kit.organisation.schemas import SCHEMAS
from kit.world import build

PROFILES = ("leasing", "sanitary_ware", "swim_school")
DAY = np.timedelta64(1, "D")


def company_of(profile, seed=7, phase=None, size=400):
    world = build(profile, seed, size)
    organisation = make_organisation(world.spec, world.tables, staff=40, phase=phase)
    return make_company(world.spec, world.tables, world.labels, organisation)


@pytest.fixture(scope="module", params=PROFILES)
def company(request):
    return company_of(request.param)


def rows(company, table):
    return company.organisation.tables[table].to_pylist()


def test_there_is_something_of_each(company):
    tables = company.organisation.tables
    assert all(tables[name].num_rows >= 10 for name in ("files", "links", "mails"))
    assert all(tables[name].schema == SCHEMAS[name] for name in ("files", "links", "mails"))


def test_the_same_company_has_the_same_stock(company):
    again = company_of(company.spec.profile.id).organisation.tables
    own = company.organisation.tables
    assert all(again[name].equals(own[name]) for name in ("files", "links", "mails"))


def test_a_file_holds_customers_who_were_there_the_evening_before(company):
    places = company.book.segment_place
    for row in rows(company, "files"):
        day = (row["created_at"].date() - np.datetime64("1970-01-01").astype(object)).days
        known = company.book.known(places[row["segment_id"]], day - 1)
        assert 0 <= row["row_start"] < row["row_stop"] <= known


def test_whoever_made_a_file_or_sent_a_mail_had_the_right_on_that_day(company):
    tables = company.organisation.tables
    can = {(r["role_id"], r["view_id"], r["action"]) for r in allowed(tables).to_pylist()}
    held = {}
    for one in rows(company, "entitlements"):
        held.setdefault(one["account_id"], []).append(one)
    kind = {r["system_id"]: r["kind"] for r in rows(company, "systems")}
    made_by = {
        "mail": ("mail.send",),
        "endpoint": ("file.copy", "usb.copy", "print.page"),
        "backup": ("db.backup",),
        "test": ("db.restore",),
    }
    for row in rows(company, "files"):
        actions = made_by.get(kind[row["system_id"]], ("file.upload",))
        assert any(
            any((one["role_id"], row["view_id"], action) in can for action in actions)
            and one["granted_at"] < row["created_at"]
            and (one["revoked_at"] is None or one["revoked_at"] > row["created_at"])
            and (one["expires_on"] is None or one["expires_on"] >= row["created_at"].date())
            for one in held[row["created_by"]]
        )


@pytest.mark.parametrize("phase", ["normal", "signing", "cut_over"])
def test_nothing_is_dated_later_than_the_day_of_the_world(phase):
    company = company_of("leasing", 3, phase)
    today = np.datetime64(company.organisation.deal.today) + DAY
    for table in ("files", "links", "mails"):
        for field in SCHEMAS[table]:
            if str(field.type).startswith("timestamp"):
                column = company.organisation.tables[table][field.name]
                assert (
                    pc.max(column).as_py() is None or np.datetime64(pc.max(column).as_py()) < today
                )


def test_links_begin_after_their_file_and_end_with_it(company):
    files = {row["file_id"]: row for row in rows(company, "files")}
    for link in rows(company, "links"):
        file = files[link["file_id"]]
        assert file["created_at"] < link["created_at"]
        assert link["system_id"] == file["system_id"]
        if link["revoked_at"] and file["deleted_at"]:
            assert link["revoked_at"] < file["deleted_at"]


def test_a_link_for_anyone_always_runs_out(company):
    assert all(row["expires_on"] for row in rows(company, "links") if row["scope"] == "anyone")


def test_a_mail_carries_one_file_that_was_saved_before(company):
    files = {row["file_id"]: row for row in rows(company, "files")}
    mails = [row for row in rows(company, "mails") if row["file_id"]]
    assert len({row["file_id"] for row in mails}) == len(mails)
    for row in mails:
        assert files[row["file_id"]]["created_at"] < row["at"]
        assert files[row["file_id"]]["created_by"] == row["account_id"]


def test_papers_go_to_the_customer_whose_they_are(company):
    files = {row["file_id"]: row for row in rows(company, "files")}
    own = company.tables[company.spec.profile.root]["email"].to_pylist()
    sent = [r for r in rows(company, "mails") if r["to_kind"] == "customer" and r["file_id"]]
    assert sent
    for row in sent:
        file = files[row["file_id"]]
        place = company.book.touched(0, file["row_start"], file["row_stop"])
        assert [own[company.book.row[one]] for one in place] == [row["to_address"]]


def test_lists_stay_with_the_company_and_those_who_work_for_it(company):
    files = {row["file_id"]: row for row in rows(company, "files")}
    mails = [row for row in rows(company, "mails") if row["file_id"]]
    assert {row["to_kind"] for row in mails} <= {"staff", "party", "customer", "unknown", "outside"}
    lists = [
        row
        for row in mails
        if files[row["file_id"]]["row_stop"] - files[row["file_id"]]["row_start"] > 1
    ]
    inside = [row for row in lists if row["to_kind"] in ("staff", "party")]
    assert 0.85 * len(lists) < len(inside) < len(lists)
    offices = {row["to_address"].partition("@")[2] for row in lists if row["to_kind"] == "outside"}
    assert not offices & {"mail.example", "post.test"}


def test_nobody_who_exports_lists_writes_to_outsiders(company):
    tables = company.organisation.tables
    can = {r["role_id"] for r in allowed(tables).to_pylist() if r["action"] == "crm.export"}
    able = {r["account_id"] for r in rows(company, "entitlements") if r["role_id"] in can}
    sent = [row for row in rows(company, "mails") if row["to_kind"] == "outside"]
    assert sent
    assert not able & {row["account_id"] for row in sent}


def test_customers_of_a_circular_do_not_see_one_another(company):
    sent = [r for r in rows(company, "mails") if r["recipients"] > 1 and r["to_kind"] == "customer"]
    assert len(sent) > 20
    assert not any(row["visible"] or row["file_id"] for row in sent)


def test_what_a_recovery_test_loaded_is_named_in_its_ticket(company):
    kind = {r["system_id"]: r["kind"] for r in rows(company, "systems")}
    tests = [r for r in rows(company, "tickets") if r["kind"] == "recovery_test"]
    named = {key: row for row in tests for key in row["refs"]}
    loaded = [row for row in rows(company, "files") if kind[row["system_id"]] == "test"]
    assert loaded
    for row in loaded:
        assert named[row["file_id"]]["opened_at"] < row["created_at"]


def test_what_lies_on_a_portable_disk_was_there_before_it_was_sealed(company):
    disks = [r for r in rows(company, "custody") if r["event"] == "packed"]
    sealed = {re.search(r"\D(\d{4})\D", row["note"])[1]: row["at"] for row in disks}
    label = re.compile(r"(?:移动硬盘|portable disk) (\d{4})/")
    on_disk = [(label.search(row["path"]), row) for row in rows(company, "files")]
    on_disk = [(found[1], row) for found, row in on_disk if found]
    assert on_disk
    assert all(row["created_at"] < sealed[key] for key, row in on_disk)


def test_data_rooms_hold_nothing_before_they_open():
    company = company_of("leasing", 5, "signing")
    room = next(row for row in rows(company, "systems") if row["kind"] == "data_room")
    made = [r["created_at"].date() for r in rows(company, "files") if r["system_id"] == "room"]
    assert room["system_id"] == "room"
    assert min(made) >= room["live_from"]
