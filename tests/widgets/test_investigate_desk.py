"""The desk of the investigation lab without a browser: what it finds, counts, names and refuses."""

import pytest
from investigate_fixture import SIZE, accounts, asked, found, is_, right

from kit.i18n import LOCALES


def test_the_log_is_narrowed_counted_and_laid_along_the_time_line(open_case, talk):
    lab = open_case()
    [account] = accounts(lab.task)
    whole = found(lab, talk, what="log", query={})
    some = found(lab, talk, what="log", query=is_("actor.user.uid", account))
    assert whole["total"] == lab.page["task"]["log"]["events"]
    assert 0 < some["total"] < whole["total"]
    assert {row["actor.user.uid"] for row in some["rows"]} == {account}
    assert sum(some["timeline"]["series"][0]["counts"]) == some["total"]
    assert len(some["timeline"]["series"][0]["counts"]) == 120


def meant(lab, talk, column, op, text):
    """How many events a condition typed by hand finds, and the condition."""
    condition = found(lab, talk, what="condition", column=column, op=op, text=text)["condition"]
    return found(lab, talk, what="log", query={"conditions": [condition]})["total"], condition


@pytest.mark.parametrize("locale", LOCALES)
def test_a_thing_is_found_by_any_part_of_what_the_page_calls_it(open_case, talk, locale):
    lab = open_case(locale)
    log = found(
        lab, talk, what="log", query={"conditions": [{"column": "resource.uid", "op": "not_empty"}]}
    )
    row = next(row for row in log["rows"] if "/" in str(row["thing"]))
    part = row["thing"].rpartition("/")[2][:-2].upper()
    total, condition = meant(lab, talk, "resource.uid", "contains", part)
    assert total > 0
    assert row["resource.uid"] in condition["values"]
    plain = {"column": "resource.uid", "op": "contains", "values": [part]}
    assert found(lab, talk, what="log", query={"conditions": [plain]})["total"] == 0


@pytest.mark.parametrize("column", ["segment", "actor.user.uid", "view", "action"])
@pytest.mark.parametrize("op", ["is", "contains"])
def test_codes_are_found_by_their_names_and_by_themselves(open_case, talk, column, op):
    lab = open_case()
    code = next(one["value"] for one in found(lab, talk, what="values", column=column)["values"])
    exact = found(lab, talk, what="log", query=is_(column, code))["total"]
    for text in (code, lab.page["task"]["names"][column][code]):
        total, condition = meant(lab, talk, column, op, text)
        assert code in condition["values"]
        assert total >= exact > 0


def test_a_person_is_found_by_name_alone(open_case, talk):
    lab = open_case()
    account = accounts(lab.task)[0]
    name = lab.page["task"]["names"]["actor.user.uid"][account].removesuffix(account).strip()
    assert account in meant(lab, talk, "actor.user.uid", "is", name)[1]["values"]


@pytest.mark.parametrize("column", ["resource.uid", "actor.user.uid", "segment"])
def test_the_beginning_of_a_name_is_not_the_name(open_case, talk, column):
    lab = open_case("en")
    desk = lab._desk(lab.task)
    names = desk.papers.things if column == "resource.uid" else desk.names[column]
    used = [names[code] for code in lab.log[column].dropna().unique() if code in names]
    word = next(name.split()[0] for name in used if len(name.split()) > 2)
    total, condition = meant(lab, talk, column, "is", word)
    assert (total, condition["values"]) == (0, [word])
    assert meant(lab, talk, column, "contains", word)[0] > 0


@pytest.mark.parametrize(("locale", "words"), [("zh", "公司以外"), ("en", "Outside")])
def test_outside_is_where_no_place_is_named(open_case, talk, locale, words):
    lab = open_case(locale)
    total, condition = meant(lab, talk, "site", "is", words)
    assert condition["op"] == "empty"
    everything = lab.page["task"]["log"]["events"]
    assert meant(lab, talk, "site", "is_not", words)[0] == everything - total


def test_what_nobody_is_called_finds_nothing_and_too_much_is_refused(open_case, talk, monkeypatch):
    lab = open_case()
    assert meant(lab, talk, "segment", "contains", "没有这样的名单")[0] == 0
    monkeypatch.setattr("kit.widgets.investigate_desk.MOST_VALUES", 1)
    asking = {"what": "condition", "column": "action", "op": "contains", "text": "e"}
    assert "1" in asked(lab, talk, **asking)["error"]


