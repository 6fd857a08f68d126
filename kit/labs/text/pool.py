"""The notes of a company with their spans, as a text exercise draws from them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from kit.labs.text.palette import LOOK_ALIKES, accepted, is_inferred

if TYPE_CHECKING:
    from kit.world import World

_TAIL = 8
_TAILED = ("account", "resident_id")
_COLUMNS = ("note_id", "customer_id", "written_at", "channel", "text")

Spans = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Candidate:
    """A note that can be drawn.

    Attributes:
        note_id: Its id in the company's table.
        customer_id: Whose note it is.
        channel: Code of its channel.
        written_at: Date and time, to the minute.
        text: The text.
        personal: Its spans, in the order of the text.
        look_alikes: Its spans that only look personal, in the order of the text.
        age: Age of the customer, if the company knows it.
    """

    note_id: str
    customer_id: str
    channel: str
    written_at: str
    text: str
    personal: Spans
    look_alikes: Spans
    age: int | None


def is_masked(span: Mapping[str, Any]) -> bool:
    """Return whether a span shows only part of a number or of an address.

    >>> is_masked({"kind": "account", "text": "4243"}), is_masked({"kind": "age", "text": "9"})
    (True, False)
    """
    tail = span["kind"] in _TAILED and len(span["text"]) <= _TAIL
    return tail or span["kind"] == "partial_address"


def is_strict(span: Mapping[str, Any]) -> bool:
    """Return whether a span is sensitive beyond doubt: no careful person would call it personal."""
    kind, text = span["kind"], span["text"]
    found = accepted(
        "classes",
        kind,
        span["sensitive"],
        span["subject"],
        masked=is_masked(span),
        inferred=is_inferred(kind, text),
    )
    return found == ("sensitive",)


def channel_titles(world: "World") -> dict[str, dict[str, str]]:
    """Return what the company calls each channel, by code."""
    titles: dict[str, dict[str, str]] = (
        world.profile.tables["notes"].fields["channel"].options["map"]
    )
    return {code: {"zh": one["zh"], "en": one["en"]} for code, one in titles.items()}


def candidates(world: "World") -> list[Candidate]:
    """Return every note of a company, in the order of its table."""
    codes = {one[world.spec.locale]: code for code, one in channel_titles(world).items()}
    spans = _spans_by_row(world)
    ages = _ages(world)
    rows = world.tables["notes"].select(_COLUMNS).to_pylist()
    return [
        Candidate(
            row["note_id"],
            row["customer_id"],
            codes[row["channel"]],
            row["written_at"].strftime("%Y-%m-%d %H:%M"),
            row["text"],
            tuple(one for one in spans[number] if one["personal"]),
            tuple(one for one in spans[number] if one["kind"] in LOOK_ALIKES),
            ages.get(row["customer_id"]),
        )
        for number, row in enumerate(rows)
    ]


def _spans_by_row(world: "World") -> Mapping[int, Sequence[Mapping[str, Any]]]:
    truth = world.truth["spans"]
    chosen = truth.filter(
        pc.and_(pc.equal(truth["table"], "notes"), pc.equal(truth["column"], "text"))
    )
    by_row: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for span in chosen.to_pylist():
        by_row[span["row"]].append(span)
    for found in by_row.values():
        found.sort(key=lambda span: span["start"])
    return by_row


def _ages(world: "World") -> dict[str, int]:
    """Return the age of each customer on the reference date."""
    table = world.tables[world.profile.root]
    born = table["birth_date"].to_pylist()
    ids = table["customer_id"].to_pylist()
    return {one: _years(day, world.spec.as_of) for one, day in zip(ids, born, strict=True) if day}


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
