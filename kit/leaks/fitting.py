"""Whether a company has what a leak needs: the phases, and views with which it can be done."""

from collections.abc import Sequence

from kit.activity.company import Company
from kit.organisation.spec import Phase, ViewSpec


def unfit(
    company: Company, phases: Sequence[Phase], *needs: tuple[Sequence[str], str]
) -> str | None:
    """Return why a leak makes no sense here: a phase or a view it needs is missing; else None.

    Args:
        company: The company.
        phases: Phases in which it can happen.
        needs: Kinds of systems, and what must be possible in one of them.
    """
    organisation = company.organisation
    if not {one.phase for one in organisation.deal.phases} & set(phases):
        return "leaks.no_such_phase"
    if not all(views_of(company, kinds, action) for kinds, action in needs):
        return "leaks.no_such_system"
    return None


def views_of(company: Company, kinds: Sequence[str], action: str) -> list[ViewSpec]:
    """Return the views of some kinds of system with which an action can be done, in this order."""
    profile = company.organisation.profile
    kind = {system.id: system.kind for system in profile.systems}
    there = company.organisation.places["views"]  # not those of systems this deal never needs
    found = [
        view
        for view in profile.views
        if kind[view.system] in kinds and action in view.actions and view.id in there
    ]
    return sorted(found, key=lambda view: kinds.index(kind[view.system]))
