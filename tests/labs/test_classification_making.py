from collections import Counter
from functools import cache

import jsonschema
import pytest

from kit import world
from kit.customers.profile import load_profile
from kit.errors import BadInput
from kit.exercises import load_all
from kit.i18n import explain
from kit.labs.classification import MISTAKES, Blueprint, key, make
from kit.labs.classification.draw import draw, kinds
from kit.labs.classification.naming import _scaled, pool
from kit.labs.variants import variant

DRAWS = 120
SPECS = {spec.id: spec for spec in load_all() if spec.lab == "classify_fields"}
PUBLIC_FIELD = {
    "key",
    "name",
    "table",
    "table_titles",
    "about",
    "type",
    "rows",
    "null_share",
    "samples",
}


@pytest.fixture(scope="module", params=SPECS)
def spec(request):
    return SPECS[request.param]


@pytest.fixture(scope="module")
def company(spec):
    return world.build(spec.profile, 5, spec.size)


@pytest.fixture(scope="module")
def task(spec, company):
    return make(company, spec, variant(7, "lin", spec.id))


@cache
def fields_of(profile):
    return pool(load_profile(profile))


def drawn(spec, trainee):
    return draw(fields_of(spec.profile), spec, variant(7, trainee, spec.id))


def test_every_variant_has_the_same_plan_and_other_fields(spec):
    variants = [drawn(spec, f"t{number}") for number in range(20)]
    lines = kinds(fields_of(spec.profile), spec)
    for shown in variants:
        ids = {(one.table, one.column) for one in shown}
        assert [len(ids & set(there)) for _, there in lines] == [slots.count for slots, _ in lines]
        assert len(ids) == spec.blueprint.size
    different = {frozenset((one.table, one.column) for one in shown) for shown in variants}
    assert len(different) >= 15


def test_no_column_of_a_sheet_bears_the_name_of_another(spec):
    taken = {
        (t.name, name) for t in load_profile(spec.profile).tables.values() for name in t.visible
    }
    for number in range(50):
        shown = drawn(spec, f"t{number}")
        assert len({(one.table, one.name) for one in shown}) == len(shown)
        for one in shown:
            assert one.name == one.column or (one.table, one.name) not in taken


def test_a_task_shows_values_of_its_own_columns(task, company):
    for one in task.fields:
        column = company.tables[one.table].column(one.column)
        texts = {str(value) for value in column.to_pylist()} | {"true", "false"}
        assert 1 <= len(one.samples) <= 5
        if one.type == "string":
            assert set(one.samples) <= texts
        assert one.rows == column.length()
        assert one.label == company.label(one.table, one.column)


def test_samples_differ_where_the_column_has_enough_values(task, company):
    for one in task.fields:
        different = company.tables[one.table].column(one.column).drop_null().unique()
        if len(different) > 50:
            assert len(set(one.samples)) == 5


def test_the_public_task_holds_no_truth(task, spec):
    public = task.public()
    assert set(public) == {
        *("exercise", "lab", "titles", "intro", "objectives", "profile", "profile_titles"),
        *("deal_form", "guided", "law"),
        *("difficulty", "minutes", "hints", "pass_mark", "variant", "fields", "preview"),
        *("scheme", "scale", "questions", "answer_schema"),
    }
    wanted = PUBLIC_FIELD | ({"old"} if spec.blueprint.old_labels else set())
    assert all(set(one) == wanted for one in public["fields"])
    assert all(
        set(one) == {"table", "table_titles", "about", "columns", "rows"}
        for one in public["preview"]
    )
    secret = variant(7, "lin", spec.id)
    assert secret.secret.hex() not in str(public)
    assert str(secret.seed("world")) not in str(public)
    assert all(
        note["zh"] not in str(public)
        for part in spec.instructor.model_dump().values()
        for note in part
    )


def test_what_is_to_be_cured_matters_for_two_fields_of_every_variant(spec, company):
    assert spec.must_fail
    for number in range(20):
        made = make(company, spec, variant(9, f"t{number}", spec.id))
        for name in spec.must_fail:
            assert len(MISTAKES[name](made)) >= 2, (name, number)


