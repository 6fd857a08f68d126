"""Sorting tasks made from companies: the quota holds, nothing leaks, the desk settles the key."""

import json
from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest

from kit import world
from kit.errors import BadInput
from kit.exercises import load_all
from kit.i18n import LOCALES, explain
from kit.labs import sorting
from kit.labs.sorting.doubts import needless
from kit.labs.sorting.draw import fits
from kit.labs.sorting.pool import pool
from kit.labs.variants import variant
from tests.customers.flaws.made import months_later

SPECS = {spec.id: spec for spec in load_all() if spec.lab == "sort_out"}
TODAY = date(2026, 9, 30)
every_exercise = pytest.mark.parametrize("exercise", SPECS)


def company(spec, own, locale="zh"):
    return world.build(
        spec.profile,
        own.seed("world"),
        spec.size,
        locale=locale,
        flaws=spec.flaws,
        deal=spec.deal,
    )


@cache
def made(exercise, trainee="lin", locale="zh"):
    spec = SPECS[exercise]
    own = variant(5, trainee, exercise)
    built = company(spec, own, locale)
    return built, sorting.make(built, spec, own)


@every_exercise
def test_each_line_of_the_blueprint_is_filled_and_nobody_appears_twice(exercise):
    spec, (_, task) = SPECS[exercise], made(exercise)
    truths = [record.truth for record in task.records]
    assert spec.blueprint.size <= len(truths) <= spec.blueprint.most
    for slots in spec.blueprint.slots:
        assert sum(fits(one, slots) for one in truths) >= slots.count
    people = Counter(one.customer for one in truths)
    people.update(one.partner for one in truths if one.partner)
    assert max(people.values()) == 1
    assert [record.key for record in task.records] == [
        f"r{number:02}" for number in range(1, len(truths) + 1)
    ]


@every_exercise
def test_no_action_dominates_and_sound_records_are_among_them(exercise):
    truths = [record.truth for record in made(exercise)[1].records]
    actions = Counter(one.decision.action for one in truths)
    assert len(actions) >= 4
    assert max(actions.values()) <= 0.4 * len(truths)
    assert any(one.kind == "sound" for one in truths)
    assert any(one.kind != "sound" for one in truths)


def test_how_many_records_want_an_action_differs_between_variants():
    spec = SPECS["new-owner-same-company"]
    built = company(spec, variant(5, "lin", spec.id))
    counted = set()
    for number in range(12):
        task = sorting.make(built, spec, variant(5, f"trainee {number}", spec.id))
        actions = Counter(record.truth.decision.action for record in task.records)
        counted.add(tuple(sorted(actions.items())))
    assert len(counted) >= 3


@every_exercise
def test_the_same_trainee_gets_the_same_task_and_another_gets_another(exercise):
    spec, (built, task) = SPECS[exercise], made(exercise)
    again = sorting.make(built, spec, variant(5, "lin", exercise))
    other = sorting.make(built, spec, variant(5, "mei", exercise))
    assert again == task
    assert [one.truth for one in other.records] != [one.truth for one in task.records]
    assert other.token != task.token


@every_exercise
def test_items_and_key_are_the_same_in_both_languages(exercise):
    chinese, english = made(exercise)[1], made(exercise, locale="en")[1]
    assert sorting.key(chinese) == sorting.key(english)
    for one, other in zip(chinese.records, english.records, strict=True):
        assert (one.truth.table, one.truth.row) == (other.truth.table, other.truth.row)


@every_exercise
def test_what_trainees_see_is_plain_data_without_truth(exercise):
    built, task = made(exercise)
    public = task.public()
    text = json.dumps(public, ensure_ascii=False)
    assert json.loads(text) == public
    record = public["records"][0]
    assert set(record) == {
        "key",
        "title",
        "customer",
        "table",
        "table_titles",
        "columns",
        "facts",
    }
    assert str(built.spec.seed) not in text
    assert "flaw_id" not in text
    assert public["today"] == "2026-09-30"
    assert public["deal"]["form"] == built.spec.deal
    assert "nothing" in [one["code"] for one in public["problems"]]
    assert task.items == "records"
    assert set(task.template()["records"]) == {one["key"] for one in public["records"]}


