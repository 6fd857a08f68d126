"""The protocol between page and kernel: stored first, then told; the store is the only truth."""

import json
import re
from dataclasses import replace

import pytest
from fixture import FIELDS, IN_ENGLISH, FixtureEngine

from kit.classroom.store import Store
from kit.errors import BadInput
from kit.widgets import ClassifyLab, rehearse

PERSONAL = {"choice": "personal", "reason": "direct_identifier"}
HALF = {"choice": "personal", "reason": None}


def save(lab, key="k1", item="f01", value=PERSONAL, attempt=None):
    chosen = lab.page["attempt"]["id"] if attempt is None else attempt
    return {"type": "save", "key": key, "attempt": chosen, "item": item, "value": value}


@pytest.fixture
def lab(open_lab):
    made = open_lab()
    made.enter("林晓")
    return made


def test_before_a_name_is_given_the_page_asks_for_one(open_lab, talk):
    lab = open_lab()
    assert lab.page["person"] is None
    assert lab.page["attempt"] is None
    assert lab.page["records"] == str(lab.store.path)
    talk(lab).say(type="add_person", nickname="林晓")
    assert lab.page["person"]["nickname"] == "林晓"
    assert lab.page["attempt"] is not None


def test_a_bad_name_is_answered_in_words(open_lab, talk):
    [reply] = talk(open_lab()).say(type="add_person", nickname="  ")
    assert reply["type"] == "refused"
    assert "昵称" in reply["words"]


def test_a_choice_is_on_disk_when_it_is_acknowledged(lab, talk):
    [reply] = talk(lab).say(**save(lab))
    assert (reply["type"], reply["key"]) == ("saved", "k1")
    assert reply["change"]["value"] == PERSONAL
    other = Store(lab.store.path)
    assert other.answers(lab.page["attempt"]["id"]) == {"f01": PERSONAL}
    assert lab.live["answers"] == {"f01": PERSONAL}
    assert lab.live["done"] == ["f01"]
    assert lab.live["saved"]


def test_a_choice_that_cannot_be_stored_is_not_acknowledged(lab, talk, monkeypatch):
    def full(*_, **__):
        raise BadInput("classroom.disk_full", path="/x")

    monkeypatch.setattr(lab.store, "record", full)
    [reply] = talk(lab).say(**save(lab))
    assert reply["type"] == "refused"
    assert reply["key"] == "k1"
    assert not reply["final"]
    assert "磁盘" in reply["words"]
    assert lab.live["answers"] == {}


def test_a_message_sent_twice_counts_once(lab, talk):
    page = talk(lab)
    assert page.say(**save(lab)) == page.say(**save(lab))
    assert len(lab.store.export(lab.person.id)["attempts"][0]["events"]) == 1


def test_a_reason_may_still_be_missing(lab, talk):
    talk(lab).say(**save(lab, value=HALF))
    assert lab.live["answers"] == {"f01": HALF}
    assert lab.live["done"] == []


def test_undo_takes_back_the_last_change(lab, talk):
    page = talk(lab)
    page.say(**save(lab, "k1"))
    page.say(**save(lab, "k2", value=HALF))
    replies = page.say(type="undo", key="u1", attempt=lab.page["attempt"]["id"])
    assert replies[-1] == {"type": "undone", "item": "f01"}
    assert lab.live["answers"] == {"f01": PERSONAL}


@pytest.mark.parametrize(
    ("item", "value", "code"),
    [
        ("f99", PERSONAL, "unknown_item"),
        ("f01", {"choice": "secret", "reason": None}, "bad_answer"),
        ("f01", {"choice": None, "reason": "because"}, "bad_answer"),
        ("f01", {"choice": "personal"}, "bad_answer"),
        ("f01", PERSONAL | {"more": 1}, "bad_answer"),
        ("f01", "personal", "bad_answer"),
        ("f01", {"choice": float("nan"), "reason": None}, "bad_answer"),
        ("f01", {"choice": ["personal"], "reason": None}, "bad_answer"),
    ],
)
def test_an_answer_that_the_task_does_not_offer_is_refused(lab, talk, item, value, code):
    with pytest.raises(BadInput, match=code):
        lab.answer({item: value})
    [reply] = talk(lab).say(**save(lab, item=item, value=value))
    assert reply["type"] == "refused"
    assert lab.answers == {}


def test_an_unknown_message_is_ignored(lab, talk):
    assert talk(lab).say(type="drop_tables") == []
    assert talk(lab).say() == []


def test_submitting_grades_what_is_stored(lab, talk):
    lab.answer({key: {"choice": right, "reason": why} for key, _, right, why, _, _ in FIELDS[:5]})
    lab.submit()
    result = lab.page["result"]
    assert result["score"] == lab.score.score == 83.3
    assert [one["fine"] for one in result["findings"]] == [True] * 5 + [False]
    assert result["confusion"]["rows"][0][-1] == "没有作答"
    assert lab.page["earlier"][0]["score"] == "83.3"


