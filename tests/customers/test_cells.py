"""Labels of cells: the age of children, words of their own, what flaws and texts add."""

from collections import Counter
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from kit.customers import cells
from kit.customers.childhood import about_children, ages, child_table
from kit.customers.engine import Spec, piece
from kit.customers.grown import Cell, grown, of_field
from kit.customers.notes.compose import compose
from kit.customers.profile import SHIPPED, load_profile, parse_profile
from kit.customers.truth import CELL_LABELS, SPANS
from kit.customers.worded import words_of
from tests.customers.made_profiles import SMALL, field, refused

AS_OF = date(2026, 9, 30)
SWIM = load_profile("swim_school")
HEALTH = ("medical_health", "health")


@pytest.fixture(scope="module")
def swim():
    made = piece(Spec(SWIM, seed=11, as_of=AS_OF), 0, 400)
    return made, cells.label(made)


def age_on(born, day):
    """Whole years, counted by hand: the birthday itself counts, 29 February from 1 March."""
    had = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (not had)


def by_row(labels, table, column="*"):
    rows = (r for r in labels.to_pylist() if (r["table"], r["column"]) == (table, column))
    return {row["row"]: row for row in rows}


@pytest.mark.parametrize(
    ("born", "day", "child", "boundary"),
    [
        ("2012-09-30", "2026-09-30", False, True),  # turns 14 today
        ("2012-10-01", "2026-09-30", True, True),  # 14 tomorrow
        ("2013-09-30", "2026-09-30", True, True),  # turns 13 today
        ("2013-10-01", "2026-09-30", True, False),  # 13 tomorrow
        ("2011-10-01", "2026-09-30", False, True),  # 15 tomorrow
        ("2011-09-30", "2026-09-30", False, False),  # turns 15 today
        ("2012-02-29", "2026-02-28", True, True),
        ("2012-02-29", "2026-03-01", False, True),
        ("2016-02-29", "2029-02-28", True, False),
        ("2016-02-29", "2029-03-01", True, True),
        ("2014-02-28", "2028-02-28", False, True),
        ("2014-03-01", "2028-02-29", True, True),
    ],
)
def test_children_end_on_their_fourteenth_birthday(born, day, child, boundary):
    made = piece(Spec(SWIM, seed=3, as_of=date.fromisoformat(day)), 0, 8)
    days = np.full(8, np.datetime64(born).astype(np.int64))
    rows = by_row(cells.label(made, born={"customers": days}), "customers")
    assert {(r["sensitive"], r["boundary"]) for r in rows.values()} == {
        ("minor_under_14" if child else None, boundary)
    }
    assert {r["subject"] for r in rows.values()} == {"child" if child else "customer"}


def test_every_pupil_has_a_row_by_the_birth_date_in_the_table(swim):
    made, labels = swim
    born = made.table("customers")["birth_date"].to_pylist()
    rows = by_row(labels, "customers")
    assert [rows[n]["sensitive"] for n in range(400)] == [
        "minor_under_14" if age_on(day, AS_OF) < 14 else None for day in born
    ]
    assert [rows[n]["boundary"] for n in range(400)] == [age_on(d, AS_OF) in (13, 14) for d in born]
    assert Counter(row["boundary"] for row in rows.values())[True] > 20


@pytest.mark.parametrize("table", ["enrolments", "lessons", "photos", "health_declarations"])
def test_rows_below_are_about_the_same_child(swim, table):
    made, labels = swim
    pupils = {row["customer_id"]: row for row in by_row(labels, "customers").values()}
    rows = by_row(labels, table)
    assert len(rows) == made.table(table).num_rows
    for row in rows.values():
        pupil = pupils[row["customer_id"]]
        assert (row["sensitive"], row["boundary"]) == (pupil["sensitive"], pupil["boundary"])
    if "customer_id" in made.table(table).column_names:
        ids = made.table(table)["customer_id"].to_pylist()
        assert [rows[n]["customer_id"] for n in range(len(ids))] == ids


