"""The actions that an organisation's profile may name, and on which systems each is done."""

from kit.organisation.spec import SystemKind

_SCREENS: tuple[SystemKind, ...] = ("crm", "erp", "app_backend")
_FILES: tuple[SystemKind, ...] = ("file_share", "data_room", "endpoint", "paper_archive")

WITHOUT_VIEW = (
    "auth.logon",
    "auth.logoff",
    "auth.fail",
    "account.create",
    "account.disable",
    "account.enable",
    "access.grant",
    "access.revoke",
)
"""Actions that show nobody's data: no view is needed for them."""

SYSTEMS_OF: dict[str, tuple[SystemKind, ...]] = {
    "crm.search": _SCREENS,
    "crm.open": _SCREENS,
    "crm.update": _SCREENS,
    "crm.export": _SCREENS,
    "db.query": ("database", "test"),
    "db.export": ("database", "test"),
    "db.backup": ("backup",),
    "db.restore": ("backup", "test"),
    "file.open": _FILES,
    "file.download": _FILES,
    "file.upload": _FILES,
    "file.copy": _FILES,
    "file.delete": _FILES,
    "file.share": _FILES,
    "file.unshare": _FILES,
    "link.open": _FILES,
    "mail.send": ("mail",),
    "mail.receive": ("mail",),
    "print.page": ("endpoint",),
    "usb.copy": ("endpoint",),
    "screen.capture": ("endpoint",),
    "api.read": ("api_gateway",),
    "api.fail": ("api_gateway",),
    "room.open": ("data_room",),
    "room.download": ("data_room",),
}
"""The kinds of system on which a view can allow an action."""

ACTION_CODES = (*WITHOUT_VIEW, *SYSTEMS_OF)
"""Every action; `kit.activity.actions` says what each is in a log."""