def submit(lab, shown):
    attempt = lab.page["attempt"]["id"]
    return {"type": "submit", "key": "s1", "attempt": attempt, "shown": shown}


def test_a_page_submits_what_it_shows(lab, talk):
    lab.answer(lab.engine.key(lab.task))
    replies = talk(lab).say(**submit(lab, lab.live["answers"]))
    assert replies[-1] == {"type": "saved", "key": "s1"}
    assert lab.page["result"]["score"] == 100


@pytest.mark.parametrize("value", [HALF, {"choice": "sensitive", "reason": None}])
def test_answers_changed_in_another_window_are_not_graded_unseen(lab, open_lab, talk, value):
    lab.answer(lab.engine.key(lab.task))
    shown = dict(lab.live["answers"])
    open_lab().answer({"f01": value})
    [reply] = talk(lab).say(**submit(lab, shown))
    assert (reply["type"], reply["final"]) == ("refused", True)
    assert "另一个窗口" in reply["words"]
    assert lab.live["answers"]["f01"] == value
    assert lab.page["result"] is None
    assert lab.store.finished(lab.person.id, lab.exercise) == ()


def test_a_page_cannot_submit_with_gaps(lab, talk):
    lab.answer(lab.engine.key(lab.task))
    lab.answer({"f02": HALF})
    [reply] = talk(lab).say(**submit(lab, lab.live["answers"]))
    assert reply["type"] == "refused"
    assert "1 项" in reply["words"]
    assert lab.page["result"] is None


def test_the_cost_stands_on_the_scale_of_the_score_and_kappa_stands_once(store):
    lab = ClassifyLab(locale="zh", store=store)
    lab.enter("林晓")
    fields = lab.engine.key(lab.task)["fields"]
    first = next(iter(fields))
    lab.answer({name: value for name, value in fields.items() if name != first})
    score = lab.submit()
    result = lab.page["result"]
    [cost] = [one for one in result["figures"] if " / " in one["value"]]
    spent, limit = map(int, cost["value"].split(" / "))
    assert score.score == round(100 * (1 - spent / limit), 1)
    assert str(limit) in cost["meaning"]
    said = [line["text"] for line in result["summary"]] + [one["name"] for one in result["figures"]]
    assert sum("比碰运气好多少" in text for text in said) == 1


def test_the_confusion_table_leaves_out_a_column_of_zeros(lab):
    lab.answer(lab.engine.key(lab.task))
    lab.submit()
    assert len(lab.page["result"]["confusion"]["rows"][0]) == 4


def test_a_submitted_attempt_cannot_be_changed_from_another_window(lab, open_lab, talk):
    other = open_lab()
    attempt = lab.page["attempt"]["id"]
    other.submit()
    [reply] = talk(lab).say(**save(lab, attempt=attempt))
    assert reply["type"] == "refused"
    assert reply["final"]
    assert lab.page["result"] is not None


def test_trying_again_gives_another_variant(lab, talk):
    first = lab.task.public()["variant"]
    lab.submit()
    talk(lab).say(type="again")
    assert lab.task.public()["variant"] != first
    assert lab.page["result"] is None
    assert lab.answers == {}
    assert [one["number"] for one in lab.page["earlier"]] == [1]


def test_a_change_meant_for_an_older_attempt_is_refused(lab, talk):
    old = lab.page["attempt"]["id"]
    lab.submit()
    lab.again()
    [reply] = talk(lab).say(**save(lab, attempt=old))
    assert (reply["type"], reply["final"]) == ("refused", True)


def test_an_earlier_result_can_be_opened_and_left(lab, talk):
    first = lab.page["attempt"]["id"]
    lab.submit()
    lab.again()
    page = talk(lab)
    page.say(type="show_attempt", attempt=first)
    assert lab.page["result"]["score"] == 0
    page.say(type="again")
    assert lab.page["result"] is None


def test_a_reload_finds_the_same_answers(lab, open_lab):
    lab.answer({"f03": PERSONAL})
    again = open_lab()
    assert again.page["attempt"] == lab.page["attempt"]
    assert again.live["answers"] == {"f03": PERSONAL}


def test_a_reload_after_submitting_finds_the_result(lab, open_lab):
    lab.answer(lab.engine.key(lab.task))
    lab.submit()
    again = open_lab(locale="en")
    assert again.page["result"]["score"] == 100
    assert again.page["result"]["findings"][0]["parts"][0]["expected"] == "Personal"


def test_a_second_window_sees_changes_when_it_is_looked_at(lab, open_lab, talk):
    other = open_lab()
    lab.answer({"f03": PERSONAL})
    talk(other).say(type="refresh")
    assert other.live["answers"] == {"f03": PERSONAL}
    lab.submit()
    talk(other).say(type="refresh")
    assert other.page["result"] is not None


def test_looking_back_without_change_leaves_the_page_alone(lab, talk):
    changes = []
    lab.observe(lambda change: changes.append(change), "page")
    talk(lab).say(type="refresh")
    assert changes == []


