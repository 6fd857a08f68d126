"""Writes the first draft of an exercise file: all keys there, every text still to be written."""

import re
from pathlib import Path
from typing import Any

from kit.errors import BadInput
from kit.exercises.loading import FILE_NAME, load_all
from kit.exercises.registry import LABS
from kit.labs.answers import shown
from kit.labs.spec import Spec
from kit.resources import exercises_dir

ASKED = {"zh": "（请写）", "en": "(write) "}
"""What a text of a draft begins with until somebody has written it."""
_TEXTS = {
    "titles": ("题目，二十字以内", "the title, up to ten words"),
    "intro": (
        "情境：哪家公司、哪一天、谁把什么交到学员手里、要做什么",
        "the situation: which company and day, who hands the trainee what, and what to do",
    ),
    "objectives": ("学完会做什么，以动词开头", "what a trainee can do afterwards, verb first"),
    "hints": ("提示，不给答案，从一般到具体", "a hint that gives no answer away"),
    "instructor.talking_points": ("讲评要点", "what to stress in the debriefing"),
    "instructor.usual_mistakes": ("常见的错，为什么会错", "a usual mistake, and why it is made"),
    "instructor.debrief": ("讨论题", "a question to the group"),
}
_SINGLE = ("titles", "intro")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_-]{1,63}")


def draft(exercise: str, lab: str, profile: str, folder: Path) -> Path:
    """Write a draft of a new exercise and return its path; options come from a shipped one.

    Args:
        exercise: Id of the new exercise, also the name of its folder.
        lab: Lab name.
        profile: Company.
        folder: Where its folder is made.

    Raises:
        BadInput: The id is no id or taken, there is no such lab, or the place cannot be written.
    """
    if not _IDENTIFIER.fullmatch(exercise):
        raise BadInput("exercise.new_id", found=shown(exercise))
    if lab not in LABS:
        raise BadInput("exercise.new_lab", found=shown(lab), known=", ".join(LABS))
    if exercise in {spec.id for spec in load_all()} or (folder / exercise).exists():
        raise BadInput("exercise.new_taken", name=exercise)
    text = _text(exercise, _model(lab, profile), profile)
    path = folder / exercise / FILE_NAME
    try:
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise BadInput(
            "exercise.out_unwritable", folder=str(path.parent), problem=error.strerror or ""
        ) from error
    return path


def unwritten(spec: Spec[Any]) -> list[str]:
    """Return the keys of texts that still are those of a draft, e.g. ``titles.zh``."""
    return [key for key, text in texts(spec) if _is_asked(text)]


def texts(spec: Spec[Any]) -> list[tuple[str, str]]:
    """Return every text that an author writes, with its key, e.g. ``hints[0].en``."""
    written = {name.split(".")[0] for name in _TEXTS}
    return _texts(spec.model_dump(include=written))


def _is_asked(text: str) -> bool:
    return text.startswith(tuple(mark.strip() for mark in ASKED.values()))


def _texts(part: Any, key: str = "") -> list[tuple[str, str]]:
    if isinstance(part, str):
        return [(key, part)]
    if isinstance(part, dict):
        pairs = ((f"{key}.{name}".lstrip("."), value) for name, value in part.items())
        return [text for name, value in pairs for text in _texts(value, name)]
    if isinstance(part, list | tuple):
        return [text for n, value in enumerate(part) for text in _texts(value, f"{key}[{n}]")]
    return []


def _model(lab: str, profile: str) -> Spec[Any]:
    """Return the easiest exercise of the lab, of the same company if there is one."""
    found = [spec for spec in load_all() if spec.lab == lab]
    same = [spec for spec in found if spec.profile == profile]
    if not same:
        known = ", ".join(sorted({spec.profile for spec in found}))
        raise BadInput("exercise.new_profile", found=shown(profile), lab=lab, known=known)
    return min(same, key=lambda spec: (not spec.guided, spec.id))


def _text(exercise: str, like: Spec[Any], profile: str) -> str:
    head = [
        f"# Options taken from {like.id}; `kit exercise check` says what is still to be written.",
        f'id = "{exercise}"',
        f'lab = "{like.lab}"',
        f'profile = "{profile}"',
        f"size = {like.size}",
        *([f"flaws = {like.flaws:g}"] if like.flaws else []),
        *([f'deal = "{like.deal}"'] if like.deal else []),
        f'difficulty = "{like.difficulty}"',
        f"minutes = {like.minutes}",
        f"pass_mark = {like.pass_mark}",
        f"hint_cost = {like.hint_cost}",
        f"law = [{', '.join(chr(34) + rule + chr(34) for rule in like.law)}]",
    ]
    tables = [_table(name, *words) for name, words in _TEXTS.items()]
    return "\n\n".join(["\n".join(head), *tables, _blueprint_of(like)]) + "\n"


def _table(name: str, zh: str, en: str) -> str:
    head = f"[{name}]" if name in _SINGLE else f"[[{name}]]"
    return f'{head}\nzh = "{ASKED["zh"]}{zh}"\nen = "{ASKED["en"]}{en}"'


def _blueprint_of(like: Spec[Any]) -> str:
    """Return the options as they stand in the file, with their comments."""
    (path,) = exercises_dir().glob(f"*/{like.id}/{FILE_NAME}")
    text = path.read_text(encoding="utf-8-sig")
    return text[text.index("\n[blueprint") + 1 :].strip()