@every_exercise
def test_somebody_receives_the_records_only_where_the_form_of_the_deal_hands_them_over(exercise):
    spec, (_, task) = SPECS[exercise], made(exercise)
    giving = ("merger", "business_sale", "dissolution_with_receiver")
    assert task.public()["deal"]["receiver"] is (spec.deal in giving)


@every_exercise
def test_the_right_answer_can_be_chosen_and_each_reason_fits_its_action(exercise):
    task = made(exercise)[1]
    public = task.public()
    offered = {one["code"]: one["actions"] for one in public["reasons"]}
    for record in task.records:
        decision = record.truth.decision
        assert record.truth.problems[0] in [one["code"] for one in public["problems"]]
        assert decision.action in offered[decision.reasons[0]]
        assert set(decision.also_accept) <= set(offered[decision.reasons[0]])


@every_exercise
def test_the_key_follows_from_what_lies_on_the_desk(exercise):
    """Holds, periods and namesakes read off the public side alone."""
    task = made(exercise)[1]
    public = task.public()
    registered = [
        dict(zip(public["holds"]["columns"], row, strict=True)) for row in public["holds"]["rows"]
    ]
    schedule = {
        row[public["schedule"]["columns"].index("category")]: dict(
            zip(public["schedule"]["columns"], row, strict=True)
        )
        for row in public["schedule"]["rows"]
    }
    checked = Counter()
    for shown, record in zip(public["records"], task.records, strict=True):
        values = {one["name"]: one["value"] for one in shown["columns"]}
        truth = record.truth
        if truth.table in ("customers", "archive_files", "consents") and not truth.partner:
            covers = ("all", values.get("category"))
            held = any(
                hold["customer_id"] == truth.customer
                and hold["covers"] in covers
                and hold["released_on"] is None
                for hold in registered
            )
            assert (truth.decision.action == "hold") == held
            checked["hold"] += held
        if truth.kind == "retention_expired":
            line = schedule[values["category"]]
            closed = date.fromisoformat(values["closed_on"])
            start = date(closed.year, 12, 31) if line["counted_from"] == "year_end" else closed
            assert months_later(start, int(line["months"])) < TODAY
            by_law = line["least_months"] is not None and (
                months_later(closed, int(line["least_months"])) >= TODAY
            )
            assert truth.decision.action == ("restrict" if by_law else "delete")
            checked["period"] += 1
        if truth.kind == "duplicate":
            (others,) = (one for one in shown["facts"] if one["role"] == "partner")
            rows = [dict(zip(others["columns"], row, strict=True)) for row in others["rows"]]
            assert truth.partner in [row["customer_id"] for row in rows]
            checked["duplicate"] += 1
        if truth.kind == "consent_withdrawn":
            (uses,) = (one for one in shown["facts"] if one["role"] == "use")
            rows = [dict(zip(uses["columns"], row, strict=True)) for row in uses["rows"]]
            assert any(
                row["purpose"] == values["purpose"] and row["used_on"] > values["withdrawn_on"]
                for row in rows
            )
            checked["consent"] += 1
    assert checked["hold"]
    assert len(+checked) >= 2


@every_exercise
def test_the_rows_that_a_verdict_rests_on_can_be_seen_on_the_desk(exercise):
    task = made(exercise)[1]
    for record in task.records:
        assert record.rests_on[0]["role"] == "record"
        seen = {(record.truth.table, value.name) for value in record.values}
        seen |= {(facts.table, name) for facts in record.facts for name in facts.columns}
        for book in (task.schedule, task.holds, task.register):
            seen |= {(book.table, name) for name in book.columns}
        for fact in record.rests_on:
            assert {(fact["table"], name) for name in fact["columns"]} <= seen
            assert all(len(row) == len(fact["columns"]) for row in fact["rows"])
        if "hold" in record.truth.decision.action:
            held = [fact for fact in record.rests_on if fact["table"] == "legal_holds"]
            assert held or record.truth.partner


