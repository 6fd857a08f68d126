"""What is wrong with a frame file: unknown names, leaks in plain text, lists that are too short."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from kit.customers.labels import FieldLabel
from kit.customers.makers.base import word_table
from kit.customers.notes.framing import PARTS, Frames, Situation, Slot, segments
from kit.customers.notes.telltale import telltales

LEAST = {"open": 5, "middle": 5, "close": 4}
LEAST_ALWAYS = 3
LEAST_PARTS, LEAST_SITUATIONS, LEAST_PER_CHANNEL, LEAST_SENSITIVE = 430, 28, 4, 4
LEAST_SPANS, MOST_SKELETON, LEAST_LOOK_ALIKES = 2.0, 0.02, 0.15
_NUMBER = re.compile(r"[0-9０-９][0-9０-９ -]{2,}[0-9０-９]|[〇零一幺二三四五六七八九]{5,}")
_LONGEST_NAME = 4
_BY_AGE: frozenset[str | None] = frozenset({None, "minor_under_14"})


@dataclass(frozen=True)
class Finding:
    """One problem.

    Attributes:
        code: Which problem.
        where: Situation and list, or slot.
        text: The sentence or word it is in.
        detail: What exactly.
    """

    code: str
    where: str
    text: str = ""
    detail: str = ""

    def __str__(self) -> str:
        return "  ".join(part for part in (self.code, self.where, self.detail, self.text) if part)


@dataclass(frozen=True)
class Columns:
    """What a profile has.

    Attributes:
        known: Columns as ``table.field``.
        always: Those that every customer has in every row.
        labels: The labels of those that are written.
        of_children: Whether customers are grown-ups, so that a child is somebody else.
    """

    known: frozenset[str]
    always: frozenset[str]
    labels: Mapping[str, FieldLabel] = field(default_factory=dict)
    of_children: bool = True


def findings(frames: Frames, columns: Columns, locale: str) -> list[Finding]:
    """Return all problems of checked frames."""
    found = [*_slots(frames, columns), *_unused(frames)]
    for situation in frames.situations:
        found += _situation(frames, situation, columns, locale)
    ids = [situation.id for situation in frames.situations]
    found += [Finding("same_id", name) for name in set(ids) if ids.count(name) > 1]
    return found


def needs(slot: Slot) -> list[str]:
    """Return the columns without which a slot has no value."""
    return [column for column in (slot.column, slot.born) if column]


def is_always(frames: Frames, part: str, columns: Columns) -> bool:
    """Return whether a sentence can be written for every customer."""
    used = [name for is_slot, name in segments(part) if is_slot]
    known = [frames.filled[name] for name in used if name in frames.filled]
    return all(column in columns.always for slot in known for column in needs(slot))


@lru_cache(maxsize=1)
def full_names() -> frozenset[str]:
    """Return every Chinese full name that the pools can make."""
    given = [row["given"] for row in word_table("given_names.csv")]
    return frozenset(row["surname"] + g for row in word_table("surnames.csv") for g in given)


def names_in(text: str) -> list[str]:
    """Return the full names of the pools that stand in a text.

    >>> names_in("客户王伟来电")
    ['王伟']
    """
    names = full_names()
    return [
        text[start : start + size]
        for start in range(len(text))
        for size in range(2, _LONGEST_NAME + 1)
        if len(text[start : start + size]) == size and text[start : start + size] in names
    ]


def _slots(frames: Frames, columns: Columns) -> Iterator[Finding]:
    for name, slot in frames.slots.items():
        where = f"slots.{name}"
        for column in needs(slot):
            if column not in columns.known:
                yield Finding("unknown_column", where, detail=column)
        yield from _against_label(where, slot, columns.labels.get(slot.column or ""))
        if not slot.kind:
            for word in slot.values or ():
                yield from _literal(where, word, word)
        if slot.values and len(set(slot.values)) < len(slot.values):
            yield Finding("same_word_twice", where)
        if slot.like and not _as_many(slot, frames.slots.get(slot.like)):
            yield Finding("other_length", where, detail=slot.like)


def _as_many(slot: Slot, other: Slot | None) -> bool:
    return other is not None and len(slot.values or ()) == len(other.values or ())


def _against_label(where: str, slot: Slot, label: FieldLabel | None) -> Iterator[Finding]:
    if label is None:
        return
    if not slot.kind:
        if label.personal:
            yield Finding("unmarked_column", where, detail=slot.column or "")
    elif slot.personal != label.personal:
        yield Finding("personal_or_not", where, detail=slot.column or "")
    elif slot.sensitive != label.sensitive and {slot.sensitive, label.sensitive} - _BY_AGE:
        yield Finding("other_category", where, detail=f"{slot.sensitive} / {label.sensitive}")


def _unused(frames: Frames) -> Iterator[Finding]:
    used = {name.partition(":")[0] for name in frames.used}
    yield from (Finding("unused_slot", f"slots.{name}") for name in frames.slots.keys() - used)


def all_parts(situation: Situation) -> list[str]:
    """Return the sentences of a situation, list after list."""
    return [part for name in PARTS for part in situation.parts(name)]


def _situation(
    frames: Frames, situation: Situation, columns: Columns, locale: str
) -> Iterator[Finding]:
    for name in PARTS:
        parts = situation.parts(name)
        where = f"{situation.id}.{name}"
        if len(parts) < LEAST[name]:
            yield Finding("short_list", where, detail=f"{len(parts)} < {LEAST[name]}")
        if len(set(parts)) < len(parts):
            yield Finding("same_sentence_twice", where)
        always = sum(is_always(frames, part, columns) for part in parts)
        if always < LEAST_ALWAYS:
            yield Finding("few_unconditional", where, detail=f"{always} < {LEAST_ALWAYS}")
        for part in parts:
            yield from _part(frames, where, part)
            plain = " ".join(piece for is_slot, piece in segments(part) if not is_slot)
            for word in telltales(plain, locale, columns.of_children):
                yield Finding("telltale", where, part, word)
    yield from _spaces(situation, locale)


def _part(frames: Frames, where: str, part: str) -> Iterator[Finding]:
    for is_slot, piece in segments(part):
        if is_slot and piece not in frames.filled:
            yield Finding("unknown_slot", where, part, piece)
        elif not is_slot:
            yield from _literal(where, part, piece)
            if "{" in piece or "}" in piece:
                yield Finding("stray_brace", where, part)


def _literal(where: str, text: str, piece: str) -> Iterator[Finding]:
    for number in _NUMBER.findall(piece):
        yield Finding("literal_number", where, text, number)
    for name in names_in(piece):
        yield Finding("literal_name", where, text, name)


def _spaces(situation: Situation, locale: str) -> Iterator[Finding]:
    for name in PARTS:
        for part in situation.parts(name):
            if "  " in part:
                yield Finding("double_space", f"{situation.id}.{name}", part)
    pairs = set(product(situation.open, situation.middle)) | set(
        product(situation.middle, situation.close)
    )
    if "" in situation.middle:
        pairs |= set(product(situation.open, situation.close))
    for first, then in sorted(pairs):
        if not first or not then:
            continue
        gaps = first[-1].isspace() + then[0].isspace()
        if gaps == 2:
            yield Finding("double_space", situation.id, f"{first[-12:]}|{then[:12]}")
        if gaps == 0 and locale == "en":
            yield Finding("no_space", situation.id, f"{first[-12:]}|{then[:12]}")
    yield from _ends(situation)


def _ends(situation: Situation) -> Iterator[Finding]:
    for part in situation.close:
        if part != part.rstrip():
            yield Finding("space_at_end", f"{situation.id}.close", part)
    for part in situation.open:
        if part != part.lstrip():
            yield Finding("space_at_start", f"{situation.id}.open", part)


def first_of_each(found: Iterable[Finding], most: int) -> list[tuple[Finding, int]]:
    """Return at most so many problems per code and place, with how many there are more."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        groups.setdefault((one.code, one.where), []).append(one)
    return [
        (one, len(group) - most if place == most - 1 else 0)
        for group in groups.values()
        for place, one in enumerate(group[:most])
    ]
