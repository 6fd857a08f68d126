"""The sorting lab without a browser: what it shows, stores and refuses; its words and scripts."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from conftest import Clock
from fixture import both
from sorting_fixture import SortingEngine, SortingTask, open_long_list
from sorting_words import ACTIONS

from kit import widgets
from kit.classroom.store import Store
from kit.customers.duties import ACTIONS as ALL_ACTIONS
from kit.customers.duties import last_day
from kit.errors import BadInput
from kit.i18n import LOCALES, catalogue
from kit.widgets import SortOutLab, rehearse, sort_out
from kit.widgets.assets import script

RIGHT = {"problem": "legal_hold", "action": "hold", "reason": "hold_open"}


@pytest.fixture
def open_desk(store):
    def make(locale="zh", **options):
        engine = SortingEngine(**options)
        lab = SortOutLab(locale=locale, store=store, engine=engine, clock=Clock())
        lab.enter("林晓")
        return lab

    return make


def save(lab, item="r01", value=RIGHT, key="k1"):
    attempt = lab.page["attempt"]["id"]
    return {"type": "save", "key": key, "attempt": attempt, "item": item, "value": value}


def test_a_decision_is_on_disk_when_it_is_acknowledged(open_desk, talk):
    lab = open_desk()
    [reply] = talk(lab).say(**save(lab))
    assert reply["type"] == "saved"
    assert Store(lab.store.path).answers(lab.page["attempt"]["id"]) == {"r01": RIGHT}
    assert lab.live["done"] == ["r01"]


def test_a_decision_without_a_reason_is_kept_but_not_done(open_desk, talk):
    lab = open_desk()
    talk(lab).say(**save(lab, value=RIGHT | {"reason": None}))
    assert lab.live["answers"]["r01"]["action"] == "hold"
    assert lab.live["done"] == []


def test_undo_takes_back_the_last_decision(open_desk, talk):
    lab = open_desk()
    page = talk(lab)
    page.say(**save(lab))
    page.say(**save(lab, value=RIGHT | {"action": "delete", "reason": None}, key="k2"))
    page.say(type="undo", key="k3", attempt=lab.page["attempt"]["id"])
    assert lab.live["answers"] == {"r01": RIGHT}


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("r99", RIGHT),
        ("r01", None),
        ("r01", []),
        ("r01", {"action": "hold"}),
        ("r01", RIGHT | {"more": 1}),
        ("r01", RIGHT | {"action": "burn"}),
        ("r01", RIGHT | {"reason": ["hold_open"]}),
        ("r01", RIGHT | {"problem": 7}),
    ],
)
def test_what_nobody_can_have_chosen_is_refused_in_words(open_desk, talk, item, value):
    lab = open_desk()
    [reply] = talk(lab).say(**save(lab, item, value))
    assert reply["type"] == "refused"
    assert item in reply["words"]
    assert lab.live["answers"] == {}


def test_only_what_is_asked_can_be_answered(open_desk, talk):
    lab = open_desk(asks=("problem", "action"))
    assert lab.page["task"]["asks"] == ["problem", "action"]
    assert lab.page["task"]["blank"] == {"problem": None, "action": None}
    with pytest.raises(BadInput):
        lab.answer({"r01": RIGHT})
    lab.answer({"r01": {"problem": "legal_hold", "action": "hold"}})
    assert lab.live["done"] == ["r01"]


def test_the_key_gets_full_marks():
    score = rehearse(engine=SortingEngine(), lab="sort_out")
    assert score.score == 100


@pytest.mark.parametrize("locale", LOCALES)
def test_a_record_is_laid_out_under_shared_titles(open_desk, locale):
    task = open_desk(locale).page["task"]
    assert json.loads(json.dumps(task)) == task
    for record in task["records"]:
        layout = task["layouts"][record["layout"]]
        assert len(layout["titles"]) == len(record["values"])
        for fact in record["facts"]:
            titles = task["layouts"][fact["layout"]]["titles"]
            assert all(len(row) == len(titles) for row in fact["rows"])
    assert len(task["layouts"]) < len(task["records"])


def test_whether_there_is_a_hold_only_the_register_says(open_desk):
    lab = open_desk()
    public = lab.task.public()
    assert any(fact["role"] == "hold" for fact in public["records"][0]["facts"])
    shown = lab.page["task"]
    assert not any(fact["role"] == "hold" for one in shown["records"] for fact in one["facts"])
    [holds] = [book for book in shown["books"] if book["code"] == "holds"]
    assert any(public["records"][0]["customer"] in row for row in holds["rows"])


def test_codes_of_the_books_are_told_in_words(open_desk):
    books = {book["code"]: book for book in open_desk("en").page["task"]["books"]}
    assert [row[3] for row in books["schedule"]["rows"]] == [
        "the event",
        "the event",
        "the end of its year",
    ]
    assert books["holds"]["rows"][0][3] == "everything"
    assert books["register"]["rows"][1][2:] == ["consent", "no"]


@pytest.mark.parametrize(
    ("form", "receiver", "told"),
    [
        ("business_sale", True, "远行租赁"),
        ("dissolution", True, "没有"),
        ("bankruptcy", False, "没有"),
        ("share_sale", True, "没有"),
    ],
)
def test_the_deal_says_who_receives_the_customers(open_desk, form, receiver, told, monkeypatch):
    public = SortingTask.public

    def changed(task):
        found = public(task)
        return found | {"deal": found["deal"] | {"form": form, "receiver": receiver}}

    monkeypatch.setattr(SortingTask, "public", changed)
    deal = open_desk().page["task"]["deal"]
    assert dict(deal["facts"])["接收方"] == told
    assert ("股权买方" in dict(deal["more"])) == (form == "share_sale")


def test_a_finding_shows_both_decisions_and_the_rows_behind(open_desk):
    lab = open_desk()
    answers = lab.engine.key(lab.task)["records"]
    answers["r01"] = RIGHT | {"action": "delete", "reason": "period_over"}
    lab.answer(answers)
    lab.submit()
    first, second, *_ = lab.page["result"]["findings"]
    assert first["yours"] == ["删除", "法律保留", "保存期限已满"]
    assert first["expected"] == ["法律保留", "法律保留", "法律保留未解除"]
    assert first["severity"] == "danger"
    [hold] = first["rests_on"]
    assert hold["titles"] == ["客户编号", "事由", "保留日期"]
    assert hold["rows"] == [
        [lab.task.public()["records"][0]["customer"], "租金纠纷诉讼", "2026-03-26"]
    ]
    assert second["fine"]
    assert [fact["title"] for fact in second["rests_on"]] == ["归档卷宗", "保存期限表"]
    double, misspelt = lab.page["result"]["findings"][2:4]
    assert [fact["title"] for fact in double["rests_on"]] == ["姓名、号码或生日相同的其他客户"]
    assert [fact["title"] for fact in misspelt["rests_on"]] == ["客户"]


def test_the_table_of_actions_counts_every_record(open_desk):
    lab = open_desk()
    answers = lab.engine.key(lab.task)["records"]
    answers["r01"] = RIGHT | {"action": "delete", "reason": "period_over"}
    lab.answer(answers)
    lab.submit()
    confusion = lab.page["result"]["confusion"]
    head, *rows = confusion["rows"]
    counts = {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}
    assert sum(int(cell) for row in rows for cell in row[1:]) == 14
    assert counts["法律保留"]["删除"] == "1"
    marks = dict(zip([row[0] for row in rows], confusion["marks"], strict=True))
    assert marks["法律保留"][head[1:].index("删除")] == "danger"
    assert marks["法律保留"][head[1:].index("法律保留")] == "ok"


def test_the_heat_map_comes_when_the_figures_are_looked_at(open_desk, talk):
    lab = open_desk()
    lab.answer(lab.engine.key(lab.task)["records"])
    lab.submit()
    replies = talk(lab).say(type="sorting_chart")
    [drawn] = [reply for reply in replies if reply["type"] == "sorting_chart"]
    assert drawn["svg"].startswith("<svg")
    assert drawn["alt"]


def test_a_guided_record_is_checked_at_once(open_desk, talk):
    lab = open_desk()
    page = talk(lab)
    page.say(**save(lab, value=RIGHT | {"action": "delete", "reason": "period_over"}))
    page.say(type="check", key="k2", attempt=lab.page["attempt"]["id"], item="r01")
    assert lab.live["checked"]["r01"]["rests_on"][0]["table"] == "legal_holds"


def test_a_long_list_is_read_once_however_many_records_are_decided(monkeypatch):
    calls = []
    public = SortingTask.public
    monkeypatch.setattr(SortingTask, "public", lambda task: calls.append(1) or public(task))
    lab = open_long_list(400)
    before = len(calls)
    lab.answer({f"r{place:02d}": RIGHT for place in range(1, 60)})
    assert len(lab.live["done"]) == 59
    assert len(calls) == before


def test_another_attempt_is_read_anew(open_desk):
    lab = open_desk()
    first = lab._reading(lab.task)
    lab.answer(lab.engine.key(lab.task)["records"])
    lab.submit()
    lab.again()
    assert lab._reading(lab.task) is not first


def test_the_fixture_knows_every_action():
    assert tuple(ACTIONS) == ALL_ACTIONS


def test_an_unknown_exercise_is_told_in_words(monkeypatch, tmp_path):
    monkeypatch.setenv("KIT_HOME", str(tmp_path))
    with pytest.raises(Exception, match="no-such") as raised:
        sort_out("no-such-exercise", locale="en")
    assert "no-such-exercise" in raised.value.words


def test_every_own_word_is_used():
    folder = Path(widgets.__file__).parent
    sources = [path.read_text(encoding="utf-8") for path in folder.glob("sort*.py")]
    said = "".join([str(SortOutLab._esm), *sources])
    families = ("sort_search_", "sort_cell_", "sort_filter_")
    unused = [
        name
        for name in catalogue("sorting_view", "en")
        if name not in said
        and not re.search(rf"""["']{re.sub("^sort_(code_)?", "", name)}["']""", said)
        and not name.startswith(families)
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("start", "months", "year_end", "last"),
    [
        ("2023-04-30", 36, False, "2026-04-30"),
        ("2024-02-29", 12, False, "2025-02-28"),
        ("2023-08-31", 6, False, "2024-02-29"),
        ("2023-12-31", 1, False, "2024-01-31"),
        ("2023-04-30", 0, False, "2023-04-30"),
        ("2021-03-05", 360, True, "2051-12-31"),
        ("2019-11-30", 3, True, "2020-03-31"),
    ],
)
def test_the_tool_reckons_periods_as_the_rules_do(start, months, year_end, last):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node to run the script with; the browser tests run it too")
    call = f"\nconsole.log(sortLastDay({start!r}, {months}, {json.dumps(year_end)}));"
    ran = subprocess.run(
        [node, "-e", script("sorting-period") + call], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == last
    begin = f"{start[:4]}-12-31" if year_end else start
    day = np.array([begin], dtype="datetime64[D]")
    assert str(last_day(day, np.array([months])).astype("datetime64[D]")[0]) == last


def test_names_of_the_scripts_are_its_own():
    own = script(
        "sorting-table",
        "sorting-period",
        "sorting-books",
        "sorting-file",
        "sorting-decide",
        "sorting-keys",
        "sorting",
        "sorting-review",
    )
    names = re.findall(r"(?m)^(?:async )?(?:function|const) (\w+)", own)
    assert len(names) > 50
    assert all(name.lower().startswith("sort") for name in names)


def test_titles_are_of_the_language(open_desk):
    assert open_desk("en").page["task"]["actions"][0]["title"] == both(ACTIONS["keep"])["en"]
