"""Options of single kinds: prefixes, areas, domains, versions, blocks."""

import numpy as np
import pyarrow as pa
import pytest

from kit.errors import BadInput
from kit.identifiers import (
    bank_card,
    credit_code,
    email,
    ip_address,
    landline,
    mac_address,
    mobile,
    plate,
    resident_id,
    wechat,
)

NAMES = ("test",)
ROWS = np.arange(1000)


def test_plates_keep_their_prefix_and_hold_one_forbidden_letter() -> None:
    prefixes = ["浙A", "沪B", "新Z", "京Q"] * 250
    made = plate.generate(1, NAMES, ROWS, prefixes)
    for value, prefix in zip(made.to_pylist(), prefixes, strict=True):
        assert value.startswith(prefix)
        assert len(value) == 7
        assert sum(value[2:].count(letter) for letter in "IO") == 1


def test_plates_of_early_rows_have_at_most_one_other_letter() -> None:
    for value in plate.generate(1, NAMES, ROWS, ["浙A"] * 1000).to_pylist():
        assert sum(character.isalpha() for character in value[2:]) <= 2


def test_plates_stay_unique_where_early_rows_meet_late_ones() -> None:
    rows = np.arange(1_060_000 - 20_000, 1_060_000 + 20_000)
    made = plate.generate(1, NAMES, rows, ["浙A"] * len(rows))
    assert len(set(made.to_pylist())) == len(rows)
    late = plate.generate(1, NAMES, rows[20_000:], ["浙A"] * 20_000)
    assert late.equals(made.slice(20_000))


def test_plates_take_plain_chunked_and_dictionary_prefixes() -> None:
    texts = ["浙A", "沪B"] * 500
    plain = plate.generate(1, NAMES, ROWS, texts)
    array = pa.array(texts)
    halves = pa.chunked_array([array[:300], array[300:]])
    for prefixes in (array, halves, array.dictionary_encode(), array.cast(pa.large_string())):
        assert plate.generate(1, NAMES, ROWS, prefixes).equals(plain)


def test_new_energy_plates_have_one_character_more() -> None:
    made = plate.generate(1, NAMES, ROWS, ["浙A"] * 1000, new_energy=ROWS % 2 == 1).to_pylist()
    assert {len(value) for value in made[::2]} == {7}
    assert {len(value) for value in made[1::2]} == {8}
    assert {value[2] for value in made[1::2]} == {"D", "F"}
    assert all(plate.is_synthetic(value) for value in made)
    assert made[::2] == plate.generate(1, NAMES, ROWS[::2], ["浙A"] * 500).to_pylist()


@pytest.mark.parametrize("wrong", ["A浙", "浙", "浙a", "浙AB", "", "台A", None])
def test_a_wrong_plate_prefix_is_refused(wrong: str | None) -> None:
    with pytest.raises(BadInput, match="plate_prefix"):
        plate.generate(1, NAMES, ROWS[:2], ["浙A", wrong])


@pytest.mark.parametrize("written", ["浙A·1I234", "浙A 1I234", "浙A-1I234", "浙AD1I234"])
def test_plates_are_recognised_as_written(written: str) -> None:
    assert plate.is_synthetic(written)


@pytest.mark.parametrize("real", ["浙A1234学", "粤Z1234港", "浙AD12345", "浙A12345D"])
def test_real_plate_forms_are_well_formed_and_not_ours(real: str) -> None:
    plate.validate(real)
    assert not plate.is_synthetic(real)


def test_landlines_have_the_length_of_their_area() -> None:
    areas = ["010", "0571", "0572", "0970"] * 250
    made = landline.generate(1, NAMES, ROWS, pa.array(areas).dictionary_encode()).to_pylist()
    for value, area in zip(made, areas, strict=True):
        head, _, local = value.partition("-")
        assert head == area
        assert local[0] == "0"
        assert len(local) == (8 if area in landline.EIGHT_DIGIT_AREAS else 7)


def test_landlines_in_an_eight_digit_area_stay_unique_beyond_a_million() -> None:
    rows = np.concatenate([np.arange(20_000) + million * 1_000_000 for million in range(5)])
    made = landline.generate(1, NAMES, rows, ["010"] * len(rows)).to_pylist()
    assert len(set(made)) == len(rows)


@pytest.mark.parametrize(
    "written", ["0571-01234567", "057101234567", "(0571)01234567", "010 01234567"]
)
def test_landlines_are_recognised_as_written(written: str) -> None:
    assert landline.is_synthetic(written)


@pytest.mark.parametrize("written", ["+8615412345678", "+86 154 1234 5678", "154-1234-5678"])
def test_mobiles_are_recognised_as_written(written: str) -> None:
    assert mobile.is_synthetic(written)
    assert not mobile.is_synthetic(written.replace("154", "138"))


