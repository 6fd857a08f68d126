"""Staging: nothing tells staged events from ordinary ones; the same spec, the same bytes."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from kit.activity.rights import joined_with_entitlements
from kit.errors import BadInput
from kit.leaks.catalogue import LEAKS, LOOK_ALIKES, draw, leak
from kit.leaks.merging import merge
from kit.leaks.model import Change, Exposure, Parameters, Plan
from kit.leaks.schedule import exposed_by
from kit.leaks.staging import planned, stage
from kit.leaks.via import require_order, require_via
from tests.leaks.stories import company, staged

DATED = (("files", "created_at"), ("mails", "at"), ("tickets", "opened_at"))


def number_of(text):
    return int(re.sub(r"\D", "", text))


@pytest.mark.parametrize("name", ["departing_salesperson", "misdirected_mail"])
def test_records_of_a_leak_are_not_the_last_of_their_tables(name):
    places = []
    for seed in range(4):
        case = staged(name, seed)
        mails = case.evidence.tables["mails"]
        ids = mails["mail_id"].to_pylist()
        assert ids == sorted(ids, key=number_of)
        mine = set(case.truth.facts["via"]) | {
            f"mail:{key}"
            for key in case.evidence.events.filter(
                pc.is_in(
                    case.evidence.events["metadata.uid"],
                    value_set=case.truth.exposures["event_id"].combine_chunks(),
                )
            )["resource.uid"].to_pylist()
        }
        places += [row / len(ids) for row, key in enumerate(ids) if f"mail:{key}" in mine]
        times = pc.fill_null(mails["at"], datetime(1970, 1, 1)).to_pylist()
        assert times == sorted(times)
    assert min(places) < 0.97


def test_the_same_spec_gives_the_same_bytes():
    there = company()
    one, two = (stage(there, "departing_salesperson", Parameters(), 2) for _ in range(2))
    assert one.evidence.events.equals(two.evidence.events)
    assert one.truth.facts == two.truth.facts
    assert one.truth.customers.equals(two.truth.customers)
    for name, table in one.evidence.tables.items():
        assert table.equals(two.evidence.tables[name]), name


def test_the_exposure_schedule_does_not_depend_on_the_window():
    there = company()
    wide = staged("departing_salesperson", 2)
    at = wide.truth.exposures["at"].to_pylist()
    part = stage(there, "departing_salesperson", Parameters(), 2, at[0].date(), at[-1].date())
    assert part.truth.customers.equals(wide.truth.customers)
    drop = ["event_id"]
    assert part.truth.exposures.drop_columns(drop).equals(wide.truth.exposures.drop_columns(drop))
    assert part.evidence.events.num_rows < wide.evidence.events.num_rows


def test_a_schedule_cut_at_a_moment_shows_only_earlier_rows():
    case = staged("departing_salesperson", 1)
    times = case.truth.exposures["at"].to_pylist()
    middle = times[len(times) // 2]
    rows, people = exposed_by(case, middle)
    assert rows["at"].to_pylist() == [at for at in times if at < middle]
    assert 0 < people.num_rows < case.truth.customers.num_rows
    assert set(people["customer_id"].to_pylist()) <= set(
        case.truth.customers["customer_id"].to_pylist()
    )
    assert exposed_by(case, times[0])[1].num_rows == 0
    everything, everybody = exposed_by(case, times[-1] + timedelta(seconds=1))
    assert everything.equals(case.truth.exposures)
    assert everybody.equals(case.truth.customers)


def test_events_of_the_truth_are_in_the_log_and_touch_whom_it_says():
    case = staged("departing_salesperson", 1)
    rows = {row["metadata.uid"]: row for row in case.evidence.events.to_pylist()}
    for one in case.truth.exposures.to_pylist():
        event = rows[one["event_id"]]
        assert event["time"].replace(microsecond=0) == one["at"]
        assert (event["segment"], event["start"], event["stop"]) == (
            one["segment_id"],
            one["start"],
            one["stop"],
        )


def test_look_alikes_are_in_the_evidence_and_never_in_the_truth():
    case = staged("misdirected_mail", 0)
    before = set(company().organisation.tables["tickets"]["subject"].to_pylist())
    new = set(case.evidence.tables["tickets"]["subject"].to_pylist()) - before
    assert len(new) > 1  # more than the ticket about the mail
    truth = f"{case.truth.facts}{case.truth.exposures.to_pylist()}"
    assert not any(name in truth for name in LOOK_ALIKES)
    assert len(case.truth.facts["event_ids"]) == 1


@pytest.mark.parametrize("name", sorted({*LEAKS, *LOOK_ALIKES}))
def test_a_listed_leak_says_where_it_makes_sense(name):
    one = leak(name)
    assert one.PHASES
    assert one.WEIGHT >= 1
    assert one.fits(company()) is None or one.fits(company()).startswith("leaks.")


def test_accidents_are_the_majority_of_a_drawn_sample():
    drawn = draw(company(), 3, 400)
    accidents = sum(LEAKS[name].FAMILY == "accident" for name in drawn)
    assert accidents > len(drawn) / 2
    assert drawn == draw(company(), 3, 400)


def bad(code, call, *arguments, **named):
    with pytest.raises(BadInput) as caught:
        call(*arguments, **named)
    assert caught.value.code == code
    return caught.value.values


def test_bad_input_is_named():
    there, usual = company(), Parameters()
    today = there.organisation.deal.today
    bad("leaks.unknown", stage, there, "no_such_leak")
    bad("leaks.empty_window", stage, there, "misdirected_mail", usual, 0, today, date(2020, 1, 1))
    first, last = date(2020, 1, 1), date(2020, 1, 31)
    bad("leaks.window_missed", stage, there, "misdirected_mail", usual, 0, first, last)
    bad("leaks.start_outside", stage, there, "misdirected_mail", Parameters(start=first))
    bad("leaks.no_job", stage, there, "misdirected_mail", Parameters(job="juggler"))
    bad("organisation.no_phase", stage, there, "misdirected_mail", Parameters(phase="liquidation"))
    bad("leaks.phase_not_begun", stage, there, "misdirected_mail", Parameters(phase="post_closing"))
    bad("leaks.nothing_to_draw", draw, there, 1, 0)


def test_a_deal_whose_phases_are_out_of_order_is_refused():
    deal = company().organisation.deal
    require_order(deal)
    turned = replace(deal, phases=deal.phases[::-1])
    bad("leaks.phases_out_of_order", require_order, turned)


def test_a_leak_whose_way_out_is_missing_is_refused():
    there = company()
    plan = planned(there, "misdirected_mail", Parameters(), 1)
    merged, _ = merge(there.organisation, plan)
    gone = Plan(
        plan.window, "mail", "address_check", 0, exposures=(moved(plan, via="mail:M999999"),)
    )
    assert bad("leaks.no_via", require_via, merged, gone) == {"via": "mail:M999999"}
    early = replace(gone, exposures=(replace(plan.exposures[0], via="link:L1", time=0),))
    bad("leaks.no_via", require_via, merged, early)


def test_a_right_that_was_taken_away_before_cannot_be_the_way_out():
    there = company()
    plan = planned(there, "departing_salesperson", Parameters(), 1)
    right = plan.exposures[0].via.partition(":")[2]
    before = datetime(1990, 1, 1)
    merged, _ = merge(there.organisation, replace(plan, added={}, changes=(
        Change("entitlements", right, "revoked_at", before),
    )))  # fmt: skip
    bad("leaks.via_closed", require_via, merged, plan)


def test_a_right_of_an_account_that_was_closed_before_cannot_be_the_way_out():
    there = company()
    plan = planned(there, "departing_salesperson", Parameters(), 1)
    right = plan.exposures[0].via.partition(":")[2]
    account = there.organisation.row("entitlements", right)["account_id"]
    closed = Change("accounts", account, "disabled_at", datetime(1990, 1, 1))
    merged, _ = merge(there.organisation, replace(plan, added={}, changes=(closed,)))
    bad("leaks.via_closed", require_via, merged, plan)


def test_a_change_of_what_is_not_there_is_refused():
    there = company()
    plan = Plan((0, 0), "mail", "none", 0, changes=(Change("staff", "nobody", "name", "x"),))
    bad("leaks.no_cell", merge, there.organisation, plan)


def moved(plan, **values) -> Exposure:
    return replace(plan.exposures[0], **values)


@pytest.mark.parametrize("name", ["courier_media", "departing_salesperson", "misdirected_mail"])
def test_those_counted_as_minors_are_exposed_with_a_child_of_theirs(name):
    case = staged(name, 2, None, "swim_school", scale=0.9)
    facts = case.truth.facts
    minors = facts["sensitive"].get("minor_under_14", 0)
    assert minors <= facts["children"]
    assert bool(minors) == bool(facts["children"])


@pytest.mark.parametrize("name", ["old_disks_unwiped", "courier_media"])
def test_words_name_the_ids_that_stand_beside_them(name):
    case = staged(name, 2)
    named = 0
    for row in case.evidence.tables["custody"].to_pylist():
        ids = re.findall(r"D\d{5}", row["note"] or "")
        named += bool(ids)
        assert not ids or row["item_id"] in ids
    assert named > 5


@pytest.mark.parametrize(
    "name", ["data_room_raw_list", "departing_salesperson", "rented_accounts", "courier_media"]
)
def test_people_have_a_right_to_what_they_are_staged_with(name):
    case = staged(name, 2)
    joined = joined_with_entitlements(case.evidence.events, case.evidence.tables)
    mine = joined.filter(
        pc.is_in(joined["metadata.uid"], value_set=pa.array(case.truth.facts["event_ids"]))
    )
    lists = mine.filter(pc.and_(pc.is_valid(mine["segment"]), pc.is_valid(mine["actor.user.uid"])))
    assert lists.num_rows
    assert lists["entitlement_id"].null_count == 0


def test_nothing_is_dated_after_the_day_of_the_world():
    there = company()
    today = there.organisation.deal.today
    codes = set()
    for name in ("courier_media", "bulk_mail_open_recipients"):
        for days in (0, 1, 3, 6, 9):
            try:
                case = stage(there, name, Parameters(start=today - timedelta(days=days)), 2)
            except BadInput as error:
                codes.add(error.code)
                continue
            for table, column in (
                ("files", "created_at"),
                ("mails", "at"),
                ("tickets", "opened_at"),
            ):
                born = case.evidence.tables[table][column].to_pylist()
                assert max(at.date() for at in born if at) <= today
    assert "leaks.too_late" in codes


def test_the_window_ends_before_the_clearing_up():
    case = staged("data_room_raw_list", 2)
    last = case.truth.exposures["at"].to_pylist()[-1]
    assert case.truth.facts["window"][1] == last.isoformat()


def test_every_lender_has_the_job_asked_for():
    there = company()
    job = there.organisation.tables["staff"].to_pylist()
    jobs = {one["staff_id"]: one["job_id"] for one in job}
    wanted = "leasing_adviser"
    case = stage(there, "rented_accounts", Parameters(job=wanted, scale=0.9), 2)
    assert {jobs[one] for one in case.truth.facts["actors"]} == {wanted}


@pytest.mark.parametrize("name", LEAKS)
def test_a_job_that_is_not_there_is_named(name):
    there = company("leasing", "post_closing")
    with pytest.raises(BadInput) as error:
        planned(there, name, Parameters(job="juggler"), 1)
    assert error.value.code in ("leaks.no_job", "leaks.job_not_asked")
