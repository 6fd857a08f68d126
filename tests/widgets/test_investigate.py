"""The investigation lab without a browser: what it shows, stores, refuses and tells afterwards."""

import json
import sys

import pytest
from investigate_fixture import SIZE, CaseEngine, accounts, case, found, is_, right, save

from kit.classroom.store import Store
from kit.errors import BadInput
from kit.i18n import LOCALES, catalogue
from kit.labs.investigation.codes import NOTHING, TYPES
from kit.widgets import InvestigateLab, investigate
from kit.widgets.assets import script
from kit.widgets.investigate import PART_OF


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_is_plain_data_and_points_to_no_evidence(open_case, locale):
    page = open_case(locale).page["task"]
    assert json.loads(json.dumps(page)) == page
    assert page["items"] == page["asks"] == [one["key"] for one in page["parts"]]
    assert "desk" not in page["items"]
    assert "desk" in page["blank"]
    assert page["reports"][0]["text"]
    assert {tab["code"] for tab in page["tabs"]} >= {"people", "tickets", "mail", "customers"}
    refs = [one["ref"] for one in right(case(False, locale))["evidence"]["pins"]]
    known = [ref.partition(":")[2] for ref in refs if not ref.startswith("report:")]
    assert not [key for key in known if key in json.dumps({**page, "names": {}})]


def test_kinds_of_leaks_stand_family_by_family_and_no_leak_comes_last(open_case):
    types = open_case().page["task"]["choices"]["types"]
    assert sorted(one["code"] for one in types) == sorted(TYPES)
    groups = [one["group"] for one in types]
    runs = [group for n, group in enumerate(groups) if n == 0 or groups[n - 1] != group]
    assert len(runs) == len(set(runs)) > 3
    assert (types[-1]["code"], runs[-1]) == (NOTHING, "没有泄露")


@pytest.mark.parametrize("locale", LOCALES)
def test_codes_of_log_and_tables_have_words(open_case, locale):
    lab = open_case(locale)
    names = lab.page["task"]["names"]
    desk = lab._desk(lab.task)
    for column in ("action", "right", "view", "metadata.product.name", "actor.user.uid"):
        known = {one["value"] for one in desk.search.values(column, limit=10_000)}
        assert known <= set(names[column]), column
    shown = [one for tab in lab.page["task"]["tabs"] for one in tab["tables"]]
    titles = [column["title"] for table in shown for column in table["columns"]]
    assert all(titles)
    assert not [title for title in titles if title.startswith("inv_")]


def test_a_pin_is_on_disk_when_it_is_acknowledged(open_case, talk):
    lab = open_case()
    pins = {"pins": [{"ref": "ticket:T000001", "remark": "说明停用过"}]}
    [reply] = talk(lab).say(**save(lab, "evidence", pins))
    assert reply["type"] == "saved"
    assert Store(lab.store.path).answers(lab.page["attempt"]["id"]) == {"evidence": pins}
    assert lab.live["done"] == ["evidence"]


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("what", {"type": "earthquake", "ground": None}),
        ("what", {"type": None}),
        ("who", {"accounts": "yg1", "hand": None}),
        ("scope", {"parts": [{"kind": "stars"}], "count": None}),
        ("scope", {"parts": [], "count": -1}),
        ("evidence", {"pins": [{"ref": "x", "remark": ""}]}),
        ("evidence", {"pins": [{"ref": "event:A", "remark": "x" * 401}]}),
        ("duties", {"list": [{"duty": "sleep", "owed_by": None, "clock": None}]}),
        ("desk", {"filters": [], "notes": "x" * 4001}),
        ("desk", {"filters": [{"name": "desk 7", "query": {"since": "later"}}], "notes": ""}),
        ("weather", {"none": True}),
    ],
)
def test_what_nobody_can_have_answered_is_refused_in_words(open_case, talk, item, value):
    lab = open_case()
    [reply] = talk(lab).say(**save(lab, item, value))
    assert reply["type"] == "refused"
    assert item in reply["words"]
    assert lab.live["answers"] == {}


