"""Makes a trainee's task: draws the cases, and shuffles what each question offers."""

from typing import TYPE_CHECKING

from kit import law
from kit.labs.cases.blueprint import Blueprint
from kit.labs.cases.study import cases, load_study
from kit.labs.cases.task import CaseSheet, Question, Task
from kit.labs.head import head
from kit.labs.spec import Spec
from kit.labs.variants import Variant

if TYPE_CHECKING:
    from kit.world import World

LAST = ("none", "open")
"""Options that stand below the others, wherever they are offered."""


def make(world: "World", spec: Spec[Blueprint], variant: Variant) -> Task:
    """Return the task of one variant; the company is only named, the cases are others'.

    Args:
        world: The company whose staff study the cases.
        spec: The exercise.
        variant: Whose task it is.

    Raises:
        BadInput: If there is no such study.
    """
    for name in spec.blueprint.cases:
        load_study(name)
    drawn = set(variant.dice("cases").sample(spec.blueprint.cases, spec.blueprint.count))
    wanted = [name for name in spec.blueprint.cases if name in drawn]
    return Task(
        exercise=spec.id,
        lab=spec.lab,
        head=head(spec, world),
        pass_mark=spec.pass_mark,
        token=variant.token,
        cases=tuple(_sheet(cases()[name]) for name in wanted),
        questions=tuple(one for name in wanted for one in _questions(name, variant)),
    )


def _sheet(case: law.Case) -> CaseSheet:
    def told(kind: str) -> tuple[dict[str, str], ...]:
        points = (one for one in case.points if one.kind == kind and one.teachable)
        return tuple(_both(one.text) for one in points)

    return CaseSheet(
        name=case.id,
        titles=_both(case.titles),
        years=case.years,
        facts=told("fact"),
        sources=tuple(_both(one) for one in case.sources),
        lessons=told("lesson"),
    )


def _questions(name: str, variant: Variant) -> list[Question]:
    made = []
    for question in load_study(name).questions:
        options = variant.dice("options", name, question.kind).shuffled(question.options)
        options.sort(key=lambda option: option.code in LAST)
        key = f"{name}-{question.kind}"
        made.append(Question(key, name, question.kind, tuple(options), cases()[name].compare))
    return made


def _both(words: law.Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
