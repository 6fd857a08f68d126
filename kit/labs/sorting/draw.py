"""Draws the records of a variant by the blueprint, one per customer."""

from collections.abc import Sequence

from kit.errors import BadInput
from kit.labs.sorting.blueprint import Blueprint, Slots
from kit.labs.sorting.pool import Candidate
from kit.labs.spec import Spec
from kit.labs.variants import Variant


def draw(
    candidates: Sequence[Candidate], spec: Spec[Blueprint], variant: Variant
) -> list[Candidate]:
    """Return the records of a variant, in the order in which they are shown.

    Lines of the blueprint with the fewest records to choose from come first, so that a common
    record is not taken from a line that has no other.

    Raises:
        BadInput: If the company has too few records for a line.
    """
    lines = [[one for one in candidates if fits(one, slots)] for slots in spec.blueprint.slots]
    order = sorted(range(len(lines)), key=lambda number: len(lines[number]))
    used: set[str | None] = set()
    drawn: list[Candidate] = []
    for number in order:
        slots, taken = spec.blueprint.slots[number], 0
        wanted = slots.count + variant.dice("counts", str(number)).below(slots.more + 1)
        for one in variant.dice("records", str(number)).shuffled(lines[number]):
            if taken < wanted and not {one.customer, one.partner or one.customer} & used:
                used |= {one.customer, one.partner}
                used.discard(None)
                drawn.append(one)
                taken += 1
        if taken < slots.count:
            raise _too_few(spec, number, slots, taken)
    return variant.dice("order").shuffled(drawn)


def fits(one: Candidate, slots: Slots) -> bool:
    """Return whether a record is of the sort that a line of the blueprint wants."""
    return (
        one.kind in slots.kinds
        and one.decision.action in slots.actions
        and (not slots.reasons or any(code in one.decision.reasons for code in slots.reasons))
        and (not slots.columns or one.place in slots.columns)
        and (not slots.alike or slots.alike in one.alike)
    )


def _too_few(spec: Spec[Blueprint], number: int, slots: Slots, there: int) -> BadInput:
    kind = f"kinds={'/'.join(slots.kinds)}, actions={'/'.join(slots.actions)}"
    more = {"reasons": slots.reasons, "columns": slots.columns}
    kind += "".join(f", {name}={'/'.join(codes)}" for name, codes in more.items() if codes)
    kind += f", alike={slots.alike}" if slots.alike else ""
    return BadInput(
        "sorting.too_few",
        exercise=spec.id,
        key=f"blueprint.slots[{number}]",
        wanted=slots.count,
        there=there,
        kind=kind,
    )