def test_a_part_is_told_apart_by_what_it_has(open_case):
    lab = open_case()
    blank = lab.page["task"]["blank"]
    for part, value in blank.items():
        assert {PART_OF[name] for name in value if name in PART_OF} == {part}
    assert lab.complete({"none": True})
    assert [part for part, value in blank.items() if lab.complete(value)] == ["desk"]


def test_notes_and_filters_may_stay_empty(open_case):
    lab = open_case()
    report = right(lab.task)
    lab.answer({part: value for part, value in report.items() if part != "desk"})
    stored = lab.store.answers(lab.page["attempt"]["id"])
    lab._check_shown(lab._here(), stored)
    del report["when"]
    with pytest.raises(BadInput, match="changed_elsewhere"):
        lab._check_shown(lab._here(), report)
    assert lab.submit().score == 100


def test_a_report_with_a_gap_is_not_graded(open_case, talk):
    lab = open_case("en")
    report = right(lab.task)
    lab.answer({"what": report["what"]})
    attempt = lab.page["attempt"]["id"]
    replies = talk(lab).say(
        type="submit", key="k1", attempt=attempt, shown={"what": report["what"]}
    )
    assert replies[-1]["type"] == "refused"
    assert "8" in replies[-1]["words"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_finding_shows_both_answers_and_leads_into_the_log(open_case, talk, locale):
    lab = open_case(locale)
    report = right(lab.task)
    everybody = {"parts": [{"kind": "everyone"}], "count": SIZE}
    lab.answer(report | {"scope": everybody, "ongoing": {"answer": None}})
    lab.submit()
    findings = {one["item"]: one for one in lab.page["result"]["findings"]}
    assert str(SIZE) in findings["scope"]["yours"][0]
    assert findings["scope"]["expected"] != findings["scope"]["yours"]
    assert findings["ongoing"]["yours"] == []
    assert findings["what"]["yours"] == findings["what"]["expected"]
    for shown in findings["scope"]["shows"]:
        hits = found(lab, talk, what="log", query=shown["query"])
        assert 0 < hits["total"] < lab.page["task"]["log"]["events"]
        assert shown["label"]
    assert findings["scope"]["papers"]
    earned = sum(float(one["earned"]) for one in lab.page["result"]["parts"])
    assert earned == pytest.approx(lab.score.score, abs=0.5)


@pytest.mark.parametrize("locale", LOCALES)
def test_of_each_pin_the_result_says_why_it_counts_and_what_is_missing(open_case, talk, locale):
    lab = open_case(locale)
    report = right(lab.task)
    first, *others = report["evidence"]["pins"]
    tickets = lab.table("tickets")["ticket_id"]
    known = {one["ref"] for one in others} | set(lab.task.right.proof.papers)
    beside = next(f"ticket:{one}" for one in tickets if f"ticket:{one}" not in known)
    pins = {"pins": [first, {"ref": beside, "remark": ""}]}
    lab.answer(report | {"evidence": pins})
    lab.submit()
    [found_] = [one for one in lab.page["result"]["findings"] if one["item"] == "evidence"]
    judged = found_["pins"]["judged"]
    assert [(one["ref"], one["severity"]) for one in judged] == [
        (first["ref"], "ok"),
        (beside, "danger"),
    ]
    assert all(one["why"] and one["title"] for one in judged)
    missing = [one["ref"] for one in found_["pins"]["lacking"] + found_["pins"]["more"]]
    assert set(missing) == {one["ref"] for one in others}
    told = " ".join(found_["lines"])
    assert not [ref for ref in missing if ref.partition(":")[2] in told]
    assert len(found_["yours"]) == 3
    assert len(found_["expected"]) == 1 + len(report["evidence"]["pins"])
    for one in (*judged, *found_["pins"]["lacking"]):
        if one["look"]:
            assert found(lab, talk, what="log", query=one["look"])["total"] == 1


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("until", "told"), [("20:27", "12-04 20:27"), (None, "12-04 20:27 – …")])
def test_a_window_of_one_moment_is_told_as_one_moment(open_case, locale, until, told):
    lab = open_case(locale)
    when = {"since": "2026-12-04T20:27", "until": until and f"2026-12-04T{until}"}
    lab.answer(right(lab.task) | {"when": when})
    lab.submit()
    [found_] = [one for one in lab.page["result"]["findings"] if one["item"] == "when"]
    assert found_["yours"] == [told]
    assert " – " in found_["expected"][0]


