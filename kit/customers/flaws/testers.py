"""Records that testers typed: a name that says so, and numbers in sequence."""

import numpy as np
import pyarrow as pa

from kit.customers.flaws.context import Change, Context, Spot
from kit.identifiers import ascii as letters
from kit.identifiers import mobile, resident_id
from kit.identifiers.people import provinces
from kit.seeding import Rows

_FIRST_DAY = -25_567  # 1900-01-01: none of the people made is as old
_PER_DAY = 1000


def spots(context: Context) -> list[Spot]:
    """Return all flawed customers, if their table has names."""
    name = context.config.customer.name
    if context.config.test_record is None or name is None:
        return []
    return [Spot(f"{context.root}.{name}", context.flawed, _edit)]


def _edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
    roles, config = context.config.customer, context.config.test_record
    assert config is not None
    number = context.address(places)
    made = {
        roles.name: context.word(config.names[context.piece.spec.locale], "tester", places),
        roles.mobile: spare_mobile(context, number),
        roles.resident_id: _resident_id(number),
        roles.email: _email(number),
    }
    return [Change(f"{context.root}.{f}", rows, value) for f, value in made.items() if f]


def spare_mobile(context: Context, number: Rows) -> pa.Array:
    """Return mobile numbers that no customer has: those of row numbers counted from the end.

    They are unique because customers with flaws may take half of the numbers there are, and no
    more (`kit.customers.engine.limits`).
    """
    names = (*context.piece.rows[context.root].key, context.config.customer.mobile or "")
    first, end = mobile.CUSTOMERS
    spare = (end - first - 1 - number) % (end - first)
    return mobile.generate(context.piece.spec.seed, names, spare, block=mobile.CUSTOMERS)


def _resident_id(number: Rows) -> pa.Array:
    codes = np.array([int(row["code"]) for row in provinces()])
    of_day, province = np.divmod(number, len(codes))
    day, sequence = np.divmod(of_day, _PER_DAY)
    return resident_id.generate(codes[province], _FIRST_DAY + day, sequence)


def _email(number: Rows) -> pa.Array:
    filled = letters.matrix(len(number), 25)
    letters.put_text(filled, 0, "test")
    letters.put_digits(filled, 4, number, 9)
    letters.put_text(filled, 13, "@example.com")
    return letters.fixed_width(filled)
