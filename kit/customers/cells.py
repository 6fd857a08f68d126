"""Labels of cells where they differ from their field's.

There are four reasons for a cell to differ:

- a word with a label of its own (``cells`` in a profile, label columns of a pool of remarks);
- the age of the child a row is about: the fields of such rows are labelled for children under 14;
- something sensitive in a free text, or nothing sensitive in a note, known from the spans;
- a flaw that put something there (rows given by whoever makes the flaws).

Rows with column ``*`` tell about whom a whole row is. They stand for every row of a table about
children, in one of two forms:

- ``sensitive = "minor_under_14"``: about a child under 14. Every cell has its field's label.
- not sensitive: about somebody of 14 or over. Cells whose field is labelled as a child's lose
  that: see `grown`.

In a table about somebody else (a guardian), cells that name a child of 14 or over have a row each.
A row for a cell goes before ``*``. ``boundary`` marks ages 13 and 14. `expand` applies all this.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers.childhood import (
    CHILD_ENDS,
    about_children,
    ages,
    child_table,
    grown_up,
    near,
)
from kit.customers.engine import Piece
from kit.customers.grown import Cell, grown, of_category, of_field, overlaid
from kit.customers.labels import FieldLabel, OtherLabel, names_child
from kit.customers.marks import WHOLE_ROW, Marks, coded, joined
from kit.customers.spec import FieldSpec, Profile
from kit.customers.worded import words_of


def label(
    made: Piece,
    tables: Mapping[str, pa.Table] | None = None,
    *,
    spans: pa.Table | None = None,
    more: pa.Table | None = None,
    born: Mapping[str, NDArray[np.int64]] | None = None,
) -> pa.Table:
    """Return the labels of cells of a piece, by table, row and column.

    Args:
        made: The piece.
        tables: Its tables as they are written, if flaws or notes changed them.
        spans: What was put into free texts (`kit.customers.truth.SPANS`).
        more: Labels of cells that flaws changed; they replace others of the same cell.
        born: Birth days (since 1970) of the people of a table, if flaws made them others.

    Returns:
        A table of `kit.customers.truth.CELL_LABELS`.
    """
    whole = _Labelling(made, tables, ages(made, born or {}))
    found = [mark for table in made.rows for mark in whole.marks(table)]
    found += whole.of_spans(spans) if spans is not None else []
    return joined(made, [mark for mark in found if len(mark.rows)], more)


def expand(
    cell_labels: pa.Table, labels: Sequence[FieldLabel], table: str, rows: Sequence[int]
) -> list[dict[str, Cell]]:
    """Return the label of every cell of some rows: for each row its fields and their labels.

    Args:
        cell_labels: Of the piece or file that the rows stand in.
        labels: The labels of the fields (`Profile.labels`).
        table: The table.
        rows: Positions of the rows.
    """
    fields = {one.field: one for one in labels if one.table == table}
    here = pc.and_(
        pc.equal(cell_labels["table"], table),
        pc.is_in(cell_labels["row"], pa.array(rows, pa.int64())),
    )
    special = {
        (row["row"], row["column"]): Cell.of_row(row)
        for row in cell_labels.filter(here).to_pylist()
    }
    return [_expanded(fields, special, row) for row in rows]


def _expanded(
    fields: Mapping[str, FieldLabel], special: Mapping[tuple[int, str], Cell], row: int
) -> dict[str, Cell]:
    whole = special.get((row, WHOLE_ROW))
    found = {}
    for name, field in fields.items():
        cell = of_field(field)
        if whole and names_child(field):
            cell = cell if whole.sensitive else grown(field, whole.subject)
            cell = cell.at_boundary(whole.boundary)
        found[name] = special.get((row, name), cell)
    return found


@dataclass(frozen=True)
class _Labelling:
    made: Piece
    written: Mapping[str, pa.Table] | None
    ages: Mapping[str, NDArray[np.int64]]

    def marks(self, table: str) -> Iterator[Marks]:
        """Yield the labelled cells of a table, but for spans and flaws."""
        age = self.ages.get(table)
        if age is not None:
            yield from self._of_ages(table, age)
        for field in self.made.spec.profile.tables[table].visible.values():
            yield from self._of_words(table, field, age)

    def _of_ages(self, table: str, age: NDArray[np.int64]) -> Iterator[Marks]:
        spec, subject = self.made.spec.profile.tables[table], self._grown_up(table)
        older = age >= CHILD_ENDS
        if about_children(spec):
            child = Cell.made("minor_under_14", "child", "minor_under_14")
            kinds = (child, Cell.made(None, subject, "linked_to_person"))
            every = np.arange(len(age))
            yield Marks(table, WHOLE_ROW, every, older.astype(np.int64), kinds, near(age))
            return
        rows = np.flatnonzero(older)
        for name, field in spec.visible.items():
            if field.label and names_child(field.label):
                kind = grown(field.label, subject)
                yield Marks(table, name, rows, np.zeros_like(rows), (kind,), near(age[rows]))

    def _of_words(
        self, table: str, field: FieldSpec, age: NDArray[np.int64] | None
    ) -> Iterator[Marks]:
        profile, locale = self.made.spec.profile, self.made.spec.locale
        words = _labelled_words(profile, table, field.name, locale)
        if not words or field.label is None:
            return
        ground = (of_field(field.label), grown(field.label, self._grown_up(table)))
        kinds = [overlaid(cell, other) for cell in ground for other in words.values()]
        plain = [cell for cell in ground for _ in words]
        place = pc.index_in(self._column(table, field.name), pa.array(list(words)))
        rows = np.flatnonzero(pc.is_valid(place).to_numpy(zero_copy_only=False))
        cells = place.take(pa.array(rows)).to_numpy(zero_copy_only=False).astype(np.int64)
        boundary = np.zeros(len(rows), bool)
        if age is not None:
            cells = cells + len(words) * (age[rows] >= CHILD_ENDS)
            boundary = near(age[rows]) & self._about_child(table, kinds)[cells]
        kept = np.array([kind != cell for kind, cell in zip(kinds, plain, strict=True)])[cells]
        yield Marks(table, field.name, rows[kept], cells[kept], kinds, boundary[kept])

    def _grown_up(self, table: str) -> str:
        """Whom rows are about if the child is none any more."""
        profile = self.made.spec.profile
        return grown_up(profile, child_table(profile, table))

    def _column(self, table: str, name: str) -> pa.Array:
        if self.written is None:
            return self.made.columns[table][name]
        return self.written[table][name].combine_chunks()

    def of_spans(self, spans: pa.Table) -> Iterator[Marks]:
        """Yield the texts in which more, or less, stands than the field's label tells.

        Of several sensitive spans in a text the first counts. All notes are such texts, and of
        other texts those in which there is any span.
        """
        needed = spans.select(["table", "row", "column", "sensitive", "subject"])
        telling = needed.filter(pc.is_valid(needed["sensitive"]))
        pairs, kind = coded(telling, "sensitive", "subject")
        kinds = [of_category(category, subject) for category, subject in pairs]
        names, place = coded(telling, "table", "column")
        row = telling["row"].to_numpy()
        for name, texts in self._texts(needed):
            here = np.flatnonzero(place == names.index(name)) if name in names else place[:0]
            rows, first = np.unique(row[here], return_index=True)
            found = np.full(len(texts), len(kinds), np.int64)
            found[np.searchsorted(texts, rows)] = kind[here[first]]
            yield from self._of_texts(*name, texts, found, kinds)

    def _texts(self, spans: pa.Table) -> Iterator[tuple[tuple[str, str], NDArray[np.int64]]]:
        """Yield each column of texts, with the rows that are written as their spans say."""
        notes = self.made.spec.profile.note_field
        others = spans
        if notes:
            yield notes, np.arange(len(self.made.rows[notes[0]]))
            here = pc.and_(pc.equal(spans["table"], notes[0]), pc.equal(spans["column"], notes[1]))
            others = spans.filter(pc.invert(here))
        names, place = coded(others, "table", "column")
        row = others["row"].to_numpy()
        for number, name in enumerate(names):
            yield name, np.unique(row[place == number])

    def _of_texts(
        self,
        table: str,
        column: str,
        rows: NDArray[np.int64],
        found: NDArray[np.int64],
        kinds: list[Cell],
    ) -> Iterator[Marks]:
        """Cells of a text column; where nothing sensitive was found, a place beyond ``kinds``."""
        label = self.made.spec.profile.tables[table].fields[column].label
        if label is None:
            return
        age = self.ages.get(table)
        years = np.zeros(len(rows), np.int64) if age is None else age[rows]
        ground = (of_field(label), grown(label, self._grown_up(table)))
        plain = of_field(label)
        if not names_child(label):
            plain = Cell.made(None, label.subject, "free_text_mixed")
        differs = [[_told(k) != _told(g) for g in ground] for k in kinds]
        differs.append([plain.sensitive != label.sensitive] * 2)
        kept = np.array(differs)[found, (years >= CHILD_ENDS).astype(np.int64)]
        every = [*kinds, plain]
        boundary = near(years) & self._about_child(table, every)[found]
        yield Marks(table, column, rows[kept], found[kept], every, boundary[kept])

    def _about_child(self, table: str, kinds: Sequence[Cell]) -> NDArray[np.bool_]:
        """Which labels are about the child of a row, or whoever was one."""
        return np.array([cell.subject in ("child", self._grown_up(table)) for cell in kinds])


def _told(cell: Cell) -> tuple[str | None, str]:
    return cell.sensitive, cell.subject


@lru_cache(maxsize=4096)
def _labelled_words(profile: Profile, table: str, name: str, locale: str) -> dict[str, OtherLabel]:
    found = words_of(profile.tables, table, name)
    return {word.zh if locale == "zh" else word.en: word.other for word in found if word.other}
