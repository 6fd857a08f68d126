"""Charts of results and companies: one idea each, labels beside the marks, a sentence, alt text.

Each function returns a `Drawn`: ``svg`` (empty if there is nothing to draw), ``alt`` and
``sentence`` (what to see). `kit.widgets.drawing` says how long a chart takes.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType
from typing import Any

from kit.customers.labels import FieldLabel
from kit.customers.spec import Profile
from kit.i18n import translate
from kit.widgets.drawing import Chart, Drawn, figure, warm

__all__ = [
    "Chart",
    "Drawn",
    "attempts",
    "by_kind",
    "confusion",
    "figure",
    "group_sizes",
    "sensitive_share",
    "warm",
]

Kind = tuple[str, float | None, float | None, float | None]
FEW = 8  # so many scores still have room for a label each
MOST_BARS = 8


def attempts(points: Sequence[tuple[int, float]], pass_mark: float, locale: str) -> Drawn:
    """Return somebody's scores over time, with the pass mark, about 260 by 120 pixels.

    Args:
        points: Number of the attempt and its score, the oldest first.
        pass_mark: The least score that passes.
        locale: ``"zh"`` or ``"en"``.
    """
    if not points:
        return _nothing("attempts_none", locale)
    last, best = points[-1], max(points, key=lambda point: point[1])
    said = {
        "count": len(points),
        "last": _number(last[1]),
        "best": _number(best[1]),
        "number": best[0],
        "mark": _number(pass_mark),
        "scores": _listed([_number(score) for _, score in points], locale),
    }
    state = "one" if len(points) == 1 else "passed" if last[1] >= pass_mark else "below"
    named = {points[0][0], last[0], best[0]} if len(points) > FEW else {n for n, _ in points}
    rows = [
        {"n": number, "s": score, "label": _number(score) if number in named else ""}
        for number, score in points
    ]
    svg = _plots().attempts(rows, pass_mark, _say("pass_mark", locale, mark=said["mark"]))
    sentence = _say(f"attempts_{state}", locale, **said)
    return {"svg": svg, "alt": _say("attempts_alt", locale, **said), "sentence": sentence}


def confusion(
    rows: Sequence[Sequence[str]], locale: str, marks: Sequence[Sequence[str]] = ()
) -> Drawn:
    """Return a confusion table as a heat map.

    Args:
        rows: A head row (corner, then what was chosen), then a row for each true class: its name
            and its counts as text. What stands under its own name is right.
        locale: ``"zh"`` or ``"en"``.
        marks: How grave each count is (``ok``, ``warn`` or ``danger``), row by row; by default
            all that is not right is ``danger``.
    """
    head, body = _used(rows)
    graver = {
        (row[0], name): mark
        for row, given in zip(rows[1:], marks, strict=False)
        for name, mark in zip(rows[0][1:], given, strict=True)
    }
    cells: list[dict[str, Any]] = [
        {
            "true": row[0],
            "chosen": name,
            "count": int(count),
            "right": name == row[0],
            "light": graver.get((row[0], name)) == "warn",
        }
        for row in body
        for name, count in zip(head, row[1:], strict=True)
    ]
    total = sum(cell["count"] for cell in cells)
    right = sum(cell["count"] for cell in cells if cell["right"])
    wrong = [cell for cell in cells if not cell["right"] and cell["count"]]
    said: dict[str, Any] = {"total": total, "right": right, "table": _table(cells, locale)}
    worst = _most_frequent(wrong)
    if worst:
        said |= worst | {"right": right}
    state = "confusion_wrong" if worst else "confusion_spread" if wrong else "confusion_right"
    titles = _say("confusion_true", locale), _say("confusion_chosen", locale)
    svg = _plots().heat_map(cells, [row[0] for row in body], list(head), titles)
    sentence = _say(state, locale, **said)
    return {"svg": svg, "alt": _say("confusion_alt", locale, **said), "sentence": sentence}


def _most_frequent(wrong: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the mistake made most often, None where none stands out or none was made twice."""
    most = max((cell["count"] for cell in wrong), default=0)
    found = [cell for cell in wrong if cell["count"] == most]
    return found[0] if most > 1 and len(found) == 1 else None


def group_sizes(sizes: Mapping[int, int], k: int, locale: str) -> Drawn:
    """Return how many groups there are of each size, those below k apart.

    Args:
        sizes: Number of groups by size (people in a group).
        k: The least size that is asked for.
        locale: ``"zh"`` or ``"en"``.
    """
    known = {size: count for size, count in sorted(sizes.items()) if count}
    if not known:
        return _nothing("groups_none", locale)
    small = {size: count for size, count in known.items() if size < k}
    said: dict[str, Any] = {
        "k": k,
        "least": min(known),
        "groups": sum(known.values()),
        "people": sum(size * count for size, count in known.items()),
        "small": sum(small.values()),
        "exposed": sum(size * count for size, count in small.items()),
    }
    bars = _bars(known, k, locale)
    said["bars"] = _listed(
        [_say("groups_bar", locale, size=bar["size"], count=bar["count"]) for bar in bars], locale
    )
    svg = _plots().columns(bars, _say("groups_axis", locale))
    sentence = _say("groups_small" if small else "groups_fine", locale, **said)
    return {"svg": svg, "alt": _say("groups_alt", locale, **said), "sentence": sentence}