def test_the_time_line_shows_what_lies_outside_the_window(open_case, talk):
    lab = open_case()
    log = lab.page["task"]["log"]
    window = {"since": log["since"], "until": f"{log['since'][:10]}T12:00:00"}
    part = found(lab, talk, what="log", query=window)
    assert part["total"] < sum(part["timeline"]["series"][0]["counts"]) == log["events"]


def test_more_rows_follow_the_first_ones(open_case, talk):
    lab = open_case()
    first = found(lab, talk, what="log", query={})["rows"]
    more = found(lab, talk, what="page", query={}, offset=50, limit=100)["rows"]
    assert [row["metadata.uid"] for row in more[:50]] == [row["metadata.uid"] for row in first[50:]]
    last = found(lab, talk, what="page", query={}, offset=0, limit=1, newest=True)["rows"][0]
    assert last["time"] >= max(row["time"] for row in more)


def test_people_are_counted_once(open_case, talk):
    lab = open_case()
    rows = found(lab, talk, what="count", query={}, column="actor.user.uid")["rows"]
    assert rows == sorted(rows, key=lambda row: -row["people"])
    assert max(row["people"] for row in rows) <= SIZE
    assert max(row["events"] for row in rows) > SIZE


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ({"what": "log", "query": is_("shoe_size", "42")}, "shoe_size"),
        ({"what": "log", "query": {"customers": ["KH000"]}}, "KH000"),
        ({"what": "log", "query": {"since": "tomorrow"}}, "since"),
        ({"what": "gists", "refs": ["event:AAAA00000000"]}, "AAAA"),
        ({"what": "table", "table": "ghosts"}, "ghosts"),
        ({"what": "everything"}, "what"),
        ({"what": "page", "query": {}, "offset": -1}, "offset"),
        ({"what": "log", "query": {}, "zoom": "x"}, "zoom"),
        ({"what": "log", "query": {}, "zoom": {"since": "2026-08-01T00:00:00Z"}}, "zoom"),
        (
            {"what": "log", "query": {}, "zoom": {"since": "2999-01-01", "until": "1999-01-01"}},
            "zoom",
        ),
        ({"what": "scope", "parts": ["x"]}, "parts"),
        ({"what": "scope", "parts": "x"}, "parts"),
        ({"what": "scope", "parts": [], "desk": "x"}, "desk"),
        ({"what": ["log"]}, "what"),
    ],
)
def test_what_cannot_be_found_is_told_in_words(open_case, talk, question, named):
    reply = asked(open_case("en"), talk, **question)
    assert named in reply["error"]
    assert "data" not in reply


@pytest.mark.parametrize(
    "part",
    [
        {},
        {"kind": "stars"},
        {"kind": ["query"]},
        {"kind": "saved"},
        {"kind": "saved", "name": "gone"},
        {"kind": "query", "query": "x"},
        {"kind": "query"},
        {"kind": "list", "segment": 3},
        {"kind": "file", "file": {}},
        {"kind": "ids", "text": 5},
    ],
)
def test_a_part_of_a_scope_in_another_form_has_a_remark(open_case, talk, part):
    [told] = found(open_case("en"), talk, what="scope", parts=[part], desk=None)["parts"]
    assert told["remark"]
    assert told["people"] == 0


def test_a_desk_in_another_form_is_told_in_words(open_case, talk):
    parts = [{"kind": "saved", "name": "x"}]
    for desk in ({"filters": "x"}, {"filters": ["x"]}, {"filters": [{"name": "x"}]}):
        told = found(open_case("en"), talk, what="scope", parts=parts, desk=desk)["parts"]
        assert told[0]["remark"]


def test_a_table_is_searched_by_what_it_shows(open_case, talk):
    lab = open_case()
    [account] = accounts(lab.task)
    hit = found(lab, talk, what="table", table="accounts", search=account, offset=0, limit=9)
    assert hit["total"] >= 1
    assert all(account in " ".join(row["cells"]) for row in hit["rows"])
    row = hit["rows"][0]
    assert row["ref"] == f"account:{row['key']}"
    assert found(lab, talk, what="log", query=row["look"])["total"] > 0
    none = found(lab, talk, what="table", table="tickets", search="没有这样的词", offset=0, limit=9)
    assert none == {"table": "tickets", "total": 0, "rows": []}


