"""Makes a trainee's task: the drawn records, the files behind them and the books of the desk."""

from collections.abc import Iterator, Mapping, Sequence
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
from kit.labs.sorting.desk import Row, Told
from kit.labs.sorting.draw import draw
from kit.labs.sorting.files import Facts, files
from kit.labs.sorting.pool import Candidate, pool
from kit.labs.sorting.showing import Showing
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
    right = _right(world)
    for number, (one, facts, rows) in enumerate(everything, start=1):
        table = world.profile.tables[one.table]
        fields = world.tables[one.table].slice(one.row, 1).to_pylist()[0]
        key = primary_key(table)
        mark = fields[key] if key else one.customer
        titles = both(table.titles)
        shown = shown_columns(world, one.table, unseen, *_flawed_column(one))
        rests = [_row(world, fact, unseen, shown) for fact in rows]
        rests += [_rows(some) for some in facts if some.role in _shows(one) and some.rows]
        told = Showing(world, one, fields, facts, rests, right).told()
        rests += _also(facts, rests, told)
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
            rests_on=tuple(_marked(fact, told, one.table) for fact in rests),
            told=tuple(some.message for some in told),
        )


def _right(world: "World") -> dict[tuple[str, int, str], str | None]:
    """Return what each flawed cell should hold."""
    rows = world.truth["flaws"].select(["table", "row", "column", "right"]).to_pylist()
    return {(one["table"], one["row"], one["column"]): one["right"] for one in rows}


def _also(
    facts: Sequence[Facts], rests: Sequence[dict[str, Any]], told: Sequence[Told]
) -> list[dict[str, Any]]:
    """Return the rows of the file that are named but are not among those it rests on."""
    named = {table for one in told for table, _ in one.cells} - {one["table"] for one in rests}
    return [_rows(one) for one in facts if one.table in named and one.role != "partner"]


def _marked(fact: dict[str, Any], told: Sequence[Told], table: str) -> dict[str, Any]:
    """Return the rows that show what decides, with the names of the columns that show it.

    Other rows of the record's own table say nothing, unless one of them is named.
    """
    rows = [one.row for one in told if one.row and one.row[0] == fact["table"]]
    if fact["role"] != "record" and rows:
        found = [row for row in fact["rows"] if any(_holds(fact, row, one) for one in rows)]
        fact = {**fact, "rows": found or fact["rows"]}
        silent = not found
    else:
        silent = fact["table"] == table and fact["role"] not in ("record", "partner", "owner")
    cells = {} if silent else dict.fromkeys(cell for one in told for cell in one.cells)
    return {**fact, "decides": [name for other, name in cells if other == fact["table"]]}


def _holds(fact: Mapping[str, Any], row: Sequence[Any], wanted: Row) -> bool:
    columns = fact["columns"]
    return wanted[1] in columns and str(row[columns.index(wanted[1])]) == wanted[2]


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
