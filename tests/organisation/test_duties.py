"""Duties after a leak: the facts of the rule book, for every form, day and size."""

from datetime import date, timedelta
from functools import cache
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import law
from kit.customers.engine import Spec, reference
from kit.customers.profile import load_profile
from kit.customers.spec import DealForm
from kit.errors import BadInput
from kit.organisation.deal import make_deal
from kit.organisation.duties import LINES, duties
from kit.organisation.incident import Incident, Owing
from kit.organisation.phase_duties import PHASE_LINES, phase_duties
from kit.organisation.phases import PHASES

FORMS = get_args(DealForm)
MILLION = 1_000_000
CLOCKED = {"report_four_hours", "supplement", "summary"}


@cache
def deal_of(form, profile="leasing"):
    spec = Spec(load_profile(profile), 7, deal=form)
    return make_deal(spec, {"deal": reference(spec).table("deal")})


def by_code(form, incident):
    return {duty.code: duty for duty in duties(deal_of(form), incident)}


def after(form, days=1, **facts):
    """An incident found so many days after the closing."""
    return Incident(deal_of(form).closing_on + timedelta(days), ("customers",), 40, **facts)


def before(form, **facts):
    return Incident(deal_of(form).closing_on - timedelta(20), ("customers",), 40, **facts)


@st.composite
def cases(draw):
    form = draw(st.sampled_from(FORMS))
    deal = deal_of(form)
    length = (deal.phases[-1].last - deal.phases[0].first).days
    day = deal.phases[0].first + timedelta(draw(st.integers(0, length)))
    flags = ("sensitive", "under_14", "minors", "crime_suspected", "harm_avoided", "handed_over")
    finders = ["processor", "outsider", "transferor"]
    if deal.transferee:
        finders.append("transferee")
    return deal, Incident(
        day,
        (draw(st.sampled_from(deal.tables)),),
        draw(st.one_of(st.integers(1, 3 * MILLION), st.sampled_from([MILLION - 1, MILLION]))),
        **{flag: draw(st.booleans()) for flag in flags},
        found_by=draw(st.sampled_from(finders)),
        where=draw(st.sampled_from(finders[:1] + finders[2:])),
    )


@given(cases())
@settings(max_examples=200, deadline=None)
def test_what_holds_for_every_incident(case):
    deal, incident = case
    made = duties(deal, incident)
    codes = [duty.code for duty in made]
    assert len(codes) == len(set(codes))
    assert {"remedy", "notify_authority", "notify_individuals"} <= set(codes)
    assert ("police" in codes) == incident.crime_suspected
    assert ("tell_guardians" in codes) == (incident.minors or incident.under_14)
    book = law.as_of(incident.found_on)
    for duty in made:
        assert duty.rules
        assert all(book.citable(rule) for rule in duty.rules)
        assert duty.owed_by not in duty.also_accept
        assert {duty.owed_by, *duty.also_accept} <= set(get_args(Owing))


@given(cases())
@settings(max_examples=200, deadline=None)
def test_no_number_of_hours_below_a_million_people(case):
    deal, incident = case
    made = duties(deal, incident)
    hours = [duty for duty in made if duty.clock.kind == "hours"]
    in_force = law.as_of(incident.found_on).citable("NIR-4")
    assert bool(hours) == (incident.people >= MILLION and in_force)
    assert all((duty.clock.amount, duty.clock.starts) == (4, "discovery") for duty in hours)
    if incident.people < MILLION:
        assert not CLOCKED & {duty.code for duty in made}


@given(cases(), st.integers(0, 2 * MILLION))
@settings(max_examples=100, deadline=None)
def test_more_people_never_mean_fewer_duties(case, more):
    deal, incident = case
    wider = Incident(**{**vars(incident), "people": incident.people + more})
    fewer = {(one.code, one.owed_by, one.to) for one in duties(deal, incident)}
    assert fewer <= {(one.code, one.owed_by, one.to) for one in duties(deal, wider)}


