"""Pairs the marks of a note with its spans: one to one, the best overlap first.

In this order: the same bounds, or the same but for what may stand around a piece; a span marked in
several parts, or several spans marked in one go; then whatever overlaps enough. Marks do not
overlap each other, nor do spans, so that all of it takes time with the length of the lists.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kit.labs.text.bounds import core, only_links, share
from kit.labs.text.palette import PERSONS, SOFT
from kit.labs.text.task import LookAlike, Mark, Note, Span

LEAST_SHARE = 0.5
"""Less in common than this is no overlap."""
LEAST_SHARE_SOFT = 0.25
"""The same for what is told in a phrase."""
FREE_SHARE_SOFT = 0.6
"""From here on the bounds of a phrase are a matter of taste."""
_WHOLE = 0.8
_WHOLE_LENGTH = 24


class Pair(NamedTuple):
    """What became of a span or a mark.

    Attributes:
        found: ``exact``, ``around`` (but for what may stand around it), ``split``, ``joined``,
            ``taste``, ``shorter``, ``longer``, ``covered`` (a person within a mark on something
            else), ``missed`` or ``false``.
        span: Number of the span, or None.
        mark: Number of the mark, or None.
        right_kind: Whether the kind is accepted.
        look_alike: For a false mark: number of the look-alike under it, or None.
        why: For a false mark: ``look_alike``, ``whole``, ``part`` or ``nothing``.
    """

    found: str
    span: int | None
    mark: int | None
    right_kind: bool = True
    look_alike: int | None = None
    why: str = ""


def matched(note: Note, marks: Sequence[Mark]) -> list[Pair]:
    """Return what became of every span and mark of a note.

    Args:
        note: The note.
        marks: Its marks, in the order of the text.
    """
    pairs = list(_same_bounds(note, marks))
    if len(pairs) == len(note.spans) == len(marks):
        return pairs
    spans = _others(range(len(note.spans)), [pair.span for pair in pairs])
    rest = _others(range(len(marks)), [pair.mark for pair in pairs])
    for step in (_split, _joined, _overlapping):
        if not spans or not rest:
            break
        found = list(step(note, marks, spans, rest))
        pairs += found
        spans = _others(spans, [pair.span for pair in found])
        rest = _others(rest, [pair.mark for pair in found])
    wide = [one.mark for one in pairs if one.mark is not None]
    pairs += [_unmarked(note, marks, wide, number) for number in spans]
    pairs += [_false(note, marks[number], number) for number in rest]
    return pairs


def _others(numbers: Sequence[int], taken: Sequence[int | None]) -> list[int]:
    gone = set(taken)
    return [number for number in numbers if number not in gone]


def _same_bounds(note: Note, marks: Sequence[Mark]) -> Iterator[Pair]:
    exact = {(span.start, span.end): number for number, span in enumerate(note.spans)}
    taken: set[int] = set()
    loose: list[int] = []
    for number, mark in enumerate(marks):
        span = exact.get((mark.start, mark.end))
        if span is None:
            loose.append(number)
            continue
        taken.add(span)
        yield Pair("exact", span, number, mark.kind in note.spans[span].accepted)
    if not loose or len(taken) == len(note.spans):
        return
    cores = {span.core: n for n, span in enumerate(note.spans) if n not in taken}
    for number in loose:
        mark = marks[number]
        span = cores.pop(core(note.text, mark.start, mark.end), None)
        if span is not None:
            yield Pair("around", span, number, mark.kind in note.spans[span].accepted)


def _split(
    note: Note, marks: Sequence[Mark], spans: Sequence[int], rest: Sequence[int]
) -> Iterator[Pair]:
    """Yield spans that several marks cover together but for what links their parts."""
    at = 0
    for number in spans:
        span = note.spans[number]
        inside = []
        while at < len(rest) and marks[rest[at]].end <= span.end:
            if marks[rest[at]].start >= span.start:
                inside.append(rest[at])
            at += 1
        parts = [(marks[one].start, marks[one].end) for one in inside]
        right = all(marks[one].kind in span.accepted for one in inside)
        if len(inside) > 1 and right and _covered(note.text, span.core, parts):
            yield from (Pair("split", number, one) for one in inside)


def _joined(
    note: Note, marks: Sequence[Mark], spans: Sequence[int], rest: Sequence[int]
) -> Iterator[Pair]:
    """Yield marks that cover several spans together but for what links them."""
    at = 0
    for number in rest:
        mark = marks[number]
        inside = []
        while at < len(spans) and note.spans[spans[at]].end <= mark.end:
            if note.spans[spans[at]].start >= mark.start:
                inside.append(spans[at])
            at += 1
        parts = [(note.spans[one].start, note.spans[one].end) for one in inside]
        right = all(mark.kind in note.spans[one].accepted for one in inside)
        bounds = core(note.text, mark.start, mark.end)
        if len(inside) > 1 and right and _covered(note.text, bounds, parts):
            yield from (Pair("joined", one, number) for one in inside)


def _covered(text: str, bounds: tuple[int, int], parts: Sequence[tuple[int, int]]) -> bool:
    at = bounds[0]
    for start, end in parts:
        if start > at and not only_links(text, at, start):
            return False
        at = max(at, end)
    return at >= bounds[1] or only_links(text, at, bounds[1])


def _overlapping(
    note: Note, marks: Sequence[Mark], spans: Sequence[int], rest: Sequence[int]
) -> Iterator[Pair]:
    """Yield the best overlaps: those of the right kind first, then the greatest share."""
    candidates = sorted(_candidates(note, marks, spans, rest), key=lambda one: one[:2])
    taken_spans: set[int] = set()
    taken_marks: set[int] = set()
    for wrong, less, number, one in candidates:
        if number in taken_spans or one in taken_marks:
            continue
        taken_spans.add(number)
        taken_marks.add(one)
        yield Pair(_slip(note.spans[number], marks[one], -less), number, one, not wrong)


def _candidates(
    note: Note, marks: Sequence[Mark], spans: Sequence[int], rest: Sequence[int]
) -> Iterator[tuple[bool, float, int, int]]:
    first = 0
    for number in spans:
        span = note.spans[number]
        while first < len(rest) and marks[rest[first]].end <= span.start:
            first += 1
        for one in rest[first:]:
            mark = marks[one]
            if mark.start >= span.end:
                break
            common = max(
                share((span.start, span.end), (mark.start, mark.end)),
                share(span.core, core(note.text, mark.start, mark.end)),
            )
            right = mark.kind in span.accepted
            soft = right and span.kind in SOFT
            if common >= (LEAST_SHARE_SOFT if soft else LEAST_SHARE):
                yield (not right, -common, number, one)


def _slip(span: Span, mark: Mark, common: float) -> str:
    if span.kind in SOFT and common >= FREE_SHARE_SOFT:
        return "taste"
    return "shorter" if mark.end - mark.start < span.end - span.start else "longer"


def _unmarked(note: Note, marks: Sequence[Mark], wide: Sequence[int], number: int) -> Pair:
    """Return a span without a mark of its own: a person may lie within a mark on what is told."""
    span = note.spans[number]
    if span.kind in PERSONS:
        for one in wide:
            mark = marks[one]
            inside = mark.start <= span.start and span.end <= mark.end
            light = span.accepted[0] == "sensitive" != mark.kind
            if inside and not light and not _is_whole(note, mark):
                return Pair("covered", number, one)
    return Pair("missed", number, None)


def _is_whole(note: Note, mark: Mark) -> bool:
    length = mark.end - mark.start
    return length >= _WHOLE_LENGTH and length >= _WHOLE * len(note.text)


def _false(note: Note, mark: Mark, number: int) -> Pair:
    if _is_whole(note, mark):
        return Pair("false", None, number, why="whole")
    under = _under(note.look_alikes, mark)
    if under is not None:
        return Pair("false", None, number, look_alike=under, why="look_alike")
    over = any(span.start < mark.end and mark.start < span.end for span in note.spans)
    return Pair("false", None, number, why="part" if over else "nothing")


def _under(look_alikes: Sequence[LookAlike], mark: Mark) -> int | None:
    for number, one in enumerate(look_alikes):
        common = min(one.end, mark.end) - max(one.start, mark.start)
        if 2 * common >= min(one.end - one.start, mark.end - mark.start):
            return number
    return None
