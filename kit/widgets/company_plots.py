"""The pictures of a company at work as Altair draws them; words come from `company_charts`.

Importing this module imports Altair, so only `kit.widgets.company_charts` does, when it draws.
"""

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
    svg_of,
)
from kit.widgets.plotting import SPARE, Row, axis, data, own_colour, width_of

_TINTS = ("#f7f6f2", ACCENT_SOFT, "#9cc9cd", "#4f979f", ACCENT)
_WIDE, _HOURS = 620, 24


def bars(rows: list[Row]) -> str:
    """Return one bar a row (``name``, ``count``, ``ours``), with its number at the end."""
    made = [row | {"tint": ACCENT if row["ours"] else EDGE} for row in rows]
    order = [row["name"] for row in rows]
    most = max(row["count"] for row in rows)
    x = alt.X("count:Q", axis=None, scale=alt.Scale(domain=[0, most], nice=False))
    y = alt.Y("name:N", sort=order, axis=axis("left", None, order, 30))
    base = alt.Chart(data(made)).encode(x=x, y=y)
    drawn = alt.layer(
        base.mark_bar(size=13, cornerRadiusEnd=3).encode(color=own_colour("tint")),
        base.mark_text(align="left", dx=6).encode(text="label:N"),
    )
    return svg_of(drawn, 320, 22 * len(rows), right=30 + max(width_of(r["label"]) for r in made))


def crossed(cells: list[Row], down: list[str], across: list[str]) -> str:
    """Return numbers (``down``, ``across``, ``count``, ``strength`` 0 to 4) as tinted cells."""
    made = [
        cell
        | {
            "tint": _TINTS[cell["strength"]],
            "ink": PAPER if cell["strength"] > 2 else INK if cell["count"] else SOFT,
            "label": str(cell["count"]) if cell["count"] else "·",
        }
        for cell in cells
    ]
    x = alt.X("across:N", sort=across, axis=axis("top", None, across, 10))
    y = alt.Y("down:N", sort=down, axis=axis("left", None, down, 36))
    base = alt.Chart(data(made)).encode(x=x, y=y)
    drawn = alt.layer(
        base.mark_rect(stroke=PAPER, strokeWidth=2).encode(color=own_colour("tint")),
        base.mark_text(fontSize=SIZE).encode(text="label:N", color=own_colour("ink")),
    )
    return svg_of(drawn, 78 * len(across), 26 * len(down))


def hours(cells: list[Row], days: list[str]) -> str:
    """Return how much happens in each hour (``day``, ``hour``, ``strength`` 0 to 4)."""
    made = [cell | {"tint": _TINTS[cell["strength"]]} for cell in cells]
    marked = alt.Axis(values=list(range(0, _HOURS + 1, 3)), title=None, labelAngle=0, tickSize=4)
    scale = alt.Scale(domain=[0, _HOURS], nice=False)
    drawn = (
        alt.Chart(data(made))
        .mark_rect(stroke=PAPER, strokeWidth=1)
        .encode(
            x=alt.X("hour:Q", scale=scale, axis=marked),
            x2="next:Q",
            y=alt.Y("day:N", sort=days, axis=axis("left", None, days, 24)),
            color=own_colour("tint"),
        )
    )
    return svg_of(drawn, _WIDE, 26 * len(days))


def leak_line(
    work: list[Row], exposed: list[Row], marks: list[Row], titles: tuple[str, str]
) -> str:
    """Return a leak on a time line: daily work above, people exposed so far below.

    Args:
        work: ``day`` (ISO) and ``count``: events of each day.
        exposed: ``day`` and ``people``: how many had been exposed at the end of the day.
        marks: ``day``, ``label`` and ``kind`` (``bad`` or ``warn``): moments to name.
        titles: Of the two rows.
    """
    first, last = work[0]["day"], work[-1]["day"]
    x = alt.X(
        "day:T",
        scale=alt.Scale(domain=[f"{first}T00:00:00", f"{last}T23:59:59"], nice=False),
        axis=alt.Axis(format="%m-%d", title=None, labelAngle=0, tickCount=8),
    )
    quiet = alt.X("day:T", scale=x["scale"], axis=None)
    end = exposed[-1] | {"label": str(exposed[-1]["people"])}
    above = alt.layer(
        alt.Chart(data(_at(work, 12)))
        .mark_bar(color=LINE, width=_WIDE / len(work) * 0.8)
        .encode(x=quiet, y=alt.Y("count:Q", axis=None)),
        _head(titles[0]),
    ).properties(width=_WIDE, height=60)
    named = [
        mark | {"tint": BAD if mark["kind"] == "bad" else WARN, "at": 12 + 18 * number}
        for number, mark in enumerate(marks)
    ]
    rules = alt.Chart(data(_at(named))).encode(x=x, color=own_colour("tint"))
    most = max([row["people"] for row in exposed] or [1])
    high = alt.Y("people:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.6]))
    below = alt.layer(
        alt.Chart(data(_at(exposed)))
        .mark_area(interpolate="step-after", fill=ACCENT_SOFT, opacity=1, line={"color": ACCENT})
        .encode(x=x, y=high),
        alt.Chart(data(_at([end])))
        .mark_text(align="right", dy=14, fontWeight=600)
        .encode(x=x, y=high, text="label:N"),
        rules.mark_rule(strokeDash=[4, 3]),
        rules.mark_text(align="left", dx=5, fontWeight=600).encode(
            y=alt.Y("at:Q", scale=None, axis=None), text="label:N"
        ),
        _head(titles[1]),
    ).resolve_scale(y="independent")
    below = below.properties(width=_WIDE, height=130)
    longest = max([width_of(mark["label"]) for mark in marks] or [0])
    return svg_of(alt.vconcat(above, below, spacing=26), right=longest * SPARE)


def _at(rows: list[Row], hour: int = 0) -> list[Row]:
    """Return rows with a moment for a day, so that no time zone moves it."""
    return [row | {"day": f"{row['day']}T{hour:02}:00:00"} for row in rows]


def _head(title: str) -> Any:
    mark = alt.Chart(data([{"title": title}])).mark_text(align="left", color=SOFT, dy=-8)
    return mark.encode(x=alt.value(0), y=alt.value(0), text="title:N")