def test_keys_follow_the_order_shown_and_the_order_does_not_tell(spec):
    first = Counter()
    for number in range(DRAWS):
        shown = variant(7, f"t{number}", spec.id).dice("order").shuffled(drawn(spec, f"t{number}"))
        first[shown[0].spec.label.classification] += 1
    for classification, count in spec.blueprint.classes().items():
        expected = DRAWS * count / spec.blueprint.size
        assert first[classification] > expected / 3, first


def test_a_preview_shows_the_fields_under_the_names_asked_about(task):
    public = task.public()
    columns = {sheet["table"]: sheet["columns"] for sheet in public["preview"]}
    for one in public["fields"]:
        assert one["name"] in columns[one["table"]]
    for sheet in public["preview"]:
        assert len(set(sheet["columns"])) == len(sheet["columns"])
        assert 1 <= len(sheet["rows"]) <= 5
        assert all(len(row) == len(sheet["columns"]) for row in sheet["rows"])


def test_the_schema_accepts_key_and_template_and_refuses_the_rest(task):
    schema = task.public()["answer_schema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(key(task), schema)
    jsonschema.validate(task.template(), schema)
    for broken in ({}, {**key(task), "more": 1}, {**key(task), "fields": {}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)


def test_a_blueprint_that_wants_too_much_names_its_line(spec, company):
    slots = (spec.blueprint.slots[0].model_copy(update={"count": 1000}), *spec.blueprint.slots[1:])
    greedy = spec.model_copy(
        update={"blueprint": spec.blueprint.model_copy(update={"slots": slots})}
    )
    with pytest.raises(BadInput) as caught:
        make(company, greedy, variant(1, "lin", spec.id))
    assert "blueprint.slots[0]" in explain(caught.value, "zh")
    assert spec.id in explain(caught.value, "en")


def test_weights_are_the_same_whichever_python_adds_them_up():
    # `sum` rounds floats otherwise from Python 3.12 on: 0.9999999999999999 here until 3.11.
    assert _scaled(dict.fromkeys("abcdefghij", 0.1)) == dict.fromkeys("abcdefghij", 0.1)


def small(**blueprint):
    """Return a small exercise with a blueprint of one's own."""
    base = SPECS["leasing-data-room"]
    return base.model_copy(update={"blueprint": Blueprint.model_validate(blueprint)})


def test_fields_come_from_the_named_tables_only():
    spec = small(tables=["customers"], slots=[{"class": "personal", "count": 8}])
    shown = drawn_of(spec)
    assert {one.table for one in shown} == {"customers"}
    assert len(shown) == 8


def test_an_unknown_table_is_named_with_those_there():
    spec = small(tables=["customers", "cars"], slots=[{"class": "personal", "count": 1}])
    with pytest.raises(BadInput) as caught:
        drawn_of(spec)
    for locale in ("zh", "en"):
        words = explain(caught.value, locale)
        assert "blueprint.tables[1]" in words
        assert "cars" in words
        assert "vehicles" in words


def test_a_field_belongs_to_the_first_line_that_it_fits():
    lines = [{"class": "personal", "subject": "employee", "count": 4}]
    spec = small(slots=[*lines, {"class": "personal", "count": 12}])
    first, rest = (there for _, there in kinds(pool(load_profile("leasing")), spec))
    fields = pool(load_profile("leasing"))
    assert {fields[one].label.subject for one in first} == {"employee"}
    assert "employee" not in {fields[one].label.subject for one in rest}


def test_a_line_can_ask_for_what_the_label_says():
    wanted = {"grade": 4, "company_class": "private", "identifier": "none"}
    spec = small(slots=[{"class": "personal", "count": 3, **wanted}])
    for one in drawn_of(spec):
        label = one.spec.label
        assert (label.grade, label.company_class, label.identifier) == (4, "private", "none")


def drawn_of(spec):
    return draw(pool(load_profile(spec.profile)), spec, variant(7, "lin", spec.id))
