"""Offsets in Python and in JavaScript agree, whatever the text: nothing cuts a sign in two."""

import random
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kit.widgets.assets import script

pytestmark = pytest.mark.browser

SCRIPTS = script("dom", "text-offsets", "text-marks", "text-note", "text-caret")
PIECES = (
    *"aZ09 -_.@，。（）\t\n",
    "王芳",
    "客户",
    "\r\n",
    "\n\n",
    "\u00a0",
    "\u3000",
    "𠮷",  # beyond the first plane, as all signs of extension B
    "𠀀𪚥",
    "é",
    "e\u0301",
    "o\u0323\u0302",  # two marks on one letter
    "각",
    "\u1112\u1161\u11ab",  # one syllable of three signs
    "नि",
    "שָׁ",
    "👍🏽",
    "👨‍👩‍👧‍👦",
    "🧑🏿‍🚀",
    "🏳️‍🌈",
    "🇨🇳🇫🇷",
    "1️⃣",
    "☎️",
    "\u200d",
    "154 4370 0369",
    "0512-09300100",
    "nora.w@mail.test",
)
MEASURE = """(asked) => asked.map(([text, ranges]) => {
  const map = textMap(text);
  const root = document.createElement("div");
  document.body.replaceChildren(root);
  const [one, other] = [...map.stops].sort((a, b) => (a * 7) % 11 - (b * 7) % 11);
  const span = textSpan(map, one, other ?? 0);
  const marks = span ? [{ ...span }] : [];
  fillNote(root, map, marks, () => ({ tag: "x", label: "x", class: "x" }));
  return {
    length: textLength(map),
    stops: map.stops.map((unit) => map.points[unit]),
    parts: ranges.map(([start, end]) => textPart(map, { start, end })),
    back: ranges.map(([start, end]) => [map.points[map.units[start]], map.points[map.units[end]]]),
    shown: root.textContent,
    places: map.stops.filter((unit) => caretUnitAt(root, ...caretPlaceOf(root, unit)) !== unit),
    leaps: map.stops.map((unit) => map.points[textLeap(map, unit, 1)]),
    tokens: map.stops.map((unit) => textToken(map, unit)).filter(Boolean)
      .map((token) => [map.points[token.from], map.points[token.to]]),
  };
})"""


def texts() -> Iterator[str]:
    """Yield many texts, short and long, of the most awkward pieces."""
    draw = random.Random(20261122)
    yield ""
    yield from PIECES
    for size in (2, 3, 5, 8, 40):
        for _ in range(60):
            yield "".join(draw.choice(PIECES) for _ in range(size))


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    opened.add_script_tag(content=SCRIPTS)
    yield opened
    context.close()


def joined(before: str, after: str) -> bool:
    """Return whether two code points certainly belong to one sign."""
    if unicodedata.category(before) == "Cc":
        return (before, after) == ("\r", "\n")
    return (
        unicodedata.category(after) in ("Mn", "Me")
        or after in "\u200d\ufe0f"
        or after in "🏻🏼🏽🏾🏿"
    )


def measured(page: Page, asked: list[tuple[str, list[list[int]]]]) -> list[dict[str, Any]]:
    """Return what the script counts in each text."""
    return page.evaluate(MEASURE, [list(one) for one in asked])


def test_code_points_units_and_signs_agree(page: Page) -> None:
    draw = random.Random(7)
    asked = []
    for text in texts():
        ends = [sorted((draw.randint(0, len(text)), draw.randint(0, len(text)))) for _ in range(6)]
        asked.append((text, ends))
    assert len(asked) > 300
    for (text, ranges), found in zip(asked, measured(page, asked), strict=True):
        size = len(text)
        assert found["length"] == size
        assert found["parts"] == [text[start:end] for start, end in ranges]
        assert found["back"] == ranges
        assert found["shown"] == text
        assert found["places"] == []
        assert found["stops"][-1] == size
        assert found["stops"] == sorted(set(found["stops"]))
        inner = [stop for stop in found["stops"] if 0 < stop < size]
        assert not [stop for stop in inner if joined(text[stop - 1], text[stop])], repr(text)


def test_a_selection_takes_whole_signs_and_no_blanks_at_its_ends(page: Page) -> None:
    draw = random.Random(11)
    asked = []
    for text in texts():
        units = len(text.encode("utf-16-le")) // 2
        ends = [sorted((draw.randint(0, units), draw.randint(0, units))) for _ in range(6)]
        asked.append((text, ends))
    take = "(asked) => asked.map(([text, ends]) => ends.map((e) => textSpan(textMap(text), ...e)))"
    spans = page.evaluate(take, [list(one) for one in asked])
    counted = measured(page, [(text, []) for text, _ in asked])
    for (text, ranges), taken, found in zip(asked, spans, counted, strict=True):
        for span, (start, end) in zip(taken, ranges, strict=True):
            wanted = text[offsets(text, start) : offsets(text, end)].strip()
            if span is None:
                assert not wanted
                continue
            assert {span["start"], span["end"]} <= set(found["stops"])
            assert span["start"] < span["end"]
            assert wanted in text[span["start"] : span["end"]]


def test_a_token_is_a_number_with_its_groups_or_a_word(page: Page) -> None:
    text = "王芳（154 4370 0369）写到 nora.w@mail.test，邮编0512-09300100。"
    asked = [(text, []), *((some, []) for some in texts())]
    first, *others = measured(page, asked)
    tokens = {text[start:end] for start, end in first["tokens"]}
    assert {"154 4370 0369", "nora.w@mail.test", "0512-09300100"} <= tokens
    for found in others:
        assert {stop for pair in found["tokens"] for stop in pair} <= set(found["stops"])
        assert set(found["leaps"]) <= set(found["stops"])


def offsets(text: str, unit: int) -> int:
    """Return the code point that a UTF-16 unit belongs to, as Python counts."""
    whole = text.encode("utf-16-le")[: 2 * unit]
    return len(whole.decode("utf-16-le", "ignore"))
