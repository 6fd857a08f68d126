"""Turns the scope of a report into people: filters, lists, files, pasted ids, or everyone."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kit.activity.book import Book
from kit.activity.search import Search, read_query
from kit.errors import BadInput
from kit.labs.investigation.given import Desk, Scope, ScopePart

Places = NDArray[np.int64]
NAMED = 5
"""So many unknown ids are named; the others are counted."""


def places_of(search: Search, book: Book, scope: Scope, desk: Desk) -> Places:
    """Return the places in the book of everybody whom a scope names, each once, rising.

    Args:
        search: The desk of the case.
        book: Its customers.
        scope: The scope.
        desk: With the saved filters that it may name.

    Raises:
        BadInput: A filter, list, file or customer that is not there.
    """
    case = _Case(search, book, desk)
    named = np.zeros(len(book), np.bool_)
    for one in scope.parts:
        named[_PARTS[one.kind](case, one)] = True
    return np.flatnonzero(named)


@dataclass(frozen=True)
class _Case:
    search: Search
    book: Book
    desk: Desk


def _query(case: _Case, one: ScopePart) -> Places:
    return case.search.people(case.search.find(read_query(_needed(one.query, "query"))))


def _saved(case: _Case, one: ScopePart) -> Places:
    name = _needed(one.name, "name")
    query = next((kept.query for kept in case.desk.filters if kept.name == name), None)
    if query is None:
        known = ", ".join(kept.name for kept in case.desk.filters)
        raise BadInput("investigation.no_saved", name=name, known=known or "–")
    return case.search.people(case.search.find(read_query(query)))


def _list(case: _Case, one: ScopePart) -> Places:
    return case.search.places_of_list(_needed(one.segment, "segment"))


def _file(case: _Case, one: ScopePart) -> Places:
    return case.search.places_of_file(_needed(one.file, "file"))


def _ids(case: _Case, one: ScopePart) -> Places:
    pasted = case.search.places_of_text(_needed(one.text, "text"))
    if pasted.unknown:
        raise BadInput(
            "investigation.no_customers",
            count=len(pasted.unknown),
            names=", ".join(pasted.unknown[:NAMED]),
        )
    return pasted.places


def _everyone(case: _Case, one: ScopePart) -> Places:
    return np.arange(len(case.book), dtype=np.int64)


_PARTS = {
    "query": _query,
    "saved": _saved,
    "list": _list,
    "file": _file,
    "ids": _ids,
    "everyone": _everyone,
}


def _needed(value: Any, name: str) -> Any:
    if value is None:
        raise BadInput("investigation.part_empty", name=name)
    return value
