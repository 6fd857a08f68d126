"""The codes an answer chooses from, and their words in both languages."""

from collections.abc import Sequence
from typing import Any, get_args

from kit.customers.labels import SensitiveCategory
from kit.i18n import in_both
from kit.leaks.catalogue import LEAKS, LOOK_ALIKES
from kit.organisation.duties import LINES, PASS_ON, TELL_PROCESSOR
from kit.organisation.incident import Owing

NOTHING = "nothing"
TYPES = (*LEAKS, NOTHING)
GROUNDS = (*LOOK_ALIKES, "daily_work", "not_ours")
"""Why it is no leak: an agreed thing that looks like one, ordinary work, or data of others."""
HANDS = ("owner", "other_person", "outsider", "nobody")
CHANNELS = ("mail", "link", "download", "media", "paper", "device", "api", "screen", "domain")
CONTROLS = (
    "address_check",
    "leaver_watch",
    "closing_revocation",
    "link_scope",
    "release_check",
    "offboarding",
    "usage_review",
    "media_encryption",
    "disk_encryption",
    "second_factor",
    "parallel_sessions",
    "bulk_mail_tool",
    "masked_test_data",
    "storage_review",
    "disposal_record",
    "paper_shredding",
    "domain_retention",
    "purpose_check",
    "vendor_supervision",
)
SENSITIVE: tuple[str, ...] = get_args(SensitiveCategory)
DUTIES = (*(line.code for line in LINES), TELL_PROCESSOR.code, PASS_ON.code)
OWED_BY: tuple[str, ...] = tuple(code for code in get_args(Owing) if code != "nobody")
CLOCKS = ("at_once", "4h", "30d", "none")
YES_NO = ("yes", "no")
REPORT_CHANNELS = ("hotline", "mail", "alert", "regulator", "press", "colleague", "partner")


def choices() -> dict[str, list[dict[str, Any]]]:
    """Return everything that can be chosen, with titles and explanations."""
    return {
        "types": [*_of(LEAKS, "leaks.title.", "leaks.about."), *_own([NOTHING], "type")],
        "grounds": [
            *_of(LOOK_ALIKES, "leaks.title.", "leaks.about."),
            *_own(GROUNDS[-2:], "ground"),
        ],
        "hands": _own(HANDS, "hand"),
        "channels": _own(CHANNELS, "channel"),
        "controls": _of(CONTROLS, "leaks.control."),
        "sensitive": _of(SENSITIVE, "classification.category.", about=".about"),
        "duties": _of(DUTIES, "deal_duties.duty.", about=".about"),
        "owed_by": _of(OWED_BY, "deal_duties.party."),
        "clocks": _own(CLOCKS, "clock"),
    }


def title(kind: str, code: str) -> str:
    """Return the message id of a code's title.

    Args:
        kind: ``type``, ``ground``, ``hand``, ``channel``, ``control``, ``duty``, ``owed_by``,
            ``clock``, ``sensitive`` or ``children``.
        code: The code.
    """
    if kind in ("type", "ground") and (code in LEAKS or code in LOOK_ALIKES):
        return f"leaks.title.{code}"
    others = {
        "control": "leaks.control.",
        "duty": "deal_duties.duty.",
        "owed_by": "deal_duties.party.",
        "sensitive": "classification.category.",
    }
    return f"{others.get(kind, f'investigation.{kind}.')}{code}"


def _own(codes: Sequence[str], kind: str) -> list[dict[str, Any]]:
    return _of(codes, f"investigation.{kind}.", about=".about")


def _of(
    codes: Any, titles: str, abouts: str | None = None, about: str | None = None
) -> list[dict[str, Any]]:
    found = []
    for code in codes:
        entry: dict[str, Any] = {"code": code, "titles": in_both(f"{titles}{code}")}
        if abouts:
            entry["about"] = in_both(f"{abouts}{code}")
        if about:
            entry["about"] = in_both(f"{titles}{code}{about}")
        found.append(entry)
    return found
