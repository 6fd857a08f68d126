"""Whose data: filters, lists, files, pasted ids and everyone, well formed or not."""

from dataclasses import replace

import numpy as np
import pytest

from kit.errors import BadInput
from kit.i18n import LOCALES, explain
from kit.labs.investigation.given import Scope, ScopePart
from kit.labs.investigation.judge_scope import judge_scope
from tests.labs.investigation.opened import (
    CHILDREN,
    LAB,
    LEAK,
    SHARED,
    codes,
    finding,
    graded,
    key,
    task,
)

FIELD = "actor.user.uid"


def scope(*parts, count=None):
    return {"parts": list(parts), "count": count}


def named(*parts, desk=None, exercise=LEAK):
    return task(exercise).resolve(scope(*parts), desk)


def query(*conditions, **window):
    return {"kind": "query", "query": {"conditions": list(conditions), **window}}


def by_account():
    account = task().right.accounts[0]
    return query({"column": FIELD, "op": "is", "values": [account]})


def test_everyone_is_every_customer_once():
    assert named({"kind": "everyone"}).tolist() == list(range(len(task().evidence.book)))


def test_a_filter_finds_whom_its_events_touched():
    found = named(by_account())
    assert set(task().right.reach.exposed) <= set(found.tolist())
    assert (np.diff(found) > 0).all()


def test_a_saved_filter_is_that_filter():
    saved = {"filters": [{"name": "his", "query": by_account()["query"]}], "notes": ""}
    part = {"kind": "saved", "name": "his"}
    assert named(part, desk=saved).tolist() == named(by_account()).tolist()


def test_parts_add_up_and_count_nobody_twice():
    book = task().evidence.book
    segment = book.segments[1].segment_id
    both = named({"kind": "list", "segment": segment}, by_account(), by_account())
    assert set(both) == set(book.members[1].tolist()) | set(named(by_account()).tolist())
    assert len(set(both)) == len(both)


def test_a_file_names_who_is_in_it():
    made = task()
    ref = next(ref for ref in made.right.proof.papers if ref.startswith("file:"))
    found = named({"kind": "file", "file": ref.partition(":")[2]})
    assert set(found.tolist()) <= set(made.right.reach.possible.tolist())
    assert len(found)


def test_a_filter_that_matches_nothing_names_nobody_and_is_told_so():
    nothing = query({"column": "action", "op": "is", "values": ["no.such.action"]})
    assert not len(named(nothing))
    found = finding(graded(scope=scope(nothing, count=0)), "scope")
    assert found.verdict == "under"
    assert found.code == "investigation.scope.empty"


def test_a_filter_that_matches_everything_is_everyone():
    everybody = {"kind": "query", "query": {}}
    found = finding(graded(scope=scope(everybody, count=700)), "scope")
    assert found.verdict == "over"
    assert found.details["recall"] == 1
    assert found.details["precision"] < 0.5


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (query({"column": "salary", "op": "is", "values": ["1"]}), "salary"),
        (query({"column": FIELD, "op": "like", "values": ["x"]}), "op"),
        ({"kind": "saved", "name": "gone"}, "gone"),
        ({"kind": "list", "segment": "S9999"}, "S9999"),
        ({"kind": "file", "file": "F99999"}, "F99999"),
        ({"kind": "query"}, "query"),
        ({"kind": "ids"}, "text"),
    ],
)
def test_what_is_not_there_is_refused_by_name(part, told):
    with pytest.raises(BadInput) as caught:
        graded(scope=scope(part, count=1))
    for locale in LOCALES:
        assert told in explain(caught.value, locale)


def test_customers_that_do_not_exist_are_counted_and_five_are_named():
    unknown = [f"KH{number:09}" for number in range(9)]
    text = " ".join([*unknown, *task().evidence.book.ids(np.arange(3))])
    with pytest.raises(BadInput) as caught:
        named({"kind": "ids", "text": text})
    assert caught.value.values["count"] == 9
    for locale in LOCALES:
        said = explain(caught.value, locale)
        assert "9" in said
        assert unknown[4] in said
        assert unknown[5] not in said


def test_a_hundred_thousand_pasted_ids_with_spaces_and_full_width_commas_are_read():
    made = task()
    ids = made.evidence.book.ids(made.right.reach.exposed)
    between = ("， ", " ,\t", "、", "\n", "； ")
    text = "".join(f"{ids[n % len(ids)]}{between[n % 5]}" for n in range(100_000))
    found = finding(graded(scope=scope({"kind": "ids", "text": text}, count=len(ids))), "scope")
    assert found.details["share"] == 1


def test_full_width_and_small_letters_are_the_same_id():
    one = task().evidence.book.ids(np.arange(1))[0]
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in one)
    found = named({"kind": "ids", "text": f"{wide}，{one.lower()}"})
    assert found.tolist() == [0]


def test_the_number_of_rows_is_told_apart_from_the_number_of_people():
    reach = task(SHARED).right.reach
    assert reach.rows > len(reach.possible)
    right = key(SHARED)["report"]["scope"]
    found = finding(graded(SHARED, scope=right | {"count": reach.rows}), "scope")
    assert "investigation.scope.rows" in codes(found)
    assert "investigation.mistake.rows_for_people" in codes(found)


@pytest.mark.parametrize(("locale", "only"), [("zh", "正好"), ("en", "exactly")])
@pytest.mark.parametrize("left_open", [0, 1])
def test_one_number_is_told_where_the_evidence_leaves_nobody_open(locale, only, left_open):
    score = graded()
    found = finding(score, "scope")
    values = found.values | {"possible": found.values["provable"] + left_open}
    shown = replace(score, findings=(replace(found, values=values, notes=()),))
    (item,) = LAB.render(shown, locale).items
    assert (only in " ".join(item.lines)) == (not left_open)


def test_everyone_is_right_on_scope_where_everyone_is_concerned():
    made = task()
    everyone = np.arange(len(made.evidence.book), dtype=np.int64)
    whole = replace(made.right.reach, provable=everyone, exposed=everyone, possible=everyone)
    given = Scope(parts=(ScopePart(kind="everyone"),), count=len(everyone))
    right = replace(made.right, reach=whole)
    assert judge_scope(right, given, everyone, len(everyone)).share == 1
    assert judge_scope(made.right, given, everyone, len(everyone)).share < 1


def test_to_name_everyone_whom_nothing_clears_is_not_wrong_but_tells_little():
    made = task("letters-to-a-dead-name")
    everyone = scope({"kind": "everyone"}, count=len(made.evidence.book))
    found = finding(graded("letters-to-a-dead-name", scope=everyone), "scope")
    cleared = len(made.right.reach.possible) < len(made.evidence.book)
    assert (found.details["precision"] < 1) == cleared
    assert "investigation.scope.open" in codes(found)
    exact = key("letters-to-a-dead-name")["report"]["scope"]
    narrow = finding(graded("letters-to-a-dead-name", scope=exact), "scope")
    assert 0 < found.details["share"] < narrow.details["share"] == 1


def test_children_of_a_list_are_people_of_the_customer():
    assert task(CHILDREN).right.children > 0
    found = finding(graded(CHILDREN, sensitive={"kinds": [], "children": "no"}), "sensitive")
    assert "investigation.sensitive.children_missed" in codes(found)
    assert {"PIPL-28", "PIPL-31"} <= set(found.articles)


def test_what_is_sensitive_cannot_be_waved_away():
    found = finding(graded(CHILDREN, sensitive={"none": True}), "sensitive")
    assert found.code == "investigation.sensitive.denied"
    assert found.details["share"] == 0
