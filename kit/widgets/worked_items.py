"""What a worked example shows of an item and of an answer to it, for each lab.

Tasks are taken from their public side, already in one language; so an example can show nothing
that a trainee would not see.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from kit.i18n import translate
from kit.labs.protocols import Task
from kit.labs.results import Finding
from kit.widgets.investigate_desk import CaseDesk
from kit.widgets.investigate_report import Told
from kit.widgets.sorting_sheets import Reading
from kit.widgets.wording import in_language

Public = Mapping[str, Any]
Fact = dict[str, Any]
MOST_SAMPLES = 4
_NOT_SHOWN = ("customer_id",)


def facts(task: Task, finding: Finding, locale: str) -> list[Fact]:
    """Return what is known of an item as labelled texts (``text``) or lists (``values``).

    Args:
        task: The task.
        finding: What the grader says of the item; it may name the rows that the answer rests on.
        locale: ``"zh"`` or ``"en"``.
    """
    if task.lab == "sort_out":
        return list(_record(task, finding, locale))
    if task.lab == "investigation":
        return list(_question(task, finding, locale))
    public = in_language(task.public(), locale)
    if task.lab == "study_cases":
        return list(_case(public, finding, locale))
    entry = next(one for one in public[task.items] if one["key"] == finding.item)
    return list(FACTS[task.lab](entry, locale))


def answer_lines(task: Task, item: str, value: Any, locale: str) -> list[str]:
    """Return an answer to an item in words, a line for each part of it."""
    public, items = in_language(task.public(), locale), task.items
    if task.lab == "investigation":
        told = Told(*_told(task, locale)).lines(item, value)
        return told or [translate("worked.not_answered", locale)]
    if task.lab == "triage":
        return [translate(f"triage_view.tri_verdict_{value['verdict'] or 'none'}", locale)]
    if task.lab == "find_in_text":
        return _marks(public, items, item, value, locale)
    titles = _titles([{**public, items: []}, *_own_choices(public, items, item)])
    said = [titles.get(part, str(part)) for part in value.values() if part is not None]
    return said or [translate("worked.not_answered", locale)]


def _question(task: Task, finding: Finding, locale: str) -> Iterator[Fact]:
    """Yield what came in, then what is asked."""
    public = in_language(task.public(), locale)
    yield _fact("clue", locale, text=public["reports"][0]["text"])
    part = next(one for one in public["parts"] if one["key"] == finding.item)
    yield _fact("question", locale, text=f"{part['titles']} · {part['about']}")


def _case(public: Public, finding: Finding, locale: str) -> Iterator[Fact]:
    """Yield what is told of a case, then the question."""
    question = next(one for one in public["questions"] if one["key"] == finding.item)
    case = next(one for one in public["cases"] if one["case"] == question["case"])
    yield _fact("case", locale, values=[f"{case['titles']} · {case['years']}", *case["facts"]])
    yield _fact("question", locale, text=question["titles"])


def _alert(entry: Public, locale: str) -> Iterator[Fact]:
    yield _fact("alert", locale, text=f"{entry['titles']} · {entry['at'].replace('T', ' ')}")
    counts = {"events": entry["events"], "people": entry["people"]}
    yield _fact("counts", locale, text=translate("triage_view.tri_counts", locale, **counts))


def _told(task: Task, locale: str) -> tuple[CaseDesk, Public, str, Callable[..., str]]:
    public, say = task.public(), partial(_of_investigation, locale)
    return CaseDesk(task, in_language(public, locale), locale, say), public, locale, say


def _of_investigation(locale: str, message_id: str, **values: Any) -> str:
    return translate(f"investigate_view.{message_id}", locale, **values)


def _field(entry: Public, locale: str) -> Iterator[Fact]:
    yield _fact("column", locale, text=entry["name"])
    yield _fact("about", locale, text=entry["about"])
    yield _fact("samples", locale, values=list(entry["samples"][:MOST_SAMPLES]))


def _note(entry: Public, locale: str) -> Iterator[Fact]:
    yield _fact("source", locale, text=f"{entry['channel_titles']} · {entry['written_at']}")
    if entry["about"]:
        yield _fact("customer", locale, text=_plain(entry["about"]))
    yield _fact("note", locale, text=entry["text"])


def _record(task: Task, finding: Finding, locale: str) -> Iterator[Fact]:
    """Yield a record, then the entries of the books that its treatment rests on."""
    reading = Reading(task, locale, partial(_of_sorting, locale))
    record = reading.records[finding.item]
    yield _fact("record", locale, text=record["title"])
    named = zip(reading.sheets.layouts[record["layout"]]["titles"], record["values"], strict=True)
    for title, value in named:
        if value and value not in (record["customer"], record["title"]):
            yield {"label": title, "text": value}
    for fact in map(reading.evidence, finding.details.get("rests_on", ())):
        if fact["role"] != "record":
            yield {
                "label": fact["title"],
                "values": [_row(fact, row, locale) for row in fact["rows"]],
            }


def _row(fact: Mapping[str, Any], row: Sequence[str], locale: str) -> str:
    cells = [
        translate("worked.cell", locale, title=title, value=value)
        for name, title, value in zip(fact["names"], fact["titles"], row, strict=True)
        if value and name not in _NOT_SHOWN
    ]
    return translate("worked.semicolon", locale).join(cells)


def _of_sorting(locale: str, message_id: str, **values: Any) -> str:
    return translate(f"sorting_view.{message_id}", locale, **values)


def _column(entry: Public, locale: str) -> Iterator[Fact]:
    yield _fact("column", locale, text=entry["titles"])
    for level in entry["levels"]:
        if level["samples"]:
            samples = translate("worked.comma", locale).join(map(str, level["samples"]))
            yield {"label": level["titles"], "text": samples}


# A new lab adds one line; sorting has books beside its records, an investigation a whole
# company, a question its case, and each its own way above.
FACTS: Mapping[str, Callable[[Public, str], Iterator[Fact]]] = {
    "classify_fields": _field,
    "find_in_text": _note,
    "release_columns": _column,
    "triage": _alert,
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
