"""The shipped organisations: enough of everything, and nothing that contradicts the data."""

import re

import pytest

import kit.world
from kit.activity.actions import ACTIONS
from kit.customers.profile import SHIPPED, load_profile
from kit.organisation.check import fields_of, reached
from kit.organisation.codes import ACTION_CODES
from kit.organisation.phases import PHASES
from kit.organisation.profile import load_organisation
from kit.organisation.spec import SystemKind

TELLING = {
    "biometric",
    "religion",
    "specific_identity",
    "medical_health",
    "financial_account",
    "whereabouts",
}
ROLES = {"transferor", "transferee", "vendor", "adviser", "liquidation_group", "administrator"}
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module", params=SHIPPED)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def profile(name):
    return load_organisation(name)


@pytest.fixture(scope="module")
def roles(profile):
    return {role.id: role for role in profile.roles}


@pytest.fixture(scope="module")
def views(profile):
    return {view.id: view for view in profile.views}


@pytest.fixture(scope="module")
def labels(name):
    return {(one.table, one.field): one for one in load_profile(name).labels()}


@pytest.fixture(scope="module", params=["zh", "en"])
def world(request, name):
    return kit.world.build(name, 3, 200, locale=request.param)


def every_words(profile):
    """All texts of an organisation with where they stand."""
    for part in ("parties", "departments", "systems", "roles", "batches"):
        for one in getattr(profile, part):
            yield f"{part}.{one.id}", one.name
    for one in profile.parties:
        yield f"{one.id}.service", one.service
    for one in [*profile.jobs, *profile.views]:
        yield one.id, one.title
    yield from profile.shared_mailboxes.items()


def tables_seen(held, roles, views):
    found = {view for role in reached(held, roles) for view in roles[role].grants}
    return {table for view in found for table, _ in fields_of(views[view], "customers")}


def test_the_actions_are_those_of_the_logs():
    assert set(ACTION_CODES) == {action.code for action in ACTIONS}
    assert len(ACTION_CODES) == len(ACTIONS)


def test_there_is_enough_of_everything(profile):
    assert 10 <= len(profile.departments) <= 18
    assert 14 <= len(profile.jobs) <= 28
    assert len(profile.views) >= 14
    assert {system.kind for system in profile.systems} == set(SystemKind.__args__)
    assert {batch.every for batch in profile.batches} == {"hour", "day", "week", "month", "year"}
    assert {batch.kind for batch in profile.batches} == {"service", "api"}
    assert {party.role for party in profile.parties} == ROLES
    assert len(profile.shared_mailboxes) >= 3


def test_a_company_of_twenty_has_every_job_that_must_be_there(profile):
    assert 15 <= sum(job.least for job in profile.jobs) <= 20
    needed = {"system_admin", "finance_lead", "data_officer", "handover_officer"}
    assert len(needed & {job.id for job in profile.jobs if job.least}) == 3


def test_groups_hold_groups_that_hold_groups(roles):
    def depth(role):
        return 1 + max((depth(roles[one]) for one in role.holds), default=0)

    assert max(depth(role) for role in roles.values()) >= 4


def test_the_owners_of_the_processing_register_are_departments(profile, world):
    owners = set(world.tables["processing_register"]["owner"].to_pylist())
    there = {getattr(one.name, world.spec.locale) for one in profile.departments}
    assert owners <= there


def test_every_named_member_of_staff_has_a_job(profile, world):
    if profile.staff_job_field is None:
        assert set(profile.staff_jobs) == {"*"}
    else:
        titles = set(world.tables[profile.staff_table][profile.staff_job_field].to_pylist())
        assert titles <= set(profile.staff_jobs)


def test_keys_of_staff_and_sites_are_unique(profile, world):
    for table, key in (
        (profile.staff_table, profile.staff_key),
        (profile.sites, profile.site_key),
    ):
        keys = world.tables[table][key].to_pylist()
        assert len(set(keys)) == len(keys) > 0


def test_customers_can_be_listed_by_few_values(profile, world):
    for field in profile.segment_fields:
        values = set(world.tables["customers"][field].to_pylist()) - {None}
        assert 2 <= len(values) <= 60, field


def test_the_deal_of_the_customers_is_among_the_forms(profile, name):
    assert load_profile(name).deal == profile.forms[0]


def test_every_table_of_customers_is_seen_somewhere(profile, name):
    root = load_profile(name)
    seen = {table for view in profile.views for table, _ in fields_of(view, root.root)}
    assert seen == {key for key, table in root.tables.items() if not table.count}


def test_every_kind_of_sensitive_data_is_seen_somewhere(profile, labels):
    there = {label.sensitive for label in labels.values()}
    seen = {labels[one].sensitive for view in profile.views for one in fields_of(view, "customers")}
    assert seen == there
    assert len(seen) > 4


