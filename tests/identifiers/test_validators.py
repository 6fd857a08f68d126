"""What independent libraries say of our values."""

import contextlib
import ipaddress
from datetime import date, timedelta

import numpy as np
import phonenumbers
import pytest
import stdnum.cn.ric
import stdnum.cn.uscc
import stdnum.imei
import stdnum.luhn
import stdnum.mac
from id_validator import validator as id_validator
from stdnum.exceptions import ValidationError

from kit.identifiers import bank_card, credit_code, landline, mobile, resident_id, vin
from kit.identifiers.regions import PROVINCES
from tests.identifiers.identifier_samples import FOREIGN, GENERATE, NAMES

ROWS = np.arange(2000)


def values(kind: str) -> list[str]:
    made: list[str] = GENERATE[kind](5, ROWS).to_pylist()
    return made


def test_stdnum_accepts_our_resident_numbers() -> None:
    # Its table begins Hainan in 1988 and Chongqing in 1997; who was born there before holds a
    # number of Guangdong or Sichuan.
    founded = {"46": 1988, "50": 1997}
    days = np.arange(-25_000, 20_000, 97)
    for province in PROVINCES:
        provinces = np.full(len(days), province)
        for value in resident_id.generate(provinces, days, days % 1000).to_pylist():
            expected = int(value[6:10]) >= founded.get(value[:2], 0)
            assert stdnum.cn.ric.is_valid(value) == expected


def test_a_county_that_stdnum_does_not_know_gets_an_answer_from_us() -> None:
    number = "330099199901010011"
    resident_id.validate(number)
    assert not resident_id.is_synthetic(number)
    # A known province with an unknown county raises KeyError in python-stdnum 2.2; should a later
    # release mend that, it has to answer that the number is not valid.
    with contextlib.suppress(KeyError):
        assert not stdnum.cn.ric.is_valid(number)


def test_id_validator_agrees_on_sex_and_birth_date() -> None:
    days = np.array([(date(1990, 3, 7) - date(1970, 1, 1)).days - 900 * n for n in range(9)])
    sequences = np.arange(9) * 107
    provinces = np.array(PROVINCES)[np.arange(9) * 3]
    made = resident_id.generate(provinces, days, sequences).to_pylist()
    for value, day, sequence, province in zip(made, days, sequences, provinces, strict=True):
        info = id_validator.get_info(value)  # False if it is not valid
        assert info
        assert info["birthday_code"] == str(date(1970, 1, 1) + timedelta(days=int(day)))
        assert info["sex"] == sequence % 2
        assert info["address_code"] == f"{province}0000"


def test_stdnum_accepts_our_credit_codes_although_the_inner_digit_is_wrong() -> None:
    for value in values("credit_code"):
        assert stdnum.cn.uscc.is_valid(value)
        assert value[16] != credit_code.inner_character(value[8:16])


def test_published_credit_codes_have_the_right_inner_digit() -> None:
    # From python-stdnum's own documentation.
    for value in ("91110000600037341L",):
        assert stdnum.cn.uscc.is_valid(value)
        assert value[16] == credit_code.inner_character(value[8:16])


@pytest.mark.parametrize("kind", ["bank_card", "device_id"])
def test_stdnum_accepts_the_luhn_digit(kind: str) -> None:
    for value in values(kind):
        assert stdnum.luhn.is_valid(value)


@pytest.mark.parametrize("length", bank_card.LENGTHS)
def test_bank_cards_of_every_length_pass_luhn(length: int) -> None:
    for value in bank_card.generate(1, NAMES, ROWS[:200], length).to_pylist():
        assert len(value) == length
        assert stdnum.luhn.is_valid(value)


def test_the_test_card_of_a_payment_service_lies_in_our_space() -> None:
    assert bank_card.is_synthetic("6200 0000 0000 0005")


def test_stdnum_accepts_our_device_numbers() -> None:
    for value in values("device_id"):
        assert stdnum.imei.is_valid(value)


def test_phonenumbers_calls_our_mobiles_possible_but_not_valid() -> None:
    # If this fails after an upgrade, the ministry has given out the segment: choose another.
    for value in values("mobile"):
        number = phonenumbers.parse(value, "CN")
        assert phonenumbers.is_possible_number(number)
        assert not phonenumbers.is_valid_number(number)
    assert phonenumbers.is_valid_number(phonenumbers.parse(FOREIGN["mobile"], "CN"))


def test_phonenumbers_calls_our_landlines_possible() -> None:
    for value in values("landline"):
        assert phonenumbers.is_possible_number(phonenumbers.parse(value, "CN"))


@pytest.mark.parametrize("area", sorted(landline.EIGHT_DIGIT_AREAS))
def test_phonenumbers_knows_eight_digits_in_the_areas_of_eight(area: str) -> None:
    assert phonenumbers.is_valid_number(phonenumbers.parse(f"{area}87654321", "CN"))


@pytest.mark.parametrize("area", ["0310", "0335", "0572", "0592", "0756", "0891", "0970"])
def test_phonenumbers_knows_seven_digits_elsewhere(area: str) -> None:
    assert area not in landline.EIGHT_DIGIT_AREAS
    assert phonenumbers.is_valid_number(phonenumbers.parse(f"{area}7654321", "CN"))


def test_ipaddress_calls_our_addresses_private_or_reserved() -> None:
    for value in values("ip_address"):
        address = ipaddress.ip_address(value)
        assert not address.is_global
        assert str(address) == value


def test_the_register_of_makers_names_the_internet_registry_for_our_hardware_addresses() -> None:
    assert "IANA" in stdnum.mac.get_manufacturer(values("mac_address")[0])
    assert {value[:8] for value in values("mac_address")} == {"00:00:5E"}


def test_vin_check_character_by_the_published_tables() -> None:
    # A second, plain writing of the rule of 49 CFR 565.15 (c).
    letters = dict(zip("ABCDEFGH", range(1, 9), strict=True))
    letters |= dict(zip("JKLMN", range(1, 6), strict=True)) | {"P": 7, "R": 9}
    letters |= dict(zip("STUVWXYZ", range(2, 10), strict=True))
    weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    for value in values("vin"):
        numbers = [int(c) if c.isdigit() else letters[c] for c in value]
        rest = sum(w * n for w, n in zip(weights, numbers, strict=True)) % 11
        assert value[8] == ("X" if rest == 10 else str(rest))
        assert value[9] in "UZ"
    assert vin.check_character("11111111111111111") == "1"


def test_stdnum_and_our_luhn_agree_on_any_body() -> None:
    for body in ("0", "49015420323751", "99999999999999999", "123456789012345678"):
        expected = stdnum.luhn.calc_check_digit(body)
        assert bank_card.luhn.check_digit(body) == expected
        assert bank_card.luhn.check_digits(np.array([int(body)]))[0] == int(expected)


def test_our_validators_agree_with_stdnum_on_resident_numbers() -> None:
    for value in ("11010519491231002X", "440308199901101512", "360426199101010071"):
        try:
            stdnum.cn.ric.validate(value)
        except ValidationError:
            with pytest.raises(Exception, match="identifiers"):
                resident_id.validate(value)
        else:
            resident_id.validate(value)


def test_blocks_of_mobiles_never_meet() -> None:
    rows = np.arange(50_000)
    customers = set(mobile.generate(1, NAMES, rows, mobile.CUSTOMERS).to_pylist())
    related = set(mobile.generate(1, NAMES, rows, mobile.RELATED_PEOPLE).to_pylist())
    assert max(customers) < "15460000000" <= min(related)
    assert len(customers | related) == 100_000
