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
from kit.labs.investigation.owing import require_clear
from kit.labs.investigation.right import right_of
from kit.labs.investigation.seen import seen
from kit.labs.investigation.task import Task
from kit.labs.spec import Spec
from kit.labs.variants import Variant
from kit.leaks.catalogue import leak
from kit.leaks.dates import DAY, day_of
from kit.leaks.model import Parameters, Plan, Staged
from kit.leaks.staging import stage
from kit.organisation.spec import Phase

if TYPE_CHECKING:
    from kit.world import World

TRIES = 8
"""So many draws of what happened before an exercise is said not to fit its company."""
COMPANIES_KEPT = 4
_KEPT: dict[tuple[int, int, str | None], tuple["World", Company]] = {}


@dataclass(frozen=True)
class Case:
    """What was drawn for a variant.

    Attributes:
        name: The leak or look-alike.
        plan: What it does.
        staged: The company in which it has happened.
    """

    name: str
    plan: Plan
    staged: Staged


def make(world: "World", spec: Spec[Blueprint], variant: Variant) -> Task:
    """Return the task of one variant.

    Args:
        world: The company, built from ``variant.seed("world")`` with the spec's deal.
        spec: The exercise.
        variant: Whose task it is.

    Raises:
        BadInput: If what the exercise names makes no sense in its company.
    """
    case = _case(world, spec, variant)
    staged, company = case.staged, case.staged.company
    locale = company.organisation.locale
    reports = with_clue(
        staged.evidence.tables["reports"],
        case.plan,
        spec.blueprint.clue,
        seen(case.plan, staged),
        locale,
    )
    evidence = replace(staged.evidence, tables={**staged.evidence.tables, "reports": reports})
    return Task(
        exercise=spec.id,
        lab=spec.lab,
        head=head(spec, world),
        pass_mark=spec.pass_mark,
        token=variant.token,
        asks=tuple(part for part in ASKS if part in spec.blueprint.asks),
        evidence=evidence,
        deal_file=company.organisation.deal,
        profile=company.spec.profile,
        right=right_of(
            case.name, case.plan, replace(staged, evidence=evidence), spec.blueprint.sample
        ),
        sample=spec.blueprint.sample,
    )


def _case(world: "World", spec: Spec[Blueprint], variant: Variant) -> Case:
    """Draw until something fits: a company may have nobody who could do it on the drawn day."""
    problem: BadInput | None = None
    for number in range(TRIES):
        dice = variant.dice("case", str(number))
        name = dice.pick(spec.blueprint.names)
        drawn = [_between(dice.below(101), *getattr(spec.blueprint, one)) for one in _RANGES]
        parameters = Parameters(scale=drawn[0], stealth=drawn[1])
        try:
            company = _company(world, spec.blueprint, name)
            case = _staged(company, name, parameters, dice.below(1 << 31), spec.blueprint)
            require_clear(case.staged, spec.blueprint.sample)
            return case
        except BadInput as error:
            problem = error
    raise BadInput(
        "investigation.does_not_fit",
        exercise=spec.id,
        names=", ".join(spec.blueprint.names),
        problem={"code": problem.code, "values": problem.values} if problem else "",
    )


_RANGES = ("scale", "stealth")


def _between(percent: int, low: float, high: float) -> float:
    return round(low + (high - low) * percent / 100, 2)


def _staged(
    company: Company, name: str, parameters: Parameters, seed: int, blueprint: Blueprint
) -> Case:
    """Stage it with a log that ends today, some days after the last report."""
    wanted, plan = dated(company, name, parameters, seed, OLD[seed % len(OLD)])
    first = day_of(plan.window[0] // DAY) - timedelta(blueprint.days_before)
    last = company.organisation.deal.today
    return Case(name, plan, stage(company, name, wanted, seed, first, last, plan=plan))


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
