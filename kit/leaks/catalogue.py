"""The leaks that can be staged, and the innocent things that look like one: a visible listing."""

from collections.abc import Mapping

from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks import (
    auditor_export,
    bulk_mail_open_recipients,
    courier_media,
    data_room_raw_list,
    departing_salesperson,
    exposed_bucket,
    former_vendor_api_key,
    lapsed_domain,
    legal_hold_copy,
    lost_laptop,
    low_and_slow_insider,
    migration_batch,
    misdirected_mail,
    old_disks_unwiped,
    over_shared_link,
    paper_in_bin,
    phished_export,
    production_copy_in_test,
    receiver_new_purpose,
    recovery_test,
    rented_accounts,
    transferor_account_alive,
    unagreed_subcontractor,
)
from kit.leaks.model import Leak
from kit.seeding import below, stream

LEAKS: Mapping[str, Leak] = {
    "misdirected_mail": misdirected_mail,
    "departing_salesperson": departing_salesperson,
    "transferor_account_alive": transferor_account_alive,
    "over_shared_link": over_shared_link,
    "data_room_raw_list": data_room_raw_list,
    "former_vendor_api_key": former_vendor_api_key,
    "low_and_slow_insider": low_and_slow_insider,
    "courier_media": courier_media,
    "lost_laptop": lost_laptop,
    "phished_export": phished_export,
    "rented_accounts": rented_accounts,
    "bulk_mail_open_recipients": bulk_mail_open_recipients,
    "production_copy_in_test": production_copy_in_test,
    "exposed_bucket": exposed_bucket,
    "old_disks_unwiped": old_disks_unwiped,
    "paper_in_bin": paper_in_bin,
    "lapsed_domain": lapsed_domain,
    "receiver_new_purpose": receiver_new_purpose,
    "unagreed_subcontractor": unagreed_subcontractor,
}
"""Every leak by its name. Add one: a module, a line here, words in ``leaks``, a test file."""

PACE: Mapping[str, str] = {
    "misdirected_mail": "leaks.pace.misdirected_mail",
    "lost_laptop": "leaks.pace.lost_laptop",
    "courier_media": "leaks.pace.courier_media",
}
"""What ``scale`` and ``stealth`` mean where they do not mean what they mean elsewhere: message."""

LOOK_ALIKES: Mapping[str, Leak] = {
    "migration_batch": migration_batch,
    "recovery_test": recovery_test,
    "auditor_export": auditor_export,
    "legal_hold_copy": legal_hold_copy,
}
"""What looks like a leak and is none, by name; each leaves a paper trail and never a truth."""


def leak(name: str) -> Leak:
    """Return a leak or look-alike by its name.

    Raises:
        BadInput: If there is none.
    """
    known = {**LEAKS, **LOOK_ALIKES}
    if name not in known:
        raise BadInput("leaks.unknown", name=name, known=", ".join(known))
    return known[name]


def fitting(company: Company) -> dict[str, str | None]:
    """Return for every leak None, or the message code of why it makes no sense in a company."""
    return {name: one.fits(company) for name, one in LEAKS.items()}


def draw(company: Company, seed: int, count: int) -> list[str]:
    """Return names of leaks as they happen in life: mostly accidents, some more than once.

    Args:
        company: Whose; only leaks that make sense there are drawn.
        seed: The seed of the draw.
        count: How many.
    """
    names = [name for name, unfit in fitting(company).items() if unfit is None]
    if not names or count < 1:
        raise BadInput("leaks.nothing_to_draw", count=count, leaks=len(names))
    tickets = [name for name in names for _ in range(LEAKS[name].WEIGHT)]
    picked = below(stream(seed, "leaks", "draw").draws(0, count), len(tickets))
    return [tickets[place] for place in picked]
