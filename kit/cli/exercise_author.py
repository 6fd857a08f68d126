"""`kit exercise new|check|baselines|schema`: for those who write exercises."""

import glob
import json
import os
from pathlib import Path

import click

from kit import exercises
from kit.cli import current_locale
from kit.errors import BadInput
from kit.exercises import baselines as measuring
from kit.exercises.baselines import VARIANTS, Baselines, Row
from kit.exercises.checking import check, files
from kit.exercises.drafting import draft
from kit.exercises.schema import schema
from kit.i18n import LOCALES, explain, translate
from kit.labs.words import aligned
from kit.resources import exercises_dir


@click.command("new")
@click.argument("exercise_id", metavar="ID")
@click.option("--lab", required=True, help="Which lab makes and grades it.")
@click.option("--profile", required=True, help="Company that the data comes from.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="here",
    help="Where the folder of the exercise is made.",
)
def new(exercise_id: str, lab: str, profile: str, out: Path) -> None:
    """Write a draft: options of a shipped exercise, every text still to be written."""
    path = draft(exercise_id, lab, profile, out)
    click.echo(translate("exercise.new_written", current_locale(), path=str(path)))


@click.command("check")
@click.argument("path", required=False)
@click.option("--measure", is_flag=True, help="Also look whether tricks pass (takes longer).")
def check_files(path: str | None, measure: bool) -> None:
    """Check an exercise file, all in a folder, or a shipped one by id (default: all of these)."""
    locale, wrong = current_locale(), 0
    found = files(_where(path))
    for file, errors in check(found, measure):
        click.echo(f"{'✗' if errors else '✓'} {file}")
        for error in errors:
            words = explain(error, locale)
            click.echo(f"    {words.removeprefix(str(file)).lstrip(':： ')}")
        wrong += bool(errors)
    if wrong:
        raise BadInput("exercise.check_failed", wrong=wrong, files=len(found))
    passed = "check_passed_one" if len(found) == 1 else "check_passed"
    click.echo(translate(f"exercise.{passed}", locale, files=len(found)))


@click.command("baselines")
@click.argument("exercise_id", metavar="ID")
@click.option("--variants", type=click.IntRange(2, 1000), default=VARIANTS, show_default=True)
@click.option(
    "--locale", type=click.Choice(LOCALES), default="zh", show_default=True, help="Of the data."
)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def baselines(exercise_id: str, variants: int, locale: str, as_json: bool) -> None:
    """Measure simple strategies, usual mistakes and simulated trainees over many variants.

    ID is that of a shipped exercise, or the path of an exercise file.
    """
    found = measuring.measure(exercises.find(exercise_id), variants, locale=locale)
    if as_json:
        click.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(_as_text(found, current_locale()))


@click.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of exercise files."""
    click.echo(json.dumps(schema(), ensure_ascii=False, indent=2))


def _where(path: str | None) -> Path:
    """Return the file or folder to check; what is no path is taken for a shipped exercise's id."""
    if path is None:
        return exercises_dir()
    shipped = next(exercises_dir().glob(f"*/{glob.escape(path)}"), None)
    if Path(path).exists() or os.sep in path or shipped is None:
        return Path(path)
    return shipped


def _as_text(found: Baselines, locale: str) -> str:
    columns = ("kind", "name", "mean", "min", "max", "passes", "touched")
    head = tuple(translate(f"exercise.baselines.{column}", locale) for column in columns)
    rows = [_row(row, found.pass_mark, columns, locale) for row in found.rows if row.touched != 0]
    sums = {"variants": found.variants, "pass_mark": found.pass_mark, "spread": found.spread}
    verdict = translate(f"exercise.baselines.sound.{found.sound}".lower(), locale)
    return "\n".join(
        [
            translate("exercise.baselines.head", locale, name=found.exercise, **sums),
            *aligned((head, *rows)),
            translate("exercise.baselines.spread", locale, **sums),
            translate("exercise.baselines.single", locale, single=found.spread_of_one),
            verdict,
        ]
    )


def _row(row: Row, pass_mark: int, columns: tuple[str, ...], locale: str) -> tuple[str, ...]:
    figures = row.to_json(pass_mark)
    figures["kind"] = translate(f"exercise.baselines.kind.{row.kind}", locale)
    figures["name"] = f"{row.name} %" if row.kind == "skill" else row.name
    return tuple(str(figures.get(column, "–")) for column in columns)
