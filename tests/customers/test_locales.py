"""The same people in English: words differ, and nothing else does."""

import re
from collections import Counter, defaultdict
from functools import cache
from itertools import product

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from kit.customers.engine import Spec
from kit.customers.invariants import Memory
from kit.customers.makers import MAKERS
from kit.customers.makers.base import pool, word_table
from kit.customers.profile import SHIPPED, load_profile
from kit.customers.whole import make, tables
from kit.identifiers.people import provinces

CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][· ]?[A-Z0-9]{5,6}")
CUSTOMERS = 400
CHOOSING = {"choice", "choice_by", "lookup", "listed", "words", "sentence"}


@cache
def both(profile, seed=11, count=CUSTOMERS):
    """The tables of a company in Chinese and in English."""
    specs = (Spec(load_profile(profile), seed, locale=locale) for locale in ("zh", "en"))
    return tuple(tables(spec, 0, count) for spec in specs)


def columns(profile, seed=11):
    """Each column as (field, Chinese, English)."""
    chinese, english = both(profile, seed)
    for name, table in load_profile(profile).tables.items():
        for column, field in table.visible.items():
            yield f"{name}.{column}", field, chinese[name][column], english[name][column]


def texts(profile, seed=11):
    """Each column of text but notes, which are written anew in each language."""
    for name, field, chinese, english in columns(profile, seed):
        if chinese.type == pa.string() and field.make != "note":
            yield name, field, chinese, english


@pytest.mark.parametrize("seed", [11, 2**62 + 5])
@pytest.mark.parametrize("profile", SHIPPED)
def test_rows_gaps_numbers_dates_and_flags_are_the_same(profile, seed):
    for name, _, chinese, english in columns(profile, seed):
        assert len(chinese) == len(english), name
        assert chinese.is_valid().equals(english.is_valid()), name
        if chinese.type != pa.string():
            assert chinese.equals(english), name


@pytest.mark.parametrize("profile", SHIPPED)
def test_what_holds_no_chinese_is_the_same(profile):
    """Identifiers, codes and keys, whichever way they are made: drawn, copied or put together."""
    compared = 0
    for name, field, chinese, english in texts(profile):
        if MAKERS[field.make].kind or field.make in ("row_code", "code"):
            assert chinese.equals(english), name
            compared += 1
        pairs = zip(chinese.to_pylist(), english.to_pylist(), strict=True)
        plain = [(zh, en) for zh, en in pairs if zh and not CHINESE.search(zh)]
        assert [(zh, en) for zh, en in plain if zh != en] == [], name
    assert compared > 20


@pytest.mark.parametrize("profile", SHIPPED)
def test_choices_are_the_same_by_their_place(profile):
    for name, field, chinese, english in texts(profile):
        if field.make in CHOOSING:
            allowed = _pairs(field)
            found = set(zip(chinese.to_pylist(), english.to_pylist(), strict=True))
            assert found <= allowed | {(None, None)}, (name, found - allowed)


def _pairs(field):
    """Every pair of words that a choice can stand for, by the lists of the profile."""
    options = field.options
    if field.make in ("words", "sentence"):
        words = pool(options["pool"])[0]
        return set(zip(words["zh"], words["en"], strict=True))
    lists = [options.get("values"), *(options.get("cases") or {}).values(), options.get("default")]
    found = set()
    for value in [*lists, *(options.get("map") or {}).values()]:
        zh, en = (value["zh"], value["en"]) if isinstance(value, dict) else (value, value)
        found |= set(zip(zh, en, strict=True)) if isinstance(zh, list) else {(zh, en)}
    # Cases of a key that is itself a word stand once per language, with one list each.
    plain = [value for value in (options.get("cases") or {}).values() if isinstance(value, list)]
    for zh, en in product(plain, repeat=2):
        if len(zh) == len(en) and CHINESE.search(zh[0]) and not CHINESE.search(en[0]):
            found |= set(zip(zh, en, strict=True))
    return found


@pytest.mark.parametrize("profile", SHIPPED)
def test_english_tables_hold_no_chinese_but_on_number_plates(profile):
    found = defaultdict(set)
    for name, _, _, english in columns(profile):
        if english.type == pa.string():
            for value in english.drop_null().to_pylist():
                if CHINESE.search(PLATE.sub("", value)):
                    found[name].add(value)
    assert {name: sorted(values)[:3] for name, values in found.items()} == {}


@pytest.mark.parametrize("profile", SHIPPED)
def test_english_texts_have_no_space_or_comma_astray(profile):
    odd = re.compile(r"^\s|\s$|  | ,|,,|\( | \)|\.\.(?!\.)|\{|\}")
    for name, field, _, english in texts(profile):
        if field.make != "code":
            strange = [value for value in english.drop_null().to_pylist() if odd.search(value)]
            assert strange[:3] == [], name


def test_a_name_is_its_pinyin_given_name_first():
    surnames = {row["surname"]: row["pinyin"] for row in word_table("surnames.csv")}
    given = {row["given"]: row["pinyin"] for row in word_table("given_names.csv")}
    chinese, english = both("leasing", count=3000)
    compounds = 0
    for zh, en in zip(
        *(t["customers"]["name"].to_pylist() for t in (chinese, english)), strict=True
    ):
        family = zh[:2] if zh[:2] in surnames and zh[2:] in given else zh[:1]
        compounds += len(family) == 2
        first, last = en.split(" ")
        assert last == surnames[family].capitalize().replace("v", "yu")
        assert first.replace("'", "") == given[zh[len(family) :]].replace(" ", "").capitalize()
    assert compounds


