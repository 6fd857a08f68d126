"""Whom the evidence of a case proves to be exposed, and whom it cannot rule out.

The truth says which accounts, which items and which hours to ask about; who is counted, the
evidence alone decides. An event in the log, a file that a mail took along, a list on a disk that
the slips call lost: those people are provable. What a collector missed, what a link or a folder
laid open, what was about the same time put where the lost things were: those people are possible.
Nothing is provable that did not happen; the possible may be many.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from kit.activity import query
from kit.activity.book import Places
from kit.activity.copies import on_drive
from kit.leaks.ground import Ground, Mask
from kit.leaks.model import Evidence, Truth

_LABEL = re.compile(r"\d{3}-\d{4,}")
_DEEDS = {
    "screen": ("crm.open", "crm.search"),
    "download": ("crm.export", "db.export"),
    "api": ("api.read",),
}
"""What lets people out by a channel, if the log has lost every deed."""
_LOOK, _PICTURE = "crm.open", "screen.capture"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bounds:
    """Whose data is out, as far as evidence goes; places in the book, rising.

    Attributes:
        provable: Whom it shows to be exposed; all of them are.
        possible: Whom it does not rule out.
    """

    provable: Places
    possible: Places


class Found(NamedTuple):
    """Whom something shows, and whom it leaves open."""

    shown: Mask
    open: Mask


def bounds(evidence: Evidence, truth: Truth) -> Bounds:
    """Return whom the evidence of a leak proves to be exposed, and whom it cannot rule out.

    For a look-alike, which exposes nobody, both are empty.
    """
    none = np.empty(0, np.int64)
    if not truth.exposures.num_rows:
        return Bounds(none, none)
    ground = Ground(evidence, truth)
    found = _RULES[_way(ground)](ground)
    named = ground.named({key for row in ground.rows("reports") for key in row["customers"] or ()})
    exposed = ground.named(truth.customers["customer_id"].to_pylist())
    shown = (ground.logged() | found.shown | named) & exposed
    return Bounds(np.flatnonzero(shown), np.flatnonzero(shown | found.open))


def _way(ground: Ground) -> str:
    """By which rule: that of the channel; files and pictures of screens tell more than that."""
    kinds = {via.partition(":")[0] for via in ground.facts["via"]}
    if _PICTURE in ground.deeds[query.ACTION].to_pylist():
        return "picture"
    return "file" if kinds == {"file"} else str(ground.facts["channel"])


def _ids(ground: Ground) -> set[str]:
    """Return the ids of what it went through."""
    return {via.partition(":")[2] for via in ground.facts["via"]}


def _by_account(ground: Ground) -> Found:
    """What the accounts did from where the deeds came; everybody if the log misses some of it."""
    deeds = ground.deeds.filter(
        [one is not None for one in ground.deeds[query.SEGMENT].to_pylist()]
    )
    seen = set(deeds[query.ACTION].to_pylist()) & set(_DEEDS[ground.facts["channel"]])
    if _LOOK in seen:
        seen = {_LOOK}
    events = ground.done(query.ACCOUNT, ground.accounts, seen or _DEEDS[ground.facts["channel"]])
    if ground.addresses():
        events = query.where(events, query.ADDRESS, ground.addresses())
    opened = ground.touched(events)
    if ground.blind():
        opened |= ground.registered_by(ground.until)
    return Found(ground.nobody, opened)


def _by_picture(ground: Ground) -> Found:
    """Whom the accounts took pictures of; while no picture was logged, whom they opened."""
    taken = ground.done(query.ACCOUNT, ground.accounts, (_PICTURE,))
    opened = ground.touched(taken)
    cards = ground.done(query.ACCOUNT, ground.accounts, (_LOOK,))
    times = query.millis_of(cards)
    unseen = ground.blanks({one for one in taken[query.SYSTEM].to_pylist() if one is not None})
    for low, high in unseen:
        opened |= ground.touched(cards.filter(pa.array((times >= low) & (times < high))))
    missing = ground.blanks(ground.systems())
    if any(low < until and since < high for low, high in missing for since, until in unseen):
        opened |= ground.registered_by(ground.until)
    return Found(ground.nobody, opened)


def _by_mail(ground: Ground) -> Found:
    """What the accounts mailed to people outside, by the register of mails."""
    mails = [
        row
        for row in ground.rows("mails")
        if row["account_id"] in ground.accounts
        and row["to_kind"] not in ("staff", "party")
        and ground.since <= row["at"] <= ground.until
    ]
    files = {row["file_id"] for row in mails if row["file_id"]}
    shown = ground.held(row for row in ground.rows("files") if row["file_id"] in files)
    sent = ground.done(query.RESOURCE, {row["mail_id"] for row in mails}, ("mail.send",))
    opened = shown | ground.touched(sent)
    logged = set(sent[query.RESOURCE].to_pylist())
    for row in mails:
        if row["visible"] and row["mail_id"] not in logged:
            opened |= _beside(ground, row["to_address"], row["recipients"])
    return Found(shown, opened)


def _beside(ground: Ground, address: str, count: int) -> Mask:
    """Whoever stands so near an addressee in a list that one batch could have reached both."""
    root = next(
        table
        for table in ground.evidence.customers.values()
        if {"customer_id", "email"} <= set(table.column_names)
    )
    rows = root.filter([one == address for one in root["email"].to_pylist()])
    book, found = ground.evidence.book, ground.nobody
    for key in rows["customer_id"].to_pylist():
        for members in book.members:
            for at in np.flatnonzero(members == book.place_of[key]):
                found[members[max(0, at - count + 1) : at + count]] = True
    return found


def _by_link(ground: Ground) -> Found:
    """Whatever the accounts laid behind links for anyone; openings are in the log."""
    links = {
        row["file_id"]
        for row in ground.rows("links")
        if row["scope"] == "anyone"
        and row["created_by"] in ground.accounts
        and row["created_at"] <= ground.until
        and (row["revoked_at"] is None or row["revoked_at"] > ground.since)
    }
    return Found(
        ground.nobody, ground.held(row for row in ground.rows("files") if row["file_id"] in links)
    )


def _by_file(ground: Ground) -> Found:
    """Files put where others read: proof for colleagues; for a room, as far as the log goes."""
    ids = _ids(ground)
    via = [row for row in ground.rows("files") if row["file_id"] in ids]
    systems = {row["system_id"] for row in via}
    near = [row for row in ground.rows("files") if _put(ground, row, systems)]
    if "own_staff" in ground.facts["recipients"]:
        return Found(ground.held(via), ground.held([*via, *near]))
    if ground.blanks(systems):
        return Found(ground.nobody, ground.held([*via, *near]))
    read = ground.done(query.RESOURCE, ids, ("room.open", "room.download"))
    return Found(ground.nobody, ground.touched(read))


def _put(ground: Ground, row: dict[str, Any], systems: set[str]) -> bool:
    """Whether a file was put into some systems by the accounts about that time."""
    return (
        row["system_id"] in systems
        and row["created_by"] in ground.accounts
        and ground.since - _DAY <= row["created_at"] <= ground.until
    )


def _by_item(ground: Ground) -> Found:
    """What lay on lost things; if the log misses some copying, all that was copied then."""
    items = _ids(ground)
    copied = ground.touched(ground.done(query.DEVICE, items, ("usb.copy",)))
    files = ground.rows("files")
    there = [row for row in files if row["file_id"] in items]
    labels = _labels(ground, items)
    there += [row for row in files if labels & set(_LABEL.findall(row["path"]))]
    there += _on_computers(ground, items)
    shown = copied | ground.held(there)
    opened = shown.copy()
    systems = ground.systems()
    if ground.blanks(systems):
        opened |= ground.held(row for row in files if _put(ground, row, systems))
    return Found(shown, opened)


def _labels(ground: Ground, items: set[str]) -> set[str]:
    """Labels that the slips of some things name."""
    notes = [row["note"] or "" for row in ground.rows("custody") if row["item_id"] in items]
    return {label for note in notes for label in _LABEL.findall(note)}


def _on_computers(ground: Ground, items: set[str]) -> list[dict[str, Any]]:
    """What the holders of lost computers kept on them when they were lost."""
    lost = {row["item_id"]: row["at"] for row in ground.rows("custody") if row["event"] == "lost"}
    local = {row["system_id"] for row in ground.rows("systems") if row["kind"] == "endpoint"}
    accounts = {row["account_id"]: row["staff_id"] for row in ground.rows("accounts")}
    gone = {
        row["staff_id"]: lost[row["device_id"]]
        for row in ground.rows("devices")
        if row["device_id"] in items & set(lost) and row["staff_id"] is not None
    }
    mine = [
        (row, gone[accounts[row["created_by"]]])
        for row in ground.rows("files")
        if row["system_id"] in local
        and on_drive(row["path"])
        and accounts.get(row["created_by"]) in gone
    ]
    return [
        row
        for row, at in mine
        if row["created_at"] < at and (row["deleted_at"] is None or row["deleted_at"] > at)
    ]


def _by_domain(ground: Ground) -> Found:
    """No log sees who writes to a domain in other hands: all who knew the address may have."""
    ended = [row["expires_on"] for row in ground.rows("domains") if row["domain"] in _ids(ground)]
    return Found(ground.nobody, ground.registered_by(max(ended)))


_RULES: dict[str, Callable[[Ground], Found]] = {
    "mail": _by_mail,
    "link": _by_link,
    "file": _by_file,
    "download": _by_account,
    "screen": _by_account,
    "picture": _by_picture,
    "api": _by_account,
    "media": _by_item,
    "device": _by_item,
    "paper": _by_item,
    "domain": _by_domain,
}
"""How to ask, by channel; ``file``: by way of files laid open; ``picture``: of screens."""
