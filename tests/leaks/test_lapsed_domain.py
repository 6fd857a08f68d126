"""A domain that somebody else registered."""

from tests.leaks.planned import company, plan_of

END = ("leasing", "post_closing")


def test_the_domain_is_one_of_the_company_and_now_somebody_elses():
    at = company(*END)
    plan = plan_of("lapsed_domain", at)
    (domain,) = {one.via.partition(":")[2] for one in plan.exposures}
    assert at.organisation.row("domains", domain)["state"] in ("held", "lapsed")
    assert at.organisation.row("domains", domain)["purpose"] == "former mail"  # nobody works there
    changed = {one.column: one.value for one in plan.changes if one.key == domain}
    assert changed["state"] == "registered_by_other"
    first = plan.exposures[0].time // 86_400_000
    assert (changed["expires_on"] - type(changed["expires_on"])(1970, 1, 1)).days < first


def test_customers_write_one_by_one_over_weeks_and_no_log_shows_it():
    plan = plan_of("lapsed_domain", company(*END), stealth=1.0)
    assert {one.stop - one.start for one in plan.exposures} == {1}
    assert len({one.time // 86_400_000 for one in plan.exposures}) > 5
    assert len(plan.rows["time"]) == 0
    assert {one.trace for one in plan.exposures} == {None}


def test_it_goes_on_and_the_first_to_complain_had_written_before():
    at = company(*END)
    plan = plan_of("lapsed_domain", at)
    assert plan.ongoing
    assert plan.actors == ()
    report = plan.reports[0]
    wrote = {
        int(at.book.touched(e.segment, e.start, e.stop)[0])
        for e in plan.exposures
        if e.time < report.at
    }
    assert set(report.customers) <= wrote
    assert len(report.customers) == 1


def test_after_the_first_complaint_others_come_forward_who_had_written_as_well():
    at = company(*END)
    first, *others = plan_of("lapsed_domain", at).reports
    assert {one.code for one in others} == {"others_were_answered"}
    wrote = {
        int(at.book.touched(e.segment, e.start, e.stop)[0])
        for e in plan_of("lapsed_domain", at).exposures
        if e.time < first.at
    }
    named = [place for one in others for place in one.customers]
    assert 0.2 * len(wrote) < len(named) < 0.4 * len(wrote)
    assert len(set(named)) == len(named)
    assert set(named) <= wrote - set(first.customers)
    assert all(one.at > first.at and one.values["count"] == len(one.customers) for one in others)


def test_nothing_of_the_kind_before_the_end():
    at = company("swim_school", "deregistered")
    plan = plan_of("lapsed_domain", at)
    phase = next(one for one in at.organisation.deal.phases if one.phase == "deregistered")
    first = (phase.first - type(phase.first)(1970, 1, 1)).days
    assert plan.exposures[0].time // 86_400_000 >= first
