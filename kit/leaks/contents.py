"""Puts together what goes into the folder of a case or of a company."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from kit.activity.company import Company
from kit.leaks.folder import Contents
from kit.leaks.model import Staged
from kit.leaks.recipe import CaseRecipe, WorldRecipe, days_of
from kit.leaks.sheets import evidence_sheets, truth_sheets, world_sheets


def case_contents(recipe: CaseRecipe, staged: Staged) -> Contents:
    """Return what goes into the folder of a case; the truth alone names leak, seed and parameters.

    Args:
        recipe: What it was made from.
        staged: What was made.
    """
    company, evidence = staged.company, staged.evidence
    sheets = evidence_sheets(evidence, company.spec.profile, company.organisation.deal)
    facts = {"recipe": recipe.model_dump(mode="json"), **staged.truth.facts}
    about = _about(recipe, company, evidence.events)
    return Contents(about, tuple(sheets), facts, tuple(truth_sheets(staged)))


def world_contents(recipe: WorldRecipe, company: Company, made: Mapping[str, pa.Table]) -> Contents:
    """Return what goes into the folder of a whole company.

    Args:
        recipe: What it was made from.
        company: The company.
        made: Tables of its work: ``events``, ``activity_daily``, ``log_gaps``, ``segments``.
    """
    sheets = world_sheets(company, made)
    about = {
        "seed": recipe.seed,
        **_about(recipe, company, made["events"]),
        "recipe": recipe.model_dump(mode="json"),
    }
    return Contents(about, tuple(sheets))


def _about(recipe: WorldRecipe, company: Company, events: pa.Table) -> dict[str, Any]:
    """What anybody may know of a folder."""
    first, last = days_of(recipe, company)
    return {
        "profile": recipe.profile,
        "locale": recipe.locale,
        "deal": company.organisation.deal.form,
        "today": company.organisation.deal.today,
        "first_day": first,
        "last_day": last,
        "customers": company.size,
        "staff": company.organisation.size,
        "events": events.num_rows,
    }
