"""What the tables of the truth and their fields are called, for the descriptor of a package."""

from typing import Any

import pyarrow as pa

from kit.customers.makers.base import word_table
from kit.customers.spec import Words
from kit.customers.truth import SCHEMAS

TRUTH_WORDS = {
    "spans": (
        Words(en="Spans in texts", zh="文本中的片段"),
        Words(
            en="Every piece of personal information in notes and flawed remarks, what is "
            "sensitive in other remarks, and look-alikes that are none. A remark with a span is "
            "not a flaw by that: whether it may say so is settled by the register of processing.",
            zh="沟通记录和有缺陷的备注里的每一处个人信息、其他备注里的敏感内容，以及形似而实非的"
            "内容。备注里有片段不等于有缺陷：能不能这样记，要看个人信息处理登记。",
        ),
    ),
    "cell_labels": (
        Words(en="Labels of cells", zh="单元格标签"),
        Words(
            en="Cells whose label differs from that of their field.",
            zh="标签和所在字段不同的单元格。",
        ),
    ),
    "flaws": (
        Words(en="Flaws", zh="缺陷"),
        Words(
            en="Every cell that is wrong on purpose, what is right, and what to do.",
            zh="每一个故意写错的单元格、正确的值，以及应当怎样处理。",
        ),
    ),
}
"""Title and description of each table."""


def truth_fields(name: str, *, flat: bool) -> list[dict[str, Any]]:
    """Return the fields of a table of the truth as Frictionless describes them.

    Args:
        name: ``spans``, ``cell_labels`` or ``flaws``.
        flat: Whether lists are texts joined by ``;``.
    """
    words = {row["name"]: row for row in word_table("truth_fields.csv")}
    return [
        _field(field, words[field.name], "string" if flat else "array") for field in SCHEMAS[name]
    ]


_TYPES = {
    pa.string(): "string",
    pa.bool_(): "boolean",
    pa.int64(): "integer",
    pa.int32(): "integer",
}


def _field(field: pa.Field, words: dict[str, str], many: str) -> dict[str, Any]:
    return {
        "name": field.name,
        "type": _TYPES.get(field.type, many),
        "title": f"{words['title_en']} / {words['title_zh']}",
        "description": f"{words['about_en']} {words['about_zh']}",
    }
