"""How to generate each kind for given rows, so that tests can treat all kinds alike."""

import hashlib
from collections.abc import Callable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.identifiers import (
    KINDS,
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
from kit.identifiers.regions import PLATE_CHARACTERS, PROVINCES

Rows = NDArray[np.int64]
Generate = Callable[[int, Rows], pa.StringArray]

NAMES = ("customers", "test")
_HANDLES = ("li", "wangwei", "zhang.xiao-ming", "ouyangnana", "chengguangzhou")
_AREAS = ("010", "021", "0571", "0572", "0898", "0970")


def _pick(words: tuple[str, ...], rows: Rows) -> pa.StringArray:
    return pa.array([words[row % len(words)] for row in rows.tolist()], pa.string())


def _resident_id(seed: int, rows: Rows) -> pa.StringArray:
    provinces = np.array(PROVINCES)[rows % len(PROVINCES)]
    return resident_id.generate(provinces, rows // 31_000 - 25_567, rows // 31 % 1000)


def _plate(seed: int, rows: Rows) -> pa.StringArray:
    prefixes = _pick(tuple(character + "A" for character in PLATE_CHARACTERS.values()), rows)
    return plate.generate(seed, NAMES, rows, prefixes, new_energy=rows % 3 == 0)


GENERATE: dict[str, Generate] = {
    "resident_id": _resident_id,
    "credit_code": lambda seed, rows: credit_code.generate(seed, NAMES, rows),
    "mobile": lambda seed, rows: mobile.generate(seed, NAMES, rows),
    "landline": lambda seed, rows: landline.generate(seed, NAMES, rows, _pick(_AREAS, rows)),
    "bank_card": lambda seed, rows: bank_card.generate(seed, NAMES, rows),
    "plate": _plate,
    "vin": lambda seed, rows: vin.generate(seed, NAMES, rows),
    "passport": lambda seed, rows: passport.generate(seed, NAMES, rows),
    "email": lambda seed, rows: email.generate(seed, NAMES, rows, _pick(_HANDLES, rows)),
    "ip_address": lambda seed, rows: ip_address.generate(seed, NAMES, rows),
    "mac_address": lambda seed, rows: mac_address.generate(seed, NAMES, rows),
    "device_id": lambda seed, rows: device_id.generate(seed, NAMES, rows),
    "wechat": lambda seed, rows: wechat.generate(seed, NAMES, rows, _pick(_HANDLES[:2], rows)),
}
# Uniform kinds: no options needed beyond seed, names and rows.
PLAIN = ("credit_code", "mobile", "bank_card", "vin", "passport", "mac_address", "device_id")

# Well-formed values outside our space that are published examples or obviously nobody's.
FOREIGN = {
    "resident_id": "990000199901010012",
    "credit_code": "91110000600037341L",
    "mobile": "13800138000",
    "landline": "010-11111111",
    "bank_card": "4111111111111111",
    "plate": "浙A00000",
    "vin": "1M8GDM9AXKP042788",
    "passport": "E00000000",
    "email": "nobody@example.cn",
    "ip_address": "127.0.0.1",
    "mac_address": "02:00:00:00:00:01",
    "device_id": "490154203237518",
    "wechat": "wxid_0000000000000",
}
assert set(GENERATE) == set(FOREIGN) == set(KINDS)


def digests() -> dict[str, str]:
    """Return a fingerprint of some values of each kind."""
    made = {kind: make(11, np.arange(500)).to_pylist() for kind, make in GENERATE.items()}
    return {kind: hashlib.sha256("\n".join(one).encode()).hexdigest() for kind, one in made.items()}
