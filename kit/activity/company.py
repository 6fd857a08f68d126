"""What activity and leaks work on: a company's customers, its organisation and its book."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from kit.activity.book import Book, make_book
from kit.activity.stock import stocked
from kit.customers.engine import Spec
from kit.customers.labels import FieldLabel
from kit.organisation.model import Organisation


@dataclass(frozen=True)
class Company:
    """A company at work.

    Attributes:
        spec: What fixes the customers.
        size: Number of customers.
        tables: The customers' tables.
        labels: The label of every field of them.
        organisation: People, systems, rights, the deal.
        book: The customers in order of registration, and the lists of them.
    """

    spec: Spec
    size: int
    tables: Mapping[str, pa.Table]
    labels: tuple[FieldLabel, ...]
    organisation: Organisation
    book: Book

    @property
    def seed(self) -> int:
        """The seed of everything."""
        return self.spec.seed

    def with_organisation(self, organisation: Organisation) -> "Company":
        """Return the company with another state of its organisation."""
        return replace(self, organisation=organisation)


def make_company(
    spec: Spec,
    tables: Mapping[str, pa.Table],
    labels: tuple[FieldLabel, ...],
    organisation: Organisation,
) -> Company:
    """Return the company of these customers and this organisation, with its stock of extracts."""
    own = tables[spec.profile.root]
    book = make_book(own, organisation.profile.segment_fields)
    organisation = stocked(organisation, book, own)
    return Company(spec, own.num_rows, tables, labels, organisation, book)
