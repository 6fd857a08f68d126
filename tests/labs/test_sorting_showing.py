"""Every explanation names what the record shows: the column and its value, or the row."""

from functools import cache

import pytest

from kit import world
from kit.customers.evidence import evidence_in
from kit.exercises import load_all
from kit.exercises.tasks import open_task
from kit.i18n import LOCALES, catalogue
from kit.labs.sorting import grade, render
from kit.labs.sorting.desk import text
from kit.labs.sorting.files import files
from kit.labs.sorting.making import _as_flaw, _right, _row
from kit.labs.sorting.pool import pool
from kit.labs.sorting.showing import Showing
from kit.labs.words import say

SPECS = [spec for spec in load_all() if spec.lab == "sort_out"]
NAMES_COLUMN = {
    "broken_date",
    "wrong_column",
    "wrong_format",
    "stale_phone",
    "guardian_missing",
    "free_text_personal",
    "unneeded_field",
    "test_record",
}
SHOWN_BY_ROW = {
    "hold_open": "told.hold",
    "hold_in_winding_up": "told.hold",
    "hold_released": "told.hold_released",
    "hold_elsewhere": "told.hold_elsewhere",
    "period_running": "told.period_runs",
    "kept_by_law": "told.period_law",
    "receiver_told": "told.notice_delivered",
    "tell_first": "told.notice_",
    "separate_consent": "told.handover_given",
    "handover_refused": "told.handover_withdrawn",
    "claim_open": "told.owed",
}


@cache
def records(exercise, locale):
    spec = next(one for one in SPECS if one.id == exercise)
    return open_task(spec, "a", 1, locale).records


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("exercise", [spec.id for spec in SPECS])
def test_a_record_is_explained_by_its_own_values(exercise, locale):
    for record in records(exercise, locale):
        told = " ".join(say(message, locale).text for message in record.told)
        assert "{" not in told
        assert "None" not in told
        truth, codes = record.truth, [message.code for message in record.told]
        if truth.kind in NAMES_COLUMN:
            cell = next(one for one in record.values if one.name == truth.column)
            assert cell.title[locale] in told
            assert text(cell.value) in told
        if truth.kind == "duplicate":
            assert truth.partner in told
        if truth.kind == "consent_withdrawn":
            assert codes[0] in ("sorting.told.used_after", "sorting.told.withdrawn")
        for reason in truth.decision.reasons:
            wanted = SHOWN_BY_ROW.get(reason)
            if wanted and not (wanted == "told.period_runs" and truth.table != "archive_files"):
                assert any(code.startswith(f"sorting.{wanted}") for code in codes), reason


@pytest.mark.parametrize("exercise", [spec.id for spec in SPECS])
def test_only_deciding_cells_are_marked(exercise):
    for record in records(exercise, "zh"):
        own = [fact for fact in record.rests_on if fact["role"] == "record"]
        marked = {name for fact in own for name in fact["decides"]}
        assert len(marked) <= 5
        if record.truth.kind in ("wrong_format", "free_text_personal", "unneeded_field"):
            assert marked == {record.truth.column}
        if record.truth.kind == "sound" and record.truth.table == "customers":
            assert marked == set()


@pytest.mark.parametrize("company", ["leasing", "sanitary_ware", "swim_school"])
def test_every_flaw_of_a_company_can_be_named(company):
    made = world.build(company, 5, 500, flaws=0.4, deal="share_sale")
    named = [one for one in pool(made) if one.kind in NAMES_COLUMN]
    flaws, right = [_as_flaw(one) for one in named], _right(made)
    behind = evidence_in(made.profile, made.tables, flaws)
    for one, facts, rows in zip(named, files(made, named, frozenset()), behind, strict=True):
        fields = made.tables[one.table].slice(one.row, 1).to_pylist()[0]
        rests = [_row(made, fact, frozenset(), list(fields)) for fact in rows]
        first = Showing(made, one, fields, facts, rests, right).told()[0].message
        assert first.code not in ("sorting.told.date_odd", "sorting.told.misfit"), one
        assert text(fields[one.column]) == first.values["found"]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_words_stand_in_the_report(locale):
    spec = next(one for one in SPECS if one.id == "two-dealers-one-list")
    task = open_task(spec, "a", 1, locale)
    report = render(grade(task, task.template()), locale)
    for record, item in zip(task.records, report.items, strict=True):
        assert {say(message, locale).text for message in record.told} <= set(item.lines)


def test_one_word_for_a_hold():
    words = [*catalogue("sorting", "en").values(), *catalogue("sorting_view", "en").values()]
    words += catalogue("duties", "en").values()
    for spec in SPECS:
        words += [spec.intro.en, *(one.en for one in (*spec.objectives, *spec.hints))]
    for word in ("freez", "froz", "sealed"):
        assert not [text for text in words if word in text.lower()]
