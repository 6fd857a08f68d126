"""Where people live and shops stand: region, address, area code, plate, position."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pydantic import Field

from kit.customers.columns import Column
from kit.customers.makers.base import (
    Making,
    Options,
    Share,
    bits,
    pick,
    pool,
    spread,
    weighted,
    word_table,
)
from kit.customers.makers.contract import PERSON, PLACE, Maker
from kit.identifiers import ascii as text
from kit.identifiers import landline as landline_number
from kit.identifiers import plate as number_plate
from kit.identifiers.people import FOUNDED

_NATION = 0  # province code that stands for the whole country in the tables
_BOTH = 100  # plus the code of a younger province: that one and the one it was part of


class Moved(Options):
    """Share of people who draw their home from the whole country, not their number's province."""

    elsewhere_share: Share = 0.085


class Jitter(Options):
    """Largest distance from the city's centre along each axis, in kilometres."""

    jitter_km: float = Field(default=12.0, ge=0, le=100)


class PlateKind(Options):
    """Share of new-energy plates."""

    new_energy_share: Share = 0.25


@dataclass(frozen=True)
class Regions:
    """The regions by row of ``regions.csv``, and tables from 16 bits to a region per province."""

    rows: list[dict[str, str]]
    tables: dict[int, NDArray[np.int32]]


@lru_cache(maxsize=1)
def regions() -> Regions:
    """Return the regions, read once."""
    rows = word_table("regions.csv")
    provinces = np.array([int(row["province_code"]) for row in rows])
    cities = np.array([float(row["city_weight"]) for row in rows])
    shares = _district_shares(rows, cities)
    tables = {int(code): weighted(shares * (provinces == code)) for code in np.unique(provinces)}
    national = shares.copy()
    for code in np.unique(provinces):
        here = provinces == code
        national[here] *= float(rows[int(np.argmax(here))]["population_share"]) / shares[here].sum()
    tables[_NATION] = weighted(national)
    for code, (_, before) in FOUNDED.items():
        tables[_BOTH + code] = weighted(national * np.isin(provinces, (code, before)))
    return Regions(rows, tables)


def home(m: Making) -> Column:
    """Return where each person lives, as a row of the regions: most in their number's province."""
    draws = m.draws()
    person = m.inputs["person"]
    province = person["province"].astype(np.int64)
    for code, (founded, before) in FOUNDED.items():
        early = (province == before) & (person["day"] < (founded - date(1970, 1, 1)).days)
        province[early] = _BOTH + code
    stays = bits(draws, 0) >= m.options.elsewhere_share * 65536
    return _table_matrix()[np.where(stays, province, _NATION), bits(draws, 1)]


def place(m: Making) -> Column:
    """Return regions drawn by population, for things that are not people."""
    return regions().tables[_NATION][bits(m.draws(), 0)]


def home_at(m: Making) -> Column:
    """Return the same region as another row's."""
    return m.inputs["home"]


def province(m: Making) -> Column:
    """Return provinces."""
    return _words(m, "province")


def city(m: Making) -> Column:
    """Return cities."""
    return _words(m, "city")


def district(m: Making) -> Column:
    """Return districts or counties."""
    return _words(m, "district")


def area_code(m: Making) -> Column:
    """Return telephone area codes, e.g. ``0571``."""
    return _column("area_code").take(pa.array(m.inputs["home"]))


def address(m: Making) -> Column:
    """Return full addresses: region, road, number, estate, building and flat."""
    draws = m.draws()
    roads, road_weights = pool("roads")
    estates, estate_weights = pool("communities")
    parts = [
        _prefixes(m.locale).take(pa.array(m.inputs["home"])),
        _numbered(tuple(roads[m.locale]), m.locale).take(
            pa.array(pick(road_weights, draws) * _NUMBERS + (bits(draws, 1) * _NUMBERS >> 16))
        ),
        spread(estates[m.locale], weighted(estate_weights)[bits(draws, 2)]),
        _flats(m.locale).take(pa.array(bits(draws, 3) * len(_flats(m.locale)) >> 16)),
    ]
    return _joined(parts, m.locale)


def road_address(m: Making) -> Column:
    """Return addresses of shops and offices: region, road and number."""
    draws = m.draws()
    roads, weights = pool("roads")
    index = pick(weights, draws) * _NUMBERS + (bits(draws, 1) * _NUMBERS >> 16)
    numbered = _numbered(tuple(roads[m.locale]), m.locale).take(pa.array(index))
    return _joined([_prefixes(m.locale).take(pa.array(m.inputs["home"])), numbered], m.locale)


def landline(m: Making) -> Column:
    """Return landline numbers with the area code of the region."""
    rows = m.numbers(landline_number.CAPACITY)
    return landline_number.generate(m.seed, m.names, rows, area_code(m))


def plate(m: Making) -> Column:
    """Return number plates with the letters of the region."""
    letters = _column("plate").take(pa.array(m.inputs["home"]))
    rows = m.numbers(number_plate.CAPACITY)
    electric = bits(m.draws(), 0) < m.options.new_energy_share * 65536
    return number_plate.generate(m.seed, m.names, rows, letters, new_energy=electric)