def test_the_staff_of_the_company_is_not_that_of_the_customers_tables(open_case, talk):
    lab = open_case()
    row = found(lab, talk, what="table", table="staff", search="", offset=0, limit=1)["rows"][0]
    tabs = {one["code"]: one["tables"] for one in lab.page["task"]["tabs"]}
    columns = [column["name"] for column in tabs["people"][0]["columns"]]
    assert len(columns) == len(row["cells"])
    assert {"job_id", "left_on"} <= set(columns)


def test_what_is_pinned_is_told_in_a_few_words(open_case, talk):
    lab = open_case()
    refs = [one["ref"] for one in right(lab.task)["evidence"]["pins"]]
    gists = found(lab, talk, what="gists", refs=refs)["gists"]
    assert set(gists) == set(refs)
    for ref, gist in gists.items():
        assert gist["title"]
        if ref.startswith("event:"):
            assert found(lab, talk, what="log", query=gist["look"])["total"] == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_a_name_stands_before_the_id_wherever_it_is_known(open_case, talk, locale):
    lab = open_case(locale)
    people = lab.table("staff").set_index("staff_id")["name"]
    owned = lab.table("accounts").dropna(subset="staff_id").set_index("account_id")["staff_id"]
    names = {account: people[staff] for account, staff in owned.items()}
    rows = found(lab, talk, what="page", query={}, offset=0, limit=400)["rows"]
    known = [row for row in rows if row["actor.user.uid"] in names]
    assert known
    assert all(row["whose"] == names[row["actor.user.uid"]] for row in known)
    papers = lab._desk(lab.task).papers
    granted = lab.table("entitlements")
    granted = granted[granted["account_id"].isin(names.keys())].iloc[0]
    told = papers.gist(granted["entitlement_id"])
    assert told.startswith(f"{names[granted['account_id']]} {granted['account_id']}")
    machine = next(row for row in rows if row["account.kind"] == "api")
    ref = f"event:{machine['metadata.uid']}"
    title = found(lab, talk, what="gists", refs=[ref])["gists"][ref]["title"]
    assert f"{lab.say('inv_code_api')} {machine['actor.user.uid']}" in title
    assert machine["whose"] == ""


def test_accounts_behind_the_pins_are_offered_first(open_case, talk):
    lab = open_case()
    refs = [one["ref"] for one in right(lab.task)["evidence"]["pins"]]
    offered = found(lab, talk, what="accounts", search="", pins=refs)["accounts"]
    assert set(accounts(lab.task)) <= {one["id"] for one in offered}
    assert found(lab, talk, what="accounts", search="", pins=[])["accounts"] == []


def test_a_scope_counts_each_person_once_over_all_its_parts(open_case, talk):
    lab = open_case()
    query = is_("actor.user.uid", *accounts(lab.task))
    desk = {"filters": [{"name": "老账号", "query": query}], "notes": ""}
    parts = [{"kind": "saved", "name": "老账号"}, {"kind": "query", "query": query}]
    scope = found(lab, talk, what="scope", parts=parts, desk=desk)
    assert [one["people"] for one in scope["parts"]] == [scope["people"]] * 2
    assert scope["parts"][0]["events"] > 0
    everyone = found(lab, talk, what="scope", parts=[*parts, {"kind": "everyone"}], desk=desk)
    assert everyone["people"] == SIZE


def test_pasted_ids_that_nobody_has_are_named_beside_their_part(open_case, talk):
    lab = open_case()
    [someone] = lab._desk(lab.task).search.ids_of([0])
    parts = [{"kind": "ids", "text": someone}, {"kind": "ids", "text": "KH1，KH2"}]
    scope = found(lab, talk, what="scope", parts=parts, desk=None)
    assert scope["people"] == 1
    assert "KH1" in scope["parts"][1]["remark"]


def test_tables_are_called_what_they_hold_and_their_columns_fit_beside_each_other(open_case):
    page = open_case().page["task"]
    [mails] = next(tab["tables"] for tab in page["tabs"] if tab["code"] == "mail")
    assert "附件" not in mails["title"]
    room = [5 if one["wide"] > 7.2 else one["wide"] for one in mails["columns"] if one["wide"]]
    assert sum(room) + 0.5 * len(room) <= 46


