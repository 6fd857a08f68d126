"""What a worked example shows of an item and of an answer to it, for each lab.

Tasks are taken from their public side, already in one language; so an example can show nothing
that a trainee would not see.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kit.i18n import translate

Public = Mapping[str, Any]
Fact = dict[str, Any]
MOST_SAMPLES = 4
_NOT_SHOWN = ("customer_id",)


def facts(public: Public, items: str, item: str, locale: str) -> list[Fact]:
    """Return what is known of an item as labelled texts (``text``) or lists (``values``).

    Args:
        public: The task's public side in one language.
        items: Key of its items.
        item: Key of the item.
        locale: ``"zh"`` or ``"en"``.
    """
    entry = next(one for one in public[items] if one["key"] == item)
    return [fact for fact in FACTS[public["lab"]](entry, locale) if fact]


def answer_lines(public: Public, items: str, item: str, value: Any, locale: str) -> list[str]:
    """Return an answer to an item in words, a line for each part of it."""
    if public["lab"] == "find_in_text":
        return _marks(public, items, item, value, locale)
    titles = _titles([{**public, items: []}, *_own_choices(public, items, item)])
    said = [titles.get(part, str(part)) for part in value.values() if part is not None]
    return said or [translate("worked.no_answer", locale)]


def _field(entry: Public, locale: str) -> Iterator[Fact]:
    yield _fact("column", locale, text=entry["name"])
    yield _fact("about", locale, text=entry["about"])
    yield _fact("samples", locale, values=list(entry["samples"][:MOST_SAMPLES]))


def _note(entry: Public, locale: str) -> Iterator[Fact]:
    yield _fact("source", locale, text=f"{entry['channel_titles']} · {entry['written_at']}")
    if entry["about"]:
        yield _fact("customer", locale, text=_plain(entry["about"]))
    yield _fact("note", locale, text=entry["text"])


def _record(entry: Public, locale: str) -> Iterator[Fact]:
    yield _fact("record", locale, text=entry["title"])
    for column in entry["columns"]:
        if column["value"] not in (None, "") and column["name"] not in _NOT_SHOWN:
            yield {"label": column["title"], "text": str(column["value"])}


def _column(entry: Public, locale: str) -> Iterator[Fact]:
    yield _fact("column", locale, text=entry["titles"])
    for level in entry["levels"]:
        if level["samples"]:
            samples = translate("worked.comma", locale).join(map(str, level["samples"]))
            yield {"label": level["titles"], "text": samples}


# A new lab adds one line.
FACTS: Mapping[str, Callable[[Public, str], Iterator[Fact]]] = {
    "classify_fields": _field,
    "find_in_text": _note,
    "release_columns": _column,
    "sort_out": _record,
}


def _fact(name: str, locale: str, **content: Any) -> Fact:
    return {"label": translate(f"worked.fact_{name}", locale), **content}


def _marks(public: Public, items: str, item: str, value: Any, locale: str) -> list[str]:
    text = next(one for one in public[items] if one["key"] == item)["text"]
    titles = _titles(public)
    said = [
        translate(
            "worked.mark",
            locale,
            text=text[mark["start"] : mark["end"]],
            kind=titles.get(mark["kind"], mark["kind"]),
        )
        for mark in value["marks"]
    ]
    return said or [translate("worked.no_marks", locale)]


def _own_choices(public: Public, items: str, item: str) -> list[Public]:
    return [one for one in public[items] if one["key"] == item]


def _titles(data: Any) -> dict[str, str]:
    """Return the title of every code that a task offers."""
    if isinstance(data, list | tuple):
        return {code: title for one in data for code, title in _titles(one).items()}
    if not isinstance(data, Mapping):
        return {}
    found = {code: title for one in data.values() for code, title in _titles(one).items()}
    title = data.get("titles", data.get("title"))
    if isinstance(data.get("code"), str) and isinstance(title, str):
        found[data["code"]] = title
    return found


def _plain(about: Any) -> str:
    if isinstance(about, Mapping):
        return " · ".join(str(value) for value in about.values() if value)
    return str(about)
