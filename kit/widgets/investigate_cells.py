"""What stands in a table of a case: a value in words, a heading, the width a column wants."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kit.i18n import translate
from kit.widgets.investigate_tables import ACCOUNT, HIDDEN, NAMED, PERSON, RENAMED
from kit.widgets.investigate_words import OF_TABLES, actions

if TYPE_CHECKING:
    from kit.widgets.investigate_sheets import Papers

WIDEST, NARROWEST = 15.0, 3.5
_SLACK, _SAMPLE, _MOST = 0.3, 200, 0.95
_BOLD, _HEADING = 1.12, 6.0
"""A heading is set in bold, and asks for no more room than this for itself."""
_CUT = re.compile(r"[（，；：。]| \(|, |; |: ")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
_YEAR = len("2026-")
OWN = {"accounts": "account_id", "files": "file_id", "segments": "segment_id", "staff": "staff_id"}
"""Ids of a table's own rows stand as they are, their names beside them."""
LISTED = frozenset({("file_id", "mails"), ("file_id", "links"), ("segment_id", "files")})
"""Columns that hold an id of a file or a list, told by its name."""
PHASES = frozenset({("phases", "phase"), ("entrustments", "phases")})
TABLES = frozenset({("entrustments", "tables"), ("processing_register", "table_name")})
SIDES = frozenset(
    {("parties", "role"), ("transition_services", "provider"), ("transition_services", "recipient")}
)
"""Columns that hold phases of the deal, tables of the customers, sides of the deal."""


def cell(papers: "Papers", table: str, name: str, value: Any) -> str:
    """Return a value in words; an empty text where there is none.

    Args:
        papers: The company's tables.
        table: Name of the table.
        name: Name of the column.
        value: The value as it is.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return papers.say("inv_yes" if value else "inv_no")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        told = (_code(papers, table, name, str(one)) or str(one) for one in value)
        return papers.say("inv_and").join(told)
    if value in OF_TABLES.get((table, name), ()):
        return papers.say(f"inv_code_{value.replace(' ', '_')}")
    if name == "row_start":
        return str(value + 1)  # people count from one
    return _code(papers, table, name, str(value)) or _text(papers, table, name, str(value))


def _code(papers: "Papers", table: str, name: str, value: str) -> str | None:
    """Return a phase, a service, a table or what a ticket names in words; None for all else."""
    if (table, name) in PHASES:
        return translate(f"deal_duties.phase.{value}", papers.locale)
    if (table, name) == ("transition_services", "code"):
        return translate(f"deal_duties.service.{value}", papers.locale)
    if (table, name) in SIDES:
        return translate(f"deal_duties.party.{value}", papers.locale)
    if (table, name) == ("tickets", "refs"):
        return papers.account_names.get(value) or papers.names("systems", "name").get(value)
    return papers.table_title(value) if (table, name) in TABLES else None


def _text(papers: "Papers", table: str, name: str, value: str) -> str:
    if (table, name) == ("parties", "party_id"):
        return ""  # a word of programs; its name stands beside it
    own = OWN.get(table) == name
    if name in PERSON and not own:
        person = papers.names("staff", "name").get(value)
        return f"{person} {value}" if person else value
    if name in ("from_id", "to_id"):
        person = papers.names("staff", "name").get(value)
        return person or papers.names("parties", "name").get(value, value)
    if name in ACCOUNT and not own:
        return papers.account_names.get(value, value)
    if name in NAMED and NAMED[name][0] != table:
        return papers.names(*NAMED[name]).get(value, value)
    if name == "file_id" and not own:
        return papers.names("files", "path").get(value, value)
    if (table, name) == ("processing_register", "field_name"):
        return papers.field_titles.get(value, value)
    if (table, name) == ("segments", "field"):
        return papers.field_titles.get(value, value)
    if name == "segment_id" and not own:
        return papers.list_names.get(value, value)
    if name == "action":
        return actions(papers.say).get(value, value)
    return value


def column_page(
    papers: "Papers", table: str, place: int, column: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a column as a view shows it: its heading, and how wide it wants to be.

    Args:
        papers: The company's tables.
        table: Name of the table.
        place: Which column of it.
        column: The column as the public side tells it.
    """
    title, name = _heading(papers, table, column), column["name"]
    return {"name": name, "title": title, "wide": _width(papers, table, place, name, title)}


def _heading(papers: "Papers", table: str, column: Mapping[str, Any]) -> str:
    name = column["name"]
    if (table, name) in OF_TABLES or name in RENAMED:
        return papers.say(f"inv_col_{name}")
    title = short(column["titles"])
    names = name in NAMED or name in PERSON or (name, table) in LISTED
    return title.removesuffix("编号") if names else title


def _width(papers: "Papers", table: str, place: int, name: str, title: str) -> float:
    if name in HIDDEN or (table, name) == ("parties", "party_id"):
        return 0
    year = papers.log["until"][:_YEAR]
    cells = [row[place] for row in papers.told(table)[-_SAMPLE:]]
    sample = sorted(_room(_dated(text, year)) for text in cells)
    most = sample[int(len(sample) * _MOST)] if sample else NARROWEST
    heading = min(_BOLD * _room(title) + _SLACK, max(most, _HEADING))
    return round(min(WIDEST, max(NARROWEST, most + _SLACK, heading)), 1)


def short(title: str) -> str:
    """Return the first words of a column's description.

    >>> short("到期日，当天仍有效；空：不到期"), short("Account that made it (accounts)")
    ('到期日', 'Account that made it')
    """
    return _CUT.split(title)[0]


def _dated(text: str, year: str) -> str:
    """Return a moment without its year if that goes without saying; other text as it is."""
    return text[_YEAR:] if text.startswith(year) and _MOMENT.fullmatch(text) else text


def _room(text: str) -> float:
    """Return how wide a text is, in letters of Chinese."""
    return sum(1 if letter > "\u2e80" else 0.62 for letter in text)
