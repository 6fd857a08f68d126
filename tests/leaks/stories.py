"""Small companies in which leaks are staged, and their sealed folders."""

from datetime import date
from functools import lru_cache

from kit.leaks.catalogue import leak
from kit.leaks.contents import case_contents
from kit.leaks.dates import day_of, number_of
from kit.leaks.folder import write_folder
from kit.leaks.model import Parameters
from kit.leaks.recipe import CaseRecipe, WorldRecipe, company_of
from kit.leaks.staging import stage

SIZE, STAFF = 300, 30


@lru_cache(maxsize=6)
def company(profile="leasing", phase=None, deal="", seed=11, locale="zh"):
    """A company of a few hundred customers, in a phase of its deal."""
    return company_of(
        WorldRecipe(
            profile=profile,
            seed=seed,
            size=SIZE,
            staff=STAFF,
            days=30,
            phase=phase,
            deal=deal,
            locale=locale,
        )
    )


@lru_cache(maxsize=64)
def staged(name, seed=1, phase=None, profile="leasing", deal="", locale="zh", **parameters):
    """A leak in such a company."""
    there = company(profile, phase, deal, locale=locale)
    return stage(there, name, Parameters(**parameters), seed)


def sealed(folder, name, case, form="parquet"):
    """The sealed folder of a staged leak."""
    about = case.company.spec
    recipe = CaseRecipe(
        profile=about.profile.id,
        seed=about.seed,
        size=case.company.size,
        staff=case.company.organisation.size,
        days=30,
        leak=name,
    )
    write_folder("evidence", lambda: case_contents(recipe, case), folder, form=form, sealed=True)
    return folder


def first_day(case) -> date:
    """The first day of a log."""
    return day_of(number_of(case.evidence.events["time"][0].as_py().date()))


def phases_of(name):
    """The phases in which a leak can happen."""
    return leak(name).PHASES
