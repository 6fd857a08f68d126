"""What the exposed fields say about those exposed: sensitive categories, and how many children."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity.book import Book
from kit.activity.company import Company
from kit.customers.childhood import CHILD_ENDS, child_table
from kit.customers.labels import FieldLabel, names_child
from kit.customers.spec import Profile

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]
_DAY = 86_400_000


def sensitive(company: Company, people: pa.Table) -> dict[str, int]:
    """Return how many of those exposed have a value of each sensitive category in exposed fields.

    Args:
        company: Whose tables tell.
        people: Who was exposed with which fields (`kit.leaks.schedule.CUSTOMERS`).
    """
    found: dict[str, Mask] = {}
    first = _first(company, people)
    for label, mask in _labels(company, people).items():
        if label.sensitive:
            rows = _filled(company, label)
            if label.sensitive == "minor_under_14":
                rows &= _of_a_child(company, label.table, first)
            theirs = np.zeros_like(mask)
            theirs[_owners(company, label.table)[rows]] = True
            before = found.get(label.sensitive, np.zeros_like(mask))
            found[label.sensitive] = before | (theirs & mask)
    return {kind: int(mask.sum()) for kind, mask in sorted(found.items()) if mask.any()}


def children(company: Company, people: pa.Table) -> int:
    """Return how many children under fourteen, at first exposure, the exposed fields are about."""
    rows: dict[str, Mask] = {}
    for label, mask in _labels(company, people).items():
        if names_child(label):
            table = child_table(company.spec.profile, label.table) or label.table
            about = mask[_owners(company, table)]
            if table == label.table:
                about &= _filled(company, label)
            rows[table] = rows.get(table, np.zeros_like(about)) | about
    first = _first(company, people)
    return sum(int((mask & _young(company, table, first)).sum()) for table, mask in rows.items())


def owners(profile: Profile, tables: Mapping[str, pa.Table], book: Book, table: str) -> Places:
    """Return for each row of a customers' table the place in the book of its customer."""
    if "customer_id" in tables[table].schema.names:
        ids = tables[table]["customer_id"].combine_chunks()
        return np.array(pc.index_in(ids, book.customer_id), np.int64)
    parent = profile.tables[table].parent or ""
    key = next(name for name in tables[parent].schema.names if name in tables[table].schema.names)
    row = pc.index_in(tables[table][key].combine_chunks(), tables[parent][key].combine_chunks())
    return owners(profile, tables, book, parent)[np.array(row, np.int64)]


def _owners(company: Company, table: str) -> Places:
    return owners(company.spec.profile, company.tables, company.book, table)


def _places(book: Book, people: pa.Table) -> Places:
    ids = people["customer_id"].combine_chunks()
    return np.array(pc.index_in(ids, book.customer_id), np.int64)


def _labels(company: Company, people: pa.Table) -> dict[FieldLabel, Mask]:
    """The label of every exposed field, with whom it was exposed of, by place in the book."""
    places = _places(company.book, people)
    kinds = people["fields"].combine_chunks()
    owner = places[np.asarray(pc.list_parent_indices(kinds))]
    names = pc.list_flatten(kinds)
    found = {}
    for label in company.labels:
        mine = pc.equal(names, f"{label.table}.{label.field}")
        if pc.any(mine).as_py():
            found[label] = np.zeros(len(company.book), np.bool_)
            found[label][owner[np.asarray(mine)]] = True
    return found


def _first(company: Company, people: pa.Table) -> Places:
    """When each place in the book was first exposed; -1: never."""
    first = np.full(len(company.book), -1, np.int64)
    first[_places(company.book, people)] = np.asarray(people["first_exposed"].cast(pa.int64()))
    return first


def _of_a_child(company: Company, table: str, first: Places) -> Mask:
    """Which rows of a table belong to a customer with somebody under fourteen at first exposure."""
    child = child_table(company.spec.profile, table) or table
    whose = _owners(company, child)[_young(company, child, first)]
    return np.isin(_owners(company, table), whose)


def _filled(company: Company, label: FieldLabel) -> Mask:
    return np.asarray(company.tables[label.table][label.field].is_valid(), np.bool_)


def _young(company: Company, table: str, first: Places) -> Mask:
    """Which rows of a table are about somebody under fourteen when first exposed."""
    born = _birth_field(company.spec.profile, table)
    if born is None:
        return np.ones(company.tables[table].num_rows, np.bool_)
    days = pc.fill_null(company.tables[table][born].cast(pa.int32()), 0)
    day = first[_owners(company, table)] // _DAY
    return np.asarray(_birthday(np.asarray(days), CHILD_ENDS) > day, np.bool_)


def _birth_field(profile: Profile, table: str) -> str | None:
    for name, field in profile.tables[table].visible.items():
        if field.make == "birth_date" and names_child(field.label):
            return name
    return None


def _birthday(days: NDArray[np.int32], years: int) -> Places:
    """The day on which somebody born on a day turns so many years, as days since 1970."""
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    later = (month + np.timedelta64(12 * years, "M")).astype("datetime64[D]")
    found: Places = (later + (dates - month.astype("datetime64[D]"))).astype(np.int64)
    return found