@pytest.mark.parametrize("profile", ["leasing", "sanitary_ware", "swim_school"])
def test_records_that_the_desk_cannot_settle_are_left_out(profile):
    built = world.build(profile, 3, 640, flaws=0.4)
    candidates = pool(built)
    told = set(
        zip(*(built.truth["spans"][name].to_pylist() for name in ("table", "row")), strict=True)
    )
    unneeded = needless(built)
    consents = built.tables["consents"].to_pylist()
    register = {
        (one["table_name"], one["field_name"]): one
        for one in built.tables["processing_register"].to_pylist()
    }
    gone = {(one["customer_id"], one["purpose"]) for one in consents if one["withdrawn_on"]}
    assert candidates
    for one in candidates:
        if one.kind not in ("free_text_personal", "consent_withdrawn", "test_record"):
            assert (one.table, one.row) not in told
            entry = register.get((one.table, one.column)) or register.get((one.table, "*"))
            if entry and entry["legal_basis"] == "consent":
                assert (one.customer, entry["purpose"]) not in gone
        if one.kind not in ("unneeded_field", "sound"):
            assert one.place not in unneeded
    flawed = set(built.truth["flaws"]["customer_id"].to_pylist())
    partners = set(built.truth["flaws"]["partner_id"].drop_null().to_pylist())
    clean = {one.customer for one in candidates if one.kind == "sound"}
    assert not clean & (flawed | partners)


def test_lookalikes_are_what_they_are_called():
    built = world.build("leasing", 3, 640, flaws=0.4)
    people = built.tables["customers"].to_pylist()
    often = Counter(one["name"] for one in people)
    files = built.tables["archive_files"].to_pylist()
    withdrew = {
        one["customer_id"] for one in built.tables["consents"].to_pylist() if one["withdrawn_on"]
    }
    seen = Counter()
    for one in pool(built):
        for alike in one.alike:
            seen[alike] += 1
            if alike == "namesake":
                assert often[people[one.row]["name"]] > 1
            if alike == "withdrew_other":
                assert one.customer in withdrew
            if alike == "ends_soon":
                assert TODAY < files[one.row]["disposal_on"] <= TODAY + timedelta(days=60)
    assert seen["namesake"]
    assert seen["withdrew_other"]


def changed(spec, **parts):
    return spec.model_copy(update=parts)


def test_a_company_that_is_too_small_is_refused_with_key_and_remedy():
    spec = changed(SPECS["two-dealers-one-list"], size=20)
    own = variant(5, "lin", spec.id)
    with pytest.raises(BadInput) as refused:
        sorting.make(company(spec, own), spec, own)
    assert refused.value.code == "sorting.too_few"
    for locale in LOCALES:
        said = explain(refused.value, locale)
        assert "blueprint.slots[" in said
        assert "size" in said


def test_data_without_flaws_is_refused_with_the_key():
    spec = changed(SPECS["two-dealers-one-list"], flaws=0.0)
    own = variant(5, "lin", spec.id)
    with pytest.raises(BadInput) as refused:
        sorting.make(company(spec, own), spec, own)
    assert refused.value.code == "sorting.no_desk"
    assert "flaws" in explain(refused.value, "en")


def slots(**parts):
    usual = {"count": 1, "kinds": ["sound"], "actions": ["keep"]}
    return {"slots": [usual, usual | parts]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"slots": []},
        slots(count=0),
        slots(more=4),
        slots(kinds=[]),
        slots(kinds=["typo"]),
        slots(actions=["burn"]),
        slots(columns=["customers"]),
        slots(alike="twin"),
        slots(extra=1),
        slots() | {"asks": ["problem"]},
        slots() | {"asks": ["action", "action"]},
        slots() | {"asks": ["action", "mood"]},
        {"slots": [{"count": 12, "kinds": ["sound"], "actions": ["keep"]}] * 3},
    ],
    ids=str,
)
def test_a_blueprint_that_means_nothing_is_refused(wrong):
    with pytest.raises(ValueError, match=r"validation error"):
        sorting.Blueprint.model_validate(wrong)


def test_all_forms_levels_and_companies_occur():
    specs = list(SPECS.values())
    assert len({spec.deal for spec in specs}) == 6
    assert len({spec.profile for spec in specs}) == 3
    assert len({spec.difficulty for spec in specs}) == 3
    assert any(spec.guided for spec in specs)
