"""The bytes of the shipped profiles, so that a change of data is seen and never slips in.

After a wanted change run ``python -m tests.customers.test_golden``, put the printed digests here
and say in the CHANGELOG that generated data changed.
"""

import hashlib
from datetime import date

import pytest

from kit.customers.engine import Spec
from kit.customers.profile import SHIPPED, load_profile
from kit.customers.whole import tables

GOLDEN = {
    "leasing": "d8649c534c5bcca60fd9e06010df58840ecf942f27d9a5cab20a3f5074e4f11e",
    "sanitary_ware": "351e7f8140f4671e0d5d56e068a8c60da5411d357078b6f0dd7ba234bc431bfe",
    "swim_school": "eebc3d30539c00df2bf9363f1875705d99952b0320a3e83d4f05ef656a06e706",
}


def digest(profile):
    """SHA-256 of customers 7 to 57 as plain text, whatever the version of the table library."""
    spec = Spec(load_profile(profile), seed=20260930, as_of=date(2026, 9, 30))
    made = hashlib.sha256()
    for name, table in tables(spec, 7, 50).items():
        for column in table.column_names:
            values = [canonical(value) for value in table[column].to_pylist()]
            made.update("\x1f".join([name, column, *values, "\x1e"]).encode())
    return made.hexdigest()


def canonical(value):
    """One value as text; a missing one differs from an empty one."""
    if value is None:
        return "\x00"
    return value.isoformat() if hasattr(value, "isoformat") else repr(value)


@pytest.mark.parametrize("profile", SHIPPED)
def test_generated_data_is_what_it_was(profile):
    assert digest(profile) == GOLDEN[profile]


if __name__ == "__main__":
    print({profile: digest(profile) for profile in SHIPPED})
