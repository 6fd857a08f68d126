"""Production data restored to a test system as they are, and left there."""

from kit.activity.book import EVERYBODY
from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.dates import DAY, HOUR, SECOND, clock
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person, people_with
from kit.leaks.picking import after, heard
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import Touched, columns_of, keep, ticket
from kit.organisation.spec import Phase

NAME = "production_copy_in_test"
FAMILY: Family = "negligence"
WEIGHT = 3
PHASES: tuple[Phase, ...] = ("cut_over", "signing", "normal", "due_diligence", "post_closing")
VIA: ViaKind = "file"
_TEST = ("test",)
_LONGEST, _PARTS = 14, 6


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_TEST, "db.restore"), (_TEST, "db.query"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: parts of a backup restored over days, queried by all who test."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    view = scene.view(_TEST, "db.restore")
    room = 1 + round(parameters.stealth * _LONGEST)
    day = scene.start(room + 3)
    who = scene.person(view, "db.restore", day, "restorer")
    total = max(1, round(company.book.known(EVERYBODY, day - 1) * parameters.scale))
    parts = min(_PARTS, total, room)
    bounds = [total * part // parts for part in range(parts + 1)]
    days = scene.spread(day, parts, room - 1, "part")
    asked = scene.at(day, 9, 9.8, "asked")
    loaded = [
        _restore(scene, who, view, (EVERYBODY, low, high), scene.workday(on), part)
        for part, (low, high, on) in enumerate(zip(bounds[:-1], bounds[1:], days, strict=True))
        if scene.workday(on) <= scene.today
    ]
    if not loaded:
        raise BadInput("leaks.nothing_happened", start=parameters.start)
    refs = [file_id for _, file_id, _ in loaded]
    done = after(scene, loaded[-1][0], 3, "done")
    ticket(scene, "change", scene.words("ticket"), asked, done, who.staff_id, refs)
    seen = [_query(scene, view, part, number) for number, part in enumerate(loaded)]
    last = max([loaded[-1][0], *(at for at in seen if at)])
    noticed = heard(scene, last, 2 + scene.draw(30, "n"), "colleague")
    gone = after(scene, noticed, 4, "gone")
    ongoing = gone > scene.end
    if not ongoing:
        for file_id in refs:
            scene.set_added("files", file_id, "deleted_at", clock(gone))
    tester = scene.member((EVERYBODY, bounds[1]), "seen")
    scene.report(noticed, "colleague", "test_shows_real_people", tester)
    return scene.plan(
        channel="download",
        control="masked_test_data",
        known=loaded[0][0],
        actors=[who],
        ongoing=ongoing,
    )


def _restore(
    scene: Scene, who: Person, view: str, touched: Touched, day: int, part: int
) -> tuple[int, str, Touched]:
    """One part goes into the test system; from then on all who test can read it."""
    at = scene.at(day, 10, 18, "restore", str(part))
    path = scene.words("path", part=part + 1, day=clock(at).date())
    copy = keep(scene, who.account_id, view, touched, at, path)
    trace = scene.event("db.restore", at, view, who, **columns_of(touched))
    scene.expose(at, touched, view, f"file:{copy.file_id}", "own_staff", trace)
    return at, copy.file_id, touched


def _query(scene: Scene, view: str, part: tuple[int, str, Touched], number: int) -> int:
    """Somebody who tests comes across a part. Returns when, or 0 if nobody does."""
    at = part[0] + (2 + scene.draw(40, "query", str(number))) * HOUR
    at = at // DAY * DAY + scene.draw(7 * 3600, "hour", str(number)) * SECOND + 10 * HOUR
    testers = people_with(scene.company, view, "db.query", at)
    if not testers or at <= part[0] or at >= scene.end:
        return 0
    who = scene.pick(testers, "tester", str(number))
    segment, low, high = part[2]
    page = scene.page(view)
    for turn in range(1 + scene.draw(3, "turns", str(number))):
        start = low + scene.draw(max(1, high - low - page), "row", str(number), str(turn))
        touched = (segment, start, min(start + page, high))
        scene.event("db.query", at, view, who, **columns_of(touched))
        at += (30 + scene.draw(900, "pause", str(number), str(turn))) * SECOND
    return at
