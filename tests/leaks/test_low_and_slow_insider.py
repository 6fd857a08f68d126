"""A few customers more every day."""

from collections import Counter

from tests.leaks.planned import DAY, company, plan_of, rows_of


def test_each_stolen_record_is_opened_and_then_pictured():
    plan = plan_of("low_and_slow_insider", company())
    opened, pictured = rows_of(plan, "crm.open"), rows_of(plan, "screen.capture")
    assert len(opened) == len(pictured) == len(plan.exposures)
    for before, after in zip(opened, pictured, strict=True):
        assert (before["segment"], before["start"]) == (after["segment"], after["start"])
        assert 0 < after["time"] - before["time"] < 20_000


def test_a_stealthy_one_takes_few_a_day_within_office_hours():
    quiet = plan_of("low_and_slow_insider", company(), stealth=1.0)
    loud = plan_of("low_and_slow_insider", company(), stealth=0.0)
    most = [max(Counter(e.time // DAY for e in plan.exposures).values()) for plan in (quiet, loud)]
    assert most[0] < most[1]
    hours = [{e.time % DAY // 3_600_000 for e in plan.exposures} for plan in (quiet, loud)]
    assert max(hours[0]) < 19 < min(hours[1])


def test_the_samples_offered_are_among_those_taken():
    at = company()
    plan = plan_of("low_and_slow_insider", at)
    (report,) = plan.reports
    taken = {int(at.book.touched(e.segment, e.start, e.stop)[0]) for e in plan.exposures}
    assert report.customers
    assert set(report.customers) <= taken
    assert report.values["count"] == len(report.customers)
