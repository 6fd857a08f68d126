"""Listed remarks: what is sensitive in them has a span, and is no flaw by itself."""

import pandas as pd
import pytest

from kit.customers import cells
from kit.customers.engine import Spec
from kit.customers.labels import OtherLabel
from kit.customers.profile import SHIPPED, load_profile, parse_profile
from kit.customers.remarks import sensitive_remarks
from kit.customers.whole import make
from kit.customers.worded import piece_of, telling, words_of
from tests.customers.flaws.made import made
from tests.customers.made_profiles import SMALL, field, refused

everywhere = pytest.mark.parametrize("profile", SHIPPED)
both = pytest.mark.parametrize("locale", ["zh", "en"])


def remark_columns(profile):
    for name, table in profile.tables.items():
        for column, spec in table.visible.items():
            if not table.count and column == "remark" and spec.label and spec.label.personal:
                yield name, column, spec.label


@everywhere
def test_every_sensitive_remark_says_which_words_are(profile):
    profile = load_profile(profile)
    told = 0
    for table, column, label in remark_columns(profile):
        for word in words_of(profile.tables, table, column):
            pieces = [word.other and piece_of(word.other, text) for text in (word.zh, word.en)]
            assert [piece is not None for piece in pieces] == [telling(label, word)] * 2, word
            told += telling(label, word)
    assert told > 7


@both
@everywhere
def test_a_sensitive_remark_has_one_span_that_agrees_with_its_label(profile, locale):
    profile = load_profile(profile)
    found = make(Spec(profile, 5, locale=locale), 0, 500)
    spans = {}
    for span in found.truth["spans"].to_pylist():
        spans.setdefault((span["table"], span["column"], span["row"]), []).append(span)
    checked = 0
    for table, column, _ in remark_columns(profile):
        texts = found.tables[table][column].to_pylist()
        told = set(sensitive_remarks(profile, table, column, locale).to_pylist())
        labels = cells.expand(
            found.truth["cell_labels"], profile.labels(), table, range(len(texts))
        )
        for row, text in enumerate(texts):
            here = spans.get((table, column, row), [])
            assert len(here) == (text in told)
            for span in here:
                assert text[span["start"] : span["end"]] == span["text"]
                cell = labels[row][column]
                assert (span["sensitive"], span["subject"]) == (cell.sensitive, cell.subject)
                checked += 1
    assert checked > 50


@both
@everywhere
def test_what_would_be_right_in_a_remark_is_never_sensitive(profile, locale):
    found, ground = made(profile, locale=locale), made(profile, 0.0, locale=locale)
    spec = found.spec.profile
    seen = 0
    for row in found.of("free_text_personal").itertuples():
        told = set(sensitive_remarks(spec, row.table, row.column, locale).to_pylist())
        before = ground.tables[row.table].at[row.row, row.column]
        assert row.right == before or (pd.isna(row.right) and pd.isna(before))
        assert row.right not in told
        seen += isinstance(row.right, str)
    assert seen > 20


def test_the_span_is_the_first_piece_that_stands_there_or_the_whole_remark():
    assert piece_of(OtherLabel(kind="health", pieces=("哮喘", "喷雾")), "有哮喘，带喷雾") == (
        1,
        "哮喘",
    )
    assert piece_of(OtherLabel(kind="health"), "对花生过敏") == (0, "对花生过敏")
    assert piece_of(OtherLabel(kind="health", pieces=("asthma",)), "有哮喘") is None
    assert piece_of(OtherLabel(sensitive="religion"), "有哮喘") is None


@pytest.mark.parametrize(
    ("given", "key", "says"),
    [
        ('sensitive="religion", pieces=["a"]', ".cells.0", "pieces need a kind"),
        ('sensitive="religion", kind="religion", pieces=["x"]', ".cells", "none of the pieces"),
        ('kind="religion"', ".cells", "not sensitive"),
        ('sensitive="religion", kind="boredom"', ".cells.0.kind", "must be one of"),
    ],
)
def test_pieces_that_make_no_sense_are_refused(given, key, says):
    body = (
        'make="choice"\nwith={values=["a","b"]}\n'
        f'cells=[{{values=["a"], reason="religion", {given}}}]'
    )
    found, words = refused(SMALL + field("x", body, kind="string"))
    assert found == f"tables.customers.fields.x{key}"
    assert says in words


def test_a_remark_of_ones_own_profile_has_its_span_in_either_language():
    body = (
        'make="choice"\nwith={values={zh=["每周五礼拜","无"],en=["prays on Fridays","none"]}}\n'
        'cells=[{values=["每周五礼拜"],sensitive="religion",reason="religion",kind="religion",'
        'pieces=["礼拜","prays"]}]'
    )
    profile = parse_profile(SMALL + field("x", body, kind="string"), "mine.toml")
    for locale, text, start in (("zh", "礼拜", 3), ("en", "prays", 0)):
        found = make(Spec(profile, 1, locale=locale), 0, 60)
        spans = found.truth["spans"]
        words = found.tables["customers"]["x"].to_pylist()
        assert spans["row"].to_pylist() == [n for n, w in enumerate(words) if text in w]
        assert set(spans["start"].to_pylist()) == {start}
        assert set(spans["text"].to_pylist()) == {text}
        assert set(spans["sensitive"].to_pylist()) == {"religion"}
