import pytest

from kit.errors import BadInput
from kit.i18n import LOCALES, explain
from kit.law.loading import article_of, load, sort_key

INSTRUMENT = """
[[instruments]]
id = "ABC"
titles = { zh = "甲法", en = "A Law" }
short = { zh = "甲法", en = "A" }
kind = "law"
effective_from = 2020-01-01
dates_mark = "S"
"""
RULE = """
[[rules]]
id = "ABC-1"
title = { zh = "一", en = "One" }
text = { zh = "一。", en = "One." }
terms = []
mark = "S"
"""
WRONG_COMPARISON = """
thresholds = [
  { id = "x", unit = "days", comparison = "at_most", about = { zh = "一", en = "one" } },
]
"""


def write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_rule_takes_article_and_dates_from_its_id_and_instrument(tmp_path):
    [rule] = load(write(tmp_path, a=INSTRUMENT, b=RULE)).rules
    assert (rule.instrument, rule.article) == ("ABC", "1")
    assert rule.effective_from.isoformat() == "2020-01-01"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (INSTRUMENT + RULE + RULE, "law.repeated_id"),
        (INSTRUMENT + INSTRUMENT, "law.repeated_id"),
        (INSTRUMENT + RULE.replace("ABC-1", "XYZ-1"), "law.bad_rule_id"),
        (INSTRUMENT + RULE.replace("ABC-1", "ABC 1"), "law.bad_rule_id"),
        (INSTRUMENT + RULE + WRONG_COMPARISON, "law.bad_threshold"),
        (INSTRUMENT + RULE.replace('mark = "S"', 'mark = "Z"'), "law.bad_file"),
        (INSTRUMENT + RULE.replace(', en = "One."', ""), "law.bad_file"),
        (INSTRUMENT + RULE + 'colour = "red"', "law.bad_file"),
        ("rules = [", "law.bad_file"),
    ],
)
def test_wrong_data_is_refused_with_one_clear_message(tmp_path, text, code):
    with pytest.raises(BadInput) as caught:
        load(write(tmp_path, a=text))
    assert caught.value.code == code
    assert all(explain(caught.value, locale) for locale in LOCALES)


def test_a_wrong_file_is_named_with_the_place(tmp_path):
    with pytest.raises(BadInput) as caught:
        load(write(tmp_path, a=INSTRUMENT, broken=RULE.replace('mark = "S"', "")))
    assert caught.value.values["file"] == "broken.toml"
    assert "rules.0.mark" in caught.value.values["problem"]


@pytest.mark.parametrize(
    ("rest", "article"),
    [("57", "57"), ("253-1", "253-1"), ("6.4", "6.4"), ("A-identity-card", "A"), ("count", "")],
)
def test_the_article_is_the_leading_part_of_the_id(rest, article):
    assert article_of(rest) == article


def test_ids_sort_by_number():
    ids = ["GBT35273-10.1", "PIPL-22-x", "GBT35273-6.4", "PIPL-4", "PIPL-22"]
    expected = ["GBT35273-6.4", "GBT35273-10.1", "PIPL-4", "PIPL-22", "PIPL-22-x"]
    assert sorted(ids, key=sort_key) == expected
