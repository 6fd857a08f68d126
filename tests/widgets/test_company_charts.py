"""Charts of a company at a glance: what they say is what the tables hold."""

import re
from collections import Counter

import pytest

from kit.i18n import LOCALES
from kit.leaks.staging import stage
from kit.widgets import company_charts as charts
from kit.world import build


def company(locale="zh", **options):
    return build("leasing", seed=7, size=600, locale=locale, staff=30, **options).company


@pytest.fixture(scope="module")
def staged():
    return stage(company(), "departing_salesperson", seed=7)


def numbers(text):
    return [int(one) for one in re.findall(r"\d+", text)]


@pytest.mark.parametrize("locale", LOCALES)
def test_everybody_at_work_is_counted_once(locale):
    shown = charts.people(company(locale), locale).drawn
    staff = company().organisation.tables["staff"].to_pylist()
    here = [one for one in staff if one["left_on"] is None]
    own = [one for one in here if one["party_id"] == "company"]
    assert sum(int(n) for n in re.findall(r" (\d+)(?=[、。,.])", shown["alt"])) == len(here)
    assert len(own) in numbers(shown["sentence"])
    assert shown["svg"].startswith("<svg")


def test_rights_count_accounts_through_nested_groups():
    made = company()
    tables = made.organisation.tables
    person = next(
        one
        for one in tables["staff"].to_pylist()
        if one["job_id"] == "leasing_adviser" and one["left_on"] is None
    )
    [account] = [
        one["account_id"]
        for one in tables["accounts"].to_pylist()
        if one["staff_id"] == person["staff_id"]
    ]
    held = [
        one["role_id"]
        for one in tables["entitlements"].to_pylist()
        if one["account_id"] == account and one["revoked_at"] is None
    ]
    direct = {
        one["system_id"]
        for one in tables["roles"].to_pylist()
        if one["role_id"] in held and one["system_id"]
    }
    reach = charts._reach(made.organisation)
    reached = {system for (where, (_, system)) in reach if where == ("departments", "leasing")}
    assert "crm" in reached
    assert "crm" not in direct  # it comes with a group


def test_both_languages_show_the_same_rows_and_columns():
    shown = [charts.rights(company(locale), locale).drawn for locale in LOCALES]
    assert numbers(shown[0]["alt"]) == numbers(shown[1]["alt"])


@pytest.mark.parametrize("locale", LOCALES)
def test_a_week_counts_its_events(staged, locale):
    events = staged.evidence.events
    shown = charts.week(events, locale=locale).drawn
    days = Counter(str(at)[:10] for at in events["time"].to_pylist())
    week = sorted(days)[-8:-1]
    assert sum(days[day] for day in week) in numbers(shown["sentence"])


@pytest.mark.parametrize("locale", LOCALES)
def test_the_line_of_a_leak_ends_with_everybody_exposed(staged, locale):
    shown = charts.leak_line(staged, locale).drawn
    everybody = staged.truth.facts["customers"]
    assert everybody in numbers(shown["sentence"])
    assert f">{everybody}</text>" in shown["svg"]
    assert staged.truth.facts["first_knowable"][:10] in shown["alt"]
