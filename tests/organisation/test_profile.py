"""What an organisation's profile may not say: each mistake is refused with its key, in words."""

from importlib.resources import files

import pytest

from kit.customers.profile import SHIPPED, load_profile
from kit.errors import BadInput
from kit.i18n import LOCALES, explain
from kit.organisation.check import check
from kit.organisation.profile import load_organisation, parse_organisation

FILE = "leasing.toml"
TEXT = (files("kit.organisation") / "profiles" / FILE).read_text("utf-8")
IDLE = (
    '[[roles]]\nid = "crm.idle"\nname = { zh = "闲置", en = "Idle" }\nsystem = "crm"\n\n[[roles]]\n'
)
UNSEEN = (
    '[[views]]\nid = "crm.unseen"\nsystem = "crm"\ntitle = { zh = "没人看", en = "Unseen" }\n'
    'table = "customers"\nfields = ["name"]\nactions = ["crm.open"]\n\n[[views]]\n'
)
MISTAKES = {
    "a job that manages a job which is not there": (
        'manages = ["branch_manager"]',
        'manages = ["shop_manager"]',
        "unknown_job",
        "jobs.area_manager.manages",
        "shop_manager",
    ),
    "a job title of the staff table": (
        '"门店店长" = "branch_manager"',
        '"门店店长" = "shop_manager"',
        "unknown_job",
        "staff_jobs",
        "shop_manager",
    ),
    "who answers for a batch": (
        'owner = "risk_lead"',
        'owner = "chief_risk"',
        "unknown_job",
        "batches.risk_scores.owner",
        "chief_risk",
    ),
    "a department under none": (
        'name = { zh = "催收组", en = "collections" }\nparent = "risk"',
        'name = { zh = "催收组", en = "collections" }\nparent = "debt"',
        "unknown_department",
        "departments.collections.parent",
        "debt",
    ),
    "a mailbox of no department": (
        '\nservice = { zh = "客服邮箱"',
        '\nhotline = { zh = "客服邮箱"',
        "unknown_department",
        "shared_mailboxes",
        "hotline",
    ),
    "a view of a system which is not there": (
        'id = "crm.list"\nsystem = "crm"',
        'id = "crm.list"\nsystem = "desk"',
        "unknown_system",
        "views.crm.list.system",
        "desk",
    ),
    "a system run by nobody known": (
        'party = "tracker_vendor"\n\n[[systems]]',
        'party = "map_vendor"\n\n[[systems]]',
        "unknown_party",
        "systems.track.party",
        "map_vendor",
    ),
    "a role for a view which is not there": (
        'grants = { "crm.repairs" = [',
        'grants = { "crm.fixes" = [',
        "unknown_view",
        "roles.crm.repair_desk.grants",
        "crm.fixes",
    ),
    "a batch with a view which is not there": (
        'view = "db.applications"',
        'view = "db.scores"',
        "unknown_view",
        "batches.risk_scores.view",
        "db.scores",
    ),
    "a group of a role which is not there": (
        'holds = ["g.everyone", "crm.counter"]',
        'holds = ["g.everyone", "crm.clerk"]',
        "unknown_role",
        "roles.g.counter.holds",
        "crm.clerk",
    ),
    "a job with a role which is not there": (
        'roles = ["g.fleet"]',
        'roles = ["g.cars"]',
        "unknown_role",
        "jobs.fleet_officer.roles",
        "g.cars",
    ),
    "a view of a table which is not there": (
        'table = "claims"',
        'table = "accidents"',
        "unknown_table",
        "views.crm.claims.table",
        "accidents",
    ),
    "a view of a table that leads to no customer": (
        'table = "claims"',
        'table = "vehicles"',
        "unknown_table",
        "views.crm.claims.table",
        "vehicles",
    ),
    "sites that are customers": (
        'sites = "branches"',
        'sites = "contracts"',
        "unknown_table",
        "sites",
        "contracts",
    ),
    "entrusted data which is not there": (
        'entrusted = ["archive_files"]',
        'entrusted = ["boxes"]',
        "unknown_table",
        "parties.record_store.entrusted",
        "boxes",
    ),
    "a field which is not there": (
        '"injury_level", "hospital"',
        '"injuries", "hospital"',
        "unknown_field",
        "views.crm.claims.fields",
        "injuries",
    ),
    "a field of the customer which is not there": (
        '"customers.monthly_income"]',
        '"customers.wages"]',
        "unknown_field",
        "views.risk.application.fields",
        "wages",
    ),
    "a field of a third table": (
        '"customers.monthly_income"]',
        '"claims.amount"]',
        "unknown_field",
        "views.risk.application.fields",
        "claims.amount",
    ),
    "a hidden field": (
        'site_name = "name"',
        'site_name = "manager_key"',
        "unknown_field",
        "site_name",
        "manager_key",
    ),
    "lists by a field which is not there": (
        'segment_fields = ["province"',
        'segment_fields = ["region"',
        "unknown_field",
        "segment_fields",
        "region",
    ),
    "a scope that has no lists": (
        'scope = "credit_level"',
        'scope = "district"',
        "unknown_list",
        "jobs.collector.scope",
        "district",
    ),
    "a habit that is no action": (
        '"crm.search" = 30,',
        '"crm.look" = 30,',
        "unknown_action",
        "jobs.collector.habits",
        "crm.look",
    ),
    "a role that allows what the view does not": (
        '"crm.identity" = ["crm.open"], "crm.card"',
        '"crm.identity" = ["crm.update"], "crm.card"',
        "unknown_action",
        "roles.crm.papers.grants.crm.identity",
        "crm.update",
    ),
    "a batch that does what its role does not allow": (
        'action = "db.export"\nview = "db.leases"\nevery = "year"',
        'action = "crm.export"\nview = "db.leases"\nevery = "year"',
        "unknown_action",
        "batches.yearly_audit_extract.action",
        "crm.export",
    ),
}


