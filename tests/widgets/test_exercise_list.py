"""The list of a lab's exercises, where somebody comes back to, and what is advised next."""

import pytest

from kit.classroom.course import Lesson
from kit.classroom.records import Progress
from kit.errors import BadInput
from kit.widgets.engine import Engine
from kit.widgets.exercise_list import exercise_list, next_lesson

SENSITIVE = {"choice": "sensitive", "reason": "health"}


# Coming back


def test_a_lesson_that_begins_somewhere_comes_back_to_what_was_chosen(open_lab, talk):
    lesson = open_lab(begin="second")
    lesson.enter("林晓")
    assert lesson.exercise == "second"
    talk(lesson).say(type="open_exercise", exercise="first")
    assert open_lab(begin="second").exercise == "first"


def test_where_a_lesson_begins_is_not_a_choice(open_lab):
    open_lab(begin="second").enter("林晓")
    assert open_lab().exercise == "first"


def test_a_named_exercise_is_that_one_whatever_was_chosen(lab, open_lab, talk):
    talk(lab).say(type="open_exercise", exercise="first")
    assert open_lab("second").exercise == "second"


def test_whoever_comes_next_at_the_same_page_finds_their_own_exercise(open_lab, talk):
    lesson = open_lab(begin="second")
    lesson.enter("林晓")
    talk(lesson).say(type="open_exercise", exercise="first")
    lesson.enter("Sam")
    assert lesson.exercise == "second"
    lesson.enter("林晓")
    assert lesson.exercise == "first"


def test_a_named_exercise_is_there_for_whoever_comes_next(open_lab, talk):
    named = open_lab("second")
    named.enter("林晓")
    talk(named).say(type="open_exercise", exercise="first")
    assert named.exercise == "first"
    named.enter("Sam")
    assert named.exercise == "second"


def test_a_lesson_begins_with_an_exercise_that_exists(open_lab):
    with pytest.raises(BadInput, match="unknown_exercise"):
        open_lab(begin="third")


def begun(view):
    return [one["id"] for one in view.page["exercises"] if one["begun"]]


def test_work_that_is_not_submitted_is_marked_in_the_list(lab, practice):
    practice.reload()
    assert begun(practice) == []  # opened is not begun
    lab.answer({"f01": SENSITIVE})
    practice.reload()
    assert begun(practice) == ["first"]
    assert begun(lab) == []  # where one is, the list says that one is there
    lab.answer(lab.engine.key(lab.task))
    lab.submit()
    practice.reload()
    assert begun(practice) == []


def test_the_mark_comes_and_goes_without_another_page(lab, talk):
    lab.answer({"f01": SENSITIVE})
    assert talk(lab).say(type="refresh") == []


# What is advised


def test_the_easiest_exercise_not_yet_done_is_advised(lab, practice):
    def advised(view):
        return [one["id"] for one in view.page["exercises"] if one["next"]]

    assert advised(lab) == ["second"]
    lab.answer(lab.engine.key(lab.task))
    lab.submit()
    practice.reload()
    assert advised(practice) == []
    assert practice.page["exercises"][0]["best"] == 100


ENTRIES = [
    {
        "id": name,
        "titles": {"zh": name, "en": name},
        "profile_titles": {"zh": "租赁公司", "en": "Leasing"},
        "difficulty": level,
        "guided": guided,
        "minutes": 8,
    }
    for name, level, guided in (
        ("practice", "foundation", True),
        ("easy", "foundation", False),
        ("exam", "practitioner", False),
        ("hard", "expert", False),
        ("harder", "expert", False),
    )
]


@pytest.mark.parametrize(
    ("passed", "tried", "here", "advised"),
    [
        ((), (), "exam", "practice"),  # nothing done: begin at the beginning
        ((), ("exam",), "exam", "practice"),  # failed: practice helps
        (("exam",), (), "exam", "hard"),  # passed: on, not back to easier practice
        (("easy",), (), "easy", "exam"),
        (("hard",), (), "hard", "harder"),  # the same level before any other
        (("harder",), (), "harder", "hard"),
        (("hard", "harder"), (), "harder", "exam"),  # at the end: what was left out, hardest first
        (("easy", "exam", "hard", "harder"), (), "harder", None),
        ((), ("practice",), "practice", "easy"),
    ],
)
def test_what_is_advised_leads_on_and_never_back_to_practice(passed, tried, here, advised):
    progress = {
        name: Progress(1, best=80 if name in passed else 40, passed=name in passed)
        for name in (*passed, *tried)
    }
    shown = exercise_list(ENTRIES, progress, (), here, "en")
    assert [one["id"] for one in shown if one["next"]] == ([advised] if advised else [])


def test_after_a_pass_the_next_lesson_is_offered_as_well(lab, open_lab):
    assert lab.page["next_lesson"]["name"] == "02-find-it-in-the-text"
    assert lab.page["next_lesson"]["title"] == "在字里行间找出来"
    assert open_lab(locale="en").page["next_lesson"]["title"] == "Find it in the text"


def test_the_next_lesson_is_the_next_one_with_something_left_to_do():
    def lesson(name, *labs):
        return Lesson(name, name.title(), "", 5, labs)

    course = (lesson("00"), lesson("01", "sort"), lesson("02", "find"), lesson("10"))
    exercises = {"sort": ["a"], "find": ["b"]}

    def after(lab, *passed):
        progress = {name: Progress(1, best=90, passed=True) for name in passed}
        found = next_lesson(course, lab, progress, exercises.__getitem__)
        return found and found["name"]

    assert after("sort") == "02"
    assert after("sort", "a", "b") == "10"  # what has no exercises can always be looked at
    assert after("find", "b") == "10"
    assert after("elsewhere") is None


def test_real_exercises_are_listed_by_level_with_practice_first():
    levels = ["foundation", "practitioner", "expert"]
    entries = Engine().catalogue("classify_fields")
    order = [(levels.index(one["difficulty"]), not one["guided"]) for one in entries]
    assert order == sorted(order)
    shown = exercise_list(entries, {}, (), entries[0]["id"], "en")
    assert [one["id"] for one in shown] == [one["id"] for one in entries]
    assert all(one["title"] and one["level"] in levels for one in shown)
