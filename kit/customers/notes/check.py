"""Checks a frame file, shows what it makes: ``python -m kit.customers.notes.check leasing zh``."""

import argparse
import sys
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from kit.customers import columns as col
from kit.customers.childhood import CHILD_ENDS
from kit.customers.engine import Spec, piece, reference
from kit.customers.notes import framing
from kit.customers.notes.compose import composed
from kit.customers.notes.drawn import Drawn
from kit.customers.notes.figures import Figures, figures, shortfalls
from kit.customers.notes.findings import Columns, Finding, findings, first_of_each
from kit.customers.notes.framing import Frames
from kit.customers.notes.plan import plan
from kit.customers.notes.siblings import OTHER, differences
from kit.customers.profile import load_profile
from kit.customers.spec import Profile
from kit.errors import BadInput

_TRIAL = 3000
_SHOWN = 3
_FATAL = ("unknown_slot", "unknown_column", "stray_brace")


def columns_of(profile: Profile) -> Columns:
    """Return the columns of a profile, and those that every customer has in every row."""
    spec = Spec(profile, seed=1)
    made, known = piece(spec, 0, _TRIAL), set()
    always = set()
    for table in profile.tables.values():
        home = reference(spec) if table.count else made
        everybody = table.count or len(set(made.customer_of(table.name).tolist())) == _TRIAL
        for name in table.fields:
            column = home.columns[table.name].get(name)
            if column is None or _is_latent(column):
                continue
            known.add(f"{table.name}.{name}")
            if everybody and not col.is_null(column).any():
                always.add(f"{table.name}.{name}")
    labels = {f"{label.table}.{label.field}": label for label in profile.labels()}
    return Columns(
        frozenset(known), frozenset(always), labels, of_children=profile.ages[0] >= CHILD_ENDS
    )


def _is_latent(column: col.Column) -> bool:
    return isinstance(column, np.ndarray) and column.dtype.names is not None


def check(
    text: str, profile: Profile, locale: str, other: str | None = None
) -> tuple[list[Finding], Figures | None]:
    """Return the problems of a frame file and, if it can be read, its figures.

    Args:
        text: The file's content.
        profile: The company it is for.
        locale: Its language.
        other: Content of the file in the other language, if there is one.

    Raises:
        BadInput: If the other file cannot be read.
    """
    try:
        read = Frames.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return [Finding("toml", "", detail=str(error))], None
    except ValidationError as error:
        return [
            Finding("frame", ".".join(str(part) for part in one["loc"]), detail=one["msg"])
            for one in error.errors(include_url=False)
        ], None
    made = figures(read)
    found = [*findings(read, columns_of(profile), locale), *shortfalls(made)]
    if other is not None:
        found += differences(read, framing.read_frames(other, OTHER[locale]))
    return found, made


def main(arguments: Sequence[str] | None = None) -> int:
    """Print problems and figures; return 1 if there is a problem."""
    parser = argparse.ArgumentParser(prog="kit.customers.notes.check", description=__doc__)
    parser.add_argument("profile")
    parser.add_argument("locale", choices=["zh", "en"])
    parser.add_argument("--file", type=Path, help="another file than the shipped one")
    parser.add_argument("--all", action="store_true", help="every problem, not three per place")
    parser.add_argument("--sample", type=int, default=0, help="how many composed notes to show")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    try:
        profile = load_profile(given.profile)
    except BadInput as error:
        parser.error(str(error))
    folder = files(framing.__package__) / "frames"
    path = given.file or Path(str(folder / f"{given.profile}.{given.locale}.toml"))
    beside = path.with_name(f"{given.profile}.{OTHER[given.locale]}.toml")
    other = beside.read_text(encoding="utf-8") if beside.is_file() else None
    found, made = check(path.read_text(encoding="utf-8"), profile, given.locale, other)
    _print(found, made, len(found) + 1 if given.all else _SHOWN)
    if given.sample and made and not any(one.code in _FATAL for one in found):
        frames = framing.read_frames(path.read_text(encoding="utf-8"), path.name)
        spec = Spec(profile, given.seed, locale=given.locale)
        sys.stdout.writelines(f"\n{note}\n" for note in sample(frames, spec, given.sample))
    return 1 if found else 0


def sample(frames: Frames, spec: Spec, count: int) -> list[str]:
    """Return some composed notes, their spans in brackets with their kind."""
    drawn = Drawn(piece(spec, 0, count))
    texts, spans = composed(plan(frames, spec.profile), drawn)
    notes = texts.to_pylist()
    for span in reversed(spans.to_pylist()):
        note, start, end = notes[span["row"]], span["start"], span["end"]
        marked = "|".join(part for part in (span["text"], span["kind"], span["sensitive"]) if part)
        notes[span["row"]] = f"{note[:start]}[{marked}]{note[end:]}"
    return list(notes[:count])


def _print(found: list[Finding], made: Figures | None, most: int) -> None:
    out = sys.stdout.write
    for one, more in first_of_each(found, most):
        out(f"{one}\n" + (f"    … {more} more\n" if more else ""))
    out(f"{len(found)} problems\n")
    if made:
        out(
            f"parts {made.parts[0]}, distinct {made.parts[1]}; skeletons {made.skeletons}; "
            f"commonest {made.commonest:.2%}; personal spans per note {made.spans:.2f}; "
            f"notes with look-alike {made.look_alikes:.0%}\n"
            f"situations per channel {made.per_channel}\n"
            f"situations with {made.sensitive}\n"
        )


if __name__ == "__main__":
    sys.exit(main())
