"""The notes of the shipped companies: varied, marked throughout, and nobody's data unmarked."""

import re
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from kit.customers.engine import piece
from kit.customers.makers.base import word_table
from kit.customers.makers.names import names
from kit.customers.notes import choose
from kit.customers.notes.check import check
from kit.customers.notes.compose import compose
from kit.customers.notes.drawn import Drawn
from kit.customers.notes.findings import full_names
from kit.customers.notes.plan import plan_of
from kit.customers.notes.siblings import OTHER
from kit.customers.profile import SHIPPED, load_profile
from tests.customers.notes.plain_scanner import agreement
from tests.customers.notes.shipped import PAIRS, notes_of, outside

FILES = pytest.mark.parametrize(("name", "locale"), PAIRS)
NOTES = 10_000


def test_every_company_has_notes_in_both_languages():
    assert set(PAIRS) == {(name, locale) for name in SHIPPED for locale in ("zh", "en")}


@FILES
def test_the_checker_finds_nothing(name, locale):
    folder = files("kit.customers.notes") / "frames"
    texts = {one: (folder / f"{name}.{one}.toml").read_text("utf-8") for one in OTHER}
    found, _ = check(texts[locale], load_profile(name), locale, texts[OTHER[locale]])
    assert [str(one) for one in found] == []


@FILES
def test_notes_differ(name, locale):
    _, texts, _ = notes_of(name, locale, NOTES)
    assert len(texts) >= NOTES
    assert len(set(texts[:NOTES].to_pylist())) >= 0.95 * NOTES


@FILES
def test_no_way_of_saying_it_is_frequent(name, locale):
    made, _, _ = notes_of(name, locale, NOTES)
    drawn = Drawn(made)
    plan = plan_of(made.spec.profile, name, locale)
    chosen = choose.sentences(plan, drawn, choose.situations(plan, drawn))
    skeletons = Counter(map(tuple, chosen.tolist()))
    assert len(skeletons) >= 400
    assert skeletons.most_common(1)[0][1] <= 0.02 * len(chosen)


@FILES
def test_notes_are_full_of_marked_information(name, locale):
    _, texts, spans = notes_of(name, locale, NOTES)
    personal = np.asarray(spans["personal"])
    rows = spans["row"].to_numpy()
    assert personal.sum() >= 2 * len(texts)
    alike = len(np.unique(rows[~personal])) / len(texts)
    assert 0.18 <= alike <= 0.35
    kinds = Counter(spans["kind"].to_pylist())
    assert len(kinds) >= 15
    for kind in ("health", "religion", "whereabouts", "debt", "legal_matter", "contract_detail"):
        assert kinds[kind] >= 50, kind


@FILES
def test_spans_hold_their_text_and_texts_read_well(name, locale):
    _, texts, spans = notes_of(name, locale, NOTES)
    texts.validate(full=True)
    written = texts.to_pylist()
    for span in spans.to_pylist():
        assert written[span["row"]][span["start"] : span["end"]] == span["text"] != ""
    odd = [t for t in written if t != t.strip() or "  " in t or "{" in t]
    assert odd == []


@FILES
def test_a_piece_is_the_slice_of_the_whole(name, locale):
    made, whole, whole_spans = notes_of(name, locale, NOTES)
    owner = made.customer_of("notes")
    first, end = np.searchsorted(owner, [1000, 2000])
    part, spans = compose(piece(made.spec, 1000, 1000))
    assert whole.slice(first, end - first).equals(part)
    rows = whole_spans["row"].to_numpy()
    here = whole_spans.take(np.flatnonzero((rows >= first) & (rows < end)))
    assert here.drop_columns("row").equals(spans.drop_columns("row"))
    assert (here["row"].to_numpy() - first == spans["row"].to_numpy()).all()


@FILES
def test_a_plain_scanner_agrees_with_the_spans(name, locale):
    _, texts, spans = notes_of(name, locale, NOTES)
    for kind in ("phone", "resident_id"):
        precision, recall, count = agreement(texts, spans, kind)
        assert count > 50
        assert precision >= 0.99, (kind, precision)
        assert recall >= 0.97, (kind, recall)


@pytest.mark.parametrize(("name", "locale"), [pair for pair in PAIRS if pair[0] != "leasing"])
def test_nobodys_data_stands_outside_a_span(name, locale):
    made, texts, spans = notes_of(name, locale, 20_000)
    assert leaks(made, texts, spans) == []


