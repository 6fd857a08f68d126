"""Who works there: the staff whom the customers' tables name already, and further people.

People come from the seat of staff (`kit.identifiers.people.STAFF_SEAT`), behind all rows that
reference tables can have, so that nobody shares a number with a customer or with a named employee.
"""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.engine import reference
from kit.customers.makers.base import bits
from kit.customers.makers.names import names, romanised
from kit.customers.makers.people import MOST_ROWS
from kit.identifiers import email, mobile
from kit.identifiers import people as slots_of
from kit.organisation.setting import NEVER, Ints, Setting, Texts
from kit.seeding import permute

_FIRST_ROW = 90 * MOST_ROWS
_BLOCKS = ("own", "left", "others", "named")
_SETTLED = 20  # days since joining, before somebody counts as one of the first staff
_AGES = (21, 59)
_COHORTS = (-1827, 9131)  # born up to 1964, up to 1994, later (days since 1970-01-01)
_SEX = {"zh": ("女", "男"), "en": ("female", "male")}


@dataclass(frozen=True)
class Persons:
    """People by their place in the staff table; all arrays have the same length.

    Attributes:
        staff_id, name, sex, mobile, email: As written.
        joined: Day since 1970-01-01 where a reference table says so, else `NEVER`.
    """

    staff_id: Texts
    name: Texts
    sex: Texts
    mobile: Texts
    email: Texts
    joined: Ints

    def __len__(self) -> int:
        return len(self.staff_id)


@dataclass(frozen=True)
class Named:
    """The staff of the customers' reference table.

    Attributes:
        persons: Who they are, in the order of the table.
        job: Job of each; empty where the profile gives none.
    """

    persons: Persons
    job: tuple[str, ...]


def named_staff(setting: Setting) -> Named:
    """Return those who are already named and have joined by the day of the world."""
    profile = setting.profile
    found = setting.tables[profile.staff_table]
    days = np.full(found.num_rows, NEVER, np.int64)
    if "joined_on" in found.schema.names:
        days = col.as_days(found["joined_on"].combine_chunks()).astype(np.int64)
    rows, keys = _rows("named", found.num_rows), _hidden(setting, "name_code")
    male = slots_of.is_male(_hidden(setting, "staff_person")).astype(np.int64)
    own = {name: _texts(found[name]) for name in ("mobile", "email") if name in found.schema.names}
    persons = Persons(
        _texts(found[profile.staff_key]),
        _texts(found[profile.staff_name]),
        np.array(_SEX[setting.locale], dtype=object)[male],
        own["mobile"] if "mobile" in own else _mobiles(setting, rows),
        own["email"]
        if "email" in own
        else _addresses(
            setting, rows, keys["surname"].astype(np.int64), keys["given"].astype(np.int64)
        ),
        days,
    )
    there = np.flatnonzero((days == NEVER) | (days < setting.today - _SETTLED))
    return Named(take(persons, there), tuple(_named_job(setting, row) for row in there.tolist()))


def _named_job(setting: Setting, row: int) -> str:
    profile = setting.profile
    title = "*"
    if profile.staff_job_field is not None:
        title = setting.tables[profile.staff_table][profile.staff_job_field][row].as_py()
    return profile.staff_jobs.get(title, "")


def _hidden(setting: Setting, make: str) -> NDArray[np.void]:
    """A latent column of the staff's reference table."""
    table = setting.spec.profile.tables[setting.profile.staff_table]
    name = next(name for name, spec in table.fields.items() if spec.make == make)
    found: NDArray[np.void] = reference(setting.spec).columns[table.name][name]
    return found


def generated(setting: Setting, count: int, block: str) -> Persons:
    """Return further people, the same whatever their number.

    Args:
        setting: What fixes the organisation.
        count: How many.
        block: ``"own"``, ``"left"`` or ``"others"``; what is made for one is never used again.
    """
    rows = _rows(block, count)
    room = slots_of.slots(setting.spec.as_of, *_AGES, slots_of.STAFF_SEAT)
    persons = slots_of.people(setting.spec.seed, ("staff",), room, _FIRST_ROW + rows)
    draws = setting.draws(count, "names", block)
    male = slots_of.is_male(persons)
    day = persons["day"]
    cohort = (day > _COHORTS[0]).astype(np.int64) + (day > _COHORTS[1])
    surname = names().surname_table[bits(draws, 0)].astype(np.int64)
    given = names().given_tables[male * 3 + cohort, bits(draws, 1)].astype(np.int64)
    return Persons(
        _staff_ids(setting, count, block),
        _full_names(setting.locale, surname, given),
        np.array(_SEX[setting.locale], dtype=object)[male.astype(np.int64)],
        _mobiles(setting, rows),
        _addresses(setting, rows, surname, given),
        np.full(count, NEVER, np.int64),
    )


