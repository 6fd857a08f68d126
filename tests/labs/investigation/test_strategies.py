"""Simple strategies: they guess as well as the first report lets them, and still fail."""

import pytest

from kit.labs.investigation.codes import CHANNELS, CONTROLS
from kit.labs.investigation.plausible import leak_told, way_of
from kit.labs.investigation.strategies import STRATEGIES
from kit.labs.variants import variant
from kit.leaks.catalogue import LEAKS
from tests.labs.investigation.opened import CHILDREN, FALSE_ALARM, LAB, LEAK, SHARED, SPECS, task

BOX = "box-in-transit"


def answers(exercise):
    dice = variant("lin", "7", exercise).dice("strategies")
    return {name: act(task(exercise), dice)["report"] for name, act in STRATEGIES.items()}


@pytest.mark.parametrize("exercise", [LEAK, SHARED, CHILDREN, BOX])
def test_what_the_report_sounds_like_is_guessed(exercise):
    kind = leak_told(task(exercise))
    assert kind == task(exercise).right.name
    for name in ("everyone", "top_talker", "alert_as_it_stands"):
        assert answers(exercise)[name]["what"]["type"] == kind


def test_the_guess_is_read_from_the_first_report_alone():
    class Reported:
        reports = task(SHARED).reports

    assert leak_told(Reported()) == leak_told(task(SHARED))


@pytest.mark.parametrize("kind", LEAKS)
def test_every_leak_has_a_usual_way_out(kind):
    way = way_of(kind)
    assert way["channel"] in CHANNELS
    assert way["control"] in CONTROLS


@pytest.mark.parametrize("exercise", [LEAK, SHARED, BOX, FALSE_ALARM])
def test_no_strategy_passes(exercise):
    for name, report in answers(exercise).items():
        answer = LAB.key(task(exercise)) | {"report": report}
        score = LAB.grade(task(exercise), answer)
        assert score.score < SPECS[exercise].pass_mark, name
