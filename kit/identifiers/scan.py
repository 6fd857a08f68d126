"""Finds the identifiers in columns of text and says which of them are not ours.

Whole cells are compared, without the blanks around them; identifiers inside longer texts are not
seen. One pass of a regular expression over a column leaves only the cells worth a closer look.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from kit.identifiers import KINDS, kinds_of
from kit.identifiers.columns import usual

EXAMPLES = 3
_ANY_FORM = "^(?:" + "|".join(f"(?:{kind.FORM})" for kind in KINDS.values()) + ")$"


@dataclass
class Tally:
    """How often a kind was seen in a column.

    Attributes:
        count: Cells with a well-formed identifier of the kind.
        synthetic: How many of them are ours.
        examples: Some of those that are not, masked.
    """

    count: int = 0
    synthetic: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def not_synthetic(self) -> int:
        """Return how many may belong to somebody."""
        return self.count - self.synthetic


@dataclass
class ColumnReport:
    """What one column holds: cells that are not empty, and the kinds found among them."""

    cells: int = 0
    kinds: dict[str, Tally] = field(default_factory=dict)


def scan(column: pa.Array, report: ColumnReport) -> None:
    """Add what a stretch of a column holds to its report.

    Args:
        column: Text or whole numbers; other types are left out by `checkable`.
        report: The report of this column so far.
    """
    texts = pc.utf8_trim_whitespace(_as_text(column).drop_null())
    texts = texts.filter(pc.not_equal(texts, ""))
    if not len(texts):
        return
    report.cells += len(texts)
    candidates = texts.filter(pc.match_substring_regex(texts, _ANY_FORM))
    for kind in KINDS:
        ours = usual(kind, candidates)
        if ours.any():
            tally = report.kinds.setdefault(kind, Tally())
            tally.count += int(ours.sum())
            tally.synthetic += int(ours.sum())
            candidates = candidates.filter(pa.array(~ours))
    for pair in pc.value_counts(candidates).to_pylist():
        _count(pair["values"], pair["counts"], report)


def checkable(kind: pa.DataType) -> bool:
    """Return whether a column of this type can hold identifiers: text, or numbers read as such."""
    if pa.types.is_dictionary(kind):
        return checkable(kind.value_type)
    tests = (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_string_view,
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_decimal,
        pa.types.is_null,
    )
    return any(test(kind) for test in tests)


def mask(value: str) -> str:
    """Return a value with all but its first three and last two characters hidden.

    >>> mask("13800138000")
    '138******00'
    """
    if len(value) < 8:
        return value[:1] + "*" * (len(value) - 1)
    return value[:3] + "*" * (len(value) - 5) + value[-2:]


def total(reports: Iterable[ColumnReport]) -> Tally:
    """Return the sum over columns, without examples."""
    tallies = [tally for report in reports for tally in report.kinds.values()]
    return Tally(sum(tally.count for tally in tallies), sum(tally.synthetic for tally in tallies))


def _count(value: str, times: int, report: ColumnReport) -> None:
    verdicts = kinds_of(value)
    if not verdicts:
        return
    best = verdicts[0]
    tally = report.kinds.setdefault(best.kind, Tally())
    tally.count += times
    if best.synthetic:
        tally.synthetic += times
    elif len(tally.examples) < EXAMPLES and mask(value) not in tally.examples:
        tally.examples.append(mask(value))


def _as_text(column: pa.Array) -> pa.StringArray:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_float16(column.type):
        column = column.cast(pa.float32())  # Arrow cannot round the shortest floats
    if pa.types.is_floating(column.type):
        # A column of numbers with gaps often arrives as floats: 1.38e10 is a phone number.
        whole = pc.and_(pc.equal(column, pc.floor(column)), pc.less(pc.abs(column), 2.0**63))
        column = column.filter(whole).cast(pa.int64())
    if pa.types.is_decimal(column.type):
        return pc.replace_substring_regex(column.cast(pa.string()), r"\.0+$", "")
    return column.cast(pa.string())
