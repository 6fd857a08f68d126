"""A company at a glance: its people, rights, a week of its work, one leak on a time line.

Each function returns a `Chart` for the output of a cell: a picture, a sentence, a text alternative.
"""

from collections import Counter
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import numpy as np
import pyarrow as pa

from kit.activity.company import Company
from kit.i18n import translate
from kit.leaks.model import Staged
from kit.organisation.model import Organisation
from kit.widgets.desk import lesson_locale
from kit.widgets.drawing import Chart

MOST = 14
_ROWS, _COLUMNS = 20, 12
_DAY, _HOUR = 86_400_000, 3_600_000
_OFFICE = range(8, 19)
Key = tuple[str, str]
"""A row of the organisation: table and id."""


def people(company: Company, locale: str | None = None) -> Chart:
    """Return how many people work where, the company's own and those of other parties."""
    tables, shown = company.organisation.tables, locale or lesson_locale()
    ours = _own_parties(company.organisation)
    own: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for one in tables["staff"].to_pylist():
        if one["left_on"] is None:
            if one["party_id"] in ours:
                own[_name(company, "departments", one["department_id"])] += 1
            else:
                others[_name(company, "parties", one["party_id"])] += 1
    rows = _ranked(own, True, shown) + _ranked(others, False, shown)
    said = {
        "own": sum(own.values()),
        "departments": len(own),
        "others": sum(others.values()),
        "parties": len(others),
        "largest": rows[0]["name"],
        "most": rows[0]["count"],
        "rows": _listed([f"{row['name']} {row['label']}" for row in rows], shown),
    }
    return _chart("people", _plots().bars(rows), shown, said)


def rights(company: Company, locale: str | None = None) -> Chart:
    """Return how many accounts of each department reach each system today."""
    shown = locale or lesson_locale()
    reach = _reach(company.organisation)
    systems = Counter(system for _, system in reach)
    places = Counter(place for place, _ in reach)
    names = {key: _name(company, *key) for key in (*systems, *places)}
    across = [key for key, _ in systems.most_common(_COLUMNS)]
    down = [key for key, _ in places.most_common(_ROWS)]
    most = max(reach.values())
    cells = [
        {
            "down": names[one],
            "across": names[other],
            "count": reach[one, other],
            "strength": _strength(reach[one, other], most),
        }
        for one in down
        for other in across
    ]
    [((place, system), count)] = reach.most_common(1)
    said = {
        "department": names[place],
        "system": names[system],
        "count": count,
        "wide": names[across[0]],
        "departments": systems[across[0]],
        "pairs": len(reach),
    }
    svg = _plots().crossed(cells, [names[key] for key in down], [names[key] for key in across])
    return _chart("rights", svg, shown, said)


