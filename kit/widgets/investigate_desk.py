"""Answers what a page asks of a case: the log narrowed down, counted, and the papers beside it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from kit.activity.columns import Texts
from kit.activity.search import Query, Search, read_query
from kit.errors import BadInput
from kit.i18n import explain
from kit.widgets.investigate_fields import view_fields
from kit.widgets.investigate_sheets import Papers
from kit.widgets.investigate_words import COLUMNS, COUNTED, meant, names_of

Say = Callable[..., str]
FIRST = 100
MOST = 400
SUGGESTED = 8
BINS = 120
COUNT_ROWS = 60
THING = "resource.uid"
"""What an event was about: a file, a mail, a link; the page shows its name."""
MOST_VIEWS = 12
"""So many screens and files have their fields listed beside a question."""
MOST_VALUES = 1000
"""A condition names no more values."""
SHOWN = 3
"""Of the values of a condition so many are named."""


class CaseDesk:
    """A case as one view shows it.

    Args:
        task: The task.
        public: Its public side in the language of the view.
        locale: That language.
        say: Words of the view.
    """

    def __init__(self, task: Any, public: Mapping[str, Any], locale: str, say: Say) -> None:
        self.task, self.locale, self.say = task, locale, say
        self.search: Search = task.search
        self.papers = Papers(task, public, locale, say)
        self.names = names_of(self.papers, public, say)
        self.fields = view_fields(self.papers.raw("views"), public["tables"], say)

    def page(self) -> dict[str, Any]:
        """Return what of the case does not change while somebody works."""
        kinds = {one.name: one.kind for one in self.search.columns}
        columns = [
            {
                "name": name,
                "title": self.say(f"inv_log_{_id(name)}"),
                "kind": kinds.get(name, "text"),
                "ask": name in kinds and name not in ("time", "metadata.logged_time"),
            }
            for name in COLUMNS
        ]
        return {
            "log": self.papers.log,
            "columns": columns,
            "counted": [name for name in COUNTED if name in kinds],
            "names": self.names,
            "fields": self.fields,
            "tabs": self.papers.tabs(),
        }

    def answer(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a page asks for.

        Raises:
            BadInput: If the question has another form, or names what is not there.
        """
        react = QUESTIONS.get(str(message.get("what")))
        if react is None:
            raise BadInput("view.bad_message", part="what")
        return react(self, message)

    def find(self, query: Any) -> Any:
        """Return the rows of the log that a query in the form of an answer finds."""
        return self.search.find(read_query(query or {}))

    # Questions

    def log(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return how much a query finds, its first rows, and where it lies in time.

        The time line shows what the other conditions find in and outside the window, so that
        nobody takes the window for the whole.
        """
        query = read_query(message.get("query") or {})
        found = self.search.find(query)
        wide = found
        if query.since or query.until:
            wide = self.search.find(Query(conditions=query.conditions, customers=query.customers))
        zoom = _object(message, "zoom")
        since = _moment(zoom.get("since") or self.papers.log["since"])
        until = _moment(zoom.get("until") or self.papers.log["until"])
        if not zoom:
            until += timedelta(seconds=1)  # the log tells its last second, and some of it is left
        if since >= until:
            raise BadInput("view.bad_message", part="zoom")
        timeline = self.search.timeline(wide, bins=BINS, since=since, until=until)
        return {
            "total": len(found),
            "people": len(self.search.people(found)),
            "rows": self._rows(found, 0, FIRST, bool(message.get("newest"))),
            "timeline": timeline,
            "things": self._things(query),
        }

    def _things(self, query: Query) -> dict[str, str]:
        """Return what the files, mails and links are called that a query names."""
        named = (one.values for one in query.conditions if one.column == THING)
        shown = [str(value) for values in named for value in values[:SHOWN]]
        return {one: self.papers.things[one] for one in shown if one in self.papers.things}

    def rows(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return some more rows of what a query finds."""
        found = self.find(message.get("query"))
        offset, limit = _whole(message, "offset", 10**9), _whole(message, "limit", MOST)
        return {"rows": self._rows(found, offset, limit, bool(message.get("newest")))}

    def _rows(self, found: Any, offset: int, limit: int, newest: bool) -> list[dict[str, Any]]:
        rows = self.search.page(found, offset, limit, newest=newest)
        for row in rows:
            row["thing"] = self.papers.thing(row)
            row["whose"] = self.papers.owners.get(str(row["actor.user.uid"]), "")
        return rows

    def count(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a query finds, counted by a column."""
        column = str(message.get("column"))
        rows = self.search.count_by(self.find(message.get("query")), column, top=COUNT_ROWS)
        if column == THING:
            rows = [row | {"about": self.papers.gist(row["value"])} for row in rows]
        return {"rows": sorted(rows, key=lambda row: -row["people"]), "column": column}

    def values(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return values of a column to choose from, also by what they are called."""
        column, prefix = str(message.get("column")), str(message.get("prefix") or "")
        known = self.names.get(column, {})
        wanted = prefix.casefold()
        named = [code for code, title in known.items() if wanted in title.casefold()]
        found = self.search.values(column, prefix, limit=40)
        codes = dict.fromkeys([one["value"] for one in found] + named[:40])
        return {"values": [{"value": code} for code in codes if code]}

    def condition(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return the condition on codes that somebody means who typed what the page shows.

        A person, a path or a list stands in the log as an id that nobody sees; asked for by its
        name it must be found. What is kept names codes, so it holds in every language.

        Raises:
            BadInput: If more values are meant than a condition may name.
        """
        column, op, text = (str(message.get(name) or "") for name in ("column", "op", "text"))
        asked = {"column": column, "op": op, "values": [text] if text else []}
        known = self.search.column(column)
        if op not in ("is", "is_not", "contains") or not isinstance(known, Texts):
            return {"condition": asked, "names": {}}
        if column == "site" and text.casefold() == self.say("inv_outside").casefold():
            bare = "not_empty" if op == "is_not" else "empty"
            return {"condition": {"column": column, "op": bare, "values": []}, "names": {}}
        names = self.papers.things if column == THING else self.names.get(column, {})
        values = meant(known, names, op, text)
        if len(values) > MOST_VALUES:
            raise BadInput("view.too_many_meant", count=len(values), most=MOST_VALUES)
        if values and (op != "contains" or names):
            asked = {"column": column, "op": "is" if op == "contains" else op, "values": values}
        told = {value: names[value] for value in values[:SHOWN] if value in names}
        return {"condition": asked, "names": told}

    def table(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return rows of a table with what is searched for in them."""
        offset, limit = _whole(message, "offset", 10**9), _whole(message, "limit", MOST)
        name, wanted = str(message.get("table")), str(message.get("search") or "")
        places = self.papers.find(name, wanted)
        rows = [self.papers.row(name, place) for place in places[offset : offset + limit]]
        return {"table": name, "total": len(places), "rows": rows}

    def accounts(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return accounts to choose from: people first of those that fit, or the pinned ones."""
        wanted = str(message.get("search") or "").strip()
        if wanted:
            fits = self.papers.find("accounts", wanted)
            kinds = [one["kind"] for one in self.papers.raw("accounts")]
            fits.sort(key=lambda place: kinds[place] != "person")
            found = [self.papers.key("accounts", place) for place in fits]
        else:
            found = self._pinned_accounts(_texts(message.get("pins")))
        return {"accounts": [self.papers.account(one) for one in found[:SUGGESTED]]}

    def _pinned_accounts(self, refs: Sequence[str]) -> list[str]:
        ids = [ref.partition(":")[2] for ref in refs if ref.startswith("event:")]
        if not ids:
            return []
        rows = self.search.page(self.search.rows_of_events(ids), 0, MOST)
        found = [str(row["actor.user.uid"]) for row in rows if row["actor.user.uid"]]
        return list(dict.fromkeys(found))

    def gists(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is pinned in a few words each, with where to find it."""
        refs = _texts(message.get("refs"))
        ids = [ref.partition(":")[2] for ref in refs if ref.startswith("event:")]
        rows = self.search.page(self.search.rows_of_events(ids), 0, len(ids)) if ids else []
        events = {f"event:{row['metadata.uid']}": self._event_gist(row) for row in rows}
        return {"gists": {ref: events.get(ref) or self.papers.ref_gist(ref) for ref in refs}}

    def _event_gist(self, row: Mapping[str, Any]) -> dict[str, Any]:
        account = str(row["actor.user.uid"] or "")
        who = row.get("person") or self.papers.account_names.get(account, account)
        action = self.names["action"].get(row["action"], row["action"])
        at = str(row["time"])
        parts = [f"{at[5:10]} {at[11:16]}", who, action]
        uid = {"column": "metadata.uid", "op": "is", "values": [row["metadata.uid"]]}
        return {
            "title": " ".join(part for part in parts if part),
            "about": self.papers.thing(row) or "",
            "at": at[:19],
            "view": row["view"],
            "look": {"conditions": [uid]},
        }

    def scope(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return how many people each part of a scope names, and all parts together."""
        parts, desk = _objects(message, "parts"), _object(message, "desk")
        named: list[Any] = []
        found = [self._part(part, desk, named) for part in parts]
        people = len(np.unique(np.concatenate(named))) if named else 0
        return {"parts": found, "people": people}

    def _part(self, part: Mapping[str, Any], desk: Any, named: list[Any]) -> dict[str, Any]:
        entry = {"title": self.papers.part_title(part), "people": 0, "remark": None}
        try:
            places = self.task.resolve({"parts": [part], "count": None}, desk)
            entry["events"] = self._events_of(part, desk)
        except BadInput as error:
            return entry | {"remark": explain(error, self.locale)}
        named.append(places)
        return entry | {"people": len(places)}

    def _events_of(self, part: Mapping[str, Any], desk: Any) -> int | None:
        found = self._rows_of(part, desk)
        return None if found is None else len(found)

    def _rows_of(self, part: Mapping[str, Any], desk: Any) -> Any:
        """Return the rows of the log that a part of a scope finds; None if it is no filter."""
        query = part.get("query")
        if part.get("kind") == "saved":
            named = (
                one for one in _objects(desk, "filters") if one.get("name") == part.get("name")
            )
            query = next((one.get("query") for one in named), None)
        return None if query is None else self.find(query)

    def carried(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return the views behind what is pinned and behind the parts of a scope."""
        gists = self.gists(message)["gists"].values()
        views = [one["view"] for one in gists]
        desk = _object(message, "desk")
        for part in _objects(message, "parts"):
            views += self._views_of(part, desk)
        return {"views": [one for one in dict.fromkeys(views) if one in self.fields][:MOST_VIEWS]}

    def _views_of(self, part: Mapping[str, Any], desk: Any) -> list[str]:
        if part.get("file"):
            return [self.papers.names("files", "view_id").get(str(part["file"]), "")]
        try:
            rows = self._rows_of(part, desk)
        except BadInput:
            return []  # why, the part says itself
        found = [] if rows is None else self.search.count_by(rows, "view", top=MOST_VIEWS)
        return [str(one["value"]) for one in found]


QUESTIONS: Mapping[str, Callable[[CaseDesk, Mapping[str, Any]], dict[str, Any]]] = {
    "accounts": CaseDesk.accounts,
    "carried": CaseDesk.carried,
    "condition": CaseDesk.condition,
    "count": CaseDesk.count,
    "gists": CaseDesk.gists,
    "log": CaseDesk.log,
    "page": CaseDesk.rows,
    "scope": CaseDesk.scope,
    "table": CaseDesk.table,
    "values": CaseDesk.values,
}


def _whole(message: Mapping[str, Any], name: str, most: int) -> int:
    value = message.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadInput("view.bad_message", part=name)
    return min(value, most)


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _object(message: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = message.get(name) or {}
    if not isinstance(value, Mapping):
        raise BadInput("view.bad_message", part=name)
    return value


def _objects(message: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = message.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise BadInput("view.bad_message", part=name)
    return value


def _moment(text: Any) -> datetime:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise BadInput("view.bad_message", part="zoom") from error
    if found.tzinfo is not None:
        raise BadInput("view.bad_message", part="zoom")
    return found


def _id(name: str) -> str:
    """Return the end of the message id of a column's title.

    >>> _id("actor.user.uid")
    'actor_user_uid'
    """
    return name.replace(".", "_")
