"""Lessons: the same in both languages but for the words, stripped, and running unattended."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import kit.widgets
from kit.i18n import LOCALES
from kit.widgets import VIEWS
from kit.widgets.engine import Engine

CHECKOUT = Path(__file__).resolve().parents[2]
NOTEBOOKS = CHECKOUT / "notebooks"
GOLDENS = Path(__file__).parent / "goldens"
NAMES = sorted(path.name for path in (NOTEBOOKS / "zh").glob("*.ipynb"))
PATHS = [NOTEBOOKS / locale / name for locale in LOCALES for name in NAMES]
LONGEST_CODE = 9  # lines


def read(path):
    return nbformat.read(path, as_version=4)


@pytest.fixture
def unattended(tmp_path):
    """Return the environment of a run that touches nobody's records."""
    kept = {name: value for name, value in os.environ.items() if name != "JPY_SESSION_NAME"}
    found = os.pathsep.join([str(CHECKOUT), kept.get("PYTHONPATH", "")])
    return kept | {"KIT_HOME": str(tmp_path / "home"), "PYTHONPATH": found, "PYTHONUTF8": "1"}


def test_both_languages_have_the_same_lessons():
    assert NAMES
    assert sorted(path.name for path in (NOTEBOOKS / "en").glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_cells_ids_and_code_are_the_same_in_both_languages(name):
    zh, en = (read(NOTEBOOKS / locale / name) for locale in LOCALES)
    assert [(cell.id, cell.cell_type) for cell in zh.cells] == [
        (cell.id, cell.cell_type) for cell in en.cells
    ]
    assert [cell.source for cell in zh.cells if cell.cell_type == "code"] == [
        cell.source for cell in en.cells if cell.cell_type == "code"
    ]
    for one, other in zip(zh.cells, en.cells, strict=True):
        assert re.findall(r"(?m)^#+ |^- |^\d\. ", one.source) == re.findall(
            r"(?m)^#+ |^- |^\d\. ", other.source
        ), one.id
    same = {"lesson", "minutes", "labs"}
    shared = [{key: nb.metadata.kit.get(key) for key in same} for nb in (zh, en)]
    assert shared[0] == shared[1]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_lesson_is_marked_stripped_and_short(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata.kit.lesson == path.stem
    assert notebook.metadata.kit.language == path.parent.name
    assert notebook.metadata.kit.title
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.cells[0].cell_type == "markdown"
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= LONGEST_CODE
            assert "def " not in cell.source


@pytest.mark.parametrize("name", NAMES)
def test_chinese_is_set_as_chinese(name):
    prose = "\n".join(
        cell.source for cell in read(NOTEBOOKS / "zh" / name).cells if cell.cell_type == "markdown"
    )
    assert not re.findall(r"[\u4e00-\u9fff][,;:?!]", prose)
    assert not re.findall(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]", prose)


# What a lesson calls to open a lab, and the lab: `classify` -> "classify_fields".
OPENERS = {
    name: one.__annotations__["return"].LAB
    for name, one in vars(kit.widgets).items()
    if callable(one) and getattr(one, "__annotations__", {}).get("return") in VIEWS.values()
}
OPENED = re.compile(rf"(?m)^(?:\w+ = )?({'|'.join(sorted(OPENERS))})\((.*)\)")
LONGEST = {
    "04-investigate-a-leak": 75
}  # two whole investigations; any other is done in one sitting
READING = 8  # minutes for the words, the worked example and the closing questions, at least


def test_every_lab_can_be_opened_from_a_lesson():
    assert sorted(OPENERS.values()) == sorted(VIEWS)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_minutes_of_a_lesson_are_enough_for_what_is_not_optional(path):
    notebook = read(path)
    if not notebook.metadata.kit.get("labs"):
        return
    entries = {one["id"]: one for lab in VIEWS for one in Engine().catalogue(lab)}
    wanted, before = [], ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            before = cell.source
        opened = OPENED.search(cell.source)
        if cell.cell_type == "code" and opened and not re.match("选做|Optional", before):
            lab = OPENERS[opened[1]]
            wanted.append(opened[2].removeprefix("begin=").strip('"') or Engine().first(lab))
    assert wanted
    if all(entries[name]["guided"] for name in wanted):  # one that counts follows in the same lab
        counting = (one for one in Engine().catalogue(lab) if not one["guided"])
        wanted.append(min(counting, key=lambda one: one["minutes"])["id"])
    needed = sum(entries[name]["minutes"] for name in wanted) + READING
    assert needed <= notebook.metadata.kit.minutes <= LONGEST.get(path.stem, 40)


def test_only_the_deals_that_the_law_names_are_said_to_be_named():
    """Whether the sale of a business is like them is disputed, and is not taught as settled."""
    for locale, disputed in {"zh": "说法不一", "en": "disputed"}.items():
        lesson = read(NOTEBOOKS / locale / "03-sort-out-the-list.ipynb")
        [order] = re.findall(r"(?m)^1\. .*22.*$", lesson.cells[0].source)
        assert disputed in order
        assert "23" in order
        assert not re.search("Only a merger|才谈得上", lesson.cells[0].source)


@pytest.mark.slow
def test_a_lesson_runs_unattended_with_nbval(unattended):
    """The others are run in a fresh kernel too, below, where what they show counts as well."""
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [*command, str(NOTEBOOKS / "zh" / NAMES[0])],
        env=unattended,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.slow
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", NAMES)
def test_an_executed_lesson_shows_what_its_golden_shows(name, locale, unattended, monkeypatch):
    shown = executed(NOTEBOOKS / locale / name, unattended, monkeypatch)
    golden = GOLDENS / locale / f"{Path(name).stem}.json"
    if os.environ.get("KIT_WRITE_GOLDENS") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert shown == json.loads(golden.read_text(encoding="utf-8"))


def executed(path, environment, monkeypatch):
    """Return what each code cell of a lesson shows as text, cell by cell."""
    from nbclient import NotebookClient

    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    notebook = read(path)
    folder = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, resources=folder).execute()
    return {
        cell.id: [text_of(output) for output in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


def text_of(output):
    """Return an output as text; which model a widget has is left out."""
    if output.output_type == "stream":
        return output.text
    widget = "application/vnd.jupyter.widget-view+json" in output.data
    return output.data["text/plain"] + (" (widget)" if widget else "")
