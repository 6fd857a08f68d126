from ipaddress import ip_address, ip_network

import numpy as np
import pyarrow as pa
import pytest

from kit.activity.addresses import (
    CLOUDS,
    NOWHERE,
    OUTSIDERS,
    cloud,
    home,
    make_addresses,
    mobile,
    office,
    outside,
    party,
)
from kit.errors import BadInput
from kit.identifiers.ip_address import is_synthetic
from tests.activity.made_rows import make_small


@pytest.fixture(scope="module")
def organisation():
    return make_small().organisation


@pytest.fixture(scope="module")
def book(organisation):
    return make_addresses(organisation)


def every_place(organisation):
    tables = organisation.tables
    staff, sites = np.arange(tables["staff"].num_rows), np.arange(tables["sites"].num_rows)
    parties = np.arange(tables["parties"].num_rows)
    return np.concatenate(
        [
            office(sites),
            home(staff),
            mobile(staff),
            party(parties),
            cloud(np.arange(CLOUDS)),
            outside(np.arange(OUTSIDERS)),
        ]
    )


def test_every_place_has_an_address_of_its_own(organisation, book):
    places = every_place(organisation)
    index = book.index(places)
    assert index.tolist() == list(range(len(book.texts)))
    assert (book.place(index) == places).all()
    assert len(set(book.texts.to_pylist())) == len(book.texts)
    assert all(is_synthetic(text) for text in book.texts.to_pylist())
    assert all(str(ip_address(text)) == text for text in book.texts.to_pylist())


def test_no_address_stays_none(book):
    assert book.index(np.array([NOWHERE, home(0)])).tolist()[0] == -1
    assert book.place(np.array([-1, 0])).tolist() == [NOWHERE, office(0)]


def test_only_offices_lie_in_the_networks_of_sites(organisation, book):
    networks = [ip_network(text) for text in organisation.tables["sites"]["network"].to_pylist()]
    inside = [any(ip_address(t) in net for net in networks) for t in book.texts.to_pylist()]
    assert inside == [place < len(networks) for place in range(len(inside))]
    assert ip_address(book.of(office(1))) in networks[1]


def test_homes_keep_clear_of_the_networks_of_many_sites(organisation, book):
    wide = [ip_network(f"2001:db8:{0x1000 + number:x}::/48") for number in range(0, 40_000, 97)]
    sites = organisation.tables["sites"].slice(0, 1).to_pydict() | {"network": [str(wide[0])]}
    moved = make_addresses(organisation.with_tables({"sites": pa.table(sites)}))
    assert moved.of(office(0)) == str(wide[0][1])
    assert moved.of(home(3)) == book.of(home(3))
    own = [ip_address(moved.of(outside(number))) for number in range(200)]
    assert not any(address in net for address in own for net in wide)


def test_rows_added_later_move_no_address(organisation, book):
    staff = organisation.tables["staff"]
    more = make_addresses(organisation.with_tables({"staff": pa.concat_tables([staff, staff[:2]])}))
    for place in (home(2), mobile(2), party(1), cloud(1), outside(7)):
        assert more.of(place) == book.of(place)


def test_outsiders_look_like_people_at_home(book):
    assert {ip_address(book.of(place)).version for place in (home(1), mobile(1), outside(1))} == {6}


@pytest.mark.parametrize("place", [-2, outside(OUTSIDERS), cloud(CLOUDS), home(10**5), 2**30])
def test_a_place_that_is_not_there_is_refused(book, place):
    with pytest.raises(BadInput, match="no_address"):
        book.index(np.array([home(0), place]))
