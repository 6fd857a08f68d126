"""Identifiers that belong to nobody, one module per kind, and the question whether one is ours.

Each module says in its docstring which space its values come from, why nobody owns it and how
strong that proof is.
"""

import re
from dataclasses import dataclass

from kit.errors import InvalidIdentifier
from kit.identifiers import (
    bank_card,
    credit_code,
    device_id,
    email,
    ip_address,
    landline,
    mac_address,
    mobile,
    passport,
    plate,
    resident_id,
    vin,
    wechat,
)
from kit.identifiers.rules import Kind

KINDS: dict[str, Kind] = {
    "resident_id": resident_id,
    "credit_code": credit_code,
    "mobile": mobile,
    "landline": landline,
    "bank_card": bank_card,
    "plate": plate,
    "vin": vin,
    "passport": passport,
    "email": email,
    "ip_address": ip_address,
    "mac_address": mac_address,
    "device_id": device_id,
    "wechat": wechat,
}

_LONGEST = 320
_FORMS = {name: re.compile(kind.FORM) for name, kind in KINDS.items()}
# A value that breaks one of these rules never came near being an identifier of the kind.
_FAR_OFF = {"identifiers.length", "identifiers.characters", "identifiers.format"}


@dataclass(frozen=True)
class Verdict:
    """What a value is.

    Attributes:
        kind: A key of `KINDS`.
        synthetic: Whether it lies in our space; if not, it may belong to somebody.
    """

    kind: str
    synthetic: bool


def kinds_of(value: str) -> list[Verdict]:
    """Return the kinds that a value is well-formed for, ours first; none for other text.

    >>> kinds_of("15400000000")
    [Verdict(kind='mobile', synthetic=True)]
    """
    shaped = _shaped_like(value)
    ours = [name for name in shaped if KINDS[name].is_synthetic(value)]
    others = [name for name in shaped if name not in ours and _flaw(name, value) is None]
    return [Verdict(name, True) for name in ours] + [Verdict(name, False) for name in others]


def is_synthetic(value: str) -> bool:
    """Return whether a value is an identifier of ours; false for any other text.

    >>> is_synthetic("15400000000"), is_synthetic("13800138000"), is_synthetic("hello")
    (True, False, False)
    """
    return any(KINDS[name].is_synthetic(value) for name in _shaped_like(value))


def near_misses(value: str) -> list[tuple[str, InvalidIdentifier]]:
    """Return the kinds that a value resembles, each with the rule that it breaks.

    >>> [(kind, error.code) for kind, error in near_misses("00:00:5E:1A:2B:3C")]
    []
    >>> [(kind, error.code) for kind, error in near_misses("11012345678")]
    [('mobile', 'identifiers.segment')]
    """
    flaws = ((name, _flaw(name, value)) for name in _shaped_like(value))
    return [(name, flaw) for name, flaw in flaws if flaw and flaw.code not in _FAR_OFF]


def _shaped_like(value: str) -> list[str]:
    if len(value) > _LONGEST:
        return []
    return [name for name, form in _FORMS.items() if form.fullmatch(value)]


def _flaw(name: str, value: str) -> InvalidIdentifier | None:
    try:
        KINDS[name].validate(value)
    except InvalidIdentifier as error:
        return error
    return None
