"""Internet addresses set aside for documentation.

Space: version 6, ``2001:db8::/32``; version 4, the three networks ``192.0.2.0/24``,
``198.51.100.0/24`` and ``203.0.113.0/24``, of which 762 host addresses are used. So version 4
cannot be unique for many rows: with ``shared`` rows may get the same address, as people behind one
router do.

Evidence: reserved for documentation; never routed, never assigned. Proof: strong, by rule.

Source: RFC 5737 (version 4), RFC 3849 (version 6), RFC 5952 (how version 6 is written).
"""

import ipaddress
from functools import lru_cache

import numpy as np
import pyarrow as pa

from kit.errors import BadInput, InvalidIdentifier
from kit.identifiers import ascii as letters
from kit.identifiers.rules import Rows, passes, place, require_letters, scatter

FORM = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,43}"
NETWORKS = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)
# Groups of four without a leading zero are the short form of RFC 5952 as they stand.
_GROUP_FIRST, _GROUPS = 0x1000, 0xF000
CAPACITY = _GROUPS**2
CAPACITY_V4 = 3 * 254

_LONGEST = 45


def generate(
    seed: int, names: tuple[str, ...], rows: Rows, version: int = 6, shared: bool = False
) -> pa.StringArray:
    """Return one address per row.

    Args:
        seed: The seed of the data.
        names: The path of names.
        rows: Row numbers below `CAPACITY` (version 6) or `CAPACITY_V4` (version 4).
        version: 4 or 6. All version 6 addresses differ.
        shared: Version 4 only: let rows beyond `CAPACITY_V4` use an address again.
    """
    if version not in (4, 6):
        raise BadInput("identifiers.ip_version", version=version)
    if version == 6:
        return _version_6(place("ip_address", seed, names, CAPACITY, rows))
    if shared:
        position = place("ip_address", seed, names, CAPACITY, rows) % CAPACITY_V4
    else:
        position = place("ip_address", seed, names, CAPACITY_V4, rows)
    return _version_4().take(pa.array(position))


def validate(value: str) -> None:
    """Raise `InvalidIdentifier`: characters or format of neither version."""
    if len(value) > _LONGEST:
        raise InvalidIdentifier("identifiers.format")
    require_letters(value, "0-9A-Fa-f:.")
    try:
        ipaddress.ip_address(value)
    except ValueError:
        raise InvalidIdentifier("identifiers.format") from None


def is_synthetic(value: str) -> bool:
    """Return whether the address is reserved for documentation.

    >>> is_synthetic("203.0.113.7"), is_synthetic("2001:db8::1"), is_synthetic("8.8.8.8")
    (True, True, False)
    """
    if not passes(validate, value):
        return False
    address = ipaddress.ip_address(value)
    return any(address.version == net.version and address in net for net in NETWORKS)


def _version_6(position: Rows) -> pa.StringArray:
    filled = letters.matrix(len(position), 38)
    letters.put_text(filled, 0, "2001:db8:" + ":".join(["...."] * 6))
    # Two groups make the address unique; the others only have to look various.
    groups = [position // _GROUPS, position % _GROUPS]
    groups += [scatter(position, salt, _GROUPS) for salt in (1, 2, 3, 4)]
    words = _group_words()
    for number, group in enumerate(groups):
        letters.put(filled, 9 + 5 * number, words, group)
    return letters.fixed_width(filled)


@lru_cache(maxsize=1)
def _group_words() -> "np.ndarray[tuple[int], np.dtype[np.uint32]]":
    return letters.table([f"{_GROUP_FIRST + number:04x}" for number in range(_GROUPS)])


@lru_cache(maxsize=1)
def _version_4() -> pa.StringArray:
    hosts = [str(host) for network in NETWORKS[:3] for host in network.hosts()]
    return pa.array(hosts, pa.string())
