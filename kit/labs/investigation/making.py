"""Makes a trainee's task: draws what happened, stages it, and works out what is right."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kit.activity.company import Company
from kit.errors import BadInput
from kit.labs.head import head
from kit.labs.investigation.blueprint import ASKS, Blueprint
from kit.labs.investigation.clues import with_clue
from kit.labs.investigation.dating import OLD, dated
from kit.labs.investigation.guessing import MARGIN, best_guess
from kit.labs.investigation.owing import require_clear
from kit.labs.investigation.right import Right, right_of
from kit.labs.investigation.seen import seen
from kit.labs.investigation.task import Task
from kit.labs.spec import Spec
from kit.labs.variants import Variant
from kit.leaks.catalogue import leak
from kit.leaks.dates import DAY, day_of
from kit.leaks.model import Evidence, Parameters
from kit.leaks.staging import stage
from kit.organisation.spec import Phase

if TYPE_CHECKING:
    from kit.world import World

TRIES = 8
"""So many draws of what happened before an exercise is said not to fit its company, or the one that
is hardest to guess is taken."""
WIDEST = 0.65
"""No larger share of the customers is concerned, or "everyone" would be a good guess."""
COMPANIES_KEPT = 4
_KEPT: dict[tuple[int, int, str | None], tuple["World", Company]] = {}


@dataclass(frozen=True)
class Case:
    """What was drawn for a variant.

    Attributes:
        company: The company in which it has happened.
        evidence: What an investigator has, with the report to begin with first.
        right: What is right.
    """

    company: Company
    evidence: Evidence
    right: Right


def make(world: "World", spec: Spec[Blueprint], variant: Variant) -> Task:
    """Return the task of one variant.

    Args:
        world: The company, built from ``variant.seed("world")`` with the spec's deal.
        spec: The exercise.
        variant: Whose task it is.

    Raises:
        BadInput: If what the exercise names makes no sense in its company.
    """
    tasks = (_task(world, spec, variant, case) for case in _cases(world, spec, variant))
    return _hard_to_guess(tasks)


def _hard_to_guess(tasks: Iterator[Task]) -> Task:
    """Return the first task that no guess comes near to passing; if none, the hardest to guess."""
    hardest: tuple[float, Task] | None = None
    for task in tasks:
        best = best_guess(task)
        if hardest is None or best < hardest[0]:
            hardest = best, task  # the others go at once: a log may be large
        if best <= task.pass_mark - MARGIN:
            break
    assert hardest is not None, "a draw that fits, or an error"
    return hardest[1]


def _task(world: "World", spec: Spec[Blueprint], variant: Variant, case: Case) -> Task:
    return Task(
        exercise=spec.id,
        lab=spec.lab,
        head=head(spec, world),
        pass_mark=spec.pass_mark,
        token=variant.token,
        asks=tuple(part for part in ASKS if part in spec.blueprint.asks),
        evidence=case.evidence,
        deal_file=case.company.organisation.deal,
        profile=case.company.spec.profile,
        right=case.right,
        sample=spec.blueprint.sample,
    )


def _cases(world: "World", spec: Spec[Blueprint], variant: Variant) -> Iterator[Case]:
    """Yield draws that fit: a company may have nobody who could do it on the drawn day.

    Raises:
        BadInput: If none does.
    """
    problem, fitting = None, 0
    for number in range(TRIES):
        dice = variant.dice("case", str(number))
        name = dice.pick(spec.blueprint.names)
        drawn = [_between(dice.below(101), *getattr(spec.blueprint, one)) for one in _RANGES]
        parameters = Parameters(scale=drawn[0], stealth=drawn[1])
        try:
            company = _company(world, spec.blueprint, name)
            case = _drawn(company, name, parameters, dice.below(1 << 31), spec.blueprint)
            _require_worth(case, spec.blueprint)
        except BadInput as error:
            problem = error
            continue
        fitting += 1
        yield case
    if not fitting:
        raise BadInput(
            "investigation.does_not_fit",
            exercise=spec.id,
            names=", ".join(spec.blueprint.names),
            problem={"code": problem.code, "values": problem.values} if problem else "",
        )


def _require_worth(case: Case, blueprint: Blueprint) -> None:
    """Refuse what could be answered without a look: nearly all are concerned, or it is too near.

    Raises:
        BadInput: If it is.
    """
    reach, everybody = case.right.reach, len(case.evidence.book)
    if len(reach.exposed) > WIDEST * everybody:
        raise BadInput("investigation.nearly_everyone", people=len(reach.exposed), of=everybody)
    if case.right.real:
        require_clear(len(reach.provable), len(reach.possible), blueprint.sample)


_RANGES = ("scale", "stealth")


def _between(percent: int, low: float, high: float) -> float:
    return round(low + (high - low) * percent / 100, 2)


def _drawn(
    company: Company, name: str, parameters: Parameters, seed: int, blueprint: Blueprint
) -> Case:
    """Stage it with a log that ends today, some days after the last report."""
    wanted, plan = dated(company, name, parameters, seed, OLD[seed % len(OLD)])
    first = day_of(plan.window[0] // DAY) - timedelta(blueprint.days_before)
    last = company.organisation.deal.today
    staged = stage(company, name, wanted, seed, first, last, plan=plan)
    reports = with_clue(
        staged.evidence.tables["reports"],
        plan,
        blueprint.clue,
        seen(plan, staged),
        company.organisation.locale,
    )
    evidence = replace(staged.evidence, tables={**staged.evidence.tables, "reports": reports})
    told = replace(staged, evidence=evidence)
    return Case(told.company, evidence, right_of(name, plan, told, blueprint.sample))


def _company(world: "World", blueprint: Blueprint, name: str) -> Company:
    """Return the company at work in the first phase that its deal has and the case can use.

    Raises:
        BadInput: If there is no such phase.
    """
    problem: BadInput | None = None
    for phase in _phases(blueprint, name):
        try:
            return _kept(world, blueprint.staff, phase)
        except BadInput as error:
            problem = error
    raise problem or BadInput("leaks.no_such_phase")


def _phases(blueprint: Blueprint, name: str) -> Iterator[Phase]:
    yield from (blueprint.phase,) if blueprint.phase else leak(name).PHASES


def _kept(world: "World", staff: int, phase: Phase) -> Company:
    """Return the company of a world; made once for as long as the same world is asked for."""
    key = id(world), staff, phase
    kept = _KEPT.get(key)
    if kept is None or kept[0] is not world:
        while len(_KEPT) >= COMPANIES_KEPT:
            _KEPT.pop(next(iter(_KEPT)))
        kept = _KEPT[key] = world, replace(world, staff=staff, phase=phase).company
    return kept[1]