@pytest.mark.parametrize("locale", LOCALES)
def test_that_nothing_is_sensitive_is_told_in_words(open_case, locale):
    lab = open_case(locale)
    report = right(lab.task)
    lab.answer(report | {"sensitive": {"kinds": [], "children": "no"}})
    lab.submit()
    findings = {one["item"]: one for one in lab.page["result"]["findings"]}
    told = [lab.say("inv_sensitive_none"), lab.say("inv_children_no")]
    assert findings["sensitive"]["yours"] == told


@pytest.mark.parametrize("locale", LOCALES)
def test_a_step_has_one_name_before_during_and_after_the_work(open_case, locale):
    words = open_case(locale).words
    report = words["inv_stage_report"].partition("（" if locale == "zh" else " (")[0]
    for name in ("step_work", "step_work_count"):
        assert words[name].startswith(words["inv_stage_desk"])
        assert report.casefold() in words[name].casefold()
    check = "核对" if locale == "zh" else "check"
    marks = [words[f"inv_{name}"] for name in ("asked_note", "asked_note_guided", "answered_mark")]
    assert all(check in one for one in [*marks, words["check"].casefold()])


@pytest.mark.parametrize("locale", LOCALES)
def test_the_result_says_which_kinds_of_evidence_are_missing(open_case, locale):
    lab = open_case(locale)
    report = right(lab.task)
    reports = [one for one in report["evidence"]["pins"] if one["ref"].startswith("report:")]
    lab.answer(report | {"evidence": {"pins": reports}})
    lab.submit()
    parts = {one["item"]: one["lacking"] for one in lab.page["result"]["parts"]}
    assert lab.say("inv_tab_log") in parts.pop("evidence")
    assert not any(parts.values())


@pytest.mark.parametrize("locale", LOCALES)
def test_the_result_of_a_whole_case_file_misses_nothing(open_case, locale):
    lab = open_case(locale)
    lab.answer(right(lab.task))
    lab.submit()
    assert not any(one["lacking"] for one in lab.page["result"]["parts"])


def test_the_first_page_says_when_answers_are_graded():
    for locale in LOCALES:
        known = catalogue("investigate_view", locale)
        assert known["inv_asked_note"] != known["inv_asked_note_guided"]
    read = script("investigate-review")
    assert 'guided ? "inv_asked_note_guided" : "inv_asked_note"' in read


def test_accounts_are_read_however_they_are_typed(open_case):
    lab = open_case()
    report = right(lab.task)
    typed = [f" {one.upper()}" for one in report["who"]["accounts"]]
    lab.answer(report | {"who": report["who"] | {"accounts": typed}})
    assert lab.submit().score == 100


def test_a_kept_filter_that_is_gone_does_not_break_the_result(open_case):
    lab = open_case()
    scope = {"parts": [{"kind": "query", "query": is_("status_id", "1")}], "count": 3}
    lab.answer(right(lab.task) | {"scope": scope})
    lab.submit()
    assert lab.page["result"]["findings"]


def test_a_guided_part_is_checked_at_once(open_case, talk):
    lab = open_case(guided=True)
    page = talk(lab)
    page.say(**save(lab, "ongoing", {"answer": "yes"}))
    page.say(type="check", key="k2", attempt=lab.page["attempt"]["id"], item="ongoing")
    assert lab.live["checked"]["ongoing"]["verdict"]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("item", ["what", "ongoing", "evidence"])