def test_a_guardians_row_names_a_pupil_of_14_in_one_cell_only(swim):
    made, labels = swim
    assert not about_children(SWIM.tables["guardians"])
    assert by_row(labels, "guardians") == {}
    years = ages(made, {})["guardians"]
    cell = by_row(labels, "guardians", "customer_id")
    assert sorted(cell) == np.flatnonzero(years >= 14).tolist()
    assert {(c["classification"], c["subject"]) for c in cell.values()} == {
        ("personal", "customer")
    }


def test_children_of_lessees_are_known_without_a_register_of_pupils():
    made = piece(Spec(load_profile("leasing"), seed=5, as_of=date(2032, 6, 1)), 0, 3000)
    days = np.linspace(15_000, 22_000, len(made.rows["children"])).astype(np.int64)
    rows = by_row(cells.label(made, born={"children": days}), "children")
    assert {r["subject"] for r in rows.values()} == {"child", "related_person"}
    assert child_table(made.spec.profile, "contracts") is None


def test_expanding_gives_every_cell_its_label(swim):
    labels = swim[1]
    young = by_row(labels, "customers")
    for row, found in enumerate(cells.expand(labels, SWIM.labels(), "customers", range(60))):
        assert list(found) == list(SWIM.tables["customers"].visible)
        child = young[row]["sensitive"] is not None
        assert found["name"].classification == ("sensitive" if child else "personal")
        assert found["name"].subject == ("child" if child else "customer")
        assert found["face_key"].sensitive == "biometric"
        assert found["mobile"].subject == "related_person"
        assert found["import_batch"].classification == "non_personal"
        assert found["name"].boundary == young[row]["boundary"]
        assert not found["mobile"].boundary


def test_a_remark_on_health_is_one_at_any_age(swim):
    made, labels = swim
    texts = made.table("customers")["remark"].to_pylist()
    ill = {"刚做过阑尾手术，十月前不上水", "中耳炎复发，须戴耳塞", "哮喘控制良好，喷剂随身"}
    about = by_row(labels, "customers", "remark")
    found = cells.expand(labels, SWIM.labels(), "customers", range(400))
    seen = set()
    for row, text in enumerate(texts):
        if text in ill:
            seen.add(found[row]["name"].classification)
            assert (found[row]["remark"].sensitive, found[row]["remark"].reason) == HEALTH
            assert about[row]["boundary"] == found[row]["name"].boundary
        if text == "想报名夏季赛":
            assert row not in about
    assert seen == {"sensitive", "personal"}


def test_harmless_remarks_lose_the_label_of_their_field():
    made = piece(Spec(load_profile("sanitary_ware"), seed=2), 0, 2000)
    labels = by_row(cells.label(made), "service_visits", "remark")
    texts = made.table("service_visits")["remark"].to_pylist()
    plain = {row for row, text in enumerate(texts) if text == "现场已清理，客户验收签字"}
    surgery = {row for row, text in enumerate(texts) if text and "痔疮" in text}
    kin = {row for row, text in enumerate(texts) if text and "中风" in text}
    assert all([plain, surgery, kin])
    assert {labels[row]["classification"] for row in plain} == {"personal"}
    assert surgery.isdisjoint(labels)
    assert {labels[row]["subject"] for row in kin} == {"related_person"}


@pytest.mark.parametrize("name", SHIPPED)
def test_both_languages_have_the_same_labels(name):
    profile = load_profile(name)
    zh, en = (cells.label(piece(Spec(profile, seed=4, locale=loc), 0, 150)) for loc in ("zh", "en"))
    assert zh.num_rows > 0
    assert en.equals(zh)


def test_a_piece_has_the_labels_of_the_whole():
    spec = Spec(SWIM, seed=8)
    whole, part = cells.label(piece(spec, 0, 90)), cells.label(piece(spec, 40, 30))
    ids = set(part["customer_id"].to_pylist())
    assert len(ids) == 30

    def of_these(labels):
        rows = labels.drop_columns(["row"]).to_pylist()
        return [row for row in rows if row["customer_id"] in ids]

    assert of_these(whole) == of_these(part)


