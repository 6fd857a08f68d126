"""Who else is there: the sides of the deal, vendors and advisers, and those of their people who
have accounts, in the phases in which they have any business with the company.
"""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from kit.customers.engine import reference
from kit.identifiers import credit_code
from kit.organisation import people
from kit.organisation.history import Staff
from kit.organisation.people import Persons
from kit.organisation.setting import NEVER, Ints, Setting, Window, day_number, table, workday
from kit.organisation.spec import PartySpec
from kit.organisation.structure import OWN
from kit.seeding import below, unit

TRANSFEREE = "transferee"
_FORMER_SHARE = 0.5  # of the vendors with people here: one of them has left since
_TRANSITION_SHARE = 15  # one person of the transferee for so many of the company's own
_TRANSITION_PEOPLE = (3, 40)
_SHAREHOLDERS = {"zh": "{}股东", "en": "Shareholders of {}"}


@dataclass(frozen=True)
class Others:
    """People of other parties who have accounts.

    Attributes:
        persons: Who they are.
        party: Id of their party.
        job: Place of the job they do for the transferee, or -1.
        joined, left: Days since 1970-01-01: since when and until when they have been here.
        expires: Day on which their rights run out, or `NEVER`.
    """

    persons: Persons
    party: tuple[str, ...]
    job: Ints
    joined: Ints
    left: Ints
    expires: Ints


@dataclass(frozen=True)
class PartyDays:
    """A party and its days: of the contract, or of its part in the deal."""

    spec: PartySpec
    window: Window


def parties_there(setting: Setting) -> list[PartyDays]:
    """Return the parties of the profile that have come by the day of the world."""
    count = len(setting.profile.parties)
    years = unit(setting.draws(count, "parties"))
    found = []
    for number, one in enumerate(setting.profile.parties):
        window = setting.window(one.phases) if _has_part(setting, one) else None
        if window is None or not setting.seen(window):
            continue
        begun = setting.today - int((1.2 + 4.2 * years[number]) * 365)
        found.append(PartyDays(one, Window(max(window.first, begun), window.last)))
    return found


def _has_part(setting: Setting, party: PartySpec) -> bool:
    """Whether a deal of this form has such a party."""
    form = setting.deal.form
    return {
        "transferor": form == "share_sale",  # otherwise the company itself
        "transferee": setting.deal.transferee is not None,
        "liquidation_group": form in ("dissolution", "dissolution_with_receiver"),
        "administrator": form == "bankruptcy",
    }.get(party.role, True)


def transferee_id(setting: Setting) -> str | None:
    """Return the id of the party that takes over, None if nobody does."""
    if setting.deal.transferee is None:
        return None
    own = (one.id for one in setting.profile.parties if one.role == TRANSFEREE)
    return next(own, TRANSFEREE)


def party_table(setting: Setting) -> pa.Table:
    """Return the table of parties: the company, the sides of its deal, and the others."""
    rows = [_company(setting), *_sides(setting)]
    for one in parties_there(setting):
        role = one.spec.role
        name = _side_name(setting, role) or setting.words(one.spec.name)
        service = setting.words(one.spec.service)
        rows.append((one.spec.id, role, name, service, one.window))
    codes = credit_code.generate(
        setting.spec.seed, ("organisation", "parties"), np.arange(len(rows), dtype=np.int64)
    )
    last = [window.last if window.last <= setting.today else NEVER for *_, window in rows]
    return table(
        "parties",
        party_id=[row[0] for row in rows],
        role=[row[1] for row in rows],
        name=[row[2] for row in rows],
        service=[row[3] for row in rows],
        uscc=codes,
        from_day=np.array([row[4].first for row in rows], np.int64),
        to_day=np.array(last, np.int64),
    )


_Row = tuple[str, str, str, str | None, Window]


def _company(setting: Setting) -> _Row:
    """The company whose customers these are."""
    plain = replace(setting.spec, deal="business_sale", flaws=0.0)
    name = reference(plain).table("deal")["transferor"][0].as_py()
    role = "target" if setting.deal.form == "share_sale" else "transferor"
    return (OWN, role, name, None, Window(setting.founded, NEVER))


def _sides(setting: Setting) -> list[_Row]:
    """The sides of the deal that no party of the profile stands for."""
    known = {one.role for one in setting.profile.parties}
    rows: list[_Row] = []
    if setting.deal.form == "share_sale" and "transferor" not in known:
        name = _side_name(setting, "transferor") or ""
        rows.append(("seller", "transferor", name, None, Window(setting.founded, NEVER)))
    started = setting.window(("due_diligence", "signing", "cut_over", "post_closing"))
    if setting.deal.transferee and TRANSFEREE not in known and started and setting.seen(started):
        rows.append((TRANSFEREE, TRANSFEREE, setting.deal.transferee, None, started))
    return rows


def _side_name(setting: Setting, role: str) -> str | None:
    if role == TRANSFEREE:
        return setting.deal.transferee
    if role != "transferor":
        return None
    seller = setting.deal.transferor
    if setting.deal.form == "share_sale" and seller == _company(setting)[2]:
        return _SHAREHOLDERS[setting.locale].format(seller)
    return seller


def make_others(setting: Setting, staff: Staff) -> Others:
    """Return the people of other parties who have, or had, accounts."""
    rows: list[tuple[str, int, int, int, int]] = []  # party, job, joined, left, expires
    for one in parties_there(setting):
        rows += _people_of(setting, one)
    rows += _transition_team(setting, staff)
    persons = people.generated(setting, len(rows), "others")
    homes = [
        f"{address.partition('@')[0]}@{row[0].replace('_', '-')}.example"
        for address, row in zip(persons.email, rows, strict=True)
    ]
    columns = np.array([row[1:] for row in rows], np.int64).reshape(-1, 4)
    return Others(
        replace(persons, email=np.array(homes, dtype=object)),
        tuple(row[0] for row in rows),
        *(columns[:, place] for place in range(4)),
    )


def _people_of(setting: Setting, one: PartyDays) -> list[tuple[str, int, int, int, int]]:
    first, last = one.window.first, one.window.last
    count = one.spec.people
    draws = setting.draws(64, "others", one.spec.id)
    late = below(draws, max(min(20, setting.today - first), 1))
    end = last if last <= setting.today else NEVER
    expires = last if last < NEVER else NEVER
    joined = np.maximum(workday(first + late[:count]), first)
    rows = [(one.spec.id, -1, int(day), end, expires) for day in joined]
    former = one.spec.role == "vendor" and count > 1 and not one.spec.phases
    if former and unit(draws)[count] < _FORMER_SHARE and setting.today - first > 200:
        left = setting.today - 40 - int(below(draws[count + 1 :], setting.today - first - 150)[0])
        rows.append((one.spec.id, -1, first, int(workday(np.array([left]))[0]), NEVER))
    return rows


def _transition_team(setting: Setting, staff: Staff) -> list[tuple[str, int, int, int, int]]:
    """People of the transferee who learn the work from cut-over on, under transitional services."""
    party, since = transferee_id(setting), setting.first_of("cut_over")
    if party is None or since is None:
        return []
    least, most = _TRANSITION_PEOPLE
    count = min(max(setting.size // _TRANSITION_SHARE, least), most)
    like = below(setting.draws(count, "transition"), staff.at_work)
    until = day_number(setting.deal.phases[-1].last)
    return [
        (party, int(staff.job[row]), since, NEVER, max(until, since + 90))
        for row in like
        if staff.manager[row] >= 0
    ]
