"""Figures of a frame file: how many sentences, situations and spans it makes for."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import fsum, prod

from kit.customers.notes import findings as rules
from kit.customers.notes.findings import Finding, all_parts
from kit.customers.notes.framing import (
    CHANNELS,
    LOOK_ALIKES,
    PARTS,
    PERSONAL_KINDS,
    Frames,
    Situation,
    segments,
)

_SENSITIVE = {
    "health": ("health",),
    "religion": ("religion",),
    "whereabouts": ("whereabouts",),
    "child": ("child_detail",),
}


@dataclass(frozen=True)
class Figures:
    """What a frame file amounts to, if every slot had a value and channels were equally frequent.

    Attributes:
        parts: Sentences, with repetitions and without.
        skeletons: Different notes before the slots are filled.
        per_channel: Situations of each channel.
        spans: Personal spans per note.
        look_alikes: Share of notes with at least one look-alike.
        commonest: Share of the commonest skeleton.
        sensitive: In how many situations health, religion … can occur.
    """

    parts: tuple[int, int]
    skeletons: int
    per_channel: dict[str, int]
    spans: float
    look_alikes: float
    commonest: float
    sensitive: dict[str, int]


def figures(frames: Frames) -> Figures:
    """Return the figures of a frame file."""
    parts = [part for situation in frames.situations for part in all_parts(situation) if part]
    shares = _shares(frames)
    alike = 0.0
    for situation, share in zip(frames.situations, shares, strict=True):
        lists = [situation.parts(name) for name in PARTS]
        without = prod(
            sum(not _count(frames, part, LOOK_ALIKES) for part in one) / len(one) for one in lists
        )
        alike += share * (1 - without)
    return Figures(
        (len(parts), len(set(parts))),
        sum(_combinations(situation) for situation in frames.situations),
        {name: sum(name in s.channels for s in frames.situations) for name in CHANNELS},
        sum(w * _spans(frames, s) for w, s in zip(shares, frames.situations, strict=True)),
        alike,
        max(w / _fewest(s) for w, s in zip(shares, frames.situations, strict=True)),
        {name: _situations_with(frames, name) for name in _SENSITIVE},
    )


def shortfalls(made: Figures) -> Iterator[Finding]:
    """Yield where the figures are below what a frame file needs."""
    if made.parts[1] < rules.LEAST_PARTS:
        yield Finding("few_parts", "", detail=f"{made.parts[1]} < {rules.LEAST_PARTS}")
    for channel, count in made.per_channel.items():
        if count < rules.LEAST_PER_CHANNEL:
            yield Finding("few_situations", channel, detail=f"{count} < {rules.LEAST_PER_CHANNEL}")
    if made.spans < rules.LEAST_SPANS:
        yield Finding("few_spans", "", detail=f"{made.spans:.2f} < {rules.LEAST_SPANS}")
    if made.look_alikes < rules.LEAST_LOOK_ALIKES:
        yield Finding("few_look_alikes", "", detail=f"{made.look_alikes:.0%}")
    if made.commonest > rules.MOST_SKELETON:
        yield Finding("too_common", "", detail=f"{made.commonest:.2%}")
    for name, count in made.sensitive.items():
        if count < rules.LEAST_SENSITIVE:
            yield Finding("few_sensitive", name, detail=f"{count} < {rules.LEAST_SENSITIVE}")


def _shares(frames: Frames) -> list[float]:
    used = [name for name in CHANNELS if any(name in s.channels for s in frames.situations)]
    shares = [0.0] * len(frames.situations)
    for channel in used:
        total = sum(s.weight for s in frames.situations if channel in s.channels)
        for place, situation in enumerate(frames.situations):
            if channel in situation.channels:
                shares[place] += situation.weight / total / len(used)
    return shares


def _combinations(situation: Situation) -> int:
    return len(set(product(*(situation.parts(name) for name in PARTS))))


def _fewest(situation: Situation) -> int:
    return prod(len(set(situation.parts(name))) for name in PARTS)


def _spans(frames: Frames, situation: Situation) -> float:
    lists = [situation.parts(name) for name in PARTS]
    return fsum(
        fsum(_count(frames, part, PERSONAL_KINDS) for part in one) / len(one) for one in lists
    )


def _count(frames: Frames, part: str, kinds: tuple[str, ...]) -> int:
    used = [name for is_slot, name in segments(part) if is_slot and name in frames.filled]
    return sum(frames.filled[name].kind in kinds for name in used)


def _situations_with(frames: Frames, name: str) -> int:
    return sum(
        any(_count(frames, part, _SENSITIVE[name]) for part in all_parts(situation))
        for situation in frames.situations
    )
