import re
from dataclasses import replace

import pytest

from kit.customers.engine import Spec
from kit.customers.makers import MAKERS
from kit.customers.profile import LARGEST_FILE, SHIPPED, load_profile, parse_profile
from kit.customers.whole import tables
from kit.errors import BadInput
from tests.customers.made_profiles import LABEL, SMALL, refused

HAN = re.compile("[\u4e00-\u9fff]")

HAN = re.compile("[\u4e00-\u9fff]")


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
        ("width = 8", "width = 80", "tables.customers.fields.customer_id.with.width", "12"),
        ('type = "date"', 'type = "day"', "tables.customers.fields.birth_date.type", "date"),
        ("grade = 3", "grade = 9", "tables.customers.fields.customer_id.label.grade", "4"),
        ('parent = "customers"', 'parent = "clients"', "tables.orders.parent", "clients"),
        ('rows = "orders_count"', 'rows = "number"', "tables.orders.rows", "number"),
        ("max_rows = 2", "max_rows = 0", "tables.orders.rows", "max_rows"),
        ("ages = [20, 60]", "ages = [60, 20]", "customers.ages", "rising"),
        (
            "unique = true",
            "uniqe = true",
            "tables.customers.fields.customer_id.uniqe",
            "spelling",
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
    named, said = refused(SMALL.replace(old, new, 1))
    assert named == key
    assert "mine.toml" in said
    assert words in said


def test_fields_that_need_each_other_are_named():
    loop = SMALL.replace('make = "count"', 'make = "copy"\nneeds = { x = "orders_count" }').replace(
        "with = { weights = [1, 2, 1] }", ""
    )
    assert "orders_count" in refused(loop)[1]


def test_a_visible_field_needs_its_label():
    missing = SMALL.replace(LABEL, "", 1)
    assert refused(missing)[0].endswith("customer_id.label")


def test_text_that_is_no_toml_is_refused():
    assert "mine.toml" in refused("id = ")[1]


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


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000 + "]" * 5000,
        "with = " + "{a=" * 3000 + "1" + "}" * 3000,
        ".".join(["a"] * 200_000) + " = 1",
        ".".join(["a"] * 100) + " = 1",
        "max_rows = " + "9" * 6000,
        "a = 1\n" * 300_000,
    ],
    ids=["arrays", "tables", "dots", "fewer dots", "digits", "size"],
)
def test_a_file_that_only_wastes_time_is_refused(text):
    assert "mine.toml" in refused(SMALL + "\n" + text)[1]


def test_a_file_may_begin_with_a_byte_order_mark_but_not_be_endless(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(SMALL, encoding="utf-8-sig")
    assert load_profile(path).id == "mine"
    path.write_bytes(b"#" * (LARGEST_FILE + 1))
    with pytest.raises(BadInput):
        load_profile(path)


def test_whatever_the_checks_miss_is_named_by_trying_it(monkeypatch):
    def broken(making):
        raise ZeroDivisionError("nothing to share")

    monkeypatch.setitem(MAKERS, "count", replace(MAKERS["count"], make=broken))
    key, words = refused(SMALL)
    assert key == "customers.orders_count"
    assert "nothing to share" in words
