"""Makes a triage: several things happen in one company, and the rules look at its log."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kit.activity.search import Search
from kit.errors import BadInput
from kit.labs.head import head
from kit.labs.spec import Spec
from kit.labs.triage.alerts import chosen, open_links, raised
from kit.labs.triage.baselines import found_by
from kit.labs.triage.blueprint import Blueprint
from kit.labs.triage.counterparts import drawn
from kit.labs.triage.scan import Scan
from kit.labs.triage.task import Task
from kit.labs.variants import Variant
from kit.leaks.catalogue import LOOK_ALIKES
from kit.leaks.together import possible_names, stage_together

if TYPE_CHECKING:
    from kit.world import World

LEAST = 2


def make(world: "World", spec: Spec[Blueprint], variant: Variant) -> Task:
    """Return the task of one variant.

    Args:
        world: The company, built from ``variant.seed("world")`` with the spec's deal.
        spec: The exercise.
        variant: Whose task it is.

    Raises:
        BadInput: If too little of what the exercise names can happen in its company.
    """
    plan = spec.blueprint
    company = replace(world, staff=plan.staff, phase=plan.phase).company
    dice = variant.dice("triage")
    leaks = dice.shuffled(possible_names(company, plan.leaks, plan.phase))
    harmless = dice.shuffled(possible_names(company, tuple(LOOK_ALIKES), plan.phase))
    names = [*leaks[: plan.count], *harmless[: plan.look_alikes]]
    last = company.organisation.deal.today
    first = last - timedelta(days=plan.days - 1)
    seed = variant.seed("together") % 2**31
    beside = drawn(company, plan.phase, dice)
    staged = stage_together(company, names, seed, first, last, plan.phase, beside)
    search = Search(staged.evidence)
    scan = Scan(search)
    unsaid = open_links(staged.evidence.tables)
    alerts = chosen(raised(scan, staged.happened), staged.happened, plan.alerts, dice, unsaid)
    task = Task(
        exercise=spec.id,
        lab=spec.lab,
        head=head(spec, world),
        pass_mark=spec.pass_mark,
        token=variant.token,
        evidence=staged.evidence,
        alerts=alerts,
        budget=plan.budget,
        happened=staged.happened,
        baselines={},
    )
    if len(task.incidents) < LEAST or len(alerts) < 2 * plan.budget:
        found = len(task.incidents)
        raise BadInput("triage.too_little", exercise=spec.id, found=found, alerts=len(alerts))
    return replace(task, baselines=found_by(scan, alerts, plan.budget, task.incidents))
