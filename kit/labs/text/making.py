"""Makes a trainee's task: the drawn notes with their spans."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kit.customers.childhood import CHILD_ENDS
from kit.i18n import in_both
from kit.labs.head import head
from kit.labs.spec import Spec
from kit.labs.text.articles import articles_of
from kit.labs.text.blueprint import Blueprint
from kit.labs.text.bounds import core
from kit.labs.text.drawing import draw
from kit.labs.text.emoji import with_emoji
from kit.labs.text.explain import span_values
from kit.labs.text.judging import weight
from kit.labs.text.misreadings import misread
from kit.labs.text.palette import accepted, accepted_subjects, is_inferred
from kit.labs.text.pool import Candidate, candidates, channel_titles, is_masked
from kit.labs.text.task import LookAlike, Note, Span, Task
from kit.labs.variants import Variant

if TYPE_CHECKING:
    from kit.world import World


def make(world: "World", spec: Spec[Blueprint], variant: Variant) -> Task:
    """Return the task of one variant.

    The notes of another language are other texts, so marks in one cannot be graded in the other:
    an English task has a token of its own.

    Args:
        world: The company, built from ``variant.seed("world")``.
        spec: The exercise.
        variant: Whose task it is.

    Raises:
        BadInput: If the company has too few notes for the blueprint.
    """
    plan = spec.blueprint
    locale = world.spec.locale
    drawn = draw(candidates(world), spec, variant, letters=1 if locale == "zh" else 3)
    school = world.profile.ages[0] < CHILD_ENDS
    drawn = with_emoji(drawn, plan.emoji, variant.dice("emoji"))
    titles = channel_titles(world)
    notes = tuple(
        _note(plan, one, f"n{number:02}", titles[one.channel], school)
        for number, one in enumerate(drawn, start=1)
    )
    return Task(
        exercise=spec.id,
        lab=spec.lab,
        head=head(spec, world),
        pass_mark=spec.pass_mark,
        token=variant.token if locale == "zh" else f"{variant.token}-{locale}",
        locale=locale,
        palette=plan.palette,
        asks_subject=plan.subjects,
        notes=notes,
    )


def _note(
    plan: Blueprint, one: Candidate, key: str, titles: Mapping[str, str], school: bool
) -> Note:
    note = Note(
        key=key,
        channel=one.channel,
        channel_titles=titles,
        written_at=one.written_at,
        about=_about(one.age) if school and one.age is not None else None,
        text=one.text,
        spans=tuple(_span(plan, one.text, span, school) for span in one.personal),
        look_alikes=tuple(
            LookAlike(span["start"], span["end"], span["kind"]) for span in one.look_alikes
        ),
        origin=one.note_id,
    )
    return replace(note, misread=misread(note, plan.palette, asks_subject=plan.subjects))


def _about(age: int) -> dict[str, str]:
    """Return what the file says of a pupil: without the age nobody could tell whether 14 or not."""
    return in_both("text.pupil", age=age)


def _span(plan: Blueprint, text: str, span: Mapping[str, Any], school: bool) -> Span:
    kind, sensitive, subject = span["kind"], span["sensitive"], span["subject"]
    masked = is_masked(span)
    inferred = is_inferred(kind, span["text"])
    right = accepted(plan.palette, kind, sensitive, subject, masked=masked, inferred=inferred)
    return Span(
        start=span["start"],
        end=span["end"],
        core=core(text, span["start"], span["end"]),
        text=span["text"],
        kind=kind,
        accepted=right,
        subject=subject,
        subjects=accepted_subjects(kind, subject, span["source"], school=school),
        sensitive=sensitive,
        masked=masked,
        weight=weight(kind, sensitive, subject),
        articles=articles_of(kind, sensitive, subject, masked=masked),
        values=span_values(span["text"], kind, right[0], subject),
    )
