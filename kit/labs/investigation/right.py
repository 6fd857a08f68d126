"""What a report should say: computed from the truth of a case, never typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from kit.activity.query import AT
from kit.labs.investigation import codes
from kit.labs.investigation.otherwise import Other, others
from kit.labs.investigation.owing import Owing, owing
from kit.labs.investigation.proof import Proof, proof
from kit.labs.investigation.reach import Reach, reach
from kit.labs.investigation.seen import traces
from kit.labs.investigation.stretches import Stretches, stretches
from kit.leaks.catalogue import LOOK_ALIKES
from kit.leaks.dates import DAY, number_of
from kit.leaks.model import Plan, Staged
from kit.leaks.schedule import millis

_HANDS: Mapping[str, tuple[str, ...]] = {
    "former_vendor_api_key": ("outsider", "owner"),
    "phished_export": ("outsider", "other_person"),
    "rented_accounts": ("outsider", "other_person"),
    "courier_media": ("owner", "nobody"),
    "lost_laptop": ("owner", "nobody"),
    "paper_in_bin": ("owner", "nobody"),
    "old_disks_unwiped": ("nobody", "owner"),
    "lapsed_domain": ("nobody", "outsider"),
}
"""Whose hand it was, the best answer first; of all others it was the owner's."""
_CHANNELS: Mapping[str, tuple[str, ...]] = {
    "departing_salesperson": ("download",),
    "over_shared_link": ("download",),
    "exposed_bucket": ("download",),
    "data_room_raw_list": ("link", "screen"),
    "production_copy_in_test": ("screen", "media"),
    "transferor_account_alive": ("download",),
    "lost_laptop": ("media",),
    "courier_media": ("device",),
    "old_disks_unwiped": ("device",),
    "lapsed_domain": ("mail",),
}
"""Ways out that may be named as well, for things went both ways."""


@dataclass(frozen=True)
class Right:
    """What is right for a case.

    Attributes:
        name: The leak or look-alike.
        real: Whether anything leaked.
        accounts: Accounts that were used.
        hands: Whose hand it was, the best answer first.
        windows: From when to when, milliseconds; the first is the truth, others pass as well.
        wider: Windows that pass too, for they take in what the evidence leaves open.
        channels: How it went out, the best answer first.
        control: Which control failed.
        reach: Whose data.
        others: Other lists that the evidence leaves open.
        sensitive: How many people of each sensitive kind.
        children: How many children under fourteen.
        ongoing: Accepted answers, the best first.
        proof: What is evidence of it.
        owing: What follows.
        lost: Events of it that the log has lost.
        parts: Parts of it that could be taken for the whole.
    """

    name: str
    real: bool
    accounts: tuple[str, ...]
    hands: tuple[str, ...]
    windows: tuple[tuple[int, int], ...]
    wider: tuple[tuple[int, int], ...]
    channels: tuple[str, ...]
    control: str
    reach: Reach
    others: tuple[Other, ...]
    sensitive: Mapping[str, int]
    children: int
    ongoing: tuple[str, ...]
    proof: Proof
    owing: Owing
    lost: int
    parts: Stretches

    @property
    def type(self) -> str:
        """The type of what happened."""
        return self.name if self.real else codes.NOTHING

    @property
    def ground(self) -> str | None:
        """Why it is no leak; None if it is one."""
        return None if self.real else self.name


def right_of(name: str, plan: Plan, staged: Staged, sample: int = 1) -> Right:
    """Return what is right for a staged case.

    Args:
        name: The leak or look-alike.
        plan: What it planned, in the numbers of the company before it.
        staged: What came of it, with the reports that are shown.
        sample: How many people each customer at the desk stands for.
    """
    facts, events = staged.truth.facts, traces(plan, staged)
    real = name not in LOOK_ALIKES
    whose = reach(staged)
    also = others(staged, whose)
    windows = _windows(plan, staged, events) if real else ()
    return Right(
        name=name,
        real=real,
        accounts=tuple(facts.get("accounts", ())),
        hands=_HANDS.get(name, ("owner",)) if real else (),
        windows=windows,
        wider=_wider(windows, [*_freed(staged), *(one.since for one in also)], also)
        if real
        else (),
        channels=(plan.channel, *_CHANNELS.get(name, ())) if real else (),
        control=plan.control if real else "",
        reach=whose,
        others=also,
        sensitive=dict(facts.get("sensitive", {})),
        children=int(facts.get("children", 0)),
        ongoing=_ongoing(plan, staged) if real else (),
        proof=proof(plan, staged, events),
        owing=owing(staged, sample),
        lost=int(facts.get("events_lost", 0)),
        parts=stretches(staged, events),
    )


