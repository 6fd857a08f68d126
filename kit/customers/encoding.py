"""How columns are encoded in Parquet: a dictionary pays only where values repeat.

Which columns those are follows from the profile, never from the rows, so that a file's bytes do
not depend on how its rows came.
"""

import pyarrow as pa

from kit.customers.makers import MAKERS
from kit.customers.request import Request
from kit.customers.spec import FieldSpec, Profile
from kit.customers.truth import SCHEMAS

_OWN = frozenset(
    {
        "address",
        "code",
        "datetime_at",
        "gps_point",
        "note",
        "person_name",
        "resident_id",
        "road_address",
        "template",
    }
)
"""Generators whose values seldom repeat, beside those that have a capacity."""
_PASSING = frozenset({"copy", "select", "when", "slice"})
"""Generators whose values are another column's."""
_TRUTH = frozenset({"customer_id", "flaw_id", "found", "partner_id", "right", "text", "value"})


def repeating(request: Request, name: str) -> list[str]:
    """Return the columns of a table, or of a table of the truth, whose values repeat often."""
    if name in SCHEMAS:
        return [
            f"{field.name}.list.element" if pa.types.is_list(field.type) else field.name
            for field in SCHEMAS[name]
            if field.name not in {*_TRUTH, "row"}
        ]
    profile = request.spec.profile
    fields = profile.tables[name].visible
    return [field.name for field in fields.values() if _repeats(profile, name, field)]


def with_bounds(layout: pa.Schema) -> list[str]:
    """Return the columns whose least and greatest value are worth writing: all but texts."""
    texts = (pa.types.is_string, pa.types.is_list)
    return [field.name for field in layout if not any(test(field.type) for test in texts)]


def _repeats(profile: Profile, table: str, field: FieldSpec) -> bool:
    if MAKERS[field.make].capacity is not None or field.make in _OWN:
        return False
    if field.make not in _PASSING:
        return True
    for ref in field.needs.values():
        other, _, column = ref.rpartition(".")
        source = other or table
        if not _repeats(profile, source, profile.tables[source].fields[column]):
            return False
    return True
