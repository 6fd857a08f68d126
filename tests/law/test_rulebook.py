from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import law
from kit.errors import BadInput

DAYS = st.dates(date(2004, 1, 1), date(2030, 12, 31))
EDGES = sorted(
    {
        edge + timedelta(days=step)
        for rule in law.rules()
        for edge in (rule.effective_from, rule.effective_to)
        if edge
        for step in (-1, 0, 1)
    }
)


def ids(rules):
    return {rule.id for rule in rules}


@given(DAYS | st.sampled_from(EDGES))
def test_a_rule_is_in_the_book_of_a_day_exactly_if_its_dates_enclose_it(day):
    book = law.as_of(day)
    for rule in law.rules():
        start, end = rule.effective_from, rule.effective_to
        enclosed = start is not None and start <= day and (end is None or day <= end)
        assert (rule.id in book) is enclosed


@given(DAYS | st.sampled_from(EDGES), DAYS | st.sampled_from(EDGES))
def test_a_diff_leads_from_one_book_to_the_other(earlier, later):
    changes = law.diff(earlier, later)
    before, after = ids(law.as_of(earlier).rules), ids(law.as_of(later).rules)
    old, new = ({pair[i].id for pair in changes.changed} for i in (0, 1))
    assert (before - ids(changes.removed) - old) | ids(changes.added) | new == after
    assert not (ids(changes.added) | ids(changes.removed)) & (old | new)


@given(DAYS, DAYS)
def test_a_diff_backwards_swaps_its_parts(earlier, later):
    there, back = law.diff(earlier, later), law.diff(later, earlier)
    assert ids(there.added) == ids(back.removed)
    assert {(b.id, a.id) for a, b in there.changed} == {(a.id, b.id) for a, b in back.changed}


def test_nothing_changes_from_a_day_to_itself():
    assert law.diff(law.CHECKED, law.CHECKED) == ((), (), ())


@pytest.mark.parametrize(
    ("day", "rule_id"), [(date(2025, 12, 31), "CSL2016-21"), (date(2026, 1, 1), "CSL-23")]
)
def test_log_retention_follows_the_amended_numbering(day, rule_id):
    book = law.as_of(day)
    assert book.threshold("keep_logs_months").rule == rule_id
    assert ids(book.rules) & {"CSL2016-21", "CSL-23"} == {rule_id}


def test_the_renumbering_shows_as_changes():
    changes = law.diff(date(2025, 12, 31), date(2026, 1, 1))
    assert [(old.article, new.article) for old, new in changes.changed] == [
        ("21", "23"),
        ("25", "27"),
        ("40", "42"),
        ("59", "61"),
    ]
    assert changes.removed == ()


def test_future_rules_are_absent_until_their_first_day():
    assert "GB46864-clearing" not in law.as_of(date(2026, 11, 22))
    assert "GB46864-clearing" not in law.as_of(date(2026, 12, 31))
    assert "GB46864-clearing" in law.as_of(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("rule_id", "first_day"),
    [
        ("PIPL-57", date(2021, 11, 1)),
        ("NDSR-14", date(2025, 1, 1)),
        ("NIR-4", date(2025, 11, 1)),
        ("AUDIT-frequency", date(2025, 5, 1)),
        ("RISK-important-data", date(2026, 8, 20)),
        ("SMALL-scope", date(2026, 9, 1)),
        ("FLOW-8", date(2024, 3, 22)),
        ("CERT-validity", date(2026, 1, 1)),
        ("MINORS-36", date(2024, 1, 1)),
        ("COMPANY-240", date(2024, 7, 1)),
        ("AML-34", date(2025, 1, 1)),
        ("JI2017-5", date(2017, 6, 1)),
        ("GBT45574-4", date(2025, 11, 1)),
        ("GBT46903-scope", date(2026, 7, 1)),
    ],
)
def test_a_rule_starts_on_its_first_day(rule_id, first_day):
    assert rule_id in law.as_of(first_day)
    assert rule_id not in law.as_of(first_day - timedelta(days=1))


def test_drafts_are_in_force_on_no_day():
    drafts = [rule for rule in law.rules() if rule.standing == "draft"]
    assert drafts
    assert all(rule.effective_from is None for rule in drafts)


def test_no_two_rules_of_a_day_set_the_same_threshold():
    for day in EDGES:
        thresholds = [part.id for rule in law.as_of(day).rules for part in rule.thresholds]
        assert len(thresholds) == len(set(thresholds))


def test_lookups_of_a_day_know_only_that_day():
    book = law.as_of(date(2025, 6, 1))
    assert book.rule("CSL2016-21").article == "21"
    with pytest.raises(BadInput) as caught:
        book.rule("CSL-23")
    assert (caught.value.code, caught.value.values["day"]) == ("law.not_in_force", "2025-06-01")
    assert not book.citable("NIR-4")


@pytest.mark.parametrize("wanted", ["PIPL57", "pipl-57", "PIPL-571"])
def test_an_unknown_id_is_answered_with_near_ones(wanted):
    with pytest.raises(BadInput) as caught:
        law.rule(wanted)
    assert caught.value.code == "law.unknown_rule"
    assert "PIPL-57" in caught.value.values["near"].split(", ")


def test_an_absurd_id_is_answered_in_one_short_message():
    with pytest.raises(BadInput) as caught:
        law.rule("€" * 10_000_000)
    assert caught.value.code == "law.unknown_rule_no_match"
    assert len(caught.value.values["id"]) < 100


def test_an_unknown_threshold_is_bad_input():
    with pytest.raises(BadInput) as caught:
        law.threshold("NIR_CII_hour")
    assert "NIR_CII_hours" in caught.value.values["near"]


def test_citable_means_teachable_and_in_force():
    assert law.citable("PIPL-28")
    assert law.citable("PIPL-57-small")
    assert not law.citable("PIPL-57-which-office")
    assert not law.citable("CSL2016-21")
    assert law.citable("CSL2016-21", on=date(2025, 12, 31))
    assert not law.citable("GB46864-clearing")
    assert not law.citable("PIPL-999")
