"""Turns the codes of a score into words; every lab renders with these."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kit.i18n import translate, word
from kit.labs.results import Finding, Message, Score, Severity
from kit.law import citation

SYMBOLS: dict[Severity, str] = {"ok": "✓", "note": "○", "warn": "△", "danger": "✗"}


@dataclass(frozen=True)
class Line:
    """A sentence of a report with how grave it is."""

    text: str
    severity: Severity

    @property
    def symbol(self) -> str:
        """Return the sign that stands beside the words."""
        return SYMBOLS[self.severity]


@dataclass(frozen=True)
class ItemReport:
    """The verdict on one item, in words.

    Attributes:
        item: Key of the item.
        title: What the item is.
        verdict: The verdict in a few words.
        severity: How grave it is.
        lines: The explanation, a sentence or two each.
        articles: Citations.
    """

    item: str
    title: str
    verdict: str
    severity: Severity
    lines: tuple[str, ...]
    articles: tuple[str, ...]

    @property
    def symbol(self) -> str:
        """Return the sign that stands beside the verdict."""
        return SYMBOLS[self.severity]


@dataclass(frozen=True)
class Report:
    """A score in words: first what it means, then figures, then each item.

    Attributes:
        headline: Passed or not, in one sentence.
        summary: What matters, the most important first.
        figures: Measures as (name, value, what it says).
        table: The confusion table as rows of text, its first row and column being headings.
        items: One per item.
    """

    headline: str
    summary: tuple[Line, ...]
    figures: tuple[tuple[str, str, str], ...]
    table: tuple[tuple[str, ...], ...]
    items: tuple[ItemReport, ...]


def lay_out(
    score: Score,
    locale: str,
    figures: tuple[tuple[str, str, str], ...],
    table: tuple[tuple[str, ...], ...],
    item: Callable[[Finding, str], ItemReport],
) -> Report:
    """Return a report: the summary in words, with what only this kind of lab knows.

    Args:
        score: The score.
        locale: ``"zh"`` or ``"en"``.
        figures: Measures as (name, value, what it says).
        table: The confusion table or its like.
        item: Puts one finding into words (`item_report`).
    """
    headline, *summary = (say(message, locale) for message in score.summary)
    items = tuple(item(finding, locale) for finding in score.findings)
    return Report(headline.text, tuple(summary), figures, table, items)


def item_report(
    finding: Finding, locale: str, title: str, verdict: str, lead: str | None = None
) -> ItemReport:
    """Return the verdict on one item in words.

    Args:
        finding: The verdict.
        locale: ``"zh"`` or ``"en"``.
        title: What the item is.
        verdict: The verdict in a few words.
        lead: Message that opens the explanation, with the values of the finding.
    """
    codes = [lead, finding.code] if lead else [finding.code]
    lines = [word(code, finding.values, locale) for code in codes]
    lines += [say(note, locale).text for note in finding.notes]
    cited = cite(finding.articles, locale)
    return ItemReport(finding.item, title, verdict, finding.severity, tuple(lines), cited)


def figures_in_words(
    domain: str, shown: Mapping[str, str], locale: str, **values: Any
) -> tuple[tuple[str, str, str], ...]:
    """Return measures as (name, value, what it says); words are ``<domain>.figure.<name>``."""
    return tuple(
        (
            translate(f"{domain}.figure.{name}", locale),
            text,
            translate(f"{domain}.figure.{name}.about", locale, **values),
        )
        for name, text in shown.items()
    )


def say(message: Message, locale: str) -> Line:
    """Return a message in words."""
    return Line(word(message.code, message.values, locale), message.severity)


def cite(articles: tuple[str, ...], locale: str) -> tuple[str, ...]:
    """Return the citations of some rules."""
    return tuple(citation(article, locale) for article in articles)


def as_text(report: Report) -> str:
    """Return a report as plain text for a terminal."""
    parts = [report.headline, ""]
    parts += [f"{line.symbol} {line.text}" for line in report.summary]
    parts += [
        "",
        *(f"{name}  {value}  {meaning}".rstrip() for name, value, meaning in report.figures),
    ]
    parts += ["", *aligned(report.table)]
    for item in report.items:
        parts += ["", f"{item.symbol} {item.item}  {item.title}  {item.verdict}"]
        parts += [f"    {line}" for line in item.lines]
        if item.articles:
            parts.append("    " + " · ".join(item.articles))
    return "\n".join(parts)


def aligned(table: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows of a table as lines of a terminal, columns aligned; no table, no lines."""
    if not table:
        return []
    widths = [max(_width(row[column]) for row in table) for column in range(len(table[0]))]
    return [
        "  ".join(_padded(*pair) for pair in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Return the columns a text takes in a terminal; Chinese characters take two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
