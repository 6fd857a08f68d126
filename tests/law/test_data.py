"""The content of the rule book: complete, consistent, and honest about what is not sure."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from kit import law
from kit.law.loading import sort_key

# Typed independently of the data files: value, and the mark of the rule that sets it.
EXPECTED = {
    "PIPL57_notify": (None, "S"),
    "NIR_other_operator_hours": (4, "N"),
    "NIR_CII_hours": (1, "N"),
    "NIR_state_organ_hours": (2, "N"),
    "NIR_summary_days_after_handling": (30, "N"),
    "NIR_level_relatively_major_people": (1_000_000, "N"),
    "NIR_level_major_people": (10_000_000, "N"),
    "NIR_level_especially_major_people": (100_000_000, "N"),
    "audit_every_2y_people_over": (10_000_000, "N"),
    "PIPO_people_min": (1_000_000, "N"),
    "PIPO_filing_working_days": (30, "N"),
    "small_processor_people_under": (100_000, "N"),
    "NDSR28_people_min": (10_000_000, "S"),
    "export_nonsensitive_exempt_under": (100_000, "N"),
    "export_nonsensitive_assessment_min": (1_000_000, "N"),
    "export_sensitive_scc_from": (1, "N"),
    "export_sensitive_assessment_min": (10_000, "N"),
    "export_assessment_valid_years": (3, "N"),
    "export_certificate_valid_years": (3, "N"),
    "crime_records_class_A": (50, "S"),
    "crime_records_class_B": (500, "S"),
    "crime_records_class_C": (5000, "S"),
    "crime_gain_rmb": (5000, "S"),
    "crime_insider_factor": (Decimal("0.5"), "S"),
    "crime_very_serious_factor": (10, "S"),
    "PIPL66_base_cap_rmb": (1_000_000, "S"),
    "PIPL66_serious_cap_rmb": (50_000_000, "S"),
    "PIPL66_serious_turnover_share": (Decimal("0.05"), "S"),
    "keep_PIA_years": (3, "S"),
    "keep_provision_record_years": (3, "S"),
    "keep_logs_months": (6, "N"),
    "keep_platform_transactions_years": (3, "S"),
    "keep_AML_years": (10, "S"),
    "ecommerce_stop_notice_days": (30, "S"),
    "minor_age_under": (14, "S"),
    "GDPR33_hours": (72, "M"),
}
UNITS_IN_NAMES = {
    "_hours": "hours",
    "_working_days": "working_days",
    "_days": "days",
    "_months": "months",
    "_years": "years",
    "_rmb": "rmb",
    "_share": "share",
    "_factor": "factor",
}
PIPL_ARTICLES = [
    *range(4, 10), 13, 14, 15, 16, 17, *range(19, 26), *range(28, 32), *range(38, 52), 52,
    *range(54, 58), 59, 66, 67, 68, 69, 70, 71, 73,
]  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_thresholds_have_the_expected_numbers_and_marks(name):
    threshold = law.threshold(name)
    assert (threshold.value, law.rule(threshold.rule).mark) == EXPECTED[name]


def test_a_threshold_has_the_unit_that_its_name_says():
    for rule in law.rules():
        for threshold in rule.thresholds:
            for ending, unit in UNITS_IN_NAMES.items():
                if threshold.id.endswith(ending):
                    assert threshold.unit == unit, threshold.id
                    break
            if "_people" in threshold.id:
                assert threshold.unit == "people", threshold.id


def test_every_article_of_the_pipl_in_the_rule_book_is_here():
    for article in PIPL_ARTICLES:
        assert law.rule(f"PIPL-{article}").teachable


@pytest.mark.parametrize(
    "rule_id", [*(f"CC-{n}" for n in range(1032, 1040)), "NDSR-28", "NDSR-32", "MINORS-35"]
)
def test_rules_that_labels_and_drills_rest_on_are_citable(rule_id):
    assert law.citable(rule_id)


def test_every_text_is_there_in_both_languages():
    for rule in law.rules():
        words = [rule.title, rule.text, *(part.about for part in rule.thresholds)]
        for one in words:
            assert re.search(r"[一-鿿]", one.zh), (rule.id, one)
            assert re.search(r"[a-z]{2}|NIST|ISO", one.en), (rule.id, one)
            assert not re.search(r"[一-鿿]", one.en), (rule.id, one)
        assert rule.text.zh.endswith("。"), rule.id
        assert rule.text.en.endswith("."), rule.id


def test_chinese_is_set_with_full_width_marks_and_spaces_around_latin():
    for name, text in chinese_strings():
        assert not re.search(r"[一-鿿][,;:?!]|[,;:?!][一-鿿]", text), (name, text)
        assert not re.search(r"[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]", text), (name, text)


def test_data_subject_has_its_own_chinese_term():
    assert law.glossary()["data_subject"].zh == "个人信息主体"
    assert not any("数据主体" in text for _, text in chinese_strings())


def test_the_terms_of_rules_are_in_the_glossary():
    known = law.glossary()
    for rule in law.rules():
        assert set(rule.terms) <= set(known), rule.id


def test_ids_are_unique_and_sorted_in_each_file():
    for entry in (files("kit.law") / "data").iterdir():
        content = tomllib.loads(entry.read_text("utf-8"))
        ids = [rule["id"] for rule in content.get("rules", [])]
        assert ids == sorted(set(ids), key=sort_key), entry.name
    ids = [rule.id for rule in law.rules()]
    assert ids == sorted(set(ids), key=sort_key)


def test_doubts_are_numbered_and_named():
    known = law.doubts()
    assert sorted(known) == list(range(1, 17))
    for rule in law.rules():
        assert rule.doubt is None or rule.doubt in known, rule.id


def test_a_rule_from_memory_alone_is_never_teachable():
    for rule in law.rules():
        assert rule.teachable == (
            rule.mark != "M" and rule.doubt is None and rule.standing == "law"
        )
        assert rule.reading or rule.mark != "I"


def test_readings_are_marked_as_readings():
    for rule_id in ("PIPL-57-authority", "PIPL-73-masking", "FLOW-remote-access"):
        assert law.rule(rule_id).reading
    assert not law.rule("PIPL-57").reading


def test_dates_are_in_order_and_only_missing_where_nothing_is_taught():
    for rule in law.rules():
        if rule.effective_from is None:
            assert not rule.teachable, rule.id
        elif rule.effective_to is not None:
            assert rule.effective_from <= rule.effective_to, rule.id


def test_a_replaced_rule_ends_the_day_before_its_successor_starts():
    for rule in law.rules():
        for old in map(law.rule, rule.replaces):
            assert (rule.effective_from - old.effective_to).days == 1, rule.id


def test_replaced_rules_and_tables_name_known_rules_and_thresholds():
    for row in (*law.reporting_clocks(), *law.incident_levels(), *law.retention_card()):
        assert row.threshold is None or law.threshold(row.threshold).rule == row.rule, row.id
    for route in law.export_routes():
        assert law.citable(route.rule)
        for name in (route.at_least, route.below):
            assert name is None or law.threshold(name).rule.startswith("FLOW-")


def test_export_routes_leave_no_gap_and_do_not_overlap():
    for sensitive in (False, True):
        routes = [route for route in law.export_routes() if route.sensitive is sensitive]
        lows = [law.threshold(route.at_least).value for route in routes if route.at_least]
        highs = [law.threshold(route.below).value for route in routes if route.below]
        assert lows == [*([] if not sensitive else [1]), *highs]


def test_clocks_and_levels_are_teachable():
    for row in (*law.reporting_clocks(), *law.incident_levels()):
        assert law.citable(row.rule), row.id


def test_facts_cite_only_rules_that_may_be_cited():
    assert [fact.number for fact in law.facts()] == list(range(1, 13))
    for fact in law.facts():
        assert fact.rules
        assert all(map(law.citable, fact.rules)), fact.number


def test_myths_cite_only_rules_that_may_be_cited():
    assert len({myth.id for myth in law.myths()}) == len(law.myths())
    assert sum(not myth.verdict for myth in law.myths()) >= 11
    assert any(myth.verdict for myth in law.myths())
    for myth in law.myths():
        assert myth.rules
        assert all(map(law.citable, myth.rules)), myth.id


def test_teachable_points_of_events_and_cases_cite_only_rules_that_may_be_cited():
    for item in (*law.event_matrix(), *law.cases()):
        assert item.points, item.id
        for point in item.points:
            assert not point.teachable or all(map(law.citable, point.rules)), item.id
    for case in law.cases():
        assert all(map(law.citable, case.compare)), case.id


def test_each_event_names_processor_trigger_and_step():
    assert len(law.event_matrix()) == 9
    for event in law.event_matrix():
        assert {point.kind for point in event.points} == {"processor", "trigger", "step"}


def test_cases_have_facts_and_a_lesson_and_keep_doubtful_parts_apart():
    assert len(law.cases()) == 14
    for case in law.cases():
        assert {point.kind for point in case.points if point.teachable} == {"fact", "lesson"}
    untaught = {
        case.id for case in law.cases() if not all(point.teachable for point in case.points)
    }
    assert untaught == {"23andme", "equifax", "haiyang", "huazhu"}


def test_the_order_of_work_runs_from_freeze_to_file():
    steps = [step.en for step in law.order_of_work()]
    assert (len(steps), steps[0], steps[-1]) == (11, "freeze", "audit file")


def test_retention_card_follows_the_day():
    assert law.retention_card()[-1].id == "accounting_records"
    assert not law.citable("ACCOUNTS-retention")
    assert law.as_of(date(2025, 1, 1)).threshold("keep_logs_months").value == 6


def chinese_strings():
    """Yield the file name and text of every Chinese string in the data."""
    for entry in (files("kit.law") / "data").iterdir():
        yield from (
            (entry.name, text) for text in _under_zh(tomllib.loads(entry.read_text("utf-8")))
        )


def _under_zh(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("zh", "zh_note"):
                yield value
            else:
                yield from _under_zh(value)
    elif isinstance(node, list):
        for value in node:
            yield from _under_zh(value)
