import pyarrow.parquet as pq
import pytest

from kit.customers.encoding import repeating, with_bounds
from kit.customers.engine import Spec
from kit.customers.package import write_package
from kit.customers.part import layout_of
from kit.customers.profile import SHIPPED, load_profile
from kit.customers.request import Request


@pytest.fixture(scope="module", params=SHIPPED)
def written(request, tmp_path_factory):
    package = Request(Spec(load_profile(request.param), 7, flaws=0.2), 0, 2000)
    return package, write_package(package, tmp_path_factory.mktemp(request.param) / "o")


def test_columns_called_repeating_do_and_the_others_do_not(written):
    package, folder = written
    wrong = []
    for name in package.parted:
        table = pq.read_table(folder / package.path(name, 0))
        if table.num_rows < 500 or name == "flaws":
            continue
        for field in layout_of(package, name):
            if str(field.type) == "string" and table[field.name].null_count < 0.9 * len(table):
                share = len(table[field.name].unique()) / len(table[field.name].drop_null())
                repeats = field.name in repeating(package, name)
                if (repeats and share > 0.6) or (not repeats and share < 0.02):
                    wrong.append((name, field.name, share))
    assert not wrong


def test_only_repeating_columns_have_a_dictionary(written):
    package, folder = written
    for name in package.parted:
        file = pq.ParquetFile(folder / package.path(name, 0))
        wanted = set(repeating(package, name))
        for group in range(file.metadata.num_row_groups):
            for place in range(file.metadata.num_columns):
                column = file.metadata.row_group(group).column(place)
                encoded = any("DICTIONARY" in one for one in column.encodings)
                assert not encoded or column.path_in_schema in wanted


def test_texts_have_no_bounds_and_dates_do(written):
    package, folder = written
    bounds = with_bounds(layout_of(package, "notes"))
    assert bounds == ["written_at"]
    group = pq.ParquetFile(folder / package.path("notes", 0)).metadata.row_group(0)
    found = {
        group.column(place).path_in_schema: group.column(place).statistics is not None
        for place in range(group.num_columns)
    }
    assert found == {name: name in bounds for name in layout_of(package, "notes").names}