@pytest.mark.parametrize("block", [(0, 0), (5, 4), (-1, 5), (0, 10**8 + 1)])
def test_a_wrong_block_of_mobiles_is_refused(block: tuple[int, int]) -> None:
    with pytest.raises(BadInput, match="block"):
        mobile.generate(1, NAMES, ROWS, block)


def test_a_block_of_mobiles_that_is_too_small_is_refused() -> None:
    with pytest.raises(BadInput, match="capacity"):
        mobile.generate(1, NAMES, ROWS, (0, 999))


def test_a_wrong_card_length_is_refused() -> None:
    with pytest.raises(BadInput, match="card_length"):
        bank_card.generate(1, NAMES, ROWS, 20)


def test_addresses_get_short_numbers_first() -> None:
    rows = np.array([0, 8_999, 9_000, 998_999, 999_000, email.CAPACITY - 1])
    made = email.generate(1, NAMES, rows, ["li"] * 6, ["example.com"]).to_pylist()
    lengths = [len(value) - len("li@example.com") for value in made]
    assert lengths[:2] == [4, 4]
    assert all(5 <= length <= 6 for length in lengths[2:4])
    assert all(7 <= length <= 8 for length in lengths[4:])


def test_all_domains_are_used() -> None:
    made = email.generate(1, NAMES, ROWS, ["li"] * 1000).to_pylist()
    assert {value.partition("@")[2] for value in made} == set(email.DOMAINS)


@pytest.mark.parametrize("domain", ["example.cn", "qq.com", "com", "myexample.com"])
def test_a_domain_that_may_be_somebodys_is_refused(domain: str) -> None:
    with pytest.raises(BadInput, match="domain"):
        email.generate(1, NAMES, ROWS, ["li"] * 1000, [domain])


@pytest.mark.parametrize("value", ["a@EXAMPLE.com", "a.b+c@mail.example.org", "a@x.invalid"])
def test_reserved_domains_are_recognised(value: str) -> None:
    assert email.is_synthetic(value)


def test_version_4_addresses_are_unique_or_shared() -> None:
    unique = ip_address.generate(1, NAMES, np.arange(762), version=4).to_pylist()
    assert len(set(unique)) == 762
    with pytest.raises(BadInput, match="762"):
        ip_address.generate(1, NAMES, np.arange(763), version=4)
    shared = ip_address.generate(1, NAMES, np.arange(20_000), version=4, shared=True)
    assert len(set(shared.to_pylist())) == 762
    assert all(ip_address.is_synthetic(value) for value in set(shared.to_pylist()))


def test_another_version_is_refused() -> None:
    with pytest.raises(BadInput, match="ip_version"):
        ip_address.generate(1, NAMES, ROWS, version=5)


@pytest.mark.parametrize("value", ["00-00-5E-00-53-07", "0000.5e10.0000", "00:00:5e:8f:ff:ff"])
def test_hardware_addresses_are_recognised_as_written(value: str) -> None:
    assert mac_address.is_synthetic(value)


@pytest.mark.parametrize("value", ["00:00:5E:00:01:07", "00:00:5E:90:00:00"])
def test_addresses_of_protocols_are_not_ours(value: str) -> None:
    mac_address.validate(value)
    assert not mac_address.is_synthetic(value)


def test_credit_codes_carry_the_region_of_their_row() -> None:
    regions = np.array([330106, 110000, 440305, 650100] * 250)
    made = credit_code.generate(1, NAMES, ROWS, regions).to_pylist()
    for value, region in zip(made, regions, strict=True):
        assert value[2:8] == str(region)
        assert credit_code.is_synthetic(value)


def test_handles_keep_at_most_ten_letters_and_fit_wechat() -> None:
    handles = ["li", "chengguangzhou"] * 500
    for value, handle in zip(
        wechat.generate(1, NAMES, ROWS, handles).to_pylist(), handles, strict=True
    ):
        assert value.startswith(handle[:10] + "_eg")
        wechat.validate(value)
        assert len(value) <= 20


def test_resident_numbers_follow_their_parts() -> None:
    made = resident_id.generate(np.array([11, 65]), np.array([-43_000, 20_000]), np.array([1, 998]))
    assert [value[:17] for value in made.to_pylist()] == [_body(0), _body(1)]


def _body(row: int) -> str:
    day = np.datetime64("1970-01-01") + np.array([-43_000, 20_000])[row]
    return ["110000", "650000"][row] + str(day).replace("-", "") + ["001", "998"][row]


@pytest.mark.parametrize("day", [-50_000, 70_000])
def test_birth_days_out_of_range_are_refused(day: int) -> None:
    with pytest.raises(BadInput, match="birth_day"):
        resident_id.generate(np.array([11]), np.array([day]), np.array([1]))