def by_kind(rows: Sequence[Kind], locale: str) -> Drawn:
    """Return precision, recall and F1 by kind as bars in three columns.

    Args:
        rows: Title, precision, recall and F1 of each kind; None where it is undefined.
        locale: ``"zh"`` or ``"en"``.
    """
    if not rows:
        return _nothing("kinds_none", locale)
    known = [row for row in rows if row[2] is not None]
    lowest = min(known, key=lambda row: row[2] or 0, default=None)
    texts = [
        _say("kinds_row", locale, title=title, precision=_share(p), recall=_share(r), f1=_share(f))
        for title, p, r, f in rows
    ]
    if lowest is None:
        sentence = _say("kinds_unknown", locale)
    elif lowest[2] == 1:
        sentence = _say("kinds_all", locale)
    elif not lowest[2]:
        missed = [row[0] for row in known if not row[2]]
        sentence = _say("kinds_missed", locale, titles=_listed(missed, locale))
    else:
        sentence = _say("kinds_lowest", locale, title=lowest[0], recall=_share(lowest[2]))
    heads = [_say(f"kinds_{name}", locale) for name in ("precision", "recall", "f1")]
    svg = _plots().three_columns([(row[0], row[1:], _shares(row)) for row in rows], heads)
    alt = _say("kinds_alt", locale, rows=_listed(texts, locale))
    return {"svg": svg, "alt": alt, "sentence": sentence}


def sensitive_share(labels: Iterable[FieldLabel], profile: Profile, locale: str) -> Drawn:
    """Return the share of sensitive fields by table of a company, the highest first.

    Args:
        labels: The labels of all fields.
        profile: The company, for the titles of its tables.
        locale: ``"zh"`` or ``"en"``.
    """
    counted: dict[str, list[int]] = {name: [0, 0] for name in profile.tables}
    for label in labels:
        counted[label.table][0] += label.sensitive is not None
        counted[label.table][1] += 1
    rows = [
        {"table": getattr(profile.tables[name].titles, locale), "count": some, "of": of}
        for name, (some, of) in counted.items()
        if of
    ]
    rows.sort(key=lambda row: (-row["count"] / row["of"], row["table"]))
    touched = [row for row in rows if row["count"]]
    if not touched:
        return _nothing("sensitive_none", locale, tables=len(rows))
    labels_beside = [_fraction(row) for row in touched]
    texts = [f"{row['table']} {label}" for row, label in zip(touched, labels_beside, strict=True)]
    said = {"tables": len(rows), "touched": len(touched), "rows": _listed(texts, locale)}
    said |= {"title": rows[0]["table"], "count": rows[0]["count"], "of": rows[0]["of"]}
    said["rest"] = len(rows) - len(touched)
    labels_beside[0] = _say("sensitive_of", locale, fraction=labels_beside[0])
    svg = _plots().shares(touched, labels_beside)
    alt = _say("sensitive_alt", locale, **said)
    return {"svg": svg, "alt": alt, "sentence": _say("sensitive", locale, **said)}


def _plots() -> ModuleType:
    """Return the drawings; they are loaded late because Altair takes a second or more."""
    from kit.widgets import plots

    return plots


def _bars(sizes: Mapping[int, int], k: int, locale: str) -> list[dict[str, Any]]:
    """Return a bar for each size, or for each range of sizes if there are many."""
    bars: dict[tuple[int, int], int] = {}
    for size, count in sizes.items():
        span = (size, size) if len(sizes) <= MOST_BARS else _range_of(size, k)
        bars[span] = bars.get(span, 0) + count
    spans = list(bars)
    notes = {spans[0]: "groups_below"} if spans[0][0] < k else {}
    notes |= {spans[-1]: "groups_at_least"} if spans[-1][0] >= k else {}
    return [
        {
            "size": str(least) if least == most else f"{least}–{most}",
            "count": count,
            "small": least < k,
            "note": _say(notes[least, most], locale, k=k) if (least, most) in notes else "",
        }
        for (least, most), count in bars.items()
    ]


def _range_of(size: int, k: int) -> tuple[int, int]:
    """Return the range a size lies in: below k halves of it, from k on doublings.

    >>> [_range_of(size, 5) for size in (1, 3, 5, 9, 23)]
    [(1, 2), (3, 4), (5, 9), (5, 9), (20, 39)]
    """
    if size < k:
        half = k // 2
        return (1, half) if size <= half else (half + 1, k - 1)
    least = k
    while size >= 2 * least:
        least *= 2
    return least, 2 * least - 1


def _nothing(message_id: str, locale: str, **values: Any) -> Drawn:
    words = _say(message_id, locale, **values)
    return {"svg": "", "alt": words, "sentence": words}


def _used(rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Return head and body without columns that are no class and stay empty ("no answer")."""
    names = {row[0] for row in rows[1:]}
    kept = [
        place
        for place, name in enumerate(rows[0])
        if place and (name in names or any(row[place] != "0" for row in rows[1:]))
    ]
    body = [[row[0], *(row[place] for place in kept)] for row in rows[1:]]
    return [rows[0][place] for place in kept], body


def _table(cells: list[dict[str, Any]], locale: str) -> str:
    texts = [_say("confusion_cell", locale, **cell) for cell in cells if cell["count"]]
    return _listed(texts, locale)


def _fraction(row: Mapping[str, Any]) -> str:
    return f"{row['count']} / {row['of']}"


def _shares(row: Kind) -> list[str]:
    return [_share(value) for value in row[1:]]


def _share(value: float | None) -> str:
    """Return a share as whole per cent.

    >>> _share(0.755), _share(None)
    ('76 %', '–')
    """
    return "–" if value is None else f"{value * 100:.0f} %"


def _number(value: float) -> str:
    """Return a score with one decimal at most.

    >>> _number(89.94), _number(80)
    ('89.9', '80')
    """
    return f"{round(value, 1):g}"


def _listed(texts: Sequence[str], locale: str) -> str:
    return {"zh": "、", "en": ", "}[locale].join(texts)


def _say(message_id: str, locale: str, **values: Any) -> str:
    return translate(f"charts.{message_id}", locale, **values)
