"""Computes what really happened from the plan and the event ids: nobody types a truth."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from kit.activity.company import Company
from kit.leaks.affected import children, sensitive
from kit.leaks.model import Parameters, Plan, Truth
from kit.leaks.schedule import moment, people, schedule


@dataclass(frozen=True)
class Case:
    """What a truth is about.

    Attributes:
        name, family, phase: Which leak, of which kind, in which phase of the deal.
        parameters, seed: What it was planned with.
    """

    name: str
    family: str
    phase: str
    parameters: Parameters
    seed: int


def tell(company: Company, plan: Plan, case: Case, event_ids: Sequence[str | None]) -> Truth:
    """Return the truth of a plan.

    Args:
        company: The company as the leak left it.
        plan: The plan in that company's numbers.
        case: Which leak it is.
        event_ids: The id of each of the plan's events; None if the log lost it.
    """
    exposures = schedule(company, plan.exposures, event_ids)
    customers = people(company.book, exposures)
    kept = sorted(key for key in event_ids if key is not None)
    facts = {
        "leak": case.name,
        "family": case.family,
        "phase": case.phase,
        "parameters": case.parameters.model_dump(mode="json"),
        "seed": case.seed,
        "actors": list(plan.actors),
        "accounts": list(plan.accounts),
        "window": [moment(at).isoformat() for at in plan.window],
        "channel": plan.channel,
        "via": _each(exposures["via"]),
        "recipients": _each(exposures["recipient"]),
        "event_ids": kept,
        "events_lost": len(event_ids) - len(kept),
        "exposures": exposures.num_rows,
        "customers": customers.num_rows,
        "fields": sorted({name for row in exposures["fields"].to_pylist() for name in row}),
        "sensitive": sensitive(company, customers),
        "children": children(company, customers),
        "ongoing": plan.ongoing,
        "control": plan.control,
        "first_knowable": moment(plan.first_knowable).isoformat(),
    }
    return Truth(facts, exposures, customers)


def _each(column: pa.ChunkedArray) -> list[str]:
    """The different values of a column, the first seen first."""
    return list(dict.fromkeys(column.to_pylist()))
