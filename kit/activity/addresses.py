"""The company's address book: from which internet address an event can come.

An address is known by its place, a whole number: the kind of connection and a row within it. So a
planner names the home of a staff member without knowing any address, and places stay as they are
when rows are added to the organisation's tables.

* office: what a site shows to the outside, the first host of its network (one for all of it);
* home, mobile: a staff member's own, at home and on the way (version 6);
* party: the office of another party; cloud: what runs in a data centre (both 192.0.2.0/24);
* outside: anybody else (version 6, of the same look as homes).

All are reserved for documentation (RFC 5737, RFC 3849).
"""

from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_network
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.errors import BadInput
from kit.identifiers import ip_address
from kit.organisation.model import Organisation

OFFICE, HOME, MOBILE, PARTY, CLOUD, OUTSIDE = range(6)
"""Kinds of connection."""
CLOUDS, OUTSIDERS = 32, 2048
"""How many addresses there are of the kinds that no table counts."""
NOWHERE = -1
"""The place of no address."""
_SPAN = 1 << 20
_PARTIES_V4 = 200

Row = TypeVar("Row", int, NDArray[np.int64], NDArray[np.int32])


def office(site: Row) -> Row:
    """Return the place of a site's address, by row of ``sites``."""
    return site + OFFICE * _SPAN


def home(staff: Row) -> Row:
    """Return the place of the address at which a staff member works from home."""
    return staff + HOME * _SPAN


def mobile(staff: Row) -> Row:
    """Return the place of the address that a staff member has on the way."""
    return staff + MOBILE * _SPAN


def party(row: Row) -> Row:
    """Return the place of the address of another party's office, by row of ``parties``."""
    return row + PARTY * _SPAN


def cloud(number: Row) -> Row:
    """Return the place of an address in a data centre; ``number`` is below `CLOUDS`."""
    return number + CLOUD * _SPAN


def outside(number: Row) -> Row:
    """Return the place of an address of somebody unknown; ``number`` is below `OUTSIDERS`."""
    return number + OUTSIDE * _SPAN


@dataclass(frozen=True)
class AddressBook:
    """Every address by its place.

    Attributes:
        texts: The addresses, kind after kind.
        sizes: How many there are of each kind.
    """

    texts: pa.StringArray
    sizes: tuple[int, ...]

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """Where each kind begins in the texts; the last is for no address."""
        return np.array([*np.concatenate([[0], np.cumsum(self.sizes)[:-1]]), -_SPAN])

    def index(self, places: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
        """Return where the texts of places stand in ``texts``; -1 for no address.

        Raises:
            BadInput: If there is no such place.
        """
        kinds, rows = places >> 20, places & (_SPAN - 1)
        ends = np.array([*self.sizes, _SPAN])  # the last, by -1, for no address
        wrong = (places < NOWHERE) | (kinds > OUTSIDE)
        wrong |= rows >= ends[np.where(wrong, NOWHERE, kinds)]
        if wrong.any():
            raise BadInput("activity.no_address", place=int(places[wrong][0]))
        found: NDArray[np.int32] = (rows + self._starts[kinds]).astype(np.int32)
        return found

    def place(self, index: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
        """Return the place of each text by where it stands in ``texts``; -1 stays."""
        kinds = np.searchsorted(self._starts[:-1], index, side="right") - 1
        found = index - self._starts[kinds] + kinds * _SPAN
        return np.where(index < 0, NOWHERE, found).astype(np.int32)

    def of(self, place: int) -> str:
        """Return the address of a place.

        Raises:
            BadInput: If there is no such place.
        """
        found: str = self.texts[int(self.index(np.array([place]))[0])].as_py()
        return found


def make_addresses(organisation: Organisation) -> AddressBook:
    """Return the address book of an organisation; rows added to it later move none of them."""
    tables = organisation.tables
    staff = tables["staff"].num_rows
    networks = [ip_network(text) for text in tables["sites"]["network"].to_pylist()]
    sizes = (len(networks), staff, staff, tables["parties"].num_rows, CLOUDS, OUTSIDERS)
    version_6 = {
        kind: _version_6(organisation.seed, kind, sizes[kind])
        for kind in (HOME, MOBILE, PARTY, OUTSIDE)
    }
    parts = [
        [str(network[1]) for network in networks],
        version_6[HOME],
        version_6[MOBILE],
        [*_version_4(0, min(sizes[PARTY], _PARTIES_V4)), *version_6[PARTY][_PARTIES_V4:]],
        _version_4(_PARTIES_V4, CLOUDS),
        version_6[OUTSIDE],
    ]
    return AddressBook(pa.array([text for part in parts for text in part], pa.string()), sizes)


def _version_4(first: int, count: int) -> list[str]:
    return [f"192.0.2.{1 + first + number}" for number in range(count)]


def _version_6(seed: int, kind: int, count: int) -> list[str]:
    """Addresses outside every site's network, none of which begins with an f there."""
    rows = np.arange(count, dtype=np.int64) + kind * _SPAN
    made = ip_address.generate(seed, ("activity", "addresses"), rows).to_pylist()
    return [f"{text[:9]}f{text[10:]}" for text in made]