def test_labels_are_in_the_order_of_tables_rows_and_columns(swim):
    labels = swim[1]
    tables = list(SWIM.tables)
    keys = [
        (tables.index(t), r, ["*", *SWIM.tables[t].visible].index(c))
        for t, r, c in zip(
            *(labels[n].to_pylist() for n in ("table", "row", "column")), strict=True
        )
    ]
    assert keys == sorted(set(keys))
    assert labels.schema == CELL_LABELS


def test_every_cell_label_agrees_with_itself(swim):
    for row in swim[1].to_pylist():
        assert (row["classification"] == "sensitive") == (row["sensitive"] is not None)
        assert ("PIPL-28" in row["articles"]) == (row["sensitive"] is not None)
        assert (row["classification"] != "non_personal") == (
            row["subject"] not in ("none", "company")
        )


def test_labels_of_flaws_join_in_order_and_replace_others(swim):
    made, labels = swim
    one = dict(labels.to_pylist()[0]) | {"subject": "related_person", "reason": "third_party"}
    new = one | {"table": "payments", "row": 3, "column": "payer", "classification": "non_personal"}
    new |= {"sensitive": None, "subject": "company", "articles": ["PIPL-4"], "boundary": False}
    more = pa.Table.from_pylist([new, one], schema=CELL_LABELS)
    found = cells.label(made, more=more)
    assert found.num_rows == labels.num_rows + 1
    assert found.to_pylist()[0] == one
    assert new in found.to_pylist()
    assert cells.label(made, more=labels).equals(labels)


def test_a_flawed_remark_is_read_as_it_is_written(swim):
    made, labels = swim
    table = made.table("customers")
    place = table.column_names.index("remark")
    emptied = table.set_column(place, "remark", pa.nulls(table.num_rows, pa.string()))
    tables = {name: made.table(name) for name in made.rows} | {"customers": emptied}
    assert by_row(labels, "customers", "remark")
    assert by_row(cells.label(made, tables), "customers", "remark") == {}


def test_a_text_with_something_sensitive_is_labelled_by_its_first_span():
    made = piece(Spec(load_profile("leasing"), seed=6), 0, 20)
    assert SPANS.names[:4] == ["table", "row", "column", "customer_id"]
    told = [(2, None), (5, "medical_health"), (5, "religion"), (7, "whereabouts")]
    spans = pa.Table.from_pylist(
        [
            {"table": "contracts", "row": row, "column": "remark", "start": n, "end": n + 1}
            | {"kind": "x", "personal": True, "sensitive": sensitive, "subject": "customer"}
            for n, (row, sensitive) in enumerate(told)
        ],
        schema=SPANS,
    )
    rows = by_row(cells.label(made, spans=spans), "contracts", "remark")
    assert {n: (r["sensitive"], r["reason"]) for n, r in rows.items() if n in (2, 5, 7)} == {
        5: HEALTH,
        7: ("whereabouts", "whereabouts"),
    }
    assert rows[5]["customer_id"] == made.table("contracts")["customer_id"][5].as_py()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_note_is_as_sensitive_as_what_stands_in_it(name):
    profile = load_profile(name)
    made = piece(Spec(profile, seed=9), 0, 150)
    spans = compose(made)[1]
    labels = cells.label(made, spans=spans)
    told = {}
    for span in sorted(spans.to_pylist(), key=lambda one: one["start"]):
        if span["sensitive"]:
            told.setdefault(span["row"], (span["sensitive"], span["subject"]))
    notes = range(made.table("notes").num_rows)
    whole = by_row(labels, "notes")
    found = cells.expand(labels, profile.labels(), "notes", notes)
    assert len(told) > 20
    for row in notes:
        cell = found[row]["text"]
        if row in told:
            assert (cell.sensitive, cell.subject) == told[row]
        else:  # a note about a child is sensitive whatever it says
            assert cell.sensitive == (whole[row]["sensitive"] if whole else None)


