"""A vendor's people pass lists on to a subcontractor."""

from datetime import timedelta

import pytest

from kit.errors import BadInput
from kit.leaks.catalogue import leak
from tests.leaks.planned import PROFILES, check, company, days_of, plan_of, rows_of
from tests.leaks.stories import company as small
from tests.leaks.stories import staged

NAME = "unagreed_subcontractor"


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("phase", ["signing", "cut_over"])
def test_its_people_are_entrusted_and_may_export(profile, phase):
    at = company(profile, phase)
    organisation = at.organisation
    plan = plan_of(NAME, at, 3, scale=0.6)
    check(NAME, at, plan)
    day = organisation.deal.today
    for account in plan.accounts:
        party = organisation.row("accounts", account)["party_id"]
        assert organisation.row("parties", party)["role"] == "vendor"
        assert organisation.row("parties", party)["to_day"] is None
        view = organisation.tables["views"].to_pylist()[plan.exposures[0].view]
        assert party in organisation.deal.roles(view["table_name"], day).entrusted
    assert "entitlements" not in plan.added  # nothing but rights that they had
    assert {one.recipient for one in plan.exposures} == {"subcontractor"}


def test_the_lists_were_asked_for_and_somebody_of_the_company_approved():
    at = company()
    plan = plan_of(NAME, at, 2, scale=0.9)
    asked = next(row for row in plan.added["tickets"] if row["kind"] == "export")
    assert set(asked["refs"]) == set(plan.accounts)
    assert asked["opened_by"] in plan.actors
    assert at.organisation.row("staff", asked["approved_by"])["party_id"] == "company"
    first = min(one.time for one in plan.exposures)
    assert (asked["closed_at"] - type(asked["closed_at"])(1970, 1, 1)) < timedelta(
        milliseconds=first
    )


def test_each_list_is_looked_at_and_exported_during_the_shift():
    plan = plan_of(NAME, company(), scale=0.5, stealth=1.0)
    exported = rows_of(plan, "crm.export")
    assert len(exported) == len(plan.exposures) == len(rows_of(plan, "crm.search"))
    assert len({row["segment"] for row in exported}) == len(exported)
    hours = [row["time"] % 86_400_000 / 3_600_000 for row in exported]
    assert all(12 < hour < 20 for hour in hours)
    assert days_of(plan) > 5


def test_one_does_it_alone_if_it_is_little():
    few, many = (plan_of(NAME, company(), scale=scale) for scale in (0.1, 0.8))
    assert len(few.actors) == 1
    assert len(many.actors) == 2


def test_it_is_told_by_a_customer_by_the_firm_itself_or_by_the_vendor():
    plans = [plan_of(NAME, company(), seed) for seed in range(24)]
    codes = {plan.reports[0].code for plan in plans}
    assert codes == {"called_by_unknown_firm", "subcontractor_asks", "vendor_owns_up"}
    names = {row["name"] for row in company().organisation.tables["parties"].to_pylist()}
    assert all(plan.reports[0].values["party"] in names for plan in plans)


def test_sometimes_it_goes_on_after_the_first_report():
    at = company()
    plans = [plan_of(NAME, at, seed, scale=0.8, stealth=0.9) for seed in range(12)]
    on = [plan for plan in plans if plan.ongoing]
    over = [plan for plan in plans if not plan.ongoing]
    assert any(plan.exposures[-1].time > plan.reports[0].at for plan in on)
    assert over
    for plan in over:
        assert plan.exposures[-1].time < plan.reports[0].at
        assert [row["kind"] for row in plan.added["tickets"]] == ["export", "incident"]


def test_once_it_is_told_the_right_to_export_is_taken_back_unless_it_goes_on():
    at = company()
    plans = [plan_of(NAME, at, seed) for seed in range(8)]
    assert {bool(plan.changes) for plan in plans} == {True, False}
    for plan in plans:
        used = {one.via.removeprefix("entitlement:") for one in plan.exposures}
        assert {one.key for one in plan.changes} == (set() if plan.ongoing else used)
        for one in plan.changes:
            assert (one.table, one.column) == ("entitlements", "revoked_at")
            since = one.value - type(one.value)(1970, 1, 1)
            assert since > timedelta(milliseconds=plan.reports[0].at)


def test_where_no_vendor_may_export_it_makes_no_sense():
    assert leak(NAME).fits(company("leasing", "normal")) == "leaks.no_entrusted_exporter"


def test_nobody_of_the_staff_does_it():
    with pytest.raises(BadInput) as refused:
        plan_of(NAME, company(), job="system_admin")
    assert refused.value.code == "leaks.job_not_asked"


def test_the_truth_names_the_subcontractor_and_every_exposure_is_logged_or_lost():
    case = staged(NAME, 1)
    facts = case.truth.facts
    assert facts["recipients"] == ["subcontractor"]
    assert facts["family"] == "misuse"
    assert facts["control"] == "vendor_supervision"
    kinds = {row["account_id"]: row["kind"] for row in _accounts(small())}
    assert {kinds[one] for one in facts["accounts"]} == {"vendor"}


def _accounts(at):
    return at.organisation.tables["accounts"].to_pylist()
