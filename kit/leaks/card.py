"""Writes the data dictionary of a folder in both languages: every file, every column."""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from kit.leaks.sheets import Sheet, type_text

NAMES = {"zh": "README.zh-CN.md", "en": "README.md"}
_FRAME = {
    "zh": "{title}：{about}\n\n| 列 | 类型 | 含义 |\n|---|---|---|",
    "en": "{title}. {about}\n\n| column | type | meaning |\n|---|---|---|",
}


def cards(
    kind: str, about: Mapping[str, Any], sheets: Sequence[Sheet], form: str
) -> dict[str, str]:
    """Return the text of each card by its path.

    Args:
        kind: ``evidence`` or ``world``.
        about: What the descriptor says of the folder.
        sheets: Its tables, without the truth.
        form: ``parquet`` or ``csv``.
    """
    return {name: _card(kind, locale, about, sheets, form) for locale, name in NAMES.items()}


def _card(
    kind: str, locale: str, about: Mapping[str, Any], sheets: Sequence[Sheet], form: str
) -> str:
    head = (files("kit.leaks") / "cards" / f"{kind}.{locale}.md").read_text("utf-8")
    overview = "\n".join(
        f"| `{one.path}.{form}` | {one.table.num_rows} | {_cell(getattr(one.title, locale))} |"
        for one in sheets
    )
    tables = "\n".join(_table(one, locale, form) for one in sheets)
    return head.format(**about, overview=overview, tables=tables)


def _table(one: Sheet, locale: str, form: str) -> str:
    rows = "\n".join(
        f"| `{column.name}` | {type_text(column.type)} "
        f"| {_cell(getattr(one.columns[column.name], locale))} |"
        for column in one.table.schema
    )
    title, about = (getattr(words, locale) for words in (one.title, one.about))
    words = _FRAME[locale].format(title=title, about=about)
    return f"### `{one.path}.{form}`\n\n{words}\n{rows}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
