"""The ``[flaws]`` section: what it may name, and what profiles without one can have."""

import pytest

from kit.customers import flaws
from kit.customers.engine import Spec, piece
from kit.customers.flaws.config import check
from kit.customers.profile import SHIPPED, load_profile, parse_profile
from kit.errors import BadInput
from kit.i18n import explain
from tests.customers.made_profiles import SMALL, field


def mine(section, more=""):
    """A small profile of one's own with a section on flaws."""
    return parse_profile(SMALL + more + section, "mine.toml")


@pytest.mark.parametrize("profile", SHIPPED)
def test_the_shipped_sections_are_in_order(profile):
    config = check(load_profile(profile), f"{profile}.toml")
    assert config.duplicate is not None
    assert config.customer.mobile == "mobile"


MOBILE = field("mobile", 'make = "mobile"\nunique = true', kind="string")


def test_a_profile_without_a_section_has_the_flaws_that_need_none():
    spec = Spec(mine("", MOBILE), 1, flaws=0.4)
    found = flaws.apply(piece(spec, 0, 640)).flaws.to_pandas()
    assert set(found.kind) == {"wrong_format"}
    assert 200 < len(found) < 310


def test_a_profile_in_which_nothing_can_be_wrong_is_refused():
    spec = Spec(mine(""), 1, flaws=0.4)
    with pytest.raises(BadInput) as caught:
        flaws.apply(piece(spec, 0, 64))
    assert caught.value.code == "flaws.nothing_possible"
    for locale in ("zh", "en"):
        assert "--flaws 0" in explain(caught.value, locale)


WRONG = {
    '[flaws.broken_date]\npast = ["customers.nothing"]': ("flaws.broken_date.past", "nothing"),
    '[flaws.broken_date]\npast = ["nowhere.day"]': ("flaws.broken_date.past", "nowhere"),
    "[flaws.broken_dates]": ("flaws.broken_dates", ""),
    "[flaws.weights]\nduplicates = 2": ("flaws.weights", "duplicates"),
    "[flaws.weights]\nduplicate = -2": ("flaws.weights.duplicate", ""),
    '[flaws.duplicate]\nmoved = ["street"]': ("flaws.duplicate.moved", "street"),
    '[flaws.customer]\nname = "title"': ("flaws.customer.name", "title"),
    '[flaws.facts]\nnamed = ["customers.label"]': ("flaws.facts.named", "label"),
    '[flaws.facts]\nowed = [{ column = "customers.debt" }]': ("flaws.facts.owed.0.column", "debt"),
    '[flaws.unneeded_field]\nfields = ["orders.gone"]': ("flaws.unneeded_field.fields", "gone"),
    '[flaws.free_text_personal.sentences]\nzh = ["打{phone}"]\nen = ["ring {phone}"]': (
        "flaws.free_text_personal.sentences.zh.0",
        "phone",
    ),
    '[flaws.free_text_personal.slots.phone]\nkind = "phone"': (
        "flaws.free_text_personal.slots.phone",
        "column",
    ),
    '[flaws.free_text_personal.sentences]\nzh = ["一"]\nen = []': (
        "flaws.free_text_personal.sentences",
        "",
    ),
}


@pytest.mark.parametrize(("section", "named"), WRONG.items(), ids=lambda one: str(one)[:40])
def test_mistakes_are_named_with_file_and_key(section, named):
    key, value = named
    with pytest.raises(BadInput) as caught:
        check(mine("\n" + section), "mine.toml")
    for locale in ("zh", "en"):
        said = explain(caught.value, locale)
        assert "mine.toml" in said
        assert key in said
        assert value in said


def test_weights_decide_how_often_a_kind_occurs():
    only = "\n[flaws.weights]\nbroken_date = 0\n"
    order = 'orders = [{ table = "customers", first = "birth_date", then = "since" }]\n'
    since = field("since", 'make = "date_before_as_of"\nwith = { days = [1, 90] }', kind="date")
    usual = {"wrong_format", "stale_phone"}
    head, _, tail = SMALL.partition("[customers]")
    for section, kinds in ((only, usual), ("", usual | {"broken_date"})):
        text = head + order + "[customers]" + tail + MOBILE + since + section
        spec = Spec(parse_profile(text, "mine.toml"), 1, flaws=0.4)
        assert set(flaws.apply(piece(spec, 0, 640)).flaws["kind"].to_pylist()) == kinds
