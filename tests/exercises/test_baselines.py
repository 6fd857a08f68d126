"""Every exercise tells skill from tricks: strategies fail, mistakes cost what they touch."""

import difflib
from functools import lru_cache
from itertools import combinations
from statistics import mean

import pytest

from kit.exercises import LABS, grade, lab_of, load_all
from kit.exercises.baselines import measure, measured, tasks
from kit.labs.investigation.guessing import MARGIN
from kit.labs.practice import mixed

SPECS = {spec.id: spec for spec in load_all()}
VARIANTS, COMPANIES = 12, 2
STAGED = {"investigation": 8, "triage": 6}  # variants of labs whose tasks stage leaks
WIDEST_SPREAD = 8
NOISE = {"triage": 1}  # points by which so few variants may miss it
MARGINS = {"investigation": MARGIN}  # points that the best guess stays below the mark
TEXTS = "find_in_text"
# One exercise after the other, so that its tasks are made once and need not be kept.
every_exercise = pytest.mark.parametrize("exercise", SPECS, scope="module")


@lru_cache(maxsize=1)
def all_made(exercise):
    spec = SPECS[exercise]
    return list(tasks(spec, STAGED.get(spec.lab, VARIANTS), COMPANIES))


def made(exercise):
    return all_made(exercise)[:6]


@lru_cache(maxsize=1)
def baselines(exercise):
    return measured(SPECS[exercise], all_made(exercise))


@every_exercise
def test_the_key_is_always_full(exercise):
    (row,) = baselines(exercise).of("key")
    assert set(row.scores) == {100.0}


@every_exercise
def test_no_simple_strategy_passes(exercise):
    mark = SPECS[exercise].pass_mark
    best = {row.name: max(row.scores) for row in baselines(exercise).of("strategy")}
    assert "random" in best
    assert len(best) >= 3
    assert all(score < mark for score in best.values()), best
    margin = MARGINS.get(SPECS[exercise].lab, 0)
    assert all(score <= mark - margin for score in best.values()), best


@every_exercise
def test_the_score_rises_with_skill(exercise):
    means = [mean(row.scores) for row in baselines(exercise).of("skill")]
    (random,) = (row for row in baselines(exercise).of("strategy") if row.name == "random")
    assert [mean(random.scores), *means] == sorted({mean(random.scores), *means})
    assert means[0] < SPECS[exercise].pass_mark
    assert means[-1] > means[0] + 10


@every_exercise
def test_variants_are_alike_in_difficulty(exercise):
    noise = NOISE.get(SPECS[exercise].lab, 0)
    assert baselines(exercise).spread <= WIDEST_SPREAD + noise


@every_exercise
def test_the_score_rises_with_every_misconception_given_up(exercise):
    everything, *means = [mean(row.scores) for row in baselines(exercise).of("learner")]
    assert means == sorted(set(means))
    assert means[-1] > SPECS[exercise].pass_mark > max(means[0], everything)
    assert baselines(exercise).sound


@every_exercise
def test_nobody_passes_who_holds_what_the_exercise_is_there_to_cure(exercise):
    spec = SPECS[exercise]
    assert spec.must_fail or spec.guided
    lab = lab_of(spec)
    for name in spec.must_fail:
        for task in made(exercise):
            touched = lab.MISTAKES[name](task)
            assert touched, name
            score = grade(spec, task, mixed(task, lab.key(task), touched))
            assert not score.passed, name
            for locale in ("zh", "en"):
                assert lab.render(score, locale).headline
        (row,) = (one for one in baselines(exercise).of("mistake") if one.name == name)
        assert row.passes(spec.pass_mark) == 0, name


@pytest.mark.parametrize(
    "exercise", [one for one, spec in SPECS.items() if spec.lab == TEXTS], scope="module"
)
def test_english_texts_measure_too(exercise):
    found = measure(SPECS[exercise], VARIANTS, COMPANIES, "en")
    assert found.sound
    assert found.spread <= WIDEST_SPREAD


@every_exercise
def test_a_usual_mistake_loses_exactly_what_it_touches_and_is_named(exercise):
    lab, touching = lab_of(SPECS[exercise]), set()
    for task in made(exercise):
        key = lab.key(task)
        for name, wrong in lab.MISTAKES.items():
            touched = wrong(task)
            score = lab.grade(task, mixed(task, key, touched))
            lost = {one.item for one in score.findings if one.severity != "ok"}
            assert lost == set(touched), name
            for one in score.findings:
                if one.item in touched:
                    noted = [note.code for note in one.notes]
                    named = [code for code in noted if ".mistake." in code]
                    assert named, (name, one.item, noted)
            if touched:
                touching.add(name)
                assert score.score < 100, name
    assert len(touching) >= 2, touching


@every_exercise
def test_a_mistake_that_no_other_explains_is_called_by_its_name(exercise):
    """Two misconceptions may lead to the same wrong answer; then the first listed is named."""
    lab = lab_of(SPECS[exercise])
    for task in made(exercise):
        key, earlier = lab.key(task), []
        for name, wrong in lab.MISTAKES.items():
            touched = wrong(task)
            findings = lab.grade(task, mixed(task, key, touched)).findings
            for one in findings:
                shared = any(other.get(one.item) == touched.get(one.item) for other in earlier)
                if one.item in touched and not shared:
                    assert one.details["mistake"] == name, one.item
            earlier.append(touched)


MISCONCEPTIONS = {
    "names_decide",
    "all_sensitive",
    "only_numbers",
    "children_overlooked",
    "third_parties_overlooked",
    "masked_is_anonymous",
}


def test_the_misconceptions_of_the_field_cost_something_in_the_field_school():
    left = set(MISCONCEPTIONS)
    for spec in SPECS.values():
        for name in sorted(left) if spec.lab == "classify_fields" else ():
            if LABS[spec.lab].MISTAKES[name](next(tasks(spec, VARIANTS, COMPANIES))):
                left.discard(name)
    assert not left


def test_no_exercise_is_another_with_the_names_changed():
    for one, other in combinations(SPECS.values(), 2):
        for text in ("zh", "en"):
            pair = one.intro.both()[text], other.intro.both()[text]
            assert difflib.SequenceMatcher(None, *pair, autojunk=False).ratio() < 0.6, (
                one.id,
                other.id,
            )
        assert one.titles != other.titles
        if one.lab == other.lab:
            same = one.profile == other.profile and one.blueprint == other.blueprint
            assert not (same and one.deal == other.deal), (one.id, other.id)


def test_the_course_is_whole():
    specs = list(SPECS.values())
    assert len([spec for spec in specs if not spec.guided]) >= 24
    for lab in {spec.lab for spec in specs}:
        of_lab = [spec for spec in specs if spec.lab == lab]
        assert {spec.profile for spec in of_lab} == {"leasing", "sanitary_ware", "swim_school"}
        assert {spec.difficulty for spec in of_lab} == {"foundation", "practitioner", "expert"}
        assert any(spec.guided for spec in of_lab)
    for spec in specs:
        notes = spec.instructor
        assert min(map(len, (notes.talking_points, notes.usual_mistakes, notes.debrief))) >= 2
        assert len(spec.hints) >= 2
