"""Whoever holds what an exercise is there to cure does not pass; a slip is not a misconception."""

import pytest

from kit.errors import BadInput
from kit.exercises import grade, lab_of, load, load_file, open_task
from kit.i18n import explain
from kit.labs.practice import mixed
from kit.resources import exercises_dir

SPEC = load("leasing-data-room")
LAB = lab_of(SPEC)
MISTAKE = "third_parties_overlooked"


@pytest.fixture
def task():
    return open_task(SPEC, "lin", 7)


@pytest.fixture
def cured():
    return SPEC.model_copy(update={"must_fail": (MISTAKE,)})


def test_a_mistake_shown_on_all_its_items_keeps_a_good_score_below_the_mark(task, cured):
    wrong = LAB.MISTAKES[MISTAKE](task)
    assert len(wrong) >= 2
    answer = mixed(task, LAB.key(task), wrong)
    free = grade(SPEC.model_copy(update={"must_fail": ()}), task, answer)
    held = grade(cured, task, answer)
    assert free.score >= cured.pass_mark > held.score == cured.pass_mark - 1
    assert not held.passed
    assert held.figures["before_cap"] == free.score
    for locale in ("zh", "en"):
        report = LAB.render(held, locale)
        assert f"{free.score:g}" in report.headline
        assert len(report.summary) >= 1


def test_one_slip_is_not_a_misconception(task, cured):
    item, value = next(iter(LAB.MISTAKES[MISTAKE](task).items()))
    score = grade(cured, task, mixed(task, LAB.key(task), {item: value}))
    assert score.score > cured.pass_mark
    assert "before_cap" not in score.figures


def test_a_low_score_is_not_raised(task, cured):
    score = grade(cured, task, task.template())
    assert score.score == 0


def test_an_unknown_mistake_is_named_with_those_there_are(tmp_path):
    shipped = exercises_dir() / "classification" / SPEC.id / "exercise.toml"
    path = tmp_path / SPEC.id / "exercise.toml"
    path.parent.mkdir()
    lines = [
        line for line in shipped.read_text("utf-8").splitlines() if not line.startswith("must_fail")
    ]
    place = next(n for n, line in enumerate(lines) if line.startswith("pass_mark"))
    lines.insert(place, 'must_fail = ["third_parties_overlooked", "bad_luck"]')
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_file(path)
    for named in ("must_fail[1]", "bad_luck", "children_overlooked"):
        assert named in explain(caught.value, "en")
