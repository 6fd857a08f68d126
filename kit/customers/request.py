"""What a data package is to hold, and how it is cut into files and pieces."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kit.customers.engine import Spec
from kit.customers.truth import SCHEMAS

CHUNK = 32_768
"""Customers per row group; no more are in memory at a time than a few of these."""
PART = 1_000_000
"""Customers per file; above that a table is a folder of parts."""
FORMATS = ("parquet", "csv")


@dataclass(frozen=True)
class Request:
    """A data package to be written.

    Attributes:
        spec: What fixes the values.
        start: First customer.
        rows: Number of customers.
        format: ``"parquet"`` (zstd) or ``"csv"`` (UTF-8 with byte order mark, for Excel).
        own_profile: Whether the profile is not one of the shipped ones, so that it goes along.
        part: Customers per file.
        chunk: Customers per row group.
    """

    spec: Spec
    start: int
    rows: int
    format: str = "parquet"
    own_profile: bool = False
    part: int = field(default_factory=lambda: PART)
    chunk: int = field(default_factory=lambda: CHUNK)

    def parts(self) -> list[range]:
        """Return the customers of each part."""
        last = self.start + self.rows
        starts = range(self.start, last, self.part) or [self.start]
        return [range(first, min(first + self.part, last)) for first in starts]

    def chunks(self, number: int) -> Iterator[tuple[int, int]]:
        """Yield (start, count) of each piece of a part; an empty part is one empty piece."""
        customers = self.parts()[number]
        for start in range(customers.start, customers.stop, self.chunk) or [customers.start]:
            yield start, min(self.chunk, customers.stop - start)

    @property
    def shared(self) -> list[str]:
        """The reference tables, which are written once."""
        return [name for name, table in self.spec.profile.tables.items() if table.count]

    @property
    def parted(self) -> list[str]:
        """The tables of each part, and the truth about them."""
        tables = self.spec.profile.tables
        return [*(name for name in tables if not tables[name].count), *SCHEMAS]

    def files(self) -> list[str]:
        """Return every data file of the package, relative to the folder."""
        shared = [self.path(name, 0) for name in self.shared]
        parts = range(len(self.parts()))
        parted = [self.path(name, part) for name in self.parted for part in parts]
        return [*shared, *parted, f"labels.{self.format}"]

    def path(self, table: str, part: int) -> str:
        """Return where a part of a table is written, relative to the folder."""
        if self.rows <= self.part or table in self.shared:
            return f"{table}.{self.format}"
        return f"{table}.{self.format}/part-{part:05d}.{self.format}"
