"""Making release tasks from real companies: solvable, not trivial, alike in both languages."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from pydantic import ValidationError

from kit.errors import BadInput
from kit.exercises import load_all, open_task
from kit.i18n import LOCALES, explain
from kit.labs.release import Blueprint, grade, key, make
from kit.labs.release.blueprint import ColumnPlan
from kit.labs.release.coding import COARSEN
from kit.labs.release.levels import EXACT, IDENTIFIERS, OUT
from kit.labs.variants import variant
from kit.world import build

SPECS = {spec.id: spec for spec in load_all() if spec.lab == "release_columns"}
every_exercise = pytest.mark.parametrize("exercise", SPECS)


@cache
def opened(exercise, trainee="lin", locale="zh"):
    return open_task(SPECS[exercise], trainee, 7, locale)


@cache
def company(profile):
    return build(profile, 3, 400)


def try_making(exercise, **changes):
    """Make a task of 400 customers with other keys in the blueprint."""
    spec = SPECS[exercise]
    plan = spec.blueprint.model_copy(update=changes)
    small = spec.model_copy(update={"blueprint": plan, "size": 400})
    return make(company(spec.profile), small, variant(1, "lin", exercise))


@every_exercise
def test_each_level_is_a_coarsening_of_the_one_before(exercise):
    task = opened(exercise)
    for column in task.columns:
        shown = [level for level in column.levels if level != OUT]
        for finer, coarser in pairwise(shown):
            one, other = (task.table.columns[column.key][level].codes for level in (finer, coarser))
            pairs = set(zip(one.tolist(), other.tolist(), strict=True))
            assert len(pairs) == len(set(one.tolist())), (column.name, finer, coarser)
            kept = column.kind in IDENTIFIERS  # a hash takes nothing away, which is the lesson
            less = len(set(other.tolist())) < len(set(one.tolist()))
            assert kept or less, (column.name, finer, coarser)


@every_exercise
def test_codes_and_labels_belong_together(exercise):
    task = opened(exercise)
    for levels in task.table.columns.values():
        for coded in levels.values():
            assert len(coded.codes) == task.table.people
            assert set(coded.codes.tolist()) == set(range(len(coded.labels)))


@every_exercise
def test_careless_releases_do_not_hold(exercise):
    task = opened(exercise)
    everything = {one.key: EXACT for one in task.columns}
    without_names = {one.key: EXACT for one in task.columns if not one.identifier}
    for careless in (everything, without_names):
        assert task.groups(careless).smallest < task.k


@every_exercise
def test_both_languages_have_one_task_and_one_key(exercise):
    zh, en = (opened(exercise, locale=locale) for locale in LOCALES)
    assert (zh.token, zh.k, zh.solutions) == (en.token, en.k, en.solutions)
    assert key(zh) == key(en)
    assert grade(zh, key(en)).score == grade(en, key(zh)).score == 100


@every_exercise
def test_the_same_trainee_gets_the_same_and_another_another(exercise):
    again = open_task(SPECS[exercise], "lin", 7)
    assert again.public() == opened(exercise).public()
    assert opened(exercise, "chen").public() != opened(exercise).public()


@every_exercise
def test_the_public_side_tells_no_solution(exercise):
    public = opened(exercise).public()
    assert "solutions" not in public
    assert "needs" not in public
    assert "useful" not in str(public)
    assert sum(one["first"] for one in public["asks"]) == 1
    assert {frozenset(one) for one in public["asks"]} == {frozenset(("words", "first"))}
    assert len(public["preview"][0]["rows"]) <= 8


def test_purposes_and_group_sizes_differ_between_trainees():
    tasks = [opened("leasing-credit-classes", f"trainee {number}") for number in range(8)]
    assert len({task.purpose["zh"] for task in tasks}) > 1
    assert len({task.k for task in tasks}) > 1


def test_a_k_that_nobody_reaches_is_an_error_that_names_the_key():
    with pytest.raises(BadInput) as error:
        try_making("leasing-arrears-for-the-actuary", k=(100,))
    assert error.value.code == "release.no_solution"
    for locale in LOCALES:
        assert re.search(r"blueprint\.purposes\[\d\]\.needs", explain(error.value, locale))


def test_a_k_out_of_reach_is_not_drawn_while_another_is_there():
    world = build("leasing", 3, 4000)
    spec = SPECS["leasing-arrears-for-the-actuary"]
    plan = spec.blueprint.model_copy(update={"k": (2, 100)})
    changed = spec.model_copy(update={"blueprint": plan})
    made = {make(world, changed, variant(1, f"t{n}", spec.id)).k for n in range(6)}
    smallest = [2, 100] if 100 in made else [2]
    assert made <= set(smallest)
    assert 2 in made


@pytest.mark.parametrize(
    "field", ["customers.shoe_size", "nowhere.name", "derived.luck", "customers.sex"]
)
def test_a_field_that_the_company_lacks_is_named(field):
    columns = SPECS["leasing-arrears-for-the-actuary"].blueprint.columns
    wrong = columns[3].model_copy(update={"field": field})  # a birth date, to read as a date
    with pytest.raises(BadInput) as error:
        try_making(
            "leasing-arrears-for-the-actuary", columns=(*columns[:3], wrong, *columns[4:]), k=(2,)
        )
    assert error.value.code == "release.no_field"
    assert "blueprint.columns[3].field" in explain(error.value, "en")


def test_rows_of_a_table_that_is_not_there_are_named():
    with pytest.raises(BadInput) as error:
        try_making("leasing-arrears-for-the-actuary", rows="lessons")
    assert "blueprint.rows" in explain(error.value, "zh")


def test_too_easy_a_table_is_an_error():
    spec = SPECS["leasing-arrears-for-the-actuary"]
    names = ("name", "number", "born", "sex", "arrears")
    plain = tuple(one for one in spec.blueprint.columns if one.id in names)
    needs = tuple(one for one in spec.blueprint.purposes[1].needs if one.column != "sex")
    purpose = spec.blueprint.purposes[1].model_copy(update={"needs": needs})
    with pytest.raises(BadInput) as error:
        try_making(spec.id, columns=plain, purposes=(purpose,), k=(2,))
    assert error.value.code == "release.too_easy"


def test_a_purpose_that_leaves_nothing_to_weigh_is_an_error_that_names_the_key():
    spec = SPECS["leasing-arrears-for-the-actuary"]
    by_age, *others = spec.blueprint.purposes[1].needs
    coarse = by_age.model_copy(update={"wanted": "wide", "least": "wide"})
    purpose = spec.blueprint.purposes[1].model_copy(update={"needs": (coarse, *others)})
    with pytest.raises(BadInput) as error:
        try_making(spec.id, purposes=(purpose,), k=(2,))
    assert error.value.code == "release.no_choice"
    for locale in LOCALES:
        assert "blueprint.purposes[0].first" in explain(error.value, locale)


@every_exercise
def test_neither_end_of_what_comes_first_is_right(exercise):
    for number in range(4):
        task = opened(exercise, f"trainee {number}")
        useful = task.column(task.first).useful
        assert task.best[task.first] not in (useful[0], useful[-1])


def test_room_for_more_differs_between_trainees():
    tasks = [opened("leasing-credit-classes", f"trainee {number}") for number in range(8)]
    sexes = [next(one for one in task.columns if one.name == "sex") for task in tasks]
    found = {task.best[one.key] for task, one in zip(tasks, sexes, strict=True) if one.optional}
    assert found == {EXACT, OUT}


def blueprint(**changes):
    plain = {
        "k": [2],
        "sensitive": "pay",
        "columns": [
            {"id": "name", "field": "customers.name", "kind": "name"},
            {"id": "born", "field": "customers.birth_date", "kind": "birth"},
            {"id": "pay", "field": "customers.monthly_income", "kind": "amount"},
        ],
        **needs(column="born", least="year", wanted="exact"),
    }
    return plain | changes


def needs(first="born", **need):
    words = {"zh": "用途", "en": "Use"}
    return {"purposes": [{"words": words, "first": first, "needs": [{"words": words, **need}]}]}


@pytest.mark.parametrize(
    "changes",
    [
        {"sensitive": "name"},
        {"sensitive": "luck"},
        {"k": []},
        {"k": [1]},
        needs(column="luck", least="year"),
        needs(column="born", least="wide"),
        needs(column="born", least="out"),
        needs(column="name", least="exact"),
        needs(column="born", least="year", wanted="out"),
        needs(column="born", least="year"),
        needs(column="born", least="year", wanted="month"),
        needs(column="born", least="year", wanted="exact", first="pay"),
        needs(column="pay", least="exact", first="pay"),
        {"diverse": 0},
        {"more": 1},
    ],
)
def test_a_blueprint_that_makes_no_sense_is_refused(changes):
    Blueprint.model_validate(blueprint())
    with pytest.raises(ValidationError):
        Blueprint.model_validate(blueprint(**changes))


@pytest.mark.parametrize(
    "bands", [{"bands": [3, 5]}, {"bands": [4, 2]}, {"bands": [5], "low": 0, "high": 7}]
)
def test_bands_that_do_not_nest_are_refused(bands):
    plain = {"id": "born", "field": "customers.birth_date", "kind": "birth"}
    with pytest.raises(ValidationError):
        ColumnPlan.model_validate(plain | bands)


def test_ages_are_counted_by_year_so_that_bands_nest():
    plan = ColumnPlan(id="born", field="customers.birth_date", kind="birth", bands=(5, 10))
    plan = plan.model_copy(update={"low": 30, "high": 60})
    for born, label in ((date(1996, 12, 31), "30–34"), (date(1997, 1, 1), "< 30")):
        assert COARSEN["birth"](born, "fine", plan, 2026)[1] == label
    assert COARSEN["birth"](date(1950, 1, 1), "wide", plan, 2026)[1] == "≥ 60"


def test_a_hash_follows_the_person_and_digits_nearly_do():
    task = opened("leasing-arrears-for-the-actuary")
    mobile = next(one for one in task.columns if one.name == "mobile")
    levels = task.table.columns[mobile.key]
    assert (levels["hashed"].codes == levels[EXACT].codes).all()
    assert len(levels["tail"].labels) > 0.7 * task.table.people
    assert replace(task, k=2).groups({mobile.key: "tail"}).smallest == 1


@pytest.mark.parametrize(
    ("exercise", "trainee"),
    [
        ("leasing-credit-classes", "q107"),
        ("leasing-credit-classes", "q125"),
        ("sanitary-ware-network-plan", "q55"),
        ("sanitary-ware-network-plan", "q148"),
    ],
)
def test_a_company_in_which_no_listed_k_leaves_a_choice_opens_all_the_same(exercise, trainee):
    task = open_task(SPECS[exercise], trainee, 5)
    useful = task.column(task.first).useful
    assert task.best[task.first] not in (useful[0], useful[-1])
    assert grade(task, key(task)).score == 100
