import pyarrow as pa
import pytest

from kit.customers.engine import Spec, customer_columns
from kit.customers.notes.addresses import Parts, parts

USUAL = "陕西省榆林市横山区旭日路290号御景家园13幢2单元1501室"


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_address_of_a_company_is_cut_without_rest(leasing, locale):
    spec = Spec(leasing, 3, locale=locale)
    addresses = customer_columns(spec, ["address"], 0, 5000)["address"].combine_chunks()
    cut = parts(addresses, locale)
    for whole, road, estate, building, flat in zip(addresses.to_pylist(), *cut, strict=True):
        pieces = [str(part) for part in (road, estate, building, flat)]
        assert all(pieces)
        if locale == "zh":
            assert whole.endswith("".join(pieces))
        else:
            assert whole.startswith(f"{building}, {flat}, {estate}, {road}, ")


def test_one_unusual_address_changes_nothing_for_the_others():
    odd = [
        "",
        "290号",
        "旭日路290号",
        "旭日路290号A座3幢2单元15室",
        "村东头第三家",
        "1号2幢3单元4楼",
    ]
    alone = Parts(*(column.to_pylist() for column in parts(pa.array([USUAL] * 3), "zh")))
    together = parts(pa.array([USUAL, *odd, USUAL]), "zh")
    for one, column in zip(alone, together, strict=True):
        values = column.to_pylist()
        assert values[0] == values[-1] == one[0]
    assert together.road.to_pylist()[3] == "旭日路290号"
    assert together.estate.to_pylist()[3] == ""
    assert together.road.to_pylist()[1] is None
    assert together.road.to_pylist()[5] is None


@pytest.mark.parametrize("start", [0, 1, 5])
def test_slices_are_cut_like_the_whole(start):
    column = pa.array(["旭日路290号", "1234", *[USUAL] * 6])
    values = parts(column.slice(max(start, 2)), "zh")
    assert set(values.road.to_pylist()) == {"旭日路290号"}
    assert set(values.flat.to_pylist()) == {"2单元1501室"}


def test_no_addresses_have_no_parts():
    assert [len(column) for column in parts(pa.array([], pa.string()), "zh")] == [0] * 4
