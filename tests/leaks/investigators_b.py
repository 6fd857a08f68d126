"""What a sealed folder alone tells of mass mails, copies, disks, paper, domains, misused rights.

As `tests.leaks.investigators`, written apart from the kit on purpose. Each lead starts from what a
report says, finds the paper that belongs to it (a ticket, a slip, a register) and follows what that
paper names; customers whom neither paper nor log puts there are ruled out.
"""

import re

import pandas as pd

from tests.leaks.sealed_case import HOUR, union

LABEL = re.compile(r"\d{3}-\d{4,}")
QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")
CHANCE = pd.Timedelta(minutes=4)


def investigate(case):
    """Return (provable, possible) of whatever the reports lead to; None if all is innocent."""
    for report in case["reports"].sort_values("at").itertuples():
        for words, follow in LEADS:
            if re.search(words, report.text):
                return follow(case, report)
    return None


def done(case, *codes):
    """Events of some actions that did not fail."""
    events = case["events"]
    return events[events["action"].isin(codes) & (events["status_id"] == 1)]


def systems_of(case, kind):
    systems = case["systems"]
    return set(systems[systems["kind"] == kind]["system_id"])


def named_together(case, items):
    """Everything that tickets name along with one of some items."""
    refs = case["tickets"]["refs"]
    return union(set(named) for named in refs if set(named) & set(items))


def files_with(case, customers, file_ids):
    """Which of some files hold one of some customers."""
    return {one for one in file_ids if case.held([one]) & customers}


def party_accounts(case, role):
    """Accounts of the people of a party."""
    parties, staff, accounts = case["parties"], case["staff"], case["accounts"]
    theirs = set(parties[parties["role"] == role]["party_id"])
    people = set(staff[staff["party_id"].isin(theirs)]["staff_id"])
    return set(accounts[accounts["staff_id"].isin(people)]["account_id"])


def notice(case, report):
    """Mails with the subject of those that show their recipients; a lost line leaves its lists."""
    mails = case["mails"]
    mails = mails[(mails["to_kind"] == "customer") & (mails["at"] < report.at)]
    shown = mails[mails["visible"] & (mails["recipients"] > 1)]
    sent = done(case, "mail.send")
    sent = sent[sent["resource.uid"].isin(shown["mail_id"])]
    provable = case.touched(sent)
    lost = shown[~shown["mail_id"].isin(set(sent["resource.uid"].dropna()))]
    return provable, provable | union(could_be_in(case, mail) for mail in lost.itertuples())


def could_be_in(case, mail):
    """Whoever stands near the first named recipient of a mail in any list, as many as it had."""
    book = case["customers"]
    first = set(book[book["email"] == mail.to_address]["customer_id"])
    if not first:
        return case.everybody()
    found = set()
    for segment in case["segments"]["segment_id"]:
        case.members(segment, 0, 0)
        order = case.lists[segment]
        for place in (order.index(one) for one in first if one in order):
            found |= set(order[max(0, place - mail.recipients + 1) : place + mail.recipients])
    return found


def copy_in_test_system(case, report):
    """The dump with the person in the defect report, and what its ticket names beside it.

    Refreshes by service accounts are agreed and masked; they explain what else can be queried.
    What the ticket of a recovery test names is agreed too.
    """
    files, test = case["files"], systems_of(case, "test")
    dumps = files[files["system_id"].isin(test) & (files["created_at"] < report.at)]
    drills = case["tickets"][case["tickets"]["kind"] == "recovery_test"]["refs"]
    dumps = dumps[~dumps["file_id"].isin(union(set(named) for named in drills))]
    found = files_with(case, set(report.customers), dumps["file_id"])
    provable = case.held(named_together(case, found) & set(dumps["file_id"]))
    accounts = case["accounts"]
    people = accounts[accounts["kind"] == "person"]["account_id"]
    loaded = done(case, "db.restore")
    loaded = loaded[loaded["metadata.product.name"].isin(test) & (loaded["time"] < report.at)]
    by_hand = loaded[loaded["actor.user.uid"].isin(people)]
    return provable, case.held(dumps["file_id"]) | case.touched(by_hand)


