from datetime import timedelta
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest

from kit.activity import addresses
from kit.activity.actions import ACTIONS, NUMBER
from kit.activity.calendar import HOLIDAY, WEEKEND, WORKDAY, closing, day_date, kinds
from kit.activity.lives import RightSets, holding
from kit.activity.ordinary import one_day, ordinary
from kit.activity.rows import COLUMNS, take
from kit.activity.work import blocks, make_work
from kit.errors import BadInput
from tests.activity.made_work import (
    DAY,
    company,
    holder,
    kinds_of_accounts,
    of,
    same,
    span,
    stocked,
    worked,
)

TOUCHING = ("crm.search", "crm.open", "crm.update", "crm.export", "db.query", "db.export")
NEEDS_NO_VIEW = ("auth.", "account.", "access.", "mail.", "file.unshare")


def by_people(made, rows):
    people = np.isin(kinds_of_accounts(made)[rows["account"]], ["person", "vendor"])
    return people & (rows["account"] >= 0)


# --- the same whatever the slice


def test_events_are_in_order_and_of_the_right_types():
    made, rows = worked()
    first, last = span(made, 60)
    assert {name: column.dtype for name, column in rows.items()} == dict(COLUMNS)
    key = rows["time"].astype(np.int64) << 20 | rows["account"].astype(np.int64) + 1
    assert (np.diff(key) >= 0).all()
    assert (rows["time"] % 1000 == 0).all()
    assert rows["time"].min() >= first * DAY
    assert rows["time"].max() < (last + 1) * DAY
    assert len(rows["time"]) > 20_000