def test_what_is_left_of_a_childs_field_is_what_else_its_label_says():
    fields = SWIM.tables["customers"].fields
    assert grown(fields["name"].label, "customer") == Cell.made(
        None, "customer", "direct_identifier"
    )
    assert grown(fields["height_cm"].label, "customer").sensitive == "medical_health"
    assert grown(fields["face_key"].label, "customer").sensitive == "biometric"
    assert grown(SWIM.tables["lessons"].fields["slot"].label, "customer").sensitive is None
    guardian = SWIM.tables["guardians"].fields["name"].label
    assert grown(guardian, "customer").subject == of_field(guardian).subject


@pytest.mark.parametrize(
    ("given", "key", "says"),
    [
        ('values=["c"], reason="health"', ".0.values", "c is not a value of this field"),
        ('values=["a", "a"], reason="health"', ".0.values", "a is labelled twice"),
        (
            'values=["a"], personal=false, sensitive="religion", reason="religion"',
            ".0",
            "sensitive",
        ),
        ('values=["a"], personal=true, subject="company", reason="health"', ".0", "(company)"),
        ('values=["a"], subject="none", reason="health"', "", "(none)"),
        ('values=[], reason="health"', ".0.values", "at least 1"),
        ('values=["a"]', ".0.reason", "is missing"),
        ('values=["a"], reason="boredom"', ".0.reason", "must be one of"),
    ],
)
def test_labels_of_values_that_make_no_sense_are_refused(given, key, says):
    body = f'make="choice"\nwith={{values=["a","b"]}}\ncells=[{{{given}}}]'
    found, words = refused(SMALL + field("x", body, kind="string"))
    assert found == f"tables.customers.fields.x.cells{key}"
    assert says in words


def test_values_that_are_not_listed_cannot_be_labelled():
    body = 'make="row_code"\nwith={prefix="Q",width=9}\ncells=[{values=["a"],reason="health"}]'
    key, words = refused(SMALL + field("x", body, kind="string"))
    assert key == "tables.customers.fields.x.cells"
    assert "row_code" in words


def test_a_profile_of_ones_own_labels_values_in_either_language():
    body = (
        'make="choice"\nwith={values={zh=["甲","乙","丙"],en=["A","B","C"]}}\n'
        'cells=[{values=["甲","B"],sensitive="religion",reason="religion"},'
        '{values=["丙"],personal=false,reason="internal_process"}]'
    )
    profile = parse_profile(SMALL + field("x", body, kind="string"), "mine.toml")
    for locale in ("zh", "en"):
        made = piece(Spec(profile, seed=1, locale=locale), 0, 60)
        rows = by_row(cells.label(made), "customers", "x")
        words = made.table("customers")["x"].to_pylist()
        assert sorted(rows) == list(range(60))
        for row, word in enumerate(words):
            wanted = ("non_personal", "none") if word in ("丙", "C") else ("sensitive", "customer")
            assert (rows[row]["classification"], rows[row]["subject"]) == wanted


def test_a_hidden_fields_labels_reach_the_field_it_stands_behind():
    body = 'make="choice"\nwith={values=["a","b"]}\ncells=[{values=["a"],sensitive="religion",'
    hidden = "\n[tables.customers.fields.h]\nhidden=true\n" + body + 'reason="religion"}]\n'
    copied = field("x", 'make="copy"\nneeds={x="h"}', kind="string")
    profile = parse_profile(SMALL + hidden + copied, "mine.toml")
    assert [w.zh for w in words_of(profile.tables, "customers", "x") if w.other] == ["a"]
    made = piece(Spec(profile, seed=1), 0, 40)
    words = made.table("customers")["x"].to_pylist()
    rows = by_row(cells.label(made), "customers", "x")
    assert sorted(rows) == [row for row, word in enumerate(words) if word == "a"]
