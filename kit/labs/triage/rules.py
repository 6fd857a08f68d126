"""The rules that raise alerts: a visible listing, as any monitoring has one.

None of them knows what was staged. Each marks events (or papers) that are worth a look, and most of
what it marks is harmless. A new rule is one function, one line in `RULES` and its words
(``triage.rule.<name>``).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np

from kit.labs.triage.scan import ACCOUNT, ADDRESS, THING, Found, Scan, rows_of
from kit.leaks.dates import number_of

_LISTS = ("crm.export", "db.export", "file.download", "room.download", "file.copy")
_ROUND, _SEVERAL = 20, 3
_HALF_HOUR = 1_800_000


def _large_list(scan: Scan) -> Iterator[Found]:
    """One list of a twentieth of all customers or more, taken by a person."""
    many = max(_ROUND, len(scan.search.book) // 20)
    yield from scan.by_day(scan.done(*_LISTS) & (scan.frame["people"] >= many) & _human(scan))


def _many_cards(scan: Scan) -> Iterator[Found]:
    """Three times as many customers opened as on that person's usual day."""
    opened = scan.frame[scan.done("crm.open") & _human(scan)]
    counts = opened.groupby([ACCOUNT, "day"], observed=True).size()
    usual = counts.groupby(level=0, observed=True).median()
    for (account, day), count in counts.items():
        if count >= 15 and count >= 3 * usual[account]:
            part = opened[(opened[ACCOUNT] == account) & (opened["day"] == day)]
            yield scan.found(rows_of(part), str(account))


def _at_night(scan: Scan) -> Iterator[Found]:
    """Customers looked at between ten in the evening and six."""
    late = (scan.frame["hour"] >= 22) | (scan.frame["hour"] < 6)
    yield from scan.by_day(late & (scan.frame["people"] > 0) & _human(scan), least=2)


def _new_address(scan: Scan) -> Iterator[Found]:
    """A log-on from an address from which that account has never worked before."""
    frame = scan.frame[(scan.frame["action"] == "auth.logon") & scan.frame["site"].isna()]
    first = frame.drop_duplicates([ACCOUNT, ADDRESS])
    for row in first[first["day"] >= scan.settled].index:
        yield scan.found(np.array([row], np.int64), str(frame.at[row, ACCOUNT]))


def _two_places(scan: Scan) -> Iterator[Found]:
    """One account from two addresses within half an hour, one of them outside the offices."""
    frame = scan.frame[_human(scan) & scan.frame[ADDRESS].notna() & (scan.frame["people"] > 0)]
    for account, part in frame.groupby(ACCOUNT, observed=True):
        other = part[ADDRESS].astype(str).to_numpy()
        close = np.diff(part["ms"].to_numpy()) < _HALF_HOUR
        outside = part["site"].isna().to_numpy()
        hits = np.flatnonzero((other[1:] != other[:-1]) & close & (outside[1:] | outside[:-1]))
        for day in dict.fromkeys(part["day"].iloc[hits]):
            places = [n for n in hits if part["day"].iloc[n] == day]
            rows = sorted({int(one) for n in places for one in (n, n + 1)})
            yield scan.found(rows_of(part.iloc[rows]), str(account))


def _without_right(scan: Scan) -> Iterator[Found]:
    """Something done that the account's rights of that day do not cover."""
    over = scan.frame["right"].isin(["none", "expired", "revoked"])
    yield from scan.by_day(over & (scan.frame["status_id"] == 1))


def _gone_and_active(scan: Scan) -> Iterator[Found]:
    """An account at work whose person or contract ended, or ends within two weeks."""
    ended = {r["party_id"]: r["to_day"] for r in scan.table("parties") if r["to_day"]}
    last = {r["account_id"]: ended.get(r["party_id"]) for r in scan.table("accounts")}
    last |= {a: s["left_on"] for a, s in scan.staff_of.items() if s["left_on"]}
    touched = scan.frame["people"].to_numpy() > 0
    for account, day in last.items():
        if day is not None:
            after = scan.days > number_of(day) - 14
            yield from scan.by_day(scan.own(account) & after & touched)


def _leaver_takes(scan: Scan) -> Iterator[Found]:
    """Lists taken by somebody who leaves within six weeks."""
    lists = scan.done("crm.export", "file.download", "mail.send", "usb.copy")
    taken = (lists & (scan.frame["people"] >= 5)).to_numpy()
    for account, person in scan.staff_of.items():
        if person["left_on"]:
            day = number_of(person["left_on"])
            near = (scan.days <= day) & (scan.days >= day - 45)
            yield from scan.by_day(taken & near & scan.own(account))


def _mailed_out(scan: Scan) -> Iterator[Found]:
    """A list of customers mailed to an address outside."""
    outside = {r["mail_id"] for r in scan.table("mails") if r["to_kind"] in ("outside", "unknown")}
    sent = scan.done("mail.send") & (scan.frame["people"] >= 5)
    yield from scan.by_day(sent & scan.frame[THING].isin(outside))


def _open_recipients(scan: Scan) -> Iterator[Found]:
    """A mail in which every one of many recipients sees the others."""
    seen = {
        r["mail_id"] for r in scan.table("mails") if r["visible"] and r["recipients"] >= _SEVERAL
    }
    yield from scan.by_day(scan.done("mail.send") & scan.frame[THING].isin(seen))


