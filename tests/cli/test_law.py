import json

import pytest
from click.testing import CliRunner

from kit.cli import main
from kit.cli.law_text import limit, number
from kit.law import threshold


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("KIT_LANG", "en")
    return lambda *args: CliRunner().invoke(main, ["--lang", "en", *args])


def run_plain(*args):
    return CliRunner().invoke(main, list(args))


def test_show_gives_citation_rule_numbers_dates_and_how_sure(run):
    out = run("law", "show", "PIPL-56").output
    for part in ("PIPL Art. 56", "at least 3 years", "2021-11-01", "the text itself was read"):
        assert part in out


@pytest.mark.parametrize("before", [True, False])
def test_the_language_can_be_chosen_before_or_after_the_command(before):
    args = ["law", "show", "PIPL-57"]
    result = run_plain(*(["--lang", "zh", *args] if before else [*args, "--lang", "zh"]))
    assert "个保法第 57 条" in result.output
    assert "不是法律意见" in result.output


def test_the_language_after_the_command_wins(run):
    assert "个保法" in run("law", "show", "PIPL-57", "--lang", "zh").output


def test_several_rules_are_shown_with_one_warning(run):
    out = run("law", "show", "PIPL-57", "NDSR-14").output
    assert out.index("PIPL Art. 57") < out.index("NDSR Art. 14")
    assert out.count("not legal advice") == 1


@pytest.mark.parametrize(
    ("rule_id", "words"),
    [
        ("PIPL-57-small", "Common reading"),
        ("PIPL-57-authority", "common reading"),
        ("GDPR-33", "from memory, not checked"),
        ("NIR-4", "secondary copy"),
        ("PIPL-22-asset-sale", "In doubt, not to be taught: No express rule"),
        ("LARGEDRAFT-scope", "Only a draft"),
        ("CSL2016-21", "from 2017-06-01 to 2025-12-31"),
        ("CSL-23", "Replaces: CSL2016-21"),
        ("GB46864-clearing", "Not yet in force: from 2027-01-01"),
        ("ACCOUNTS-retention", "no date recorded"),
        ("CONSUMER-29", "date from memory"),
    ],
)
def test_show_says_in_words_how_far_a_rule_may_be_trusted(run, rule_id, words):
    result = run("law", "show", rule_id)
    assert result.exit_code == 0
    assert words in result.output


def test_show_as_json_is_a_list_with_both_languages(run):
    [rule] = json.loads(run("law", "show", "PIPL-66", "--json").output)
    assert rule["citation"] == {"zh": "个保法第 66 条", "en": "PIPL Art. 66"}
    assert rule["teachable"] is True
    values = {part["id"]: (part["value"], part["unit"]) for part in rule["thresholds"]}
    assert values["PIPL66_serious_turnover_share"] == (0.05, "share")
    assert values["PIPL66_serious_cap_rmb"] == (50_000_000, "rmb")


def test_an_unknown_id_names_near_ones_and_ends_with_2(run):
    result = run("law", "show", "PIPL57")
    assert result.exit_code == 2
    assert "PIPL-57" in result.stderr
    assert result.stdout == ""


def test_one_unknown_id_among_several_shows_nothing(run):
    result = run("law", "show", "PIPL-57", "NOPE-1")
    assert (result.exit_code, result.stdout) == (2, "")


def test_errors_follow_the_language_after_the_command(run):
    assert "没有编号" in run("law", "show", "PIPL57", "--lang", "zh").stderr


def test_list_counts_rules_and_those_not_taught(run):
    out = run("law", "list").output
    assert "PIPL-57  PIPL Art. 57" in out
    assert "GDPR-33" in out
    assert "[not taught]" in out
    assert "[common reading]" in out


def test_list_of_a_day_leaves_the_future_out(run):
    rules = json.loads(run("law", "list", "--as-of", "2026-11-22", "--json").output)
    ids = {rule["id"] for rule in rules}
    assert "CSL-23" in ids
    assert not ids & {"GB46864-clearing", "CSL2016-21", "LARGEDRAFT-scope"}


def test_diff_shows_the_renumbering(run):
    out = run("law", "diff", "2025-12-31", "2026-01-01").output
    assert "Changed: 4" in out
    assert out.index("CSL2016-21") < out.index("→ CSL-23")


def test_diff_as_json_has_three_parts(run):
    found = json.loads(run("law", "diff", "2026-08-19", "2026-09-01", "--json").output)
    assert {rule["id"] for rule in found["added"]} >= {"RISK-important-data", "SMALL-scope"}
    assert found["removed"] == found["changed"] == []


def test_diff_without_changes_says_so(run):
    assert "Nothing changed." in run("law", "diff", "2026-11-01", "2026-11-22").output


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "", "9" * 1000])
def test_a_bad_date_is_one_message_and_2(run, day):
    for args in (["list", "--as-of", day], ["diff", "2025-01-01", day]):
        result = run("law", *args)
        assert result.exit_code == 2
        assert "is not a date" in result.stderr
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("NDSR28_people_min", "不少于 1,000 万人", "at least 10,000,000 people"),
        ("small_processor_people_under", "不满 10 万人", "less than 100,000 people"),
        ("NIR_CII_department_hours", "不超过 0.5 小时", "at most 0.5 hours"),
        ("NIR_CII_hours", "不超过 1 小时", "at most 1 hour"),
        ("PIPL66_serious_turnover_share", "不超过 5%", "at most 5%"),
        ("crime_gain_rmb", "不少于 5,000 元", "at least RMB 5,000"),
        ("minor_age_under", "不满 14 岁", "less than 14 years of age"),
        ("PIPL57_notify", "立即", "at once"),
    ],
)
def test_limits_read_naturally(name, zh, en):
    assert (limit(threshold(name), "zh"), limit(threshold(name), "en")) == (zh, en)


def test_chinese_numbers_count_in_wan_and_yi():
    assert [number(n, "zh") for n in (5_000, 10_000, 12_345, 100_000_000)] == [
        "5,000",
        "1 万",
        "12,345",
        "1 亿",
    ]
