"""Measures an exercise: simple strategies, usual mistakes and simulated trainees, many variants."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import ceil
from statistics import mean, pstdev
from typing import Any, Literal

from kit.exercises.grading import grade
from kit.exercises.registry import lab_of
from kit.exercises.tasks import build_company
from kit.labs.practice import Answer, Strategy, mixed, skilled
from kit.labs.protocols import Task
from kit.labs.spec import Spec
from kit.labs.variants import Dice, variant
from kit.world import World

SKILLS = (50, 75, 90)
"""Chances in per cent with which a simulated trainee knows an item; else they guess."""
SPREAD_SKILL = 75
SIMULATIONS = 10
"""Simulated trainees per variant, whose mean tells how hard the variant is."""
TRAINEES = 20
"""Of fewer variants than these, each is tried by several trainees, whose mean counts: luck is not
to decide which of two skills does better."""
SLIPS = 5
"""Chance in per cent with which a simulated learner gets an item wrong that they know."""
HELD = {"holds_all": 1.0, "holds_half": 0.5, "holds_some": 0.2, "holds_none": 0.0}
"""Share of the usual mistakes that a simulated learner still makes, from beginner to expert."""
VARIANTS = 50
_SEED = "baselines"

Kind = Literal["key", "strategy", "mistake", "skill", "learner"]


@dataclass(frozen=True)
class Row:
    """The scores of one way to answer.

    Attributes:
        kind: ``key``, ``strategy``, ``mistake``, ``skill`` or ``learner``.
        name: Its name in the lab; a skill's is its chance in per cent.
        scores: One per variant, 0 to 100; of few variants the mean of several trainees.
        touched: Items per variant that a mistake answers wrongly, on average; None for others.
    """

    kind: Kind
    name: str
    scores: tuple[float, ...]
    touched: float | None = None

    def passes(self, pass_mark: int) -> int:
        """Return in how many variants it passes."""
        return sum(score >= pass_mark for score in self.scores)

    def to_json(self, pass_mark: int) -> dict[str, Any]:
        """Return its figures as plain JSON data; ``std`` is that of all variants."""
        figures = {
            "kind": self.kind,
            "name": self.name,
            "mean": round(mean(self.scores), 1),
            "min": min(self.scores),
            "max": max(self.scores),
            "std": round(pstdev(self.scores), 1),
            "passes": self.passes(pass_mark),
        }
        return figures if self.touched is None else figures | {"touched": round(self.touched, 1)}


@dataclass(frozen=True)
class Baselines:
    """What was measured of one exercise.

    Attributes:
        exercise: Exercise id.
        lab: Lab name.
        pass_mark: The least score that passes.
        must_fail: The mistakes that it is there to cure.
        variants: Number of variants.
        rows: The key, strategies, mistakes, then skills and learners from low to high.
        difficulty: Mean score of ten simulated trainees of 75 per cent, by variant.
    """

    exercise: str
    lab: str
    pass_mark: int
    must_fail: tuple[str, ...]
    variants: int
    rows: tuple[Row, ...]
    difficulty: tuple[float, ...]

    def of(self, kind: Kind) -> tuple[Row, ...]:
        """Return the rows of one kind."""
        return tuple(row for row in self.rows if row.kind == kind)

    @property
    def spread(self) -> float:
        """Return the standard deviation of the difficulty over the variants, in points.

        Means of ten leave little of a trainee's luck, so it tells how unlike the variants are.
        """
        return round(pstdev(self.difficulty), 1)

    @property
    def spread_of_one(self) -> float:
        """Return the standard deviation of a single 75 per cent trainee's score, in points."""
        (row,) = (one for one in self.of("skill") if one.name == str(SPREAD_SKILL))
        return round(pstdev(row.scores), 1)

    @property
    def sound(self) -> bool:
        """Return whether it tells skill from tricks.

        The key is always full; no simple strategy passes, nor anybody who holds a mistake that the
        exercise is there to cure; the score rises with skill and with every mistake given up.
        """
        skills, (_, *learners) = self.of("skill"), self.of("learner")  # all mistakes hide some
        rising = [[mean(row.scores) for row in rows] for rows in (skills, learners)]
        cured = [row for row in self.of("mistake") if row.name in self.must_fail]
        return (
            all(min(row.scores) == 100 for row in self.of("key"))
            and not any(row.passes(self.pass_mark) for row in (*self.of("strategy"), *cured))
            and all(means == sorted(set(means)) for means in rising)
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "exercise": self.exercise,
            "lab": self.lab,
            "pass_mark": self.pass_mark,
            "must_fail": list(self.must_fail),
            "variants": self.variants,
            "sound": self.sound,
            "spread": self.spread,
            "spread_of_one": self.spread_of_one,
            "rows": [row.to_json(self.pass_mark) for row in self.rows],
        }


