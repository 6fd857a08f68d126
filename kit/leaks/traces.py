"""What several leaks leave behind in the same way: copies, tickets, slips, mails."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kit.activity import addresses
from kit.leaks.dates import clock
from kit.leaks.ledger import NOTHING
from kit.leaks.people import Person
from kit.leaks.scene import Scene

Touched = tuple[int, int, int]
_UNENROLLED, _BY_PHONE = 0.25, 0.15
"""How often a careless stranger shows no enrolled device, and a careful one a phone."""


class Copy(NamedTuple):
    """A file with customers in it.

    Attributes:
        file_id: Its id.
        row: Its row in ``files``.
        view: The view whose fields it holds.
        touched: Whose: segment, start, stop.
        path: Its path.
    """

    file_id: str
    row: int
    view: str
    touched: Touched
    path: str

    @property
    def columns(self) -> dict[str, int]:
        """Return the columns of an event about it."""
        segment, start, stop = self.touched
        return {"segment": segment, "start": start, "stop": stop, "thing": self.row}


def columns_of(touched: Touched) -> dict[str, int]:
    """Return the columns of an event that touches customers, without a file."""
    return {"segment": touched[0], "start": touched[1], "stop": touched[2]}


def about_link(scene: Scene, copy: Copy, link: str) -> dict[str, int]:
    """Return the columns of an event about a link to a file."""
    return copy.columns | {"thing": scene.place("links", link)}


def keep(
    scene: Scene,
    account_id: str,
    view: str,
    touched: Touched,
    at: int,
    path: str,
    *,
    encrypted: bool = False,
    deleted: int | None = None,
) -> Copy:
    """Add a file with customers and return it."""
    system = scene.company.organisation.row("views", view)["system_id"]
    segment = scene.company.book.segments[touched[0]].segment_id
    file_id = scene.add(
        "files",
        system_id=system,
        path=path,
        view_id=view,
        segment_id=segment,
        row_start=touched[1],
        row_stop=touched[2],
        created_by=account_id,
        created_at=clock(at),
        deleted_at=None if deleted is None else clock(deleted),
        encrypted=encrypted,
    )
    return Copy(file_id, scene.place("files", file_id), view, touched, path)


def ticket(
    scene: Scene,
    kind: str,
    subject: str,
    opened: int,
    closed: int | None,
    by: str,
    refs: Sequence[str] = (),
) -> str:
    """Add a ticket that the opener's superior approved, and return its id."""
    return scene.add(
        "tickets",
        kind=kind,
        opened_at=clock(min(opened, scene.end)),
        closed_at=None if closed is None or closed > scene.end else clock(closed),
        opened_by=by,
        approved_by=superior(scene, by),
        subject=subject,
        refs=list(refs),
    )


def superior(scene: Scene, staff_id: str) -> str:
    """Return whom somebody reports to; nobody above: themselves."""
    return str(scene.company.organisation.row("staff", staff_id)["manager_id"] or staff_id)


def slip(
    scene: Scene, item: str, event: str, at: int, giver: str, taker: str | None, note: str
) -> None:
    """Add a line to the custody records, unless it lies in the future."""
    if at < scene.end:
        scene.add(
            "custody",
            item_id=item,
            event=event,
            at=clock(at),
            from_id=giver,
            to_id=taker,
            note=note,
        )


def send(
    scene: Scene,
    who: Person,
    at: int,
    subject: str,
    to: str,
    kind: str,
    *,
    recipients: int = 1,
    visible: bool = False,
    file_id: str | None = None,
) -> str:
    """Add a mail that carries something and return its id; its event is the caller's."""
    return scene.add(
        "mails",
        account_id=who.account_id,
        at=clock(at),
        subject=subject,
        to_address=to,
        to_kind=kind,
        recipients=recipients,
        visible=visible,
        file_id=file_id,
    )


def partner(scene: Scene, roles: Sequence[str], hint: str = "") -> dict[str, str]:
    """Return a party of one of these roles, or an empty one; with the hint in its id, if any."""
    rows = scene.company.organisation.tables["parties"].to_pylist()
    found = [row for role in roles for row in rows if row["role"] == role]
    found.sort(key=lambda row: bool(hint) and hint not in row["party_id"])
    return found[0] if found else {}


def party_address(scene: Scene, party: dict[str, str]) -> int:
    """Return the address of a party's office, or of a stranger if there is no party."""
    if not party:
        return scene.stranger(999)
    return addresses.party(scene.place("parties", party["party_id"]))


def mailbox(party: dict[str, str]) -> str:
    """Return the mail address of a party's office."""
    name = re.sub(r"[^a-z0-9]+", "-", party.get("party_id", "partner").lower()).strip("-")
    return f"office@{name}.example"


def customer_mail(scene: Scene, place: int) -> str:
    """Return the mail address of a customer by place in the book; a made-up one if none."""
    own = scene.company.tables[scene.company.spec.profile.root]["email"]
    found = own[int(scene.company.book.row[place])].as_py()
    return str(found or f"customer{place}@post.test")


def strange_device(scene: Scene, who: Person, *names: str) -> int:
    """Return the row of the device that a stranger shows with somebody's account.

    The less careful ones show none that is enrolled; the others have its id copied: that of the
    computer, or of a phone.
    """
    careless = _UNENROLLED * (1 - scene.parameters.stealth)
    if who.device < 0 or scene.chance("device", *names) < careless:
        return NOTHING
    phones = [
        place
        for place, row in enumerate(scene.company.organisation.tables["devices"].to_pylist())
        if row["kind"] == "phone" and row["staff_id"] == who.staff_id and row["returned_on"] is None
    ]
    if phones and scene.chance("phone", *names) < _BY_PHONE:
        return phones[0]
    return who.device


def account_of(scene: Scene, person: Person, at: int) -> str:
    """Return somebody's account, or the oldest there is if theirs is younger than a moment."""
    accounts = scene.company.organisation.tables["accounts"].to_pylist()
    if accounts[person.account]["created_at"] <= clock(at):
        return person.account_id
    return str(min(accounts, key=lambda row: row["created_at"])["account_id"])