@given(cases())
@settings(max_examples=100, deadline=None)
def test_only_individuals_may_be_left_out_where_harm_was_avoided(case):
    deal, incident = case
    spared = {**vars(incident), "harm_avoided": True}
    usual = {**vars(incident), "harm_avoided": False}
    pairs = zip(duties(deal, Incident(**spared)), duties(deal, Incident(**usual)), strict=True)
    changed = {one.code for one, other in pairs if one != other}
    assert changed <= {"notify_individuals", "tell_guardians"}
    told = next(d for d in duties(deal, Incident(**spared)) if d.code == "notify_individuals")
    assert told.accepts("nobody")


def test_one_person_is_enough_for_the_authority():
    one = by_code("merger", Incident(deal_of("merger").signed_on, ("customers",), 1))
    assert one["notify_authority"].clock.kind == "at_once"
    assert one["notify_authority"].clock.amount == 0
    assert "PIPL-57" in one["notify_authority"].rules
    assert not one["notify_authority"].accepts("nobody")


@pytest.mark.parametrize(
    ("form", "owed_by", "passes"),
    [
        ("share_sale", "target", set()),
        ("business_sale", "transferee", {"transferor"}),
        ("merger", "transferee", set()),
        ("dissolution_with_receiver", "transferee", set()),
        ("dissolution", "liquidation_group", {"nobody"}),
        ("bankruptcy", "administrator", {"nobody"}),
    ],
)
def test_who_notifies_after_the_closing(form, owed_by, passes):
    duty = by_code(form, after(form))["notify_authority"]
    assert (duty.owed_by, set(duty.also_accept)) == (owed_by, passes)


@pytest.mark.parametrize("form", FORMS)
def test_before_the_closing_the_company_notifies(form):
    duty = by_code(form, before(form))["notify_authority"]
    assert duty.owed_by == deal_of(form).company
    assert not duty.accepts("transferee")


def test_what_the_receiver_did_not_take_stays_with_the_company():
    left = by_code(
        "dissolution_with_receiver", after("dissolution_with_receiver", handed_over=False)
    )
    duty = left["notify_authority"]
    assert (duty.owed_by, duty.also_accept) == ("transferor", ("liquidation_group",))


def test_a_leak_from_before_the_closing_may_be_laid_at_either_door():
    began = deal_of("dissolution_with_receiver").closing_on - timedelta(3)
    duty = by_code("dissolution_with_receiver", after("dissolution_with_receiver", began_on=began))[
        "notify_authority"
    ]
    assert duty.owed_by == "transferee"
    assert duty.accepts("transferor")


def test_in_a_bankruptcy_both_company_and_administrator_pass():
    duty = by_code("bankruptcy", before("bankruptcy"))["notify_individuals"]
    assert duty.accepts("transferor")
    assert duty.accepts("administrator")


def test_a_vendor_tells_the_processor_who_notifies():
    found = by_code("merger", before("merger", where="entrusted_party", found_by="entrusted_party"))
    assert found["tell_processor"].to == "processor"
    assert found["tell_processor"].owed_by == "entrusted_party"
    assert found["notify_authority"].owed_by == "transferor"
    assert not found["notify_authority"].accepts("entrusted_party")


def test_a_transferor_that_still_runs_systems_is_entrusted():
    found = by_code("merger", after("merger", where="transferor", found_by="transferor"))
    assert found["tell_processor"].accepts("transferor")
    assert found["notify_authority"].owed_by == "transferee"
    assert not found["notify_authority"].accepts("transferor")


def test_a_buyer_that_finds_a_leak_before_closing_passes_it_on():
    found = by_code("business_sale", before("business_sale", found_by="transferee"))
    assert found["pass_on"].owed_by == "transferee"
    assert found["pass_on"].accepts("nobody")


def test_data_with_the_buyer_before_closing_lets_the_buyer_pass():
    duty = by_code("business_sale", before("business_sale", where="transferee"))
    assert duty["notify_authority"].owed_by == "transferor"
    assert duty["notify_authority"].accepts("transferee")


