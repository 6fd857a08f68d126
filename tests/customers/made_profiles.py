"""A small profile of one's own, and ways to spoil it."""

import pytest

from kit.customers.profile import parse_profile
from kit.errors import BadInput
from kit.i18n import explain

LABEL = (
    'label = { personal = true, subject = "customer", identifier = "direct", grade = 3, '
    'company_class = "sensitive", articles = ["PIPL-4"], reason = "direct_identifier" }'
)
WORDS = """
titles = { zh = "甲", en = "A" }
about = { zh = "说明", en = "About" }
"""
SMALL = f"""
id = "mine"
{WORDS}
[customers]
ages = [20, 60]

[tables.customers]
{WORDS}
[tables.customers.fields.person]
hidden = true
make = "person"
[tables.customers.fields.customer_id]
{WORDS}
type = "string"
make = "row_code"
with = {{ prefix = "M", width = 8 }}
unique = true
{LABEL}
[tables.customers.fields.birth_date]
{WORDS}
type = "date"
make = "birth_date"
needs = {{ person = "person" }}
{LABEL}
[tables.customers.fields.orders_count]
hidden = true
make = "count"
with = {{ weights = [1, 2, 1] }}

[tables.orders]
{WORDS}
parent = "customers"
rows = "orders_count"
max_rows = 2
[tables.orders.fields.customer_id]
{WORDS}
type = "string"
make = "copy"
needs = {{ x = "customers.customer_id" }}
{LABEL}
"""


def field(name, body, table="tables.customers", kind=None):
    """The text of one more field: hidden, or written as this type."""
    written = f'{WORDS}type = "{kind}"\n{LABEL}' if kind else "hidden = true"
    return f"\n[{table}.fields.{name}]\n{written}\n{body}\n"


def reference(name, count, *fields):
    """The text of one more reference table; its fields are names and bodies."""
    head = f"\n[reference.{name}]\n{WORDS}\ncount = {count}\n"
    return head + "".join(field(f, body, f"reference.{name}", kind) for f, body, kind in fields)


def refused(text):
    """The key and the English words with which a profile is refused."""
    with pytest.raises(BadInput) as caught:
        parse_profile(text, "mine.toml")
    assert explain(caught.value, "zh")
    return caught.value.values.get("key"), explain(caught.value, "en")
