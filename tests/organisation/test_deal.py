"""The deal file: phases without gaps, the day of the world, and who answers for which table."""

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import get_args

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import law
from kit.customers.engine import Spec, reference
from kit.customers.profile import SHIPPED, load_profile
from kit.customers.spec import DealForm
from kit.errors import BadInput
from kit.organisation.deal import make_deal
from kit.organisation.phases import AT_CLOSING, PHASES, phase_days
from kit.organisation.roles import STANDINGS, company_of
from kit.organisation.spec import PartyRole, Phase
from kit.world import build

FORMS = get_args(DealForm)
FORM_PHASES = [(form, phase) for form in FORMS for phase in PHASES[form]]
WEEK = timedelta(7)


@cache
def deal_of(form, profile="leasing", seed=7, phase=None):
    spec = Spec(load_profile(profile), seed, deal=form)
    return make_deal(spec, {"deal": reference(spec).table("deal")}, phase)


def days_of(deal):
    """A day of every week of the deal, and both ends of every phase."""
    first, last = deal.phases[0].first, deal.phases[-1].last
    weekly = [first + week * WEEK for week in range((last - first) // WEEK)]
    return weekly + [day for one in deal.phases for day in (one.first, one.last)]


@pytest.mark.parametrize("form", FORMS)
def test_phases_follow_one_another_without_a_gap(form):
    phases = deal_of(form).phases
    assert tuple(one.phase for one in phases) == PHASES[form]
    assert all(one.first <= one.last for one in phases)
    assert all(one.last + timedelta(1) == then.first for one, then in pairwise(phases))


@pytest.mark.parametrize("form", FORMS)
def test_signing_and_closing_begin_their_phases(form):
    deal = deal_of(form)
    assert deal.days_of("signing").first == deal.signed_on
    assert deal.days_of(AT_CLOSING[form]).first == deal.closing_on


@given(
    form=st.sampled_from(FORMS),
    signed_on=st.dates(date(2001, 1, 1), date(2099, 1, 1)),
    between=st.integers(3, 400),
    seed=st.integers(0, 2**63 - 1),
)
@settings(max_examples=60, deadline=None)
def test_any_two_days_give_phases_in_order(form, signed_on, between, seed):
    closing_on = signed_on + timedelta(between)
    phases = phase_days(form, signed_on, closing_on, seed)
    assert phases == phase_days(form, signed_on, closing_on, seed)
    days = [day for one in phases for day in (one.first, one.last)]
    assert days == sorted(days)
    assert {signed_on, closing_on} <= {one.first for one in phases}


@pytest.mark.parametrize("profile", SHIPPED)
@pytest.mark.parametrize(("form", "phase"), FORM_PHASES)
def test_the_day_of_the_world_is_in_the_phase(profile, form, phase):
    deal = deal_of(form, profile, phase=phase)
    assert deal.phase_on(deal.today) == phase


@pytest.mark.parametrize("profile", SHIPPED)
@pytest.mark.parametrize("form", FORMS)
def test_without_a_phase_the_world_stands_a_day_behind_the_tables(profile, form):
    deal = deal_of(form, profile)
    assert deal.today == date(2026, 10, 1)
    assert deal.phase_on(deal.today) in ("signing", "liquidation")


@pytest.mark.parametrize("form", ["share_sale", "business_sale", "merger"])
def test_six_weeks_of_work_lie_behind_a_day_after_closing(form):
    deal = deal_of(form, phase="post_closing")
    assert deal.today - deal.closing_on >= timedelta(42)


def test_seeds_differ_in_their_days():
    assert len({deal_of("merger", seed=seed).days_of("cut_over").first for seed in range(30)}) > 2


@pytest.mark.parametrize(
    ("form", "phase"),
    [(form, phase) for form in FORMS for phase in get_args(Phase) if phase not in PHASES[form]],
)
def test_a_phase_of_another_form_is_refused(form, phase):
    with pytest.raises(BadInput, match=r"organisation\.no_phase"):
        deal_of(form, phase=phase)


def test_a_closing_before_the_signing_is_refused():
    spec = Spec(load_profile("leasing"), 7)
    row = reference(spec).table("deal").to_pylist()[0]
    turned = row | {"signed_on": row["closing_on"], "closing_on": row["signed_on"]}
    with pytest.raises(BadInput, match=r"organisation\.deal_days"):
        make_deal(spec, {"deal": pa.Table.from_pylist([turned])})


@pytest.mark.parametrize("profile", SHIPPED)
@pytest.mark.parametrize("form", FORMS)
def test_only_who_takes_over_is_named_as_transferee(profile, form):
    there = form not in ("dissolution", "bankruptcy")
    assert bool(deal_of(form, profile).transferee) is there


@pytest.mark.parametrize("profile", SHIPPED)
@pytest.mark.parametrize("form", FORMS)
def test_one_party_answers_for_a_table_on_a_day_or_it_is_said_to_be_disputed(profile, form):
    deal = deal_of(form, profile)
    for day in days_of(deal):
        for table in deal.tables:
            roles = deal.roles(table, day)
            named = {roles.processor, *roles.standing.also} - {None}
            assert roles.disputed == (len(named) != 1)
            assert named | set(roles.also_accept) <= set(get_args(PartyRole))


@pytest.mark.parametrize(("form", "phase"), FORM_PHASES)
def test_standings_cite_what_may_be_cited(form, phase):
    standing = STANDINGS[form][phase]
    assert standing.rules
    assert all(law.citable(rule) for rule in standing.rules)
    readings = [rule for rule in standing.rules if law.rule(rule).mark == "I"]
    assert standing.sure == "reading" or not readings


def test_every_phase_of_every_form_has_a_standing():
    assert {form: tuple(phases) for form, phases in STANDINGS.items()} == dict(PHASES)


@pytest.mark.parametrize(
    ("form", "before", "after"),
    [
        ("share_sale", "target", "target"),
        ("business_sale", "transferor", "transferee"),
        ("merger", "transferor", "transferee"),
        ("dissolution_with_receiver", "transferor", "transferee"),
        ("dissolution", "transferor", None),
        ("bankruptcy", "transferor", None),
    ],
)
def test_the_closing_day_changes_who_answers(form, before, after):
    deal = deal_of(form)
    eve = deal.closing_on - timedelta(1)
    assert deal.roles("customers", eve).processor == before
    assert deal.roles("customers", deal.closing_on).processor == after


def test_only_the_texts_own_cases_of_passing_on_are_text():
    after = {form: STANDINGS[form][AT_CLOSING[form]].sure for form in FORMS}
    assert {form for form, sure in after.items() if sure == "text"} == {
        "merger",
        "dissolution_with_receiver",
    }


@pytest.mark.parametrize(("form", "phase"), FORM_PHASES)
def test_a_reading_with_one_answer_only_leaves_the_data_where_it_is(form, phase):
    standing = STANDINGS[form][phase]
    if standing.sure == "reading" and not (standing.also or standing.acting):
        assert standing.processor == company_of(form)


@pytest.mark.parametrize("profile", SHIPPED)
def test_who_is_entrusted_today_is_a_party_of_the_organisation(profile):
    world = build(profile, 7, 30, staff=20)
    made = world.company.organisation
    parties = set(made.tables["parties"]["party_id"].to_pylist())
    entrusted = [made.deal.roles(table, made.deal.today).entrusted for table in made.deal.tables]
    assert {party for some in entrusted for party in some} <= parties
    assert any(entrusted)


def test_a_business_sale_is_disputed_after_closing():
    deal = deal_of("business_sale")
    roles = deal.roles("customers", deal.closing_on)
    assert roles.disputed
    assert roles.also_accept == ("transferor",)


def test_vendors_are_entrusted_with_their_tables_only():
    deal = deal_of("business_sale")
    vendor = next(one for one in deal.vendors if not one.phases)
    for table in deal.tables:
        entrusted = deal.roles(table, deal.signed_on).entrusted
        assert (vendor.party_id in entrusted) == (table in vendor.tables)


def test_nobody_is_entrusted_once_the_company_is_gone():
    deal = deal_of("dissolution")
    assert all(not deal.roles(table, deal.closing_on).entrusted for table in deal.tables)


@pytest.mark.parametrize("form", FORMS)
def test_a_transitional_service_begins_at_closing_and_entrusts_the_transferor(form):
    deal = deal_of(form)
    assert bool(deal.services) == (form not in ("dissolution", "bankruptcy"))
    for one in deal.services:
        assert one.first == deal.closing_on < one.last
        assert deal.phase_on(one.last) == AT_CLOSING[form]
        assert "transferor" in deal.roles("customers", one.last).entrusted
        eve = deal.roles("customers", one.first - timedelta(1))
        assert "transferor" not in eve.entrusted


def test_the_receiver_is_known_from_the_signing():
    deal = deal_of("merger")
    assert deal.roles("customers", deal.signed_on - timedelta(1)).receiver is None
    assert deal.roles("customers", deal.signed_on).receiver == "transferee"


def test_shares_pass_no_table_to_anybody():
    deal = deal_of("share_sale")
    assert {deal.roles("customers", day).receiver for day in days_of(deal)} == {None}


def test_a_table_without_customers_has_no_roles():
    with pytest.raises(BadInput, match=r"deal_duties\.no_table"):
        deal_of("merger").roles("branches", date(2026, 9, 1))
