"""The rules behind each piece of information."""

from collections.abc import Mapping

from kit.labs.text.task import Span

_BY_KIND: Mapping[str, tuple[str, ...]] = {
    "name": ("PIPL-4", "CC-1034"),
    "phone": ("PIPL-4", "CC-1034"),
    "email": ("PIPL-4", "CC-1034"),
    "birth_date": ("PIPL-4", "CC-1034"),
    "address": ("PIPL-4", "CC-1034"),
    "resident_id": ("PIPL-4", "CC-1034", "GBT45574-A-identity-card"),
    "income": ("PIPL-4", "CC-1032"),
    "debt": ("PIPL-4", "CC-1032"),
    "legal_matter": ("PIPL-4", "CC-1032"),
    "relation": ("PIPL-4", "CC-1032"),
}


def articles_of(span: Span | None) -> tuple[str, ...]:
    """Return the rules behind a span; for a mark on nothing, what personal information is."""
    if span is None:
        return ("PIPL-4",)
    found = _BY_KIND.get(span.kind, ("PIPL-4",))
    if span.masked:
        found = ("PIPL-4", "PIPL-73")
    if span.sensitive:
        found = ("PIPL-28", *found)
    if span.subject == "child":
        found = (*found, "PIPL-31")
    return tuple(dict.fromkeys(found))
