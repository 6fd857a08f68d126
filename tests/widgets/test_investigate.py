"""The investigation lab without a browser: what it shows, finds, stores and refuses."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from conftest import Clock
from investigate_fixture import SIZE, CaseEngine, case, right

from kit.classroom.store import Store
from kit.errors import BadInput
from kit.i18n import LOCALES, catalogue
from kit.labs.investigation.codes import NOTHING, TYPES
from kit.widgets import InvestigateLab, investigate
from kit.widgets.assets import script
from kit.widgets.investigate import PART_OF


@pytest.fixture
def open_case(store):
    def make(locale="zh", guided=False):
        lab = InvestigateLab(locale=locale, store=store, engine=CaseEngine(guided), clock=Clock())
        lab.enter("林晓")
        return lab

    return make


def asked(lab, talk, **question):
    [reply] = talk(lab).say(type="ask_desk", ask=1, **question)
    assert (reply["type"], reply["ask"]) == ("told", 1)
    return reply


def found(lab, talk, **question):
    return asked(lab, talk, **question)["data"]


def save(lab, item, value, key="k1"):
    attempt = lab.page["attempt"]["id"]
    return {"type": "save", "key": key, "attempt": attempt, "item": item, "value": value}


def accounts(task):
    return right(task)["who"]["accounts"]


def is_(column, *values):
    return {"conditions": [{"column": column, "op": "is", "values": list(values)}]}


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


def test_the_log_is_narrowed_counted_and_laid_along_the_time_line(open_case, talk):
    lab = open_case()
    [account] = accounts(lab.task)
    whole = found(lab, talk, what="log", query={})
    some = found(lab, talk, what="log", query=is_("actor.user.uid", account))
    assert whole["total"] == lab.page["task"]["log"]["events"]
    assert 0 < some["total"] < whole["total"]
    assert {row["actor.user.uid"] for row in some["rows"]} == {account}
    assert sum(some["timeline"]["series"][0]["counts"]) == some["total"]
    assert len(some["timeline"]["series"][0]["counts"]) == 120


def meant(lab, talk, column, op, text):
    """How many events a condition typed by hand finds, and the condition."""
    condition = found(lab, talk, what="condition", column=column, op=op, text=text)["condition"]
    return found(lab, talk, what="log", query={"conditions": [condition]})["total"], condition


@pytest.mark.parametrize("locale", LOCALES)
def test_a_thing_is_found_by_any_part_of_what_the_page_calls_it(open_case, talk, locale):
    lab = open_case(locale)
    log = found(
        lab, talk, what="log", query={"conditions": [{"column": "resource.uid", "op": "not_empty"}]}
    )
    row = next(row for row in log["rows"] if "/" in str(row["thing"]))
    part = row["thing"].rpartition("/")[2][:-2].upper()
    total, condition = meant(lab, talk, "resource.uid", "contains", part)
    assert total > 0
    assert row["resource.uid"] in condition["values"]
    plain = {"column": "resource.uid", "op": "contains", "values": [part]}
    assert found(lab, talk, what="log", query={"conditions": [plain]})["total"] == 0


@pytest.mark.parametrize("column", ["segment", "actor.user.uid", "view", "action"])
@pytest.mark.parametrize("op", ["is", "contains"])
def test_codes_are_found_by_their_names_and_by_themselves(open_case, talk, column, op):
    lab = open_case()
    code = next(one["value"] for one in found(lab, talk, what="values", column=column)["values"])
    exact = found(lab, talk, what="log", query=is_(column, code))["total"]
    for text in (code, lab.page["task"]["names"][column][code]):
        total, condition = meant(lab, talk, column, op, text)
        assert code in condition["values"]
        assert total >= exact > 0


def test_a_person_is_found_by_name_alone(open_case, talk):
    lab = open_case()
    account = accounts(lab.task)[0]
    name = lab.page["task"]["names"]["actor.user.uid"][account].removesuffix(account).strip()
    assert account in meant(lab, talk, "actor.user.uid", "is", name)[1]["values"]


@pytest.mark.parametrize(("locale", "words"), [("zh", "公司以外"), ("en", "Outside")])
def test_outside_is_where_no_place_is_named(open_case, talk, locale, words):
    lab = open_case(locale)
    total, condition = meant(lab, talk, "site", "is", words)
    assert condition["op"] == "empty"
    everything = lab.page["task"]["log"]["events"]
    assert meant(lab, talk, "site", "is_not", words)[0] == everything - total


def test_what_nobody_is_called_finds_nothing_and_too_much_is_refused(open_case, talk, monkeypatch):
    lab = open_case()
    assert meant(lab, talk, "segment", "contains", "没有这样的名单")[0] == 0
    monkeypatch.setattr("kit.widgets.investigate_desk.MOST_VALUES", 1)
    asking = {"what": "condition", "column": "action", "op": "contains", "text": "e"}
    assert "1" in asked(lab, talk, **asking)["error"]


def test_the_time_line_shows_what_lies_outside_the_window(open_case, talk):
    lab = open_case()
    log = lab.page["task"]["log"]
    window = {"since": log["since"], "until": f"{log['since'][:10]}T12:00:00"}
    part = found(lab, talk, what="log", query=window)
    assert part["total"] < sum(part["timeline"]["series"][0]["counts"]) == log["events"]


def test_more_rows_follow_the_first_ones(open_case, talk):
    lab = open_case()
    first = found(lab, talk, what="log", query={})["rows"]
    more = found(lab, talk, what="page", query={}, offset=50, limit=100)["rows"]
    assert [row["metadata.uid"] for row in more[:50]] == [row["metadata.uid"] for row in first[50:]]
    last = found(lab, talk, what="page", query={}, offset=0, limit=1, newest=True)["rows"][0]
    assert last["time"] >= max(row["time"] for row in more)


def test_people_are_counted_once(open_case, talk):
    lab = open_case()
    rows = found(lab, talk, what="count", query={}, column="actor.user.uid")["rows"]
    assert rows == sorted(rows, key=lambda row: -row["people"])
    assert max(row["people"] for row in rows) <= SIZE
    assert max(row["events"] for row in rows) > SIZE


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ({"what": "log", "query": is_("shoe_size", "42")}, "shoe_size"),
        ({"what": "log", "query": {"customers": ["KH000"]}}, "KH000"),
        ({"what": "log", "query": {"since": "tomorrow"}}, "since"),
        ({"what": "gists", "refs": ["event:AAAA00000000"]}, "AAAA"),
        ({"what": "table", "table": "ghosts"}, "ghosts"),
        ({"what": "everything"}, "what"),
        ({"what": "page", "query": {}, "offset": -1}, "offset"),
        ({"what": "log", "query": {}, "zoom": "x"}, "zoom"),
        ({"what": "log", "query": {}, "zoom": {"since": "2026-08-01T00:00:00Z"}}, "zoom"),
        (
            {"what": "log", "query": {}, "zoom": {"since": "2999-01-01", "until": "1999-01-01"}},
            "zoom",
        ),
        ({"what": "scope", "parts": ["x"]}, "parts"),
        ({"what": "scope", "parts": "x"}, "parts"),
        ({"what": "scope", "parts": [], "desk": "x"}, "desk"),
        ({"what": ["log"]}, "what"),
    ],
)
def test_what_cannot_be_found_is_told_in_words(open_case, talk, question, named):
    reply = asked(open_case("en"), talk, **question)
    assert named in reply["error"]
    assert "data" not in reply


@pytest.mark.parametrize(
    "part",
    [
        {},
        {"kind": "stars"},
        {"kind": ["query"]},
        {"kind": "saved"},
        {"kind": "saved", "name": "gone"},
        {"kind": "query", "query": "x"},
        {"kind": "query"},
        {"kind": "list", "segment": 3},
        {"kind": "file", "file": {}},
        {"kind": "ids", "text": 5},
    ],
)
def test_a_part_of_a_scope_in_another_form_has_a_remark(open_case, talk, part):
    [told] = found(open_case("en"), talk, what="scope", parts=[part], desk=None)["parts"]
    assert told["remark"]
    assert told["people"] == 0


def test_a_desk_in_another_form_is_told_in_words(open_case, talk):
    parts = [{"kind": "saved", "name": "x"}]
    for desk in ({"filters": "x"}, {"filters": ["x"]}, {"filters": [{"name": "x"}]}):
        told = found(open_case("en"), talk, what="scope", parts=parts, desk=desk)["parts"]
        assert told[0]["remark"]


def test_a_table_is_searched_by_what_it_shows(open_case, talk):
    lab = open_case()
    [account] = accounts(lab.task)
    hit = found(lab, talk, what="table", table="accounts", search=account, offset=0, limit=9)
    assert hit["total"] >= 1
    assert all(account in " ".join(row["cells"]) for row in hit["rows"])
    row = hit["rows"][0]
    assert row["ref"] == f"account:{row['key']}"
    assert found(lab, talk, what="log", query=row["look"])["total"] > 0
    none = found(lab, talk, what="table", table="tickets", search="没有这样的词", offset=0, limit=9)
    assert none == {"table": "tickets", "total": 0, "rows": []}


def test_the_staff_of_the_company_is_not_that_of_the_customers_tables(open_case, talk):
    lab = open_case()
    row = found(lab, talk, what="table", table="staff", search="", offset=0, limit=1)["rows"][0]
    tabs = {one["code"]: one["tables"] for one in lab.page["task"]["tabs"]}
    columns = [column["name"] for column in tabs["people"][0]["columns"]]
    assert len(columns) == len(row["cells"])
    assert {"job_id", "left_on"} <= set(columns)


def test_what_is_pinned_is_told_in_a_few_words(open_case, talk):
    lab = open_case()
    refs = [one["ref"] for one in right(lab.task)["evidence"]["pins"]]
    gists = found(lab, talk, what="gists", refs=refs)["gists"]
    assert set(gists) == set(refs)
    for ref, gist in gists.items():
        assert gist["title"]
        if ref.startswith("event:"):
            assert found(lab, talk, what="log", query=gist["look"])["total"] == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_a_name_stands_before_the_id_wherever_it_is_known(open_case, talk, locale):
    lab = open_case(locale)
    people = lab.table("staff").set_index("staff_id")["name"]
    owned = lab.table("accounts").dropna(subset="staff_id").set_index("account_id")["staff_id"]
    names = {account: people[staff] for account, staff in owned.items()}
    rows = found(lab, talk, what="page", query={}, offset=0, limit=400)["rows"]
    known = [row for row in rows if row["actor.user.uid"] in names]
    assert known
    assert all(row["whose"] == names[row["actor.user.uid"]] for row in known)
    papers = lab._desk(lab.task).papers
    granted = lab.table("entitlements")
    granted = granted[granted["account_id"].isin(names.keys())].iloc[0]
    told = papers.gist(granted["entitlement_id"])
    assert told.startswith(f"{names[granted['account_id']]} {granted['account_id']}")
    machine = next(row for row in rows if row["account.kind"] == "api")
    ref = f"event:{machine['metadata.uid']}"
    title = found(lab, talk, what="gists", refs=[ref])["gists"][ref]["title"]
    assert f"{lab.say('inv_code_api')} {machine['actor.user.uid']}" in title
    assert machine["whose"] == ""


def test_accounts_behind_the_pins_are_offered_first(open_case, talk):
    lab = open_case()
    refs = [one["ref"] for one in right(lab.task)["evidence"]["pins"]]
    offered = found(lab, talk, what="accounts", search="", pins=refs)["accounts"]
    assert set(accounts(lab.task)) <= {one["id"] for one in offered}
    assert found(lab, talk, what="accounts", search="", pins=[])["accounts"] == []


def test_a_scope_counts_each_person_once_over_all_its_parts(open_case, talk):
    lab = open_case()
    query = is_("actor.user.uid", *accounts(lab.task))
    desk = {"filters": [{"name": "老账号", "query": query}], "notes": ""}
    parts = [{"kind": "saved", "name": "老账号"}, {"kind": "query", "query": query}]
    scope = found(lab, talk, what="scope", parts=parts, desk=desk)
    assert [one["people"] for one in scope["parts"]] == [scope["people"]] * 2
    assert scope["parts"][0]["events"] > 0
    everyone = found(lab, talk, what="scope", parts=[*parts, {"kind": "everyone"}], desk=desk)
    assert everyone["people"] == SIZE


def test_pasted_ids_that_nobody_has_are_named_beside_their_part(open_case, talk):
    lab = open_case()
    [someone] = lab._desk(lab.task).search.ids_of([0])
    parts = [{"kind": "ids", "text": someone}, {"kind": "ids", "text": "KH1，KH2"}]
    scope = found(lab, talk, what="scope", parts=parts, desk=None)
    assert scope["people"] == 1
    assert "KH1" in scope["parts"][1]["remark"]


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


def test_tables_are_called_what_they_hold_and_their_columns_fit_beside_each_other(open_case):
    page = open_case().page["task"]
    [mails] = next(tab["tables"] for tab in page["tabs"] if tab["code"] == "mail")
    assert "附件" not in mails["title"]
    room = [5 if one["wide"] > 7.2 else one["wide"] for one in mails["columns"] if one["wide"]]
    assert sum(room) + 0.5 * len(room) <= 46


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


LOG = {"since": "2026-11-20T00:00:01", "until": "2027-01-10T23:59:59"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-30 22:06", "2026-11-30T22:06"),
        ("2026-11-30T22:06", "2026-11-30T22:06"),
        ("11-30 22:06", "2026-11-30T22:06"),
        ("1-5 7:30", "2027-01-05T07:30"),
        ("１１-３０ ２２:０６", "2026-11-30T22:06"),
        ("11/30", "2026-11-30T00:00"),
        ("", None),
        ("yesterday", "wrong"),
        ("2026-02-30 10:00", "wrong"),
        ("11-30 25:00", "wrong"),
    ],
)
def test_moments_are_read_as_people_write_them(text, read):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node to run the script with; the browser tests run it too")
    call = f"const read = invReadMoment({json.dumps(text)}, {json.dumps(LOG)});"
    call += "\nconsole.log(JSON.stringify(read === undefined ? 'wrong' : read));"
    code = script("investigate-query") + "\n" + call
    ran = subprocess.run([node, "-e", code], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == read


NARROWED = """
const is = (column, ...values) => ({ column, op: "is", values });
const not = (column, ...values) => ({ column, op: "is_not", values });
let query = invQuery();
query = invNarrowed(query, is("action", "a"));
query = invNarrowed(query, is("site", "x"));
query = invNarrowed(query, is("action", "b"));
query = invNarrowed(query, not("view", "v"));
query = invNarrowed(query, not("view", "w"));
console.log(JSON.stringify(query.conditions.map((one) => [one.column, one.op, one.values])));
"""


def test_a_click_replaces_what_it_contradicts_and_gathers_what_is_left_out():
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node to run the script with; the browser tests run it too")
    code = script("investigate-query") + NARROWED
    ran = subprocess.run([node, "-e", code], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [
        ["site", "is", ["x"]],
        ["action", "is", ["b"]],
        ["view", "is_not", ["v", "w"]],
    ]


LEARNT = """
const lab = {};
const known = (id, locale) => invGists({ lab, page: { attempt: { id } }, locale });
known(1, "zh").set("report:1", "clue");
const others = [known(1, "zh").size, known(2, "zh").size, known(2, "en").size, known(1, "zh").size];
console.log(JSON.stringify(others));
"""


def test_what_pins_are_called_is_not_kept_for_another_attempt_or_language():
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node to run the script with")
    code = script("investigate-case") + LEARNT
    ran = subprocess.run([node, "-e", code], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [1, 0, 0, 0]


def test_names_of_the_scripts_are_its_own():
    own = [name for name in InvestigateLab.SCRIPTS if name != "investigate-start"]
    names = re.findall(r"(?m)^(?:async )?(?:function|const) (\w+)", script(*own))
    assert len(names) > 60
    assert all(name.lower().startswith("inv") for name in names)
