"""Working copies follow the shipped lessons and never cost a person's edits."""

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from kit.errors import BadInput
from kit.shell.home import Home, open_home
from kit.shell.lessons import first_lesson, lay_out

NAME = "zh/00-welcome.ipynb"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "home 家")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "shipped"
    ship(folder, "# One")
    ship(folder, "# One", name="en/00-welcome.ipynb")
    return folder


def ship(folder: Path, text: str, name: str = NAME) -> None:
    """Write a lesson of two cells."""
    cells = [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell("1 + 1")]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kit = {"lesson": "00", "title": "欢迎", "about": "从这里开始", "minutes": 5}
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata={"kit": kit})))


def edit(path: Path, text: str) -> None:
    """Change the first cell as a person would, and save it as Jupyter would: signed."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = text
    path.write_text(nbformat.writes(notebook), encoding="utf-8")


def text_of(path: Path) -> str:
    return nbformat.read(path, as_version=4).cells[0].source


def is_trusted(home: Home, path: Path) -> bool:
    notary = NotebookNotary(data_dir=str(home.data))
    try:
        return notary.check_signature(nbformat.read(path, as_version=4))
    finally:
        notary.store.close()


def test_copies_are_laid_out_and_trusted(home: Home, shipped: Path) -> None:
    assert lay_out(home, shipped) == ()
    assert text_of(home.lessons / NAME) == "# One"
    assert is_trusted(home, home.lessons / NAME)
    assert first_lesson(home, "zh") == NAME


def test_an_unchanged_lesson_is_left_alone(home: Home, shipped: Path) -> None:
    lay_out(home, shipped)
    before = (home.lessons / NAME).stat().st_mtime_ns
    assert lay_out(home, shipped) == ()
    assert (home.lessons / NAME).stat().st_mtime_ns == before


def test_an_unedited_copy_follows_a_new_version(home: Home, shipped: Path) -> None:
    lay_out(home, shipped)
    ship(shipped, "# Two")
    assert lay_out(home, shipped) == ()
    assert text_of(home.lessons / NAME) == "# Two"
    assert is_trusted(home, home.lessons / NAME)


def test_edits_stay_while_the_lesson_is_the_same(home: Home, shipped: Path) -> None:
    lay_out(home, shipped)
    edit(home.lessons / NAME, "# Mine")
    assert lay_out(home, shipped) == ()
    assert text_of(home.lessons / NAME) == "# Mine"


def test_edits_are_kept_aside_when_the_lesson_changes(home: Home, shipped: Path) -> None:
    lay_out(home, shipped)
    for version in ("Two", "Three"):
        edit(home.lessons / NAME, f"# Mine before {version}")
        ship(shipped, f"# {version}")
        (kept,) = lay_out(home, shipped)
        assert text_of(kept) == f"# Mine before {version}"
        assert text_of(home.lessons / NAME) == f"# {version}"
    names = sorted(path.name for path in (home.lessons / "zh").glob("*.ipynb"))
    assert names == ["00-welcome.ipynb", "00-welcome.mine-2.ipynb", "00-welcome.mine.ipynb"]


def test_a_lesson_edited_outside_is_never_trusted_by_us(home: Home, shipped: Path) -> None:
    lay_out(home, shipped)
    edit(home.lessons / NAME, "# From a stranger")
    lay_out(home, shipped)
    assert not is_trusted(home, home.lessons / NAME)


@pytest.mark.parametrize("damage", ["", "{", "{}", "[]", "null", '{"nbformat": 4}'])
def test_a_damaged_copy_is_replaced_and_kept(home: Home, shipped: Path, damage: str) -> None:
    lay_out(home, shipped)
    (home.lessons / NAME).write_text(damage)
    (kept,) = lay_out(home, shipped)
    assert kept.read_text() == damage
    assert text_of(home.lessons / NAME) == "# One"


def test_lost_signatures_and_ledger_are_made_again(home: Home, shipped: Path) -> None:
    lay_out(home, shipped)
    for path in (home.data / "nbsignatures.db", home.jupyter / "laid-out.json"):
        path.unlink()
    assert lay_out(home, shipped) == ()
    assert is_trusted(home, home.lessons / NAME)


def test_the_course_file_names_every_lesson(home: Home, shipped: Path) -> None:
    lay_out(home, shipped)
    course = json.loads((home.lessons / "course.json").read_text(encoding="utf-8"))
    assert course["zh"][0]["path"] == NAME
    assert course["zh"][0]["title"] == "欢迎"


def test_only_this_account_can_read_the_home(home: Home) -> None:
    assert home.jupyter.stat().st_mode & 0o077 == 0
    assert home.root.stat().st_mode & 0o077 == 0


def test_a_home_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(BadInput, match="home_unwritable"):
        open_home(tmp_path / "taken")
