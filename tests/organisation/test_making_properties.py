"""What holds of every organisation, whatever its seed, size, form of deal and phase."""

from collections import Counter
from datetime import timedelta
from functools import lru_cache

import pyarrow.compute as pc
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from kit.activity.rights import allowed
from kit.errors import BadInput
from kit.identifiers import credit_code, email, mobile
from kit.organisation.making import make_organisation
from kit.organisation.profile import load_organisation
from kit.organisation.schemas import SCHEMAS
from kit.organisation.structure import OWN
from kit.world import build

PROFILES = ("leasing", "sanitary_ware", "swim_school")
FORMS = ("share_sale", "merger", "business_sale", "dissolution_with_receiver")
FORMS += ("dissolution", "bankruptcy")
PHASES = ("normal", "due_diligence", "signing", "cut_over", "post_closing", "liquidation")
PHASES += ("deregistered",)
BEFORE = ("normal", "due_diligence", "signing", "cut_over")
POINTS_TO = {
    "department_id": "departments",
    "parent_id": "departments",
    "party_id": "parties",
    "job_id": "jobs",
    "from_job_id": "jobs",
    "to_job_id": "jobs",
    "site_id": "sites",
    "staff_id": "staff",
    "manager_id": "staff",
    "owner_id": "staff",
    "granted_by": "staff",
    "approved_by": "staff",
    "opened_by": "staff",
    "system_id": "systems",
    "view_id": "views",
    "role_id": "roles",
    "member_id": "roles",
    "account_id": "accounts",
    "ticket_id": "tickets",
    "item_id": "devices",
}
BORN = {
    "accounts": "created_at",
    "entitlements": "granted_at",
    "devices": "issued_on",
    "api_keys": "created_at",
    "tickets": "opened_at",
    "custody": "at",
    "staff_history": "on_day",
}


@lru_cache(maxsize=64)
def world(profile, seed, form, locale="zh"):
    return build(profile, seed, 20, deal=form, locale=locale)


@lru_cache(maxsize=256)
def made(profile, form, seed, locale, size, phase):
    """The organisation of a recipe; None if the form of the deal has no such phase."""
    company = world(profile, seed, form, locale)
    try:
        return make_organisation(company.spec, company.tables, staff=size, phase=phase)
    except BadInput as error:
        if error.code == "organisation.no_phase":
            return None
        raise


def every(phases=PHASES, forms=FORMS):
    """Let a test hold for organisations of any profile, form, seed, language, size and phase."""
    recipes = st.tuples(
        st.sampled_from(PROFILES),
        st.sampled_from(forms),
        st.integers(0, 2),
        st.sampled_from(["zh", "en"]),
        st.sampled_from([20, 21, 23, 35, 60, 131]),
        st.sampled_from(phases),
    )

    def wrap(test):
        @settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.generate])
        @given(recipe=recipes)
        def run(recipe):
            organisation = made(*recipe)
            assume(organisation is not None)
            test(organisation)

        run.__name__, run.__doc__ = test.__name__, test.__doc__
        return run

    return wrap


def rows(organisation, table):
    return organisation.tables[table].to_pylist()


def own_people(organisation):
    """The company's own people at work, those too who passed over to the transferee."""
    outsiders = {
        row["staff_id"] for row in rows(organisation, "staff") if row["staff_id"][0] == "X"
    }
    return [
        row
        for row in rows(organisation, "staff")
        if row["left_on"] is None and row["staff_id"] not in outsiders
    ]


@every(phases=BEFORE)
def test_as_many_work_there_as_were_asked_for(organisation):
    own = [row for row in own_people(organisation) if row["party_id"] == OWN]
    if organisation.deal.phase_on(organisation.deal.today) != "liquidation":
        assert len(own) == organisation.size


@every()
def test_people_come_before_they_move_and_move_before_they_go(organisation):
    steps = {}
    for row in rows(organisation, "staff_history"):
        steps.setdefault(row["staff_id"], {})[row["event"]] = row["on_day"]
    for one in steps.values():
        days = [one[event] for event in ("join", "move", "leave") if event in one]
        assert days == sorted(days)
    for row in rows(organisation, "staff"):
        assert row["left_on"] is None or row["left_on"] >= row["joined_on"]
    for row in rows(organisation, "accounts"):
        assert row["disabled_at"] is None or row["disabled_at"] > row["created_at"]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("form", "phase"), [("merger", "post_closing"), ("bankruptcy", "deregistered")]
)
def test_nobody_is_taken_on_when_the_end_has_begun(profile, form, phase):
    organisation = made(profile, form, 1, "zh", 131, phase)
    for row in rows(organisation, "staff"):
        assert row["left_on"] is None or row["left_on"] >= row["joined_on"]


@every(phases=BEFORE)
def test_everybody_reports_upwards_to_one_head(organisation):
    boss = {row["staff_id"]: row["manager_id"] for row in own_people(organisation)}
    assert sum(one is None for one in boss.values()) == 1
    for one in boss:
        seen = set()
        while one is not None:
            assert one not in seen
            seen.add(one)
            one = boss[one]


