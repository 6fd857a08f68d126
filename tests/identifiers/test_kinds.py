import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kit.errors import CapacityExceeded, InvalidIdentifier
from kit.identifiers import KINDS, is_synthetic, kinds_of, near_misses
from kit.identifiers.rules import passes
from tests.identifiers.identifier_samples import FOREIGN, GENERATE, PLAIN, digests

kinds = pytest.mark.parametrize("kind", KINDS)
seeds = st.integers(-(2**63), 2**64)


def row_lists(kind: str) -> st.SearchStrategy[list[int]]:
    top = min(KINDS[kind].CAPACITY, 10**6) - 1
    return st.lists(st.integers(0, top), unique=True, max_size=30)


@kinds
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_generated_values_are_valid_unique_and_ours(kind: str, data: st.DataObject) -> None:
    seed, rows = data.draw(seeds), data.draw(row_lists(kind))
    made = GENERATE[kind](seed, np.array(rows, dtype=np.int64))
    made.validate(full=True)
    values = made.to_pylist()
    assert len(set(values)) == len(rows)
    for value in values:
        KINDS[kind].validate(value)
        assert KINDS[kind].is_synthetic(value)
        assert is_synthetic(value)
        assert kinds_of(value)[0].synthetic


@kinds
def test_a_range_of_rows_equals_the_slice(kind: str) -> None:
    whole = GENERATE[kind](7, np.arange(3000))
    part = GENERATE[kind](7, np.arange(1234, 1777))
    assert part.equals(whole.slice(1234, 543))
    scattered = np.array([2999, 0, 17, 1234])
    assert GENERATE[kind](7, scattered).to_pylist() == whole.take(scattered).to_pylist()


@kinds
def test_a_hundred_thousand_rows_are_unique(kind: str) -> None:
    values = GENERATE[kind](3, np.arange(100_000)).to_pylist()
    assert len(set(values)) == 100_000


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "resident_id"])
def test_another_seed_gives_other_values(kind: str) -> None:
    first, second = (set(GENERATE[kind](seed, np.arange(50)).to_pylist()) for seed in (1, 2))
    assert len(first & second) < 5


@pytest.mark.parametrize("kind", PLAIN)
def test_capacity_is_exact(kind: str) -> None:
    capacity = KINDS[kind].CAPACITY
    assert len(GENERATE[kind](1, np.array([0, capacity - 1]))) == 2
    for wrong in (capacity, -1):
        with pytest.raises(CapacityExceeded) as caught:
            GENERATE[kind](1, np.array([5, wrong]))
        assert caught.value.values == {"kind": kind, "limit": capacity, "row": wrong}


@pytest.mark.parametrize("kind", ["landline", "plate", "email", "ip_address", "wechat"])
def test_other_kinds_refuse_rows_beyond_their_capacity(kind: str) -> None:
    with pytest.raises(CapacityExceeded, match=kind):
        GENERATE[kind](1, np.array([KINDS[kind].CAPACITY]))
    with pytest.raises(CapacityExceeded, match=kind):
        GENERATE[kind](1, np.array([-1]))


@kinds
def test_no_rows_give_no_values(kind: str) -> None:
    assert GENERATE[kind](1, np.arange(0)).to_pylist() == []


@kinds
def test_well_formed_values_of_others_are_not_ours(kind: str) -> None:
    value = FOREIGN[kind]
    KINDS[kind].validate(value)
    assert not is_synthetic(value)
    assert (kind, False) in [(verdict.kind, verdict.synthetic) for verdict in kinds_of(value)]


@given(st.text())
@example("")
@example("１５４００００００００")  # full-width digits
@example("٣" * 18)
@example("154\n00000000")
@example("15400000001\n")
@example("\x00" * 17)
@example("浙A")
@example("@" * 300)
@example("ß" * 18)
@example("1" * 18 + "ſ")
def test_any_text_gets_an_answer(text: str) -> None:
    for kind in KINDS.values():
        assert kind.is_synthetic(text) <= passes(kind.validate, text)
    assert is_synthetic(text) == any(verdict.synthetic for verdict in kinds_of(text))
    near_misses(text)


@given(st.from_regex("|".join(f"(?:{kind.FORM})" for kind in KINDS.values()), fullmatch=True))
def test_text_of_the_right_shape_gets_an_answer(text: str) -> None:
    assert is_synthetic(text) == any(verdict.synthetic for verdict in kinds_of(text))
    near_misses(text)


@kinds
def test_very_long_text_is_answered_at_once(kind: str) -> None:
    for text in ("1" * 10_000_000, "a" * 10_000_000, "浙" * 10_000_000):
        assert not passes(KINDS[kind].validate, text)
        assert not KINDS[kind].is_synthetic(text)


