"""The charts as Altair draws them; the words come from `kit.widgets.charts`.

Importing this module imports Altair, so only `charts` does, when it draws.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt

from kit.widgets.drawing import (
    ACCENT,
    ACCENT_SOFT,
    BAD,
    EDGE,
    INK,
    LINE,
    PAPER,
    SIZE,
    SOFT,
    WARN,
    WARN_SOFT,
    svg_of,
)
from kit.widgets.plotting import SPARE, Row, axis, data, own_colour, width_of

LARGER = 14  # where a chart is made smaller to fit beside the work
STEP = 1.55  # from one column of bars to the next, where a bar has the length 1


def attempts(rows: list[Row], pass_mark: float, mark: str) -> str:
    """Return scores (``n``, ``s``, ``label``) as dots on a line, with the pass mark."""
    first, last = rows[0]["n"], rows[-1]["n"]
    ends = [first - 0.5, last + 0.5] if len(rows) == 1 else [first, last]
    axis = alt.Axis(
        values=[row["n"] for row in rows if row["label"]],
        format="d",
        title=None,
        labelFontSize=LARGER,
    )
    x = alt.X("n:Q", scale=alt.Scale(domain=ends, nice=False, zero=False), axis=axis)
    y = alt.Y("s:Q", scale=alt.Scale(domain=[0, 110], nice=False), axis=None)
    base = alt.Chart(data(rows)).encode(x=x, y=y)
    line = alt.Chart(data([{"s": pass_mark, "mark": mark}])).encode(y=y)
    drawn = alt.layer(
        line.mark_rule(color=EDGE, strokeDash=[4, 3]),
        line.mark_text(align="left", color=SOFT, fontSize=LARGER).encode(
            x=alt.value(174), text="mark:N"
        ),
        base.mark_line(color=ACCENT, strokeWidth=2),
        base.mark_point(color=ACCENT, fill=ACCENT, size=46, opacity=1),
        base.mark_text(dy=-12, fontSize=LARGER, stroke=PAPER, strokeWidth=4).encode(text="label:N"),
        base.mark_text(dy=-12, fontSize=LARGER, fontWeight=600).encode(text="label:N"),
    )
    return svg_of(drawn, 160, 84, right=width_of(mark) * SPARE)


def heat_map(cells: list[Row], true: list[str], chosen: list[str], titles: tuple[str, str]) -> str:
    """Return counts (``true``, ``chosen``, ``count``, ``right``, ``light``) as tinted cells."""
    most = {name: max(cell["count"] for cell in cells if cell["true"] == name) for name in true}
    made = [
        cell | {"label": _marked(cell)} | _tint(cell, most[cell["true"]] or 1) for cell in cells
    ]
    x = alt.X("chosen:N", sort=chosen, axis=axis("top", titles[1], chosen, 14))
    y = alt.Y("true:N", sort=true, axis=axis("left", titles[0], true, 18))
    base = alt.Chart(data(made)).encode(x=x, y=y)
    drawn = alt.layer(
        base.mark_rect(stroke=PAPER, strokeWidth=3).encode(color=own_colour("tint")),
        base.mark_text(fontSize=SIZE + 2).encode(text="label:N", color=own_colour("ink")),
    )
    return svg_of(drawn, 112 * len(chosen), 46 * len(true))


def columns(bars: list[Row], title: str) -> str:
    """Return counts (``size``, ``count``, ``small``, ``note``) as columns; notes name the sides."""
    made = [bar | {"tint": BAD if bar["small"] else ACCENT} for bar in bars]
    order = [bar["size"] for bar in bars]
    x = alt.X("size:N", sort=order, axis=axis("bottom", title, order, 12))
    most = max(bar["count"] for bar in bars)
    above = alt.Scale(domain=[0, most * 1.15], nice=False)
    y = alt.Y("count:Q", axis=None, stack=None, scale=above)
    base = alt.Chart(data(made)).encode(x=x, y=y)
    drawn = alt.layer(
        base.mark_bar(size=30, cornerRadiusEnd=3).encode(color=own_colour("tint")),
        base.mark_text(dy=-8, fontWeight=600).encode(text="count:Q"),
        *(_side(bar, x) for bar in made if bar["note"]),
    )
    return svg_of(drawn, max(260, 56 * len(bars)), 140)


def _side(bar: Row, x: alt.X) -> Any:
    """Return the words over the columns below k (from the left) or from k on (to the right)."""
    over = alt.Chart(data([bar])).encode(x=x, text="note:N", color=own_colour("tint"))
    side: dict[str, Any] = {"align": "left", "dx": -15}
    if not bar["small"]:
        side = {"align": "right", "dx": 15}
    return over.mark_text(**side, fontWeight=600).encode(y=alt.value(-12))


def three_columns(
    rows: Sequence[tuple[str, Sequence[float | None], Sequence[str]]], heads: list[str]
) -> str:
    """Return three shares a row (name, shares, labels) as bars side by side."""
    cells = [
        {
            "kind": name,
            "from": place * STEP,
            "to": place * STEP + (shares[place] or 0),
            "full": place * STEP + 1,
            "label": labels[place],
        }
        for name, shares, labels in rows
        for place in range(len(heads))
    ]
    order = [row[0] for row in rows]
    scale = alt.Scale(domain=[0, len(heads) * STEP], nice=False)
    x, full = alt.X("from:Q", scale=scale, axis=None), alt.X("full:Q", scale=scale, axis=None)
    y = alt.Y("kind:N", sort=order, axis=axis("left", None, order, 24))
    base = alt.Chart(data(cells)).encode(y=y)
    named = [{"from": place * STEP, "head": head} for place, head in enumerate(heads)]
    drawn = alt.layer(
        base.mark_bar(color=ACCENT_SOFT, size=14).encode(x=x, x2="full:Q"),
        base.mark_bar(color=ACCENT, size=14).encode(x=x, x2="to:Q"),
        base.mark_text(align="left", dx=5).encode(x=full, text="label:N"),
        alt.Chart(data(named))
        .mark_text(align="left", color=SOFT)
        .encode(x=x, y=alt.value(-10), text="head:N"),
    )
    return svg_of(drawn, 450, 26 * len(rows))


def shares(rows: list[Row], labels: list[str]) -> str:
    """Return parts of a whole (``table``, ``count``, ``of``) as one bar each, with its label."""
    made = [
        row | {"share": row["count"] / row["of"], "full": 1, "label": label}
        for row, label in zip(rows, labels, strict=True)
    ]
    order = [row["table"] for row in rows]
    scale = alt.Scale(domain=[0, 1], nice=False)
    full = alt.X("full:Q", scale=scale, axis=None)
    y = alt.Y("table:N", sort=order, axis=axis("left", None, order, 30))
    base = alt.Chart(data(made)).encode(y=y)
    drawn = alt.layer(
        base.mark_bar(color=LINE, size=12).encode(x=full),
        base.mark_bar(color=ACCENT, size=12).encode(x=alt.X("share:Q", scale=scale, axis=None)),
        base.mark_text(align="left", dx=6).encode(x=full, text="label:N"),
    )
    return svg_of(drawn, 220, 20 * len(rows), right=max(map(width_of, labels)) * SPARE)


def _marked(cell: Row) -> str:
    """Return a count with a sign, as colour never speaks alone."""
    if not cell["count"]:
        return "0"
    wrong = "!" if cell["light"] else "✗"
    return f"{'✓' if cell['right'] else wrong} {cell['count']}"


def _tint(cell: Row, most: int) -> dict[str, str]:
    if not cell["count"]:
        return {"tint": "#f7f6f2", "ink": SOFT}
    strong = cell["count"] * 2 >= most
    if cell["right"]:
        return {"tint": ACCENT, "ink": PAPER} if strong else {"tint": ACCENT_SOFT, "ink": INK}
    return {"tint": WARN, "ink": PAPER} if strong else {"tint": WARN_SOFT, "ink": WARN}
