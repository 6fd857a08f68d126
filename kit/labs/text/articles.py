"""The rules behind each piece of information."""

from collections.abc import Mapping

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


ON_NOTHING = ("PIPL-4",)
"""The rule behind a mark on nothing: what personal information is."""


def articles_of(kind: str, sensitive: str | None, subject: str, *, masked: bool) -> tuple[str, ...]:
    """Return the rules behind a span.

    >>> articles_of("nickname", "minor_under_14", "child", masked=False)
    ('PIPL-28', 'PIPL-4', 'PIPL-31')
    """
    found = ("PIPL-4", "PIPL-73") if masked else _BY_KIND.get(kind, ("PIPL-4",))
    if sensitive:
        found = ("PIPL-28", *found)
    if subject == "child":
        found = (*found, "PIPL-31")
    return tuple(dict.fromkeys(found))