def refused(text):
    with pytest.raises(BadInput) as caught:
        parse_organisation(text, FILE)
    for locale in LOCALES:
        said = explain(caught.value, locale)
        assert FILE in said
        assert str(caught.value.values["key"]) in said
    return caught.value


def changed(old, new):
    assert old in TEXT
    return TEXT.replace(old, new, 1)


@pytest.mark.parametrize(("old", "new", "code", "key", "name"), MISTAKES.values(), ids=MISTAKES)
def test_a_reference_to_nothing_is_refused_with_its_key_and_name(old, new, code, key, name):
    error = refused(changed(old, new))
    assert error.code == f"organisation.problem.{code}"
    assert (error.values["key"], error.values["name"]) == (key, name)
    assert name in explain(error, "en")


SHAPES = {
    "two systems of one code": ('id = "risk"\nkind', 'id = "crm"\nkind', "twice", "systems"),
    "a field shown twice": (
        '"injury_level", "hospital"',
        '"hospital", "hospital"',
        "twice",
        "views.crm.claims.fields",
    ),
    "groups that hold each other": (
        'id = "g.everyone"\nname = { zh = "全体员工", en = "Everyone" }\nholds = [',
        'id = "g.everyone"\nname = { zh = "全体员工", en = "Everyone" }\nholds = ["g.counter", ',
        "circle",
        "roles",
    ),
    "departments in a circle": (
        'id = "head"\n',
        'id = "head"\nparent = "collections"\n',
        "circle",
        "departments",
    ),
    "an export of a paper archive": (
        'actions = ["file.open", "file.copy", "file.delete"]\npage = 10',
        'actions = ["file.open", "file.copy", "crm.export"]\npage = 10',
        "action_place",
        "views.archive.dossier.actions",
    ),
    "a group with views of its own": (
        'holds = ["g.everyone", "crm.counter"]',
        'holds = ["g.everyone"]\ngrants = { "crm.list" = ["crm.search"] }',
        "role_or_group",
        "roles.g.counter",
    ),
    "a role for a view of another system": (
        'grants = { "crm.repairs" = ["crm.search"',
        'grants = { "erp.ledger" = ["crm.search"',
        "other_system",
        "roles.crm.repair_desk.grants",
    ),
    "work that ends before it starts": (
        "starts = 8.0\nends = 20.0",
        "starts = 20.0\nends = 8.0",
        "hours",
        "jobs.service_agent",
    ),
    "two who manage one job": (
        'manages = ["leasing_adviser"]',
        'manages = ["leasing_adviser", "collector"]',
        "two_managers",
        "jobs.risk_lead.manages",
    ),
    "nobody at the top": (
        'manages = ["leasing_adviser"]',
        'manages = ["leasing_adviser", "general_manager"]',
        "circle",
        "jobs",
    ),
    "two at the top": ('"it_lead", "compliance_lead"]', '"it_lead"]', "one_head", "jobs"),
    "a habit without the right": (
        'habits = { "crm.search" = 45,',
        'habits = { "db.query" = 45,',
        "not_allowed",
        "jobs.service_agent.habits",
    ),
    "a role for nobody": ("[[roles]]\n", IDLE, "nobodys_role", "roles.crm.idle"),
    "a view for nobody": ("[[views]]\n", UNSEEN, "unopened_view", "views.crm.unseen"),
    "people without a role": (
        'people = 2\nroles = ["crm.repair_desk"]\nhabits = { "crm.search" = 10, "crm.open" = 14, '
        '"crm.update" = 9 }',
        "people = 2",
        "people_and_roles",
        "parties.repair_crew",
    ),
    "an interface that exports": (
        'kind = "api"\nrole = "api.repairs"',
        'kind = "service"\nrole = "api.repairs"',
        "api_batch",
        "batches.repair_pull.kind",
    ),
    "accounts that nobody keeps": ('kind = "identity"', 'kind = "test"', "one_system", "systems"),
    "titles without a column": ('staff_job_field = "position"\n', "", "staff_jobs", "staff_jobs"),
}


