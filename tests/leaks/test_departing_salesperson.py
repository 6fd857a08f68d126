"""A leaver who takes customers along."""

import pyarrow.compute as pc
import pytest

from tests.leaks.planned import PROFILES, company, plan_of, rows_of
from tests.leaks.stories import staged


def test_the_person_leaves_by_the_book_and_does_nothing_afterwards():
    case = staged("departing_salesperson", 1)
    (actor,), (account,) = case.truth.facts["actors"], case.truth.facts["accounts"]
    staff = {row["staff_id"]: row for row in case.evidence.tables["staff"].to_pylist()}
    accounts = {row["account_id"]: row for row in case.evidence.tables["accounts"].to_pylist()}
    closed = accounts[account]["disabled_at"]
    assert staff[actor]["left_on"] == closed.date()
    events = case.evidence.events
    mine = events.filter(pc.equal(events["actor.user.uid"], account))
    assert pc.max(mine["time"]).as_py() < closed
    subjects = [
        row for row in case.evidence.tables["tickets"].to_pylist() if row["kind"] == "leave"
    ]
    assert any(account in row["refs"] for row in subjects)


def test_every_list_that_left_had_been_exported_just_before():
    case = staged("departing_salesperson", 1)
    events = case.evidence.events.to_pylist()
    account = case.truth.facts["accounts"][0]
    exports = [
        row for row in events if row["action"] == "crm.export" and row["actor.user.uid"] == account
    ]
    for one in case.truth.exposures.to_pylist():
        assert any(
            (row["segment"], row["stop"]) == (one["segment_id"], one["stop"])
            and 0 < (one["at"] - row["time"]).total_seconds() < 3600
            for row in exports
        )


@pytest.mark.parametrize("profile", PROFILES)
def test_the_export_shows_every_column_that_is_mailed(profile):
    at = company(profile)
    plan = plan_of("departing_salesperson", at)
    specs = {one.id: one for one in at.organisation.profile.views}
    ids = at.organisation.tables["views"]["view_id"].to_pylist()

    def columns(action):
        used = {ids[row["view"]] for row in rows_of(plan, action)}
        assert len(used) == 1
        spec = specs[used.pop()]
        return {name if "." in name else f"{spec.table}.{name}" for name in spec.fields}

    assert columns("mail.send") <= columns("crm.export")
