"""E-mail addresses under domains that are reserved for examples and tests.

Space: a handle, digits, and a domain such as ``example.com`` or ``mail.example``.

Evidence: example.com, example.net, example.org and the top-level names example, test and invalid
are reserved and never given to anybody; example.cn is not among them. Proof: strong, by rule.

Source: RFC 2606, RFC 6761 (reserved names); RFC 5321, section 4.5.3.1 (lengths).
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.errors import BadInput, InvalidIdentifier
from kit.identifiers import ascii as letters
from kit.identifiers.rules import Rows, passes, place, require_form, require_letters, scatter

FORM = r"[^@\s]+@[^@\s]+"
DOMAINS = ("example.com", "example.net", "example.org", "mail.example", "post.test")
# Few rows get few digits: each tier is [first number, end), and its rows follow those before.
TIERS = ((1_000, 10_000), (10_000, 1_000_000), (1_000_000, 100_000_000))
CAPACITY = TIERS[-1][1] - TIERS[0][0]

_LOCAL_LETTERS = r"0-9A-Za-z!#$%&'*+/=?^_`{|}~.\-"
_DOMAIN = r"(?:[0-9a-z](?:[0-9a-z-]{0,61}[0-9a-z])?\.)+[a-z][0-9a-z-]{0,61}[0-9a-z]"
_RESERVED = re.compile(r"(?:.+\.)?example\.(?:com|net|org)|.+\.(?:example|test|invalid)")
_LONGEST, _LONGEST_LOCAL = 254, 64
_LOW, _FRONTS = 1000, 1000


def generate(
    seed: int,
    names: tuple[str, ...],
    rows: Rows,
    handles: Any,
    domains: Sequence[str] = DOMAINS,
) -> pa.StringArray:
    """Return one address per row: handle, four to eight digits, ``@``, a reserved domain.

    No two are alike as long as no handle ends in a digit: the digits alone differ from row to row.

    Args:
        seed: The seed of the data.
        names: The path of names.
        rows: Row numbers below `CAPACITY`.
        handles: ASCII letters, dots or hyphens per row; a pyarrow array, a sequence of strings, or
            a tuple of such, joined row by row.
        domains: The domains to choose among, evenly.

    Raises:
        BadInput: If a domain is not reserved.
    """
    for domain in domains:
        if not _RESERVED.fullmatch(domain):
            raise BadInput("identifiers.domain", domain=domain, examples=", ".join(DOMAINS))
    numbers = _tiered(seed, names, rows)
    high, low = np.divmod(numbers, _LOW)
    ending = _endings(tuple(domains)).take(
        pa.array(low * len(domains) + scatter(numbers, 1, len(domains)))
    )
    parts = [
        letters.texts(part) for part in (handles if isinstance(handles, tuple) else (handles,))
    ]
    return pc.binary_join_element_wise(*parts, _front(high), ending, "")


@lru_cache(maxsize=8)
def _endings(domains: tuple[str, ...]) -> pa.StringArray:
    """The last three digits with each domain."""
    return pa.array([f"{low:03d}@{domain}" for low in range(_LOW) for domain in domains])


@lru_cache(maxsize=1)
def _fronts() -> pa.StringArray:
    return pa.array([str(high) for high in range(_FRONTS)])


def _front(high: Rows) -> pa.StringArray:
    """The digits before the last three; there is always at least one."""
    if int(high.max(initial=0)) < _FRONTS:
        return _fronts().take(pa.array(high))
    return pc.cast(pa.array(high), pa.string())


def validate(value: str) -> None:
    """Raise `InvalidIdentifier`: length, format, characters before the ``@`` or domain."""
    if len(value) > _LONGEST:
        raise InvalidIdentifier("identifiers.length", actual=len(value), expected=f"1–{_LONGEST}")
    require_form(value, FORM)
    local, _, domain = value.partition("@")
    if len(local) > _LONGEST_LOCAL:
        raise InvalidIdentifier(
            "identifiers.length", actual=len(local), expected=f"1–{_LONGEST_LOCAL}"
        )
    require_letters(local, _LOCAL_LETTERS)
    if local.startswith(".") or local.endswith(".") or ".." in local:
        raise InvalidIdentifier("identifiers.format")
    if not re.fullmatch(_DOMAIN, domain.lower()):
        raise InvalidIdentifier("identifiers.mail_domain")


def is_synthetic(value: str) -> bool:
    """Return whether the address is under a reserved domain.

    >>> is_synthetic("wangwei4821@example.com"), is_synthetic("wangwei@example.cn")
    (True, False)
    """
    domain = value.rpartition("@")[2].lower()
    return passes(validate, value) and _RESERVED.fullmatch(domain) is not None


def _tiered(seed: int, names: tuple[str, ...], rows: Rows) -> Rows:
    """Return a number per row, no two alike, with as few digits as the row number allows."""
    base = TIERS[0][0]
    tier = np.searchsorted([end - base for _, end in TIERS[:-1]], rows, side="right")
    numbers = np.empty(len(rows), dtype=np.int64)
    for index, (first, end) in enumerate(TIERS):
        inside = np.flatnonzero(tier == index)
        if inside.size:
            within = rows[inside] - (first - base)
            path = (*names, f"from {first}")
            numbers[inside] = first + place("email", seed, path, end - first, within)
    return numbers
