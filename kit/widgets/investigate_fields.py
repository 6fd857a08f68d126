"""Which fields of customers a screen, a file or a mail carries, in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kit.widgets.investigate_cells import short
from kit.widgets.investigate_tables import CUSTOMERS

Say = Callable[..., str]


def view_fields(
    views: Sequence[Mapping[str, Any]], tables: Sequence[Mapping[str, Any]], say: Say
) -> dict[str, str]:
    """Return the fields of each view by its id, table by table in words.

    Args:
        views: The rows of the table of that name; their fields as ``table.column``.
        tables: All tables as the public side tells them, in the language of the view.
        say: Words of the view.
    """
    pages = {one["name"]: one for one in tables}
    return {one["view_id"]: _told(one["fields"] or (), pages, say) for one in views}


def _told(names: Sequence[str], pages: Mapping[str, Mapping[str, Any]], say: Say) -> str:
    found: dict[str, list[str]] = {}
    for table, field in (name.split(".") for name in names):
        own = f"{CUSTOMERS}_{table}"  # the company may have a table of that name, too
        page = pages[own if own in pages else table]
        titles = {one["name"]: short(one["titles"]) for one in page["columns"]}
        found.setdefault(page["titles"], []).append(titles[field])
    parts = (
        say("inv_fields_of", table=table, fields=say("inv_and").join(titles))
        for table, titles in found.items()
    )
    return say("inv_fields_join").join(parts)
