"""What was hidden can be found from the written tables alone, by code that knows nothing of it."""

from datetime import date, timedelta

import pandas as pd
import pytest

from kit import law
from kit.customers.describe import foreign_keys
from kit.customers.profile import SHIPPED
from tests.customers.flaws.made import AS_OF, cells, made, months_later, period_ends

LOCALES = ("zh", "en")
everywhere = pytest.mark.parametrize("profile", SHIPPED)
both = pytest.mark.parametrize("locale", LOCALES)


@both
@everywhere
def test_duplicates_have_one_identity_number_and_date_of_birth(profile, locale):
    found = made(profile, locale=locale)
    people = found.tables["customers"].copy()
    people["row"] = people.index
    twice = people[people.duplicated(["resident_id", "birth_date"], keep=False)]
    pairs = {
        (second.customer_id, first.customer_id)
        for _, (first, second) in (
            (key, list(group.itertuples())) for key, group in twice.groupby("resident_id")
        )
    }
    truth = found.of("duplicate")
    assert pairs == set(zip(truth.customer_id, truth.partner_id, strict=True))
    assert len(pairs) > 20


@everywhere
def test_duplicates_differ_a_little(profile):
    found = made(profile)
    people = found.tables["customers"].set_index("customer_id")
    differs = {"name": 0, "mobile": 0, "address": 0}
    for row in found.of("duplicate").itertuples():
        one, other = people.loc[row.customer_id], people.loc[row.partner_id]
        assert one.sex == other.sex
        for column in differs:
            differs[column] += one[column] != other[column]
        assert row.right == other["name"]
    size = len(found.of("duplicate"))
    assert all(size * 0.1 < count < size * 0.7 for count in differs.values())


@both
@everywhere
def test_a_stale_number_is_that_of_a_later_customer(profile, locale):
    found = made(profile, locale=locale)
    people = found.tables["customers"]
    stale = set()
    for _, group in people[people.duplicated("mobile", keep=False)].groupby("mobile"):
        if group.resident_id.nunique() > 1:
            first = group.sort_values("registered_on").iloc[0]
            stale.add(first.customer_id)
    assert stale == set(found.of("stale_phone").customer_id)
    assert len(stale) > 20


@both
@everywhere
def test_consents_used_after_they_were_withdrawn(profile, locale):
    found = made(profile, locale=locale)
    consents = found.tables["consents"].copy()
    consents["row"] = consents.index
    joined = consents.merge(
        found.tables["consent_uses"],
        left_on=["customer_id", "purpose", "given_on"],
        right_on=["customer_id", "purpose", "consented_on"],
    )
    joined = joined[joined.withdrawn_on.notna()]
    wrong = {row.row for row in joined.itertuples() if row.used_on > row.withdrawn_on}
    assert wrong == set(found.of("consent_withdrawn").row)
    assert len(wrong) > 100


@both
@everywhere
def test_files_kept_beyond_their_period(profile, locale):
    found = made(profile, locale=locale)
    schedule = found.tables["retention_schedule"].set_index("category")
    files = found.tables["archive_files"]
    over = {
        row.Index
        for row in files.itertuples()
        if period_ends(schedule.loc[row.category], row.closed_on) < AS_OF
    }
    assert over == set(found.of("retention_expired").row)
    assert len(over) > 50
    by_year = schedule.index[schedule.counted_from == "year_end"]
    assert files.category[list(over)].isin(by_year).any()


@everywhere
def test_a_period_set_by_law_outlasts_the_companys_own(profile):
    """What is over by the schedule's own months is restricted while ``least_months`` still run."""
    found = made(profile)
    schedule = found.tables["retention_schedule"].set_index("category")
    files, holds = found.tables["archive_files"], found.tables["legal_holds"]
    holds = holds[holds.released_on.isna()].set_index("customer_id").covers
    seen = set()
    for row in found.of("retention_expired").itertuples():
        file = files.loc[row.row]
        line = schedule.loc[file.category]
        wanted, least = "delete", line.least_months
        if pd.notna(least) and months_later(file.closed_on, int(least)) >= AS_OF:
            wanted = "restrict"
            assert line.rule in row.articles or row.action == "hold"
        if holds.get(row.customer_id) in ("all", file.category):
            wanted = "hold"
        assert row.action == wanted
        seen.add(wanted)
    assert seen == {"delete", "restrict", "hold"}


@both
@everywhere
def test_the_schedule_says_what_the_law_says_and_calls_nothing_else_law(profile, locale):
    rows = made(profile, locale=locale).tables["retention_schedule"]
    months = {
        row.rule: int(law.threshold(row.threshold).value) * 12
        for row in law.retention_card()
        if law.citable(row.rule, AS_OF) and row.threshold.endswith("_years")
    }
    by_law = rows[rows.rule.notna()]
    assert len(by_law) >= 1
    assert by_law.rule.map(months).tolist() == by_law.least_months.tolist()
    assert rows[rows.rule.isna()].least_months.isna().all()
    assert set(rows[rows.basis == "statutory"].rule) <= set(months)
    assert rows.event.str.len().gt(1).all()


