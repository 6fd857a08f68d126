"""Notes: every span is where it says, and no note depends on which other customers are made."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.customers.engine import Spec, piece
from kit.customers.notes.compose import composed
from kit.customers.notes.drawn import Drawn, mixed
from kit.customers.notes.framing import read_frames
from kit.customers.notes.plan import plan
from kit.customers.profile import load_profile
from kit.customers.truth import SPANS
from kit.errors import BadInput
from tests.customers.notes.small_frames import SITUATIONS, SLOTS

PARTIAL = {
    "nickname",
    "partial_address",
    "age",
    "birth_date",
    "phone",
    "plate",
    "resident_id",
    "contract_detail",
}


def notes_of(plan_, spec, start, count, remap=None):
    drawn = Drawn(piece(spec, start, count), remap)
    texts, spans = composed(plan_, drawn)
    return drawn, texts, spans


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**63 - 1),
    start=st.integers(0, 10**6),
    count=st.integers(0, 60),
    locale=st.sampled_from(["zh", "en"]),
)
def test_every_span_holds_the_text_it_names(small_plan, leasing, seed, start, count, locale):
    _, texts, spans = notes_of(small_plan, Spec(leasing, seed, locale=locale), start, count)
    texts.validate(full=True)
    assert spans.schema.equals(SPANS)
    written = texts.to_pylist()
    for span in spans.to_pylist():
        assert written[span["row"]][span["start"] : span["end"]] == span["text"] != ""


def test_spans_stand_in_the_order_of_the_text_and_never_overlap(small_plan, small_spec):
    _, _, spans = notes_of(small_plan, small_spec, 0, 2000)
    row, start, end = (spans[name].to_numpy() for name in ("row", "start", "end"))
    same = row[1:] == row[:-1]
    assert (row[1:] >= row[:-1]).all()
    assert (start[1:][same] >= end[:-1][same]).all()


@pytest.mark.parametrize(("start", "count"), [(0, 1), (700, 600), (999, 1), (1000, 1000)])
def test_any_range_is_the_slice_of_the_whole(small_plan, small_spec, start, count):
    _, whole, whole_spans = notes_of(small_plan, small_spec, 0, 2000)
    before = len(piece(small_spec, 0, start).rows["notes"])
    _, part, spans = notes_of(small_plan, small_spec, start, count)
    assert whole.slice(before, len(part)).equals(part)
    rows = whole_spans["row"].to_numpy()
    here = np.flatnonzero((rows >= before) & (rows < before + len(part)))
    moved = whole_spans.take(here).to_pydict() | {"row": (rows[here] - before).tolist()}
    assert moved == spans.to_pydict()


def test_a_span_shows_a_value_of_its_own_customer(small_plan, small_spec):
    drawn, _, spans = notes_of(small_plan, small_spec, 0, 1500)
    columns = drawn.piece.columns
    owner = columns["customers"]["customer_id"].to_pylist()
    note_owner = columns["notes"]["customer_id"].to_pylist()
    values = {}
    for source in set(spans["source"].to_pylist()) - {None, "partners.hotline"}:
        table, _, name = source.partition(".")
        for place, value in zip(
            drawn.piece.customer_of(table).tolist(),
            columns[table][name].cast("string").to_pylist(),
            strict=True,
        ):
            values.setdefault((source, owner[place]), set()).add(value)
    for span in spans.to_pylist():
        assert span["customer_id"] == note_owner[span["row"]]
        if span["source"] and span["kind"] != "hotline":
            assert span["value"] in values[span["source"], span["customer_id"]]


def test_whole_writings_show_the_value_itself(small_plan, small_spec):
    _, _, spans = notes_of(small_plan, small_spec, 0, 800)
    whole = [s for s in spans.to_pylist() if s["source"] and s["kind"] not in PARTIAL | {"account"}]
    hotlines = [s for s in whole if s["kind"] == "hotline"]
    assert len(whole) > 300
    assert hotlines
    assert all(span["text"] == span["value"] for span in whole)


def test_all_slots_of_a_table_show_one_row_and_its_parent_is_the_one_shown(small_plan, small_spec):
    drawn, _, spans = notes_of(small_plan, small_spec, 0, 3000)
    contracts = drawn.piece.columns["contracts"]
    devices = drawn.piece.columns["devices"]
    plate = dict(
        zip(contracts["contract_id"].to_pylist(), contracts["plate"].to_pylist(), strict=True)
    )
    seen = set(
        zip(devices["contract_id"].to_pylist(), devices["last_position"].to_pylist(), strict=True)
    )
    by_note = {}
    for span in spans.to_pylist():
        by_note.setdefault(span["row"], {})[span["source"]] = span["value"]
    both = [n for n in by_note.values() if {"contracts.contract_id", "contracts.plate"} <= n.keys()]
    with_device = [
        n
        for n in by_note.values()
        if {"contracts.contract_id", "devices.last_position"} <= n.keys()
    ]
    assert len(both) > 20
    assert len(with_device) > 20
    assert all(plate[n["contracts.contract_id"]] == n["contracts.plate"] for n in both)
    assert all(
        (n["contracts.contract_id"], n["devices.last_position"]) in seen for n in with_device
    )


def test_spans_about_children_under_fourteen_are_sensitive(small_plan, leasing):
    _, _, spans = notes_of(small_plan, Spec(leasing, 5), 0, 6000)
    ages = [s for s in spans.to_pylist() if s["source"] == "children.birth_date"]
    habits = [s for s in spans.to_pylist() if s["kind"] == "child_detail"]
    assert ages
    assert habits
    assert {s["sensitive"] for s in ages + habits} == {"minor_under_14"}
    assert {s["subject"] for s in ages + habits} == {"child"}


def test_customers_who_are_children_are_minors_too():
    text = SLOTS[SLOTS.index("[slots.name]") : SLOTS.index("[slots.nick]")] + (
        '[[situations]]\nid = "x"\n'
        'channels = ["service_visit", "call_centre", "chat", "complaint", "crm_remark"]\n'
        'open = ["{name}"]\nmiddle = [""]\nclose = [""]\n'
    )
    school = load_profile("swim_school")
    drawn = Drawn(piece(Spec(school, 1), 0, 500))
    _, spans = composed(plan(read_frames(text, "x"), school), drawn)
    born = drawn.values("customers.birth_date", np.arange(len(drawn))).to_pylist()
    verdicts = set()
    for span in spans.to_pylist():
        under = (born[span["row"]].year + 14, *born[span["row"]].timetuple()[1:3]) > (2026, 9, 30)
        assert (span["sensitive"] == "minor_under_14") == under
        verdicts.add(under)
    assert verdicts == {True, False}


def test_other_categories_and_look_alikes_keep_their_own(small_plan, small_spec):
    _, _, spans = notes_of(small_plan, small_spec, 0, 1500)
    by_kind = {}
    for span in spans.to_pylist():
        by_kind.setdefault(span["kind"], set()).add(
            (span["personal"], span["sensitive"], span["subject"])
        )
    assert by_kind["health"] == {(True, "medical_health", "customer")}
    assert by_kind["account"] == {(True, "financial_account", "customer")}
    assert by_kind["hotline"] == {(False, None, "company")}
    assert by_kind["document_number"] == {(False, None, "none")}


def test_notes_of_a_remapped_customer_show_the_other_ones_data(small_plan, leasing):
    spec = Spec(leasing, 8)
    remap = np.arange(400)
    remap[10:60] = 300
    drawn, _, spans = notes_of(small_plan, spec, 0, 400, {"customers": remap})
    ids = drawn.piece.columns["customers"]["customer_id"].to_pylist()
    names = drawn.piece.columns["customers"]["name"].to_pylist()
    shown = [s for s in spans.to_pylist() if s["source"] == "customers.name"]
    others = [span["value"] for span in shown if span["customer_id"] in ids[10:60]]
    assert set(others) == {names[300]}
    assert all(s["value"] == names[remap[ids.index(s["customer_id"])]] for s in shown)


def test_a_sentence_is_only_used_where_its_columns_have_values(small_plan, small_spec):
    _, texts, spans = notes_of(small_plan, small_spec, 0, 2000)
    assert texts.null_count == 0
    assert not any(span["source"] and span["value"] is None for span in spans.to_pylist())
    with_child = {s["row"] for s in spans.to_pylist() if s["subject"] == "child"}
    assert 0 < len(with_child) < len(texts) // 2


def test_a_list_without_a_sentence_for_somebody_is_named(leasing):
    text = SLOTS + SITUATIONS
    for always in ("{name}（{phone}）在家。", "{nick}来电{phone}。", "找{nick}，住{corner}，"):
        text = text.replace(f'    "{always}",\n', "")
    made = plan(read_frames(text, "x"), leasing)
    with pytest.raises(BadInput) as caught:
        notes_of(made, Spec(leasing, 1), 0, 500)
    assert caught.value.code == "notes.no_sentence"
    assert caught.value.values == {"situation": "visit", "part": "open"}


def test_a_channel_without_situations_is_named(leasing):
    text = (SLOTS + SITUATIONS).replace('"call_centre", "chat", ', '"call_centre", ')
    with pytest.raises(BadInput) as caught:
        notes_of(plan(read_frames(text, "x"), leasing), Spec(leasing, 1), 0, 500)
    assert caught.value.values == {"name": "chat"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{illness}，", "{sickness}，", "notes.unknown_slot"),
        ('"customers.address"', '"customers.adress"', "notes.unknown_column"),
        ('"customers.address"', '"clients.address"', "notes.unknown_column"),
    ],
)
def test_frames_that_do_not_fit_the_profile_are_refused(leasing, old, new, code):
    with pytest.raises(BadInput) as caught:
        plan(read_frames((SLOTS + SITUATIONS).replace(old, new), "x"), leasing)
    assert caught.value.code == code


def test_mixed_draws_of_different_names_are_independent():
    draws = np.arange(20_000, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    one, other = mixed(draws, "slot", "a"), mixed(draws, "slot", "b")
    high = [(made >> np.uint64(32)).astype(np.float64) for made in (one, other)]
    assert len(np.unique(one)) == len(draws)
    assert abs(np.corrcoef(*high)[0, 1]) < 0.03
    shares = np.bincount((one >> np.uint64(60)).astype(np.int64), minlength=16) / len(draws)
    assert abs(shares - 1 / 16).max() < 0.01


def test_words_marked_in_a_sentence_are_a_span(small_plan, small_spec):
    _, texts, spans = notes_of(small_plan, small_spec, 0, 800)
    marked = [s for s in spans.to_pylist() if s["kind"] == "debt"]
    assert len(marked) > 20
    assert len(marked) == sum(text.count("欠两个月租金") for text in texts.to_pylist())
    assert {(s["text"], s["subject"], s["source"]) for s in marked} == {
        ("欠两个月租金", "customer", None)
    }


def test_words_that_share_a_draw_stand_at_the_same_place(leasing, small_spec):
    slots = """
[slots.work]
values = ["a", "b", "c"]
[slots.my_work]
like = "work"
values = ["A", "B", "C"]
[slots.other]
values = ["1", "2", "3"]
[[situations]]
id = "x"
channels = ["service_visit", "call_centre", "chat", "complaint", "crm_remark"]
open = ["{work}"]
middle = ["{my_work}"]
close = ["{other}"]
"""
    _, texts, _ = notes_of(plan(read_frames(slots, "x"), leasing), small_spec, 0, 300)
    words = texts.to_pylist()
    assert {word[:2] for word in words} == {"aA", "bB", "cC"}
    assert len({word[1:] for word in words}) == 9
