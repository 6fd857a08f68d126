"""More that can be found out from a sealed folder alone, for the leaks of links, media and rights.

As `tests.leaks.investigators`, apart from the kit on purpose: tables, pandas and what reports say.
"""

import re

from tests.leaks.investigators import union

LABEL = re.compile(r"\d{3}-\d{4}")
QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")


def trace(case):
    """Return (provable, possible) of whatever the reports lead to; None if all is innocent."""
    for report in case["reports"].sort_values("at").itertuples():
        for words, follow in LEADS:
            if re.search(words, report.text):
                return follow(case, report)
    return None


def did(case, *codes):
    """Events of some actions that did not fail."""
    events = case["events"]
    return events[events["action"].isin(codes) & (events["status_id"] == 1)]


def strangers(events):
    """Events from no known device and from no office."""
    outside = events["src_endpoint.ip"].str.startswith("2001:")
    return events[events["device.uid"].isna() & outside]


def unless_blind(case, kinds, possible):
    """Everybody, where the log of such systems was not collected for a while."""
    systems = case["systems"]
    names = set(systems[systems["kind"].isin(kinds)]["system_id"])
    span = case["events"]["time"]
    return case.everybody() if case.blind(names, span.min(), span.max()) else possible


def kind_of(case, kind):
    systems = case["systems"]
    return set(systems[systems["kind"] == kind]["system_id"])


def open_links(case, report):
    """Links for anyone, and who without an account opened them from outside."""
    opened = did(case, "link.open")
    provable = case.touched(strangers(opened[opened["actor.user.uid"].isna()]))
    links = case["links"]
    anyone = links[links["scope"] == "anyone"]
    return provable, provable | case.held(anyone["file_id"])


def data_room(case, report):
    """The file that the letter names, what others saw of it, and all files with such fields."""
    files, accounts, staff = case["files"], case["accounts"], case["staff"]
    named = files[files["path"] == QUOTED.search(report.text).group(1)]
    others = staff[staff["job_id"].isna()]["staff_id"]
    theirs = accounts[accounts["staff_id"].isin(others)]["account_id"]
    seen = did(case, "room.open", "room.download")
    seen = seen[seen["actor.user.uid"].isin(theirs) & seen["resource.uid"].isin(named["file_id"])]
    alike = files[files["view_id"].isin(named["view_id"])]
    return case.touched(seen), case.held(alike["file_id"])


def keys(case, report):
    """What keys read from addresses of nobody's office."""
    seen = case.touched(strangers(did(case, "api.read")))
    return seen, unless_blind(case, {"api_gateway"}, seen)


def pictures(case, report):
    """The samples; then whoever took pictures of most of them, and all that account touched."""
    provable = set(report.customers)
    taken = did(case, "screen.capture").dropna(subset=["segment"])
    hits = {
        account: len(provable & case.touched(events))
        for account, events in taken.groupby("actor.user.uid")
    }
    if not hits or max(hits.values()) < len(provable):
        return provable, case.everybody()
    events = case["events"]
    suspect = [account for account, count in hits.items() if count == max(hits.values())]
    theirs = case.touched(events[events["actor.user.uid"].isin(suspect)])
    kinds = {"crm", "erp", "app_backend", "endpoint"}
    return provable, provable | unless_blind(case, kinds, theirs)


def parcels(case, report):
    """Media that were handed over and lost, or never received, and what was copied to them."""
    custody = case["custody"]
    of = {event: set(part["item_id"]) for event, part in custody.groupby("event")}
    copied = did(case, "usb.copy")
    lost = of.get("lost", set()) | set(re.findall(r"[A-Z]-?\d{4,}", report.text))
    missing = of.get("handed_over", set()) - of.get("received", set())
    provable = case.touched(copied[copied["device.uid"].isin(lost & missing)])
    possible = case.touched(copied[copied["device.uid"].isin(missing)])
    return provable, unless_blind(case, {"endpoint"}, possible)


def computer(case, report):
    """The person who lost it, and what the inventory says that person kept on a computer."""
    files, accounts, staff = case["files"], case["accounts"], case["staff"]
    named = staff[[name in report.text for name in staff["name"]]]
    theirs = accounts[accounts["staff_id"].isin(named["staff_id"])]["account_id"]
    kept = files[
        files["created_by"].isin(theirs) & files["system_id"].isin(kind_of(case, "endpoint"))
    ]
    elsewhere = did(case, "usb.copy")["resource.uid"]
    kept = kept[~kept["file_id"].isin(elsewhere)]
    slips = case["custody"]
    lost = slips[(slips["event"] == "lost") & slips["from_id"].isin(named["staff_id"])]["at"].max()
    there = kept[(kept["created_at"] < lost) & ~(kept["deleted_at"] < lost)]
    return case.held(there["file_id"]), case.held(kept["file_id"])


