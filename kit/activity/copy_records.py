"""Events of copies beside the shares, as slips, tickets and paths tell how each was made.

A list on a portable disk was copied to the disk whose slip has its number; a list that a shredder's
slip names was printed page by page; what a recovery test's ticket names was loaded into a test
system. Other files on computers were copied there.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from kit.activity.copies import LABEL
from kit.activity.holders import Ints
from kit.activity.letters import permitted
from kit.organisation.model import Organisation

_SHEET = 3_000
"""Milliseconds from one printed page to the next."""


def copy_columns(
    organisation: Organisation, lists: Mapping[str, int]
) -> dict[str, Mapping[str, Ints]]:
    """Return for each action the files it made: ``file``, and what else is known of each event.

    Other columns are those of events, and ``later``: milliseconds after the file's own time.

    Args:
        organisation: The organisation.
        lists: The number of each segment.
    """
    tables = organisation.tables
    kind = {row["system_id"]: row["kind"] for row in tables["systems"].to_pylist()}
    files = list(enumerate(tables["files"].to_pylist()))
    local = [(n, row) for n, row in files if kind[row["system_id"]] == "endpoint"]
    printed = _printed(organisation, local, lists)
    disk = _disks(organisation)
    paper = {key for key, action in permitted(tables) if action == "print.page"}
    on_disk, copied = [], []
    for number, row in local:
        label = LABEL.search(row["path"])
        if row["view_id"] in paper:
            continue
        if label and label[1] in disk and row["path"][1:2] != ":":
            on_disk.append((number, disk[label[1]]))
        elif row["path"][1:2] == ":":
            copied.append(number)
    return {
        "file.copy": {"file": np.array(copied, np.int64)},
        "usb.copy": {
            "file": np.array([number for number, _ in on_disk], np.int64),
            "device": np.array([device for _, device in on_disk], np.int64),
        },
        "print.page": printed,
        "db.restore": {"file": _loaded(organisation, files, kind)},
    }


def _printed(
    organisation: Organisation,
    local: list[tuple[int, dict[str, Any]]],
    lists: Mapping[str, int],
) -> Mapping[str, Ints]:
    """The pages of lists that went through the shredder later."""
    slips = organisation.tables["custody"].to_pylist()
    gone = {row["item_id"] for row in slips if row["event"] == "destroyed"}
    rows = dict(
        zip(
            organisation.tables["views"]["view_id"].to_pylist(),
            organisation.tables["views"]["page_rows"].to_pylist(),
            strict=True,
        )
    )
    mine = [(number, row) for number, row in local if row["file_id"] in gone]
    pages = np.array(
        [-(-(r["row_stop"] - r["row_start"]) // rows[r["view_id"]]) for _, r in mine], np.int64
    )
    which = np.repeat(np.arange(len(mine)), pages)
    page = np.arange(len(which)) - np.repeat(np.cumsum(pages) - pages, pages)
    step = np.array([rows[r["view_id"]] for _, r in mine], np.int64)[which]
    first = np.array([r["row_start"] for _, r in mine], np.int64)[which] + page * step
    last = np.array([r["row_stop"] for _, r in mine], np.int64)[which]
    return {
        "file": np.array([number for number, _ in mine], np.int64)[which],
        "later": page * _SHEET,
        "segment": np.array([lists[r["segment_id"]] for _, r in mine], np.int64)[which],
        "start": first,
        "stop": np.minimum(first + step, last),
        "size": np.full(len(which), -1),
    }


def _disks(organisation: Organisation) -> dict[str, int]:
    """The portable disk with each number, by the slips of those that were packed."""
    places = organisation.places["devices"]
    found: dict[str, int] = {}
    for row in organisation.tables["custody"].to_pylist():
        label = LABEL.search(row["note"] or "")
        if row["event"] == "packed" and label and row["item_id"] in places:
            found[label[1]] = places[row["item_id"]]
    return found


def _loaded(
    organisation: Organisation,
    files: list[tuple[int, dict[str, Any]]],
    kind: Mapping[str, str],
) -> Ints:
    drills = {
        key
        for row in organisation.tables["tickets"].to_pylist()
        if row["kind"] == "recovery_test"
        for key in row["refs"] or ()
    }
    found = [n for n, r in files if kind[r["system_id"]] == "test" and r["file_id"] in drills]
    return np.array(found, np.int64)
