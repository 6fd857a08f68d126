"""The company's papers as a view shows them: told in words, searched, and named in a few words."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from kit.widgets.investigate_cells import cell, column_page, short
from kit.widgets.investigate_tables import (
    CUSTOMERS,
    GISTS,
    KINDS,
    LOOKS,
    NEWEST_FIRST,
    REF_OF,
    TABS,
    UNSHOWN,
)

Say = Callable[..., str]


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
        self._searched: dict[str, list[str]] = {}
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
    def owners(self) -> dict[str, str]:
        """Return the name of whose each account is; that of a machine has none."""
        people, parties = self.names("staff", "name"), self.names("parties", "name")
        found = {}
        for row in self.raw("accounts"):
            party = str(row["party_id"]) if row["kind"] == "person" else ""
            found[row["account_id"]] = people.get(row["staff_id"] or "") or parties.get(party, "")
        return found

    @cached_property
    def account_names(self) -> dict[str, str]:
        """Return every account with whose it is, or which kind it is."""
        kinds = self.names("accounts", "kind")
        return {
            account: f"{owner or self._kind(kinds[account])} {account}".strip()
            for account, owner in self.owners.items()
        }

    def _kind(self, kind: str) -> str:
        return "" if kind == "person" else self.say(f"inv_code_{kind}")

    @cached_property
    def list_names(self) -> dict[str, str]:
        """Return what each list of customers is called."""
        customers = self._pages.get(CUSTOMERS, {"columns": []})["columns"]
        fields = {one["name"]: short(one["titles"]) for one in customers}
        return {
            row["segment_id"]: f"{fields.get(row['field'], row['field'])} {row['value']}"
            if row["field"]
            else self.say("inv_everybody")
            for row in self.raw("segments")
        }

    def table_title(self, table: str) -> str | None:
        """Return what a table of the customers is called; None if there is none."""
        own = f"{CUSTOMERS}_{table}"  # the company may have a table of that name, too
        page = self._pages.get(own) or self._pages.get(table)
        return str(page["titles"]) if page else None

    @cached_property
    def field_titles(self) -> dict[str, str]:
        """Return what the fields of the customers' tables are called; the first table wins."""
        company = {name for names in TABS.values() for name in names}
        pages = [page for name, page in self._pages.items() if name not in company]
        pages.sort(key=lambda page: not page["name"].startswith(CUSTOMERS))
        found: dict[str, str] = {}
        for page in pages:
            for one in page["columns"]:
                found.setdefault(one["name"], short(one["titles"]))
        return found

    @cached_property
    def things(self) -> dict[str, str]:
        """Return what everything that an event may be about is called, by its id."""
        found = dict(self.names("files", "path")) | self.names("mails", "subject")
        paths = self.names("files", "path")
        for row in self.raw("links"):
            found[row["link_id"]] = f"{paths.get(row['file_id'], '')} {row['link_id']}".strip()
        for row in self.raw("entitlements"):
            role = self.names("roles", "name").get(row["role_id"], row["role_id"])
            account = self.account_names.get(row["account_id"], row["account_id"])
            found[row["entitlement_id"]] = f"{account} {role}"
        return found | self.account_names

    def thing(self, row: Mapping[str, Any]) -> str | None:
        """Return what an event was about: the view that was shown, or a file, a mail, a link."""
        resource = row.get("resource.uid")
        if resource:
            return self.things.get(str(resource), str(resource))
        view = row.get("view")
        return self.names("views", "title").get(str(view), str(view)) if view else None

    def gist(self, resource: Any) -> str | None:
        """Return what the object of an event is called."""
        return self.things.get(str(resource)) if resource else None

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
                tuple(cell(self, table, name, value) for name, value in row.items())
                for row in self.raw(table)
            ]
        return self._told[table]

    def find(self, table: str, wanted: str) -> list[int]:
        """Return the places of the rows with every word that is searched for.

        A row has the words that it shows, and the ids behind them.
        """
        words = wanted.casefold().split()
        texts = enumerate(self._texts(table))
        found = [place for place, text in texts if all(one in text for one in words)]
        return found[::-1] if table in NEWEST_FIRST else found

    def _texts(self, table: str) -> list[str]:
        if table not in self._searched:
            rows = zip(self.told(table), self.raw(table), strict=True)
            self._searched[table] = [
                "\n".join((*told, *_ids(raw))).casefold() for told, raw in rows
            ]
        return self._searched[table]

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
            "view": self._view_of(raw),
            "links": self._links(table, raw),
        }

    def _view_of(self, raw: Mapping[str, Any]) -> str | None:
        """Return the view whose fields a row carries; None if it carries none."""
        named = raw.get("view_id") or self.names("files", "view_id").get(raw.get("file_id") or "")
        return str(named) if named else None

    def _links(self, table: str, raw: Mapping[str, Any]) -> dict[str, str] | None:
        """Return where the links to a file stand; None for what is no file or has none."""
        shared = table == "files" and raw["file_id"] in self._shared
        return {"name": "links", "search": raw["file_id"]} if shared else None

    @cached_property
    def _shared(self) -> frozenset[str]:
        return frozenset(str(one["file_id"]) for one in self.raw("links"))

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
            return {"title": ref, "about": "", **dict.fromkeys(("look", "table", "at", "view"))}
        found = self.row(table, place)
        shown = table not in UNSHOWN
        return {
            "title": found["title"],
            "about": self.title(table),
            "look": None,
            "table": {"name": table, "search": key} if shown else None,
            "at": None,
            "view": found["view"],
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
            "columns": [column_page(self, table, *one) for one in enumerate(page["columns"])],
        }

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
        if table == "files":
            own = (row for row in self.raw("links") if row["file_id"] == raw["file_id"])
            return _where("resource.uid", [raw["file_id"], *(row["link_id"] for row in own)])
        if table in LOOKS:
            column, name = LOOKS[table]
            return _where(column, [str(raw[name])])
        customer = raw.get("customer_id")
        return {"customers": [customer]} if customer else None


def _ids(raw: Mapping[str, Any]) -> list[str]:
    return [str(value) for name, value in raw.items() if value and name.endswith("_id")]


def _where(column: str, values: Sequence[str]) -> dict[str, Any]:
    return {"conditions": [{"column": column, "op": "is", "values": list(values)}]}
