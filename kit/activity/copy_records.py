"""Events of copies beside the shares, as slips, tickets and paths tell how each was made.

A list on a portable disk was copied to the disk whose slip has its number; a list that a shredder's
slip names was printed page by page; what a recovery test's ticket names was loaded into a test
system. Other files on computers were copied there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.activity.book import Book
from kit.activity.copies import LABEL, on_drive
from kit.activity.holders import Ints
from kit.activity.letters import permitted
from kit.organisation.model import Organisation

_SHEET = 3_000
"""Milliseconds from one printed page to the next."""
LONGEST = 60_000
"""Milliseconds that the printing of a list may take."""
Columns = Mapping[str, Ints]


@dataclass(frozen=True)
class _Files:
    """Some files.

    Attributes:
        row: Their rows in the table.
        table: These rows.
        kind: Kind of the system of each.
    """

    row: Ints
    table: pa.Table
    kind: list[str]

    def of(self, kind: str) -> "_Files":
        """Return those in systems of a kind."""
        return self.at([place for place, one in enumerate(self.kind) if one == kind])

    def at(self, places: list[int]) -> "_Files":
        """Return those at some places."""
        rows = np.array(places, np.int64)
        kept = [self.kind[place] for place in places]
        return _Files(self.row[rows], self.table.take(pa.array(rows)), kept)

    def texts(self, column: str) -> list[str]:
        """Return a column."""
        found: list[str] = self.table[column].to_pylist()
        return found

    def numbers(self, column: str) -> Ints:
        """Return a column."""
        return np.asarray(self.table[column].to_numpy(), np.int64)


def copy_columns(organisation: Organisation, book: Book, rows: Ints) -> dict[str, Columns]:
    """Return for each action the files it made: ``file``, and what else is known of each event.

    Other columns are those of events, and ``later``: milliseconds after the file's own time.

    Args:
        organisation: The organisation.
        book: Its customers.
        rows: Rows of the files to look at.
    """
    tables = organisation.tables
    systems = tables["systems"]
    kind = dict(zip(systems["system_id"].to_pylist(), systems["kind"].to_pylist(), strict=True))
    some = tables["files"].take(pa.array(rows))
    files = _Files(rows, some, [kind[key] for key in some["system_id"].to_pylist()])
    local = files.of("endpoint")
    paper = {key for key, action in permitted(tables) if action == "print.page"}
    on_paper = [view in paper for view in local.texts("view_id")]
    loose = local.at([place for place, one in enumerate(on_paper) if not one])
    printed = local.at([place for place, one in enumerate(on_paper) if one])
    return {
        **_copied(organisation, loose),
        "print.page": _pages(organisation, book, printed),
        "db.restore": {"file": _loaded(organisation, files.of("test"))},
    }


def _copied(organisation: Organisation, files: _Files) -> dict[str, Columns]:
    """What was copied to portable disks, and to that of a computer: a path with a drive."""
    disk = _disks(organisation)
    moved: list[tuple[int, int]] = []
    kept: list[int] = []
    for row, path in zip(files.row.tolist(), files.texts("path"), strict=True):
        label = LABEL.search(path)
        if on_drive(path):
            kept.append(row)
        elif label and label[1] in disk:
            moved.append((row, disk[label[1]]))
    row, device = np.array(moved, np.int64).reshape(-1, 2).T
    return {
        "file.copy": {"file": np.array(kept, np.int64)},
        "usb.copy": {"file": row, "device": device},
    }


def _pages(organisation: Organisation, book: Book, files: _Files) -> Columns:
    """The pages of lists that went through the shredder later."""
    slips = organisation.tables["custody"]
    gone = slips.filter(pc.equal(slips["event"], "destroyed"))["item_id"].combine_chunks()
    shredded = pc.is_in(files.table["file_id"], value_set=gone).to_pylist()
    mine = files.at([place for place, one in enumerate(shredded) if one])
    views = organisation.tables["views"]
    rows = dict(zip(views["view_id"].to_pylist(), views["page_rows"].to_pylist(), strict=True))
    start, stop = mine.numbers("row_start"), mine.numbers("row_stop")
    step = np.array([rows[key] for key in mine.texts("view_id")], np.int64)
    segment = np.array([book.segment_place[key] for key in mine.texts("segment_id")], np.int64)
    count = -(-(stop - start) // step)
    which = np.repeat(np.arange(len(count)), count)
    page = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    first = start[which] + page * step[which]
    return {
        "file": mine.row[which],
        "later": page * _SHEET,
        "segment": segment[which],
        "start": first,
        "stop": np.minimum(first + step[which], stop[which]),
        "size": np.full(len(which), -1),
    }


def _disks(organisation: Organisation) -> dict[str, int]:
    """The portable disk with each number, by the slips of those that were packed."""
    places, slips = organisation.places["devices"], organisation.tables["custody"]
    found: dict[str, int] = {}
    for row in slips.filter(pc.equal(slips["event"], "packed")).to_pylist():
        label = LABEL.search(row["note"] or "")
        if label and row["item_id"] in places:
            found[label[1]] = places[row["item_id"]]
    return found


def _loaded(organisation: Organisation, files: _Files) -> Ints:
    """What tickets of recovery tests name."""
    tickets = organisation.tables["tickets"]
    drills = tickets.filter(pc.equal(tickets["kind"], "recovery_test"))["refs"].to_pylist()
    named = {key for refs in drills for key in refs or ()}
    agreed = [place for place, key in enumerate(files.texts("file_id")) if key in named]
    return files.at(agreed).row
