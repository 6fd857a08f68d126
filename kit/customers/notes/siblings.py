"""Compares a frame file with the one of the other language: the same slots must say the same."""

from collections.abc import Iterator

from kit.customers.notes.findings import Finding
from kit.customers.notes.framing import Frames, Slot

OTHER = {"zh": "en", "en": "zh"}
_SAME = ("column", "pattern", "mark", "kind", "subject", "sensitive", "born")


def differences(frames: Frames, other: Frames) -> Iterator[Finding]:
    """Yield the slots of both files that differ in more than their words.

    A word is drawn by its place in the list, so lists of one length in one order tell the same
    of the same person in both languages.
    """
    for name in sorted(frames.slots.keys() & other.slots.keys()):
        for what, mine, theirs in _facts(frames.slots[name], other.slots[name]):
            if mine != theirs:
                yield Finding(
                    "other_language", f"slots.{name}", detail=f"{what}: {mine} / {theirs}"
                )


def _facts(slot: Slot, other: Slot) -> Iterator[tuple[str, object, object]]:
    yield from ((key, getattr(slot, key), getattr(other, key)) for key in _SAME)
    yield "values", len(slot.values or ()), len(other.values or ())
