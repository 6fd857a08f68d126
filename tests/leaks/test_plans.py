"""What the plans of all these leaks have in common, in every company they fit."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from kit.errors import BadInput
from kit.leaks.catalogue import LOOK_ALIKES, leak
from kit.leaks.model import Parameters
from tests.leaks.planned import PROFILES, check, company, days_of, people, plan_of

AT_ANY_TIME = (
    "over_shared_link",
    "data_room_raw_list",
    "former_vendor_api_key",
    "low_and_slow_insider",
    "courier_media",
    "lost_laptop",
    "phished_export",
    "rented_accounts",
    "bulk_mail_open_recipients",
    "production_copy_in_test",
    "exposed_bucket",
    "old_disks_unwiped",
    "paper_in_bin",
    "unagreed_subcontractor",
)
AT_THE_END = ("lapsed_domain", "receiver_new_purpose")
LAST = {"leasing": "post_closing", "sanitary_ware": "deregistered", "swim_school": "deregistered"}
BY_OTHERS = ("former_vendor_api_key", "unagreed_subcontractor")
WITH_STAFF = tuple(one for one in AT_ANY_TIME if one not in BY_OTHERS)
INNOCENT = ("recovery_test", "auditor_export", "legal_hold_copy")


def where(name, profile="leasing"):
    return company(profile, LAST[profile] if name in AT_THE_END else None)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", AT_ANY_TIME + AT_THE_END)
def test_a_plan_is_whole_in_every_company(name, profile):
    at = where(name, profile)
    assert leak(name).fits(at) is None
    for seed in (1, 2):
        check(name, at, plan_of(name, at, seed))


@pytest.mark.parametrize("name", AT_ANY_TIME + AT_THE_END)
def test_the_same_seed_plans_the_same_and_another_something_else(name):
    at = where(name)
    first, again, other = (plan_of(name, at, seed) for seed in (1, 1, 2))
    assert first.exposures == again.exposures
    assert first.added == again.added
    assert first.reports == again.reports
    assert all(np.array_equal(first.rows[key], again.rows[key]) for key in first.rows)
    assert first.exposures != other.exposures


@pytest.mark.parametrize("name", AT_ANY_TIME + AT_THE_END)
def test_a_larger_scale_exposes_more_people(name):
    at = where(name)
    few, many = (people(at, plan_of(name, at, scale=scale)) for scale in (0.05, 1.0))
    assert len(few) < len(many)


@pytest.mark.parametrize("name", [*AT_ANY_TIME, *AT_THE_END])
def test_a_stealthy_one_takes_longer(name):
    at = where(name)
    loud = plan_of(name, at, scale=0.6, stealth=0.0)
    quiet = plan_of(name, at, scale=0.6, stealth=1.0)
    spans = [plan.window[1] - plan.window[0] for plan in (loud, quiet)]
    assert spans[0] < spans[1] or days_of(loud) < days_of(quiet)


@pytest.mark.parametrize("name", AT_ANY_TIME + AT_THE_END)
def test_it_begins_on_the_day_that_is_asked_for(name):
    at = where(name)
    usual = plan_of(name, at)
    wanted = date(1970, 1, 1) + timedelta(days=usual.exposures[0].time // 86_400_000 + 2)
    moved = plan_of(name, at, start=wanted)
    first = date(1970, 1, 1) + timedelta(days=moved.exposures[0].time // 86_400_000)
    assert wanted <= first <= wanted + timedelta(days=9)


@pytest.mark.parametrize("name", AT_ANY_TIME + AT_THE_END)
def test_a_day_outside_the_phase_is_refused(name):
    at = where(name)
    with pytest.raises(BadInput) as refused:
        plan_of(name, at, start=at.organisation.deal.today.replace(year=2031))
    assert refused.value.code == "leaks.start_outside"


@pytest.mark.parametrize("name", AT_ANY_TIME + AT_THE_END)
def test_nothing_is_told_of_what_has_not_happened_yet(name):
    at = company("leasing", "normal") if name == "old_disks_unwiped" else where(name)
    told = 0
    for back in (0, 1, 2, 3, 8, 20, 45, 90):
        start = at.organisation.deal.today - timedelta(days=back)
        for seed in (1, 2):
            try:
                plan = plan_of(name, at, seed, start=start)
            except BadInput:  # too late for it to happen at all, or nobody is at work
                continue
            told += 1
            assert plan.reports
            end = ((start - date(1970, 1, 1)).days + back) * 86_400_000 + 20 * 3_600_000
            for one in plan.reports:
                earlier = [exposure for exposure in plan.exposures if exposure.time < one.at]
                assert earlier
                known = [at.book.touched(e.segment, e.start, e.stop) for e in earlier]
                assert set(one.customers) <= set(np.concatenate(known).tolist())
                assert one.at < end
                assert one.at // 1000 % 3600  # no clock strikes when somebody calls
    assert told


@pytest.mark.parametrize("name", WITH_STAFF)
def test_it_is_done_by_the_job_that_is_asked_for(name):
    at = where(name)
    staff = at.organisation.tables["staff"].to_pylist()
    accounts = {r["account_id"]: r for r in at.organisation.tables["accounts"].to_pylist()}
    jobs = {row["staff_id"]: row["job_id"] for row in staff}
    found = set()
    for seed in range(3):
        plan = plan_of(name, at, seed)
        who = plan.actors[0] if plan.actors else accounts[plan.accounts[0]]["staff_id"]
        found.add(jobs[who])
    for job in found:
        plan = plan_of(name, at, 5, job=job)
        who = plan.actors[0] if plan.actors else accounts[plan.accounts[0]]["staff_id"]
        assert jobs[who] == job


@pytest.mark.parametrize("name", WITH_STAFF)
def test_an_unknown_job_is_refused(name):
    with pytest.raises(BadInput) as refused:
        plan_of(name, where(name), job="night_watch")
    assert refused.value.code == "leaks.no_job"


@pytest.mark.parametrize("name", [*BY_OTHERS, "lapsed_domain"])
def test_a_job_is_refused_where_no_staff_do_it(name):
    with pytest.raises(BadInput) as refused:
        plan_of(name, where(name), job="system_admin")
    assert refused.value.code == "leaks.job_not_asked"


@pytest.mark.parametrize("name", AT_ANY_TIME + AT_THE_END)
def test_a_phase_it_does_not_happen_in_is_refused(name):
    at = where(name)
    others = {one.phase for one in at.organisation.deal.phases} - set(leak(name).PHASES)
    for phase in others:
        with pytest.raises(BadInput) as refused:
            plan_of(name, at, phase=phase)
        assert refused.value.code == "leaks.other_phase"


@pytest.mark.parametrize("name", AT_THE_END)
def test_what_has_not_begun_cannot_have_happened(name):
    with pytest.raises(BadInput) as refused:
        plan_of(name, company("leasing", "due_diligence"))
    assert refused.value.code == "leaks.phase_not_begun"


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", INNOCENT)
def test_look_alikes_expose_nobody_and_have_papers(name, profile):
    at = company(profile)
    plan = LOOK_ALIKES[name].plan(at, Parameters(), 1)
    assert plan.exposures == ()
    assert plan.reports == ()
    (ticket,) = plan.added["tickets"]
    assert ticket["approved_by"] in at.organisation.places["staff"]
    assert ticket["refs"]
    opened = (ticket["opened_at"] - datetime(1970, 1, 1)) / timedelta(milliseconds=1)
    assert opened < plan.window[0]
    assert (plan.rows["segment"] >= 0).any()


@pytest.mark.parametrize("name", ["paper_in_bin", "over_shared_link", "lost_laptop"])
@pytest.mark.parametrize("before", [0, 1])
def test_a_report_names_only_those_exposed_before_it(name, before):
    at = where(name)
    start = at.organisation.deal.today - timedelta(before)
    plan = plan_of(name, at, start=start)
    for one in plan.reports:
        shown = [e for e in plan.exposures if e.time < one.at]
        assert shown
        for who in one.customers:
            assert any(who in at.book.touched(e.segment, e.start, e.stop) for e in shown)
