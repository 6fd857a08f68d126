"""What somebody can find out from a sealed folder alone: who is provably exposed, who possibly is.

Written apart from the kit on purpose: it reads the tables of the folder with pandas, takes its lead
from what the reports say, and knows nothing of how leaks are made. ``provable`` are customers whom
a record shows to have got out; ``possible`` are all whom nothing rules out.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass
class Case:
    """The tables of a folder, by name."""

    tables: dict[str, pd.DataFrame]
    lists: dict[str, list[str]] = field(default_factory=dict)

    def __getitem__(self, name):
        return self.tables[name]

    def members(self, segment, start, stop):
        """Customers ``start`` to ``stop`` of a list, in order of registration."""
        if segment not in self.lists:
            row = self["segments"].set_index("segment_id").loc[segment]
            book = self["customers"].sort_values("registered_on", kind="stable")
            mask = book[row["field"]].astype(str) == row["value"] if row["field"] else slice(None)
            self.lists[segment] = book[mask]["customer_id"].tolist()
        return set(self.lists[segment][int(start) : int(stop)])

    def touched(self, events):
        """Everybody whom successful events touched."""
        shown = events[events["segment"].notna() & (events["status_id"] == 1)]
        keys = shown[["segment", "start", "stop"]].astype({"segment": str}).drop_duplicates()
        return union(self.members(*key) for key in keys.itertuples(index=False))

    def held(self, file_ids):
        """Everybody in some files."""
        rows = self["files"][self["files"]["file_id"].isin(set(file_ids))]
        keys = rows[["segment_id", "row_start", "row_stop"]].dropna()
        return union(self.members(*key) for key in keys.itertuples(index=False))

    def everybody(self):
        return set(self["customers"]["customer_id"])

    def blind(self, systems, since, until):
        """Whether the log of one of these systems was not collected for a while."""
        gaps = self["log_gaps"]
        late = gaps[gaps["system_id"].isin(systems) & (gaps["kind"] == "collector")]
        return bool(((late["since"] < until) & (late["until"] > since)).any())

    def reach(self, accounts):
        """The systems in which some accounts hold a right, through groups too."""
        rights, inside = self["entitlements"], self["role_members"]
        roles = set(rights[rights["account_id"].isin(accounts)]["role_id"])
        while more := set(inside[inside["role_id"].isin(roles)]["member_id"]) - roles:
            roles |= more
        allowed = self["permissions"]
        views = set(allowed[allowed["role_id"].isin(roles)]["view_id"])
        shown = self["views"]
        return set(shown[shown["view_id"].isin(views)]["system_id"])


def union(parts):
    found = set()
    for part in parts:
        found |= part
    return found


def read(folder):
    """Return the case in a folder of Parquet files."""
    found = {}
    for path in sorted(Path(folder).rglob("*.parquet")):
        found.setdefault(path.stem, pd.read_parquet(path))
    # a table of the customers' may be called like one of the organisation's
    own = Path(folder) / "organisation"
    found |= {path.stem: pd.read_parquet(path) for path in own.glob("*.parquet")}
    return Case(found)


def investigate(case):
    """Return (provable, possible) of whatever the reports lead to; None if all is innocent."""
    for report in case["reports"].sort_values("at").itertuples():
        for words, follow in LEADS:
            if re.search(words, report.text):
                return follow(case, report)
    return None


def wrong_recipient(case, report):
    """The address and the subject in the letter: whatever was attached to that mail."""
    address = ADDRESS.search(report.text).group()
    mails = case["mails"]
    there = mails[mails["to_address"] == address]
    there = there[[subject in report.text for subject in there["subject"]]]
    provable = case.held(there["file_id"].dropna())
    abroad = mails[~mails["to_kind"].isin(["staff", "party"])]
    return provable, provable | case.held(abroad["file_id"].dropna())


def taken_along(case, report):
    """The name in the call: what that person mailed outside, and all that person ever saw."""
    staff = case["staff"]
    gone = staff[staff["left_on"].notna()]
    named = gone[[name in report.text for name in gone["name"]]]
    accounts = set(
        case["accounts"][case["accounts"]["staff_id"].isin(named["staff_id"])]["account_id"]
    )
    mails = case["mails"]
    theirs = mails[mails["account_id"].isin(accounts) & (mails["to_kind"] == "outside")]
    provable = case.held(theirs["file_id"].dropna())
    events = case["events"]
    mine = events[events["actor.user.uid"].isin(accounts)]
    possible = provable | case.touched(mine)
    files = case["files"]
    possible |= case.held(files[files["created_by"].isin(accounts)]["file_id"])
    if case.blind(case.reach(accounts), events["time"].min(), report.at):
        possible |= case.everybody()
    return provable, possible


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
    late = events[
        events["actor.user.uid"].isin(set(own["account_id"])) & (events["time"] >= closing)
    ]
    seen = case.touched(late)
    reach = case.reach(set(late["actor.user.uid"].astype(str)))
    if case.blind(reach, closing, events["time"].max()):
        return seen, case.everybody()
    return seen, seen


def open_link(case, report):
    """Links that anyone may open: which of them somebody without an account opened from afar."""
    links = case["links"][case["links"]["scope"] == "anyone"]
    events = case["events"]
    opened = events[(events["action"] == "link.open") & events["actor.user.uid"].isna()]
    opened = opened[opened["resource.uid"].isin(set(links["link_id"]))]
    far = opened[opened["src_endpoint.ip"].astype(str).str.contains(":")]
    return case.touched(far), case.touched(opened) | case.held(links["file_id"])


def ended_contract(case, report):
    """Keys of parties whose contract is over: what they still read."""
    accounts = case["accounts"].merge(case["parties"], on="party_id")
    ended = accounts[accounts["to_day"].notna()].set_index("account_id")["to_day"]
    events = case["events"]
    read = events[events["action"] == "api.read"]
    read = read.assign(ended=pd.to_datetime(read["actor.user.uid"].astype(str).map(ended)))
    late = read[read["time"] >= read["ended"] + pd.Timedelta(days=1)]
    seen = case.touched(late)
    reach = set(late["metadata.product.name"].astype(str))
    blind = case.blind(reach, events["time"].min(), report.at)
    return seen, seen | (case.everybody() if blind else set())


def strange_logon(case, report):
    """The account of whoever reports: what was exported at night, from where nobody of it works.

    A computer that is not of the house alone says little: some people use their own at home.
    """
    staff = case["staff"]
    named = staff[[name in report.text for name in staff["name"]]]["staff_id"]
    accounts = case["accounts"][case["accounts"]["staff_id"].isin(named)]["account_id"]
    events = case["events"]
    theirs = events[events["actor.user.uid"].isin(set(accounts))]
    usual = set(theirs[theirs["device.uid"].notna()]["src_endpoint.ip"])
    exported = theirs[(theirs["action"] == "crm.export") & theirs["device.uid"].isna()]
    exported = exported[~exported["src_endpoint.ip"].isin(usual)]
    exported = exported[exported["time"].dt.hour >= 20]
    possible = case.touched(theirs)
    if case.blind(case.reach(set(accounts)), events["time"].min(), report.at):
        possible |= case.everybody()
    return case.touched(exported), possible


def open_recipients(case, report):
    """Mails to customers who see one another."""
    mails = case["mails"][case["mails"]["to_kind"] == "customer"]
    shown = set(mails[mails["visible"] & (mails["recipients"] > 1)]["mail_id"])
    events = case["events"]
    sent = events[(events["action"] == "mail.send") & events["resource.uid"].isin(shown)]
    seen = case.touched(sent)
    lost = shown - set(sent["resource.uid"].astype(str))
    return seen, case.everybody() if lost else seen


def two_places(case, report):
    """Accounts of several people used at one address on no computer of the house: whom they saw."""
    holders = case["accounts"][case["accounts"]["kind"] == "person"]
    equipped = set(case["devices"]["staff_id"].dropna())
    mine = set(holders[holders["staff_id"].isin(equipped)]["account_id"])
    events = case["events"]
    away = events[events["actor.user.uid"].isin(mine) & (events["action"] == "crm.open")]
    away = away[away["device.uid"].isna()]
    named = set(away["actor.user.uid"].astype(str))
    possible = case.touched(events[events["actor.user.uid"].isin(named)])
    if case.blind(case.reach(named), events["time"].min(), report.at):
        possible |= case.everybody()
    users = away.groupby("src_endpoint.ip", observed=True)["actor.user.uid"].nunique()
    shared = away[away["src_endpoint.ip"].isin(users[users > 1].index)]
    return case.touched(shared), possible


def sold_pictures(case, report):
    """Those on the samples are proven; the rest may be anybody whose screen was captured."""
    events = case["events"]
    pictures = events[events["action"] == "screen.capture"]
    sample = set(report.customers)
    blind = case.blind(set(pictures["metadata.product.name"]), events["time"].min(), report.at)
    possible = case.everybody() if blind else sample | case.touched(pictures)
    return sample, possible


def raw_list(case, report):
    """The file named in the letter: who of another firm read it; all other files there."""
    files, events = case["files"], case["events"]
    named = files[[path in report.text for path in files["path"]]]["file_id"]
    roles = case["parties"].set_index("party_id")["role"]
    others = case["accounts"][
        ~case["accounts"]["party_id"].map(roles).isin(["transferor", "target"])
        & (case["accounts"]["party_id"] != "company")
    ]
    read = events[events["action"].isin(["room.open", "room.download"])]
    read = read[read["actor.user.uid"].isin(set(others["account_id"]))]
    provable = case.touched(read[read["resource.uid"].isin(set(named))])
    rooms = set(case["systems"][case["systems"]["kind"] == "data_room"]["system_id"])
    return provable, provable | case.held(files[files["system_id"].isin(rooms)]["file_id"])


def missing_computer(case, report):
    """The computer in the report: the files that its user had on it when it was lost."""
    devices, slips, files = case["devices"], case["custody"], case["files"]
    device = next(key for key in devices["device_id"] if key in report.text)
    lost = slips[(slips["item_id"] == device) & (slips["event"] == "lost")]["at"].min()
    holder = devices.set_index("device_id").loc[device, "staff_id"]
    accounts = case["accounts"][case["accounts"]["staff_id"] == holder]["account_id"]
    local = set(case["systems"][case["systems"]["kind"] == "endpoint"]["system_id"])
    mine = files[files["created_by"].isin(accounts) & (files["created_at"] < lost)]
    there = mine[mine["deleted_at"].isna() | (mine["deleted_at"] > lost)]
    provable = case.held(there[there["system_id"].isin(local)]["file_id"])
    events = case["events"]
    possible = case.touched(events[events["device.uid"] == device]) | case.held(mine["file_id"])
    return provable, provable | possible


def missing_parcel(case, report):
    """Media that the slips call lost: what was copied to them."""
    slips, events = case["custody"], case["events"]
    lost = set(slips[slips["event"] == "lost"]["item_id"])
    copied = events[events["action"] == "usb.copy"]
    seen = case.touched(copied[copied["device.uid"].isin(lost)])
    blind = case.blind(
        set(copied["metadata.product.name"].astype(str)), events["time"].min(), report.at
    )
    return seen, case.everybody() if blind else seen | case.touched(copied)


def binned_paper(case, report):
    """Lists that went into the bin by the slips; else whatever was printed."""
    slips, events = case["custody"], case["events"]
    binned = case.held(slips[slips["event"] == "binned"]["item_id"])
    printed = case.touched(events[events["action"] == "print.page"])
    return binned, binned | printed


def sold_disk(case, report):
    """Disks sold without being wiped: the files that bear their labels."""
    slips, files = case["custody"], case["files"]
    wiped = set(slips[slips["event"].isin(["wiped", "destroyed"])]["item_id"])
    sold = slips[(slips["event"] == "sold") & ~slips["item_id"].isin(wiped)]
    labels = {label for note in sold["note"] for label in re.findall(r"\d{3}-\d{4}", note)}
    marked = [any(label in path for label in labels) for path in files["path"]]
    found = case.held(files[marked]["file_id"])
    return found, found


def in_the_test_system(case, report):
    """Real customers loaded into a test system by a person who had made a copy of them."""
    accounts, systems, events = case["accounts"], case["systems"], case["events"]
    tests = set(systems[systems["kind"] == "test"]["system_id"])
    people = set(accounts[accounts["kind"] == "person"]["account_id"])
    loaded = events[
        (events["action"] == "db.restore") & events["metadata.product.name"].isin(tests)
    ]
    drills = case["tickets"][case["tickets"]["kind"] == "recovery_test"]["refs"]
    agreed = {key for refs in drills for key in refs}
    files = case["files"][~case["files"]["file_id"].isin(agreed)]
    files = files[files["system_id"].isin(tests)]
    columns = ["created_by", "segment_id", "row_start", "row_stop"]
    copies = set(files[columns].dropna().itertuples(index=False, name=None))
    keys = loaded[["actor.user.uid", "segment", "start", "stop"]].itertuples(index=False, name=None)
    copied = [key in copies for key in keys]  # a copy of the same customers by the same account
    copied = loaded[copied]
    by_hand = case.touched(copied[copied["actor.user.uid"].isin(people)])
    blind = case.blind(tests, events["time"].min(), report.at)
    return by_hand, case.everybody() if blind else by_hand | case.touched(loaded)


def other_purpose(case, report):
    """Those who complained; anybody whom accounts of the receiver exported or saw."""
    roles = case["parties"].set_index("party_id")["role"]
    accounts = case["accounts"]
    theirs = set(accounts[accounts["party_id"].map(roles) == "transferee"]["account_id"])
    events = case["events"]
    seen = case.touched(events[events["actor.user.uid"].isin(theirs)])
    if case.blind(case.reach(theirs), events["time"].min(), report.at):
        seen = case.everybody()
    return set(report.customers), seen | set(report.customers)


def old_domain(case, report):
    """Those who got the answer; no log of ours shows who else wrote there."""
    return set(report.customers), case.everybody()


LEADS = [
    ("看来是发错了|sent to the wrong address", wrong_recipient),
    ("刚离职不久|left us not long ago", taken_along),
    ("换了东家|has a new owner", after_closing),
    ("不用登录就能打开一份名单|opens a list without any login", open_link),
    ("写着只在本公司登记过的资料|gave to us only", ended_contract),
    ("提示上次登录是在夜里|named a last log-on during the night", strange_logon),
    ("收件人栏里列着一长串|long row of other people", open_recipients),
    ("推销电话里报得出|a cold call quoted", two_places),
    ("兜售本公司客户的屏幕截图|pictures of screens with our customers", sold_pictures),
    ("内容比清单上要的多|holds more than the index asks for", raw_list),
    ("不用登录就能取到|can be fetched without a login", open_link),
    ("在出差途中遗失|was lost on a business trip", missing_computer),
    ("可能在中转时丢了|may have been lost in transit", missing_parcel),
    ("废纸袋里|bags of waste paper", binned_paper),
    ("标签号是|Its label says", sold_disk),
    ("像是真实客户|look like real customers", in_the_test_system),
    ("另一种产品的推销|offers them a different product", other_purpose),
    ("往老邮箱|a mail to the old address", old_domain),
]
