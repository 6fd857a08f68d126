"""Frames made ready for a profile: sentences as runs of pieces, lists by channel, what each needs.

Pieces are numbers: first the literal texts, then the slots.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.customers.childhood import CHILD_ENDS
from kit.customers.notes.framing import (
    CHANNELS,
    PARTS,
    Frames,
    Situation,
    Slot,
    load_frames,
    segments,
)
from kit.customers.spec import Profile
from kit.errors import BadInput

ALWAYS_CHILD = "*"
"""Instead of a date column: whoever this is about counts as under 14."""


class Need(NamedTuple):
    """A column that must have a value; for an age, one that makes at least a year."""

    column: str
    is_age: bool = False


@dataclass(frozen=True)
class Choices:
    """One list of a situation: numbers of its sentences and what each of them needs."""

    parts: NDArray[np.int64]
    needs: tuple[tuple[Need, ...], ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """Frames of one language for one profile.

    Attributes:
        slots: The slots in the order of their numbers.
        born: For each slot the date column that tells whether it is about a child, if any.
        literals: The literal texts.
        first: Where the pieces of each sentence begin in `pieces`.
        count: How many pieces each sentence has.
        pieces: The pieces of all sentences, one after the other.
        situations: Ids of the situations.
        lists: For each situation its three lists.
        by_channel: For each channel the weight of every situation.
    """

    slots: tuple[Slot, ...]
    names: tuple[str, ...]
    born: tuple[str | None, ...]
    literals: pa.StringArray
    first: NDArray[np.int64]
    count: NDArray[np.int64]
    pieces: NDArray[np.int32]
    situations: tuple[str, ...]
    lists: tuple[tuple[Choices, ...], ...]
    by_channel: dict[str, tuple[float, ...]]


@lru_cache(maxsize=16)
def plan_of(profile: Profile, name: str, locale: str) -> Plan:
    """Return the plan of shipped frames for a profile.

    Raises:
        BadInput: No such frames, or a slot or column that does not exist.
    """
    return plan(load_frames(name, locale), profile)


def plan(frames: Frames, profile: Profile) -> Plan:
    """Return the plan of frames for a profile.

    Raises:
        BadInput: A slot or column that does not exist.
    """
    for name, slot in frames.slots.items():
        for column in (slot.column, slot.born):
            _require_column(profile, name, column)
    sentences = list(dict.fromkeys(s for one in frames.situations for s in _sentences(one)))
    number = {sentence: place for place, sentence in enumerate(sentences)}
    cut = [segments(sentence) for sentence in sentences]
    literals = list(dict.fromkeys(text for one in cut for is_slot, text in one if not is_slot))
    codes = {(False, text): place for place, text in enumerate(literals)}
    codes |= {(True, name): len(literals) + place for place, name in enumerate(frames.filled)}
    counts = np.array([len(one) for one in cut], dtype=np.int64)
    return Plan(
        slots=tuple(frames.filled.values()),
        names=tuple(frames.filled),
        born=tuple(_born(slot, profile) for slot in frames.filled.values()),
        literals=pa.array(literals, pa.string()),
        first=np.cumsum(counts) - counts,
        count=counts,
        pieces=np.array([_code(codes, piece) for one in cut for piece in one], dtype=np.int32),
        situations=tuple(one.id for one in frames.situations),
        lists=tuple(
            tuple(_choices(frames, one.parts(name), number) for name in PARTS)
            for one in frames.situations
        ),
        by_channel={
            channel: tuple(s.weight * (channel in s.channels) for s in frames.situations)
            for channel in CHANNELS
        },
    )


def _sentences(situation: Situation) -> tuple[str, ...]:
    return situation.open + situation.middle + situation.close


def _code(codes: dict[tuple[bool, str], int], piece: tuple[bool, str]) -> int:
    if piece not in codes:
        raise BadInput("notes.unknown_slot", name=piece[1])
    return codes[piece]


def _require_column(profile: Profile, slot: str, column: str | None) -> None:
    table, _, name = (column or "").partition(".")
    if column and (table not in profile.tables or name not in profile.tables[table].fields):
        raise BadInput("notes.unknown_column", name=slot, column=column)


def _choices(frames: Frames, parts: tuple[str, ...], number: dict[str, int]) -> Choices:
    return Choices(
        np.array([number[part] for part in parts], dtype=np.int64),
        tuple(_needs(frames, part) for part in parts),
    )


def _needs(frames: Frames, part: str) -> tuple[Need, ...]:
    slots = [frames.filled[name] for is_slot, name in segments(part) if is_slot]
    found = [Need(slot.column, slot.writing == "age") for slot in slots if slot.column]
    found += [Need(slot.born) for slot in slots if slot.born]
    return tuple(dict.fromkeys(found))


def _born(slot: Slot, profile: Profile) -> str | None:
    """Return the date column that tells whether a slot is about a child under 14."""
    young_customers = profile.ages[0] < CHILD_ENDS
    if slot.born or not slot.personal:
        return slot.born
    if slot.subject != "child" and not (slot.subject == "customer" and young_customers):
        return None
    table = (slot.column or "").partition(".")[0]
    if table and "birth_date" in profile.tables[table].fields:
        return f"{table}.birth_date"
    return f"{profile.root}.birth_date" if young_customers else ALWAYS_CHILD
