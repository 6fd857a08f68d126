from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from kit.identifiers import KINDS
from kit.identifiers.scan import ColumnReport, Tally, checkable, mask, scan, total
from tests.identifiers.identifier_samples import FOREIGN, GENERATE


def report_of(column: pa.Array) -> ColumnReport:
    report = ColumnReport()
    scan(column, report)
    return report


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_of_ours_is_all_synthetic(kind: str) -> None:
    report = report_of(GENERATE[kind](1, np.arange(300)))
    assert report.cells == 300
    assert report.kinds == {kind: Tally(count=300, synthetic=300)}


@pytest.mark.parametrize("kind", KINDS)
def test_one_foreign_value_among_ours_is_found_and_masked(kind: str) -> None:
    values = GENERATE[kind](1, np.arange(50)).to_pylist()
    report = report_of(pa.array([*values, FOREIGN[kind]]))
    wrong = {name: tally for name, tally in report.kinds.items() if tally.not_synthetic}
    assert sum(tally.not_synthetic for tally in wrong.values()) == 1
    assert FOREIGN[kind] not in [text for tally in wrong.values() for text in tally.examples]


def test_blanks_nulls_and_repeats_are_counted_rightly() -> None:
    column = pa.array([" 15400000001 ", "15400000001", "", None, "   ", "hello", "13800138000\n"])
    report = report_of(column)
    assert report.cells == 4
    assert report.kinds == {"mobile": Tally(3, 2, ["138******00"])}


def test_only_a_few_examples_are_kept() -> None:
    report = report_of(pa.array([f"138{number:08d}" for number in range(100)]))
    assert report.kinds["mobile"].count == 100
    assert len(report.kinds["mobile"].examples) == 3


@pytest.mark.parametrize(
    "column",
    [
        pa.array([15400000001, None, 13800138000], pa.int64()),
        pa.array([15400000001.0, None, 13800138000.0, float("nan"), 1.5, 1e300, float("inf")]),
        pa.array([Decimal("15400000001"), None, Decimal("13800138000")], pa.decimal128(11, 0)),
        pa.array([Decimal("15400000001.00"), Decimal("13800138000"), Decimal("1.5")]),
        pa.array(["15400000001", None, "13800138000"], pa.large_string()),
        pa.array(["15400000001", None, "13800138000"], pa.string_view()),
        pa.array(["15400000001", None, "13800138000"]).dictionary_encode(),
    ],
)
def test_numbers_and_other_kinds_of_text_are_read(column: pa.Array) -> None:
    assert checkable(column.type)
    assert report_of(column).kinds["mobile"] == Tally(2, 1, ["138******00"])


@pytest.mark.parametrize("kind", [pa.date32(), pa.bool_(), pa.binary(), pa.list_(pa.string())])
def test_columns_that_hold_no_identifiers_are_left_out(kind: pa.DataType) -> None:
    assert not checkable(kind)


def test_values_that_only_resemble_an_identifier_are_counted_as_cells_only() -> None:
    report = report_of(pa.array(["990000199901010013", "11012345678"]))
    assert report == ColumnReport(cells=2)


def test_an_empty_column_is_no_trouble() -> None:
    assert report_of(pa.nulls(3)) == ColumnReport()
    assert report_of(pa.array([], pa.string())) == ColumnReport()


def test_total_adds_up_columns() -> None:
    reports = [report_of(pa.array(["15400000001"])), report_of(pa.array(["13800138000", "x"]))]
    assert total(reports).count == 2
    assert total(reports).not_synthetic == 1


@pytest.mark.parametrize(
    ("value", "masked"), [("浙A00000", "浙******"), ("123456789", "123****89")]
)
def test_masks_keep_little(value: str, masked: str) -> None:
    assert mask(value) == masked
