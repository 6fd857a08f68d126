"""Small release tasks made by hand, for tests of the counter and the grader."""

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import strategies as st

from kit.labs.release.levels import OUT, levels_of
from kit.labs.release.solutions import Range, solve, try_all
from kit.labs.release.table import Coded, Table
from kit.labs.release.task import Ask, Column, Task, compared

FIRST = "c01"
BANDS = {"fine": 2, "wide": 4}


def coded(numbers: Sequence[int]) -> Coded:
    found = {number: place for place, number in enumerate(dict.fromkeys(numbers))}
    codes = np.array([found[number] for number in numbers], dtype=np.int64)
    return Coded(codes, tuple(map(str, found)))


def amounts(numbers: Sequence[int]) -> dict[str, Coded]:
    """Return numbers as they are and in bands, each a coarsening of the one before."""
    return {"exact": coded(numbers)} | {
        level: coded([number // width for number in numbers]) for level, width in BANDS.items()
    }


def column(key: str, kind: str, useful: Sequence[str], sensitive: bool = False) -> Column:
    titles = {"zh": f"列 {key}", "en": f"Column {key}"}
    levels = levels_of(kind, 2)
    return Column(key, key, titles, kind, levels, tuple(useful), (2, 4), 8, sensitive)


def task(table: Table, there: Sequence[Column], k: int, diverse: int = 1) -> Task | None:
    """Return a task over a table; None if it has no solution."""
    ranges = [Range(one.key, one.useful) for one in there if one.needed and not one.sensitive]
    sensitive = next(one for one in there if one.sensitive)
    found = solve(try_all(table, ranges, compared(sensitive)), ranges, FIRST, k, diverse)
    if not found:
        return None
    words = {"zh": "这一项。", "en": "This part."}
    asks = tuple(Ask(words, one.key, one.key == FIRST) for one in there if one.needed)
    parts = ("made", "release_columns", {}, 80, "token", "en", tuple(there), words, asks, k)
    return Task(*parts, diverse=diverse, table=table, solutions=found)


KEYS = ("c01", "c02", "c03")


@st.composite
def tables(draw: st.DrawFn, most: int = 40) -> Table:
    """Return a table of three amounts and a sensitive category."""
    people = draw(st.integers(1, most))
    numbers = st.lists(st.integers(0, 9), min_size=people, max_size=people)
    columns: dict[str, Mapping[str, Coded]] = {key: amounts(draw(numbers)) for key in KEYS}
    kinds = draw(st.lists(st.integers(0, 2), min_size=people, max_size=people))
    names = coded(list(range(people)))
    return Table(people, {**columns, "c04": {"exact": coded(kinds)}, "c05": {"exact": names}})


def choices() -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({key: st.sampled_from(levels_of("amount", 2)) for key in KEYS})


def columns() -> tuple[Column, ...]:
    """Return two needed amounts, one of no use, the sensitive category, a name."""
    return (
        column("c01", "amount", ("exact", "fine", "wide")),
        column("c02", "amount", ("fine", "wide")),
        column("c03", "amount", (OUT,)),
        column("c04", "category", ("exact",), sensitive=True),
        column("c05", "name", (OUT,)),
    )


def same_for_all(people: int, k: int) -> Task:
    """Return a task over people who differ in their names only; it always has a solution."""
    same = {key: amounts([3] * people) for key in KEYS}
    rest = {"c04": {"exact": coded([0] * people)}, "c05": {"exact": coded(range(people))}}
    made = task(Table(people, {**same, **rest}), columns(), k)
    assert made
    return made


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    """Return a task with a solution."""
    k = draw(st.integers(2, 4))
    return task(draw(tables()), columns(), k) or same_for_all(draw(st.integers(k, 20)), k)
