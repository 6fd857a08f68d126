"""Whoever makes a usual mistake is told that mistake, in words of either language."""

import pytest

from kit.i18n import LOCALES, catalogue
from kit.labs.practice import mixed
from tests.labs.investigation.opened import CHILDREN, LAB, LEAK, NIGHT, SHARED, SPECS, key, task

USUAL = {
    "loudest_user": (LEAK, "five-a-day"),
    "alert_window": (LEAK, SHARED),
    "forgets_copies": (SHARED, CHILDREN),
    "rows_for_people": (SHARED,),
    "accuses_owner": (NIGHT, "contract-long-ended"),
}


@pytest.mark.parametrize(("name", "exercise"), [(n, one) for n in USUAL for one in USUAL[n]])
def test_the_mistake_that_was_made_is_the_one_that_is_explained(name, exercise):
    assert exercise in SPECS
    made = task(exercise)
    wrong = LAB.MISTAKES[name](made)
    assert wrong
    score = LAB.grade(made, mixed(made, key(exercise), wrong))
    assert {one.details["mistake"] for one in score.findings if one.item in wrong} == {name}
    for locale in LOCALES:
        told = [line for item in LAB.render(score, locale).items for line in item.lines]
        assert catalogue("investigation", locale)[f"mistake.{name}"] in told
