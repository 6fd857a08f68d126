"""The bytes of the shipped profiles, so that a change of data is seen and never slips in.

After a wanted change run ``python -m tests.customers.test_golden``, put the printed digests here
and say in the CHANGELOG that generated data changed.
"""

import hashlib
from datetime import date

import pytest

from kit.customers.engine import Spec
from kit.customers.profile import SHIPPED, load_profile
from kit.customers.whole import make, tables

GOLDEN = {
    "leasing": "eba323970d8a2efa0959bd27fee41b82e6ea827016ef429c1abce5d87d462412",
    "sanitary_ware": "ea139c5907cfd06a9cdfc106a4534131e63128fa369ec4f246a13bfb8f449de3",
    "swim_school": "6f5316e8871f26f823f7a3fce475783a48d928190777d04ccfbbb7d7ae348f06",
}


WHOLE = {
    "leasing": "b6af36b77fb9188ffeea895943a6c4c36b2152537a521b54e1622aa1a0d4face",
    "sanitary_ware": "1ba263a3d2efe376be3f5c90160212c4e09f56c2e1b497d9efd2f2af5b7fda73",
    "swim_school": "6391670371ca1ec88f20a0d4c42cda299572ef157558e382b0b0ed244207aa11",
}


def digest(profile):
    """SHA-256 of customers 7 to 57 as plain text, whatever the version of the table library."""
    spec = Spec(load_profile(profile), seed=20260930, as_of=date(2026, 9, 30))
    return of_tables(tables(spec, 7, 50))


def whole_digest(profile):
    """The same of customers 64 to 164 in English, half of them flawed, with the truth."""
    spec = Spec(load_profile(profile), 20260930, date(2026, 9, 30), "en", flaws=0.5)
    made = make(spec, 64, 100)
    return of_tables(made.tables | made.truth)


def of_tables(found):
    made = hashlib.sha256()
    for name, table in found.items():
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


@pytest.mark.parametrize("profile", SHIPPED)
def test_flaws_and_truth_are_what_they_were(profile):
    assert whole_digest(profile) == WHOLE[profile]


if __name__ == "__main__":
    print({profile: digest(profile) for profile in SHIPPED})
    print({profile: whole_digest(profile) for profile in SHIPPED})
