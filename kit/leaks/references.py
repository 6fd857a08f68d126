"""Which column of an organisation or a log points to which table."""

import pyarrow as pa

from kit.activity.query import ACCOUNT, DEVICE, RESOURCE, SYSTEM, VIEW
from kit.organisation.schemas import SCHEMAS

_BY_NAME = {
    "party_id": "parties",
    "department_id": "departments",
    "parent_id": "departments",
    "from_department_id": "departments",
    "to_department_id": "departments",
    "site_id": "sites",
    "job_id": "jobs",
    "from_job_id": "jobs",
    "to_job_id": "jobs",
    "staff_id": "staff",
    "manager_id": "staff",
    "owner_id": "staff",
    "granted_by": "staff",
    "approved_by": "staff",
    "opened_by": "staff",
    "system_id": "systems",
    "view_id": "views",
    "role_id": "roles",
    "member_id": "roles",
    "account_id": "accounts",
    "created_by": "accounts",
    "device_id": "devices",
    "file_id": "files",
    "link_id": "links",
    "ticket_id": "tickets",
    "segment_id": "segments",
}
OBJECTS = "objects"
"""Stands for all tables that objects of events are rows of (`kit.activity.actions.THINGS`)."""
_OF_EVENTS = {
    ACCOUNT: "accounts",
    DEVICE: "devices",
    SYSTEM: "systems",
    VIEW: "views",
    RESOURCE: OBJECTS,
}
KEYS = {
    name: schema.names[0]
    for name, schema in SCHEMAS.items()
    if name not in ("staff_history", "role_members", "permissions", "custody")
}
"""The column of each table that names its rows."""


def references(table: str, schema: pa.Schema) -> dict[str, str]:
    """Return the columns of a table that point to another, and where to."""
    if table == "events":
        return _OF_EVENTS
    return {
        column: _BY_NAME[column]
        for column in schema.names
        if column in _BY_NAME and KEYS.get(table) != column
    }
