"""A company at work, with a few files, links and mails that carry customers."""

from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np
import pyarrow as pa

from kit.activity.actions import NUMBER
from kit.activity.calendar import day_number
from kit.activity.company import make_company
from kit.activity.ordinary import ordinary
from kit.customers.engine import Spec
from kit.customers.profile import load_profile
from kit.customers.whole import make
from kit.organisation.making import make_organisation
from kit.organisation.schemas import SCHEMAS

DAY = 86_400_000
CUSTOMERS, STAFF = 800, 40
SHARE, LIST = "share", "share.team_list"


@lru_cache(maxsize=4)
def company(profile="leasing", seed=3, phase=None):
    spec = Spec(load_profile(profile), seed)
    tables = make(spec, 0, CUSTOMERS).tables
    made = make_organisation(spec, tables, staff=STAFF, phase=phase)
    return make_company(spec, tables, spec.profile.labels(), made)


@lru_cache(maxsize=1)
def stocked():
    """The company with files of the team share, two links and two mails."""
    plain = company()
    keeper = holder(plain, "g.branch_lead")
    reader = plain.organisation.tables["staff"].to_pylist()[1]
    noon = datetime.combine(plain.organisation.deal.today, datetime.min.time())
    noon += timedelta(hours=11)
    files = [
        {
            "file_id": f"F{number}",
            "system_id": SHARE,
            "path": f"/{number}.xlsx",
            "view_id": LIST,
            "segment_id": plain.book.segments[number % 5].segment_id,
            "row_start": 0,
            "row_stop": number,
            "created_by": keeper,
            "created_at": noon - timedelta(days=20 + 3 * number),
            "deleted_at": noon - timedelta(days=6) if number == 1 else None,
            "encrypted": False,
        }
        for number in range(9)
    ]
    links = [
        {
            "link_id": f"L{number}",
            "file_id": f"F{2 + number}",
            "system_id": SHARE,
            "scope": "company",
            "created_by": keeper,
            "created_at": noon - timedelta(days=14),
            "expires_on": None,
            "revoked_at": noon - timedelta(days=3) if number else None,
        }
        for number in range(6)
    ]
    mails = [
        {
            "mail_id": f"M{number}",
            "account_id": keeper,
            "at": noon - timedelta(days=4 + number),
            "subject": "名单",
            "to_address": reader["email"],
            "to_kind": "staff",
            "recipients": 1,
            "visible": True,
            "file_id": "F3",
        }
        for number in range(2)
    ]
    rows = {"files": files, "links": links, "mails": mails}
    tables = {name: pa.Table.from_pylist(rows[name], schema=SCHEMAS[name]) for name in rows}
    return plain.with_organisation(plain.organisation.with_tables(tables))


def holder(made, role):
    """The account of a person at work who has held a role longest."""
    tables = made.organisation.tables
    alive = {
        row["account_id"] for row in tables["accounts"].to_pylist() if row["disabled_at"] is None
    }
    held = [
        row
        for row in tables["entitlements"].to_pylist()
        if row["role_id"] == role and row["revoked_at"] is None and row["account_id"] in alive
    ]
    return min(held, key=lambda row: row["granted_at"])["account_id"]


@lru_cache(maxsize=4)
def worked(days=60, with_stock=True):
    """Events of the last so many days."""
    made = stocked() if with_stock else company()
    last = made.organisation.deal.today
    return made, ordinary(made, last - timedelta(days - 1), last)


def of(rows, *codes):
    return np.isin(rows["action"], [NUMBER[code] for code in codes])


def kinds_of_accounts(made):
    return np.array(made.organisation.tables["accounts"]["kind"].to_pylist())


def span(made, days):
    last = day_number(made.organisation.deal.today)
    return last - days + 1, last


def same(one, other):
    return all(
        one[name].dtype == other[name].dtype and (one[name] == other[name]).all() for name in one
    )
