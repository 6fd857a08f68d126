"""Says what is wrong in a record and what else decides, and which cells of the desk show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kit.customers.flaws import read
from kit.labs.sorting.columns import both
from kit.labs.sorting.desk import Told, text
from kit.labs.sorting.periods import last_day_of, months_old
from kit.labs.sorting.wrongs import Wrongs

_HOLD_REASONS = ("hold_open", "hold_in_winding_up", "hold_elsewhere", "hold_released")
_NOTICE_REASONS = (
    "receiver_told",
    "tell_first",
    "no_separate_consent",
    "business_sale_disputed",
    "after_hold_hand_over",
    "after_hold_keep",
)
_CONSENT_REASONS = ("separate_consent", "handover_refused", "handover_needs_no_consent")
_PERIOD_REASONS = ("period_over", "period_running", "kept_by_law", "after_hold_delete")
_AGE_REASONS = ("guardian_consent", "not_under_14")


@dataclass(frozen=True)
class Showing(Wrongs):
    """Says what decides about one record."""

    def told(self) -> list[Told]:
        """Return what is wrong first, then what else decides."""
        found = list(self._wrong())
        reasons = set(self.one.decision.reasons)
        for names, says in (
            (_HOLD_REASONS, self._hold),
            (_AGE_REASONS, self._age),
            (_PERIOD_REASONS, self._period),
            (("purpose_ended",), self._last_use),
            (_CONSENT_REASONS, self._handover_consent),
            (_NOTICE_REASONS, self._notice),
            (("claim_open",), self._owed),
        ):
            if reasons & set(names):
                found += says()
        if self.one.table == "archive_files" and not any(
            one.message.code.startswith("sorting.told.period") for one in found
        ):
            found += self._period()
        return found

    def _hold(self) -> Iterator[Told]:
        for row in self._resting("hold"):
            released = row.get("released_on")
            code = "hold_released" if released else "hold"
            if "hold_elsewhere" in self.one.decision.reasons:
                code = "hold_elsewhere"
            names = ("hold_id", "matter", "covers", "opened_on", "released_on")
            values: dict[str, Any] = {name: text(row.get(name)) for name in names}
            values["covers"] = self._category(values["covers"])
            yield self._say(code, [("legal_holds", name) for name in names], **values)

    def _category(self, code: str) -> Any:
        """Return what a category of papers is called."""
        if code == "all":
            return {"code": "sorting.told.everything", "values": {}}
        return self._entry(code).get("title", code)

    def _entry(self, category: str) -> dict[str, Any]:
        entries = self.world.tables["retention_schedule"].to_pylist()
        return next((one for one in entries if one["category"] == category), {})

    def _period(self) -> Iterator[Told]:
        periods = read(self.world.profile).facts.periods
        own = next((one for one in periods if one.table == self.one.table), None)
        if self.one.table == "archive_files":
            since, category = "closed_on", text(self.fields.get("category"))
        elif own:
            since, category = own.since, own.category
        else:
            return
        yield from self._reckoned(self.one.table, since, self.fields.get(since), category)

    def _reckoned(self, table: str, since: str, day: Any, category: str) -> Iterator[Told]:
        entry, start = self._entry(category), text(day)[:10]
        cells = [(table, since), (table, "category"), ("retention_schedule", "months")]
        values: dict[str, Any] = {"since": self._title(table, since), "start": start}
        values |= {"category": entry.get("title", category), "today": self._today}
        if not start or not entry:
            if not start and table == "archive_files":
                yield self._say("period_open", [(table, since)], **values)
            return
        law = "kept_by_law" in self.one.decision.reasons and entry.get("least_months")
        months = entry["least_months"] if law else entry["months"]
        year_end = not law and entry["counted_from"] == "year_end"
        last = last_day_of(start, months, year_end)
        state = "over" if last < self._today else "runs"
        code = f"period_{'law' if law else state}{'_year' if year_end else ''}"
        if law:
            cells.append(("retention_schedule", "least_months"))
        yield self._say(code, cells, months=months, last=last, own=entry["months"], **values)

    def _last_use(self) -> Iterator[Told]:
        if self.one.table == "archive_files":
            return
        facts = read(self.world.profile).facts
        for one in facts.served:
            table, _, name = one.column.partition(".")
            days = [text(row.get(name)) for row in self._rows(table) if row.get(name)]
            if days:
                values: dict[str, Any] = {"other": self._title(table, name), "last": max(days)}
                values["table"] = both(self.world.profile.tables[table].titles)
                row = (table, name, max(days))
                yield self._say("last_use", [(table, name)], row, **values)
                for period in facts.periods:
                    if period.table == table and period.since == name:
                        yield from self._reckoned(table, name, max(days), period.category)

    def _age(self) -> Iterator[Told]:
        name = read(self.world.profile).customer.birth_date or ""
        root = self.world.profile.root
        for row in self._rows(root)[:1] if name else []:
            born = text(row.get(name))
            if born:
                years = months_old(born, self._today) // 12
                values: dict[str, Any] = {
                    "other": self._title(root, name),
                    "born": born,
                    "years": years,
                }
                yield self._say("age", [(root, name)], today=self._today, **values)

    def _handover_consent(self) -> Iterator[Told]:
        asked = read(self.world.profile).facts.separate_consent
        wanted = asked.values[self.world.spec.locale] if asked else ()
        for row in self._rows("consents"):
            if row.get("purpose") in wanted:
                given, gone = text(row.get("given_on")), text(row.get("withdrawn_on"))
                cells = [("consents", n) for n in ("purpose", "given_on", "withdrawn_on")]
                code = "handover_withdrawn" if gone else "handover_given"
                values: dict[str, Any] = {"purpose": row["purpose"], "given": given, "day": gone}
                yield self._say(code, cells, ("consents", "purpose", row["purpose"]), **values)

    def _notice(self) -> Iterator[Told]:
        form = self.world.spec.deal
        expected = form in ("merger", "business_sale", "dissolution_with_receiver")
        if not expected and not {"receiver_told", "tell_first"} & set(self.one.decision.reasons):
            return
        rows = self._rows("transfer_notices")
        if not rows:
            yield self._say("notice_none")
            return
        best = next((row for row in rows if row.get("delivered")), rows[-1])
        code = "notice_delivered" if best.get("delivered") else "notice_failed"
        cells = [("transfer_notices", name) for name in ("sent_on", "delivered")]
        values: dict[str, Any] = {
            "sent": text(best.get("sent_on")),
            "way": text(best.get("channel")),
        }
        row = ("transfer_notices", "sent_on", values["sent"])
        yield self._say(code, cells, row, other=self._title(*cells[1]), **values)

    def _owed(self) -> Iterator[Told]:
        for owed in read(self.world.profile).facts.owed:
            table, _, name = owed.column.partition(".")
            for row in self._rows(table):
                amount = text(row.get(name))
                if amount and float(amount) > 0:
                    values: dict[str, Any] = {"other": self._title(table, name), "amount": amount}
                    yield self._say("owed", [(table, name)], (table, name, amount), **values)
