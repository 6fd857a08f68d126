"""The records an exercise can draw from: flawed ones, and sound ones that may look flawed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from weakref import finalize

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.customers import columns as col
from kit.customers.childhood import CHILD_ENDS
from kit.customers.duties import Decision
from kit.customers.engine import Piece, customer_columns
from kit.customers.flaws import read, sound
from kit.customers.makers.people import whole_years
from kit.labs.sorting.doubts import WINDING_UP, Doubt, doubts, needless
from kit.labs.sorting.grounds import standing

if TYPE_CHECKING:
    from kit.world import World

SOUND_TABLES = ("customers", "archive_files", "consents")
NOTHING, SOUND = "nothing", "sound"
_OVER = ("period_over", "purpose_ended")
_CLEARED = {
    "consent_withdrawn": "not_resting_on_consent",
    "guardian_missing": "not_under_14",
    "legal_hold": "hold_released",
    "retention_expired": "period_running",
    "unneeded_field": "field_needed",
}
"""For a kind that only looked like a flaw the reason that says so."""
_SOON_DAYS = 60
_KEPT: dict[int, tuple["Candidate", ...]] = {}


@dataclass(frozen=True)
class Candidate:
    """A record that can be on the list, and what is right for it.

    Attributes:
        table: Its table.
        row: Its row there.
        column: The flawed column; ``"*"`` for a sound record.
        customer: Number of the customer.
        partner: Number of the other customer concerned, if any.
        kind: Its kind of flaw, or ``sound``.
        problems: What is wrong with it: the right answer, then others that are accepted.
        decision: What must be done with it, and why.
        child: Whether the customer is under 14.
        alike: What it could be taken for.
        grounds: The grounds for deletion that hold for it, whether or not they decide.
    """

    table: str
    row: int
    column: str
    customer: str
    partner: str | None
    kind: str
    problems: tuple[str, ...]
    decision: Decision
    child: bool
    alike: frozenset[str] = frozenset()
    grounds: frozenset[str] = frozenset()

    @property
    def place(self) -> str:
        """The column as blueprints name it."""
        return f"{self.table}.{self.column}"


def pool(world: "World") -> tuple[Candidate, ...]:
    """Return every record of a company that an exercise can show, in a fixed order.

    All variants of an exercise draw from the few companies that are in use: what one can show is
    found out once.
    """
    known = _KEPT.get(id(world))
    if known is None:
        known = _KEPT[id(world)] = _found(world)
        finalize(world, _KEPT.pop, id(world), None)
    return known


def _found(world: "World") -> tuple[Candidate, ...]:
    piece = sound.laid_out(world.spec, world.tables)
    stands, children = standing(world, piece), _children(world)
    left_out = doubts(world, stands.running)
    found = [*_flawed(world, children, left_out), *_sound(world, piece, children, left_out)]
    return tuple(replace(one, grounds=stands.of(one.table, one.row, one.customer)) for one in found)


def _flawed(world: "World", children: Mapping[str, bool], left_out: Doubt) -> Iterator[Candidate]:
    unneeded = needless(world)
    for flaw in world.truth["flaws"].to_pylist():
        place = f"{flaw['table']}.{flaw['column']}"
        everybodys = place in unneeded or f"{flaw['table']}.*" in unneeded
        if flaw["role"] != "flaw" or (everybodys and flaw["kind"] != "unneeded_field"):
            continue
        decision = Decision(
            flaw["action"],
            tuple(flaw["also_accept"]),
            tuple(flaw["articles"]),
            tuple(flaw["reasons"]),
        )
        one = Candidate(
            flaw["table"],
            flaw["row"],
            flaw["column"],
            flaw["customer_id"],
            flaw["partner_id"],
            flaw["kind"],
            problems(flaw["kind"], decision),
            decision,
            children.get(flaw["customer_id"], False),
        )
        if not left_out(one.table, one.row, one.column, one.customer, one.kind, decision):
            yield one


def problems(kind: str, decision: Decision) -> tuple[str, ...]:
    """Return what is wrong with a record: the right answer first, then what is accepted too.

    A file kept beyond its purpose counts as kept too long, whatever else is wrong with it; under
    a hold both the flaw and the hold may be named.

    >>> from kit.customers.duties import Decision
    >>> problems("sound", Decision("keep", (), (), ("share_sale",)))
    ('nothing',)
    """
    over = any(reason in decision.reasons for reason in _OVER)
    if kind == SOUND:
        found = ["retention_expired", NOTHING] if over else [NOTHING]
    elif _CLEARED.get(kind) in decision.reasons:
        found = [NOTHING]
    else:
        found = [kind, *(["retention_expired"] if over else [])]
    if decision.action == "hold":
        found += ["legal_hold", *([NOTHING] if kind in _CLEARED and kind != "legal_hold" else [])]
    return tuple(dict.fromkeys(found))


def _sound(
    world: "World", piece: Piece, children: Mapping[str, bool], left_out: Doubt
) -> Iterator[Candidate]:
    rows = _sound_rows(world)
    decided = sound.verdicts(piece, rows)
    alike = {table: _alikes(world, table, some.tolist()) for table, some in rows.items()}
    for table, numbers in rows.items():
        ids = world.tables[table]["customer_id"].to_pylist()
        for row, decision in zip(numbers.tolist(), decided[table], strict=True):
            if left_out(table, row, "*", ids[row], SOUND, decision):
                continue
            yield Candidate(
                table,
                row,
                "*",
                ids[row],
                None,
                SOUND,
                problems(SOUND, decision),
                decision,
                children.get(ids[row], False),
                frozenset(name for name, those in alike[table].items() if row in those),
            )


def _sound_rows(world: "World") -> dict[str, Any]:
    """Return the rows of customers who have no flaw and share none of somebody else's.

    Of consents those in force, and none where the company ends: what they allow ends with it.
    """
    truth = world.truth["flaws"]
    spoilt = {*truth["customer_id"].to_pylist(), *truth["partner_id"].to_pylist()}
    found = {}
    for table in SOUND_TABLES:
        ids = world.tables[table]["customer_id"].to_pylist()
        live = _in_force(world) if table == "consents" else range(len(ids))
        clean = (number for number in live if ids[number] not in spoilt)
        found[table] = np.fromiter(clean, np.int64)
    return found


def _in_force(world: "World") -> list[int]:
    """Return the consents that stand, but for those to the handover itself."""
    if world.spec.deal in WINDING_UP:
        return []
    handover = read(world.profile).facts.separate_consent
    words = handover.values[world.spec.locale] if handover else []
    rows = world.tables["consents"].select(["purpose", "withdrawn_on"]).to_pylist()
    return [
        number
        for number, row in enumerate(rows)
        if row["withdrawn_on"] is None and row["purpose"] not in words
    ]


def _alikes(world: "World", table: str, rows: Sequence[int]) -> dict[str, set[int]]:
    """Return which sound rows of a table look like something that they are not."""
    if table == "archive_files":
        return {"ends_soon": _ends_soon(world)}
    if table == "consents":
        return {}
    ids = world.tables[table]["customer_id"].to_pylist()
    return {"namesake": _namesakes(world, rows), "withdrew_other": _withdrew(world, ids)}


def _namesakes(world: "World", rows: Sequence[int]) -> set[int]:
    """Return the customers who share a name with another: the Chinese one, in any language."""
    name = read(world.profile).customer.name
    if name is None:
        return set()
    spec = replace(world.spec, locale="zh")
    names = customer_columns(spec, [name], 0, world.size)[name].take(pa.array(rows)).to_pylist()
    often = Counter(names)
    return {row for row, one in zip(rows, names, strict=True) if often[one] > 1}


def _withdrew(world: "World", ids: Sequence[str]) -> set[int]:
    """Return the customers who withdrew a consent on which their file does not rest."""
    consents = world.tables["consents"]
    taken_back = consents.filter(pc.is_valid(consents["withdrawn_on"]))
    who = set(taken_back["customer_id"].to_pylist())
    return {row for row, one in enumerate(ids) if one in who}


def _ends_soon(world: "World") -> set[int]:
    """Return the files whose destruction is due in the next weeks, by the company's own plan."""
    files, today = world.tables["archive_files"], world.spec.as_of
    if "disposal_on" not in files.column_names:
        return set()
    last = today + timedelta(days=_SOON_DAYS)
    days = files["disposal_on"].to_pylist()
    return {row for row, day in enumerate(days) if day is not None and today < day <= last}


def _children(world: "World") -> dict[str, bool]:
    """Return whether each customer is under 14."""
    people = world.tables[world.profile.root]
    birth = read(world.profile).customer.birth_date
    if birth is None:
        return {}
    born = people[birth].combine_chunks()
    young = whole_years(col.as_days(born), world.spec.as_of) < CHILD_ENDS
    known = young & ~col.is_null(born)
    return dict(zip(people["customer_id"].to_pylist(), known.tolist(), strict=True))
