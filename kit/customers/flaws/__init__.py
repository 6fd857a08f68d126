"""Deliberate flaws of customer data, and for each one what is right and what to do about it.

Which customers are flawed, how and where is decided by draws of their own row; `apply` changes the
columns of a piece in place and returns the truth. What to do is computed from the facts of the
tables (`kit.customers.duties`), never looked up by kind. Add a kind: a module with ``spots``, a
line in `FLAWS`, its words in ``flaws.po``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np
import pyarrow as pa

from kit.customers.columns import Column
from kit.customers.duties import Deal, Kind, decide_all
from kit.customers.engine import Piece
from kit.customers.flaws import (
    broken_date,
    consent_withdrawn,
    duplicate,
    facts,
    free_text_personal,
    guardian_missing,
    labels,
    legal_hold,
    retention_expired,
    rows,
    stale_phone,
    testers,
    unneeded_field,
    wrong_column,
    wrong_format,
)
from kit.customers.flaws.config import check, read
from kit.customers.flaws.context import Context, Spot
from kit.customers.flaws.customers import of_customers
from kit.customers.flaws.edit import Edited, replaced, write
from kit.customers.flaws.pairs import BLOCK
from kit.customers.flaws.plan import Chosen, choose, flawed
from kit.customers.flaws.sections import Config
from kit.customers.truth import CELL_LABELS, SPANS
from kit.customers.truth import FLAWS as FLAW_ROWS
from kit.errors import BadInput
from kit.seeding import Rows

__all__ = ["BLOCK", "FLAWS", "Applied", "Config", "apply", "check", "read"]

FLAWS: Mapping[Kind, Callable[[Context], list[Spot]]] = {
    "duplicate": duplicate.spots,
    "stale_phone": stale_phone.spots,
    "wrong_format": wrong_format.spots,
    "wrong_column": wrong_column.spots,
    "broken_date": broken_date.spots,
    "retention_expired": retention_expired.spots,
    "consent_withdrawn": consent_withdrawn.spots,
    "unneeded_field": unneeded_field.spots,
    "test_record": testers.spots,
    "free_text_personal": free_text_personal.spots,
    "guardian_missing": guardian_missing.spots,
    "legal_hold": legal_hold.spots,
}
"""For each kind where it can occur."""
WEIGHTS: Mapping[Kind, float] = {
    "duplicate": 1.5,
    "legal_hold": 3.0,
    "retention_expired": 2.0,
    "test_record": 0.6,
}
"""How likely a kind is among those a customer can have; 1 for the others."""
_RETOLD = ("duplicate", "test_record")


@dataclass(frozen=True)
class Applied:
    """What `apply` did to a piece; rows are positions in it.

    Attributes:
        flaws: Rows of ``flaws`` (`kit.customers.truth`), but for the texts of notes.
        spans: What stands where in remarks that were written.
        cell_labels: Labels of changed cells that are not what their field's label says.
        spoken: The piece that staff know and write notes from: the ground floor, but test records.
        remap: Root table to the customer whom the notes of each customer are about.
        retold: Positions of the customers whose notes follow from their flaw, rising.
    """

    flaws: pa.Table
    spans: pa.Table
    cell_labels: pa.Table
    spoken: Piece
    remap: Mapping[str, Rows]
    retold: Rows = field(default_factory=lambda: np.empty(0, np.int64))


def apply(piece: Piece) -> Applied:
    """Change some cells of a piece, a share ``spec.flaws`` of its customers, and say which.

    The piece must begin at a multiple of `BLOCK`, so that partners of duplicates are in it.

    Raises:
        BadInput: The ``[flaws]`` section is wrong, or the profile can have no flaw.
    """
    config, root = read(piece.spec.profile), piece.spec.profile.root
    draws = piece.rows[root].draws("flaw", "chosen")
    context = Context(piece, config, flawed(draws, piece.spec.flaws))
    weights = {kind: config.weights.get(kind, WEIGHTS.get(kind, 1.0)) for kind in FLAWS}
    spots = {kind: FLAWS[kind](context) for kind in FLAWS if weights[kind] > 0}
    if not any(spots.values()):
        raise BadInput("flaws.nothing_possible", profile=piece.spec.profile.id)
    chosen = choose(context, spots, weights)
    everybody = {root: np.arange(len(draws))}
    if not chosen:
        none = (FLAW_ROWS.empty_table(), SPANS.empty_table(), CELL_LABELS.empty_table())
        return Applied(*none, spoken=piece, remap=everybody)
    return _applied(context, chosen)


def _applied(context: Context, chosen: list[Chosen]) -> Applied:
    emergencies = free_text_personal.emergencies(context)
    changes = [one.spot.edit(context, one.rows, one.places) for one in chosen]
    partner = rows.partners(context, chosen)
    edited = write(context, changes)
    spec = context.piece.spec
    right = facts.rightly(context, edited.ground)
    found = facts.collected(right, chosen, of_customers(right), emergencies)
    decided = decide_all(found, cast(Deal, spec.deal), spec.as_of)
    written = [change for several in changes for change in several]
    about = np.arange(len(context.place_of))
    retold = [one.places for one in chosen if one.kind in _RETOLD]
    for one in chosen:
        if one.kind == "duplicate":
            about[context.flawed[one.places]] = partner[one.places]
    return Applied(
        flaws=rows.flaws(context, chosen, edited.cells, decided),
        spans=rows.spans(context, written),
        cell_labels=labels.labels(context, written, edited.cells),
        spoken=_spoken(context, chosen, edited),
        remap={context.root: about},
        retold=np.sort(context.flawed[np.concatenate([np.empty(0, np.int64), *retold])]),
    )


def _spoken(context: Context, chosen: list[Chosen], edited: Edited) -> Piece:
    """Return the piece as it was, but for test records: their notes speak of testers."""
    tests = np.zeros(len(context.flawed), dtype=bool)
    for one in chosen:
        if one.kind == "test_record":
            tests[one.places] = True
    columns: dict[str, dict[str, Column]] = {t: dict(c) for t, c in context.piece.columns.items()}
    for column, ground in edited.ground.items():
        table, _, name = column.partition(".")
        columns[table][name] = ground
    for cells in edited.cells:
        table, _, name = cells.column.partition(".")
        some = np.flatnonzero(tests[cells.places])
        if len(some):
            after = (
                cells.after[some]
                if isinstance(cells.after, np.ndarray)
                else cells.after.take(pa.array(some))
            )
            columns[table][name] = replaced(columns[table][name], cells.rows[some], after)
    return replace(context.piece, columns=columns)
