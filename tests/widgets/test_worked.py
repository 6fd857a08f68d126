"""Worked examples: made by the labs, the same for everybody, with nothing a trainee may not see."""

import json

import pytest

from kit import exercises, law
from kit.errors import BadInput
from kit.i18n import LOCALES
from kit.widgets.worked import Worked

BY_LAB = {spec.lab: spec.id for spec in reversed(exercises.load_all())}
FIELDS = "leasing-data-room"


@pytest.fixture
def show(store):
    return lambda *what, locale="zh": Worked(*what, locale=locale, store=store)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("exercise", BY_LAB.values(), ids=BY_LAB)
def test_every_lab_has_one_wrong_and_one_right_answer_explained(show, exercise, locale):
    page = show(exercise, locale=locale).page
    assert page["wrong"]["finding"]["severity"] in ("warn", "danger", "note")
    assert page["wrong"]["finding"]["verdict"] != page["right"]["finding"]["verdict"]
    assert page["wrong"]["finding"]["mistake"]
    assert page["right"]["finding"]["severity"] == "ok"
    assert page["right"]["answer"] != page["wrong"]["answer"]
    assert page["right"]["finding"]["lines"]
    for side in ("wrong", "right"):
        shown = page[side]["finding"]
        assert [rule["id"] for rule in shown["rules"]] == shown["articles"]
        assert all(law.citable(rule) for rule in shown["articles"])
    assert page["facts"]
    assert all(one["label"] and (one.get("text") or one.get("values")) for one in page["facts"])


@pytest.mark.parametrize("exercise", BY_LAB.values(), ids=BY_LAB)
def test_codes_are_put_into_words(show, exercise):
    spec = exercises.load(exercise)
    view = show(exercise)
    task = exercises.open_task(spec, "worked example", "worked example")
    value = exercises.lab_of(spec).key(task)[task.items][view.item]
    codes = {one for one in value.values() if isinstance(one, str)}
    assert not codes & set(view.page["right"]["answer"])


def test_the_example_is_the_same_for_everybody(show):
    one, other = show(FIELDS), show(FIELDS)
    one.enter("林晓")
    assert one.page == other.page


def test_both_languages_show_the_same_item(show):
    zh, en = (show(FIELDS, locale=locale) for locale in LOCALES)
    assert (zh.mistake, zh.item) == (en.mistake, en.item)
    assert zh.page["right"]["answer"] != en.page["right"]["answer"]


def test_a_mistake_and_an_item_can_be_chosen(show):
    view = show(FIELDS, "names_decide")
    assert view.mistake == "names_decide"
    again = show(FIELDS, "names_decide", view.item)
    assert again.item == view.item
    assert repr(again) == f"<worked example {FIELDS}: names_decide, {view.item}>"


def test_what_cannot_be_shown_is_named(show):
    with pytest.raises(BadInput, match="unknown_mistake"):
        show(FIELDS, "no_such_mistake")
    with pytest.raises(BadInput, match="nothing_to_show"):
        show(FIELDS, "names_decide", "f99")
    with pytest.raises(BadInput):
        show("no-such-exercise")


def test_all_that_is_shown_is_plain_data(show):
    assert json.loads(json.dumps(show(FIELDS).page)) == show(FIELDS).page
