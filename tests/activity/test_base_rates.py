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


# --- now and then, never all the time: per 60 people and month

RATES = {
    "file.share": (1.5, 120),
    "file.unshare": (0.6, 60),
    "file.copy": (4, 400),
    "usb.copy": (0.5, 60),
    "db.restore": (0.4, 60),
    "file.delete": (2, 200),
    "room.download": (0.3, 900),
    "crm.export": (5, 2000),
    "api.fail": (0.3, 900),
    "link.open": (4, 600),
}


def per_month(made, found):
    tables = made.organisation.tables
    people = sum(row["left_on"] is None for row in tables["staff"].to_pylist() if row["job_id"])
    return found.sum() * 30 / DAYS * 60 / people


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("code", RATES)
def test_every_profile_does_it_now_and_then(profile, code):
    least, most = RATES[code]
    rates = [
        per_month(made, rows["action"] == NUMBER[code])
        for made, rows in (worked(profile, seed) for seed in SEEDS)
    ]
    assert least <= np.mean(rates) <= most


def kinds_of_views(made):
    tables = made.organisation.tables
    kind = {row["system_id"]: row["kind"] for row in tables["systems"].to_pylist()}
    return np.array([*(kind[one] for one in tables["views"]["system_id"].to_pylist()), ""])


MARKS = {
    "a list copied to a portable disk": ("usb.copy", "endpoint", 0.3, 40),
    "a list copied to a computer": ("file.copy", "endpoint", 2, 200),
    "a list loaded by hand into a test system": ("db.restore", "test", 0.2, 40),
    "a file taken out of the data room": ("file.delete", "data_room", 0.2, 40),
    "a link to a shared file taken back": ("file.unshare", "file_share", 0.5, 60),
    "a mail that carries a list or is a circular": ("mail.send", "mail", 8, 900),
}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("mark", MARKS)
def test_customers_are_touched_this_way_now_and_then(profile, mark):
    code, kind, least, most = MARKS[mark]
    rates = []
    for seed in SEEDS:
        made, rows = worked(profile, seed)
        there = kinds_of_views(made)[rows["view"]] == kind
        mine = (rows["action"] == NUMBER[code]) & there & (rows["segment"] >= 0)
        rates.append(per_month(made, mine & (rows["account"] >= 0)))
    assert least <= np.mean(rates) <= most


@pytest.mark.parametrize("profile", PROFILES)
def test_some_links_are_opened_in_vain(profile):
    vain = opened = 0
    for seed in SEEDS:
        _, rows = worked(profile, seed)
        mine = rows["action"] == NUMBER["link.open"]
        failed = mine & (rows["status"] == 2)
        assert (rows["segment"][failed] == -1).all()
        assert (rows["thing"][failed] >= 0).all()
        vain, opened = vain + failed.sum(), opened + mine.sum()
    assert 0.02 < vain / opened < 0.5


@pytest.mark.parametrize("profile", PROFILES)
def test_mails_with_nothing_but_a_link_are_among_those_sent(profile):
    for seed in SEEDS:
        _, rows = worked(profile, seed)
        sent = (rows["action"] == NUMBER["mail.send"]) & (rows["thing"] >= 0)
        bare = sent & (rows["segment"] < 0) & (rows["status"] == 1)
        assert 0.01 * sent.sum() < bare.sum() < 0.4 * sent.sum()
        assert (rows["size"][bare] > 0).all()


@pytest.mark.parametrize("profile", PROFILES)
def test_a_copy_on_a_portable_disk_names_that_disk(profile):
    made, rows = worked(profile, 1)
    kind = np.array([*made.organisation.tables["devices"]["kind"].to_pylist(), ""])
    copied = (rows["action"] == NUMBER["usb.copy"]) & (rows["thing"] >= 0)
    assert (kind[rows["device"][copied]] == "disk").any()


VALUES = {
    ("devices", "kind"): {"disk"},
    ("devices", "state"): {"lost", "stored", "sold", "destroyed"},
    ("custody", "event"): {"packed", "counted", "lost", "binned", "wiped", "sold", "destroyed"},
    ("mails", "to_kind"): {"staff", "party", "customer", "unknown", "outside"},
    ("tickets", "kind"): {"incident", "lost_device", "handover", "hold", "revoke"},
    ("links", "scope"): {"anyone", "named", "company"},
}


@pytest.mark.parametrize("profile", PROFILES)
def test_tables_hold_every_kind_of_thing_in_the_ordinary_course(profile):
    organisations = [worked(profile, seed)[0].organisation for seed in SEEDS]
    for (table, column), wanted in VALUES.items():
        found = {value for one in organisations for value in one.tables[table][column].to_pylist()}
        assert wanted <= found, (table, column, wanted - found)


@pytest.mark.parametrize("profile", PROFILES)
def test_computers_backups_and_test_systems_hold_files_too(profile):
    made, _ = worked(profile, 1)
    tables = made.organisation.tables
    kind = {row["system_id"]: row["kind"] for row in tables["systems"].to_pylist()}
    held = {kind[one] for one in tables["files"]["system_id"].to_pylist()}
    assert held >= {"endpoint", "backup", "test", "file_share", "data_room", "mail"}


@pytest.mark.parametrize("profile", PROFILES)
def test_some_tickets_are_still_open(profile):
    made, _ = worked(profile, 1)
    tickets = made.organisation.tables["tickets"].to_pylist()
    still = {row["kind"] for row in tickets if row["closed_at"] is None}
    assert still & {"incident", "hold", "handover"}