def test_a_name_can_be_spelled_back_into_syllables():
    english = set(both("leasing", count=3000)[1]["customers"]["name"].to_pylist())
    assert any("'" in name for name in english)
    assert any(name.endswith(" Lyu") for name in english)
    assert all(re.fullmatch(r"[A-Z][a-z]*('[aeo][a-z]*)? [A-Z][a-z]+", name) for name in english)


def test_places_are_told_apart_in_english_as_in_chinese():
    regions = word_table("regions.csv")
    for parts in (("province",), ("province", "city"), ("province", "city", "district")):
        there = {tuple(row[part] for part in parts) for row in regions}
        in_english = {tuple(row[f"{part}_en"] for part in parts) for row in regions}
        assert len(in_english) == len(there)
    names = {row["province"]: row["province_en"] for row in regions}
    assert names == {row["name"]: row["name_en"] for row in provinces()}
    assert names["陕西省"] == "Shaanxi"
    assert names["山西省"] == "Shanxi"
    assert names["内蒙古自治区"] == "Inner Mongolia"
    assert names["西藏自治区"] == "Tibet"


def test_an_english_address_runs_from_the_flat_to_the_province():
    _, english = both("leasing")
    people = english["customers"].select(["province", "city", "district", "address"])
    for row in people.to_pylist():
        ending = ", ".join(dict.fromkeys((row["district"], row["city"], row["province"])))
        assert row["address"].endswith(f", {ending}")
        assert re.match(r"Building \d+, unit \d, flat \d{3,4}, ", row["address"])


def test_a_nickname_belongs_to_the_name():
    chinese, english = (table["app_accounts"]["nickname"] for table in both("sanitary_ware"))
    forms = re.compile(
        r"(Xiao|Lao|Teacher|Sister|Brother|Engineer|Ah) [A-Z][a-z]+|([A-Z][a-z]+)'?\2",
        re.IGNORECASE,
    )
    pairs = set(zip(chinese.drop_null().to_pylist(), english.drop_null().to_pylist(), strict=True))
    assert all(forms.fullmatch(en) for _, en in pairs)
    assert len({zh for zh, _ in pairs}) >= len({en for _, en in pairs})


@pytest.mark.parametrize("profile", SHIPPED)
def test_a_piece_is_the_same_in_english_however_it_is_cut(profile):
    spec = Spec(load_profile(profile), 11, locale="en")
    whole, part = both(profile)[1], tables(spec, 100, 50)
    root = spec.profile.root
    assert part[root].equals(whole[root].slice(100, 50))


@pytest.mark.parametrize("profile", SHIPPED)
def test_flaws_and_labels_are_the_same_but_for_their_words(profile):
    made = [
        make(Spec(load_profile(profile), 11, locale=lang, flaws=0.2), 0, 300)
        for lang in ("zh", "en")
    ]
    chinese, english = (one.truth["flaws"] for one in made)
    words = {"found", "right"}
    for column in (name for name in chinese.column_names if name not in words):
        assert chinese[column].equals(english[column]), column
    labels = [one.truth["cell_labels"] for one in made]
    not_notes = [one.filter(pc.not_equal(one["table"], "notes")) for one in labels]
    assert not_notes[0].equals(not_notes[1])
    spans = [one.truth["spans"] for one in made]
    telling = [
        one.filter(pc.not_equal(one["table"], "notes")).drop_columns(
            ["start", "end", "text", "value"]
        )
        for one in spans
    ]
    assert telling[0].num_rows > 50
    assert telling[0].equals(telling[1])


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_childs_rows_and_articles_follow_from_the_age_in_either_language(locale):
    made = make(Spec(load_profile("swim_school"), 11, locale=locale, flaws=0.3), 0, 400)
    people = made.tables["customers"]
    flaws = made.truth["flaws"]
    other = set(flaws.filter(pc.equal(flaws["column"], "birth_date"))["customer_id"].to_pylist())
    born = dict(zip(*(people[n].to_pylist() for n in ("customer_id", "birth_date")), strict=True))
    seen = Counter()
    for cell in made.truth["cell_labels"].to_pylist():
        if cell["column"] != "*" and cell["table"] not in ("customers", "lessons", "guardians"):
            continue
        if cell["customer_id"] in other or cell["subject"] not in ("child", "customer"):
            continue
        day = born[cell["customer_id"]]
        years = 2026 - day.year - ((day.month, day.day) > (9, 30))
        assert cell["subject"] == ("child" if years < 14 else "customer")
        assert cell["boundary"] == (years in (13, 14))
        if cell["sensitive"]:
            article = "PIPL-31" if years < 14 else "PIPL-29"
            assert cell["articles"] == ["PIPL-4", "PIPL-28", article]
        seen[cell["table"], cell["column"] == "*", years < 14] += 1
    assert min(seen["customers", False, young] for young in (True, False)) > 5


@pytest.mark.parametrize("profile", SHIPPED)
def test_the_invariants_hold_in_english(profile):
    memory = Memory(load_profile(profile), "en")
    assert list(memory.check(both(profile)[1])) == []
    assert list(memory.repeated()) == []


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("sex", "the other", "agrees"),
        ("province", "Atlantis", "region"),
        ("address", "Building 1, unit 1, flat 101, Jinxiu Garden, 1 Wenhua Road, Nowhere", "place"),
    ],
)
def test_a_broken_invariant_is_found_in_english(column, value, rule):
    made = dict(both("leasing")[1])
    people = made["customers"]
    values = people[column].to_pylist()
    other_sex = {"male": "female", "female": "male"}
    values[7] = other_sex.get(values[7], value)
    place = people.column_names.index(column)
    made["customers"] = people.set_column(place, column, pa.array(values))
    broken = list(Memory(load_profile("leasing"), "en").check(made))
    assert (rule, "customers", 7) in {(one.rule, one.table, one.row) for one in broken}
