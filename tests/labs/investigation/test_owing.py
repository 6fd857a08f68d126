"""What follows: who had the data, and how many people a sample stands for."""

from types import SimpleNamespace

import pytest

from kit.errors import BadInput
from kit.labs.investigation.owing import _where, require_clear
from tests.labs.investigation.opened import LEAK, finding, graded, key, task
from tests.leaks.planned import company

SAMPLE = "store-left-open"
ABOVE = {"report_four_hours", "supplement", "summary"}


def staged(at, accounts):
    return SimpleNamespace(company=at, truth=SimpleNamespace(facts={"accounts": accounts}))


def accounts_of(at, party):
    rows = at.organisation.tables["accounts"].to_pylist()
    return [row["account_id"] for row in rows if row["party_id"] == party]


def test_a_sample_stands_for_more_and_brings_the_four_hours():
    made = task(SAMPLE)
    owing = made.right.owing
    assert made.sample == made.public()["sample"] > 1
    assert owing.incident.people == len(made.right.reach.exposed) * made.sample >= 1_000_000
    assert {one.code for one in owing.owed} >= ABOVE
    assert len(made.right.reach.exposed) < 1_000_000


def test_whoever_takes_the_sample_for_all_is_told_so():
    score = graded(SAMPLE)
    whole = finding(score, "duties")
    assert whole.verdict == "right"
    assert "investigation.duties.sample" in {note.code for note in whole.notes}
    listed = [one for one in whole.details["expected"]["list"] if one["duty"] not in ABOVE]
    short = finding(graded(SAMPLE, duties={"list": listed}), "duties")
    assert short.details["share"] < 1
    assert "investigation.mistake.sample_is_all" in {note.code for note in short.notes}


@pytest.mark.parametrize("exercise", [SAMPLE, LEAK])
def test_customers_of_a_sample_may_be_counted_as_the_people_they_stand_for(exercise):
    made = task(exercise)
    scope = key(exercise)["report"]["scope"]
    times = made.sample if made.sample > 1 else 5000
    found = finding(graded(exercise, scope=scope | {"count": scope["count"] * times}), "scope")
    assert (found.details["share"] == 1) == (made.sample > 1)


def test_without_a_sample_nobody_is_multiplied():
    made = task()
    assert made.sample == 1
    assert made.right.owing.incident.people == len(made.right.reach.exposed)


@pytest.mark.parametrize(
    ("people", "sample", "clear"),
    [(999, 1, True), (1, 1000, True), (900, 1000, False), (1200, 1000, False), (1400, 1000, True)],
)
def test_a_sample_too_near_to_a_million_is_refused(people, sample, clear):
    if clear:
        require_clear(people, people, sample)
    else:
        with pytest.raises(BadInput) as refused:
            require_clear(people, people, sample)
        assert refused.value.code == "investigation.near_threshold"


def test_an_entrusted_party_had_the_data_if_all_was_done_through_its_accounts():
    at = company("leasing", "signing")
    today = at.organisation.deal.today
    vendor = accounts_of(at, "call_centre")
    own = accounts_of(at, at.organisation.tables["staff"]["party_id"][0].as_py())
    assert vendor
    assert own
    assert _where(staged(at, vendor[:1]), ["customers"], (today, today)) == "entrusted_party"
    assert _where(staged(at, [vendor[0], own[0]]), ["customers"], (today, today)) == "processor"
    assert _where(staged(at, own[:1]), ["customers"], (today, today)) == "processor"
    assert _where(staged(at, []), ["customers"], (today, today)) == "processor"
    assert _where(staged(at, vendor[:1]), ["payments"], (today, today)) == "processor"


def test_a_seller_that_runs_systems_for_a_while_need_not_be_taken_for_an_entrusted_party():
    at = company("leasing", "post_closing")
    deal = at.organisation.deal
    sellers = accounts_of(at, "transferor")
    days = (deal.closing_on, deal.today)
    assert _where(staged(at, sellers[:1]), ["customers"], days) == "processor"
