"""Draws the notes of a variant by the blueprint."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kit.errors import BadInput
from kit.labs.spec import Spec
from kit.labs.text.blueprint import Blueprint, Slots
from kit.labs.text.pool import Candidate, is_masked, is_strict
from kit.labs.variants import Variant

_NUMBER = re.compile(r"[\d幺零一二三四五六七八九]{4}")
_SENTENCE = re.compile(r"[。！？\n]|(?<=[.!?])\s")
_SITUATION = {"debt", "income", "legal_matter", "occupation", "workplace"}


def _has(**wanted: Any) -> Callable[[Candidate], bool]:
    return lambda note: any(
        all(span[name] in values for name, values in wanted.items()) for span in note.personal
    )


_third = _has(subject={"related_person"}, kind={"name", "phone", "nickname", "relation"})
_child = _has(subject={"child"})

FEATURES: Mapping[str, Callable[[Candidate], bool]] = {
    "any": lambda note: True,
    "account": _has(kind={"account"}),
    "child": _child,
    "child_with_third_person": lambda note: _child(note) and _third(note),
    "employee": _has(subject={"employee"}),
    "health": _has(kind={"health"}, subject={"customer", "child"}),
    "look_alike": lambda note: bool(note.look_alikes),
    "masked": lambda note: any(is_masked(span) for span in note.personal),
    "no_number": lambda note: not any(_NUMBER.search(span["text"]) for span in note.personal),
    "not_sensitive": lambda note: not any(span["sensitive"] for span in note.personal),
    "religion": _has(kind={"religion"}),
    "situation": _has(kind=_SITUATION),
    "third_person": _third,
    "third_person_health": _has(kind={"health"}, subject={"related_person"}),
    "whereabouts": _has(kind={"whereabouts"}),
}
"""How each thing that a line of a blueprint can ask for is recognised."""


def draw(
    notes: Sequence[Candidate], spec: Spec[Blueprint], variant: Variant, letters: int
) -> list[Candidate]:
    """Return the notes of a variant in the order shown: no customer twice, few sentences twice.

    Args:
        notes: Every note of the company.
        spec: The exercise.
        variant: Whose variant it is.
        letters: How many times longer the notes' language is than Chinese.

    Raises:
        BadInput: If there are fewer notes than a line of the blueprint wants.
    """
    plan = spec.blueprint
    fitting = [note for note in notes if _fits(note, plan, letters)]
    dice = variant.dice("notes")
    drawn: list[Candidate] = []
    for number, slots in enumerate(plan.slots):
        pool = dice.shuffled([note for note in fitting if _fills(note, slots)])
        chosen = _fresh(pool, drawn, slots.count)
        if len(chosen) < slots.count:
            raise _too_few(spec, number, slots, len(chosen))
        drawn += chosen
    return variant.dice("order").shuffled(drawn)


def _fits(note: Candidate, plan: Blueprint, letters: int) -> bool:
    least, most = plan.length
    return (
        note.channel in plan.channels
        and least * letters <= len(note.text) <= most * letters
        and (plan.masked or not FEATURES["masked"](note))
    )


def _fills(note: Candidate, slots: Slots) -> bool:
    least, most = slots.spans
    return (
        least <= len(note.personal) <= most
        and slots.channel in (None, note.channel)
        and sum(map(is_strict, note.personal)) >= slots.sensitive
        and FEATURES[slots.need](note)
    )


def _fresh(pool: Sequence[Candidate], drawn: Sequence[Candidate], count: int) -> list[Candidate]:
    """Return the first notes about other customers, those that repeat no sentence before others."""
    chosen: list[Candidate] = []
    spare: list[Candidate] = []
    customers = {note.customer_id for note in drawn}
    said = {sentence for note in drawn for sentence in _sentences(note)}
    for note in pool:
        if len(chosen) == count:
            break
        if note.customer_id in customers:
            continue
        own = _sentences(note)
        if own & said:
            spare.append(note)
            continue
        chosen.append(note)
        customers.add(note.customer_id)
        said |= own
    for note in spare:
        if len(chosen) < count and note.customer_id not in customers:
            chosen.append(note)
            customers.add(note.customer_id)
    return chosen


def _sentences(note: Candidate) -> set[str]:
    """Return the sentences of a note with a gap for each piece that differs between notes."""
    parts: list[str] = []
    at = 0
    for span in sorted((*note.personal, *note.look_alikes), key=lambda span: int(span["start"])):
        parts += [note.text[at : span["start"]], "_"]
        at = span["end"]
    parts.append(note.text[at:])
    return {part for part in _SENTENCE.split("".join(parts)) if len(part) > 1}


def _too_few(spec: Spec[Blueprint], number: int, slots: Slots, there: int) -> BadInput:
    return BadInput(
        "text.pool_too_small",
        exercise=spec.id,
        key=f"blueprint.slots[{number}]",
        wanted=slots.count,
        there=there,
        kind=f"need={slots.need}, spans={list(slots.spans)}, channel={slots.channel or '*'}, "
        f"sensitive={slots.sensitive}",
    )
