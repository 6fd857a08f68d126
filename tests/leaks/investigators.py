"""What somebody can find out from a sealed folder alone: who is provably exposed, who possibly is.

Written apart from the kit on purpose: it reads the tables of the folder with pandas, takes its lead
from what the reports say, and knows nothing of how leaks are made. ``provable`` are customers whom
a record shows to have got out; ``possible`` are all whom nothing rules out.
"""

import re

import pandas as pd

from tests.leaks.sealed_case import DAY, FROM, HOUR, SYSTEM, USER, union

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MANY = 6
"""So many cards opened one after another are no slip."""
AT_ONCE = pd.Timedelta(seconds=14)


def investigate(case):
    """Return (provable, possible) of whatever the reports lead to; None if all is innocent."""
    for report in case["reports"].sort_values("at").itertuples():
        for words, follow in LEADS:
            if re.search(words, report.text):
                return follow(case, report)
    return None


def wrong_recipient(case, report):
    """The address and the subject in the letter: that mail, and what its sender mailed since."""
    address = ADDRESS.search(report.text).group()
    mails = case["mails"]
    there = mails[mails["to_address"] == address]
    there = there[[subject in report.text for subject in there["subject"]]]
    provable = case.held(there["file_id"].dropna())
    senders, at = set(there["account_id"]), there["at"]
    beside = mails[
        mails["account_id"].isin(senders)
        & ~mails["to_kind"].isin(["staff", "party"])
        & mails["at"].between(at.min() - DAY, report.at)
    ]
    return provable, provable | case.held(beside["file_id"].dropna())


def taken_along(case, report):
    """The name in the call: what that person mailed outside, and exported at the time.

    The register of mails is complete, whatever the log has lost.
    """
    staff = case["staff"]
    gone = staff[staff["left_on"].notna()]
    named = gone[[name in report.text for name in gone["name"]]]
    accounts = accounts_of(case, named["staff_id"])
    mails = case["mails"]
    theirs = mails[mails["account_id"].isin(accounts) & (mails["to_kind"] == "outside")]
    provable = case.held(theirs["file_id"].dropna())
    taken = case["events"][case["events"]["action"] == "crm.export"]
    times = theirs["at"].min() - DAY, theirs["at"].max() + DAY
    taken = taken[taken[USER].isin(accounts) & taken["time"].between(*times)]
    return provable, provable | case.touched(taken)


def after_closing(case, report):
    """Accounts that should have ended with the closing, and what they opened afterwards."""
    deal = case["deal"].iloc[0]
    closing = pd.Timestamp(deal["closing_on"]) + pd.Timedelta(days=1)
    accounts = case["accounts"]
    company = accounts[accounts["created_at"].notna()]["party_id"].mode()[0]
    own = accounts[(accounts["kind"] == "person") & (accounts["created_at"] < closing)]
    parties = case["parties"].set_index("party_id")["role"]
    own = own[
        own["party_id"].map(parties).isin(["transferor", "target"]) | (own["party_id"] == company)
    ]
    if deal["form"] == "dissolution_with_receiver":
        again = accounts[accounts["account_id"].str.endswith(".n")]["staff_id"]
        own = own[own["staff_id"].isin(again)]
    events = case["events"]
    late = events[events[USER].isin(set(own["account_id"])) & (events["time"] >= closing)]
    seen = case.touched(late)
    reach = case.reach(set(late[USER].astype(str)))
    if case.missed(reach, late, closing, report.at):
        return seen, case.everybody()
    return seen, seen


def accounts_of(case, people):
    accounts = case["accounts"]
    return set(accounts[accounts["staff_id"].isin(set(people))]["account_id"])


def open_link(case, report):
    """Links that anyone may open to a list with the caller, and those laid open along with them."""
    links = case["links"][case["links"]["scope"] == "anyone"]
    events = case["events"]
    opened = events[(events["action"] == "link.open") & events[USER].isna()]
    far = opened[opened[FROM].astype(str).str.contains(":")]
    callers = set(report.customers)
    about = [
        row
        for row in links[links["link_id"].isin(set(far["resource.uid"]))].itertuples()
        if case.held([row.file_id]) & callers
    ]
    together = union(
        set(
            links[
                (links["created_by"] == row.created_by)
                & ((links["created_at"] - row.created_at).abs() < DAY)
            ]["link_id"]
        )
        for row in about
    )
    provable = case.touched(far[far["resource.uid"].isin(together)])
    laid_open = links[links["link_id"].isin(together)] if together else links
    return provable, provable | case.held(laid_open["file_id"])