def take(persons: Persons, rows: Ints) -> Persons:
    """Return some of the people."""
    return Persons(*(getattr(persons, name)[rows] for name in Persons.__annotations__))


def join(parts: list[Persons]) -> Persons:
    """Return all people, one part after the other."""
    return Persons(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in Persons.__annotations__
        )
    )


def mail_domain(setting: Setting) -> str:
    """Return the domain of the company's mailboxes: its name in English, under a reserved end."""
    return f"{_english_name(setting)}.example"


def _english_name(setting: Setting) -> str:
    spec = replace(setting.spec, locale="en", flaws=0.0)
    name = reference(spec).table("deal")["transferor"][0].as_py()
    return "".join(
        letter for letter in name.split()[0].lower() if letter.isascii() and letter.isalpha()
    )


def _rows(block: str, count: int) -> Ints:
    return _BLOCKS.index(block) + len(_BLOCKS) * np.arange(count, dtype=np.int64)


def _mobiles(setting: Setting, rows: Ints) -> Texts:
    return _objects(mobile.generate(setting.spec.seed, ("staff",), rows, mobile.RELATED_PEOPLE))


def _staff_ids(setting: Setting, count: int, block: str) -> Texts:
    """Staff numbers that look like those of the reference table and are none of them."""
    known = _texts(setting.tables[setting.profile.staff_table][setting.profile.staff_key])
    prefix = "".join(letter for letter in known[0] if not letter.isdigit())
    width = max(len(known[0]) - len(prefix), 5)
    if block == "others":
        prefix, width = "X", 5
    size = 10**width
    taken = {int(one[len(prefix) :]) for one in known} if block != "others" else set()
    offset = {"own": 0, "left": 50_000}.get(block, 0)
    numbers = permute(
        setting.spec.seed,
        ("organisation", "staff_id", prefix),
        size,
        (np.arange(count, dtype=np.int64) + offset) % size,
    )
    spare = permute(
        setting.spec.seed,
        ("organisation", "staff_id", prefix),
        size,
        np.arange(90_000, 90_000 + len(known), dtype=np.int64) % size,
    )
    free = [int(one) for one in spare if int(one) not in taken]
    end = 0 if block == "left" else -1  # own people and leavers draw from both ends, so never alike
    listed = [free.pop(end) if int(one) in taken else int(one) for one in numbers]
    return np.array([f"{prefix}{number:0{width}}" for number in listed], dtype=object)


def _full_names(locale: str, surname: Ints, given: Ints) -> Texts:
    pools = names()
    key = "surname" if locale == "zh" else "pinyin"
    families = [row[key] if locale == "zh" else romanised(row[key]) for row in pools.surnames]
    firsts = [row["given"] if locale == "zh" else romanised(row["pinyin"]) for row in pools.given]
    pairs = zip(surname.tolist(), given.tolist(), strict=True)
    if locale == "zh":
        return np.array([families[one] + firsts[two] for one, two in pairs] or [], dtype=object)
    return np.array([f"{firsts[two]} {families[one]}" for one, two in pairs], dtype=object)


def _addresses(setting: Setting, rows: Ints, surname: Ints, given: Ints) -> Texts:
    pools = names()
    families = [_plain(row["pinyin"]) for row in pools.surnames]
    firsts = ["".join(part[0] for part in row["pinyin"].split()) for row in pools.given]
    handles = [
        families[one] + firsts[two]
        for one, two in zip(surname.tolist(), given.tolist(), strict=True)
    ]
    domain = mail_domain(setting)
    made = email.generate(
        setting.spec.seed, ("organisation", "staff"), rows, pa.array(handles, pa.string()), [domain]
    )
    return _objects(made)


def _plain(pinyin: str) -> str:
    return pinyin.replace(" ", "").lower()


def _texts(column: pa.ChunkedArray) -> Texts:
    return np.array(pc.cast(column, pa.string()).to_pylist(), dtype=object)


def _objects(column: pa.Array) -> Texts:
    return np.array(column.to_pylist(), dtype=object)
