"""Which columns of the log an investigator sees, and their codes in words."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, get_args

from kit.activity.actions import CODES
from kit.activity.columns import Texts
from kit.organisation.spec import SystemKind

if TYPE_CHECKING:
    from kit.widgets.investigate_sheets import Papers

Say = Callable[..., str]

COLUMNS = (
    "time",
    "actor.user.uid",
    "person",
    "job",
    "party",
    "account.kind",
    "action",
    "status_id",
    "view",
    "resource.uid",
    "thing",
    "people",
    "right",
    "metadata.product.name",
    "site",
    "src_endpoint.ip",
    "device.uid",
    "device.kind",
    "segment",
    "bytes",
    "metadata.logged_time",
    "metadata.uid",
)
"""In the order in which an open row shows them."""

COUNTED = (
    "actor.user.uid",
    "job",
    "party",
    "action",
    "view",
    "right",
    "site",
    "device.uid",
    "resource.uid",
    "metadata.product.name",
)
"""What the log can be counted by."""

RIGHTS = ("held", "none", "expired", "revoked", "not_needed")
ACCOUNT_KINDS = ("person", "service", "shared_mailbox", "vendor", "api")
DEVICE_KINDS = ("laptop", "desktop", "phone", "server", "usb", "disk", "tape", "paper")
OF_TABLES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("accounts", "kind"): ACCOUNT_KINDS,
    ("devices", "kind"): DEVICE_KINDS,
    ("devices", "state"): ("in_use", "stored", "lost", "sold", "destroyed"),
    ("tickets", "kind"): (
        "join",
        "move",
        "leave",
        "access",
        "revoke",
        "change",
        "export",
        "handover",
        "disposal",
        "hold",
        "audit",
        "recovery_test",
        "lost_device",
        "incident",
    ),
    ("staff_history", "event"): ("join", "move", "leave"),
    ("mails", "to_kind"): ("staff", "customer", "party", "outside", "unknown"),
    ("links", "scope"): ("anyone", "company", "named"),
    ("custody", "event"): (
        "packed",
        "handed_over",
        "received",
        "counted",
        "lost",
        "sold",
        "wiped",
        "destroyed",
        "binned",
    ),
    ("domains", "state"): ("held", "lapsed", "registered_by_other"),
    ("log_gaps", "kind"): ("outage", "collector"),
    ("roles", "kind"): ("role", "group"),
    ("domains", "purpose"): ("mail", "former mail", "app", "web", "campaign"),
    ("systems", "kind"): get_args(SystemKind),
}
"""Codes in tables that have words of their own."""


def names_of(papers: "Papers", public: Mapping[str, Any], say: Say) -> dict[str, dict[str, str]]:
    """Return the words of codes in the log, by column.

    Args:
        papers: The company's tables.
        public: The public side of the task in the language of the view.
        say: Words of the view.
    """
    of = papers.names
    return {
        "action": actions(say),
        "right": {code: say(f"inv_right_{code}") for code in RIGHTS},
        "account.kind": {code: say(f"inv_code_{code}") for code in ACCOUNT_KINDS},
        "device.kind": {code: say(f"inv_code_{code}") for code in DEVICE_KINDS},
        "status_id": {"1": say("inv_status_ok"), "2": say("inv_status_failed")},
        "view": of("views", "title"),
        "metadata.product.name": of("systems", "name"),
        "actor.user.uid": papers.account_names,
        "segment": papers.list_names,
    }


def meant(column: Texts, names: Mapping[str, str], op: str, text: str) -> tuple[str, ...]:
    """Return the values of a column that somebody means by what they read on the page.

    Args:
        column: The column.
        names: What its values are called; a value without a name is shown as it is.
        op: ``contains``, or how else it is compared: then it is a whole name, or that before an
            id.
        text: What was typed.
    """
    wanted = _plain(text)

    def fits(value: str) -> bool:
        title = names.get(value, value)
        if op == "contains":
            return any(wanted in _plain(one) for one in (value, title))
        return any(wanted == _plain(one) for one in (value, title, title.removesuffix(f" {value}")))

    return tuple(value for value in column.texts if fits(value))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def actions(say: Say) -> dict[str, str]:
    """Return what each action of the log is called."""
    return {code: say(f"inv_act_{code.replace('.', '_')}") for code in CODES}