@pytest.mark.parametrize("locale", LOCALES)
def test_every_screen_and_file_says_which_fields_it_carries(open_case, locale):
    lab = open_case(locale)
    told = lab.page["task"]["fields"]
    views = lab.table("views").set_index("view_id")
    assert set(told) == set(views.index)
    for view, text in told.items():
        parts = text.split(lab.say("inv_fields_join"))
        assert len(parts) == len({one.split(".")[0] for one in views.loc[view, "fields"]})
        named = [one for part in parts for one in part.split(lab.say("inv_and"))]
        assert len(named) == len(views.loc[view, "fields"])
        assert "_" not in text


def test_what_carries_customers_leads_to_its_fields(open_case, talk):
    lab = open_case()
    files = lab.table("files").set_index("file_id")["view_id"]
    for table in ("files", "links", "mails"):
        rows = found(lab, talk, what="table", table=table, search="", offset=0, limit=20)["rows"]
        own = lab.table(table).set_index(next(iter(lab.table(table))))
        for row in rows:
            file = row["key"] if table == "files" else own.loc[row["key"], "file_id"]
            assert row["view"] == files.get(file)
    page = found(lab, talk, what="table", table="staff", search="", offset=0, limit=1)
    assert page["rows"][0]["view"] is None


def test_beside_the_sensitive_kinds_stands_what_pins_and_scope_carried(open_case, talk):
    lab = open_case()

    def views(refs=(), parts=(), filters=()):
        asked_for = {"refs": list(refs), "parts": list(parts), "desk": {"filters": list(filters)}}
        return found(lab, talk, what="carried", **asked_for)["views"]

    assert views() == []
    file = lab.table("files").iloc[0]
    assert views(refs=[f"file:{file['file_id']}"]) == [file["view_id"]]
    assert views(parts=[{"kind": "file", "file": file["file_id"]}]) == [file["view_id"]]
    shown = str(lab.log["view"].dropna().iloc[0])
    query = is_("view", shown)
    assert views(parts=[{"kind": "query", "query": query}]) == [shown]
    kept = {"name": "links", "query": query}
    assert views(parts=[{"kind": "saved", "name": "links"}], filters=[kept]) == [shown]
    lost = [{"kind": "saved", "name": "gone"}, {"kind": "query", "query": is_("ghost", "x")}, {}]
    assert views(parts=lost[:1], filters=[{"name": "gone"}, {}]) == []
    assert views(parts=[*lost, {"kind": "everyone"}, {"kind": "file", "file": "F9"}]) == []


def test_a_file_leads_to_its_links_and_to_who_opened_them(open_case, talk):
    lab = open_case()
    link = lab.table("links").iloc[-1]
    asked_for = {"what": "table", "search": link["file_id"], "offset": 0, "limit": 9}
    links = found(lab, talk, table="links", **asked_for)["rows"]
    assert link["link_id"] in [row["key"] for row in links]
    [file] = [
        row
        for row in found(lab, talk, table="files", **asked_for)["rows"]
        if row["key"] == link["file_id"]
    ]
    assert file["links"] == {"name": "links", "search": link["file_id"]}
    [condition] = file["look"]["conditions"]
    assert {link["file_id"], link["link_id"]} <= set(condition["values"])
    unshared = set(lab.table("files")["file_id"]) - set(lab.table("links")["file_id"])
    one = found(lab, talk, table="files", **(asked_for | {"search": min(unshared)}))["rows"][-1]
    assert one["links"] is None


def test_a_condition_on_a_file_is_told_with_its_name(open_case, talk):
    lab = open_case()
    file = lab.table("files").iloc[0]
    told = found(lab, talk, what="log", query=is_("resource.uid", file["file_id"]))["things"]
    assert told == {file["file_id"]: file["path"]}
    assert found(lab, talk, what="log", query=is_("resource.uid", "F99999"))["things"] == {}
    assert found(lab, talk, what="log", query={})["things"] == {}


def test_people_come_first_among_the_accounts_that_fit(open_case, talk):
    lab = open_case()
    offered = found(lab, talk, what="accounts", search="a", pins=[])["accounts"]
    kinds = lab.table("accounts").set_index("account_id")["kind"]
    people = [kinds[one["id"]] == "person" for one in offered]
    assert people == sorted(people, reverse=True)
    assert any(people)