def week(events: pa.Table, last: date | None = None, locale: str | None = None) -> Chart:
    """Return in which hours a week's events fall.

    Args:
        events: The log (`kit.activity.table`).
        last: The last day of the week; by default the last full day of the log.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
    """
    shown = locale or lesson_locale()
    times = events["time"].cast(pa.int64()).to_numpy()
    last = last or date(1970, 1, 1) + timedelta(days=int(times.max()) // _DAY - 1)
    days = [last - timedelta(days=6 - place) for place in range(7)]
    first = (days[0] - date(1970, 1, 1)).days
    hour = times // _HOUR - first * 24
    counts = np.bincount(hour[(hour >= 0) & (hour < 168)], minlength=168)
    names = [_say(f"day_{day.isoweekday()}", shown, day=f"{day:%m-%d}") for day in days]
    most = int(counts.max()) or 1
    cells = [
        {
            "day": names[place // 24],
            "hour": place % 24,
            "next": place % 24 + 1,
            "strength": _strength(int(count), most),
        }
        for place, count in enumerate(counts)
    ]
    inside = np.isin(np.arange(168) % 24, list(_OFFICE))
    place = int(counts.argmax())
    said = {
        "events": int(counts.sum()),
        "busiest": names[place // 24],
        "hour": place % 24,
        "outside": round(100 * float(counts[~inside].sum()) / (int(counts.sum()) or 1)),
        "first": _OFFICE.start,
        "last": _OFFICE.stop,
    }
    return _chart("week", _plots().hours(cells, names), shown, said)


def leak_line(staged: Staged, locale: str | None = None) -> Chart:
    """Return one leak on a time line: daily work, people exposed so far, when it could be known."""
    shown = locale or lesson_locale()
    times = staged.evidence.events["time"].cast(pa.int64()).to_numpy() // _DAY
    first, last = int(times.min()), int(times.max())
    work = np.bincount(times - first, minlength=last - first + 1)
    exposed = staged.truth.customers["first_exposed"].cast(pa.int64()).to_numpy() // _DAY
    so_far = [int((exposed <= day).sum()) for day in range(first, last + 1)]
    known = staged.truth.facts["first_knowable"]
    marks = [
        {"day": known[:10], "label": _say("leak_known", shown), "kind": "warn"},
        *(
            {"day": str(at)[:10], "label": _say("leak_report", shown), "kind": "bad"}
            for at in staged.evidence.tables["reports"]["at"].to_pylist()[:1]
        ),
    ]
    days = [str(date(1970, 1, 1) + timedelta(days=day)) for day in range(first, last + 1)]
    said = {
        "people": so_far[-1],
        "first": _day(int(exposed.min())) if len(exposed) else "–",
        "known": known[:10],
        "last": days[-1],
    }
    svg = _plots().leak_line(
        [{"day": day, "count": int(count)} for day, count in zip(days, work, strict=True)],
        [{"day": day, "people": count} for day, count in zip(days, so_far, strict=True)],
        marks,
        (_say("leak_work", shown), _say("leak_people", shown)),
    )
    return _chart("leak", svg, shown, said)


def _reach(organisation: Organisation) -> Counter[tuple[Key, Key]]:
    """Accounts by (department or party, system) that hold a right that is open today."""
    tables = organisation.tables
    systems = _systems_of_roles(organisation)
    department = {
        one["staff_id"]: (one["department_id"], one["party_id"])
        for one in tables["staff"].to_pylist()
    }
    owner = {one["account_id"]: one["staff_id"] for one in tables["accounts"].to_pylist()}
    ours = _own_parties(organisation)
    pairs: set[tuple[str, Key, str]] = set()
    for one in tables["entitlements"].to_pylist():
        staff = owner.get(one["account_id"])
        if one["revoked_at"] is None and staff in department:
            where, party = department[staff]
            key = ("departments", where) if party in ours else ("parties", party)
            pairs |= {(one["account_id"], key, system) for system in systems[one["role_id"]]}
    in_order = sorted(pairs, key=lambda pair: (_place(organisation, pair), pair))
    return Counter((where, ("systems", system)) for _, where, system in in_order)


def _place(organisation: Organisation, pair: tuple[str, Key, str]) -> tuple[str, int, int]:
    """Order as in the tables, so that both languages show the same rows and columns."""
    _, (table, key), system = pair
    return table, organisation.places[table][key], organisation.places["systems"][system]


def _systems_of_roles(organisation: Organisation) -> dict[str, set[str]]:
    """The systems that each role or group opens, nested groups included."""
    tables = organisation.tables
    found: dict[str, set[str]] = {
        one["role_id"]: {one["system_id"]} - {None} for one in tables["roles"].to_pylist()
    }
    members = tables["role_members"].to_pylist()
    for _ in members:  # as often as groups can be nested
        before = sum(map(len, found.values()))
        for one in members:
            found[one["role_id"]] |= found[one["member_id"]]
        if sum(map(len, found.values())) == before:
            break
    return found


def _own_parties(organisation: Organisation) -> set[str]:
    own = ("transferor", "target")
    return {
        one["party_id"] for one in organisation.tables["parties"].to_pylist() if one["role"] in own
    }


def _name(company: Company, table: str, key: str) -> str:
    name: str = company.organisation.row(table, key)["name"]
    return name


def _ranked(counts: Counter[str], ours: bool, locale: str) -> list[dict[str, Any]]:
    listed = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    rows = listed[:MOST]
    if len(listed) > MOST:
        rows = [*listed[: MOST - 1], (_say("rest", locale), sum(n for _, n in listed[MOST - 1 :]))]
    return [{"name": name, "count": n, "label": str(n), "ours": ours} for name, n in rows]


def _strength(count: int, most: int) -> int:
    """Return one of five tints.

    >>> [_strength(count, 100) for count in (0, 1, 30, 60, 100)]
    [0, 1, 2, 3, 4]
    """
    return 0 if not count else min(4, 1 + 4 * count // (most + 1))


def _day(number: int) -> str:
    return str(date(1970, 1, 1) + timedelta(days=number))


def _chart(name: str, svg: str, locale: str, said: dict[str, Any]) -> Chart:
    alt = _say(f"{name}_alt", locale, **said)
    return Chart({"svg": svg, "alt": alt, "sentence": _say(name, locale, **said)})


def _listed(texts: list[str], locale: str) -> str:
    return {"zh": "、", "en": ", "}[locale].join(texts)


def _plots() -> ModuleType:
    from kit.widgets import company_plots

    return company_plots


def _say(message_id: str, locale: str, **values: Any) -> str:
    return translate(f"company_charts.{message_id}", locale, **values)
