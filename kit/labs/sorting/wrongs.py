"""Says what is wrong in a record, value by value, and which cells show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kit.customers.flaws import read
from kit.labs.sorting.columns import both, plain
from kit.labs.sorting.desk import Desk, Told, text

_NEVER = "1900-01-01"
_FULL_WIDTH = range(0xFF10, 0xFF1A)


@dataclass(frozen=True)
class Wrongs(Desk):
    """Says what is wrong in one record."""

    def _wrong(self) -> Iterator[Told]:
        kinds = {
            "broken_date": self._date,
            "wrong_column": self._column,
            "wrong_format": self._format,
            "stale_phone": self._stale,
            "duplicate": self._double,
            "consent_withdrawn": self._withdrawn,
        }
        if self.one.kind in kinds:
            yield from kinds[self.one.kind]()
        elif self.one.kind not in ("sound", "retention_expired", "legal_hold"):
            empty = self.fields.get(self.one.column) is None
            yield self._say("empty" if empty else f"found.{self.one.kind}", self._own())

    def _date(self) -> Iterator[Told]:
        column, found = self.one.column, self._found
        if found.startswith(_NEVER):
            yield self._say("date_never", self._own())
            return
        for order in self.world.profile.orders:
            if order.table != self.one.table or column not in (order.first, order.then):
                continue
            other = order.first if column == order.then else order.then
            table, _, name = other.rpartition(".")
            table = table or self.one.table
            for row in self._beside(table):
                value = text(row.get(name))
                first, then = (value, found) if column == order.then else (found, value)
                if value and first[:10] > then[:10]:
                    code = "date_before" if column == order.then else "date_after"
                    cells = [*self._own(), (table, name)]
                    yield self._say(code, cells, other=self._title(table, name), against=value)
                    return
        code = "date_to_come" if found[:10] > self._today else "date_odd"
        yield self._say(code, self._own(), today=self._today)

    def _beside(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table that share a key with the record."""
        own = {name: plain(value) for name, value in self.fields.items()}
        if table == self.one.table:
            return [own]
        keys = [name for name in own if name.endswith(("_id", "_no"))]
        rows = self._rows(table)
        shared = [key for key in keys if key != "customer_id" and any(key in row for row in rows)]
        return [row for row in rows if all(row.get(key, own[key]) == own[key] for key in shared)]

    def _column(self) -> Iterator[Told]:
        config, place, found = read(self.world.profile).wrong_column, self.one.place, self._found
        right = self.right.get((self.one.table, self.one.row, self.one.column))
        for pair in config.swapped:
            other = next((one for one in pair if place in pair and one != place), "")
            name = other.partition(".")[2]
            if name and text(self.fields.get(name)) == right:
                cells = [*self._own(), (self.one.table, name)]
                title = self._title(self.one.table, name)
                yield self._say("swapped", cells, other=title, holds=right)
                return
        for moved in (*config.misplaced, *config.third_party):
            table, _, name = moved.value.partition(".")
            holds = (text(row.get(name)) == found for row in self._rows(table))
            if moved.into == place and any(holds):
                code = "misplaced" if table == self.one.table else "third_party"
                cells = [*self._own(), (table, name)]
                titles = both(self.world.profile.tables[table].titles)
                yield self._say(code, cells, other=self._title(table, name), table=titles)
                return
        yield self._say("company" if place in config.company else "misfit", self._own())

    def _format(self) -> Iterator[Told]:
        found = self._found
        values: dict[str, Any] = {"length": len(found), "wanted": 18 if self._is_id() else 11}
        if any(ord(letter) in _FULL_WIDTH for letter in found):
            code = "format_wide"
        elif " " in found or "-" in found:
            code = "format_gaps"
        else:
            code = "format_letter" if len(found) == values["wanted"] else "format_length"
        yield self._say(code, self._own(), **values)

    def _is_id(self) -> bool:
        right = self.right.get((self.one.table, self.one.row, self.one.column))
        return self.one.place in read(self.world.profile).wrong_format.resident_ids or (
            right is not None and len(right) == len("440000196603300125")
        )

    def _stale(self) -> Iterator[Told]:
        since = read(self.world.profile).customer.since
        owner = next(iter(self._resting("owner")), {})
        root = self.world.profile.root
        cells = [*self._own(), *([(root, since)] if since else [])]
        dates: dict[str, Any] = {
            "mine": text(self.fields.get(since)) if since else "",
            "later": text(owner.get(since)) if since else "",
        }
        yield self._say("stale", cells, partner=self.one.partner, **dates)

    def _double(self) -> Iterator[Told]:
        partner = next(iter(self._resting("partner")), {})
        shown = [name for name in partner if name != "customer_id" and name in self.fields]
        same = [n for n in shown if text(self.fields[n]) == text(partner[n]) != ""]
        telling = [n for n in same if n not in ("sex", "province", "city", "district")]
        root = self.world.profile.root
        cells = [(root, name) for name in telling[:5]]
        titles = [self._title(*cell) for cell in cells]
        yield self._say("double", cells, partner=self.one.partner, same=titles)

    def _withdrawn(self) -> Iterator[Told]:
        day = text(self.fields.get("withdrawn_on"))
        values: dict[str, Any] = {"purpose": text(self.fields.get("purpose")), "day": day}
        cells = [("consents", "purpose"), ("consents", "withdrawn_on")]
        later = [u for u in self._resting("beside") if text(u.get("used_on"))[:10] > day]
        if later:
            used = max(text(use["used_on"]) for use in later)
            cells.append(("consent_uses", "used_on"))
            row = ("consent_uses", "used_on", used)
            yield self._say("used_after", cells, row, used=used, **values)
        else:
            yield self._say("withdrawn", cells, **values)
