"""Opens a trainee's task: the variant, its company, the lab's task."""

import unicodedata
from typing import Any

from kit import world
from kit.errors import BadInput
from kit.exercises.registry import lab_of
from kit.labs import variants
from kit.labs.protocols import Task
from kit.labs.spec import Spec
from kit.labs.variants import Variant
from kit.world import World

_LONGEST = 200


def variant(trainee: str, seed: str | int, exercise: str) -> Variant:
    """Return the variant of a trainee in a class.

    Args:
        trainee: Name or number of the trainee; case counts, spaces around it do not.
        seed: The class's seed, any text or whole number.
        exercise: Exercise id.

    Raises:
        BadInput: If trainee or seed is empty or too long.
    """
    return variants.variant(_clean("seed", str(seed)), _clean("trainee", trainee), exercise)


def open_task(spec: Spec[Any], trainee: str, seed: str | int, locale: str = "zh") -> Task:
    """Return the task of a trainee: always the same for the same exercise, trainee and seed.

    Args:
        spec: The exercise.
        trainee: Name or number of the trainee.
        seed: The class's seed.
        locale: Language of the company's data. Variant, items and key are the same in each.
    """
    own = variant(trainee, seed, spec.id)
    company = build_company(spec, own.seed("world"), locale)
    task: Task = lab_of(spec).make(company, spec, own)
    return task


def build_company(spec: Spec[Any], seed: int, locale: str = "zh") -> World:
    """Return the company that an exercise draws its tasks from.

    Args:
        spec: The exercise.
        seed: Seed of the company.
        locale: Language of its data.
    """
    return world.build(
        spec.profile, seed, spec.size, locale=locale, flaws=spec.flaws, deal=spec.deal
    )


def _clean(name: str, text: str) -> str:
    """Return the text in one Unicode form, so that a name typed elsewhere is the same name."""
    clean = unicodedata.normalize("NFC", text).strip()
    if not clean:
        raise BadInput("exercise.empty", name=name)
    if len(clean) > _LONGEST:
        raise BadInput("exercise.too_long", name=name, length=len(clean), limit=_LONGEST)
    return clean
