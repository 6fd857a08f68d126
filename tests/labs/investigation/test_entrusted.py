"""A leak at an entrusted party: it tells the processor, and the processor does the rest."""

from tests.labs.investigation.opened import finding, graded, key, task

CASE = "calling-on-whose-behalf"


def listed(trainee="lin"):
    return key(CASE, trainee)["report"]["duties"]["list"]


def test_the_entrusted_party_owes_it_to_the_processor_in_every_variant():
    for trainee in ("lin", "zhou", "wei"):
        owing = task(CASE, trainee).right.owing
        assert owing.incident.where == "entrusted_party"
        owed = {one.code: one.owed_by for one in owing.owed}
        assert owed.pop("tell_processor") == "entrusted_party"
        assert "entrusted_party" not in owed.values()
        assert {one["duty"] for one in listed(trainee)} >= {"tell_processor", "notify_individuals"}


def test_to_forget_it_costs():
    left = [one for one in listed() if one["duty"] != "tell_processor"]
    assert finding(graded(CASE, duties={"list": left}), "duties").severity != "ok"


def test_to_let_the_entrusted_party_tell_the_customers_costs():
    moved = [
        one | {"owed_by": "entrusted_party"} if one["duty"] == "notify_individuals" else one
        for one in listed()
    ]
    assert finding(graded(CASE, duties={"list": moved}), "duties").severity != "ok"
