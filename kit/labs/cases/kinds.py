"""The catalogue of leaks in words, to stand beside the question which of them a case is like."""

from collections.abc import Mapping
from dataclasses import dataclass

from kit.i18n import in_both
from kit.leaks.catalogue import LEAKS


@dataclass(frozen=True)
class Kind:
    """A leak of the catalogue: its name and how it goes, by language."""

    name: str
    titles: Mapping[str, str]
    about: Mapping[str, str]


@dataclass(frozen=True)
class Family:
    """Leaks that come about in the same way, e.g. by accident."""

    name: str
    titles: Mapping[str, str]
    kinds: tuple[Kind, ...]


def families() -> tuple[Family, ...]:
    """Return every leak of the catalogue, family by family, in its order.

    >>> families()[0].titles["en"]
    'Accident'
    """
    found: dict[str, list[Kind]] = {}
    for name, leak in LEAKS.items():
        kind = Kind(name, _said(f"leaks.title.{name}"), _said(f"leaks.about.{name}"))
        found.setdefault(leak.FAMILY, []).append(kind)
    return tuple(
        Family(name, _said(f"leaks.family.{name}"), tuple(kinds)) for name, kinds in found.items()
    )


def _said(message: str) -> dict[str, str]:
    return in_both(message)
