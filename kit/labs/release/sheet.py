"""The candidate table as rows of text, for the file that goes with a task and for a first look."""

from dataclasses import dataclass, field

from kit.labs.release.levels import EXACT
from kit.labs.release.table import Table

SHEET = "candidates"


@dataclass(frozen=True)
class Sheet:
    """The candidate table as it would be without any care, for the file that goes with a task."""

    table: str
    columns: tuple[str, ...]
    source: Table = field(repr=False)
    keys: tuple[str, ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return everybody's values."""
        return self.first(self.source.people)

    def first(self, count: int) -> tuple[tuple[str, ...], ...]:
        """Return the values of the first people."""
        return tuple(
            tuple(self.source.text(key, EXACT, person) for key in self.keys)
            for person in range(min(count, self.source.people))
        )
