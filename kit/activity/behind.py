"""What stands behind the values of a log: who, from which office, and by which right."""

from collections.abc import Callable, Mapping
from ipaddress import ip_address, ip_network
from typing import Any

import pyarrow as pa

from kit.activity.columns import Texts

Tables = Mapping[str, pa.Table]
Names = Mapping[str, str | None]

ACCOUNT, ADDRESS, DEVICE = "actor.user.uid", "src_endpoint.ip", "device.uid"


def _pairs(table: pa.Table, key: str, value: str) -> dict[str, Any]:
    return dict(zip(table[key].to_pylist(), table[value].to_pylist(), strict=True))


def _of_staff(tables: Tables, value: str) -> Names:
    """Return for each account what the table of staff says of its holder."""
    known = _pairs(tables["staff"], "staff_id", value)
    holders = _pairs(tables["accounts"], "account_id", "staff_id")
    return {account: known.get(staff) for account, staff in holders.items()}


def _person(tables: Tables, texts: Texts) -> Names:
    return _of_staff(tables, "name")


def _job(tables: Tables, texts: Texts) -> Names:
    titles = _pairs(tables["jobs"], "job_id", "title")
    return {account: titles.get(job) for account, job in _of_staff(tables, "job_id").items() if job}


def _party(tables: Tables, texts: Texts) -> Names:
    names = _pairs(tables["parties"], "party_id", "name")
    own = _pairs(tables["accounts"], "account_id", "party_id")
    return {account: names.get(party) for account, party in own.items()}


def _account_kind(tables: Tables, texts: Texts) -> Names:
    return _pairs(tables["accounts"], "account_id", "kind")


def _device_kind(tables: Tables, texts: Texts) -> Names:
    return _pairs(tables["devices"], "device_id", "kind")


def _site(tables: Tables, texts: Texts) -> Names:
    """Return for each address the office in whose network it lies; outside there is none."""
    sites = [(row["name"], ip_network(row["network"])) for row in tables["sites"].to_pylist()]
    found: dict[str, str | None] = {}
    for text in texts.texts:
        address = ip_address(text)
        found[text] = next((name for name, network in sites if address in network), None)
    return found


BEHIND: Mapping[str, tuple[str, Callable[[Tables, Texts], Names]]] = {
    "person": (ACCOUNT, _person),
    "job": (ACCOUNT, _job),
    "party": (ACCOUNT, _party),
    "account.kind": (ACCOUNT, _account_kind),
    "site": (ADDRESS, _site),
    "device.kind": (DEVICE, _device_kind),
}
"""Columns that the log does not have: behind which of its own, and how they are found."""
