"""Printed lists put out with the waste paper."""

from tests.leaks.planned import DAY, company, plan_of, rows_of


def test_what_is_exposed_was_printed_page_by_page():
    plan = plan_of("paper_in_bin", company())
    pages = {
        (row["segment"], place)
        for row in rows_of(plan, "print.page")
        for place in range(row["start"], row["stop"])
    }
    out = {(one.segment, place) for one in plan.exposures for place in range(one.start, one.stop)}
    assert out == pages


def test_a_stack_is_put_out_in_the_evening_of_the_day_it_was_printed():
    plan = plan_of("paper_in_bin", company())
    printed = {}
    for row in rows_of(plan, "print.page"):
        printed[row["segment"]] = max(row["time"], printed.get(row["segment"], 0))
    for one in plan.exposures:
        assert printed[one.segment] < one.time
        assert printed[one.segment] // DAY == one.time // DAY
        assert 18 <= one.time % DAY // 3_600_000 < 20


def test_waste_slips_tell_what_left():
    plan = plan_of("paper_in_bin", company())
    binned = {row["item_id"] for row in plan.added["custody"] if row["event"] == "binned"}
    assert {one.via.partition(":")[2] for one in plan.exposures} == binned
    assert {one.trace for one in plan.exposures} == {None}


def test_the_page_on_top_lay_in_a_bag():
    at = company()
    plan = plan_of("paper_in_bin", at)
    (page,) = plan.reports[0].customers
    assert any(page in at.book.touched(e.segment, e.start, e.stop) for e in plan.exposures)