def test_a_checked_part_tells_nothing_of_the_others(open_case, talk, locale, item):
    lab = open_case(locale, guided=True)
    report = right(lab.task)
    wrong = {
        "what": {"type": "misdirected_mail", "ground": None},
        "ongoing": {"answer": "no"},
        "evidence": {"pins": [{"ref": report_ref(lab.task), "remark": ""}]},
    }
    page = talk(lab)
    page.say(**save(lab, item, wrong[item]))
    page.say(type="check", key="k2", attempt=lab.page["attempt"]["id"], item=item)
    checked = lab.live["checked"][item]
    told = json.dumps(checked, ensure_ascii=False)
    pins = [one["ref"].partition(":")[2] for one in report["evidence"]["pins"]]
    days = [report["when"][end][:10] for end in ("since", "until")]
    secrets = [*accounts(lab.task), *pins, *days]
    given = report_ref(lab.task).partition(":")[2]
    assert not [one for one in secrets if one != given and one in told]
    assert (checked["shows"], checked["papers"]) == ([], [])
    assert checked["lines"]


def report_ref(task):
    return f"report:{task.public()['reports'][0]['id']}"


def test_what_a_check_held_back_is_shown_after_submitting(open_case, talk):
    lab = open_case(guided=True)
    lab.answer(right(lab.task) | {"when": {"since": None, "until": None}})
    lab.submit()
    [when] = [one for one in lab.page["result"]["findings"] if one["item"] == "when"]
    assert when["shows"]
    assert when["papers"]


def test_undo_takes_back_a_pin(open_case, talk):
    lab = open_case()
    page = talk(lab)
    one, two = ({"ref": f"ticket:T{n}", "remark": ""} for n in (1, 2))
    page.say(**save(lab, "evidence", {"pins": [one]}))
    page.say(**save(lab, "evidence", {"pins": [one, two]}, key="k2"))
    page.say(type="undo", key="k3", attempt=lab.page["attempt"]["id"])
    assert lab.live["answers"]["evidence"] == {"pins": [one]}


def test_log_and_tables_are_there_for_those_who_code(open_case, store):
    lab = open_case()
    log = lab.log
    assert len(log) == lab.page["task"]["log"]["events"]
    assert {"time", "person", "right", "people"} <= set(log)
    assert len(lab.table("customers")) == SIZE
    with pytest.raises(BadInput, match="no_table"):
        lab.table("ghosts")


def test_a_stranger_sees_a_sample(tmp_path):
    records = Store(tmp_path / "records.sqlite")
    lab = InvestigateLab(locale="en", store=records, engine=CaseEngine())
    assert lab.page["person"] is None
    assert len(lab.log) == case(False, "en").public()["log"]["events"]
    records.close()


def test_an_unknown_exercise_is_told_in_words(monkeypatch, tmp_path):
    monkeypatch.setenv("KIT_HOME", str(tmp_path))
    with pytest.raises(Exception, match="no-such") as raised:
        investigate("no-such-exercise", locale="en")
    assert "no-such-exercise" in raised.value.words


def test_whoever_opens_a_lesson_is_told_that_the_case_is_being_made(monkeypatch, tmp_path):
    seen = []
    monkeypatch.setenv("KIT_HOME", str(tmp_path))
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson")
    module = sys.modules["kit.widgets.investigate"]
    monkeypatch.setattr(module, "display", lambda data, raw: seen.append(data))
    monkeypatch.setattr(module, "clear_output", lambda: seen.append("cleared"))
    with pytest.raises(Exception, match="no-such"):
        investigate("no-such-exercise", locale="en")
    words = catalogue("investigate_view", "en")["inv_preparing"]
    assert seen == [{"text/plain": words}, "cleared"]
