"""What every variant of a release exercise has in common: columns, purposes, least group size."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kit.labs.release.levels import BANDED, IDENTIFIERS, OUT, Kind, levels_of
from kit.labs.spec import Identifier, Part, Words

_LEAST_CHOICE = 3
Width = Annotated[int, Field(ge=1, le=1_000_000)]


class ColumnPlan(Part):
    """A candidate column.

    Attributes:
        id: Its name in this file.
        field: Where it comes from: ``"<table>.<field>"`` (of a child table: the customer's last
            row) or ``"derived.<name>"`` (`kit.labs.release.values.DERIVED`).
        kind: What it holds; decides its levels.
        titles: Its title; by default that of the field.
        bands: Widths of its bands, the finer first; years for a birth date.
        low: Below this is one band.
        high: From this on is one band.
    """

    id: Identifier
    field: Annotated[str, Field(pattern=r"^[a-z_]+\.[A-Za-z_0-9]+$")]
    kind: Kind
    titles: Words | None = None
    bands: Annotated[tuple[Width, ...], Field(max_length=2)] = ()
    low: int = 0
    high: int = 0

    @property
    def levels(self) -> tuple[str, ...]:
        """Return its levels, the finest first."""
        return levels_of(self.kind, len(self.bands))

    @model_validator(mode="after")
    def _bands_that_nest(self) -> Self:
        if not self.bands:
            return self
        widest = self.bands[-1]
        nested = widest % self.bands[0] == 0 and (len(self.bands) < 2 or widest > self.bands[0])
        if self.kind not in BANDED or not nested or self.high < self.low:
            _wrong("bands: whole multiples, finer first, low <= high, kind birth or amount")
        if (self.high - self.low) % widest:
            _wrong(f"high - low = a multiple of {widest}")
        return self


class Need(Part):
    """A part of a purpose, and what it needs of a column.

    Attributes:
        words: The part in words, as a trainee sees it: neither the column's title nor a level.
        column: Id of the column.
        least: The coarsest level that serves the part; ``out`` for what is welcome if there is
            room.
        wanted: The finest level that is of any use to it; by default no finer than ``least``.
    """

    words: Words
    column: Identifier
    least: str
    wanted: str = ""


class Purpose(Part):
    """What the table is asked for; one of these is drawn for each variant.

    Attributes:
        words: Who asks, and for what, in a sentence or two.
        first: Id of the column that comes first: as fine as the groups allow, before any other.
        needs: Its parts; every other column is of no use to it.
    """

    words: Words
    first: Identifier
    needs: Annotated[tuple[Need, ...], Field(min_length=1, max_length=6)]


class Blueprint(Part):
    """The plan of all variants.

    Attributes:
        k: Least group sizes to draw from.
        diverse: How many different values of the sensitive column a group must hold at least.
        sensitive: Id of the column that the table is about; it does not form groups.
        rows: Keep only customers that have a row in this table.
        columns: The candidate columns.
        purposes: What the table may be asked for.
    """

    k: Annotated[tuple[Annotated[int, Field(ge=2, le=100)], ...], Field(min_length=1)]
    diverse: Annotated[int, Field(ge=1, le=5)] = 1
    sensitive: Identifier
    rows: str = ""
    columns: Annotated[tuple[ColumnPlan, ...], Field(min_length=3, max_length=20)]
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1)]

    def column(self, name: str) -> ColumnPlan:
        """Return a column by id."""
        return next(column for column in self.columns if column.id == name)

    @model_validator(mode="after")
    def _names_that_are_there(self) -> Self:
        ids = [column.id for column in self.columns]
        if len(set(ids)) < len(ids):
            _wrong("columns[].id: each once")
        if self.sensitive not in ids or self.column(self.sensitive).kind in IDENTIFIERS:
            _wrong("sensitive = " + " | ".join(ids))
        for number, purpose in enumerate(self.purposes):
            self._check_needs(f"purposes[{number}].needs", purpose, ids)
        return self

    def _check_needs(self, where: str, purpose: Purpose, ids: list[str]) -> None:
        named = [need.column for need in purpose.needs]
        if len(set(named)) < len(named) or not set(named) <= set(ids):
            _wrong(f"{where}[].column: each once, of {' | '.join(ids)}")
        for number, need in enumerate(purpose.needs):
            self._check_levels(f"{where}[{number}]", need)
        first = next((need for need in purpose.needs if need.column == purpose.first), None)
        if first is None or first.column == self.sensitive or self._steps(first) < _LEAST_CHOICE:
            _wrong(
                where.removesuffix("needs") + "first = a column of its needs, not the sensitive "
                f"one, with {_LEAST_CHOICE} levels or more from wanted to least"
            )

    def _check_levels(self, where: str, need: Need) -> None:
        column = self.column(need.column)
        offered = [level for level in column.levels if level != OUT]
        if column.kind in IDENTIFIERS:
            _wrong(f"{where}.column: not a name, code or phone number")
        welcome = need.least == OUT and need.wanted and need.column != self.sensitive
        if need.least not in offered and not welcome:
            _wrong(f"{where}.least = {' | '.join(offered)}")
        finer = offered if need.least == OUT else offered[: offered.index(need.least) + 1]
        if need.wanted and need.wanted not in finer:
            _wrong(f"{where}.wanted = {' | '.join(finer)}")

    def _steps(self, need: Need) -> int:
        levels = self.column(need.column).levels
        return levels.index(need.least) - levels.index(need.wanted or need.least) + 1


def _wrong(expected: str) -> None:
    raise PydanticCustomError("release", "{expected}", {"expected": expected})