@kinds
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_changed_character_gets_a_verdict_that_its_kinds_agree_with(
    kind: str, data: st.DataObject
) -> None:
    value = GENERATE[kind](1, np.array([data.draw(st.integers(0, 9999))])).to_pylist()[0]
    place = data.draw(st.integers(0, len(value) - 1))
    letter = data.draw(st.characters(codec="utf-8"))
    changed = value[:place] + letter + value[place + 1 :]
    verdicts = kinds_of(changed)
    assert is_synthetic(changed) == any(verdict.synthetic for verdict in verdicts)
    for verdict in verdicts:
        KINDS[verdict.kind].validate(changed)
        assert KINDS[verdict.kind].is_synthetic(changed) == verdict.synthetic


@pytest.mark.parametrize(
    "kind", ["resident_id", "credit_code", "bank_card", "vin", "device_id", "wechat"]
)
def test_one_wrong_digit_is_noticed(kind: str) -> None:
    for value in GENERATE[kind](1, np.arange(50)).to_pylist():
        last = value[-1]
        wrong = value[:-1] + ("1" if last != "1" else "2")
        assert not KINDS[kind].is_synthetic(wrong)


_SCRIPT = """
import json
from tests.identifiers.identifier_samples import digests
print(json.dumps(digests()))
"""


def test_every_process_makes_the_same_bytes() -> None:
    other = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Shanghai", "LC_ALL": "C"}
    run = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        cwd=Path(__file__).parents[2],
        env={**os.environ, **other},
        capture_output=True,
        text=True,
        check=True,
    )
    here = digests()
    assert json.loads(run.stdout) == here
    assert len(set(here.values())) == len(KINDS)


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("resident_id", "33000019900307", "length"),
        ("resident_id", "3300001990030700Z2", "characters"),
        ("resident_id", "050000199003070028", "province"),
        ("resident_id", "330000199002300026", "date"),
        ("resident_id", "990000199901010013", "checksum"),
        ("credit_code", "91110000600037341", "length"),
        ("credit_code", "9111000060003734IL", "characters"),
        ("credit_code", "91A10000600037341L", "format"),
        ("credit_code", "01110000600037341L", "manager"),
        ("credit_code", "91990000600037341L", "province"),
        ("credit_code", "91110000600037341X", "checksum"),
        ("mobile", "1380013800a", "characters"),
        ("mobile", "1380013800", "length"),
        ("mobile", "11800138000", "segment"),
        ("landline", "5711234567", "format"),
        ("landline", "0111-2345678", "area_code"),
        ("landline", "0571-2345678", "length"),
        ("bank_card", "62000000000000o5", "characters"),
        ("bank_card", "620000000000005", "length"),
        ("bank_card", "9200000000000005", "card_network"),
        ("bank_card", "6200000000000006", "checksum"),
        ("plate", "ZA12345", "plate_province"),
        ("plate", "浙a12345", "characters"),
        ("plate", "浙A1234", "format"),
        ("vin", "1M8GDM9AXKP04278", "length"),
        ("vin", "1M8GDM9AXKPO42788", "characters"),
        ("vin", "1M8GDM9A1KP042788", "checksum"),
        ("passport", "A12345678", "format"),
        ("passport", "E123456", "length"),
        ("passport", "e12345678", "characters"),
        ("email", "nobody.example.com", "format"),
        ("email", "名字@example.com", "characters"),
        ("email", ".nobody@example.com", "format"),
        ("email", "nobody@example", "mail_domain"),
        ("email", "n" * 65 + "@example.com", "length"),
        ("email", "n@" + "example." * 40 + "com", "length"),
        ("ip_address", "2001:db8::g", "characters"),
        ("ip_address", "203.0.113.256", "format"),
        ("mac_address", "00:00:5E:00:5", "length"),
        ("mac_address", "00:00:5E:00:53-01", "format"),
        ("device_id", "49015420323751a", "characters"),
        ("device_id", "4901542032375", "length"),
        ("device_id", "200154203237518", "reporting_body"),
        ("device_id", "490154203237519", "checksum"),
        ("wechat", "short", "length"),
        ("wechat", "under score", "characters"),
        ("wechat", "1wangwei", "format"),
    ],
)
def test_each_broken_rule_has_its_own_code(kind: str, value: str, code: str) -> None:
    with pytest.raises(InvalidIdentifier) as caught:
        KINDS[kind].validate(value)
    assert caught.value.code == f"identifiers.{code}"
