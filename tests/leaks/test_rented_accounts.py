"""Accounts used by strangers."""

import numpy as np

from kit.activity import addresses
from kit.activity.actions import NUMBER
from tests.leaks.apart import mixed
from tests.leaks.planned import company, plan_of, rows_of


def test_several_accounts_are_used_from_outside_and_two_share_an_address():
    plan = plan_of("rented_accounts", company(), scale=1.0)
    used = {(row["account"], row["address"]) for row in rows_of(plan, "crm.open")}
    assert len(plan.accounts) == len({account for account, _ in used}) == 5
    assert len({address for _, address in used}) < 5
    assert all(address >= addresses.outside(0) for _, address in used)


def test_each_exposure_goes_through_the_right_of_the_account_that_did_it():
    at = company()
    plan = plan_of("rented_accounts", at)
    accounts = at.organisation.tables["accounts"]["account_id"].to_pylist()
    for one in plan.exposures:
        right = at.organisation.row("entitlements", one.via.partition(":")[2])
        assert right["account_id"] == accounts[int(plan.rows["account"][one.trace])]


def test_every_visit_logs_on_before_and_off_after():
    plan = plan_of("rented_accounts", company())
    assert len(rows_of(plan, "auth.logon")) == len(rows_of(plan, "auth.logoff")) > 1
    assert len(rows_of(plan, "crm.open")) == len(plan.exposures)


def test_visits_with_one_account_follow_each_other_however_hasty():
    for seed in (6, 7):
        plan = plan_of("rented_accounts", company(), seed, stealth=0.0, scale=0.9)
        signs = [*rows_of(plan, "auth.logon"), *rows_of(plan, "auth.logoff")]
        ons = {(row["account"], row["time"]) for row in rows_of(plan, "auth.logon")}
        signs.sort(key=lambda row: (row["account"], row["time"]))
        inside = [(row["account"], row["time"]) in ons for row in signs]
        assert inside == [True, False] * (len(signs) // 2)


def test_nobody_else_logs_on_where_the_strangers_sit():
    for seed in (7, 19):
        case = mixed("rented_accounts", seed, scale=0.9, stealth=0.0)
        rows = case.rows
        strange = np.isin(rows["address"], np.unique(rows["address"][case.whose >= 0]))
        logons = strange & (rows["action"] == NUMBER["auth.logon"]) & (rows["status"] == 1)
        assert (case.whose[logons] >= 0).all()
        assert logons.any()