def test_before_the_measures_were_in_force_there_was_no_clock_of_theirs():
    deal = deal_of("merger")
    early = Incident(date(2025, 10, 31), ("customers",), 2 * MILLION)
    late = Incident(date(2025, 11, 1), ("customers",), 2 * MILLION)
    assert not CLOCKED & {one.code for one in duties(deal, early)}
    assert {one.code for one in duties(deal, late)} >= CLOCKED


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"people": 0}, "deal_duties.people"),
        ({"tables": ()}, "deal_duties.no_tables"),
        ({"tables": ("branches",)}, "deal_duties.no_table"),
        ({"began_on": date(2027, 1, 1)}, "deal_duties.found_before"),
        ({"where": "target"}, "deal_duties.no_such_side"),
        ({"found_by": "target"}, "deal_duties.no_such_side"),
    ],
)
def test_what_cannot_be_is_refused(facts, code):
    usual = {"found_on": date(2026, 9, 1), "tables": ("customers",), "people": 3}
    with pytest.raises(BadInput, match=code):
        duties(deal_of("merger"), Incident(**(usual | facts)))


def test_nobody_leaks_as_a_vendor_where_nobody_is_entrusted():
    with pytest.raises(BadInput, match=r"deal_duties\.nobody_entrusted"):
        duties(deal_of("dissolution"), after("dissolution", where="entrusted_party"))


def test_nobody_takes_over_in_a_dissolution():
    with pytest.raises(BadInput, match=r"deal_duties\.no_such_side"):
        duties(deal_of("dissolution"), before("dissolution", found_by="transferee"))


@pytest.mark.parametrize("line", [*LINES, *PHASE_LINES], ids=lambda line: line.code)
def test_lines_cite_only_what_may_be_cited(line):
    assert all(law.citable(rule) for rule in line.rules)


@pytest.mark.parametrize("line", PHASE_LINES, ids=lambda line: line.code)
def test_a_duty_that_rests_on_a_reading_accepts_another_answer(line):
    if any(law.rule(rule).mark == "I" for rule in line.rules):
        assert line.also


@pytest.mark.parametrize("form", FORMS)
def test_every_phase_line_occurs_in_its_forms(form):
    deal = deal_of(form)
    days = [day for one in deal.phases for day in (one.first, one.last)]
    found = {duty.code for day in days for duty in phase_duties(deal, day, 20 * MILLION)}
    assert found == {line.code for line in PHASE_LINES if form in line.forms}


@pytest.mark.parametrize("form", FORMS)
def test_ordinary_business_owes_nothing_for_the_deal(form):
    deal = deal_of(form)
    assert phase_duties(deal, deal.days_of("normal").last, 20 * MILLION) == ()


def test_phases_of_the_listing_are_phases_of_the_form():
    for line in PHASE_LINES:
        assert all(set(line.phases) & set(PHASES[form]) for form in line.forms)


def test_a_business_sale_may_rest_on_telling_alone():
    deal = deal_of("business_sale")
    found = {one.code: one for one in phase_duties(deal, deal.signed_on)}
    assert found["separate_consent"].accepts("nobody")
    assert not found["name_receiver"].accepts("nobody")


@pytest.mark.parametrize("people", [9_999_999, 10_000_000])
def test_the_disposal_plan_is_reported_from_ten_million_people_on(people):
    deal = deal_of("merger")
    codes = {one.code for one in phase_duties(deal, deal.signed_on, people)}
    assert ("report_disposal" in codes) == (people >= 10_000_000)


def test_guardians_of_minors_are_left_out_together_with_them():
    facts = {"minors": True, "harm_avoided": True}
    spared = by_code("merger", before("merger", **facts))
    assert spared["notify_individuals"].accepts("nobody")
    assert spared["tell_guardians"].accepts("nobody")
    usual = by_code("merger", before("merger", minors=True))
    assert not usual["tell_guardians"].accepts("nobody")


def test_every_table_of_an_incident_counts_in_whatever_order():
    deal = deal_of("business_sale")
    tables = ("customers", next(one for one in deal.tables if one != "customers"))
    day = deal.closing_on + timedelta(3)
    for where in ("processor", "transferor"):
        there, back = (
            duties(deal, Incident(day, order, 40, where=where)) for order in (tables, tables[::-1])
        )
        assert there == back
