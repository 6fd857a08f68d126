"""The book of customers: the order and the lists by which events say whom they touched.

Customers stand in the order in which they registered. A segment is a list that people filter by
("all of Sichuan", "gold members"): its members are places in the book, rising, so those who were
customers on a day are the first so many. An event touches members ``start`` to ``stop`` of one
segment; that is exact, and as short for a million people as for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.errors import BadInput

Places = NDArray[np.int64]
EVERYBODY = 0
"""The segment of all customers."""


@dataclass(frozen=True)
class Segment:
    """A list of customers.

    Attributes:
        segment_id: ``"S0000"`` is everybody.
        field: Field of the customers' own table; empty for everybody.
        value: The value its members have, as text.
    """

    segment_id: str
    field: str = ""
    value: str = ""


@dataclass(frozen=True)
class Book:
    """Customers in order of registration, and the lists of them.

    Attributes:
        customer_id: Their ids, in this order.
        registered: Their days of registration since 1970-01-01, rising.
        row: Row of each in the customers' table.
        segments: The lists; the first is everybody.
        members: For each list the places of its members, rising.
    """

    customer_id: pa.StringArray
    registered: Places
    row: Places
    segments: tuple[Segment, ...]
    members: tuple[Places, ...]

    def __len__(self) -> int:
        return len(self.registered)

    def known(self, segment: int, day: int) -> int:
        """Return how many members of a list were customers at the end of a day since 1970."""
        return int(np.searchsorted(self.days(segment), day, side="right"))

    def days(self, segment: int) -> Places:
        """Return the days of registration of a list's members, rising."""
        return self.registered[self.members[segment]]

    def touched(self, segment: int, start: int, stop: int) -> Places:
        """Return the places of the customers that an event touched.

        Raises:
            BadInput: If the segment has no such members.
        """
        if not 0 <= segment < len(self.members):
            raise BadInput("activity.no_segment", segment=segment, there=len(self.members))
        if not 0 <= start <= stop <= len(self.members[segment]):
            raise BadInput(
                "activity.no_members", start=start, stop=stop, there=len(self.members[segment])
            )
        return self.members[segment][start:stop]

    def ids(self, places: Places) -> list[str]:
        """Return the customer ids of places in the book."""
        found: list[str] = self.customer_id.take(pa.array(places)).to_pylist()
        return found

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Return the place of each customer id."""
        return {key: place for place, key in enumerate(self.customer_id.to_pylist())}

    @cached_property
    def segment_place(self) -> dict[str, int]:
        """Return the number of each segment id."""
        return {one.segment_id: number for number, one in enumerate(self.segments)}


def make_book(customers: pa.Table, fields: Sequence[str]) -> Book:
    """Return the book of a customers' table.

    Args:
        customers: With columns ``customer_id``, ``registered_on`` and the fields.
        fields: Fields whose every value becomes a segment; null makes none.

    Raises:
        BadInput: If the table lacks one of them.
    """
    for name in ("customer_id", "registered_on", *fields):
        if name not in customers.schema.names:
            raise BadInput("activity.no_field", field=name)
    days = customers["registered_on"].combine_chunks().cast(pa.int32()).to_numpy().astype(np.int64)
    order = np.argsort(days, kind="stable")  # of one day, the first in the table comes first
    segments, members = [Segment("S0000")], [np.arange(len(order), dtype=np.int64)]
    for name in fields:
        values = customers[name].combine_chunks().cast(pa.string()).take(pa.array(order))
        # In order of the first member, which is the same in any language.
        for value in pc.unique(values.drop_null()).to_pylist():
            mask = pc.fill_null(pc.equal(values, value), False).to_numpy(zero_copy_only=False)
            segments.append(Segment(f"S{len(segments):04}", name, value))
            members.append(np.flatnonzero(mask).astype(np.int64))
    ids = customers["customer_id"].combine_chunks().take(pa.array(order))
    return Book(ids, days[order], order, tuple(segments), tuple(members))
