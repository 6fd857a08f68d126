"""Reads the ``[flaws]`` section of a profile and checks it against the profile's tables."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from kit.customers.flaws.sections import Config, Customer, Duplicate, FreeText, WrongFormat
from kit.customers.layout import refuse, refuse_invalid
from kit.customers.spec import FieldSpec, Profile
from kit.errors import BadInput


@lru_cache(maxsize=16)
def read(profile: Profile) -> Config:
    """Return the checked section of a profile; what it leaves out is found by the makers.

    Raises:
        BadInput: With the profile's id, key and what is wrong.
    """
    return check(profile, f"{profile.id}.toml")


def check(profile: Profile, file: str) -> Config:
    """Return the section of a profile that is called ``file`` in errors; see `read`."""
    try:
        config = Config.model_validate(dict(profile.flaws))
    except ValidationError as error:
        refuse_invalid(file, error.errors()[0], "flaws")
    for key, place in _places(config.model_dump(exclude_none=True), "flaws"):
        _known(profile, file, key, place)
    for key, table, name in _fields(config, profile.root):
        _known(profile, file, key, f"{table}.{name}")
    _slots(config.free_text_personal, file)
    return _completed(config, profile)


def _known(profile: Profile, file: str, key: str, place: str) -> None:
    table, _, name = place.partition(".")
    if table not in profile.tables or profile.tables[table].count:
        refuse(file, key, "no_table", {"name": table[:80]})
    if name not in profile.tables[table].visible:
        refuse(file, key, "no_field", {"field": name[:80], "table": table})


def _places(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Yield every ``table.field`` of a section with its key."""
    if isinstance(value, Mapping):
        for name, inside in value.items():
            if name in ("column", "value", "into"):
                yield f"{key}.{name}", inside
            elif name in _LISTS:
                yield from ((f"{key}.{name}", place) for place in _flat(inside))
            else:
                yield from _places(inside, f"{key}.{name}")
    elif isinstance(value, tuple | list):
        for place, inside in enumerate(value):
            yield from _places(inside, f"{key}.{place}")


_LISTS = {
    "mobiles",
    "resident_ids",
    "swapped",
    "company",
    "past",
    "columns",
    "named",
}


def _flat(value: Any) -> Iterator[str]:
    for one in value:
        yield from [one] if isinstance(one, str) else one


def _fields(config: Config, root: str) -> Iterator[tuple[str, str, str]]:
    """Yield the fields that are named without their table: key, table, field."""
    for role, name in config.customer.model_dump(exclude_none=True).items():
        yield f"flaws.customer.{role}", root, name
    twice = config.duplicate or Duplicate()
    for key in ("same", "moved", "missing"):
        yield from ((f"flaws.duplicate.{key}", root, name) for name in getattr(twice, key))
    for one in twice.related:
        yield from (("flaws.duplicate.related", one.table, name) for name in one.fields)
    for period in config.facts.periods:
        yield "flaws.facts.periods", period.table, period.since
    for place in config.unneeded_field.fields:
        table, _, name = place.partition(".")
        yield "flaws.unneeded_field.fields", table, name


def _slots(texts: FreeText, file: str) -> None:
    for locale, sentences in texts.sentences.items():
        for place, sentence in enumerate(sentences):
            for name in slots_of(sentence):
                if name not in texts.slots:
                    key = f"flaws.free_text_personal.sentences.{locale}.{place}"
                    raise BadInput("flaws.no_slot", file=file, key=key, slot=name[:80])
    for name, slot in texts.slots.items():
        if (slot.column is None) == (slot.values is None):
            key = f"flaws.free_text_personal.slots.{name}"
            raise BadInput("flaws.column_or_values", file=file, key=key)


def slots_of(sentence: str) -> list[str]:
    """Return the names in braces, in order.

    >>> slots_of("call {phone}, {name}")
    ['phone', 'name']
    """
    return [part.partition("}")[0] for part in sentence.split("{")[1:]]


def _completed(config: Config, profile: Profile) -> Config:
    found = {role: _made_by(profile, *makers) for role, makers in _ROLES.items()}
    given = config.customer.model_dump(exclude_none=True)
    formats = config.wrong_format
    if not (formats.mobiles or formats.resident_ids):
        formats = WrongFormat(
            mobiles=tuple(_all_made_by(profile, "mobile")),
            resident_ids=tuple(_all_made_by(profile, "resident_id")),
        )
    return config.model_copy(
        update={"customer": Customer(**(found | given)), "wrong_format": formats}
    )


_ROLES = {
    "name": ("person_name",),
    "sex": ("sex",),
    "birth_date": ("birth_date",),
    "resident_id": ("resident_id",),
    "mobile": ("mobile",),
    "email": ("email",),
    "since": ("date_before_as_of",),
}


def _made_by(profile: Profile, *makers: str) -> str | None:
    fields: list[FieldSpec] = list(profile.tables[profile.root].visible.values())
    return next((spec.name for spec in fields if spec.make in makers), None)


def _all_made_by(profile: Profile, maker: str) -> Iterator[str]:
    for table in profile.tables.values():
        if not table.count:
            yield from (f"{table.name}.{f.name}" for f in table.visible.values() if f.make == maker)