@pytest.mark.parametrize(("old", "new", "code", "key"), SHAPES.values(), ids=SHAPES)
def test_what_does_not_hang_together_is_refused_with_its_key(old, new, code, key):
    error = refused(changed(old, new))
    assert error.code == f"organisation.problem.{code}"
    assert error.values["key"] == key


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('kind = "erp"', 'kind = "ledger"', "systems.2.kind"),
        ("share = 0.31", "share = 1.31", "jobs.3.share"),
        ('site_key = "code"\n', "", "site_key"),
        ("page = 1\n", "page = 1\ncolour = 3\n", "views.1.colour"),
        ('en = "Branch manager"', 'fr = "Chef"', "jobs.2.title.en"),
    ],
)
def test_a_wrong_value_is_refused_with_its_key(old, new, key):
    assert refused(changed(old, new)).values["key"] == key


def test_a_file_that_is_no_toml_is_refused_with_its_name():
    with pytest.raises(BadInput) as caught:
        parse_organisation(TEXT + "\n[[", FILE)
    assert FILE in explain(caught.value, "zh")


@pytest.mark.parametrize("name", ["bakery", "", "../leasing"])
def test_a_company_without_an_organisation_is_refused_with_those_that_have_one(name):
    with pytest.raises(BadInput) as caught:
        load_organisation(name)
    assert all(known in explain(caught.value, "en") for known in SHIPPED)


def test_an_organisation_of_an_unknown_company_is_refused():
    with pytest.raises(BadInput) as caught:
        parse_organisation(changed('id = "leasing"', 'id = "bakery"'), FILE)
    assert caught.value.code == "organisation.unknown_profile"


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("part", ["departments", "jobs", "systems", "views", "roles"])
def test_everything_is_needed_by_something_else(name, part):
    profile = load_organisation(name)
    listed = getattr(profile, part)
    assert len(listed) >= 14
    for dropped in listed:
        kept = tuple(one for one in listed if one is not dropped)
        with pytest.raises(BadInput) as caught:
            check(profile.model_copy(update={part: kept}), load_profile(name), FILE)
        assert caught.value.code.startswith("organisation.problem."), dropped.id
        named = dropped.id in str(caught.value.values)
        assert named or caught.value.code == "organisation.problem.one_head", dropped.id


def test_an_organisation_is_read_once():
    assert load_organisation("leasing") is load_organisation("leasing")
    assert load_organisation("leasing") == parse_organisation(TEXT, FILE)
