"""Which tables of a case stand on which tab, where their columns point, what can be pinned."""

from collections.abc import Mapping

from kit.labs.investigation.proof import KINDS as PINNED

TABS: Mapping[str, tuple[str, ...]] = {
    "people": ("staff", "accounts", "entitlements", "staff_history", "roles", "permissions"),
    "tickets": ("tickets",),
    "mail": ("mails",),
    "files": ("files", "links"),
    "things": ("devices", "custody", "api_keys", "domains", "systems", "sites"),
    "deal": ("parties", "phases", "transition_services", "entrustments"),
}
"""The tables of each tab; those of the customers have one of their own."""

CUSTOMERS = "customers"
UNSHOWN = frozenset(
    {"reports", "log_gaps", "departments", "jobs", "role_members", "labels", "views"}
)
"""In the log, the time line or beside a name already."""

HIDDEN = frozenset(
    {"uscc", "sex", "mobile", "email", "fields", "page_rows", "row_start", "row_stop", "visible"}
)
"""Columns that only an open row shows."""

PERSON = frozenset({"staff_id", "manager_id", "owner_id", "granted_by", "approved_by", "opened_by"})
ACCOUNT = frozenset({"account_id", "created_by"})
NAMED: Mapping[str, tuple[str, str]] = {
    "party_id": ("parties", "name"),
    "department_id": ("departments", "name"),
    "from_department_id": ("departments", "name"),
    "to_department_id": ("departments", "name"),
    "job_id": ("jobs", "title"),
    "from_job_id": ("jobs", "title"),
    "to_job_id": ("jobs", "title"),
    "site_id": ("sites", "name"),
    "system_id": ("systems", "name"),
    "view_id": ("views", "title"),
    "role_id": ("roles", "name"),
}
"""Columns that hold an id of another table, told by its name."""

KINDS: Mapping[str, tuple[str, str]] = {
    kind: place for kind, place in PINNED.items() if kind != "event"
}
"""What can be pinned of the papers: the table it stands in, and its id there."""

REF_OF = {table: (kind, column) for kind, (table, column) in KINDS.items()}
GISTS: Mapping[str, tuple[str, ...]] = {
    "tickets": ("ticket_id", "subject"),
    "entitlements": ("account_id", "role_id"),
    "files": ("path",),
    "mails": ("subject",),
    "links": ("link_id", "file_id"),
    "devices": ("device_id", "kind"),
    "custody": ("item_id", "event"),
    "accounts": ("account_id",),
    "api_keys": ("key_id", "account_id"),
    "domains": ("domain",),
    "reports": ("text",),
    "segments": ("value",),
}
"""The columns that name a row in a few words."""

LOOKS: Mapping[str, tuple[str, str]] = {
    "accounts": ("actor.user.uid", "account_id"),
    "api_keys": ("actor.user.uid", "account_id"),
    "devices": ("device.uid", "device_id"),
    "mails": ("resource.uid", "mail_id"),
    "links": ("resource.uid", "link_id"),
    "entitlements": ("resource.uid", "entitlement_id"),
    "custody": ("device.uid", "item_id"),
    "systems": ("metadata.product.name", "system_id"),
    "segments": ("segment", "segment_id"),
}
"""Where the log has what a row is about: its column, and the column of the table."""

NEWEST_FIRST = frozenset(
    {"tickets", "mails", "files", "links", "custody", "staff_history", "entitlements"}
)
"""Tables in order of time, of which the end matters most."""

RENAMED = frozenset(
    {
        "approved_by",
        "closed_at",
        "created_at",
        "created_by",
        "deleted_at",
        "disabled_at",
        "encrypted",
        "expires_on",
        "granted_at",
        "granted_by",
        "issued_on",
        "joined_on",
        "last_used_on",
        "left_on",
        "logged",
        "managed",
        "manager_id",
        "network",
        "opened_at",
        "opened_by",
        "owner_id",
        "recipients",
        "returned_on",
        "revoked_at",
        "role",
        "row_start",
        "row_stop",
        "sensitive",
        "to_address",
        "visible",
    }
)
"""Columns whose description is too long for a heading."""
