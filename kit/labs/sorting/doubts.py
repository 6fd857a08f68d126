"""Records that are on no list: what lies on the desk does not settle what to do with them."""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from kit.customers.duties import Decision
from kit.customers.flaws import read

if TYPE_CHECKING:
    from kit.world import World

_LONG_MONTHS = 120
_NOTHING: Mapping[str, Any] = {"legal_basis": "contract", "purpose": None}
_FIRM = ("contract", "statutory")
_OWN_FLAW = ("free_text_personal", "consent_withdrawn", "test_record")
_OWN_GROUND = ("consent_withdrawn", "retention_expired", "test_record", "unneeded_field")
WINDING_UP = ("dissolution", "dissolution_with_receiver")
Doubt = Callable[[str, int, str, str, str, Decision], bool]
"""Whether a record is left out: its table, row, column, customer, kind and verdict."""


def needless(world: "World") -> frozenset[str]:
    """Return the columns that the register says no purpose needs, as ``table.column``."""
    return frozenset(place for place, entry in _register(world).items() if not entry["necessary"])


def doubts(world: "World", running: Collection[str]) -> Doubt:
    """Return what tells whether a record is left out.

    - Text with somebody's data in it, unless that is the flaw: a second flaw beside the first.
    - A record that rests on a consent the customer has taken back, unless that is the flaw, and
      everything on who took back the consent that the whole file rests on.
    - Accounts that would be deleted: how long the law keeps them is for finance to say, and the
      schedules tell so.
    - Records that would be deleted because nothing uses them any more, if a consent, a service or
      an order of the customer still runs: then that is not so plain.

    Args:
        world: The company.
        running: The customers for whom something still runs.
    """
    told = {
        (span["table"], span["row"])
        for span in world.truth["spans"].select(["table", "row"]).to_pylist()
    }
    gone = _gone(world)
    rests_on_withdrawn, of_accounts = _withdrawn(world, gone), _accounts(world)
    whole_file = _register(world).get(f"{world.profile.root}.*", _NOTHING)

    def left_out(
        table: str, row: int, column: str, customer: str, kind: str, decision: Decision
    ) -> bool:
        """Return whether a column of a row is left out because its answer is in doubt."""
        if _by_consent(whole_file) and whole_file["purpose"] in gone.get(customer, ()):
            return True
        if decision.action == "delete" and of_accounts(table, row):
            return True
        if customer in running and _for_want_of_use(world, table, kind, decision):
            return True
        if kind in _OWN_FLAW:
            return False
        return (table, row) in told or rests_on_withdrawn(table, row, column, customer)

    return left_out


def _for_want_of_use(world: "World", table: str, kind: str, decision: Decision) -> bool:
    """Return whether a record goes, now or after a hold, because nothing uses it any more."""
    if "purpose_ended" in decision.reasons:
        return True
    if "after_hold_delete" not in decision.reasons or world.spec.deal in WINDING_UP:
        return False
    return table != "archive_files" and kind not in _OWN_GROUND


def _register(world: "World") -> Mapping[str, Mapping[str, Any]]:
    entries = world.tables["processing_register"].to_pylist()
    return {f"{entry['table_name']}.{entry['field_name']}": entry for entry in entries}


def _gone(world: "World") -> dict[str, set[str]]:
    """Return the purposes for which each customer has taken consent back."""
    consents = world.tables["consents"]
    gone: dict[str, set[str]] = {}
    for row in consents.filter(pc.is_valid(consents["withdrawn_on"])).to_pylist():
        gone.setdefault(row["customer_id"], set()).add(row["purpose"])
    return gone


def _by_consent(entry: Mapping[str, Any]) -> bool:
    return bool(entry["legal_basis"] == "consent")


def _withdrawn(
    world: "World", gone: Mapping[str, set[str]]
) -> Callable[[str, int, str, str], bool]:
    """Return what tells whether a record rests on a consent that was taken back.

    A file kept for consent, or for a period the company chose itself, counts as resting on any.
    """
    register, firm = _register(world), _firm_categories(world)
    categories = world.tables["archive_files"]["category"].to_pylist()

    def rests(table: str, row: int, column: str, customer: str) -> bool:
        purposes = gone.get(customer, set())
        if table == "archive_files":
            return bool(purposes) and categories[row] not in firm
        entry = register.get(f"{table}.{column}") or register.get(f"{table}.*", _NOTHING)
        return _by_consent(entry) and entry["purpose"] in purposes

    return rests


def _firm_categories(world: "World") -> set[str]:
    schedule = world.tables["retention_schedule"].to_pylist()
    return {row["category"] for row in schedule if row["basis"] in _FIRM or row["rule"]}


def _accounts(world: "World") -> Callable[[str, int], bool]:
    schedule = world.tables["retention_schedule"].to_pylist()
    long = {row["category"] for row in schedule if row["months"] >= _LONG_MONTHS}
    tables = {one.table for one in read(world.profile).facts.periods if one.category in long}
    categories = world.tables["archive_files"]["category"].to_pylist()
    return lambda table, row: (
        categories[row] in long if table == "archive_files" else table in tables
    )
