from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from kit.activity.query import ACCOUNT, ACTION, AT, VIEW
from kit.activity.rights import allowed, joined_with_entitlements
from kit.errors import BadInput
from kit.organisation.schemas import SCHEMAS

ROLES = ["reader", "exporter", "sales", "office"]
HELD = [("sales", "reader"), ("office", "sales"), ("office", "exporter")]
PERMISSIONS = [
    ("reader", "crm.card", "crm.open"),
    ("reader", "crm.list", "crm.search"),
    ("exporter", "crm.list", "crm.export"),
]
NOON = datetime(2026, 5, 4, 12)


def made(name, rows):
    return pa.Table.from_pylist(rows, schema=SCHEMAS[name])


def tables(entitlements, held=HELD):
    return {
        "roles": made("roles", [{"role_id": role} for role in ROLES]),
        "role_members": made("role_members", [{"role_id": a, "member_id": b} for a, b in held]),
        "permissions": made(
            "permissions", [{"role_id": r, "view_id": v, "action": a} for r, v, a in PERMISSIONS]
        ),
        "entitlements": made("entitlements", entitlements),
    }


def given(number, account, role, since, expires=None, revoked=None):
    return {
        "entitlement_id": number,
        "account_id": account,
        "role_id": role,
        "granted_at": since,
        "expires_on": expires,
        "revoked_at": revoked,
    }


def log(*rows):
    moments, accounts, views, actions = zip(*rows, strict=True)
    return pa.table(
        {
            AT: pa.array(moments, pa.timestamp("ms")),
            ACCOUNT: pa.array(accounts, pa.string()),
            VIEW: pa.array(views, pa.string()).dictionary_encode(),
            ACTION: pa.array(actions, pa.string()),
        }
    )


def named(events, *entitlements):
    return joined_with_entitlements(events, tables(entitlements))["entitlement_id"].to_pylist()


def test_a_group_allows_what_its_groups_and_roles_allow():
    rows = allowed(tables([])).to_pylist()
    found = {
        role: {(r["view_id"], r["action"]) for r in rows if r["role_id"] == role} for role in ROLES
    }
    assert (
        found["sales"] == found["reader"] == {("crm.card", "crm.open"), ("crm.list", "crm.search")}
    )
    assert found["office"] == found["sales"] | {("crm.list", "crm.export")}


def test_a_group_in_itself_is_refused_with_the_way_there():
    with pytest.raises(BadInput) as caught:
        allowed(tables([], held=[*HELD, ("reader", "office")]))
    assert caught.value.code == "activity.group_in_itself"
    assert "office > sales > reader > office" in caught.value.values["path"] + " > office"


def test_an_event_is_allowed_from_the_grant_to_the_revocation():
    day = timedelta(days=1)
    right = given("G1", "U1", "office", NOON, revoked=NOON + day)
    moments = [NOON - day, NOON, NOON + day - timedelta(milliseconds=1), NOON + day]
    events = log(*((moment, "U1", "crm.list", "crm.export") for moment in moments))
    assert named(events, right) == [None, "G1", "G1", None]


def test_it_lasts_to_the_end_of_the_day_it_expires():
    right = given("G1", "U1", "reader", NOON, expires=date(2026, 5, 6))
    last = datetime(2026, 5, 6, 23, 59, 59)
    events = log(
        *((at, "U1", "crm.card", "crm.open") for at in (last, last + timedelta(seconds=1)))
    )
    assert named(events, right) == ["G1", None]


def test_what_the_role_does_not_allow_has_none():
    events = log(
        (NOON, "U1", "crm.list", "crm.export"),
        (NOON, "U2", "crm.card", "crm.open"),
        (NOON, None, "crm.card", "crm.open"),
        (NOON, "U1", None, "auth.logon"),
        (NOON, "U1", "crm.card", "crm.open"),
    )
    assert named(events, given("G1", "U1", "reader", NOON)) == [None, None, None, None, "G1"]


def test_the_one_granted_first_is_named_even_after_an_ended_one():
    hour = timedelta(hours=1)
    rights = [
        given("G3", "U1", "office", NOON),
        given("G1", "U1", "reader", NOON - 9 * hour, revoked=NOON - 8 * hour),
        given("G2", "U1", "sales", NOON - 3 * hour),
    ]
    assert named(log((NOON, "U1", "crm.card", "crm.open")), *rights) == ["G2"]


def test_many_events_agree_with_a_slow_search():
    draws = np.random.default_rng(5)
    hour = timedelta(hours=1)
    rights = []
    for number in range(40):
        since = NOON + int(draws.integers(0, 100)) * hour
        until = since + int(draws.integers(1, 60)) * hour if draws.random() < 0.6 else None
        account, role = f"U{draws.integers(0, 4)}", ROLES[draws.integers(0, 4)]
        rights.append(given(f"G{number:02}", account, role, since, revoked=until))
    choices = [(view, action) for _, view, action in PERMISSIONS]
    events = log(
        *(
            (
                NOON + int(draws.integers(-5, 150)) * hour,
                f"U{draws.integers(0, 5)}",
                *choices[draws.integers(0, 3)],
            )
            for _ in range(400)
        )
    )
    may = {tuple(row.values()) for row in allowed(tables([])).to_pylist()}
    wanted = []
    for event in events.to_pylist():
        good = [
            (right["granted_at"], number)
            for number, right in enumerate(rights)
            if right["account_id"] == event[ACCOUNT]
            and (right["role_id"], event[VIEW], event[ACTION]) in may
            and right["granted_at"] <= event[AT]
            and (right["revoked_at"] is None or event[AT] < right["revoked_at"])
        ]
        wanted.append(rights[min(good)[1]]["entitlement_id"] if good else None)
    assert named(events, *rights) == wanted
    assert None in wanted
    assert len(set(wanted)) > 10
