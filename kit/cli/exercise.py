"""`kit exercise`: list, sample, grade and key, the same for every lab."""

import json
from pathlib import Path
from typing import Any

import click

from kit import exercises
from kit.cli import current_locale
from kit.cli.exercise_folder import write_sample
from kit.i18n import LOCALES, translate
from kit.labs.spec import Spec
from kit.labs.words import as_text

_ID = click.argument("exercise_id", metavar="ID")
_TRAINEE = click.option("--trainee", required=True, help="Name or number of the trainee.")
_SEED = click.option("--seed", required=True, help="The class's seed: any text or number.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")


@click.group()
def exercise() -> None:
    """List, hand out and grade exercises without a notebook."""


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
        values = {"difficulty": level, "minutes": spec.minutes, "profile": spec.profile}
        click.echo(f"{spec.id}  {title}  {translate('exercise.list_entry', locale, **values)}")


@exercise.command()
@_ID
@_TRAINEE
@_SEED
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="A new or empty folder."
)
@click.option(
    "--locale",
    type=click.Choice(LOCALES),
    help="Language of the data (default: that of messages); the key is the same in each.",
)
def sample(exercise_id: str, trainee: str, seed: str, out: Path, locale: str | None) -> None:
    """Write what a trainee sees: task.json, an empty answer.json and tables as CSV."""
    spec = exercises.load(exercise_id)
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
@_JSON
def grade(exercise_id: str, trainee: str, seed: str, answer: Path, as_json: bool) -> None:
    """Grade an answer; every field has to be in it, `null` meaning not answered."""
    spec = exercises.load(exercise_id)
    given = exercises.read_answer(answer)
    lab, locale = exercises.lab_of(spec), current_locale()
    score = lab.grade(exercises.open_task(spec, trainee, seed, locale), given)
    click.echo(_dump(score.to_json()) if as_json else as_text(lab.render(score, locale)))


@exercise.command()
@_ID
@_TRAINEE
@_SEED
def key(exercise_id: str, trainee: str, seed: str) -> None:
    """Print a perfect answer (for instructors)."""
    spec = exercises.load(exercise_id)
    click.echo(_dump(exercises.lab_of(spec).key(exercises.open_task(spec, trainee, seed))))


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