@every(phases=BEFORE)
def test_whoever_leads_has_four_to_twelve_reports(organisation):
    reports = Counter(row["manager_id"] for row in own_people(organisation) if row["manager_id"])
    assert set(reports.values()) <= set(range(4, 13))


@every()
def test_references_lead_somewhere(organisation):
    ids = {name: set(table.column(0).to_pylist()) for name, table in organisation.tables.items()}
    ids["staff_or_party"] = ids["staff"] | ids["parties"]
    for name, table in organisation.tables.items():
        for column in table.schema.names[0 if name in BORN else 1 :]:
            target = POINTS_TO.get(column)
            if column in ("from_id", "to_id"):
                target = "staff_or_party"
            if (target and target != name) or column == "manager_id":
                assert set(table[column].drop_null().to_pylist()) <= ids[target], (name, column)


@every()
def test_ids_are_unique(organisation):
    for name, table in organisation.tables.items():
        if name not in ("staff_history", "custody", "role_members", "permissions"):
            assert pc.count_distinct(table.column(0)).as_py() == table.num_rows


@every()
def test_nothing_happened_after_the_day_of_the_world(organisation):
    today = organisation.deal.today
    for name, table in organisation.tables.items():
        for field in SCHEMAS[name]:
            kind = str(field.type)
            if kind.startswith(("date", "timestamp")) and field.name != "expires_on":
                last = pc.max(table[field.name]).as_py()
                assert last is None or getattr(last, "date", lambda one=last: one)() <= today


@every()
def test_tables_are_in_order_of_time(organisation):
    for name, column in BORN.items():
        found = organisation.tables[name][column].to_pylist()
        assert found == sorted(found)


@every()
def test_accounts_of_leavers_are_closed_the_same_or_the_next_day(organisation):
    left = {row["staff_id"]: row["left_on"] for row in rows(organisation, "staff")}
    passed = organisation.deal.closing_on
    for row in rows(organisation, "accounts"):
        gone = left.get(row["staff_id"])
        if gone is None:
            continue
        if row["disabled_at"] is None:
            assert gone == organisation.deal.today
        else:
            late = row["disabled_at"].date() - gone
            assert timedelta(0) <= late <= timedelta(1) or row["disabled_at"].date() == passed


@every()
def test_rights_live_within_their_account(organisation):
    accounts = {row["account_id"]: row for row in rows(organisation, "accounts")}
    for row in rows(organisation, "entitlements"):
        account = accounts[row["account_id"]]
        assert account["created_at"] < row["granted_at"]
        if account["disabled_at"] is not None:
            assert row["revoked_at"] is not None
            assert row["granted_at"] < row["revoked_at"] <= account["disabled_at"]


@every()
def test_rights_that_ran_out_were_taken_away_on_their_last_day(organisation):
    today = organisation.deal.today
    temporary = [row for row in rows(organisation, "entitlements") if row["expires_on"]]
    for row in temporary:
        if row["expires_on"] <= today:
            assert row["revoked_at"].date() <= row["expires_on"]
        assert row["granted_at"].date() <= row["expires_on"]


@every()
def test_whoever_granted_or_approved_was_there_and_it_was_asked_for_before(organisation):
    staff = {row["staff_id"]: row for row in rows(organisation, "staff")}
    tickets = {row["ticket_id"]: row for row in rows(organisation, "tickets")}
    holder = {row["account_id"]: row["staff_id"] for row in rows(organisation, "accounts")}
    for row in rows(organisation, "entitlements"):
        day = row["granted_at"].date()
        assert tickets[row["ticket_id"]]["opened_at"] <= row["granted_at"]
        assert row["approved_by"] != holder[row["account_id"]]
        for name in ("granted_by", "approved_by"):
            one = staff[row[name]]
            assert one["joined_on"] <= day
            assert one["left_on"] is None or one["left_on"] >= day


@every()
def test_whoever_changed_jobs_lost_the_old_rights_within_days(organisation):
    jobs = {job.id: set(job.roles) for job in organisation.profile.jobs}
    account = {
        row["staff_id"]: row["account_id"]
        for row in rows(organisation, "accounts")
        if row["kind"] == "person" and not row["account_id"].endswith(".n")
    }
    joining = {
        row["staff_id"]: row["ticket_id"]
        for row in rows(organisation, "staff_history")
        if row["event"] == "join"
    }
    held = [(r["account_id"], r["ticket_id"], r) for r in rows(organisation, "entitlements")]
    for move in rows(organisation, "staff_history"):
        if move["event"] != "move":
            continue
        old = jobs[move["from_job_id"]] - jobs[move["to_job_id"]]
        deadline = move["on_day"] + timedelta(7)
        for holder, ticket, row in held:
            mine = (account[move["staff_id"]], joining[move["staff_id"]]) == (holder, ticket)
            if mine and row["role_id"] in old and deadline <= organisation.deal.today:
                assert row["revoked_at"].date() <= deadline


