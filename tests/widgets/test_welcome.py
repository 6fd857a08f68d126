"""Welcome: says what is stored before it asks, and gives or deletes one's records."""

import json

LESSON = "01-classify-fields"


def test_a_stranger_is_told_what_is_stored_before_being_asked(open_welcome):
    view = open_welcome()
    assert view.page["person"] is None
    assert view.page["records"] == str(view.store.path)
    told = ("store_what_text", "store_where_text", "store_who_text", "store_long_text")
    assert all(view.words[one] for one in told)


def test_the_course_map_shows_every_lesson_and_where_one_is(open_welcome):
    view = open_welcome()
    names = [lesson["name"] for lesson in view.page["lessons"]]
    assert names[:2] == ["00-welcome", LESSON]
    assert view.page["here"] == "00-welcome"
    assert view.page["lessons"][1]["progress"] == {"done": 0, "of": 1, "best": None}


def test_the_next_lesson_is_the_first_unfinished_one(open_welcome):
    assert open_welcome().page["next"] == 1


def test_progress_appears_after_a_result(open_welcome, open_lab, talk):
    lab = open_lab()
    lab.enter("林晓")
    view = open_welcome()
    lab.answer(lab.engine.key(lab.task))
    lab.submit()
    talk(view).say(type="refresh")
    assert view.page["lessons"][1]["progress"] == {"done": 1, "of": 1, "best": 100}


def test_a_lesson_with_an_answer_is_gone_on_with(open_welcome, open_lab, talk):
    lab = open_lab()
    lab.enter("林晓")
    view = open_welcome()
    assert not view.page["lessons"][1]["started"]
    lab.answer({"f01": {"choice": "personal", "reason": None}})
    talk(view).say(type="refresh")
    assert [lesson["started"] for lesson in view.page["lessons"]][:2] == [False, True]
    lab.submit()
    assert open_welcome().page["lessons"][1]["started"]


def test_several_people_choose_by_name(open_welcome, talk):
    view = open_welcome()
    page = talk(view)
    page.say(type="add_person", nickname="林晓")
    page.say(type="add_person", nickname="Sam")
    first = view.page["people"][0]["id"]
    page.say(type="choose_person", person=first)
    assert view.page["person"]["nickname"] == "林晓"


def test_an_export_holds_what_the_person_did(open_welcome, open_lab, talk):
    lab = open_lab()
    lab.enter("林晓")
    lab.answer({"f01": {"choice": "personal", "reason": None}})
    view = open_welcome()
    [reply] = talk(view).say(type="export_person", person=view.person.id)
    assert reply["type"] == "exported"
    assert reply["name"].endswith(".json")
    assert json.loads(reply["content"]) == view.export()
    assert json.loads(reply["content"])["attempts"][0]["events"][0]["item"] == "f01"


def test_deleting_takes_everything_and_says_so(open_welcome, open_lab, talk):
    lab = open_lab()
    lab.enter("林晓")
    lab.answer(lab.engine.key(lab.task))
    lab.submit()
    view = open_welcome()
    [reply] = talk(view).say(type="delete_person", person=view.person.id)
    assert reply["type"] == "deleted"
    assert view.page["person"] is None
    assert view.page["people"] == []
    assert "林晓".encode() not in view.store.path.read_bytes()
    progress = view.store.path.parent / "lessons" / "progress.json"
    assert json.loads(progress.read_text()) == {"lessons": {}}


def test_a_lab_left_open_over_deleted_records_asks_for_a_name(open_welcome, open_lab, talk):
    lab = open_lab()
    lab.enter("林晓")
    attempt = lab.page["attempt"]["id"]
    view = open_welcome()
    talk(view).say(type="delete_person", person=view.person.id)
    value = {"choice": "personal", "reason": None}
    [reply] = talk(lab).say(type="save", key="k", attempt=attempt, item="f01", value=value)
    assert reply["type"] == "refused"
    assert reply["final"]
    assert lab.page["person"] is None


def test_a_view_says_in_one_line_who_is_there(open_welcome):
    view = open_welcome()
    assert repr(view) == "<welcome>"
    view.enter("林晓")
    assert repr(view) == "<welcome 林晓>"