def open_store(case, report):
    """The file in the letter; links that its ticket's files got; who came without an account."""
    files, links = case["files"], case["links"]
    named = files[files["path"] == QUOTED.search(report.text).group(1)]["file_id"]
    public = links[links["scope"] == "anyone"]
    public = public[public["file_id"].isin(named_together(case, named))]
    opened = done(case, "link.open")
    opened = opened[
        opened["resource.uid"].isin(public["link_id"]) & opened["actor.user.uid"].isna()
    ]
    return case.touched(opened), case.held(public["file_id"])


def scrapped(case, report):
    """The lot to which the label belongs: files on disks sold unwiped; files on any disk of it."""
    slips, files = case["custody"], case["files"]
    called = LABEL.findall(report.text)
    noted = slips[[any(label in str(note) for label in called) for note in slips["note"]]]
    lot = slips[slips["item_id"].isin(named_together(case, noted["item_id"]))]
    wiped = set(lot[lot["event"] == "wiped"]["item_id"])
    sold = lot[(lot["event"] == "sold") & ~lot["item_id"].isin(wiped)]
    labels = union(set(LABEL.findall(note)) for note in sold["note"])
    there = files[[bool(labels & set(LABEL.findall(path))) for path in files["path"]]]
    every = union(set(LABEL.findall(note)) for note in lot["note"].dropna())
    backups = files[[bool(every & set(LABEL.findall(path))) for path in files["path"]]]
    return case.held(there["file_id"]), case.held(backups["file_id"])


def waste_paper(case, report):
    """The bag with the customer, the bags of the same ticket; all that its owner ever printed."""
    slips, files = case["custody"], case["files"]
    bags = slips[(slips["event"] == "binned") & (slips["at"] < report.at)]
    found = files_with(case, set(report.customers), bags["item_id"])
    together = bags[bags["item_id"].isin(named_together(case, found))]
    stacks = files[files["file_id"].isin(together["item_id"])]
    printed = done(case, "print.page")
    theirs = printed[printed["actor.user.uid"].isin(stacks["created_by"])]
    provable = case.held(stacks["file_id"])
    return provable, provable | case.touched(theirs)


def old_address(case, report):
    """Those who say so. No log of the company sees the mail, and all may know the address."""
    domains = case["domains"]
    address = ADDRESS.search(report.text).group()
    domain = address.partition("@")[2]
    lost = domains[(domains["domain"] == domain) & (domains["state"] == "registered_by_other")]
    book = case["customers"]
    lapsed = pd.to_datetime(lost["expires_on"]).max() + pd.Timedelta(days=1)
    before = book[pd.to_datetime(book["registered_on"]) < lapsed]
    told = [row for row in case["reports"].itertuples() if address in row.text]
    say = {key for row in told for key in row.customers}
    return say if len(lost) else set(), set(before["customer_id"])


def other_offers(case, report):
    """Exports under a right that somebody of the receiver asked for alone, and their others."""
    accounts = party_accounts(case, "transferee")
    out = done(case, "crm.export")
    out = out[out["actor.user.uid"].isin(accounts) & (out["time"] < report.at)]
    named = set(report.customers)
    suspects = [
        account for account in sorted(accounts) if own_right(case, account, out, named) is not None
    ]
    provable = union([named, *(own_right(case, one, out, named) for one in suspects)])
    events = case["events"]
    theirs = events[events["actor.user.uid"].isin(suspects or accounts)]
    taken = out[out["actor.user.uid"].isin(suspects or accounts)]
    since = taken["time"].min() - 24 * HOUR
    if case.missed(set(taken["metadata.product.name"].astype(str)), theirs, since, report.at):
        return provable, case.everybody()
    return provable, provable | case.touched(taken)


