"""The company's papers as a view shows them: told in words, searched, and named in a few words."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from kit.widgets.investigate_tables import (
    ACCOUNT,
    CUSTOMERS,
    GISTS,
    HIDDEN,
    KINDS,
    LOOKS,
    NAMED,
    NEWEST_FIRST,
    PERSON,
    REF_OF,
    RENAMED,
    TABS,
    UNSHOWN,
)
from kit.widgets.investigate_words import OF_TABLES, actions

Say = Callable[..., str]

WIDEST, NARROWEST = 15.0, 3.5
_CUT = re.compile(r"[（，；：。]| \(|, |; |: ")


class Papers:
    """The tables of a case in the language of a view.

    Args:
        task: The task.
        public: Its public side in that language.
        locale: That language.
        say: Words of the view.
    """

    def __init__(self, task: Any, public: Mapping[str, Any], locale: str, say: Say) -> None:
        self.task, self.locale, self.say = task, locale, say
        self.log = {name: public["log"][name] for name in ("events", "since", "until")}
        self._pages = {one["name"]: one for one in public["tables"]}
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._told: dict[str, list[tuple[str, ...]]] = {}
        self._names: dict[tuple[str, str], dict[str, str]] = {}

    # Names

    def names(self, table: str, column: str) -> dict[str, str]:
        """Return the names of a table's rows by id; its first column is the id."""
        place = (table, column)
        if place not in self._names:
            rows = self.raw(table)
            self._names[place] = {str(next(iter(row.values()))): str(row[column]) for row in rows}
        return self._names[place]

    @cached_property
    def account_names(self) -> dict[str, str]:
        """Return every account with whose it is."""
        people, parties = self.names("staff", "name"), self.names("parties", "name")
        found = {}
        for row in self.raw("accounts"):
            whose = people.get(row["staff_id"] or "")
            if whose is None and row["kind"] != "person":
                whose = self.say(f"inv_code_{row['kind']}")
            whose = whose or parties.get(row["party_id"] or "", "")
            found[row["account_id"]] = f"{whose} {row['account_id']}".strip()
        return found

    @cached_property
    def list_names(self) -> dict[str, str]:
        """Return what each list of customers is called."""
        customers = self._pages.get(CUSTOMERS, {"columns": []})["columns"]
        fields = {one["name"]: _short(one["titles"]) for one in customers}
        return {
            row["segment_id"]: f"{fields.get(row['field'], row['field'])} {row['value']}"
            if row["field"]
            else self.say("inv_everybody")
            for row in self.raw("segments")
        }

    @cached_property
    def _things(self) -> dict[str, str]:
        found = dict(self.names("files", "path")) | self.names("mails", "subject")
        paths = self.names("files", "path")
        for row in self.raw("links"):
            found[row["link_id"]] = f"{paths.get(row['file_id'], '')} {row['link_id']}".strip()
        for row in self.raw("entitlements"):
            role = self.names("roles", "name").get(row["role_id"], row["role_id"])
            found[row["entitlement_id"]] = f"{row['account_id']} {role}"
        return found | self.account_names

    def thing(self, row: Mapping[str, Any]) -> str | None:
        """Return what an event was about: the view that was shown, or a file, a mail, a link."""
        resource = row.get("resource.uid")
        if resource:
            return self._things.get(str(resource), str(resource))
        view = row.get("view")
        return self.names("views", "title").get(str(view), str(view)) if view else None

    def gist(self, resource: Any) -> str | None:
        """Return what the object of an event is called."""
        return self._things.get(str(resource)) if resource else None

    # Rows

    def raw(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table as they are."""
        if table not in self._rows:
            self._rows[table] = self.task.table(table).to_pylist()
        return self._rows[table]

    def told(self, table: str) -> list[tuple[str, ...]]:
        """Return the rows of a table in words."""
        if table not in self._told:
            self._told[table] = [
                tuple(self._cell(table, name, value) for name, value in row.items())
                for row in self.raw(table)
            ]
        return self._told[table]

    def find(self, table: str, wanted: str) -> list[int]:
        """Return the places of the rows with every word that is searched for."""
        words = wanted.casefold().split()
        texts = ("\n".join(row).casefold() for row in self.told(table))
        found = [place for place, text in enumerate(texts) if all(one in text for one in words)]
        return found[::-1] if table in NEWEST_FIRST else found

    def key(self, table: str, place: int) -> str:
        """Return the id of a row."""
        return str(next(iter(self.raw(table)[place].values())))

    def row(self, table: str, place: int) -> dict[str, Any]:
        """Return a row with what it is called, how it is pinned, and where the log has it."""
        raw, told = self.raw(table)[place], self.told(table)[place]
        kind, column = REF_OF.get(table, ("", ""))
        return {
            "key": self.key(table, place),
            "cells": list(told),
            "title": self._gist(table, raw, told),
            "ref": f"{kind}:{raw[column]}" if kind else None,
            "look": self._look(table, raw),
        }

    def account(self, account_id: str) -> dict[str, str]:
        """Return an account to choose: whose it is, and the job or the kind."""
        row = next(one for one in self.raw("accounts") if one["account_id"] == account_id)
        staff = next((one for one in self.raw("staff") if one["staff_id"] == row["staff_id"]), None)
        job = self.names("jobs", "title").get(staff["job_id"], "") if staff else ""
        about = job or self.say(f"inv_code_{row['kind']}")
        return {"id": account_id, "title": self.account_names[account_id], "about": about}

    def ref_gist(self, ref: str) -> dict[str, Any]:
        """Return what is pinned under a reference, in a few words."""
        kind, _, key = ref.partition(":")
        table, column = KINDS.get(kind, ("", ""))
        rows = self.raw(table) if table else []
        place = next((n for n, row in enumerate(rows) if str(row[column]) == key), None)
        if place is None:
            return {"title": ref, "about": "", "look": None, "table": None, "at": None}
        found = self.row(table, place)
        shown = table not in UNSHOWN
        return {
            "title": found["title"],
            "about": self.title(table),
            "look": None,
            "table": {"name": table, "search": key} if shown else None,
            "at": None,
        }

    def part_title(self, part: Mapping[str, Any]) -> str:
        """Return what a part of a scope is called."""
        kind = part.get("kind")
        if kind == "saved":
            return self.say("inv_part_saved", name=part.get("name"))
        if kind == "list":
            name = str(part.get("segment"))
            return self.say("inv_part_list", name=self.list_names.get(name, name))
        if kind == "file":
            return self.say("inv_part_file", name=self.gist(part.get("file")) or part.get("file"))
        if kind == "ids":
            return self.say("inv_part_ids", text=f"{str(part.get('text')).strip()[:24]}…")
        return self.say("inv_part_query" if kind == "query" else "inv_part_everyone")

    # Pages

    def tabs(self) -> list[dict[str, Any]]:
        """Return the tables of each tab, with titles and the width that their columns want."""
        known = [name for names in TABS.values() for name in names]
        rest = [name for name in self._pages if name not in known and name not in UNSHOWN]
        groups = [*TABS.items(), (CUSTOMERS, rest)]
        return [
            {
                "code": code,
                "title": self.say(f"inv_tab_{code}"),
                "tables": [self._page(name) for name in names if name in self._pages],
            }
            for code, names in groups
            if any(name in self._pages for name in names)
        ]

    def title(self, table: str) -> str:
        """Return what a table is called."""
        return str(self._pages[table]["titles"])

    def _page(self, table: str) -> dict[str, Any]:
        page = self._pages[table]
        return {
            "name": table,
            "title": page["titles"],
            "rows": page["rows"],
            "columns": [self._column_page(table, *one) for one in enumerate(page["columns"])],
        }

    def _column_page(self, table: str, place: int, column: Mapping[str, Any]) -> dict[str, Any]:
        title, name = self._column(table, column), column["name"]
        return {"name": name, "title": title, "wide": self._width(table, place, name, title)}

    def _column(self, table: str, column: Mapping[str, Any]) -> str:
        name = column["name"]
        own = f"inv_col_{name}"
        if (table, name) in OF_TABLES or name in RENAMED:
            return self.say(own)
        title = _short(column["titles"])
        return title.removesuffix("编号") if name in NAMED or name in PERSON else title

    def _width(self, table: str, place: int, name: str, title: str) -> float:
        if name in HIDDEN:
            return 0
        sample = sorted(_room(row[place]) for row in self.told(table)[-200:])
        most = sample[int(len(sample) * 0.95)] if sample else NARROWEST
        return round(min(WIDEST, max(NARROWEST, most, _room(title))), 1)

    def _cell(self, table: str, name: str, value: Any) -> str:
        """Return a value in words; an empty text where there is none."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return self.say("inv_yes" if value else "inv_no")
        if isinstance(value, datetime):
            return value.isoformat(sep=" ", timespec="minutes")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, list):
            return self.say("inv_and").join(map(str, value))
        if value in OF_TABLES.get((table, name), ()):
            return self.say(f"inv_code_{value}")
        return self._text(table, name, str(value))

    def _text(self, table: str, name: str, value: str) -> str:
        own = next(iter(self.raw(table)[0])) == name  # a table's own id stands as it is
        if name in PERSON and not own:
            person = self.names("staff", "name").get(value)
            return f"{person} {value}" if person else value
        if name in ("from_id", "to_id"):
            person = self.names("staff", "name").get(value)
            return person or self.names("parties", "name").get(value, value)
        if name in ACCOUNT and not own:
            return self.account_names.get(value, value)
        if name in NAMED and not own:
            return self.names(*NAMED[name]).get(value, value)
        if name == "file_id" and not own:
            return self.names("files", "path").get(value, value)
        if name == "segment_id" and not own:
            return self.list_names.get(value, value)
        if name == "action":
            return actions(self.say).get(value, value)
        return value

    def _gist(self, table: str, raw: Mapping[str, Any], told: Sequence[str]) -> str:
        if table == "segments":
            return self.list_names[raw["segment_id"]]
        names = list(raw)
        wanted = GISTS.get(table, tuple(names[:2]))
        return " ".join(told[names.index(name)] for name in wanted if name in names).strip()

    def _look(self, table: str, raw: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the filter of the log that shows what a row is about; None where there is none."""
        if table == "staff":
            own = (row for row in self.raw("accounts") if row["staff_id"] == raw["staff_id"])
            mine = [row["account_id"] for row in own]
            return _where("actor.user.uid", mine) if mine else None
        if table in LOOKS:
            column, name = LOOKS[table]
            return _where(column, [str(raw[name])])
        customer = raw.get("customer_id")
        return {"customers": [customer]} if customer else None


def _where(column: str, values: Sequence[str]) -> dict[str, Any]:
    return {"conditions": [{"column": column, "op": "is", "values": list(values)}]}


def _short(title: str) -> str:
    """Return the first words of a column's description.

    >>> _short("到期日，当天仍有效；空：不到期"), _short("Account that made it (accounts)")
    ('到期日', 'Account that made it')
    """
    return _CUT.split(title)[0]


def _room(text: str) -> float:
    """Return how wide a text is, in letters of Chinese."""
    return sum(1 if letter > "\u2e80" else 0.62 for letter in text)
