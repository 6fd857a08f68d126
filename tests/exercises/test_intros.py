"""Introductions of investigations: each variant has days of its own, so none may be told there."""

import re

import pytest

from kit.exercises import load_all

NUMBER = "[一二三四五六七八九十百两几半多数\\d]"
TIMES = {
    "zh": (
        "(周|星期|礼拜)[一二三四五六日天末]",
        "[一二三四五六七八九十\\d]+ ?月(?!租)",
        f"{NUMBER}+ ?(天|周|日|晚|夜|年|点|分钟|个?(半天|小时|钟头|星期|礼拜|月))",
        "(上午|中午|下午|早上|凌晨|傍晚|半夜|深夜里|月底|月初|年底)",
        "(今年|去年|上个?月|这个月|上周|这周|上礼拜|本周)",
    ),
    "en": (
        "\\b(mon|tues|wednes|thurs|fri|satur|sun)days?\\b",
        "\\b(January|February|March|April|May|June|July|August|September|October|November|December)\\b",
        "\\b(one|two|three|four|five|six|seven|eight|nine|ten|an?|several|half an?|\\d+) "
        "(ordinary )?(minute|hour|day|night|week|month|year)s?\\b",
        "\\b(weeks|months|years|hours)\\b",
        "\\b(last|this|next|every) (day|night|week|month|year)\\b",
        "\\b(noon|midnight|o'clock|\\d+ ?[ap]m|\\d+:\\d+)\\b",
        "\\b(in the|that) (morning|afternoon|evening)\\b",
    ),
}
KEPT = {"en": ("office hours",)}
CASES = [spec for spec in load_all() if spec.lab == "investigation"]


def said(text, locale):
    for phrase in KEPT.get(locale, ()):
        text = text.replace(phrase, "")
    flags = re.IGNORECASE if locale == "zh" else 0
    found = [re.search(one, text, flags) for one in TIMES[locale]]
    lower = re.search(TIMES["en"][0], text, re.IGNORECASE) if locale == "en" else None
    return [one.group() for one in (*found, lower) if one]


@pytest.mark.parametrize("spec", CASES, ids=lambda spec: spec.id)
def test_an_introduction_names_no_day_hour_or_span(spec):
    assert said(spec.intro.zh, "zh") == []
    assert said(spec.intro.en, "en") == []


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("zh", "交割三周了"),
        ("zh", "周二早上八点"),
        ("zh", "合并完成一个多月"),
        ("zh", "6 月到期的合同"),
        ("zh", "您有半天时间"),
        ("en", "closed three weeks ago"),
        ("en", "On Tuesday a home owner calls"),
        ("en", "the contract ended in June"),
        ("en", "You have half a day"),
        ("en", "More than a month after the merger"),
    ],
)
def test_a_day_hour_or_span_is_found(locale, text):
    assert said(text, locale)


def test_there_are_cases_to_read():
    assert len(CASES) > 10