def own_right(case, account, out, named):
    """Lists taken right after a look at them, if a right of the account's own led to the named."""
    tickets, rights = case["tickets"], case["entitlements"]
    alone = tickets[[list(refs) == [account] for refs in tickets["refs"]]]
    held = rights[(rights["account_id"] == account) & rights["ticket_id"].isin(alone["ticket_id"])]
    allowed = case["permissions"]
    views = set(
        allowed[
            allowed["role_id"].isin(set(held["role_id"])) & (allowed["action"] == "crm.export")
        ]["view_id"]
    )
    taken = out[(out["actor.user.uid"] == account) & out["view"].isin(views)]
    if held.empty or not named & case.touched(taken):
        return None
    taken = taken[(taken["time"] >= held["granted_at"].min()) & (taken["start"] == 0)]
    looked = case["events"]
    looked = looked[(looked["actor.user.uid"] == account) & (looked["action"] == "crm.search")]
    paired = taken.assign(segment=taken["segment"].astype(str)).merge(
        looked.assign(segment=looked["segment"].astype(str))[["view", "segment", "start", "time"]],
        on=["view", "segment", "start"],
        suffixes=("", "_look"),
    )
    gap = paired["time"] - paired["time_look"]
    return case.touched(paired[(gap > pd.Timedelta(0)) & (gap < CHANCE)])


def passed_on(case, report):
    """Lists that a vendor's people took right after a look at them, once they had asked for lists.

    The paper is an export ticket that names accounts of the vendor in the report and nothing else.
    """
    parties, accounts, tickets = case["parties"], case["accounts"], case["tickets"]
    named = parties[[name in report.text for name in parties["name"]]]
    theirs = set(accounts[accounts["party_id"].isin(named["party_id"])]["account_id"])
    asked = tickets[tickets["kind"] == "export"]
    asked = asked[[bool(set(refs)) and set(refs) <= theirs for refs in asked["refs"]]]
    suspects, since = union(set(refs) for refs in asked["refs"]), asked["opened_at"].min()
    events = case["events"]
    events = events[events["actor.user.uid"].isin(suspects) & (events["time"] >= since)]
    taken = events[(events["action"] == "crm.export") & (events["status_id"] == 1)]
    provable = set(report.customers) | case.touched(after_a_look(taken, events))
    until = max(report.at, taken["time"].max())
    if case.missed(set(taken["metadata.product.name"].astype(str)), events, since, until):
        return provable, case.everybody()
    return provable, provable | case.touched(taken)


def after_a_look(taken, events):
    """Exports of whole lists whose first page the same account had just looked at."""
    looked = events[events["action"] == "crm.search"].assign(
        segment=lambda rows: rows["segment"].astype(str)
    )
    taken = taken[taken["start"] == 0].assign(segment=lambda rows: rows["segment"].astype(str))
    keys = ["actor.user.uid", "view", "segment", "start"]
    paired = taken.merge(looked[[*keys, "time"]], on=keys, suffixes=("", "_look"))
    gap = paired["time"] - paired["time_look"]
    return paired[(gap > pd.Timedelta(0)) & (gap < CHANCE)]


LEADS = [
    ("收件人栏里列着一长串|long row of other people", notice),
    ("测试人员在缺陷单里|tester writes in a defect report", copy_in_test_system),
    ("存储上有文件不用登录|on your storage can be fetched without", open_store),
    ("二手硬盘买家|buyer of a second-hand disk", scrapped),
    ("废纸袋里有成沓|bags of waste paper", waste_paper),
    ("往老邮箱|a mail to the old address", old_address),
    ("接手公司另一种产品|offers them a different product", other_offers),
    ("从没听说过的公司打来|had never heard of rang", passed_on),
    ("转给我们打的|evening calls on to us", passed_on),
    ("自查发现晚班人手不够|our own check found", passed_on),
]
