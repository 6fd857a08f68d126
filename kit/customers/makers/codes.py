"""Identifiers from `kit.identifiers`, record numbers and codes after a pattern."""

import re
from typing import Any

import numpy as np
from pydantic import Field, field_validator

from kit.customers.columns import Column
from kit.customers.makers.base import Making, Options, bits, wrong
from kit.customers.makers.contract import PLACE, Maker
from kit.customers.makers.places import province_codes
from kit.errors import BadInput
from kit.identifiers import ascii as text
from kit.identifiers import (
    bank_card,
    credit_code,
    device_id,
    ip_address,
    mac_address,
    mobile,
    passport,
    vin,
)
from kit.seeding import permute


class RowCode(Options):
    """Letters in front and number of digits."""

    prefix: str = Field(default="", max_length=8, pattern=r"^[ -~]*$")
    width: int = Field(default=9, ge=1, le=12)


class Pattern(Options):
    """``#`` digit, ``@`` capital, ``%`` hexadecimal digit, ``{A-F}`` a range, else itself."""

    pattern: str = Field(min_length=1, max_length=40)

    @field_validator("pattern")
    @classmethod
    def _readable(cls, value: str) -> str:
        if not (value.isascii() and value.isprintable()):
            raise wrong("printable")
        pattern_parts(value)
        return value


def row_code(m: Making) -> Column:
    """Return record numbers: the prefix and a shuffled, unique number of ``width`` digits."""
    size = 10**m.options.width
    if len(m) and int(m.rows.address.max()) >= size:
        raise BadInput("customers.code_too_short", field=m.field, width=m.options.width)
    number = permute(m.seed, m.names, size, m.rows.address)
    prefix = m.options.prefix
    filled = text.matrix(len(m), len(prefix) + m.options.width)
    text.put_text(filled, 0, prefix)
    text.put_digits(filled, len(prefix), number, m.options.width)
    return text.fixed_width(filled)


def mobile_number(m: Making) -> Column:
    """Return mobile numbers: unique for customers; everybody else shares another block."""
    block = mobile.CUSTOMERS if m.rows.is_root else mobile.RELATED_PEOPLE
    return mobile.generate(m.seed, m.names, m.numbers(block[1] - block[0]), block=block)


def _plain(module: Any, kind: str) -> Maker:
    def make(m: Making) -> Column:
        return module.generate(m.seed, m.names, m.numbers(module.CAPACITY))

    make.__doc__ = f"Return values of `{module.__name__}`."
    return Maker(
        make,
        "text",
        kind=kind,
        capacity=lambda options, is_root: module.CAPACITY,
    )


def company_code(m: Making) -> Column:
    """Return unified social credit codes; with ``home``, registered in its province."""
    rows = m.numbers(credit_code.CAPACITY)
    if "home" not in m.inputs:
        return credit_code.generate(m.seed, m.names, rows)
    offices = province_codes()[m.inputs["home"]] * 10_000 + 100
    return credit_code.generate(m.seed, m.names, rows, regions=offices)


def code(m: Making) -> Column:
    """Return codes after a pattern."""
    parts = pattern_parts(m.options.pattern)
    filled = text.matrix(len(m), len(parts))
    for place, letters in enumerate(parts):
        if place % 4 == 0:
            draws = m.draws(str(place // 4))
        choice = np.frombuffer(letters.encode(), np.uint8)
        filled[:, place] = choice[bits(draws, place % 4) * len(choice) >> 16]
    return text.fixed_width(filled)


def pattern_parts(pattern: str) -> list[str]:
    """Return the characters allowed at each place.

    >>> pattern_parts("A{1-3}#")
    ['A', '123', '0123456789']
    """
    parts = []
    for piece in re.findall(r"\{.-.\}|.", pattern):
        if len(piece) == 5:
            if piece[1] > piece[3]:
                raise wrong("empty_range", range=piece)
            parts.append("".join(chr(c) for c in range(ord(piece[1]), ord(piece[3]) + 1)))
        else:
            parts.append(_CLASSES.get(piece, piece))
    return parts


_CLASSES = {"#": "0123456789", "@": "ABCDEFGHJKLMNPQRSTUVWXYZ", "%": "0123456789abcdef"}


def _mobiles(options: Options, is_root: bool) -> int:
    first, end = mobile.CUSTOMERS if is_root else mobile.RELATED_PEOPLE
    return end - first


MAKERS = {
    "row_code": Maker(
        row_code,
        "text",
        options=RowCode,
        capacity=lambda options, is_root: 10**options.width,
        repeats=False,
    ),
    "mobile": Maker(mobile_number, "text", kind="mobile", capacity=_mobiles),
    "bank_card": _plain(bank_card, "bank_card"),
    "vin": _plain(vin, "vin"),
    "passport": _plain(passport, "passport"),
    "device_id": _plain(device_id, "device_id"),
    "imei": _plain(device_id, "device_id"),
    "ip_address": _plain(ip_address, "ip_address"),
    "mac_address": _plain(mac_address, "mac_address"),
    "uscc": Maker(
        company_code,
        "text",
        also={"home": PLACE},
        kind="credit_code",
        capacity=lambda options, is_root: credit_code.CAPACITY,
    ),
    "code": Maker(code, "text", options=Pattern),
}
