"""Turns Altair charts into SVG offline: one look for all, no script, no identifiers, same bytes.

Altair and vl-convert are imported by the first chart and not before: that takes 1 to 3 s, and the
first picture another 0.7 s; later ones take 0.03 to 0.1 s. A view that wants a chart at once calls
`warm` in a thread beforehand. Widths of text come from the fonts of the computer, so the bytes are
the same on one computer, not on two with other fonts.
"""

import html
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypedDict

FONTS = (
    "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei',"
    " sans-serif"
)
INK, SOFT, LINE, EDGE, PAPER = "#1d2733", "#52606d", "#d9dee4", "#7b8794", "#ffffff"
ACCENT, ACCENT_SOFT = "#0f5f6b", "#e3f0f1"
BAD, WARN, WARN_SOFT = "#a4262c", "#8a5300", "#fdf2df"
SIZE = 12


class Drawn(TypedDict):
    """A chart: its picture, what stands in for it, and what to see in it."""

    svg: str
    alt: str
    sentence: str


@dataclass(frozen=True)
class Chart:
    """A chart in the output of a cell; a reader without pictures gets its words."""

    drawn: Drawn

    def __repr__(self) -> str:
        return f"<chart: {self.drawn['sentence']}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Return the chart as HTML and as text."""
        return {"text/html": figure(self.drawn), "text/plain": self.drawn["alt"]}


def figure(drawn: Drawn) -> str:
    """Return a chart as an HTML figure with its sentence below."""
    named = html.escape(drawn["alt"], quote=True)
    said = html.escape(drawn["sentence"])
    paper = f"margin:0;padding:12px 16px;background:{PAPER};color:{INK};border-radius:8px"
    return (
        f'<figure style="{paper}"><div role="img" aria-label="{named}" style="overflow-x:auto">'
        f"{drawn['svg']}</div><figcaption>{said}</figcaption></figure>"
    )


def warm() -> None:
    """Load what charts need, so that the first one comes quickly; harmless to call twice."""
    import altair as alt

    point = alt.Data(values=[{"x": 0}])  # type: ignore[no-untyped-call]
    svg_of(alt.Chart(point).mark_point().encode(x="x:Q"), 10, 10)


def svg_of(chart: Any, width: int = 0, height: int = 0, right: float = 0) -> str:
    """Return a chart as SVG in the look of the kit.

    Args:
        chart: An Altair chart.
        width: Width of the inner frame in pixels; 0 if its parts have sizes of their own.
        height: Height of the inner frame in pixels.
        right: Pixels kept free beside it for labels, as a reader's font may be wider than ours.
    """
    sized = chart.properties(width=width, height=height) if width else chart
    return _svg(sized.to_json(indent=None), right)


@lru_cache(maxsize=64)
def _svg(spec: str, right: float) -> str:
    import vl_convert

    sides = {"left": 6, "right": 6, "top": 4, "bottom": 4}
    whole = json.loads(spec) | {"config": _config(), "background": "transparent"}
    return vl_convert.vegalite_to_svg(whole | {"padding": sides | {"right": 6 + round(right)}})


def _config() -> dict[str, Any]:
    """Return the look; roles and labels inside are off, as the figure carries the words."""
    text = {"labelColor": INK, "labelFontSize": SIZE, "titleColor": SOFT, "titleFontSize": SIZE}
    plain = {"titleFontWeight": "normal", "domain": False, "ticks": False, "labelLimit": 320}
    return {
        "aria": False,
        "font": FONTS,
        "axis": text | plain | {"grid": False, "titlePadding": 8, "labelPadding": 6},
        "text": {"color": INK, "fontSize": SIZE},
        "view": {"stroke": None},
    }
