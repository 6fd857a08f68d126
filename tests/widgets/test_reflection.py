"""Closing questions: stored before they are acknowledged, under whoever wrote them."""

import pytest
from fixture import FixtureEngine

from kit.errors import BadInput
from kit.i18n import LOCALES
from kit.widgets.reflection import Reflection, questions

LESSON = "01-classify-fields"
LESSONS = (LESSON, "02-find-it-in-the-text", "03-sort-out-the-list", "04-investigate-a-leak")


@pytest.fixture
def open_view(store):
    return lambda locale="zh", lesson=LESSON: Reflection(
        lesson, locale=locale, store=store, engine=FixtureEngine()
    )


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_lesson_asks_two_or_three_things_in_both_languages(lesson):
    zh, en = (questions(lesson, locale) for locale in LOCALES)
    assert list(zh) == list(en)
    assert 2 <= len(zh) <= 3
    assert len({*zh.values(), *en.values()}) == 2 * len(zh)


def test_a_lesson_without_questions_is_named(open_view):
    with pytest.raises(BadInput, match="unknown_lesson"):
        open_view(lesson="09-other")


def test_a_stranger_sees_the_questions_and_cannot_write(open_view, talk):
    view = open_view()
    assert view.page["person"] is None
    assert len(view.page["questions"]) == 3
    with pytest.raises(BadInput, match="nobody"):
        view.write({"hesitated": "x"})


def test_words_are_on_disk_before_they_are_acknowledged(open_view, talk, store):
    view = open_view()
    person = view.enter("林晓")
    page = talk(view)
    seen = []
    view.send = lambda message, buffers=None: seen.append(
        (message["type"], store.reflections(person.id, LESSON)["hesitated"].text)
    )
    page.view._receive(
        view,
        {"type": "save", "key": "k1", "person": person.id, "item": "hesitated", "text": "编号"},
        [],
    )
    assert seen == [("saved", "编号")]
    assert view.live["hesitated"]["text"] == "编号"
    assert view.live["hesitated"]["saved"]


def test_another_view_finds_the_words_again(open_view):
    view = open_view()
    view.enter("林晓")
    view.write({"hesitated": "👩🏽‍🦽 第一行\n第二行", "own_table": ""})
    again = open_view(locale="en")
    assert again.live["hesitated"]["text"] == "👩🏽‍🦽 第一行\n第二行"
    assert repr(again) == f"<reflection {LESSON}: 1 of 3 written>"


def test_words_belong_to_whoever_wrote_them(open_view, talk, store):
    view = open_view()
    writer = view.enter("林晓")
    other = view.enter("Sam")
    [reply] = talk(view).say(type="save", key="k", person=writer.id, item="hesitated", text="mine")
    assert reply["type"] == "saved"
    assert store.reflections(writer.id, LESSON)["hesitated"].text == "mine"
    assert store.reflections(other.id, LESSON) == {}
    assert view.live == {}


def test_words_of_deleted_people_are_refused_for_good(open_view, talk, store):
    view = open_view()
    person = view.enter("林晓")
    store.delete(person.id)
    [reply] = talk(view).say(type="save", key="k", person=person.id, item="hesitated", text="x")
    assert (reply["type"], reply["final"]) == ("refused", True)
    assert view.page["person"] is None


def test_an_unknown_question_is_refused(open_view, talk, store):
    view = open_view()
    person = view.enter("林晓")
    [reply] = talk(view).say(type="save", key="k", person=person.id, item="nope", text="x")
    assert reply["type"] == "refused"
    assert store.reflections(person.id, LESSON) == {}


def test_too_long_is_said_in_words_and_stored_words_stay(open_view, talk, store):
    view = open_view()
    person = view.enter("林晓")
    view.write({"hesitated": "short"})
    long = "长" * (view.page["limit"] + 1)
    [reply] = talk(view).say(type="save", key="k", person=person.id, item="hesitated", text=long)
    assert reply["type"] == "refused"
    assert store.reflections(person.id, LESSON)["hesitated"].text == "short"


def test_words_are_taken_along_and_deleted_with_the_rest(open_view, store):
    view = open_view()
    person = view.enter("林晓")
    view.write({"hesitated": "to take along"})
    assert store.export(person.id)["reflections"][0]["text"] == "to take along"
    store.delete(person.id)
    assert b"to take along" not in store.path.read_bytes()
