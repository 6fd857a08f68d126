"""What all charts draw with: their rows, colours the rows name, axes with broken labels.

Importing this module imports Altair.
"""

import json
from textwrap import wrap
from typing import Any

import altair as alt

from kit.widgets.drawing import SIZE

Row = dict[str, Any]
WIDE = 0x2E80  # from here on letters are as wide as high
LINE_HEIGHT = 13
SPARE = 0.3  # by how much a reader's font may be wider than the one measured with


def data(rows: list[Row]) -> Any:
    """Return rows as Altair takes them."""
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def own_colour(field: str) -> alt.Color:
    """Return a colour that the rows name themselves."""
    return alt.Color(f"{field}:N", scale=None)


def axis(orient: Any, title: str | None, labels: list[str], width: int) -> alt.Axis:
    """Return an axis whose long labels are broken into lines of some letters."""
    lines = {label: _lines(label, width) for label in labels}
    most = max(map(len, lines.values()))
    if orient == "top":  # lines run downwards: short labels stand on the last one
        lines = {label: [""] * (most - len(words)) + words for label, words in lines.items()}
    pairs = "".join(
        f"datum.value === {_quoted(label)} ? {_quoted(chr(10).join(words))} : "
        for label, words in lines.items()
    )
    known: dict[str, Any] = {"title": title, "labelAngle": 0, "labelOverlap": False}
    known["labelExpr"] = f"split({pairs}datum.label, '\\n')"
    if orient == "top":
        known["labelPadding"] = 6 + LINE_HEIGHT * (most - 1)
    if orient == "left":
        extent = max(width_of(line) for words in lines.values() for line in words) + 8
        known |= {"minExtent": extent, "titleAngle": 0, "titleAlign": "right"}
        known |= {"titleX": -6, "titleY": -10, "titleBaseline": "bottom"}
    return alt.Axis(orient=orient, **known)


def width_of(text: str) -> float:
    """Return about how many pixels a text takes at most, whatever the font of the reader."""
    return sum(SIZE + 0.5 if ord(letter) > WIDE else 7.6 for letter in text)


def _lines(text: str, width: int) -> list[str]:
    """Return a text in lines; a Chinese character counts as two letters."""
    wide = any(ord(letter) > WIDE for letter in text)
    return wrap(text, max(4, width // 2) if wide else width) or [text]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