def _opened_from_outside(scan: Scan) -> Iterator[Found]:
    """A link to a list opened without an account."""
    bare = scan.frame[ACCOUNT].isna() & scan.frame["site"].isna()
    yield from scan.by_thing(scan.done("link.open") & bare & (scan.frame["people"] > 0))


def _to_media(scan: Scan) -> Iterator[Found]:
    """A list copied to removable media."""
    yield from scan.by_day(scan.done("usb.copy") & (scan.frame["people"] > 0))


def _failed_logons(scan: Scan) -> Iterator[Found]:
    """Three failed log-ons or more of an account in a day."""
    yield from scan.by_day(scan.frame["action"] == "auth.fail", least=3)


def _api_elsewhere(scan: Scan) -> Iterator[Found]:
    """An interface read from an address that has not read it before."""
    read = scan.frame[scan.frame["action"].isin(["api.read", "api.fail"])]
    known = read[read["day"] < scan.settled].groupby(ACCOUNT, observed=True)[ADDRESS].unique()
    for account, part in read[read["day"] >= scan.settled].groupby(ACCOUNT, observed=True):
        strange = part[~part[ADDRESS].isin(known.get(account, []))]
        for _, one in strange.groupby("day"):
            yield scan.found(rows_of(one), str(account))


def _restored(scan: Scan) -> Iterator[Found]:
    """A backup restored, or a database taken out by a person."""
    yield from scan.by_day(scan.done("db.restore", "db.export") & _human(scan))


def _test_data(scan: Scan) -> Iterator[Found]:
    """Customers looked at in a system that is not for work with customers: test, backup."""
    kinds = {r["system_id"]: r["kind"] for r in scan.table("systems")}
    views = {r["view_id"] for r in scan.table("views") if kinds[r["system_id"]] in _NOT_FOR_WORK}
    touched = scan.frame["view"].isin(views) & (scan.frame["people"] > 0) & _human(scan)
    yield from scan.by_day(touched & (scan.frame["status_id"] == 1))


def _printed(scan: Scan) -> Iterator[Found]:
    """Many customers printed in a day."""
    printed = scan.done("print.page") & (scan.frame["people"] > 0)
    for one in scan.by_day(printed):
        if one.people >= _ROUND:
            yield one


def _captured(scan: Scan) -> Iterator[Found]:
    """The screen captured again and again over customers' data."""
    yield from scan.by_day(scan.done("screen.capture") & (scan.frame["people"] > 0), least=2)


def _something_lost(scan: Scan) -> Iterator[Found]:
    """A ticket about a lost device or an incident, or something that never arrived."""
    for row in scan.table("tickets"):
        if row["kind"] in ("lost_device", "incident"):
            yield scan.told(row["opened_at"], (row["ticket_id"], *row["refs"]))
    for row in scan.table("custody"):
        if row["event"] == "lost":
            yield scan.told(row["at"], (row["item_id"],))


def _disposed(scan: Scan) -> Iterator[Found]:
    """Devices sold or destroyed, paper put out: was it wiped or shredded before?"""
    for row in scan.table("custody"):
        if row["event"] in ("sold", "binned", "destroyed"):
            yield scan.told(row["at"], (row["item_id"],))


def _domain_gone(scan: Scan) -> Iterator[Found]:
    """A domain of the house that is no longer held."""
    for row in scan.table("domains"):
        if row["state"] != "held":
            at = datetime.combine(row["expires_on"], time(9)) + timedelta(days=1)
            yield scan.told(at, (row["domain"],))


_NOT_FOR_WORK = ("test", "backup")


def _human(scan: Scan) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    return np.asarray(scan.frame["account.kind"].isin(["person", "vendor"]))


@dataclass(frozen=True)
class Rule:
    """A rule of the monitoring.

    Attributes:
        name: Its name; words are ``triage.rule.<name>``.
        severity: 1 (low) to 3 (high), as whoever wrote the rule thought.
        find: What it finds.
    """

    name: str
    severity: int
    find: Callable[[Scan], Iterator[Found]]


RULES: tuple[Rule, ...] = (
    Rule("large_list", 3, _large_list),
    Rule("at_night", 3, _at_night),
    Rule("failed_logons", 3, _failed_logons),
    Rule("two_places", 3, _two_places),
    Rule("to_media", 3, _to_media),
    Rule("restored", 2, _restored),
    Rule("new_address", 2, _new_address),
    Rule("many_cards", 2, _many_cards),
    Rule("mailed_out", 2, _mailed_out),
    Rule("opened_from_outside", 2, _opened_from_outside),
    Rule("leaver_takes", 2, _leaver_takes),
    Rule("open_recipients", 2, _open_recipients),
    Rule("api_elsewhere", 2, _api_elsewhere),
    Rule("without_right", 1, _without_right),
    Rule("gone_and_active", 1, _gone_and_active),
    Rule("test_data", 1, _test_data),
    Rule("printed", 1, _printed),
    Rule("captured", 1, _captured),
    Rule("something_lost", 1, _something_lost),
    Rule("disposed", 1, _disposed),
    Rule("domain_gone", 1, _domain_gone),
)
"""Every rule, the most severe first."""

SEVERITY = {rule.name: rule.severity for rule in RULES}
"""How severe each rule is."""
