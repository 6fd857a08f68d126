"""What a look at an alert shows, in words: a few short tables, the most telling first."""

from collections.abc import Callable, Mapping
from typing import Any

from kit.widgets.investigate_words import actions

Say = Callable[..., str]
Row = Mapping[str, Any]
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "who": ("name", "job", "party", "joined_on", "left_on", "to_day", "disabled_at"),
    "usual": ("compared", "now", "own", "same_job"),
    "events": ("time", "what", "people", "right", "view", "from"),
    "tickets": ("opened_at", "kind", "subject", "approved_by", "closed_at"),
    "rights": ("role", "granted_at", "ends", "last_used_on"),
    "files": ("path", "created_at", "encrypted", "deleted_at"),
    "links": ("scope", "created_at", "expires_on", "revoked_at"),
    "mails": ("at", "subject", "to_address", "to_kind", "recipients", "visible"),
    "devices": ("device_id", "kind", "encrypted", "state"),
    "custody": ("item_id", "event", "at", "note"),
    "domains": ("domain", "purpose", "expires_on", "state"),
    "around": ("time", "what", "people", "right", "view", "from"),
}
"""The sections in order, and the columns of each."""
_CODED = ("kind", "event", "state", "scope", "to_kind")
_ALWAYS = ("people", "recipients")


def told(task: Any, key: str, say: Say) -> list[dict[str, Any]]:
    """Return what a look shows: sections with title, columns, rows of text, and words for no rows.

    Args:
        task: The task.
        key: The alert.
        say: Words of the view.
    """
    detail = task.detail(key)
    titles = {r["view_id"]: r["title"] for r in task.evidence.tables["views"].to_pylist()}
    words = _Words(say, titles)
    return [
        {
            "name": name,
            "title": say(f"tri_part_{name}"),
            "columns": [say(f"tri_col_{column}") for column in kept],
            "numbers": [column in _ALWAYS for column in kept],
            "rows": [[words.cell(row, column) for column in kept] for row in detail[name]],
            "note": say("tri_usual_note") if name == "usual" else "",
            "empty": "" if detail[name] else say("tri_no_tickets"),
        }
        for name, columns in _COLUMNS.items()
        if name in detail
        for kept in [_kept(columns, detail[name], words)]
    ]


class _Words:
    """Puts the cells of a look into words."""

    def __init__(self, say: Say, views: Mapping[str, str]) -> None:
        self.say, self.views, self.actions = say, views, actions(say)

    def cell(self, row: Row, column: str) -> str:
        """Return one cell."""
        if column in OWN:
            return OWN[column](self, row)
        value = row.get(column)
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.say("tri_yes" if value else "tri_no")
        if column in _CODED:
            return self.say(f"inv_code_{value}")
        return str(value).replace("T", " ")

    def time(self, row: Row) -> str:
        """Return when, to the second; the year is that of the whole log."""
        return str(row["time"])[5:19].replace("T", " ")

    def what(self, row: Row) -> str:
        """Return what was done."""
        return self.actions.get(row["action"], str(row["action"]))

    def view(self, row: Row) -> str:
        """Return with which view, or with which thing."""
        return self.views.get(row["view"] or "", row["view"] or row["resource.uid"] or "")

    def where(self, row: Row) -> str:
        """Return from where: the office, or the address outside; and on what."""
        place = row["site"] or self.say("tri_outside", address=row["src_endpoint.ip"] or "–")
        kind = row["device.kind"]
        return f"{place} · {self.say(f'inv_code_{kind}')}" if kind else place

    def right(self, row: Row) -> str:
        """Return whether there was a right to it."""
        return self.say(f"inv_right_{row['right']}")

    def compared(self, row: Row) -> str:
        """Return what is compared."""
        return self.say(f"tri_usual_{row['what']}")

    def now(self, row: Row) -> str:
        """Return how it was that day."""
        return self._side(row["what"], row["now"])

    def own(self, row: Row) -> str:
        """Return how it is on the account's other days."""
        return self._before(row) if row["what"] == "known" else self._side(row["what"], row["own"])

    def same_job(self, row: Row) -> str:
        """Return how it is with others of the job."""
        return self._side(row["what"], row.get("same_job"))

    def _before(self, row: Row) -> str:
        return self.say("tri_usual_before", known=row["own"])

    def _side(self, what: str, value: Any) -> str:
        if value is None:
            return ""
        if what == "people" and isinstance(value, list):
            return self.say("tri_usual_middle", median=value[0], most=value[1])
        if what == "hours":
            return "–".join(value)
        return " · ".join(value) if isinstance(value, list) else str(value)

    def ends(self, row: Row) -> str:
        """Return when a right ended or ends."""
        return str(row["revoked_at"] or row["expires_on"] or "").replace("T", " ")


OWN: Mapping[str, Callable[[_Words, Row], str]] = {
    "time": _Words.time,
    "what": _Words.what,
    "view": _Words.view,
    "from": _Words.where,
    "right": _Words.right,
    "compared": _Words.compared,
    "now": _Words.now,
    "own": _Words.own,
    "same_job": _Words.same_job,
    "ends": _Words.ends,
}
"""Columns that are put together from several."""


def _kept(columns: tuple[str, ...], rows: list[Row], words: _Words) -> list[str]:
    """Return the columns in which any row has something to say."""
    return [one for one in columns if any(words.cell(row, one) for row in rows)]
