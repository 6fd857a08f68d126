"""The tables of an organisation, column by column.

Times are local (UTC+8) as ``timestamp[ms]`` without a zone, days are ``date32``; a null time means
"not yet". Ids are text and unique in their table. Columns that end in ``_id`` point to the table of
that name unless a comment says otherwise.
"""

import pyarrow as pa

TIME = pa.timestamp("ms")
_TEXT, _DAY, _FLAG = pa.string(), pa.date32(), pa.bool_()


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


SCHEMAS: dict[str, pa.Schema] = {
    "parties": _schema(
        party_id=_TEXT,
        role=_TEXT,
        name=_TEXT,
        service=_TEXT,
        uscc=_TEXT,
        from_day=_DAY,
        to_day=_DAY,
    ),
    "departments": _schema(department_id=_TEXT, name=_TEXT, parent_id=_TEXT, party_id=_TEXT),
    "sites": _schema(site_id=_TEXT, name=_TEXT, network=_TEXT),
    "jobs": _schema(job_id=_TEXT, title=_TEXT, department_id=_TEXT),
    "staff": _schema(
        staff_id=_TEXT,
        name=_TEXT,
        sex=_TEXT,
        mobile=_TEXT,
        email=_TEXT,
        party_id=_TEXT,
        department_id=_TEXT,
        job_id=_TEXT,
        site_id=_TEXT,
        manager_id=_TEXT,  # staff_id
        joined_on=_DAY,
        left_on=_DAY,
    ),
    # event: join, move, leave. Every staff member has one join; a move has both jobs.
    "staff_history": _schema(
        staff_id=_TEXT,
        event=_TEXT,
        on_day=_DAY,
        from_job_id=_TEXT,
        to_job_id=_TEXT,
        from_department_id=_TEXT,
        to_department_id=_TEXT,
        ticket_id=_TEXT,
    ),
    "systems": _schema(
        system_id=_TEXT,
        kind=_TEXT,
        name=_TEXT,
        department_id=_TEXT,
        party_id=_TEXT,
        logged=_FLAG,
        live_from=_DAY,
        live_to=_DAY,
    ),
    "views": _schema(
        view_id=_TEXT,
        system_id=_TEXT,
        title=_TEXT,
        table_name=_TEXT,
        fields=pa.list_(_TEXT),  # "table.field" of the customers' profile
        page_rows=pa.int32(),
    ),
    # kind: role (of a system) or group
    "roles": _schema(role_id=_TEXT, system_id=_TEXT, kind=_TEXT, name=_TEXT, sensitive=_FLAG),
    # a group holds roles and groups
    "role_members": _schema(role_id=_TEXT, member_id=_TEXT),
    "permissions": _schema(role_id=_TEXT, view_id=_TEXT, action=_TEXT),
    # kind: person, service, shared_mailbox, vendor, api; owner_id is a staff_id
    "accounts": _schema(
        account_id=_TEXT,
        kind=_TEXT,
        staff_id=_TEXT,
        party_id=_TEXT,
        owner_id=_TEXT,
        created_at=TIME,
        disabled_at=TIME,
    ),
    # what an account holds: a role or group; granted_by, approved_by are staff_ids
    "entitlements": _schema(
        entitlement_id=_TEXT,
        account_id=_TEXT,
        role_id=_TEXT,
        granted_at=TIME,
        granted_by=_TEXT,
        approved_by=_TEXT,
        ticket_id=_TEXT,
        expires_on=_DAY,
        revoked_at=TIME,
        last_used_on=_DAY,  # derived from the logs (kit.activity)
    ),
    # kind: laptop, desktop, phone, server, usb, disk, tape, paper
    "devices": _schema(
        device_id=_TEXT,
        kind=_TEXT,
        staff_id=_TEXT,
        encrypted=_FLAG,
        managed=_FLAG,
        issued_on=_DAY,
        returned_on=_DAY,
        state=_TEXT,  # in_use, stored, lost, sold, destroyed
    ),
    # a key of an account of kind api
    "api_keys": _schema(
        key_id=_TEXT, account_id=_TEXT, created_at=TIME, expires_on=_DAY, revoked_at=TIME
    ),
    # scope: anyone, company, named
    "links": _schema(
        link_id=_TEXT,
        file_id=_TEXT,
        system_id=_TEXT,
        scope=_TEXT,
        created_by=_TEXT,  # account_id
        created_at=TIME,
        expires_on=_DAY,
        revoked_at=TIME,
    ),
    # an extract of customers that lies somewhere: its rows are an interval of a segment (Book)
    "files": _schema(
        file_id=_TEXT,
        system_id=_TEXT,
        path=_TEXT,
        view_id=_TEXT,
        segment_id=_TEXT,
        row_start=pa.int32(),
        row_stop=pa.int32(),
        created_by=_TEXT,  # account_id
        created_at=TIME,
        deleted_at=TIME,
        encrypted=_FLAG,
    ),
    # mails that carry something; at most one file each. to_kind: staff, customer, party, outside
    "mails": _schema(
        mail_id=_TEXT,
        account_id=_TEXT,
        at=TIME,
        subject=_TEXT,
        to_address=_TEXT,  # the first of them
        to_kind=_TEXT,
        recipients=pa.int32(),
        visible=_FLAG,  # whether every recipient sees the others
        file_id=_TEXT,
    ),
    # kind: join, move, leave, access, revoke, change, export, handover, disposal, hold, audit,
    # recovery_test, lost_device, incident. refs name other ids.
    "tickets": _schema(
        ticket_id=_TEXT,
        kind=_TEXT,
        opened_at=TIME,
        closed_at=TIME,
        opened_by=_TEXT,  # staff_id
        approved_by=_TEXT,  # staff_id
        subject=_TEXT,
        refs=pa.list_(_TEXT),
    ),
    # what moved by hand: media, paper, devices. event: packed, handed_over, received, counted,
    # lost, sold, wiped, destroyed, binned
    "custody": _schema(
        item_id=_TEXT,  # device_id or file_id
        event=_TEXT,
        at=TIME,
        from_id=_TEXT,  # staff_id or party_id
        to_id=_TEXT,
        note=_TEXT,
    ),
    # mail domains and host names. state: held, lapsed, registered_by_other
    "domains": _schema(domain=_TEXT, purpose=_TEXT, expires_on=_DAY, state=_TEXT),
}
"""Every table of an organisation by name."""
