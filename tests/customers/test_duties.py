"""What must be done with a flawed record: the order of duties holds over all facts and deals."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import law
from kit.customers.childhood import CHILD_ENDS
from kit.customers.duties import (
    ACTIONS,
    CHOICES,
    DEALS,
    KINDS,
    Case,
    decide,
    decide_all,
    last_day,
)
from kit.customers.duties.rules import DELETION, HOLDS, REPAIR, RETAINED, SOUND, SPARED
from kit.errors import BadInput
from kit.i18n import LOCALES, explain, translate

DAY = date(2026, 9, 30)
EVERY_LINE = (*HOLDS, *DELETION, RETAINED, *REPAIR, *SOUND, *SPARED)
BY_LAW = sorted({row.rule for row in law.retention_card() if law.citable(row.rule, DAY)})
WINDING_UP = ("dissolution", "dissolution_with_receiver")
cases = st.builds(Case, **{name: st.sampled_from(values) for name, values in CHOICES.items()})
deals = st.sampled_from(DEALS)


def some_cases(number=20_000):
    """The same sample of the case space each time."""
    rng = random.Random(7)
    for _ in range(number):
        facts = {name: rng.choice(values) for name, values in CHOICES.items()}
        yield Case(**facts), rng.choice(DEALS)


@given(cases, deals)
def test_an_open_hold_that_covers_the_record_comes_before_everything(case, deal):
    held = replace(case, hold="open", hold_covers=True)
    freed = replace(case, hold="none")
    decision = decide(held, deal, DAY)
    assert decision.action == "hold"
    assert decision.also_accept == ()
    line = "hold_in_winding_up" if deal in WINDING_UP else "hold_open"
    assert decision.reasons == (line, f"after_hold_{decide(freed, deal, DAY).action}")
    assert decision.articles


@given(cases, deals)
def test_claims_in_winding_up_are_named_for_a_hold_in_winding_up_only(case, deal):
    decision = decide(replace(case, hold="open", hold_covers=True), deal, DAY)
    assert ("COMPANY-235-legal-hold" in decision.articles) == (deal in WINDING_UP)


@given(cases, deals)
def test_a_hold_released_or_on_something_else_changes_nothing_to_do(case, deal):
    without = decide(replace(case, hold="none"), deal, DAY)
    for hold, covers in (("released", True), ("open", False)):
        there = decide(replace(case, hold=hold, hold_covers=covers), deal, DAY)
        assert (there.action, there.also_accept) == (without.action, without.also_accept)


@given(cases, deals, st.sampled_from(BY_LAW))
def test_nothing_under_a_running_period_set_by_law_is_deleted(case, deal, rule):
    assert decide(replace(case, statutory=rule), deal, DAY).action != "delete"


@given(cases, deals, st.sampled_from(BY_LAW))
def test_a_period_set_by_law_only_turns_deletion_into_restriction(case, deal, rule):
    case = replace(case, period="none", hold="none")
    free = decide(replace(case, statutory="none"), deal, DAY)
    kept = decide(replace(case, statutory=rule), deal, DAY)
    if free.action == "delete":
        assert kept.action == "restrict"
        assert kept.reasons == ("kept_by_law", f"law_{rule}", free.reasons[0])
        assert rule in kept.articles
    else:
        assert kept == free


@given(cases, deals)
def test_restriction_rests_on_a_rule_that_may_be_taught_and_names_it(case, deal):
    decision = decide(replace(case, hold="none"), deal, DAY)
    if decision.action == "restrict":
        assert set(decision.articles) & set(BY_LAW)


@given(cases, deals)
def test_numbers_from_memory_keep_nothing(case, deal):
    assert "ACCOUNTS-retention" in CHOICES["statutory"]
    memory = replace(case, statutory="ACCOUNTS-retention")
    assert decide(memory, deal, DAY) == decide(replace(case, statutory="none"), deal, DAY)


@given(cases, deals)
def test_who_took_back_the_consent_to_a_sale_stays_behind(case, deal):
    refused = decide(replace(case, handover_refused=True), deal, DAY)
    asked = decide(replace(case, handover_refused=False), deal, DAY)
    if deal == "business_sale":
        assert "hand_over" not in {refused.action, *refused.also_accept}
        if asked.action == "hand_over":
            assert (refused.action, refused.reasons[0]) == ("keep", "handover_refused")
            assert {"PIPL-15", "PIPL-23"} <= set(refused.articles)
    else:
        assert (refused.action, refused.also_accept) == (asked.action, asked.also_accept)


@given(cases, deals)
def test_withdrawal_never_ends_what_rests_on_something_else(case, deal):
    case = replace(case, hold="none")
    if case.basis == "consent":
        return
    stays = decide(replace(case, withdrawn=False), deal, DAY)
    gone = decide(replace(case, withdrawn=True), deal, DAY)
    assert (gone.action, gone.also_accept) == (stays.action, stays.also_accept)
    assert gone.reasons[0] == stays.reasons[0] != "consent_withdrawn"


@given(cases, deals)
def test_another_basis_is_named_only_where_there_is_one(case, deal):
    other = case.withdrawn and case.basis not in ("consent", "none")
    said = "not_resting_on_consent" in decide(replace(case, hold="none"), deal, DAY).reasons
    assert said == (other and decide(replace(case, hold="none"), deal, DAY).action != "restrict")


@given(cases, deals)
def test_withdrawal_of_the_only_basis_ends_the_processing(case, deal):
    case = replace(case, basis="consent", withdrawn=True, hold="none")
    assert decide(case, deal, DAY).action == ("restrict" if case.statutory in BY_LAW else "delete")


@given(cases, deals, st.sampled_from(["expired", "ended", "needless", "unlawful"]))
def test_what_is_due_for_deletion_is_not_corrected_first(case, deal, ground):
    change = {
        "expired": {"period": "expired"},
        "ended": {"in_use": False, "period": "none"},
        "needless": {"necessary": False},
        "unlawful": {"basis": "none"},
    }[ground]
    due = replace(case, **change, hold="none")
    assert decide(due, deal, DAY).action in ("delete", "restrict")


@given(cases, deals)
def test_only_forms_with_a_receiver_hand_over(case, deal):
    decision = decide(case, deal, DAY)
    possible = {decision.action, *decision.also_accept}
    if deal in ("share_sale", "dissolution") or not case.in_scope:
        assert "hand_over" not in possible
    if deal == "bankruptcy" and not case.receiver:
        assert "hand_over" not in possible
    if "hand_over" in possible:
        assert case.told or (deal == "business_sale" and case.separate_consent)


@given(cases)
def test_without_a_receiver_only_the_law_a_hold_or_a_debt_keeps_anything(case):
    decision = decide(replace(case, owed=False), "dissolution", DAY)
    assert decision.action in ("hold", "restrict", "delete")


@given(cases)
def test_a_business_sale_needs_separate_consent_or_is_a_judgement_call(case):
    case = replace(case, in_scope=True, hold="none", handover_refused=False)
    sound = decide(replace(case, separate_consent=True), "business_sale", DAY)
    told = decide(replace(case, separate_consent=False, told=True), "business_sale", DAY)
    untold = decide(replace(case, separate_consent=False, told=False), "business_sale", DAY)
    if sound.action == "hand_over":
        assert (told.action, told.also_accept) == ("keep", ("hand_over",))
        assert told.reasons[0] == "business_sale_disputed"
        assert (untold.action, untold.also_accept) == ("keep", ())
    else:
        assert sound == told == untold


@given(cases, deals, st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_articles_are_citable_on_the_reference_date(case, deal, day):
    decision = decide(case, deal, day)
    assert all(law.citable(article, day) for article in decision.articles)
    assert len(set(decision.articles)) == len(decision.articles)
    if day >= date(2024, 7, 1):
        assert decision.articles
    if law.citable(case.statutory, day) == law.citable(case.statutory, DAY):
        assert decision.action == decide(case, deal, DAY).action


@given(cases, deals)
def test_a_decision_agrees_with_itself(case, deal):
    decision = decide(case, deal, DAY)
    assert decision.action in ACTIONS
    assert decision.action not in decision.also_accept
    assert len(set(decision.reasons)) == len(decision.reasons) >= 1


def test_each_kind_has_several_right_actions_even_without_holds():
    actions = defaultdict(set)
    for case, deal in some_cases():
        if not case.held:
            actions[case.kind].add(decide(case, deal, DAY).action)
    assert {kind: len(actions[kind]) >= 2 for kind in KINDS} == dict.fromkeys(KINDS, True)
    assert set().union(*actions.values()) == set(ACTIONS) - {"hold"}


def test_every_line_of_the_table_decides_or_explains_somewhere():
    said = {code for case, deal in some_cases() for code in decide(case, deal, DAY).reasons}
    assert {line.reason for line in EVERY_LINE} <= said
    assert {f"after_hold_{action}" for action in ACTIONS if action != "hold"} <= said


@pytest.mark.parametrize(
    ("case", "deal", "action", "reason"),
    [
        (Case("duplicate"), "merger", "merge", "same_person"),
        (Case("stale_phone"), "business_sale", "correct", "stays"),
        (Case("broken_date", period="expired"), "merger", "delete", "period_over"),
        (Case("retention_expired", period="running"), "share_sale", "keep", "share_sale"),
        (Case("consent_withdrawn", withdrawn=True), "merger", "hand_over", "receiver_told"),
        (Case("broken_date", in_use=False), "merger", "delete", "purpose_ended"),
        (Case("broken_date", in_use=False, period="running"), "merger", "correct", "stays"),
        (
            Case(
                "broken_date",
                in_use=False,
                period="running",
                period_basis="statutory",
                statutory="PIPL-56",
            ),
            "merger",
            "restrict",
            "kept_by_law",
        ),
        (
            Case("broken_date", in_use=False, period="running", statutory="NDSR-12"),
            "merger",
            "correct",
            "stays",
        ),
        (
            Case("consent_withdrawn", handover_refused=True, separate_consent=True),
            "business_sale",
            "keep",
            "handover_refused",
        ),
        (Case("unneeded_field", necessary=False), "merger", "delete", "not_necessary"),
        (Case("test_record"), "share_sale", "delete", "test_record"),
        (Case("free_text_personal"), "merger", "correct", "out_of_free_text"),
        (Case("free_text_personal", basis="emergency"), "merger", "keep", "vital_remark"),
        (Case("guardian_missing", child=True), "merger", "correct", "guardian_consent"),
        (Case("guardian_missing"), "share_sale", "keep", "share_sale"),
        (Case("legal_hold", hold="released"), "dissolution", "delete", "company_ends"),
        (Case("stale_phone"), "dissolution", "delete", "company_ends"),
        (Case("stale_phone", owed=True), "dissolution", "correct", "stays"),
        (Case("legal_hold", owed=True), "dissolution", "keep", "claim_open"),
        (Case("legal_hold", told=False), "merger", "keep", "tell_first"),
        (Case("legal_hold"), "bankruptcy", "keep", "custody"),
        (Case("legal_hold", receiver=True), "bankruptcy", "hand_over", "receiver_told"),
        (
            Case("legal_hold", in_scope=False),
            "dissolution_with_receiver",
            "delete",
            "company_ends",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_rules_read_as_they_are_meant(case, deal, action, reason):
    decision = decide(case, deal, DAY)
    assert (decision.action, decision.reasons[0]) == (action, reason)


@given(st.lists(cases, min_size=1, max_size=30), deals)
def test_columns_are_decided_like_their_rows(rows, deal):
    facts = {
        name: pa.array([getattr(case, name) for case in rows])
        if number % 2
        else np.array([getattr(case, name) for case in rows])
        for number, name in enumerate(CHOICES)
    }
    decided = decide_all(facts, deal, DAY)
    wanted = [decide(case, deal, DAY) for case in rows]
    assert [decided.decisions[place] for place in decided.which] == wanted
    assert decided.column("action").to_pylist() == [one.action for one in wanted]
    assert decided.column("reasons").to_pylist() == [list(one.reasons) for one in wanted]


def test_one_value_stands_for_all_records_and_what_is_not_given_has_its_default():
    decided = decide_all({"kind": pa.array(["duplicate", "test_record"]), "hold": "open"}, *MERGER)
    assert decided.column("action").to_pylist() == ["merge", "delete"]
    assert len(decide_all({"kind": pa.array([], pa.string())}, *MERGER).which) == 0


MERGER = ("merger", DAY)


@pytest.mark.parametrize(
    ("facts", "named"),
    [({"mood": "good"}, "mood"), ({"kind": pa.array(["duplicate", "typo"])}, "typo")],
)
def test_facts_that_are_none_are_refused(facts, named):
    with pytest.raises(BadInput) as refused:
        decide_all(facts, *MERGER)
    assert all(named in explain(refused.value, locale) for locale in LOCALES)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2023-09-30", 36, "2026-09-30"),
        ("2020-02-29", 36, "2023-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
        ("1999-12-31", 360, "2029-12-31"),
        ("2026-01-31", 3, "2026-04-30"),
    ],
)
def test_a_period_ends_on_the_same_date_or_the_months_last(start, months, last):
    day = np.array([start], "datetime64[D]").astype(np.int64)
    found = last_day(day, np.array([months])).astype("datetime64[D]")
    assert str(found[0]) == last


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("line", EVERY_LINE, ids=lambda line: line.reason)
def test_a_reason_names_its_articles_and_calls_a_reading_one(line, locale):
    why = translate(f"duties.reason.{line.reason}.why", locale)
    assert translate(f"duties.reason.{line.reason}", locale)
    for article in line.articles:
        assert law.rule(article).article in why
        if law.rule(article).reading:
            assert {"zh": "通常理解", "en": "common reading"}[locale] in why


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("rule", BY_LAW)
def test_a_period_set_by_law_is_named_with_its_article(rule, locale):
    assert translate(f"duties.reason.law_{rule}", locale)
    assert law.rule(rule).article in translate(f"duties.reason.law_{rule}.why", locale)


def test_the_rules_that_keep_records_are_those_of_the_retention_card():
    assert set(CHOICES["statutory"]) == {"none", *(row.rule for row in law.retention_card())}


def test_a_childs_age_ends_where_the_law_says():
    assert law.threshold("guardian_consent_age_under").value == CHILD_ENDS


def test_the_administrators_standing_is_open_so_a_careful_answer_is_right_too():
    assert decide(Case("legal_hold"), "bankruptcy", DAY).also_accept == ("restrict",)


@pytest.mark.parametrize("locale", LOCALES)
def test_actions_deals_and_what_follows_a_hold_have_words(locale):
    codes = [f"action.{one}" for one in ACTIONS] + [f"deal.{one}" for one in DEALS]
    for code in codes:
        assert translate(f"duties.{code}", locale)
        assert translate(f"duties.{code}.about", locale)
    for action in set(ACTIONS) - {"hold"}:
        assert translate(f"duties.reason.after_hold_{action}", locale)
        assert translate(f"duties.reason.after_hold_{action}.why", locale)