@everywhere
def test_files_are_no_older_than_their_customers(profile):
    found = made(profile)
    known = found.tables["customers"].set_index("customer_id").registered_on
    files = found.tables["archive_files"]
    assert (files.opened_on <= files.closed_on).all()
    late = files.opened_on < files.customer_id.map(known)
    moved = found.flaws[(found.flaws.table == "customers") & (found.flaws.kind == "broken_date")]
    assert set(files[late].customer_id) <= set(moved.customer_id)


@everywhere
def test_planned_destruction_waits_for_the_period(profile):
    found = made(profile, share=0.0)
    schedule = found.tables["retention_schedule"].set_index("category")
    planned = found.tables["archive_files"].dropna(subset=["disposal_on"])
    assert len(planned) > 100
    for row in planned.itertuples():
        line = schedule.loc[row.category]
        assert period_ends(line, row.closed_on) <= row.disposal_on
        if pd.notna(line.least_months):
            assert months_later(row.closed_on, int(line.least_months)) <= row.disposal_on


@both
@everywhere
def test_files_to_be_destroyed_within_weeks_under_a_hold(profile, locale):
    found = made(profile, locale=locale)
    holds = found.tables["legal_holds"].set_index("customer_id")
    under, released = set(), set()
    for row in found.tables["archive_files"].itertuples():
        if pd.isna(row.disposal_on) or row.disposal_on > AS_OF + timedelta(days=30):
            continue
        hold = holds.loc[row.customer_id]
        assert hold.covers in ("all", row.category)
        (under if pd.isna(hold.released_on) else released).add(row.Index)
    truth = found.of("legal_hold")
    assert under == set(truth[truth.action == "hold"].row)
    assert released == set(truth[truth.action != "hold"].row)
    assert len(under) > 3
    assert len(released) > 0


@everywhere
def test_test_records_have_names_and_numbers_of_testers(profile):
    found = made(profile)
    people = found.tables["customers"]
    testers = people[people.name.str.contains("测试", na=False)]
    assert set(testers.customer_id) == set(found.of("test_record").customer_id)
    assert testers.resident_id.str[6:8].eq("19").all()
    assert testers.mobile.is_unique
    assert testers.email.str.fullmatch(r"test\d{9}@example\.com").all()


@everywhere
def test_numbers_in_a_wrong_format(profile):
    found = made(profile)
    truth = found.of("wrong_format")
    wrong = set()
    for column in ("mobile", "resident_id"):
        form = r"\d{11}" if column == "mobile" else r"\d{17}[\dX]"
        people = found.tables["customers"]
        bad = people[~people[column].str.fullmatch(form, flags=16 | 256)]
        wrong |= {("customers", row, column) for row in bad.index}
    swapped = cells(found.flaws[found.flaws.kind == "wrong_column"])
    assert wrong - swapped == {key for key in cells(truth) if key[0] == "customers"}


def test_values_that_a_rule_forbids():
    found = made("leasing")
    truth = cells(found.of("unneeded_field"))
    people = found.tables["related_people"]
    not_guarantor = people[people.id_no.notna() & (people.role != "保证人")]
    assert {("related_people", row, "id_no") for row in not_guarantor.index} == {
        key for key in truth if key[0] == "related_people" and key[2] == "id_no"
    }
    contracts = found.tables["contracts"]
    vehicles = contracts[contracts.lock_template.notna() & contracts.plate.notna()]
    assert {("contracts", row, "lock_template") for row in vehicles.index} == {
        key for key in truth if key[2] == "lock_template"
    }


def test_children_without_a_guardian():
    found = made("swim_school")
    truth = cells(found.of("guardian_missing"))
    empty = set()
    for table, columns in {"consents": ["signed_by"], "guardians": ["name", "mobile"]}.items():
        frame = found.tables[table]
        for column in columns:
            empty |= {(table, row, column) for row in frame.index[frame[column].isna()]}
    assert empty == truth


DECIDING = (
    "archive_files",
    "consents",
    "consent_uses",
    "legal_holds",
    "notes",
    "transfer_notices",
)


def first_dates(found, order):
    """The earlier date of a pair for each row: its own, or that of the row it names by a key."""
    frame = found.tables[order.table]
    other, _, name = order.first.rpartition(".")
    if not other:
        return frame[name]
    links = foreign_keys(found.spec.profile, found.spec.profile.tables[order.table])
    field, key = next((field, key) for field, table, key in links if table == other)
    return frame[field].map(found.tables[other].set_index(key)[name])


@both
@everywhere
def test_dates_that_cannot_be(profile, locale):
    found = made(profile, locale=locale)
    wrong = set()
    for order in found.spec.profile.orders:
        if order.table in DECIDING or "." in order.then:
            continue
        first, then = first_dates(found, order), found.tables[order.table][order.then]
        known = first.notna() & then.notna()
        bad = then[known].index[then[known] < first[known]]
        wrong |= {(order.table, row, order.then) for row in bad}
    truth = cells(found.of("broken_date"))
    assert wrong <= truth | cells(found.of("broken_date", "follows"))
    to_come = 0
    for table, row, column in truth - wrong:
        day = found.tables[table].at[row, column]
        assert day == date(1900, 1, 1) or day > AS_OF
        to_come += day > AS_OF
    assert min(len(wrong & truth), to_come) > 20
    assert len(truth) > 100