def tasks(
    spec: Spec[Any], count: int, companies: int | None = None, locale: str = "zh"
) -> Iterator[Task]:
    """Yield the tasks of as many trainees, always the same ones.

    Args:
        spec: The exercise.
        count: How many.
        companies: Draw them from so many companies only, which is quicker; by default each has its
            own, as in a class.
        locale: Language of the data; texts of another language are other texts.
    """
    kept: dict[int, World] = {}
    for number in range(count):
        own = variant(_SEED, f"trainee {number}", spec.id)
        place = number % (companies or count)
        company = kept.get(place) or build_company(spec, own.seed("world"), locale)
        if companies:
            kept[place] = company
        yield lab_of(spec).make(company, spec, own)


def measure(
    spec: Spec[Any], count: int = VARIANTS, companies: int | None = None, locale: str = "zh"
) -> Baselines:
    """Return how simple strategies, usual mistakes and simulated trainees fare.

    Args:
        spec: The exercise.
        count: Number of variants, at least 2.
        companies: As for `tasks`.
        locale: As for `tasks`.
    """
    return measured(spec, list(tasks(spec, count, companies, locale)))


def measured(spec: Spec[Any], made: list[Task]) -> Baselines:
    """Return how simple strategies, usual mistakes and simulated trainees fare at some tasks.

    Args:
        spec: The exercise.
        made: At least two tasks of it.
    """
    known = [_known(spec, task) for task in made]
    rows = [_row(spec, known, "key", "key", lambda one, _: one.key)]
    rows += [
        _row(spec, known, "strategy", name, partial(_tried, strategy))
        for name, strategy in lab_of(spec).STRATEGIES.items()
    ]
    rows += [_mistake(spec, known, name) for name in lab_of(spec).MISTAKES]
    rows += [
        _row(spec, known, "skill", str(percent), partial(_simulated, spec, percent))
        for percent in SKILLS
    ]
    rows += [
        _row(spec, known, "learner", name, partial(_learner, spec, share))
        for name, share in HELD.items()
    ]
    difficulty = tuple(_difficulty(spec, number, one) for number, one in enumerate(known))
    named = spec.id, spec.lab, spec.pass_mark, spec.must_fail
    return Baselines(*named, len(made), tuple(rows), difficulty)


@dataclass(frozen=True)
class _Known:
    """A task with its key and what each mistake answers wrongly, which every row needs."""

    task: Task
    key: Answer
    wrong: Mapping[str, Mapping[str, Any]]


def _known(spec: Spec[Any], task: Task) -> _Known:
    lab = lab_of(spec)
    wrong = {name: mistake(task) for name, mistake in lab.MISTAKES.items()}
    return _Known(task, lab.key(task), wrong)


def _difficulty(spec: Spec[Any], number: int, one: _Known) -> float:
    dice = _dice("difficulty", spec.id, number)
    return mean(
        grade(spec, one.task, _simulated(spec, SPREAD_SKILL, one, dice)).score
        for _ in range(SIMULATIONS)
    )


def _row(
    spec: Spec[Any],
    known: list[_Known],
    kind: Kind,
    name: str,
    answer: Callable[[_Known, Dice], Answer],
) -> Row:
    turns = max(1, ceil(TRAINEES / len(known))) if kind in ("skill", "learner") else 1
    scores = []
    for number, one in enumerate(known):
        dice = _dice(kind, name, number)
        scores.append(mean(grade(spec, one.task, answer(one, dice)).score for _ in range(turns)))
    return Row(kind, name, tuple(scores))


def _mistake(spec: Spec[Any], known: list[_Known], name: str) -> Row:
    row = _row(
        spec, known, "mistake", name, lambda one, _: mixed(one.task, one.key, one.wrong[name])
    )
    return Row("mistake", name, row.scores, mean(len(one.wrong[name]) for one in known))


def _tried(strategy: Strategy, one: _Known, dice: Dice) -> Answer:
    return strategy(one.task, dice)


def _simulated(spec: Spec[Any], percent: int, one: _Known, dice: Dice) -> Answer:
    guess = lab_of(spec).STRATEGIES["random"](one.task, dice)
    return skilled(one.task, one.key, guess, percent, dice)


def _learner(spec: Spec[Any], share: float, one: _Known, dice: Dice) -> Answer:
    """Return the answer of somebody who holds a share of the mistakes, and slips now and then."""
    touching = [wrong for wrong in one.wrong.values() if wrong]
    held = dice.sample(touching, round(share * len(touching)))
    wrong = {item: value for some in reversed(held) for item, value in some.items()}
    believed = mixed(one.task, one.key, wrong)
    guess = lab_of(spec).STRATEGIES["random"](one.task, dice)
    return skilled(one.task, believed, guess, 100 - SLIPS, dice)


def _dice(kind: str, name: str, number: int) -> Dice:
    return variant(_SEED, f"{kind} {name}", str(number)).dice("answers")