@every()
def test_people_of_other_parties_have_rights_only_in_their_phases(organisation):
    parties = {row["party_id"]: row for row in rows(organisation, "parties")}
    vendors = [r for r in rows(organisation, "accounts") if r["kind"] == "vendor"]
    for row in vendors:
        party = parties[row["party_id"]]
        assert row["created_at"].date() >= party["from_day"]
        if party["to_day"] is not None:
            assert row["disabled_at"].date() <= party["to_day"]


@every()
def test_the_data_room_is_closed_to_everybody_before_it_opens(organisation):
    systems = {r["system_id"]: r for r in rows(organisation, "systems")}
    role_system = {r["role_id"]: r["system_id"] for r in rows(organisation, "roles")}
    for row in rows(organisation, "entitlements"):
        system = systems.get(role_system[row["role_id"]])
        if system and system["live_from"]:
            assert row["granted_at"].date() >= system["live_from"]
        if system and system["live_to"]:
            assert row["revoked_at"].date() <= system["live_to"]


@every(forms=("business_sale", "merger"), phases=("post_closing",))
def test_the_transferors_accounts_were_closed_at_the_closing(organisation):
    closing = organisation.deal.closing_on
    old = [
        row
        for row in rows(organisation, "accounts")
        if row["kind"] == "person" and row["party_id"] == OWN
    ]
    assert {row["disabled_at"].date() for row in old if row["disabled_at"].date() >= closing} == {
        closing
    }
    new = [row for row in rows(organisation, "accounts") if row["account_id"].endswith(".n")]
    assert len(new) > organisation.size / 3
    assert {row["created_at"].date() for row in new} == {closing}


@every(forms=("share_sale", "business_sale"), phases=("signing", "cut_over"))
def test_the_transferees_people_come_with_the_cut_over(organisation):
    parties = {r["party_id"] for r in rows(organisation, "parties") if r["role"] == "transferee"}
    learning = [r for r in rows(organisation, "staff") if r["party_id"] in parties and r["job_id"]]
    cut_over = next(one for one in organisation.deal.phases if one.phase == "cut_over")
    assert bool(learning) == (organisation.deal.today >= cut_over.first)
    assert all(row["joined_on"] >= cut_over.first for row in learning)


@every()
def test_people_are_invented(organisation):
    staff = organisation.tables["staff"]
    assert all(map(mobile.is_synthetic, staff["mobile"].to_pylist()))
    assert all(map(email.is_synthetic, staff["email"].to_pylist()))
    assert all(map(credit_code.is_synthetic, organisation.tables["parties"]["uscc"].to_pylist()))
    assert pc.count_distinct(staff["email"]).as_py() == staff.num_rows


@every()
def test_programs_have_an_owner_and_interfaces_a_key(organisation):
    keys = {row["account_id"] for row in rows(organisation, "api_keys")}
    for row in rows(organisation, "accounts"):
        if row["kind"] in ("service", "api", "shared_mailbox", "vendor"):
            assert row["owner_id"] is not None
        if row["kind"] == "api":
            assert row["account_id"] in keys


@every()
def test_everybody_at_work_has_a_computer(organisation):
    own = {row["staff_id"] for row in own_people(organisation)}
    used = {
        row["staff_id"]
        for row in rows(organisation, "devices")
        if row["kind"] in ("laptop", "desktop") and row["returned_on"] is None
    }
    assert own <= used


@pytest.mark.parametrize("profile", PROFILES)
def test_the_staff_already_named_come_first_unchanged(profile):
    company = world(profile, 3, "")
    spec = load_organisation(profile)
    organisation = make_organisation(company.spec, company.tables, staff=300)
    named = company.tables[spec.staff_table].to_pylist()
    known = {row[spec.staff_key]: row for row in named}
    staff = rows(organisation, "staff")
    first = [row for row in staff if row["staff_id"] in known]
    jobs = {row["job_id"] for row in first}
    seats = [row for row in own_people(organisation) if row["job_id"] in jobs]
    assert len(first) >= min(0.9 * len(named), len(seats))
    assert [row["staff_id"] for row in staff[: len(first)]] == [row["staff_id"] for row in first]
    for row in first:
        theirs = known[row["staff_id"]]
        assert row["name"] == theirs[spec.staff_name]
        assert row["mobile"] == theirs.get("mobile", row["mobile"])
        assert row["joined_on"] == theirs.get("joined_on", row["joined_on"])


@pytest.mark.parametrize("profile", PROFILES)
def test_a_large_company_keeps_its_spans(profile):
    company = world(profile, 1, "")
    organisation = make_organisation(company.spec, company.tables, staff=5000)
    reports = Counter(row["manager_id"] for row in own_people(organisation) if row["manager_id"])
    assert min(reports.values()) >= 4
    assert max(reports.values()) <= 12
    jobs = Counter(row["job_id"] for row in own_people(organisation))
    assert set(jobs) == {job.id for job in organisation.profile.jobs}


def test_every_role_somebody_holds_opens_something_or_is_about_accounts():
    company = world("leasing", 1, "")
    organisation = make_organisation(company.spec, company.tables, staff=200)
    opens = set(allowed(organisation.tables)["role_id"].to_pylist())
    held = set(organisation.tables["entitlements"]["role_id"].to_pylist())
    assert all(role.startswith("idm.") for role in held - opens)
