"""The values that a field of words can have, in both languages, and their own labels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kit.customers.grown import of_field, overlaid
from kit.customers.labels import FieldLabel, OtherLabel, names_child
from kit.customers.makers.base import word_table
from kit.customers.makers.constants import per_language
from kit.customers.seats import Fail
from kit.customers.spec import FieldSpec, TableSpec

_LABEL_COLUMNS = ("personal", "sensitive", "subject", "reason", "kind")
_PIECES = ("piece_zh", "piece_en")


@dataclass(frozen=True)
class Word:
    """One value that a field can have.

    Attributes:
        zh: As it is written in Chinese data.
        en: As it is written in English data.
        other: In what its label differs from the field's, if it does.
    """

    zh: str
    en: str
    other: OtherLabel | None = None


def words_of(tables: Mapping[str, TableSpec], table: str, name: str) -> list[Word]:
    """Return the words a field can have; none if its values are not listed anywhere.

    A field that passes on the values of others (``copy``, ``select``, ``when``, values of a
    reference table) has their words, and the labels that these have there.
    """
    spec = tables[table].fields[name]
    own = {text: cell for cell in spec.cells for text in cell.values}
    found = dict.fromkeys(_made(tables, table, spec))
    return [replace(w, other=own.get(w.zh) or own.get(w.en) or w.other) for w in found]


def check_cells(
    tables: Mapping[str, TableSpec], table: str, spec: FieldSpec, key: str, fail: Fail
) -> None:
    """Raise through ``fail`` if a value with a label of its own is none, or its label is no label.

    Args:
        tables: The tables of the profile.
        table: The field's table.
        spec: The field.
        key: Its key in the file.
        fail: Raises that a key has a problem.
    """
    words = words_of(tables, table, spec.name)
    known = {text for word in words for text in (word.zh, word.en)}
    if spec.cells and not known:
        fail(f"{key}.cells", "cell_maker", make=spec.make)
    seen: set[str] = set()
    for place, cell in enumerate(spec.cells):
        for text in cell.values:
            if text not in known:
                listed = ", ".join(sorted(known))[:200]
                fail(f"{key}.cells.{place}.values", "cell_value", value=text[:80], known=listed)
            if text in seen:
                fail(f"{key}.cells.{place}.values", "cell_twice", value=text[:80])
            seen.add(text)
    if spec.label:
        for word in words:
            if word.other and word.other.kind and not _tells(spec.label, word):
                fail(f"{key}.cells", "cell_piece", value=word.zh[:80])
        for other in dict.fromkeys(word.other for word in words if word.other):
            found = overlaid(of_field(spec.label), other)
            if found.classification != "non_personal" and found.subject in ("company", "none"):
                fail(f"{key}.cells", "cell_subject", subject=found.subject)


def _tells(label: FieldLabel, word: Word) -> bool:
    """Whether a word with a kind is sensitive, and its pieces stand in it in both languages."""
    assert word.other is not None
    found = all(piece_of(word.other, text) is not None for text in (word.zh, word.en))
    return found and overlaid(of_field(label), word.other).sensitive is not None


def piece_of(other: OtherLabel, text: str) -> tuple[int, str] | None:
    """Return where the sensitive words of a remark begin, and the words; None for none.

    >>> piece_of(OtherLabel(kind="health", pieces=("asthma",)), "has asthma")
    (4, 'asthma')
    """
    if other.kind is None:
        return None
    if not other.pieces:
        return 0, text
    return next(((text.index(one), one) for one in other.pieces if one in text), None)


def telling(label: FieldLabel, word: Word) -> bool:
    """Return whether a word is sensitive by itself, not only because a child is named beside it."""
    if names_child(label) and (word.other is None or word.other.sensitive is None):
        return False
    cell = overlaid(of_field(label), word.other) if word.other else of_field(label)
    return cell.sensitive is not None


def _made(tables: Mapping[str, TableSpec], table: str, spec: FieldSpec) -> Iterator[Word]:
    options = spec.options
    match spec.make:
        case "choice" | "listed":
            yield from _pairs(options["values"])
        case "choice_by":
            for case in (*options["cases"].values(), options.get("default")):
                yield from _pairs(case)
        case "lookup":
            for value in (*options["map"].values(), options.get("default")):
                yield from _pair(value)
        case "words" | "sentence":
            yield from _pool(options["pool"])
        case "copy" | "select" | "when":
            yield from _passed_on(tables, table, spec)
        case "reference_value" | "reference":
            yield from words_of(tables, options["table"], options["field"])


def _passed_on(tables: Mapping[str, TableSpec], table: str, spec: FieldSpec) -> Iterator[Word]:
    for name in ("then", "otherwise"):
        if spec.make == "when":
            yield from _pair(spec.options.get(name))
    for name, ref in spec.needs.items():
        if name not in ("key", "cond"):
            other, _, column = ref.rpartition(".")
            yield from words_of(tables, other or table, column)


def _pool(name: str) -> Iterator[Word]:
    for row in word_table(f"{name}.csv"):
        given: dict[str, Any] = {key: row[key] for key in _LABEL_COLUMNS if row.get(key)}
        given |= {"pieces": found} if (found := [row[k] for k in _PIECES if row.get(k)]) else {}
        yield Word(row["zh"], row["en"], OtherLabel.model_validate(given) if given else None)


def _pairs(values: Any) -> Iterator[Word]:
    if values is not None:
        each = per_language(values)
        for zh, en in zip(each[0], each[-1], strict=True):
            yield from _pair(zh, en)


def _pair(value: Any, en: Any = None) -> Iterator[Word]:
    if value is not None:
        each = per_language(value)
        yield Word(str(each[0]), str(each[-1] if en is None else en))
