"""What leaks leave behind also happens on ordinary days, now and then, in every profile."""

from datetime import timedelta
from functools import lru_cache

import numpy as np
import pytest

from kit.activity import addresses
from kit.activity.actions import NUMBER
from kit.activity.ordinary import ordinary
from kit.leaks.recipe import WorldRecipe, company_of

PROFILES = ("leasing", "sanitary_ware", "swim_school")
SEEDS = (1, 2)
DAYS, STAFF = 84, 60


@lru_cache(maxsize=6)
def worked(profile, seed):
    made = company_of(WorldRecipe(profile=profile, seed=seed, size=900, staff=STAFF, days=1))
    today = made.organisation.deal.today
    return made, ordinary(made, today - timedelta(DAYS - 1), today)


def equipped(made):
    """Which accounts are of people who have a computer or phone of the company."""
    tables = made.organisation.tables
    kinds = ("laptop", "desktop", "phone")
    held = {row["staff_id"] for row in tables["devices"].to_pylist() if row["kind"] in kinds}
    rows = tables["accounts"].to_pylist()
    return np.array([r["kind"] == "person" and r["staff_id"] in held for r in rows])


def from_home(made, rows):
    home = rows["address"] >> 20 == addresses.HOME
    return home & equipped(made)[rows["account"]] & (rows["account"] >= 0)


def test_about_a_tenth_of_sessions_from_home_are_on_devices_of_ones_own():
    none = total = 0
    for profile in PROFILES:
        for seed in SEEDS:
            made, rows = worked(profile, seed)
            logons = from_home(made, rows) & (rows["action"] == NUMBER["auth.logon"])
            own = logons & (rows["device"] < 0)
            people = len(np.unique(rows["account"][own]))
            assert 2 <= people < 0.5 * len(np.unique(rows["account"][logons]))
            none, total = none + own.sum(), total + logons.sum()
    assert 0.08 <= none / total <= 0.12


@pytest.mark.parametrize("profile", PROFILES)
def test_somebody_at_home_has_one_device_all_day_but_for_what_only_a_computer_tells(profile):
    made, rows = worked(profile, 1)
    told = [NUMBER[code] for code in ("print.page", "screen.capture", "file.copy", "usb.copy")]
    at_home = from_home(made, rows)
    told_here = at_home & np.isin(rows["action"], told)
    assert (rows["device"][told_here] >= 0).all()
    usual = np.flatnonzero(at_home & ~told_here & (rows["action"] != NUMBER["mail.receive"]))
    keys = rows["account"][usual].astype(np.int64) << 32 | rows["time"][usual] // 86_400_000
    none = rows["device"][usual] < 0
    mixed = set(keys[none].tolist()) & set(keys[~none].tolist())
    assert len(mixed) <= 0.05 * len(set(keys[none].tolist()))
