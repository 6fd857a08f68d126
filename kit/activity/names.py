"""The texts that numbers of events stand for, once per company: ids, codes and addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity.actions import ACTIONS, CODES, THINGS
from kit.activity.addresses import AddressBook, make_addresses
from kit.activity.company import Company
from kit.errors import BadInput

Codes = NDArray[np.int32]

TEXTS = {
    "account": "actor.user.uid",
    "address": "src_endpoint.ip",
    "device": "device.uid",
    "system": "metadata.product.name",
    "action": "action",
    "view": "view",
    "segment": "segment",
    "thing": "resource.uid",
}
"""Columns of events that stand for texts, and their names in the log."""

_TABLES = {"account": "accounts", "device": "devices", "system": "systems", "view": "views"}


@dataclass(frozen=True)
class Names:
    """What numbers of events stand for.

    Attributes:
        texts: For each column of `TEXTS` the texts, by number; of things, table after table.
        addresses: The address book.
        thing_starts: Where the things of each action begin; -1 if it has none.
        thing_counts: How many there are of them.
        keeps_log: Of each system, whether it has a log that an investigator can read; the last is
            for no system.
    """

    texts: Mapping[str, pa.StringArray]
    addresses: AddressBook
    thing_starts: NDArray[np.int64]
    thing_counts: NDArray[np.int64]
    keeps_log: NDArray[np.bool_]

    def codes(self, column: str, numbers: NDArray[np.generic], action: Codes) -> Codes:
        """Return the place of each number's text in the texts of its column; -1: none.

        Raises:
            BadInput: If a number stands for nothing.
        """
        found = numbers.astype(np.int32, copy=False)
        if column == "address":
            return self.addresses.index(found)
        if column == "thing":
            return self._things(found, action)
        there = len(self.texts[column])
        if len(found) and (found.min() < -1 or found.max() >= there):
            wrong = found[(found < -1) | (found >= there)][0]
            raise BadInput("activity.no_row", column=column, row=int(wrong), there=there)
        return found

    def numbers(self, column: str, codes: Codes, action: Codes) -> NDArray[np.int64]:
        """Return the numbers of texts given by their places; the inverse of `codes`."""
        if column == "address":
            return self.addresses.place(codes).astype(np.int64)
        if column == "thing":
            return np.where(codes < 0, -1, codes - self.thing_starts[action])
        return codes.astype(np.int64)

    def _things(self, things: Codes, action: Codes) -> Codes:
        limit = self.thing_counts[action]
        wrong = (things >= limit) | (things < -1)
        if wrong.any():
            one = int(np.flatnonzero(wrong)[0])
            code, there = CODES[int(action[one])], int(limit[one])
            raise BadInput("activity.no_thing", action=code, row=int(things[one]), there=there)
        found = things + self.thing_starts[action]
        return np.where(things < 0, -1, found).astype(np.int32)

    @cached_property
    def place_of(self) -> Mapping[str, Mapping[str, int]]:
        """Return the place of each text, by column."""
        return {
            column: {text: place for place, text in enumerate(texts.to_pylist())}
            for column, texts in self.texts.items()
        }


def make_names(company: Company) -> Names:
    """Return what the numbers of a company's events stand for."""
    tables = company.organisation.tables
    addresses = make_addresses(company.organisation)
    things = {name: _ids(tables[name]) for name in THINGS}
    starts = dict(zip(THINGS, np.cumsum([0, *map(len, things.values())]).tolist(), strict=False))
    texts = {column: _ids(tables[name]) for column, name in _TABLES.items()} | {
        "address": addresses.texts,
        "action": pa.array(CODES),
        "segment": pa.array([one.segment_id for one in company.book.segments]),
        "thing": pa.concat_arrays(list(things.values())),
    }
    return Names(
        texts=texts,
        addresses=addresses,
        thing_starts=np.array([starts[one.thing] if one.thing else -1 for one in ACTIONS]),
        thing_counts=np.array([len(things[one.thing]) if one.thing else 0 for one in ACTIONS]),
        keeps_log=np.array([*pc.fill_null(tables["systems"]["logged"], True).to_pylist(), True]),
    )


def _ids(table: pa.Table) -> pa.StringArray:
    found = table.column(0).combine_chunks()
    return found.cast(pa.string())