def test_a_person_comes_back_to_the_exercise_they_had_open(lab, open_lab, talk):
    talk(lab).say(type="open_exercise", exercise="second")
    lab.answer({"f01": PERSONAL})
    again = open_lab()
    assert again.exercise == "second"
    assert again.live["answers"] == {"f01": PERSONAL}


def test_two_people_do_not_see_each_other(lab, open_lab, talk):
    lab.answer({"f01": PERSONAL})
    other = open_lab()
    other.enter("Sam")
    assert other.live["answers"] == {}
    assert other.task.public()["variant"] != lab.task.public()["variant"]
    other.enter("林晓")
    assert other.live["answers"] == {"f01": PERSONAL}


def test_hints_are_counted_once(lab, talk):
    page = talk(lab)
    attempt = lab.page["attempt"]["id"]
    for key in ("h1", "h2"):
        page.say(type="hint", key=key, attempt=attempt, item="1")
    assert lab.live["hints"] == ["先问：说的是谁？"]


def test_the_language_can_change_in_place(lab, talk):
    lab.answer({"f01": PERSONAL})
    talk(lab).say(type="language", locale="en")
    assert lab.words["saved"] == "saved"
    assert lab.page["task"]["title"] == "Classify before handover"
    assert lab.live["answers"] == {"f01": PERSONAL}


def test_the_data_is_in_the_language_of_the_page_and_the_attempt_stays_the_same(lab, talk):
    before = lab.page["attempt"]
    [sample] = lab.page["task"]["fields"][-1]["samples"]
    talk(lab).say(type="language", locale="en")
    [translated] = lab.page["task"]["fields"][-1]["samples"]
    assert translated == IN_ENGLISH[sample]
    assert lab.page["attempt"] == before
    assert len(lab.store.export(lab.person.id)["attempts"]) == 1


def test_a_result_quotes_the_data_in_the_language_shown(store, talk):
    """Variants are drawn by chance, and not each quotes words: several people try."""
    quoted = 0
    for person in ("林晓", "周敏", "高远", "许诺", "何田"):
        lab = ClassifyLab("leasing-data-room", locale="zh", store=store)
        lab.enter(person)
        blind = {"choice": "non_personal", "reason": "system_code"}
        lab.answer(dict.fromkeys(lab.page["task"]["items"], blind))
        score = lab.submit()
        quotes = [one.values["example"] for one in score.findings if one.values["example"]]
        samples = {quote["values"]["sample"] for quote in quotes}
        chinese = {one for one in samples if re.search("[一-鿿]{3}", one)}
        said = {}
        for locale in ("zh", "en"):
            talk(lab).say(type="language", locale=locale)
            findings = json.dumps(lab.page["result"]["findings"], ensure_ascii=False)
            said[locale] = {one for one in chinese if one in findings}
            assert lab.score.score == score.score
        assert not said["en"]
        quoted += len(said["zh"])
    assert quoted


def test_a_result_of_an_older_grading_is_shown_as_it_was(lab, open_lab, monkeypatch):
    lab.answer(lab.engine.key(lab.task))
    assert lab.submit().score == 100

    def stricter(self, task, answer):
        return replace(graded(self, task, answer), score=50)

    graded = FixtureEngine.grade
    monkeypatch.setattr(FixtureEngine, "grade", stricter)
    assert open_lab().score.score == 100


def test_nothing_a_page_gets_tells_the_truth_before_submitting(lab):
    seen = json.dumps([lab.page, lab.live], ensure_ascii=False)
    assert "expected" not in seen
    assert "finding" not in seen


def test_the_launcher_hears_of_a_result(lab):
    lab.answer(lab.engine.key(lab.task))
    lab.submit()
    path = lab.store.path.parent / "lessons" / "progress.json"
    found = json.loads(path.read_text())["lessons"]
    assert found["01-classify-fields"] == {"done": 1, "of": 1, "best": 100}


def test_a_lab_says_in_one_line_where_it_stands(open_lab):
    lab = open_lab("first")
    assert repr(lab) == "<classify_fields first>"
    lab.enter("林晓")
    lab.answer({"f01": PERSONAL})
    assert repr(lab) == "<classify_fields first: 1 of 6 answered>"
    lab.submit()
    assert repr(lab) == "<classify_fields first: 16.7 / 100>"


def test_without_a_person_code_is_told_what_to_do(open_lab):
    with pytest.raises(BadInput, match="nobody"):
        open_lab().answer({"f01": PERSONAL})


def test_an_unknown_exercise_or_language_is_named(open_lab):
    with pytest.raises(BadInput, match="unknown_exercise"):
        open_lab("third")
    with pytest.raises(BadInput, match="unknown_locale"):
        open_lab(locale="fr")


def test_a_rehearsal_leaves_no_trace(lab):
    before = lab.store.export(lab.person.id)
    assert rehearse(engine=FixtureEngine()).figures["kappa"] == 1
    assert lab.store.export(lab.person.id) == before
