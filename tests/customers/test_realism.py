"""The data against independent references: census, surnames, other people's validators."""

from collections import defaultdict
from datetime import date, timedelta

import cpca
import phonenumbers
import pytest
from id_validator import validator
from stdnum import luhn
from stdnum.cn import ric

from kit.customers.engine import Spec
from kit.customers.makers.base import word_table
from kit.customers.profile import load_profile
from kit.customers.whole import tables
from kit.identifiers.people import provinces

ROWS = 20_000


@pytest.fixture(scope="module")
def customers():
    return tables(Spec(load_profile("leasing"), 20260930), 0, ROWS)["customers"].to_pandas()


def test_surnames_follow_the_published_shares(customers):
    first = customers["name"].str[0].value_counts(normalize=True)
    for surname, share in (("王", 0.075), ("李", 0.072), ("张", 0.068), ("刘", 0.054)):
        assert first[surname] == pytest.approx(share, abs=0.012)


def test_one_in_ten_lives_outside_the_province_of_the_number(customers):
    codes = {row["name"]: row["code"] for row in provinces()}
    home = customers["resident_id"].str[:2] == customers["province"].map(codes)
    assert customers["province"].nunique() == 31
    assert 1 - home.mean() == pytest.approx(0.10, abs=0.015)


def test_identity_numbers_pass_independent_validators(customers):
    for number in customers["resident_id"][:60]:
        assert validator.is_valid(number) is True
        assert ric.calc_check_digit(number) == number[-1]
        assert ric.is_valid(number)


def test_identity_numbers_agree_with_birth_date_and_sex(customers):
    for row in customers[60:120].itertuples():
        info = validator.get_info(row.resident_id)
        assert info["birthday_code"] == str(row.birth_date)
        assert (info["sex"] == 1) == (row.sex == "男")


def test_addresses_are_read_back_as_province_city_and_district(customers):
    sample = customers[:400]
    read = cpca.transform(sample["address"].tolist())
    agree = (
        (read["省"].to_numpy() == sample["province"].to_numpy())
        & (read["市"].to_numpy() == sample["city"].to_numpy())
        & (read["区"].to_numpy() == sample["district"].to_numpy())
    )
    municipality = sample["province"].to_numpy() == sample["city"].to_numpy()
    assert (agree | municipality).mean() > 0.99
    assert (read["省"].to_numpy() == sample["province"].to_numpy()).all()


def test_mobiles_are_possible_but_belong_to_nobody(customers):
    for number in customers["mobile"][:300]:
        parsed = phonenumbers.parse(number, "CN")
        assert phonenumbers.is_possible_number(parsed)
        assert not phonenumbers.is_valid_number(parsed)


def test_bank_cards_have_the_right_check_digit(customers):
    cards = customers["bank_card"].dropna()[:300]
    assert len(cards) > 100
    assert all(luhn.is_valid(card) for card in cards)


def test_mail_handles_are_made_from_the_name(customers):
    families, given = defaultdict(set), defaultdict(set)
    for row in word_table("surnames.csv"):
        families[row["surname"]].add(plain(row["pinyin"]))
    for row in word_table("given_names.csv"):
        initials = "".join(part[0] for part in row["pinyin"].split())
        given[row["given"]] |= {plain(row["pinyin"]), initials}
    for name, mail in zip(customers["name"][:500], customers["email"][:500], strict=True):
        if isinstance(mail, str):
            local = mail.partition("@")[0].rstrip("0123456789")
            assert local in handles_of(name, families, given), (name, mail)


def handles_of(name, families, given):
    """Every handle the name may have: family and given or initials, or given.family."""
    return {
        handle
        for cut in (1, 2)
        for family in families.get(name[:cut], ())
        for first in given.get(name[cut:], ())
        for handle in (family + first, f"{first}.{family}")
    }


def plain(pinyin):
    return pinyin.replace(" ", "").lower()


def test_payments_follow_their_contracts():
    made = tables(Spec(load_profile("leasing"), 5), 0, 3000)
    payments = made["payments"].to_pandas()
    contracts = made["contracts"].to_pandas().set_index("contract_id")
    due, start = payments["due_date"], payments["contract_id"].map(contracts["start_date"])
    rent = payments["contract_id"].map(contracts["monthly_rent"])
    assert (due >= start).all()
    assert (payments["amount"] % rent == 0).all()


def test_guardians_are_older_than_the_children():
    made = tables(Spec(load_profile("swim_school"), 5), 0, 3000)
    children = made["customers"].to_pandas().set_index("customer_id")
    guardians = made["guardians"].to_pandas()
    born = guardians["customer_id"].map(children["birth_date"])
    number = guardians["code"].dropna()
    assert len(number) > 1000
    for child, code in zip(born[number.index], number, strict=True):
        guardian = date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
        assert guardian <= child - timedelta(days=22 * 365)  # the gap is 22 years or more


def test_nobody_in_the_company_shares_an_identity_number():
    made = tables(Spec(load_profile("leasing"), 5), 0, 5000)
    profile = load_profile("leasing")
    numbers = [
        number
        for name, table in profile.tables.items()
        for field in table.visible.values()
        if field.make == "resident_id" and field.unique
        for number in made[name][field.name].drop_null().to_pylist()
    ]
    assert len(numbers) > 5000 - 1
    assert len(set(numbers)) == len(numbers)
