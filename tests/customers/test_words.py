"""The word pools against independent sources: region tables, number plans, published totals."""

import csv
from collections import defaultdict
from importlib.resources import files

import cpca
import phonenumbers
import pytest
from phonenumbers import geocoder

from kit.customers.makers.base import word_table
from kit.identifiers.people import provinces

REGIONS = word_table("regions.csv")


def test_every_region_is_known_to_an_independent_table():
    found = cpca.transform([row["province"] + row["city"] + row["district"] for row in REGIONS])
    for row, (_, known) in zip(REGIONS, found.iterrows(), strict=True):
        city = "市辖区" if row["city"] == row["province"] else row["city"]
        assert (known["省"], known["市"], known["区"]) == (row["province"], city, row["district"])
        assert known["adcode"].startswith(row["province_code"])


def test_all_31_mainland_provinces_have_a_share_and_a_city():
    shares = {row["province_code"]: int(row["population_share"]) for row in REGIONS}
    assert len(shares) == 31
    assert sum(shares.values()) == 1_000_000
    # The other table of the same census, behind the identity numbers, is rounded to 0.01 %.
    rounded = {row["code"]: int(row["population_ppm"]) for row in provinces()}
    assert shares.keys() == rounded.keys()
    assert max(abs(shares[code] - rounded[code]) for code in shares) < 150


@pytest.mark.parametrize(
    "row", {row["city"]: row for row in REGIONS}.values(), ids=lambda r: r["city"]
)
def test_area_code_belongs_to_the_city(row):
    number = phonenumbers.parse(
        "+86" + row["area_code"][1:] + "68765432"[: int(row["local_digits"])]
    )
    assert phonenumbers.is_valid_number(number)
    place = geocoder.description_for_number(number, "zh").replace("地区", "市")
    shared = {"株洲市": "株州市"}  # the carrier data's own spelling
    assert shared.get(row["city"], row["city"])[:-1] in place


def test_a_city_has_one_code_one_plate_and_one_centre():
    facts = defaultdict(set)
    for row in REGIONS:
        key = (row["province"], row["city"])
        facts[key].add(tuple(row[name] for name in ("area_code", "plate", "lon", "lat")))
    assert all(len(found) == 1 for found in facts.values())
    plates = [next(iter(found))[1] for found in facts.values()]
    assert len(set(plates)) == len(plates)


def test_ages_add_up_to_the_published_totals():
    source = files("kit.identifiers") / "data" / "ages.csv"
    with source.open(encoding="utf-8") as lines:
        rows = [{key: int(value) for key, value in row.items()} for row in csv.DictReader(lines)]
    both = {row["age_from"]: row["male_ppm"] + row["female_ppm"] for row in rows}
    assert sum(row["male_ppm"] for row in rows) == 512_400
    assert sum(share for age, share in both.items() if age < 15) == 179_500
    assert sum(share for age, share in both.items() if age >= 60) == pytest.approx(187_000, abs=200)
    assert sum(both.values()) == pytest.approx(1_000_000, abs=200)


def test_surname_shares_are_in_their_published_order():
    shares = {row["surname"]: int(row["share_ppm"]) for row in word_table("surnames.csv")}
    top = sorted(shares, key=shares.__getitem__, reverse=True)[:5]
    assert top == ["王", "李", "张", "刘", "陈"]
    assert 70_000 <= shares["王"] <= 80_000
    assert sum(shares.values()) < 1_000_000
    assert "欧阳" in shares


def test_pinyin_has_one_syllable_per_character():
    for row in word_table("given_names.csv"):
        syllables = row["pinyin"].split(" ")
        assert len(syllables) == len(row["given"])
        assert all(part.isascii() and part.isalpha() and part.islower() for part in syllables)