def ended_contract(case, report):
    """Keys of parties whose contract is over: what they still read, and in which nights."""
    accounts = case["accounts"].merge(case["parties"], on="party_id")
    ended = accounts[accounts["to_day"].notna()].set_index("account_id")["to_day"]
    events = case["events"]
    read = events[events["action"] == "api.read"]
    read = read.assign(ended=pd.to_datetime(read[USER].astype(str).map(ended)))
    late = read[read["time"] >= read["ended"] + DAY]
    seen = case.touched(late)
    reach = set(late[SYSTEM].astype(str))
    nights = late["time"].min() - DAY, late["time"].max() + DAY
    return seen, case.everybody() if case.blind(reach, *nights) else seen


def strange_places(case, accounts):
    """Where some accounts only ever logged on, looked and left, on whatever computer.

    People who work at home, on a computer of their own too, write mails and change records there.
    """
    events = case["events"]
    theirs = events[events[USER].isin(accounts)]
    theirs = theirs.assign(**{USER: theirs[USER].astype(str), FROM: theirs[FROM].astype(str)})
    codes = theirs["action"].astype(str)
    working = set(theirs[~codes.str.match(r"auth\.|crm\.(search|open|export)")][FROM])
    return theirs[theirs[FROM].str.contains(":") & ~theirs[FROM].isin(working)]


def strange_logon(case, report):
    """The account of whoever reports: what was exported from where that person never works."""
    staff = case["staff"]
    named = staff[[name in report.text for name in staff["name"]]]["staff_id"]
    accounts = accounts_of(case, named)
    strange = strange_places(case, accounts)
    inside = set(strange[strange["action"] == "auth.logon"][FROM])
    strange = strange[strange[FROM].isin(inside)]
    exported = case.touched(strange[strange["action"] == "crm.export"])
    since = strange["time"].min() - DAY
    if case.missed(case.reach(accounts), strange, since, report.at):
        return exported, case.everybody()
    return exported, exported


def two_places(case, report):
    """Accounts used at strange places to open one card after another, several at one of them."""
    holders = case["accounts"][case["accounts"]["kind"] == "person"]
    equipped = set(case["devices"]["staff_id"].dropna())
    mine = set(holders[holders["staff_id"].isin(equipped)]["account_id"])
    strange = strange_places(case, mine)
    opened = strange[(strange["action"] == "crm.open") & (strange["status_id"] == 1)]
    places = opened.groupby(FROM)
    users, cards = places[USER].nunique(), places.size()
    callers = set(report.customers)
    named = {place for place, some in places if case.touched(some) & callers}
    sure = set(users[users > 1].index) | (named & set(cards[cards >= MANY].index))
    provable = case.touched(opened[opened[FROM].isin(sure)])
    visits = strange[strange[USER].isin(set(opened[USER]))]
    since, until = strange["time"].min(), report.at
    if case.missed(case.reach(set(visits[USER])), visits, since, until):
        return provable, case.everybody()
    return provable, case.touched(opened)


def sold_pictures(case, report):
    """The account that took pictures of those on the samples right after opening them.

    Who takes a picture of a case in hand reads it first; whoever collects takes it at once.
    """
    events, sample = case["events"], set(report.customers)
    keys = [USER, "segment", "start"]
    shots = events[events["action"] == "screen.capture"].astype({"segment": str, USER: str})
    cards = events[events["action"] == "crm.open"].astype({"segment": str, USER: str})
    paired = shots.merge(cards[[*keys, "time"]], on=keys, suffixes=("", "_open"))
    gap = paired["time"] - paired["time_open"]
    quick = paired[(gap > pd.Timedelta(0)) & (gap < AT_ONCE)]
    found = {who: len(case.touched(some) & sample) for who, some in quick.groupby(USER)}
    if not found:
        return sample, case.everybody()
    who = max(sorted(found), key=lambda one: found[one])
    quick = quick[quick[USER] == who]
    provable = sample | case.touched(quick)
    mine, since = cards[cards[USER] == who], quick["time"].min() - DAY
    possible = provable | case.touched(shots[shots[USER] == who])
    screens, desks = set(shots[SYSTEM].astype(str)), set(cards[SYSTEM].astype(str))
    unseen = case.gaps(screens, since, report.at)
    for gap in unseen.itertuples():
        possible |= case.touched(mine[mine["time"].between(gap.since, gap.until)])
        if case.blind(desks, gap.since, gap.until):
            return provable, case.everybody()
    return provable, possible


