"""From the sealed folder alone, for seven more leaks: provable ⊆ exposed ⊆ possible people."""

from datetime import timedelta
from functools import cache, lru_cache
from typing import NamedTuple

import pytest

from kit.leaks.dates import DAY, day_of
from kit.leaks.model import Parameters
from kit.leaks.recipe import WorldRecipe, company_of
from kit.leaks.staging import planned, stage
from tests.leaks.investigators import read
from tests.leaks.investigators_b import investigate
from tests.leaks.stories import sealed


class Setting(NamedTuple):
    """Where a leak is staged, and how much of it can be found out.

    Attributes:
        places: Profiles and phases, in turn.
        least: Share of the exposed that is provable, on average at least.
        most: Share of all customers that is possible, on average at most.
        log: Days of the log at most.
    """

    places: tuple[tuple[str, str | None], ...]
    least: float
    most: float
    log: int = 24


ALWAYS = (("leasing", None), ("sanitary_ware", "normal"), ("swim_school", "signing"))
ENDED = (("leasing", "cut_over"), ("sanitary_ware", "post_closing"), ("swim_school", "liquidation"))
LATE = (("leasing", "post_closing"), ("sanitary_ware", "deregistered"))
SETTINGS = {
    "bulk_mail_open_recipients": Setting(ALWAYS, 0.9, 0.55),
    "production_copy_in_test": Setting(ALWAYS, 0.99, 0.55),
    "exposed_bucket": Setting(ALWAYS, 0.9, 0.45),
    "old_disks_unwiped": Setting((("leasing", None), *ENDED[1:]), 0.99, 0.4, log=2),
    "paper_in_bin": Setting(ALWAYS, 0.99, 0.4),
    # no log of the company shows who writes to a domain in other hands: only those who complain
    "lapsed_domain": Setting((*LATE, ("swim_school", "deregistered")), 0.1, 1, log=2),
    "receiver_new_purpose": Setting(ENDED, 0.8, 0.85),
}
SEEDS, SIZE, STAFF = 20, 240, 20
CASES = [
    (name, seed)
    for name, setting in SETTINGS.items()
    for seed in sorted(range(SEEDS), key=lambda seed: seed % len(setting.places))
]


class Outcome(NamedTuple):
    """Who was exposed, and what an investigator says of it."""

    everybody: set[str]
    exposed: set[str]
    provable: set[str]
    possible: set[str]


@lru_cache(maxsize=4)
def company(profile, phase, locale="zh"):
    recipe = WorldRecipe(
        profile=profile, seed=23, size=SIZE, staff=STAFF, days=30, phase=phase, locale=locale
    )
    return company_of(recipe)


def staged(name, seed, locale="zh"):
    """A leak of some size and stealth, with the log of the days on which it happened."""
    setting = SETTINGS[name]
    there = company(*setting.places[seed % len(setting.places)], locale)
    wanted = Parameters(scale=(0.1, 0.3, 0.5, 0.9)[seed % 4], stealth=seed / SEEDS)
    plan = planned(there, name, wanted, seed)
    first, last = day_of(plan.exposures[0].time // DAY), day_of(plan.window[1] // DAY)
    first = max(first, last - timedelta(days=setting.log))
    return stage(there, name, wanted, seed, first, last)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """What comes out for a leak and a seed; worked out once."""

    @cache
    def found(name, seed):
        case = staged(name, seed)
        folder = sealed(tmp_path_factory.mktemp("sealed") / "case", name, case)
        evidence = read(folder)
        exposed = set(case.truth.customers["customer_id"].to_pylist())
        return Outcome(evidence.everybody(), exposed, *investigate(evidence))

    return found


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_exposed_people_lie_between_the_provable_and_the_possible(outcome, name, seed):
    one = outcome(name, seed)
    assert one.provable
    assert one.provable <= one.exposed
    assert one.exposed <= one.possible
    assert one.possible <= one.everybody


@pytest.mark.parametrize("name", SETTINGS)
def test_evidence_proves_a_fair_share_and_rules_others_out(outcome, name):
    found = [outcome(name, seed) for seed in range(SEEDS)]
    proven = sum(len(one.provable) / len(one.exposed) for one in found) / SEEDS
    thinkable = sum(len(one.possible) / len(one.everybody) for one in found) / SEEDS
    assert proven >= SETTINGS[name].least
    assert thinkable <= SETTINGS[name].most


@pytest.mark.parametrize("name", SETTINGS)
def test_reports_in_english_lead_as_far(tmp_path, name):
    case = staged(name, 6, "en")
    exposed = set(case.truth.customers["customer_id"].to_pylist())
    provable, possible = investigate(read(sealed(tmp_path / "case", name, case)))
    assert provable
    assert provable <= exposed <= possible


BACKED = ["bulk_mail_open_recipients", "exposed_bucket", "old_disks_unwiped", "paper_in_bin"]


@pytest.mark.parametrize("name", BACKED)
def test_registers_and_slips_make_up_for_a_log_that_is_lost(tmp_path, name):
    case = staged(name, 3)
    evidence = read(sealed(tmp_path / "case", name, case))
    full, _ = investigate(evidence)
    codes = evidence["events"]["action"].astype(str)
    evidence.tables["events"] = evidence["events"][~codes.str.startswith(("mail.", "link."))]
    provable, possible = investigate(evidence)
    assert provable <= full
    assert possible < evidence.everybody()
    assert set(case.truth.customers["customer_id"].to_pylist()) <= possible
    assert bool(provable) == (name in ("old_disks_unwiped", "paper_in_bin"))


@pytest.mark.parametrize("look_alike", ["recovery_test", "auditor_export", "legal_hold_copy"])
def test_what_only_looks_like_a_leak_leads_nowhere(tmp_path, look_alike):
    there = company("leasing", None)
    case = stage(there, look_alike, Parameters(), 3)
    assert investigate(read(sealed(tmp_path / "case", look_alike, case))) is None
