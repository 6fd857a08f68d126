"""`kit exercise`: list, sample, grade and key, the same for every lab."""

import json
from pathlib import Path
from typing import Any

import click

from kit import exercises
from kit.cli import current_locale
from kit.cli.exercise_author import baselines, check_files, new, print_schema
from kit.cli.exercise_folder import write_sample
from kit.customers.profile import load_profile
from kit.errors import BadInput
from kit.i18n import LOCALES, translate
from kit.labs.results import after_hints
from kit.labs.spec import Spec
from kit.labs.words import as_text

_ID = click.argument("exercise_id", metavar="ID")
_TRAINEE = click.option("--trainee", required=True, help="Name or number of the trainee.")
_SEED = click.option("--seed", required=True, help="The class's seed: any text or number.")
_LOCALE = click.option(
    "--locale", type=click.Choice(LOCALES), help="Language of the data (default: that of messages)."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")


@click.group()
def exercise() -> None:
    """List, hand out, grade, write and measure exercises without a notebook."""


for command in (new, check_files, baselines, print_schema):
    exercise.add_command(command)


@exercise.command("list")
@_JSON
def list_exercises(as_json: bool) -> None:
    """List the exercises."""
    specs = exercises.load_all()
    if as_json:
        click.echo(_dump([_entry(spec) for spec in specs]))
        return
    locale = current_locale()
    for spec in specs:
        title = spec.titles.both()[locale]
        level = translate(f"exercise.level.{spec.difficulty}", locale)
        company = getattr(load_profile(spec.profile).titles, locale)
        values = {"difficulty": level, "minutes": spec.minutes, "profile": company}
        click.echo(f"{spec.id}  {title}  {translate('exercise.list_entry', locale, **values)}")


@exercise.command()
@_ID
@_TRAINEE
@_SEED
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="A new or empty folder."
)
@_LOCALE
def sample(exercise_id: str, trainee: str, seed: str, out: Path, locale: str | None) -> None:
    """Write what a trainee sees: task.json, an empty answer.json and tables as CSV."""
    spec = exercises.find(exercise_id)
    task = exercises.open_task(spec, trainee, seed, locale or current_locale())
    write_sample(task, out)
    click.echo(translate("exercise.sample_written", current_locale(), folder=str(out)))


@exercise.command()
@_ID
@_TRAINEE
@_SEED
@click.option(
    "--answer", required=True, type=click.Path(path_type=Path), help="The answer, a JSON file."
)
@click.option(
    "--hints", type=click.IntRange(0, 100), default=0, help="How many hints were asked for."
)
@_LOCALE
@_JSON
def grade(
    exercise_id: str,
    trainee: str,
    seed: str,
    answer: Path,
    hints: int,
    locale: str | None,
    as_json: bool,
) -> None:
    """Grade an answer; every item has to be in it, `null` meaning not answered."""
    spec = exercises.find(exercise_id)
    given = exercises.read_answer(answer)
    lab, words = exercises.lab_of(spec), current_locale()
    task = exercises.open_task(spec, trainee, seed, locale or words)
    graded = exercises.grade(spec, task, given)
    score = after_hints(graded, min(hints, len(spec.hints)), spec.hint_cost)
    click.echo(_dump(score.to_json()) if as_json else as_text(lab.render(score, words)))


@exercise.command()
@_ID
@_TRAINEE
@_SEED
@_LOCALE
def key(exercise_id: str, trainee: str, seed: str, locale: str | None) -> None:
    """Print a perfect answer (for instructors)."""
    spec = exercises.find(exercise_id)
    task = exercises.open_task(spec, trainee, seed, locale or current_locale())
    click.echo(_dump(exercises.lab_of(spec).key(task)))


@exercise.command()
@_ID
@click.argument("number", type=click.IntRange(1))
def hint(exercise_id: str, number: int) -> None:
    """Print the hint of a number and what it costs; `grade --hints` takes the points off."""
    spec, locale = exercises.find(exercise_id), current_locale()
    if number > len(spec.hints):
        raise BadInput("exercise.no_hint", name=spec.id, number=number, count=len(spec.hints))
    click.echo(spec.hints[number - 1].both()[locale])
    total = number * spec.hint_cost
    click.echo(translate("exercise.hint_cost", locale, cost=spec.hint_cost, total=total))


def _entry(spec: Spec[Any]) -> dict[str, Any]:
    return {
        "id": spec.id,
        "lab": spec.lab,
        "titles": spec.titles.both(),
        "difficulty": spec.difficulty,
        "minutes": spec.minutes,
        "profile": spec.profile,
        "pass_mark": spec.pass_mark,
        "objectives": [objective.both() for objective in spec.objectives],
        "law": list(spec.law),
    }


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
