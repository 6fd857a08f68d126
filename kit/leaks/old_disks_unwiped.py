"""Old disks sold as scrap, some of them never wiped."""

from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.dates import DAY, clock, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import Copy, account_of, keep, partner, slip, ticket
from kit.organisation.spec import Phase

NAME = "old_disks_unwiped"
FAMILY: Family = "negligence"
WEIGHT = 3
PHASES: tuple[Phase, ...] = ("cut_over", "liquidation", "post_closing", "deregistered", "normal")
VIA: ViaKind = "device"
_BACKUP = ("backup",)
_LONGEST, _LOT, _FEWEST = 12, 14, 3


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_BACKUP, "db.backup"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: a lot of disks leaves on several days; not all of them were wiped."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    view = scene.view(_BACKUP, "db.backup")
    day = scene.start(_LONGEST + 6)
    who = scene.anybody(view, "db.backup", day, "keeper")
    full = _full(scene, day)
    count = len(full) + 3 + scene.draw(_LOT - 3, "wiped")
    order = scene.shuffled(range(count), "order")
    disks = {place: _disk(scene, day, place) for place in range(count)}
    held = {
        order[number]: _fill(scene, who, view, disks[order[number]], listed)
        for number, listed in enumerate(full)
    }
    lots = 1 + round(parameters.stealth * 3)
    days = [scene.workday(on) for on in scene.spread(day, lots, _LONGEST, "sold")]
    opened = scene.at(day - 6, 9, 11, "opened")
    refs = [device for device, _ in disks.values()]
    ticket(
        scene,
        "disposal",
        scene.words("ticket", count=count),
        opened,
        scene.at(days[-1], 19, 20, "done"),
        who.staff_id,
        refs,
    )
    sold = [
        _leave(scene, who, disks[place], held.get(place), (day, days[place % lots]), place)
        for place in range(count)
    ]
    out = [at for place, at in enumerate(sold) if place in held and at < scene.end]
    found = max(out, default=scene.end) // DAY + 2 + scene.draw(6, "noticed")
    noticed = scene.at(found, 9, 20, "told")
    first = min(held, key=lambda place: (sold[place], place))
    scene.report(noticed, "hotline", "buyer_found_files", item=disks[first][1])
    return scene.plan(
        channel="media",
        control="disposal_record",
        known=min(sold[place] for place in held),
        actors=[who],
        ongoing=True,
    )


def _full(scene: Scene, day: int) -> list[tuple[int, int, int]]:
    """Which lists are left on disks, and the day in earlier years they were written."""
    found = []
    for segment, _ in scene.share(scene.lists(day), most=_LOT):
        written = day - 200 - scene.draw(500, "written", str(segment))
        if scene.company.book.known(segment, written - 1) < _FEWEST:
            written = day - 10 - scene.draw(20, "lately", str(segment))
        known = scene.company.book.known(segment, written - 1)
        if known:
            found.append((segment, known, written))
    if not found:
        raise BadInput("leaks.no_list", day=day_of(day - 10))
    return found


def _disk(scene: Scene, day: int, place: int) -> tuple[str, str]:
    """An old disk and its label."""
    bought = day_of(day - 1100 - scene.draw(900, "bought", str(place)))
    device = scene.add(
        "devices",
        kind="disk",
        encrypted=False,
        managed=True,
        issued_on=bought,
        returned_on=day_of(day - 7),
        state="stored",
    )
    return device, f"{scene.draw(26**2, 'label', str(place)):03d}-{1000 + place * 37}"


def _fill(
    scene: Scene, who: Person, view: str, disk: tuple[str, str], listed: tuple[int, int, int]
) -> Copy:
    """An old backup on the disk."""
    segment, known, written = listed
    at = scene.at(written, 1, 4, "written", str(segment))
    path = scene.words("path", label=disk[1], list=scene.list_name(segment), day=clock(at).date())
    account = account_of(scene, who, at)
    return keep(scene, account, view, (segment, 0, known), at, path)


def _leave(
    scene: Scene,
    who: Person,
    disk: tuple[str, str],
    held: Copy | None,
    days: tuple[int, int],
    place: int,
) -> int:
    """The disk is wiped, unless it was forgotten, and goes to the scrap dealer. Returns when."""
    device, label = disk
    if held is None:
        wiped = scene.at(days[0] - 1, 9, 18, "wiping", str(place))
        slip(
            scene,
            device,
            "wiped",
            wiped,
            who.staff_id,
            who.staff_id,
            scene.words("wiped", label=label),
        )
    dealer = partner(scene, ("vendor",), "scrap").get("party_id")
    at = scene.at(days[1], 14.5, 18.5, "sold", str(place))
    slip(scene, device, "sold", at, who.staff_id, dealer, scene.words("sold", label=label))
    if at < scene.end:
        scene.set_added("devices", device, "state", "sold")
        if held is not None:
            scene.expose(at, held.touched, held.view, f"device:{device}", "buyer_of_scrap", None)
    return at
