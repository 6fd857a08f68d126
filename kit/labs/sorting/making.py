"""Makes a trainee's task: the drawn records, the files behind them and the books of the desk."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from kit.customers.describe import primary_key
from kit.customers.duties import Deal
from kit.customers.evidence import Fact, evidence_in
from kit.customers.flaws import read
from kit.errors import BadInput
from kit.labs.head import head
from kit.labs.sorting.blueprint import ASKS, Blueprint
from kit.labs.sorting.books import HOLDS, REGISTER, SCHEDULE, book, deal, hold_register
from kit.labs.sorting.columns import both, left_out, plain, shown_columns
from kit.labs.sorting.draw import draw
from kit.labs.sorting.files import Facts, files
from kit.labs.sorting.pool import Candidate, pool
from kit.labs.sorting.task import ALL_PROBLEMS, Record, Task, Value
from kit.labs.spec import Spec
from kit.labs.variants import Variant

if TYPE_CHECKING:
    from kit.world import World

_DESK = (SCHEDULE, HOLDS, REGISTER, "customers", "archive_files", "consents")
_ROLE_OF = {
    "handover_refused": "consent",
    "separate_consent": "consent",
    "business_sale_disputed": "notice",
    "no_separate_consent": "notice",
    "receiver_told": "notice",
    "tell_first": "notice",
    "purpose_ended": "contract",
    "claim_open": "contract",
    "company_ends": "contract",
    "not_under_14": "customer",
    "guardian_consent": "customer",
    "kept_by_law": "archive",
}
"""For a reason the rows of the file that show it."""


def make(world: "World", spec: Spec[Blueprint], variant: Variant) -> Task:
    """Return the task of one variant.

    Args:
        world: The company, built from ``variant.seed("world")`` with the spec's flaws and deal.
        spec: The exercise.
        variant: Whose task it is.

    Raises:
        BadInput: If the company has too few records for the blueprint, or lacks a register.
    """
    missing = [name for name in _DESK if name not in world.tables]
    if missing or not spec.flaws:
        key = "flaws" if not missing else "profile"
        raise BadInput("sorting.no_desk", exercise=spec.id, key=key, names=", ".join(missing))
    drawn = draw(pool(world), spec, variant)
    return Task(
        exercise=spec.id,
        lab=spec.lab,
        head=head(spec, world),
        pass_mark=spec.pass_mark,
        token=variant.token,
        asks=tuple(part for part in ASKS if part in spec.blueprint.asks),
        deal=deal(world),
        form=cast(Deal, world.spec.deal),
        today=world.spec.as_of.isoformat(),
        records=tuple(_records(world, drawn, left_out(world, spec.blueprint))),
        schedule=book(world, SCHEDULE),
        holds=hold_register(world, drawn, variant.dice("holds")),
        register=book(world, REGISTER),
        kinds=_kinds(world),
    )


def _kinds(world: "World") -> tuple[str, ...]:
    guardians = read(world.profile).guardian_missing.columns
    return tuple(one for one in ALL_PROBLEMS if guardians or one != "guardian_missing")


def _records(
    world: "World", drawn: Sequence[Candidate], unseen: frozenset[str]
) -> Iterator[Record]:
    behind = evidence_in(world.profile, world.tables, [_as_flaw(one) for one in drawn])
    everything = zip(drawn, files(world, drawn, unseen), behind, strict=True)
    for number, (one, facts, rows) in enumerate(everything, start=1):
        table = world.profile.tables[one.table]
        fields = world.tables[one.table].slice(one.row, 1).to_pylist()[0]
        key = primary_key(table)
        mark = fields[key] if key else one.customer
        titles = both(table.titles)
        shown = shown_columns(world, one.table, unseen, *_flawed_column(one))
        rests = [_row(world, fact, unseen, shown) for fact in rows]
        rests += [_rows(some) for some in facts if some.role in _shows(one) and some.rows]
        yield Record(
            key=f"r{number:02}",
            title={locale: f"{title} {mark}" for locale, title in titles.items()},
            table_titles=titles,
            values=tuple(
                Value(
                    name,
                    both(table.fields[name].titles),
                    both(table.fields[name].about),
                    plain(fields[name]),
                )
                for name in shown
            ),
            facts=facts,
            truth=one,
            rests_on=tuple(rests),
        )


def _shows(one: Candidate) -> set[str]:
    return {_ROLE_OF[code] for code in one.decision.reasons if code in _ROLE_OF}


def _as_flaw(one: Candidate) -> dict[str, Any]:
    return {
        "table": one.table,
        "row": one.row,
        "kind": one.kind,
        "partner_id": one.partner,
        "customer_id": one.customer,
        "reasons": one.decision.reasons,
    }


def _flawed_column(one: Candidate) -> list[str]:
    return [] if one.column == "*" else [one.column]


def _row(
    world: "World", fact: Fact, unseen: frozenset[str], shown: Sequence[str]
) -> dict[str, Any]:
    """Return a row that the verdict rests on, with the columns that list and files show."""
    wanted = shown if fact.role == "record" else shown_columns(world, fact.table, unseen)
    columns = [name for name in wanted if name in fact.fields]
    if fact.table in (SCHEDULE, HOLDS, REGISTER):
        columns = list(fact.fields)
    values = [plain(fact.fields[name]) for name in columns]
    return {"role": fact.role, "table": fact.table, "columns": columns, "rows": [values]}


def _rows(facts: Facts) -> dict[str, Any]:
    rows = [list(row) for row in facts.rows]
    return {
        "role": facts.role,
        "table": facts.table,
        "columns": list(facts.columns),
        "rows": rows,
    }