@pytest.mark.slow
@pytest.mark.parametrize("locale", [locale for name, locale in PAIRS if name == "leasing"])
def test_nobodys_data_stands_outside_a_span_in_a_hundred_thousand_notes(locale):
    made, texts, spans = notes_of("leasing", locale, 93_000)
    assert len(texts) >= 100_000
    assert leaks(made, texts, spans) == []


@pytest.mark.parametrize(("name", "locale"), PAIRS)
def test_the_search_for_leaks_finds_planted_ones(name, locale):
    made, texts, spans = notes_of(name, locale, NOTES)
    columns = made.columns["customers"]
    before, after = ("找", "。") if locale == "zh" else (" It’s ", " again. ")
    planted, fields = texts.to_pylist(), ("name", "mobile", "resident_id", "bank_card", "address")
    for row, field in enumerate(fields, start=17):
        value = next(v for v in columns[field].slice(900).to_pylist() if v is not None)
        planted[row] += f"{before}{value}{after}"
    found = {leak[0] for leak in leaks(made, pa.array(planted), spans)}
    assert found == set(range(17, 17 + len(fields)))


MOBILE, NUMBER = re.compile(r"154\d{8}"), re.compile(r"\d{17}[\dX]|\d{16}|\d{19}")
ROAD = re.compile(
    r"[\u4e00-\u9fff]{2,4}[路街道巷]\d+号|\d+ [A-Z][\w' ]+ (?:Road|Street|Avenue|Lane)"
)
DIGITS = str.maketrans("０１２３４５６７８９零〇幺一二三四五六七八九", "0123456789001123456789")
WORD = re.compile(r"[A-Za-z0-9_.@\u4e00-\u9fff-]*[A-Za-z0-9]{5}[A-Za-z0-9_.@-]*")


def leaks(made, texts, spans):
    """Rows and values of the tables that stand in a text outside every span."""
    people, codes, roads = known(made)
    seen, found = {}, []
    for row, text in outside(texts, spans):
        if text not in seen:
            seen[text] = sorted(search(text, made.spec.locale, people, codes, roads))
        found += [(row, value) for value in seen[text]]
    return found


def search(text, locale, people, codes, roads):
    if locale == "en":
        words = re.findall(r"[A-Z][A-Za-z]*", text)
        yield from people.intersection(" ".join(pair) for pair in pairwise(words))
    else:
        plain = re.sub(towns(), " ", text)  # 金华市 holds 金华, which is also a name
        for size in (2, 3, 4):
            parts = (plain[at : at + size] for at in range(len(plain) - size + 1))
            yield from (part for part in parts if part in people)
    yield from (road for road in ROAD.findall(text) if road in roads)
    digits = re.sub(r"(?<=\d)[ -](?=\d)", "", text.translate(DIGITS))
    for run in re.findall(r"\d{10,}[\dX]", digits):
        for size in (11, 16, 18, 19):
            parts = (run[at : at + size] for at in range(len(run) - size + 1))
            yield from (part for part in parts if part in codes)
    yield from (word for word in WORD.findall(text) if word.strip(".-") in codes)


def known(made):
    """Names, numbers and handles, and roads with house numbers, of everybody in all tables."""
    possible = set(full_names()) if made.spec.locale == "zh" else english_names()
    people, codes, roads = set(), set(), set()
    for home in (made, made.reference):
        for table in home.columns.values():
            for field, column in table.items():
                if not isinstance(column, pa.Array) or column.type != pa.string():
                    continue
                values = pc.unique(column.drop_null()).to_pylist()
                if "name" in field or field in ("contact", "technician", "manager", "payer"):
                    people |= possible.intersection(values)
                if field in ("address", "place"):
                    roads |= {road for value in values for road in ROAD.findall(value)}
                codes |= {value for value in values if is_code(field, value)}
    return people, codes, roads


def is_code(field, value):
    return bool(
        MOBILE.fullmatch(value)
        or NUMBER.fullmatch(value)
        or "@" in value
        or field in ("wechat", "plate", "ext_2", "ext_3", "openid")
    )


@lru_cache(maxsize=1)
def towns():
    """An expression for the names of cities and districts."""
    rows = word_table("regions.csv")
    return "|".join({row[part] for row in rows for part in ("city", "district")})


def english_names():
    pools = names()
    given = [row["pinyin"].replace(" ", "").capitalize() for row in pools.given]
    return {f"{g} {row['pinyin'].capitalize()}" for row in pools.surnames for g in given}