def night_visits(case, report):
    """The person in the report, and what that account exported from nobody's device."""
    accounts, staff, events = case["accounts"], case["staff"], case["events"]
    named = staff[[name in report.text for name in staff["name"]]]
    theirs = accounts[accounts["staff_id"].isin(named["staff_id"])]["account_id"]
    out = strangers(did(case, "crm.export"))
    provable = case.touched(out[out["actor.user.uid"].isin(theirs)])
    mine = case.touched(events[events["actor.user.uid"].isin(theirs)])
    return provable, unless_blind(case, {"crm", "erp", "app_backend"}, mine)


def two_places(case, report):
    """What was opened from nobody's device with accounts whose owners work on one of their own."""
    opened = did(case, "crm.open")
    owners = opened[opened["device.uid"].notna()]["actor.user.uid"]
    seen = strangers(opened[opened["actor.user.uid"].isin(owners)])
    provable = case.touched(seen)
    events = case["events"]
    theirs = events[events["actor.user.uid"].isin(seen["actor.user.uid"])]
    return provable, unless_blind(case, {"crm", "erp", "app_backend"}, case.touched(theirs))


def open_recipients(case, report):
    """Mails to customers whose recipients see one another."""
    mails = case["mails"]
    shown = mails[(mails["to_kind"] == "customer") & mails["visible"] & (mails["recipients"] > 1)]
    sent = did(case, "mail.send")
    provable = case.touched(sent[sent["resource.uid"].isin(shown["mail_id"])])
    return provable, unless_blind(case, {"mail"}, provable)


def in_test(case, report):
    """Dumps that people put on the test system, and all that was ever restored there."""
    files, test = case["files"], kind_of(case, "test")
    dumps = case.held(files[files["system_id"].isin(test)]["file_id"])
    restored = did(case, "db.restore")
    return dumps, dumps | case.touched(restored[restored["metadata.product.name"].isin(test)])


def scrap(case, report):
    """Disks sold without a slip that says wiped, by their labels."""
    slips = case["custody"]
    wiped = set(slips[slips["event"] == "wiped"]["item_id"])
    sold = slips[(slips["event"] == "sold") & ~slips["item_id"].isin(wiped)]
    labels = {label for note in sold["note"].dropna() for label in LABEL.findall(note)}
    files = case["files"]
    held = files[[any(label in path for label in labels) for path in files["path"]]]
    found = case.held(held["file_id"])
    return found, found


def waste(case, report):
    """What the waste slips say was put out."""
    slips, files = case["custody"], case["files"]
    gone = slips[slips["event"] == "binned"]["item_id"]
    found = case.held(files[files["file_id"].isin(gone)]["file_id"])
    return found, found


def domain(case, report):
    """Those who say so; anybody may have written to a domain in other hands."""
    lapsed = case["domains"][case["domains"]["state"] == "registered_by_other"]
    named = any(name in report.text for name in lapsed["domain"])
    return set(report.customers) if named else set(), case.everybody()


def new_offers(case, report):
    """Those who complain, and all whom people of the receiver exported."""
    parties, staff, accounts = case["parties"], case["staff"], case["accounts"]
    takers = parties[parties["role"] == "transferee"]["party_id"]
    theirs = accounts[accounts["staff_id"].isin(staff[staff["party_id"].isin(takers)]["staff_id"])][
        "account_id"
    ]
    out = did(case, "crm.export")
    provable = set(report.customers)
    possible = union([provable, case.touched(out[out["actor.user.uid"].isin(theirs)])])
    return provable, unless_blind(case, {"crm", "erp", "app_backend"}, possible)


LEADS = [
    ("不用登录就能|without any login|without a login", open_links),
    ("逐个客户的资料|single customers can be seen", data_room),
    ("只在本公司登记过|gave to us only", keys),
    ("屏幕截图|pictures of screens", pictures),
    ("没有收到|has not arrived", parcels),
    ("出差途中遗失|lost on a business trip", computer),
    ("上次登录是在夜里|last log-on during the night", night_visits),
    ("推销电话里|a cold call quoted", two_places),
    ("收件人栏里|long row of other people", open_recipients),
    ("缺陷单|defect report", in_test),
    ("二手硬盘|second-hand disk", scrap),
    ("废纸袋|bags of waste paper", waste),
    ("老邮箱|the old address", domain),
    ("另一种产品|a different product", new_offers),
]