def test_a_day_made_alone_is_that_day_of_the_whole():
    made, rows = worked()
    day = made.organisation.deal.today - timedelta(days=9)
    alone = ordinary(made, day, day)
    number = (day - day_date(0)).days
    assert same(alone, take(rows, rows["time"] // DAY == number))
    assert len(alone["time"]) > 100


def test_a_day_of_an_account_made_alone_is_that_part_of_the_whole():
    made, rows = worked()
    for role in ("g.branch_lead", "g.operations", "mail.user"):
        account = holder(made, role) if role != "mail.user" else "box.service"
        row = made.organisation.places["accounts"][account]
        mine = rows["account"] == row
        day = int((rows["time"][mine] // DAY)[mine.sum() // 2])
        alone = one_day(made, account, day_date(day))
        assert same(alone, take(rows, mine & (rows["time"] // DAY == day)))
        assert len(alone["time"]) > 0


def test_the_days_of_a_program_made_alone_are_those_of_the_whole():
    made, rows = worked()
    row = made.organisation.places["accounts"]["svc.repair_pull"]
    day = made.organisation.deal.today
    alone = ordinary(made, day - timedelta(2), day, accounts=["svc.repair_pull"])
    mine = (rows["account"] == row) & (rows["time"] // DAY > span(made, 3)[0] - 1)
    assert same(alone, take(rows, mine))
    assert len(alone["time"]) > 50


def test_blocks_of_days_join_into_the_whole():
    made, rows = worked()
    first, last = span(made, 60)
    work = make_work(made, first, last)
    parts = [work.block(day, min(day + 6, last)) for day in range(first, last + 1, 7)]
    assert same({name: np.concatenate([part[name] for part in parts]) for name in COLUMNS}, rows)


def test_another_seed_is_another_company_at_work():
    made, rows = worked()
    other = company(seed=4)
    day = made.organisation.deal.today
    elsewhere = ordinary(other, day, day)
    assert not np.isin(elsewhere["time"], rows["time"]).all()


# --- when


def test_people_work_by_day_and_rest_at_night():
    made, rows = worked()
    hours = rows["time"][by_people(made, rows)] // 3_600_000 % 24
    count = np.bincount(hours, minlength=24)
    assert count[9:19].sum() > 0.85 * count.sum()
    assert count[0:6].sum() < 0.02 * count.sum()
    assert count[20:24].sum() > 0


def test_work_dips_at_noon():
    made, rows = worked()
    hours = rows["time"][by_people(made, rows)] // 3_600_000 % 24
    count = np.bincount(hours, minlength=24)
    assert count[12] < 0.6 * count[11]
    assert count[12] < 0.6 * count[15]


def test_weekends_are_quiet_and_holidays_quieter():
    made, rows = worked(60)
    first, last = span(made, 60)
    people = rows["time"][by_people(made, rows)] // DAY - first
    per_day = np.bincount(people, minlength=60)
    kind = kinds(first, last)
    mean = [per_day[kind == one].mean() for one in (WORKDAY, WEEKEND, HOLIDAY)]
    assert mean[0] > 3 * mean[1] > 0
    assert mean[1] > mean[2] > 0


def test_a_month_ends_busily_and_exports_most_of_all():
    made = company()
    last = made.organisation.deal.today
    rows = ordinary(made, last - timedelta(179), last)
    first, end = span(made, 180)
    days = rows["time"] // DAY - first
    people = by_people(made, rows)
    late, usual = closing(first, end), kinds(first, end) == WORKDAY
    usual &= ~late

    def growth(mask):
        per_day = np.bincount(days[mask & people], minlength=180)
        return per_day[late].mean() / per_day[usual].mean()

    assert 1.1 < growth(np.full(len(days), True)) < 2.5
    assert growth(of(rows, "crm.export")) > 2.5


def test_some_exports_are_at_odd_hours_some_from_home_some_large_some_fail():
    made = company()
    last = made.organisation.deal.today
    rows = ordinary(made, last - timedelta(364), last)
    mine = take(rows, of(rows, "crm.export") & by_people(made, rows))
    hours = mine["time"] // 3_600_000 % 24
    length = mine["stop"] - mine["start"]
    assert ((hours >= 20) | (hours < 7)).sum() >= 3
    assert (mine["address"] >> 20 == addresses.HOME).sum() >= 3
    assert (mine["status"] == 2).sum() >= 3
    assert (length > 500).sum() >= 3
    assert np.median(length) < 200
    weekend = kinds(0, 30_000)[mine["time"] // DAY] != WORKDAY
    assert weekend.sum() >= 3


def test_nobody_works_without_a_logon_that_day():
    made, rows = worked()
    skip = of(rows, "mail.receive", "auth.fail")
    mine = take(rows, by_people(made, rows) & ~skip)
    key = mine["account"].astype(np.int64) << 32 | mine["time"] // DAY
    _, first = np.unique(key, return_index=True)  # in order of time within each day
    assert (mine["action"][first] == NUMBER["auth.logon"]).all()


def test_nobody_works_after_logging_off_without_a_new_logon():
    made, rows = worked(60, with_stock=False)
    mine = take(rows, by_people(made, rows) & ~of(rows, "mail.receive", "auth.fail"))
    order = np.lexsort((mine["time"], mine["account"]))
    account, action = mine["account"][order], mine["action"][order]
    after = np.flatnonzero(action[:-1] == NUMBER["auth.logoff"])
    after = after[account[after] == account[after + 1]]
    allowed = [NUMBER["auth.logon"], NUMBER["auth.logoff"]]
    assert np.isin(action[after + 1], allowed).all()
    assert len(after) > 300


# --- who, with which right


def test_nothing_is_done_before_an_account_exists_or_after_it_is_closed():
    made, rows = worked()
    table = made.organisation.tables["accounts"]
    created = table["created_at"].cast(pa.int64()).to_numpy()
    closed = table["disabled_at"].cast(pa.int64()).fill_null(2**62).to_numpy()
    rows = take(rows, rows["account"] >= 0)
    assert (rows["time"] >= created[rows["account"]]).all()
    assert (rows["time"] < closed[rows["account"]]).all()
    assert ((created // DAY > span(made, 60)[0]) | (closed < 2**62)).any()


def test_nobody_works_before_joining_or_after_leaving():
    made, rows = worked()
    tables = made.organisation.tables
    staff = {row["staff_id"]: row for row in tables["staff"].to_pylist()}
    for number, holder_id in enumerate(tables["accounts"]["staff_id"].to_pylist()):
        mine = rows["time"][rows["account"] == number] // DAY
        if holder_id is None or not len(mine):
            continue
        assert day_date(mine.min()) >= staff[holder_id]["joined_on"]
        assert day_date(mine.max()) <= (staff[holder_id]["left_on"] or day_date(99_999))


def test_everything_is_allowed_by_a_right_that_is_valid_that_day():
    made, rows = worked()
    organisation = made.organisation
    sets, views = RightSets(organisation), organisation.tables["views"]["view_id"].to_pylist()
    accounts = organisation.tables["accounts"]["account_id"].to_pylist()
    allowed = {}
    for row in organisation.tables["entitlements"].to_pylist():
        inner = sets._with_inner([row["role_id"]])
        pairs = {(p["view_id"], p["action"]) for r in inner for p in sets.granted.get(r, ())}
        allowed.setdefault(row["account_id"], []).append((holding(row), pairs))
    used = {
        (accounts[account], views[view], ACTIONS[action].code, int(day))
        for account, view, action, day in zip(
            rows["account"], rows["view"], rows["action"], rows["time"] // DAY, strict=True
        )
        if view >= 0 and account >= 0
    }
    checked = 0
    for account, view, code, day in used:
        if code.startswith(NEEDS_NO_VIEW):
            continue
        code = "api.read" if code == "api.fail" else code
        assert any(
            span.first <= day < span.stop and (view, code) in pairs
            for span, pairs in allowed[account]
        ), (account, view, code, day)
        checked += 1
    assert checked > 2_000


def test_work_happens_on_systems_that_are_live_and_in_the_system_of_the_view():
    made, rows = worked()
    tables = made.organisation.tables
    places = made.organisation.places["systems"]
    home = np.array([places[one] for one in tables["views"]["system_id"].to_pylist()])
    seen = rows["view"] >= 0
    mails = of(rows, "mail.send", "mail.receive")  # a mail may carry a file of another system
    assert (rows["system"][seen & ~mails] == home[rows["view"][seen & ~mails]]).all()
    opened = tables["systems"]["live_from"].cast(pa.int32()).fill_null(-(10**6)).to_numpy()
    closed = tables["systems"]["live_to"].cast(pa.int32()).fill_null(10**6).to_numpy()
    day = rows["time"] // DAY
    assert (day >= opened[rows["system"]]).all()
    assert (day <= closed[rows["system"]]).all()


def test_a_data_room_is_used_only_while_it_is_open():
    made = company(phase="signing")
    tables = made.organisation.tables
    room = tables["systems"]["kind"].to_pylist().index("data_room")
    opened = tables["systems"]["live_from"].to_pylist()[room]
    rows = ordinary(made, opened - timedelta(20), made.organisation.deal.today)
    used = rows["time"][rows["system"] == room] // DAY
    assert len(used) > 50
    assert day_date(used.min()) >= opened


# --- whom


def test_nobody_touches_a_customer_who_had_not_registered_by_the_evening_before():
    made, rows = worked()
    book = made.book
    day = rows["time"] // DAY
    for segment in range(len(book.segments)):
        mine = rows["segment"] == segment
        if mine.any():
            latest = book.days(segment)[rows["stop"][mine] - 1]
            assert (latest < day[mine]).all()
    assert (rows["start"][rows["segment"] >= 0] < rows["stop"][rows["segment"] >= 0]).all()


def test_events_without_customers_say_so_in_all_three_columns():
    _, rows = worked()
    nobody = rows["segment"] < 0
    assert (rows["start"][nobody] == -1).all()
    assert (rows["stop"][nobody] == -1).all()
    assert (rows["start"][~nobody] >= 0).all()


def test_what_fails_touches_nobody():
    _, rows = worked()
    failed = rows["status"] == 2
    assert 0.003 < failed.mean() < 0.03
    assert (rows["segment"][failed] == -1).all()


def test_most_customers_are_opened_from_the_list_just_searched():
    made, rows = worked()
    mine = take(rows, by_people(made, rows) & of(rows, "crm.search", "crm.open"))
    day = mine["time"].astype(np.int64) // DAY
    listed, opened = (mine["action"] == NUMBER[code] for code in ("crm.search", "crm.open"))
    found = 0
    places = np.flatnonzero(opened & (mine["segment"] >= 0))[::37]
    for place in places:
        before = (
            listed
            & (mine["account"] == mine["account"][place])
            & (day == day[place])
            & (mine["time"] <= mine["time"][place])
            & (mine["segment"] == mine["segment"][place])
            & (mine["start"] <= mine["start"][place])
            & (mine["stop"] > mine["start"][place])
        )
        found += before.any()
    assert len(places) > 200
    assert found > 0.75 * len(places)


def test_changes_are_of_customers_opened_that_day():
    made, rows = worked()
    mine = take(rows, by_people(made, rows) & of(rows, "crm.open", "crm.update"))
    whom = [mine[name].astype(np.int64) for name in ("account", "segment", "start")]
    whom = whom[0] << 44 | (mine["time"] // DAY) << 28 | (whom[1] + 1) << 18 | (whom[2] + 1)
    changed = (mine["action"] == NUMBER["crm.update"]) & (mine["segment"] >= 0)
    opened = mine["action"] == NUMBER["crm.open"]
    assert np.isin(whom[changed], whom[opened]).mean() > 0.8


def test_one_customer_at_a_time_is_opened_and_pages_are_no_longer_than_a_view_shows():
    made, rows = worked()
    one = of(rows, "crm.open", "crm.update") & (rows["segment"] >= 0)
    assert (rows["stop"][one] - rows["start"][one] == 1).all()
    page = np.array(made.organisation.tables["views"]["page_rows"].to_pylist())
    listed = of(rows, "crm.search") & (rows["segment"] >= 0)
    length = rows["stop"][listed] - rows["start"][listed]
    assert (length <= np.maximum(page[rows["view"][listed]], 3)).all()


def test_holders_of_a_scope_mostly_see_their_own_values():
    made, rows = worked()
    job = {j.id: j.scope for j in made.organisation.profile.jobs if j.scope}
    staff = {
        row["staff_id"]: row["job_id"] for row in made.organisation.tables["staff"].to_pylist()
    }
    holders = made.organisation.tables["accounts"]["staff_id"].to_pylist()
    dealt = {}
    for account in np.unique(rows["account"]):
        scope = job.get(staff.get(holders[account]))
        mine = (rows["account"] == account) & of(rows, "crm.search") & (rows["segment"] >= 0)
        if scope is None or mine.sum() < 200:
            continue
        fields = np.array([made.book.segments[one].field for one in rows["segment"][mine]])
        assert (fields == scope).mean() > 0.9
        dealt[account] = set(np.unique(rows["segment"][mine]).tolist())
    assert len(dealt) >= 3
    assert len({frozenset(one) for one in dealt.values()}) > 1


# --- with what


def test_tables_and_log_tell_the_same():
    made, rows = worked()
    tables = made.organisation.tables
    first, last = span(made, 60)
    cases = [
        ("file.upload", "files", "created_at"),
        ("file.delete", "files", "deleted_at"),
        ("file.share", "links", "created_at"),
        ("file.unshare", "links", "revoked_at"),
        ("mail.send", "mails", "at"),
        ("access.grant", "entitlements", "granted_at"),
        ("account.create", "accounts", "created_at"),
    ]
    for code, name, column in cases:
        at = tables[name][column].cast(pa.int64()).fill_null(-1).to_numpy()
        mine = take(rows, of(rows, code) & (rows["thing"] >= 0))
        assert (mine["time"] == at[mine["thing"]] // 1000 * 1000).all()
        assert len(np.unique(mine["thing"])) == len(mine["thing"])
        if name in ("files", "links", "mails"):
            inside = (at // DAY >= first) & (at // DAY <= last)
            assert len(mine["thing"]) == inside.sum() > 0


def test_a_mail_to_a_colleague_arrives():
    _, rows = worked()
    sent = take(rows, of(rows, "mail.send") & (rows["thing"] >= 0))
    got = take(rows, of(rows, "mail.receive") & (rows["thing"] >= 0))
    assert sorted(got["thing"]) == sorted(sent["thing"])
    assert (got["time"] > sent["time"].min()).all()
    assert (got["segment"] == sent["segment"][0]).all()


def test_files_are_opened_while_they_are_there_and_touch_what_they_hold():
    made, rows = worked()
    files = made.organisation.tables["files"]
    mine = take(rows, of(rows, "file.open", "file.download", "link.open") & (rows["thing"] >= 0))
    link_file = np.array([2 + number for number in range(6)])
    link = mine["action"] == NUMBER["link.open"]
    file = np.where(link, link_file[np.where(link, mine["thing"], 0)], mine["thing"])
    created = files["created_at"].cast(pa.int64()).to_numpy()
    deleted = files["deleted_at"].cast(pa.int64()).fill_null(2**62).to_numpy()
    assert (mine["time"] >= created[file]).all()
    assert (mine["time"] < deleted[file]).all()
    good = mine["segment"] >= 0
    stop = np.array(files["row_stop"].to_pylist())
    assert (mine["stop"][good] == stop[file[good]]).all()
    assert link.sum() > 0
    assert good.sum() > 50


def test_only_links_for_others_than_colleagues_are_opened_without_an_account():
    made = company()
    last = made.organisation.deal.today
    rows = ordinary(made, last - timedelta(364), last)
    mine = take(rows, rows["account"] < 0)
    assert set(np.unique(mine["action"])) == {NUMBER["link.open"]}
    scope = np.array(made.organisation.tables["links"]["scope"].to_pylist())
    opened = take(mine, mine["status"] == 1)
    assert set(scope[opened["thing"]]) == {"named", "anyone"}
    assert (opened["address"] >> 20 == addresses.PARTY).all()
    in_vain = take(mine, mine["status"] == 2)
    assert (in_vain["segment"] == -1).all()
    assert 0.02 < len(in_vain["time"]) / len(opened["time"]) < 1


def test_strangers_try_passwords_in_vain():
    _, rows = worked()
    strange = rows["address"] >> 20 == addresses.OUTSIDE
    assert set(np.unique(rows["action"][strange])) <= {NUMBER["auth.fail"], NUMBER["link.open"]}
    assert (rows["device"][strange] == -1).all()
    assert (rows["status"][strange] == 2).all()
    strange &= of(rows, "auth.fail")
    assert 3 < strange.sum() < 0.2 * of(rows, "auth.fail").sum() + 20


def test_a_link_taken_back_is_opened_no_more():
    made, rows = worked()
    links = made.organisation.tables["links"]
    revoked = links["revoked_at"].cast(pa.int64()).fill_null(2**62).to_numpy()
    mine = take(rows, of(rows, "link.open") & (rows["status"] == 1))
    assert (mine["time"] < revoked[mine["thing"]]).all()


def test_home_is_where_people_are_in_the_evening():
    made, rows = worked()
    hours = rows["time"] // 3_600_000 % 24
    own = made.organisation.tables["accounts"]["party_id"].to_pylist()
    staff = by_people(made, rows) & np.array([one == "company" for one in own])[rows["account"]]
    late = staff & (hours >= 22) & ~of(rows, "mail.receive")
    home = rows["address"] >> 20 == addresses.HOME
    assert home[late].mean() > 0.8
    noon = staff & (hours == 11)
    assert 0.01 < home[noon].mean() < 0.35


# --- what does not happen


def test_silences_take_away_and_change_nothing_else():
    made, rows = worked()
    account = made.organisation.places["accounts"][holder(made, "g.branch_lead")]
    device = int(rows["device"][rows["account"] == account].max())
    first, last = span(made, 60)
    quiet = [
        SimpleNamespace(
            account=account, device=None, since=(last - 5) * DAY, until=(last - 2) * DAY
        ),
        SimpleNamespace(
            account=None, device=device, since=(first + 3) * DAY, until=(first + 9) * DAY
        ),
    ]
    left = ordinary(made, day_date(first), day_date(last), quiet)
    day = rows["time"] // DAY
    gone = (rows["account"] == account) & (day >= last - 5) & (day < last - 2)
    gone |= (rows["device"] == device) & (day >= first + 3) & (day < first + 9)
    assert gone.sum() > 20
    assert same(left, take(rows, ~gone))


def test_a_longer_organisation_table_leaves_others_alone():
    """A leak adds rows behind the others; what the rest does stays as it was."""
    made, rows = worked()
    table = made.organisation.tables["accounts"]
    extra = table.slice(0, 1).to_pylist()[0] | {"account_id": "zz", "staff_id": None}
    extra |= {"kind": "api"}
    longer = pa.concat_tables([table, pa.Table.from_pylist([extra], schema=table.schema)])
    other = made.with_organisation(made.organisation.with_tables({"accounts": longer}))
    day = made.organisation.deal.today
    before = take(rows, rows["time"] // DAY == span(made, 1)[0])
    assert same(ordinary(other, day, day), before)


# --- wrong questions


def test_an_empty_window_is_refused():
    made = company()
    today = made.organisation.deal.today
    with pytest.raises(BadInput, match="window_reversed"):
        ordinary(made, today, today - timedelta(1))


def test_days_that_have_not_come_are_refused():
    made = company()
    today = made.organisation.deal.today
    with pytest.raises(BadInput, match="after_today"):
        ordinary(made, today, today + timedelta(1))


def test_an_unknown_account_is_refused():
    made = company()
    with pytest.raises(BadInput, match="no_account"):
        one_day(made, "nobody", made.organisation.deal.today)


def test_blocks_come_in_order_however_many_there_are():
    made = stocked()
    first, last = span(made, 80)
    times = [part["time"] for part in blocks(make_work(made, first, last), first, last)]
    joined = np.concatenate(times)
    assert len(times) > 1
    assert (np.diff(joined) >= 0).all()


@pytest.mark.parametrize("profile", ["sanitary_ware", "swim_school"])
@pytest.mark.parametrize("days", [30])
def test_every_profile_goes_to_work(profile, days):
    made = company(profile)
    last = made.organisation.deal.today
    rows = ordinary(made, last - timedelta(days - 1), last)
    assert len(rows["time"]) > 1_000
    codes = {ACTIONS[one].code for one in np.unique(rows["action"])}
    assert {"auth.logon", "crm.search", "crm.open", "crm.export", "mail.send"} <= codes
