import re

import pytest

from kit.customers.engine import Spec, tables
from kit.customers.profile import SHIPPED, load_profile, parse_profile
from kit.errors import BadInput

HAN = re.compile("[\u4e00-\u9fff]")
LABEL = (
    'label = { personal = true, subject = "customer", identifier = "direct", grade = 3, '
    'company_class = "sensitive", articles = ["PIPL-4"], reason = "direct_identifier" }'
)
WORDS = """
titles = { zh = "甲", en = "A" }
about = { zh = "说明", en = "About" }
"""
SMALL = f"""
id = "mine"
{WORDS}
[customers]
ages = [20, 60]

[tables.customers]
{WORDS}
[tables.customers.fields.person]
hidden = true
make = "person"
[tables.customers.fields.customer_id]
{WORDS}
type = "string"
make = "row_code"
with = {{ prefix = "M", width = 8 }}
unique = true
{LABEL}
[tables.customers.fields.birth_date]
{WORDS}
type = "date"
make = "birth_date"
needs = {{ person = "person" }}
{LABEL}
[tables.customers.fields.orders_count]
hidden = true
make = "count"
with = {{ weights = [1, 2, 1] }}

[tables.orders]
{WORDS}
parent = "customers"
rows = "orders_count"
max_rows = 2
[tables.orders.fields.customer_id]
{WORDS}
type = "string"
make = "copy"
needs = {{ x = "customers.customer_id" }}
{LABEL}
"""


def problem(text):
    with pytest.raises(BadInput) as caught:
        parse_profile(text, "mine.toml")
    return caught.value.values


def test_a_profile_of_ones_own_makes_tables():
    made = tables(Spec(parse_profile(SMALL, "mine.toml"), 1), 0, 100)
    assert made["customers"].column_names == ["customer_id", "birth_date"]
    assert set(made["orders"]["customer_id"].to_pylist()) <= set(
        made["customers"]["customer_id"].to_pylist()
    )


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('make = "count"', 'make = "cuont"', "tables.customers.fields.orders_count.make", "cuont"),
        (
            'make = "birth_date"',
            'make = "age"',
            "tables.customers.fields.birth_date.needs",
            "birth",
        ),
        (
            'person = "person"',
            'person = "persn"',
            "tables.customers.fields.birth_date.needs",
            "persn",
        ),
        (
            "weights = [1, 2, 1]",
            "weights = []",
            "tables.customers.fields.orders_count.with.weights",
            "1",
        ),
        ("width = 8", "width = 80", "tables.customers.fields.customer_id.with.width", "15"),
        ('type = "date"', 'type = "day"', "tables.customers.fields.birth_date.type", "date"),
        ("grade = 3", "grade = 9", "tables.customers.fields.customer_id.label.grade", "4"),
        ('parent = "customers"', 'parent = "clients"', "tables.orders.parent", "clients"),
        ('rows = "orders_count"', 'rows = "number"', "tables.orders.rows", "number"),
        ("max_rows = 2", "max_rows = 0", "tables.orders.rows", "max_rows"),
        ("ages = [20, 60]", "ages = [60, 20]", "customers.ages", "above"),
        (
            "unique = true",
            "uniqe = true",
            "tables.customers.fields.customer_id.uniqe",
            "not permitted",
        ),
        (
            'x = "customers.customer_id"',
            'x = "orders.customer_id"',
            "tables.orders.fields.customer_id.needs",
            "orders",
        ),
    ],
)
def test_a_mistake_is_named_with_its_key(old, new, key, words):
    assert old in SMALL
    values = problem(SMALL.replace(old, new, 1))
    assert values["file"] == "mine.toml"
    assert values["key"] == key
    assert words in values["problem"]


def test_fields_that_need_each_other_are_named():
    loop = SMALL.replace('make = "count"', 'make = "copy"\nneeds = { x = "orders_count" }').replace(
        "with = { weights = [1, 2, 1] }", ""
    )
    assert "orders_count" in problem(loop)["problem"]


def test_a_visible_field_needs_its_label():
    missing = SMALL.replace(LABEL, "", 1)
    assert problem(missing)["key"].endswith("customer_id.label")


def test_text_that_is_no_toml_is_refused():
    assert "mine.toml" in problem("id = ")["file"]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_profiles_speak_both_languages_and_explain_each_field(name):
    for table in load_profile(name).tables.values():
        for field in table.visible.values():
            for words in (field.titles, field.about):
                assert words.zh.strip()
                assert words.en.strip()
                assert HAN.search(words.zh)
                assert not HAN.search(words.en)


def test_an_unknown_profile_and_a_missing_file_are_named(tmp_path):
    with pytest.raises(BadInput) as caught:
        load_profile("shop")
    assert "leasing" in caught.value.values["known"]
    with pytest.raises(BadInput):
        load_profile(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("名".encode("gbk"))
    with pytest.raises(BadInput):
        load_profile(tmp_path / "gbk.toml")