def test_a_role_that_opens_telling_data_is_marked(profile, name, views, labels):
    tables, systems = load_profile(name).tables, {one.id: one.kind for one in profile.systems}
    for role in profile.roles:
        if role.system is None or systems[role.system] in ("mail", "endpoint"):
            continue  # mails, printouts: everybody has these
        told = {
            labels[one].sensitive
            for view in role.grants
            for one in fields_of(views[view], "customers")
            if one[1] not in ("remark", "text")
            and tables[one[0]].fields[one[1]].trap != "free_text"
        }
        assert role.sensitive or not told & TELLING, (role.id, told & TELLING)


def test_some_roles_are_sensitive_and_some_are_not(profile):
    marked = [role.sensitive for role in profile.roles if role.system]
    assert 0.2 < sum(marked) / len(marked) < 0.8


def test_a_vendor_sees_only_what_is_entrusted_to_it(profile, roles, views):
    seen = 0
    for party in profile.parties:
        if party.role == "vendor":
            own = [batch.role for batch in profile.batches if batch.party == party.id]
            tables = tables_seen([*party.roles, *own], roles, views)
            assert tables <= set(party.entrusted), party.id
            seen += bool(tables)
    assert seen >= 4


def test_outsiders_of_the_deal_see_no_names_in_the_data_room(profile, roles, views, labels):
    for party in profile.parties:
        for role in reached(party.roles, roles):
            for view in roles[role].grants:
                if view.startswith("room."):
                    shown = {labels[one] for one in fields_of(views[view], "customers")}
                    assert all(one.identifier != "direct" for one in shown), (party.id, view)


def test_the_data_room_holds_a_list_with_names_for_its_keepers_only(profile, roles):
    room = [view for view in profile.views if view.system == "room"]
    listed = {view.id for view in room if {"name", "customers.name"} & set(view.fields)}
    assert listed
    for role in roles.values():
        assert role.sensitive or not listed & set(role.grants)


def test_the_data_room_is_there_while_a_deal_is_looked_into_and_only_then(profile):
    (room,) = [system for system in profile.systems if system.kind == "data_room"]
    assert room.phases == ("due_diligence", "cut_over")
    assert not {*room.phases} & {*PHASES["bankruptcy"], *PHASES["dissolution"]}


@pytest.mark.parametrize("form", PHASES)
def test_whoever_has_an_account_can_open_something(profile, roles, form):
    """Except where nobody takes over: then there is neither a data room nor a receiver."""
    there = set(PHASES[form])
    live = {one.id for one in profile.systems if not one.phases or there & {*one.phases}}
    for party in profile.parties:
        comes = not party.phases or there & {*party.phases}
        comes = comes and (party.role != "transferor" or form == "share_sale")
        if party.people and comes and (party.role != "transferee" or "cut_over" in there):
            opened = {roles[one].system for one in reached(party.roles, roles)}
            assert opened & live, party.id


def test_liquidators_come_after_the_decision(profile):
    for party in profile.parties:
        if party.role in ("liquidation_group", "administrator"):
            assert "liquidation" in party.phases
            assert "normal" not in party.phases


def test_those_who_sell_open_many_cards_and_personnel_none(profile):
    habits = {job.id: job.habits for job in profile.jobs}
    assert "crm.open" not in habits["office_lead"]
    assert "crm.open" not in habits["people_officer"]
    at_the_counter = {"leasing_adviser", "sales_assistant", "desk_clerk"} & set(habits)
    assert all(habits[job]["crm.open"] >= 30 for job in at_the_counter)
    assert len(at_the_counter) == 1


def test_a_day_of_work_can_be_done_in_a_day(profile):
    for job in profile.jobs:
        per_hour = sum(job.habits.values()) / (job.ends - job.starts)
        assert 0.5 < per_hour < 20, job.id


def test_what_many_do_is_looked_up_more_than_carried_off(profile):
    for job in profile.jobs:
        assert job.habits.get("crm.export", 0) <= 0.5
        assert job.habits.get("usb.copy", 0) <= 0.1


def test_heads_report_upward_to_one_head(profile):
    above = {one: job.id for job in profile.jobs for one in job.manages}
    for job in profile.jobs:
        steps, one = 0, job.id
        while one in above:
            one, steps = above[one], steps + 1
        assert one == profile.jobs[0].id
        assert steps <= 4


def test_texts_are_in_both_languages(profile):
    for where, words in every_words(profile):
        assert HAN.search(words.zh), where
        assert words.en.isascii(), where
        assert not HALF_WIDTH.search(words.zh), where


def test_no_two_things_of_a_kind_have_one_name(profile):
    for part in ("parties", "departments", "systems", "roles", "batches"):
        for locale in ("zh", "en"):
            names = [getattr(one.name, locale) for one in getattr(profile, part)]
            assert len(set(names)) == len(names), (part, locale)


def test_parties_of_different_companies_are_different_firms():
    firms = [
        party.name.zh
        for name in SHIPPED
        for party in load_organisation(name).parties
        if party.role in ("vendor", "adviser", "administrator")
    ]
    assert len(set(firms)) == len(firms) > 30
    assert len({firm[:2] for firm in firms}) == len(firms)
