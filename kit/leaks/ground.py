"""What the evidence of a case says about customers: who an event, a file, a mail is about."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity import query
from kit.leaks.model import Evidence, Truth
from kit.leaks.schedule import millis

Mask = NDArray[np.bool_]
Spell = tuple[int, int]
HOUR = 3_600_000
_ALWAYS = np.iinfo(np.int64).max // 4


class Ground:
    """The evidence of a case, asked about what a truth names.

    Attributes:
        evidence: What an investigator has.
        facts: What happened (`kit.leaks.truth`).
        exposures: The schedule (`kit.leaks.schedule.EXPOSURES`).
        accounts: Those it used.
        since, until: From the first deed to the last one or the last report, local time.
    """

    def __init__(self, evidence: Evidence, truth: Truth) -> None:
        self.evidence = evidence
        self.facts = truth.facts
        self.exposures = truth.exposures
        self.accounts = set(truth.facts["accounts"])
        first, last = (datetime.fromisoformat(at) for at in truth.facts["window"])
        self.since = first
        self.until = max([last, *(row["at"] for row in self.rows("reports"))])

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table."""
        found: list[dict[str, Any]] = self.evidence.tables[table].to_pylist()
        return found

    @property
    def nobody(self) -> Mask:
        """Return nobody, by place in the book."""
        return np.zeros(len(self.evidence.book), np.bool_)

    def named(self, customers: Iterable[str]) -> Mask:
        """Return some customers by id."""
        found = self.nobody
        found[[self.evidence.book.place_of[key] for key in customers]] = True
        return found

    def registered_by(self, moment: datetime) -> Mask:
        """Return everybody who was a customer by the end of a day."""
        day = query.millis_of(pa.table({query.AT: [moment]}))[0] // (24 * HOUR)
        return np.asarray(self.evidence.book.registered <= day)

    def intervals(self, rows: Iterable[Mapping[str, Any]]) -> Mask:
        """Return the members that rows with ``segment_id``, ``start`` and ``stop`` speak of."""
        found, book = self.nobody, self.evidence.book
        for row in rows:
            if row["segment_id"] is not None:
                segment = book.segment_place[row["segment_id"]]
                found[book.touched(segment, row["start"], row["stop"])] = True
        return found

    def held(self, files: Iterable[Mapping[str, Any]]) -> Mask:
        """Return everybody in some files (rows of the table)."""
        return self.intervals(
            {**row, "start": row["row_start"], "stop": row["row_stop"]} for row in files
        )

    def touched(self, events: pa.Table) -> Mask:
        """Return everybody whom events that did not fail touched."""
        done = events.filter(pc.equal(events[query.STATUS], 1))
        return self.named(query.customers_of(self.evidence, done)["customer_id"].to_pylist())

    def logged(self) -> Mask:
        """Return everybody whose exposure an event in the log shows."""
        there = pc.is_in(self.exposures["event_id"], self.evidence.events[query.UID])
        seen = pc.and_(there, pc.is_valid(self.exposures["event_id"]))
        return self.intervals(self.exposures.filter(seen).to_pylist())

    def done(self, column: str, values: Iterable[str], actions: Collection[str]) -> pa.Table:
        """Return the events of some actions, from first deed to last report, with these values."""
        events = query.where(self.evidence.events, query.ACTION, actions)
        events = query.where(events, column, values)
        times = events[query.AT].cast(pa.timestamp("ms"))
        first, last = (pa.scalar(at, pa.timestamp("ms")) for at in (self.since, self.until))
        return events.filter(pc.and_(pc.greater_equal(times, first), pc.less_equal(times, last)))

    @cached_property
    def deeds(self) -> pa.Table:
        """Return the events that the truth names."""
        return query.where(self.evidence.events, query.UID, self.facts["event_ids"])

    def systems(self) -> set[str]:
        """Return the systems in which the exposed lists were opened."""
        views = {row["view_id"]: row["system_id"] for row in self.rows("views")}
        return {views[one] for one in self.exposures["view_id"].to_pylist()}

    def blanks(self, systems: Collection[str]) -> list[Spell]:
        """Return when the log of some systems is missing, from first deed to last report.

        What lies before the first day of the log is missing; what lies behind the last is not
        asked for.
        """
        found = [
            (millis(row["since"]), millis(row["until"]))
            for row in self.rows("log_gaps")
            if row["kind"] == "collector" and row["system_id"] in systems
        ]
        kept = {row["system_id"] for row in self.rows("systems") if row["logged"]}
        if not kept.issuperset(systems):
            found.append((-_ALWAYS, _ALWAYS))
        events = self.evidence.events
        if events.num_rows:
            begun = datetime.combine(events[query.AT][0].as_py().date(), time.min)
            found.append((-_ALWAYS, millis(begun)))
        first, last = millis(self.since), millis(self.until)
        return [(low, high) for low, high in found if low <= last and high > first]

    def sittings(self, pause: int = 3 * HOUR, margin: int = HOUR) -> list[Spell]:
        """Return when the accounts were in use where the deeds came from, to some hours."""
        mine = query.where(self.evidence.events, query.ACCOUNT, self.accounts)
        mine = query.where(mine, query.ADDRESS, self.addresses()) if self.addresses() else mine
        times = np.sort(query.millis_of(mine))
        breaks = np.flatnonzero(np.diff(times) > pause)
        if not len(times):
            return []
        begins, ends = np.append(times[0], times[breaks + 1]), np.append(times[breaks], times[-1])
        return [
            (int(low) - margin, int(high) + margin) for low, high in zip(begins, ends, strict=True)
        ]

    def addresses(self) -> set[str]:
        """Return where the deeds came from; a mail that arrives does not show where one sits."""
        done = self.deeds.filter(pc.not_equal(self.deeds[query.ACTION], "mail.receive"))
        return {one for one in done[query.ADDRESS].to_pylist() if one is not None}

    def blind(self) -> bool:
        """Return whether the log misses some of the time in which the accounts were in use.

        While nobody's log-ons are logged either, they may have been.
        """
        missing = self.blanks(self.systems())
        if not missing:
            return False
        logons = query.where(self.evidence.events, query.ACTION, {"auth.logon"})
        doors = {one for one in logons[query.SYSTEM].unique().to_pylist() if one is not None}
        used = [*self.sittings(), *self.blanks(doors)]
        return any(low < until and since < high for low, high in missing for since, until in used)