def raw_list(case, report):
    """The file in the letter and like ones put there with it: whom others read of in them."""
    files, events = case["files"], case["events"]
    named = files[[path in report.text for path in files["path"]]]
    one = named.iloc[0]
    kinds = case["segments"].set_index("segment_id")["field"]
    together = files[
        (files["created_by"] == one["created_by"])
        & files["path"].str.startswith(one["path"].rpartition("/")[0] + "/")
        & (files["segment_id"].map(kinds) == kinds[one["segment_id"]])
        & ((files["created_at"] - one["created_at"]).abs() < 6 * HOUR)
    ]["file_id"]
    roles = case["parties"].set_index("party_id")["role"]
    others = case["accounts"][
        ~case["accounts"]["party_id"].map(roles).isin(["transferor", "target"])
        & (case["accounts"]["party_id"] != "company")
    ]
    read = events[events["action"].isin(["room.open", "room.download"])]
    read = read[read[USER].isin(set(others["account_id"]))]
    provable = case.touched(read[read["resource.uid"].isin(set(together))])
    if case.blind({one["system_id"]}, one["created_at"], report.at):
        return provable, provable | case.held(together)
    return provable, provable


def missing_computer(case, report):
    """The computer in the report: the files that its user had on its drive when it was lost.

    What was deleted in the days before may be there still; portable disks and printouts are not.
    """
    devices, slips, files = case["devices"], case["custody"], case["files"]
    device = next(key for key in devices["device_id"] if key in report.text)
    lost = slips[(slips["item_id"] == device) & (slips["event"] == "lost")]["at"].min()
    holder = devices.set_index("device_id").loc[device, "staff_id"]
    local = set(case["systems"][case["systems"]["kind"] == "endpoint"]["system_id"])
    mine = files[files["created_by"].isin(accounts_of(case, [holder]))]
    mine = mine[(mine["created_at"] < lost) & mine["system_id"].isin(local)]
    mine = mine[mine["path"].str.match(r"[A-Z]:")]
    there = mine[mine["deleted_at"].isna() | (mine["deleted_at"] > lost)]
    provable = case.held(there["file_id"])
    lately = mine[mine["deleted_at"].isna() | (mine["deleted_at"] > lost - 10 * DAY)]
    return provable, provable | case.held(lately["file_id"])


def missing_parcel(case, report):
    """The disk in the report and the others of its hand-over that never arrived."""
    slips, events, files = case["custody"], case["events"], case["files"]
    device = next(key for key in case["devices"]["device_id"] if key in report.text)
    refs = [set(refs) for refs in case["tickets"]["refs"] if device in set(refs)]
    lot = union(refs) & set(case["devices"]["device_id"])
    came = set(slips[slips["event"].isin(["received", "counted"])]["item_id"])
    lost = lot & set(slips[slips["event"] == "lost"]["item_id"])
    copied = events[(events["action"] == "usb.copy") & (events["status_id"] == 1)]
    seen = case.touched(copied[copied["device.uid"].isin(lost)])
    packers = set(slips[slips["item_id"].isin(lot) & (slips["event"] == "packed")]["from_id"])
    accounts = accounts_of(case, packers)
    packed = slips[slips["item_id"].isin(lot)]["at"]
    systems = set(copied[SYSTEM].astype(str))
    if not case.blind(systems, packed.min() - DAY, packed.max()):
        return seen, seen
    there = files[files["created_by"].isin(accounts) & files["system_id"].isin(systems)]
    there = there[there["created_at"].between(packed.min() - DAY, packed.max())]
    arrived = set(copied[copied["device.uid"].isin(came - lost)]["resource.uid"])
    return seen, seen | case.held(set(there["file_id"]) - arrived)


LEADS = [
    ("看来是发错了|sent to the wrong address", wrong_recipient),
    ("刚离职不久|left us not long ago", taken_along),
    ("换了东家|has a new owner", after_closing),
    ("不用登录就能打开一份名单|opens a list without any login", open_link),
    ("写着只在本公司登记过的资料|gave to us only", ended_contract),
    ("提示上次登录是在夜里|named a last log-on during the night", strange_logon),
    ("推销电话里报得出|a cold call quoted", two_places),
    ("兜售本公司客户的屏幕截图|pictures of screens with our customers", sold_pictures),
    ("内容比清单上要的多|holds more than the index asks for", raw_list),
    ("在出差途中遗失|was lost on a business trip", missing_computer),
    ("可能在中转时丢了|may have been lost in transit", missing_parcel),
]
