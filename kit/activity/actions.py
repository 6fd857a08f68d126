"""What people do, and what OCSF calls it.

The numbers are those of the Open Cybersecurity Schema Framework 1.8. It has no class for printing,
taking a picture of the screen or copying to removable media on a computer, so these are in an
extension of ours, as OCSF provides for: number 999 is the one set aside for development, and a
class of an extension is numbered ``extension * 100000 + category * 1000 + class``. Both number
their event types ``class * 100 + activity``.

An attempt that fails is the same activity with ``status_id`` 2; so that people can filter by it, it
is an action of its own here.

Source: https://schema.ocsf.io/1.8.0 (classes 3001, 3002, 3005, 4009, 6001, 6003, 6005, 6006), its
definitions in https://github.com/ocsf/ocsf-schema (``events/``, ``extensions.md``).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

VERSION = "1.8.0"
"""The version of OCSF."""
SUCCESS, FAILURE = 1, 2
"""OCSF ``status_id``."""
_OURS = 999 * 100_000 + 1 * 1_000  # extension 999, category 1: system activity


@dataclass(frozen=True)
class Action:
    """Something that people or programs do.

    Attributes:
        code: Its code.
        class_uid, class_name: OCSF event class.
        activity_id, activity_name: OCSF activity within the class.
        thing: Table of the organisation that the event's object is a row of, if it has one.
        status: OCSF ``status_id`` if it is always the same.
    """

    code: str
    class_uid: int
    class_name: str
    activity_id: int
    activity_name: str
    thing: str | None = None
    status: int | None = None

    @property
    def type_uid(self) -> int:
        """Return the OCSF event type."""
        return self.class_uid * 100 + self.activity_id


_LOGON = (3002, "Authentication")
_ACCOUNT = (3001, "Account Change")
_ACCESS = (3005, "User Access Management")
_MAIL = (4009, "Email Activity")
_SCREEN = (6001, "Web Resources Activity")
_API = (6003, "API Activity")
_DATA = (6005, "Datastore Activity")
_FILE = (6006, "File Hosting Activity")
_PRINT = (_OURS + 1, "Print Activity")
_PICTURE = (_OURS + 2, "Screen Capture Activity")
_MEDIA = (_OURS + 3, "Removable Media Activity")

ACTIONS: tuple[Action, ...] = (
    Action("auth.logon", *_LOGON, 1, "Logon", status=SUCCESS),
    Action("auth.logoff", *_LOGON, 2, "Logoff", status=SUCCESS),
    Action("auth.fail", *_LOGON, 1, "Logon", status=FAILURE),
    Action("crm.search", *_SCREEN, 5, "Search"),
    Action("crm.open", *_SCREEN, 2, "Read"),
    Action("crm.update", *_SCREEN, 3, "Update"),
    Action("crm.export", *_SCREEN, 7, "Export"),
    Action("db.query", *_DATA, 4, "Query"),
    Action("db.export", *_DATA, 1, "Read"),
    Action("db.backup", *_DATA, 99, "Other"),
    Action("db.restore", *_DATA, 5, "Write"),
    Action("file.open", *_FILE, 14, "Open", "files"),
    Action("file.download", *_FILE, 2, "Download", "files"),
    Action("file.upload", *_FILE, 1, "Upload", "files"),
    Action("file.copy", *_FILE, 6, "Copy", "files"),
    Action("file.delete", *_FILE, 4, "Delete", "files"),
    Action("file.share", *_FILE, 12, "Share", "links"),
    Action("file.unshare", *_FILE, 13, "Unshare", "links"),
    Action("link.open", *_FILE, 14, "Open", "links"),
    Action("mail.send", *_MAIL, 1, "Send", "mails"),
    Action("mail.receive", *_MAIL, 2, "Receive", "mails"),
    Action("print.page", *_PRINT, 1, "Print"),
    Action("usb.copy", *_MEDIA, 1, "Copy", "files"),
    Action("screen.capture", *_PICTURE, 1, "Capture"),
    Action("api.read", *_API, 2, "Read"),
    Action("api.fail", *_API, 2, "Read", status=FAILURE),
    Action("account.create", *_ACCOUNT, 1, "Create", "accounts", SUCCESS),
    Action("account.disable", *_ACCOUNT, 5, "Disable", "accounts", SUCCESS),
    Action("account.enable", *_ACCOUNT, 2, "Enable", "accounts", SUCCESS),
    Action("access.grant", *_ACCESS, 1, "Assign Privileges", "entitlements", SUCCESS),
    Action("access.revoke", *_ACCESS, 2, "Revoke Privileges", "entitlements", SUCCESS),
    Action("room.open", *_FILE, 14, "Open", "files"),
    Action("room.download", *_FILE, 2, "Download", "files"),
)
"""Every action; its place is its number in `kit.activity.rows`. New ones come last."""

CODES: tuple[str, ...] = tuple(action.code for action in ACTIONS)
"""The codes, in order."""

NUMBER: dict[str, int] = {code: number for number, code in enumerate(CODES)}
"""The number of each code."""

THINGS: tuple[str, ...] = ("files", "links", "mails", "accounts", "entitlements")
"""The tables that objects of events are rows of."""


def column(attribute: str) -> NDArray[np.int64]:
    """Return a number of every action, by its number: ``class_uid``, ``activity_id``, ``type_uid``.

    >>> column("class_uid")[NUMBER["crm.export"]], column("type_uid")[NUMBER["print.page"]]
    (np.int64(6001), np.int64(9990100101))
    """
    return np.array([getattr(action, attribute) for action in ACTIONS], np.int64)
