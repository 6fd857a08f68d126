"""Working copies of the lessons: laid out, trusted, and never at the cost of a person's edits."""

import hashlib
import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat.sign import NotebookNotary

from kit.classroom.course import lessons
from kit.errors import BadInput
from kit.i18n import LOCALES
from kit.resources import notebooks_dir
from kit.shell.home import Home, write_private

FIRST = "00-welcome.ipynb"


def lay_out(home: Home, shipped: Path | None = None) -> tuple[Path, ...]:
    """Copy new and changed lessons into the home and trust them.

    A copy is written again only when the shipped lesson has changed. If a person has edited the
    copy, theirs is kept beside it as ``<name>.mine.ipynb``.

    Args:
        home: Where the copies go.
        shipped: The folder of the shipped lessons, one folder per language in it.

    Returns:
        The edited copies that were set aside.
    """
    source = shipped or notebooks_dir()
    ledger = _read_ledger(home)
    notary = NotebookNotary(data_dir=str(home.data))
    aside: list[Path] = []
    try:
        for path in sorted(
            path for locale in LOCALES for path in (source / locale).glob("*.ipynb")
        ):
            key = path.relative_to(source).as_posix()
            kept = _lay_out_one(path, home.lessons / key, ledger, key, notary)
            aside += [kept] if kept else []
        write_private(_ledger_path(home), json.dumps(ledger, indent=2).encode())
        _write_course(home, source)
    except OSError as error:
        raise BadInput("shell.home_unwritable", folder=str(home.lessons)) from error
    finally:
        notary.store.close()
    return tuple(aside)


def first_lesson(home: Home, locale: str) -> str | None:
    """Return the path of the first lesson in a language, as the server sees it."""
    names = sorted(path.name for path in (home.lessons / locale).glob("[0-9]*.ipynb"))
    if not names:
        return None
    return f"{locale}/{FIRST if FIRST in names else names[0]}"


def _lay_out_one(
    path: Path, copy: Path, ledger: dict[str, str], key: str, notary: NotebookNotary
) -> Path | None:
    body = path.read_bytes()
    fresh = nbformat.reads(body.decode("utf-8"), as_version=4)
    shipped, cells = hashlib.sha256(body).hexdigest(), _cells(fresh)
    shipped_then, _, cells_then = ledger.get(key, "").partition(" ")
    mine = _read(copy)
    untouched = mine is not None and _cells(mine) in (cells, cells_then)
    edited = mine is not None and not untouched
    if shipped == shipped_then and (edited or (untouched and notary.check_signature(mine))):
        return None
    aside = _set_aside(copy) if copy.exists() and not untouched else None
    write_private(copy, body)
    notary.sign(fresh)
    ledger[key] = f"{shipped} {cells}"
    return aside


def _read(copy: Path) -> Any:
    try:
        return nbformat.reads(copy.read_text(encoding="utf-8"), as_version=4)
    except (OSError, ValueError, LookupError, AttributeError, TypeError, nbformat.ValidationError):
        return None  # missing, or not a notebook any more


def _cells(notebook: Any) -> str:
    """Return a hash of what a person can edit: the kinds and texts of the cells."""
    seen = [(cell.cell_type, cell.source) for cell in notebook.cells]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def _set_aside(copy: Path) -> Path:
    number = 1
    while True:
        suffix = ".mine" if number == 1 else f".mine-{number}"
        aside = copy.with_name(f"{copy.stem}{suffix}.ipynb")
        if not aside.exists():
            return copy.rename(aside)
        number += 1


def _ledger_path(home: Home) -> Path:
    return home.jupyter / "laid-out.json"


def _read_ledger(home: Home) -> dict[str, str]:
    try:
        found = json.loads(_ledger_path(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _write_course(home: Home, source: Path) -> None:
    """Write what the launcher's cards show; how far somebody has got is in progress.json."""
    course = {
        locale: [
            {
                "name": lesson.name,
                "title": lesson.title,
                "about": lesson.about,
                "minutes": lesson.minutes,
                "path": f"{locale}/{lesson.name}.ipynb",
            }
            for lesson in lessons(locale, source)
        ]
        for locale in LOCALES
    }
    write_private(home.lessons / "course.json", json.dumps(course, ensure_ascii=False).encode())
    progress = home.lessons / "progress.json"
    if not progress.exists():
        write_private(progress, b'{"lessons": {}}')