def _windows(plan: Plan, staged: Staged, events: pa.Table) -> tuple[tuple[int, int], ...]:
    """Return the window of the truth, then those that the evidence supports as well.

    It may be said to begin with what prepared it or with the first exposure, and to end with the
    last exposure, with the last trace in the log, or, where it goes on, today. Through a link it
    began when that was made, whatever was done with the file before.
    """
    exposed = [millis(at) for at in staged.truth.exposures["at"].to_pylist()]
    logged = [millis(at) for at in events[AT].to_pylist()]
    opened = _opened(staged)
    since = [plan.window[0], exposed[0], *logged[:1]]
    if opened is not None:
        since = [opened, *(at for at in since if at >= opened)]
    until = [plan.window[1], exposed[-1], *logged[-1:]]
    if plan.ongoing:
        today = (number_of(staged.company.organisation.deal.today) + 1) * DAY
        until += [today, millis(staged.evidence.tables["reports"]["at"][0].as_py())]
    pairs = [(start, end) for start in since for end in until if start <= end]
    return tuple(dict.fromkeys(pairs))


def _wider(
    windows: tuple[tuple[int, int], ...], freed: Sequence[int], also: Sequence[Other]
) -> tuple[tuple[int, int], ...]:
    """Return the windows that take in more, as far as the evidence leaves it open.

    What may be taken into the scope may be taken into the window: the time of another list.

    Args:
        windows: Those of what certainly happened.
        freed: From when on a domain was free to be taken.
        also: The other lists.
    """
    since, until = {one[0] for one in windows}, {one[1] for one in windows}
    since |= {at for at in (*freed, *(one.since for one in also)) if at < min(since)}
    until |= {one.until for one in also if one.until > max(until)}
    pairs = ((start, end) for start in sorted(since) for end in sorted(until) if start <= end)
    return tuple(one for one in pairs if one not in windows)


def _freed(staged: Staged) -> list[int]:
    """Return when domains that it went through were free to be taken."""
    ways = [via.partition(":") for via in staged.truth.facts["via"]]
    rows = [
        staged.company.organisation.row("domains", key) for kind, _, key in ways if kind == "domain"
    ]
    return [(number_of(row["expires_on"]) + 1) * DAY for row in rows]


def _opened(staged: Staged) -> int | None:
    """Return when the first link that let it out was made; None if none did."""
    ways = (via.partition(":") for via in staged.truth.facts["via"])
    links = [
        staged.company.organisation.row("links", key) for kind, _, key in ways if kind == "link"
    ]
    return min((millis(row["created_at"]) for row in links), default=None)


def _ongoing(plan: Plan, staged: Staged) -> tuple[str, ...]:
    """Return the accepted answers, the best first.

    Where nothing more is done but what let it out is still open, the question is answered with
    "yes", as it is asked; "no" passes as well, for the log shows no more of it.
    """
    if plan.ongoing:
        return ("yes",)
    return ("yes", "no") if _still_open(staged) else ("no",)


_OPEN = {
    "entitlement": "entitlements",
    "link": "links",
    "api_key": "api_keys",
}


def _still_open(staged: Staged) -> bool:
    """Return whether a right, a link or a key that let it out is still in force today."""
    organisation = staged.company.organisation
    for via in staged.truth.facts["via"]:
        kind, _, key = via.partition(":")
        if kind not in _OPEN:
            continue
        row = organisation.row(_OPEN[kind], key)
        ends = row["expires_on"]
        closed = row["revoked_at"] or (ends is not None and ends < organisation.deal.today)
        account = row.get("account_id")
        gone = account and organisation.row("accounts", account)["disabled_at"]
        if not closed and not gone:
            return True
    return False