def nearest(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for every region the position in ``places`` (regions too) that is nearest to it."""
    latitude, longitude = _centres()
    breadth = np.cos(np.radians(latitude))[:, None]
    north = latitude[:, None] - latitude[places]
    east = (longitude[:, None] - longitude[places]) * breadth
    closest: NDArray[np.int64] = np.argmin(north * north + east * east, axis=1)
    return closest


@lru_cache(maxsize=1)
def province_codes() -> NDArray[np.int64]:
    """Return the two-digit province code of every region."""
    return np.array([int(row["province_code"]) for row in regions().rows])


def gps_point(m: Making) -> Column:
    """Return positions near the region's centre as ``latitude,longitude`` with four decimals."""
    draws = m.draws()
    degree = m.options.jitter_km / 111.0
    shift = (np.stack([bits(draws, 0), bits(draws, 1)]) / 32768.0 - 1.0) * degree
    centre = _centres()[:, m.inputs["home"]]
    parts = [_decimal(value) for value in centre + shift]
    return pc.binary_join_element_wise(*parts, ",")


def _district_shares(
    rows: list[dict[str, str]], cities: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Share of a city's weight for each of its districts."""
    keys = [row["province"] + row["city"] for row in rows]
    sizes = {key: keys.count(key) for key in set(keys)}
    return cities / np.array([sizes[key] for key in keys], dtype=np.float64)


@lru_cache(maxsize=1)
def _table_matrix() -> NDArray[np.int32]:
    tables = regions().tables
    matrix = np.zeros((max(tables) + 1, 65536), dtype=np.int32)
    for code, table in tables.items():
        matrix[code] = table
    return matrix


@lru_cache(maxsize=32)
def _column(name: str) -> pa.StringArray:
    return pa.array([row[name] for row in regions().rows])


@lru_cache(maxsize=1)
def _centres() -> NDArray[np.float64]:
    return np.array([[float(row[axis]) for row in regions().rows] for axis in ("lat", "lon")])


def _words(m: Making, name: str) -> pa.StringArray:
    return _column(name if m.locale == "zh" else f"{name}_en").take(pa.array(m.inputs["home"]))


_NUMBERS = 299


@lru_cache(maxsize=2)
def _prefixes(locale: str) -> pa.StringArray:
    made = []
    for row in regions().rows:
        if locale == "zh":
            top = "" if row["province"] == row["city"] else row["province"]
            made.append(top + row["city"] + row["district"])
        else:
            made.append(
                ", ".join(dict.fromkeys((row["district_en"], row["city_en"], row["province_en"])))
            )
    return pa.array(made)


@lru_cache(maxsize=4)
def _numbered(roads: tuple[str, ...], locale: str) -> pa.StringArray:
    pattern = "{road}{number}号" if locale == "zh" else "{number} {road}"
    return pa.array(
        [pattern.format(road=road, number=n) for road in roads for n in range(1, _NUMBERS + 1)]
    )


@lru_cache(maxsize=2)
def _flats(locale: str) -> pa.StringArray:
    pattern = (
        "{b}幢{u}单元{f}{r:02d}室" if locale == "zh" else "Building {b}, unit {u}, flat {f}{r:02d}"
    )
    return pa.array(
        [
            pattern.format(b=b, u=u, f=f, r=r)
            for b in range(1, 19)
            for u in range(1, 4)
            for f in range(1, 19)
            for r in range(1, 5)
        ]
    )


def _joined(parts: list[pa.StringArray], locale: str) -> pa.StringArray:
    if locale == "zh":
        return pc.binary_join_element_wise(*parts, "")
    return pc.binary_join_element_wise(*reversed(parts), ", ")


def _decimal(values: NDArray[np.float64]) -> pa.StringArray:
    whole = np.rint(values * 10_000).astype(np.int64)
    width = 7 if int(whole.max(initial=0)) >= 1_000_000 else 6
    filled = text.matrix(len(whole), width + 1)
    text.put_digits(filled, 0, whole // 10_000, width - 4)
    text.put_text(filled, width - 4, ".")
    text.put_digits(filled, width - 3, whole % 10_000, 4)
    made = text.fixed_width(filled)
    return pc.utf8_ltrim(made, characters="0") if width == 7 else made


_AT = {"home": PLACE}
MAKERS = {
    "home": Maker(home, "place", {"person": PERSON}, options=Moved),
    "home_at": Maker(home_at, "place", _AT),
    "place": Maker(place, "place"),
    "province": Maker(province, "text", _AT),
    "city": Maker(city, "text", _AT),
    "district": Maker(district, "text", _AT),
    "area_code": Maker(area_code, "text", _AT),
    "address": Maker(address, "text", _AT),
    "road_address": Maker(road_address, "text", _AT),
    "landline": Maker(
        landline,
        "text",
        _AT,
        kind="landline",
        capacity=lambda options, is_root: landline_number.CAPACITY,
    ),
    "plate": Maker(
        plate,
        "text",
        _AT,
        options=PlateKind,
        kind="plate",
        capacity=lambda options, is_root: number_plate.CAPACITY,
    ),
    "gps_point": Maker(gps_point, "text", _AT, options=Jitter),
}
