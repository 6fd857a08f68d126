"""Every leak with many seeds in several small companies, and what is found out of each."""

from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from kit.errors import BadInput
from kit.leaks.bounds import bounds
from kit.leaks.dates import DAY, day_of
from kit.leaks.model import Parameters
from kit.leaks.recipe import WorldRecipe, company_of
from kit.leaks.staging import planned, stage
from tests.leaks import investigators, investigators_b
from tests.leaks.sealed_case import read
from tests.leaks.stories import sealed

LATER = 1000

SEEDS, SIZE, STAFF = 20, 240, 20


class Setting(NamedTuple):
    """Where a leak is staged, and how much of it can be found out.

    Attributes:
        places: Profiles and phases, in turn.
        least: Share of the exposed that is provable: the median is at least that.
        most: Share of all customers that is possible: the median is at most that.
        log: Days of the log at most.
    """

    places: tuple[tuple[str, str | None], ...]
    least: float
    most: float
    log: int = 24


ANY = (("leasing", None), ("sanitary_ware", "normal"), ("swim_school", "signing"))
BOTH = (("leasing", None), ("swim_school", None))
ENDED = (("leasing", "cut_over"), ("sanitary_ware", "post_closing"), ("swim_school", "liquidation"))
LATE = (("leasing", "post_closing"), ("sanitary_ware", "deregistered"))
SETTINGS = {
    "misdirected_mail": Setting(ANY, 0.99, 0.1, log=2),
    "departing_salesperson": Setting(BOTH, 0.99, 0.6),
    "transferor_account_alive": Setting(
        (("leasing", "post_closing"), ("swim_school", "liquidation")), 0.99, 0.5, log=60
    ),
    "over_shared_link": Setting(BOTH, 0.99, 0.55),
    "former_vendor_api_key": Setting(BOTH, 0.99, 0.5),
    "phished_export": Setting(ANY, 0.99, 0.5),
    "bulk_mail_open_recipients": Setting(ANY, 0.99, 0.55),
    "rented_accounts": Setting(BOTH, 0.99, 0.7),
    "low_and_slow_insider": Setting(BOTH, 0.9, 0.25, log=60),
    "data_room_raw_list": Setting(BOTH, 0.99, 0.5),
    "courier_media": Setting(BOTH, 0.99, 0.2),
    "lost_laptop": Setting(BOTH, 0.99, 0.65, log=12),
    "production_copy_in_test": Setting(ANY, 0.99, 0.55),
    "exposed_bucket": Setting(ANY, 0.99, 0.65),
    "old_disks_unwiped": Setting((("leasing", None), *ENDED[1:]), 0.99, 0.4, log=2),
    "paper_in_bin": Setting(ANY, 0.99, 0.45, log=12),
    # no log of the company shows who writes to a domain in other hands: only those who complain
    "lapsed_domain": Setting((*LATE, ("swim_school", "deregistered")), 0.2, 1, log=2),
    "receiver_new_purpose": Setting(ENDED, 0.99, 0.5),
    "unagreed_subcontractor": Setting((*BOTH, *ENDED), 0.99, 0.6),
}


class Outcome(NamedTuple):
    """Who was exposed by a leak, what an investigator says of it, and what the kit does."""

    seed: int
    everybody: set[str]
    exposed: set[str]
    provable: set[str]
    possible: set[str]
    counted: set[str]
    open: set[str]


@lru_cache(maxsize=24)
def company(profile, phase, number=0, locale="zh"):
    """One of several companies of a profile."""
    recipe = WorldRecipe(
        profile=profile,
        seed=23 + number,
        size=SIZE,
        staff=STAFF,
        days=30,
        phase=phase,
        locale=locale,
    )
    return company_of(recipe)


def staged(name, seed, locale="zh"):
    """A leak of some size and stealth, with the log of the days on which it happened."""
    setting = SETTINGS[name]
    places = len(setting.places)
    there = company(*setting.places[seed % places], seed // places % 3, locale)
    wanted = Parameters(scale=(0.1, 0.3, 0.5, 0.9)[seed % 4], stealth=(seed + 1 / 3) / SEEDS)
    plan, seed = told_in_time(there, name, wanted, seed)
    first, last = day_of(plan.window[0] // DAY), day_of(plan.window[1] // DAY)
    first = max(first, last - timedelta(days=setting.log))
    return stage(there, name, wanted, seed, first, last, plan=plan)


def told_in_time(there, name, wanted, seed):
    """A plan whose reports come in by the last day, and its seed; too late is refused."""
    for later in range(0, 9 * LATER, LATER):
        try:
            return planned(there, name, wanted, seed + later), seed + later
        except BadInput as error:
            if error.code != "leaks.too_late":
                raise
    raise RuntimeError(f"{name} is never told in time")


def investigate(evidence):
    """What either investigator finds."""
    return investigators.investigate(evidence) or investigators_b.investigate(evidence)


def outcome(folder, name, seed):
    """What comes out for a leak and a seed, from its sealed folder."""
    case = staged(name, seed)
    evidence = read(sealed(folder, name, case))
    exposed = set(case.truth.customers["customer_id"].to_pylist())
    found = bounds(case.evidence, case.truth)
    ids = [set(case.evidence.book.ids(one)) for one in (found.provable, found.possible)]
    return Outcome(seed, evidence.everybody(), exposed, *investigate(evidence), *ids)
