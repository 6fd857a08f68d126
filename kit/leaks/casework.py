"""Makes a case or a company from its recipe, and again for comparison."""

from datetime import timedelta
from pathlib import Path

import pyarrow as pa

from kit.activity.company import Company
from kit.activity.faults import log_gaps, plan_faults
from kit.activity.parts import log_parts
from kit.activity.rollup import rollup, with_last_used
from kit.leaks.contents import case_contents, world_contents
from kit.leaks.folder import Contents, Progress, write_folder
from kit.leaks.papers import segments_table
from kit.leaks.reading import Opened
from kit.leaks.recipe import CaseRecipe, WorldRecipe, company_of, days_of, read_recipe
from kit.leaks.staging import stage

ROLLED_DAYS = 395
"""Thirteen months."""


def make_case(recipe: CaseRecipe, company: Company | None = None) -> Contents:
    """Return the case of a recipe.

    Args:
        recipe: The recipe.
        company: Its company, if it has been made already.

    Raises:
        BadInput: If the leak makes no sense there, or its parameters do not fit.
    """
    made = company or company_of(recipe)
    first, last = days_of(recipe, made)
    staged = stage(made, recipe.leak, recipe.parameters, recipe.seed, first, last)
    return case_contents(recipe, staged)


def make_world(recipe: WorldRecipe) -> Contents:
    """Return the whole company of a recipe, with the log of its last days."""
    company = company_of(recipe)
    first, last = days_of(recipe, company)
    since = min(first, last - timedelta(ROLLED_DAYS - 1))
    faults = plan_faults(company.organisation, since, last)
    daily = rollup(company, since, last, faults=faults)
    made = {
        "events": pa.concat_tables(log_parts(company, first, last, faults)),
        "activity_daily": daily,
        "log_gaps": log_gaps(company.organisation, faults),
        "segments": segments_table(company.book),
    }
    return world_contents(recipe, with_last_used(company, daily), made)


def remake(opened: Opened, folder: Path, progress: Progress = lambda rows: None) -> None:
    """Write a folder again, from the recipe in an opened one.

    Raises:
        BadInput: If the recipe is damaged.
    """
    file, content = "datapackage.json", opened.described["kit"].get("recipe")
    if opened.kind == "evidence":
        file, content = "truth.json", (opened.truth or {}).get("recipe")
    recipe = read_recipe(opened.kind, content, str(opened.folder / file))

    def make() -> Contents:
        return make_case(recipe) if isinstance(recipe, CaseRecipe) else make_world(recipe)

    write_folder(opened.kind, make, folder, form=opened.form, progress=progress)
