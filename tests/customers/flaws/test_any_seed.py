"""Whatever the seed and the share: named cells, exact spans, one flaw per customer."""

import dataclasses
from datetime import date

import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.customers import flaws, whole
from kit.customers.engine import Spec, piece
from kit.customers.profile import SHIPPED, load_profile
from kit.errors import CapacityExceeded
from kit.identifiers import is_synthetic, mobile
from tests.customers.flaws.made import AS_OF, make

_ROWS = 192


@settings(max_examples=12, deadline=None)
@given(
    profile=st.sampled_from(SHIPPED),
    seed=st.integers(0, 2**63 - 1),
    share=st.floats(0.0, 0.5),
    locale=st.sampled_from(["zh", "en"]),
    start=st.integers(0, 10_000),
)
def test_only_named_cells_differ_and_spans_are_exact(profile, seed, share, locale, start):
    spec = Spec(load_profile(profile), seed, AS_OF, locale, share)
    flawed, (truth, spans, _) = make(spec, start, _ROWS)
    ground, _ = make(dataclasses.replace(spec, flaws=0.0), start, _ROWS)
    named = set(zip(*(truth[n].to_pylist() for n in ("table", "row", "column")), strict=True))
    assert len(named) == truth.num_rows
    for name, table in flawed.items():
        for column in table.column_names:
            a, b = table[column].to_pylist(), ground[name][column].to_pylist()
            changed = {row for row, (x, y) in enumerate(zip(a, b, strict=True)) if x != y}
            assert all((name, row, column) in named for row in changed)
    main = truth.filter(pc.equal(truth["role"], "flaw"))
    assert len(set(main["customer_id"].to_pylist())) == main.num_rows
    for span in spans.to_pylist():
        text = flawed[span["table"]][span["column"]][span["row"]].as_py()
        assert text[span["start"] : span["end"]] == span["text"]


@settings(max_examples=10, deadline=None)
@given(
    profile=st.sampled_from(SHIPPED),
    seed=st.integers(0, 2**63 - 1),
    locale=st.sampled_from(["zh", "en"]),
    as_of=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
)
def test_whoever_is_14_is_no_child_and_a_childs_article_is_another(profile, seed, locale, as_of):
    found = whole.make(Spec(load_profile(profile), seed, as_of, locale, 0.5), 0, _ROWS)
    people = found.tables["customers"]
    pupils = profile == "swim_school"
    born = dict(zip(*(people[n].to_pylist() for n in ("customer_id", "birth_date")), strict=True))
    spoilt = _named(found.truth["flaws"], "duplicate") | _named(found.truth["flaws"], "broken_date")
    age = {who: _years(day, as_of) for who, day in born.items() if who not in spoilt}
    spans = found.truth["spans"].to_pylist()
    of_siblings = {(s["table"], s["row"]) for s in spans if s["subject"] == "child" and _kin(s)}
    for span in spans:
        known = span["customer_id"] in age and not _kin(span)
        if pupils and span["subject"] in ("child", "customer") and known:
            young = age[span["customer_id"]] < 14
            assert span["subject"] == ("child" if young else "customer")
            assert not young or span["sensitive"]
            assert young or span["sensitive"] != "minor_under_14"
    for cell in found.truth["cell_labels"].to_pylist():
        child = cell["subject"] == "child" or cell["sensitive"] == "minor_under_14"
        assert ("PIPL-28" in cell["articles"]) == (cell["sensitive"] is not None)
        assert ("PIPL-31" in cell["articles"]) == (child and cell["sensitive"] is not None)
        assert ("PIPL-29" in cell["articles"]) == (not child and cell["sensitive"] is not None)
        sibling = (cell["table"], cell["row"]) in of_siblings
        if pupils and cell["customer_id"] in age and not sibling:
            years = age[cell["customer_id"]]
            assert not (child and years >= 14)
            whose = cell["subject"] in ("child", "customer")
            assert cell["boundary"] == (whose and years in (13, 14)), cell


def _kin(span):
    return span["kind"] == "relation"


def _named(flaws, kind):
    return set(flaws.filter(pc.equal(flaws["kind"], kind))["customer_id"].to_pylist())


def _years(born, day):
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@settings(max_examples=8, deadline=None)
@given(profile=st.sampled_from(SHIPPED), seed=st.integers(0, 2**63 - 1))
def test_testers_have_numbers_of_nobody_and_of_no_other_customer(profile, seed):
    spec = Spec(load_profile(profile), seed, AS_OF, "zh", 0.5)
    made = piece(spec, 0, 640)
    ground = set(made.columns["customers"]["mobile"].to_pylist())
    found = flaws.apply(made).flaws.to_pylist()
    written = [row for row in found if row["kind"] == "test_record"]
    for row in written:
        if row["table"] == "customers" and row["column"] in ("mobile", "resident_id"):
            assert is_synthetic(row["found"])
            assert row["found"] not in ground


def test_a_company_never_outgrows_the_numbers_that_testers_need():
    plain = Spec(load_profile("sanitary_ware"), 1)
    tested = dataclasses.replace(plain, flaws=0.5)
    assert plain.capacity > tested.capacity
    first, end = mobile.CUSTOMERS
    assert 2 * tested.capacity <= end - first  # the last spare number lies beyond the last own one
    last = piece(tested, tested.capacity - 640, 640)
    spare = [
        row["found"]
        for row in flaws.apply(last).flaws.to_pylist()
        if (row["kind"], row["column"]) == ("test_record", "mobile")
    ]
    assert len(spare) > 5
    assert set(spare).isdisjoint(
        piece(tested, tested.capacity - 640, 640).columns["customers"]["mobile"].to_pylist()
    )
    with pytest.raises(CapacityExceeded, match="mobile"):
        piece(tested, tested.capacity, 1)
