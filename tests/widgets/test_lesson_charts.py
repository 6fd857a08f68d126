"""Charts in lessons: drawn from real variants, saying what the graders say."""

import pytest

from kit import exercises
from kit.errors import BadInput
from kit.i18n import LOCALES
from kit.labs.variants import Dice
from kit.widgets.lesson_charts import found_by, groups_left_by, judged_by, sensitive_fields
from kit.widgets.worked import WHO


def first(lab):
    return next(spec.id for spec in exercises.load_all() if spec.lab == lab)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_company_shows_where_its_sensitive_fields_are(locale):
    assert sensitive_fields("leasing", locale).drawn["svg"].startswith("<svg")


@pytest.mark.parametrize("locale", LOCALES)
def test_old_labels_are_compared_with_the_law(locale):
    exercise = first("classify_fields")
    drawn = judged_by("old_labels", exercise, locale).drawn
    spec = exercises.load(exercise)
    task, lab = exercises.open_task(spec, WHO, WHO, locale), exercises.lab_of(spec)
    score = lab.grade(task, lab.STRATEGIES["old_labels"](task, Dice(0)))
    right = sum(one.verdict in ("right", "acceptable") for one in score.findings)
    assert drawn["sentence"].startswith(f"{len(score.findings)} 项判对了") or (
        f" of {len(score.findings)} judged right" in drawn["sentence"]
    )
    assert right < len(score.findings)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_scanner_misses_what_has_no_number(locale):
    drawn = found_by("keyword_scanner", first("find_in_text"), locale).drawn
    assert "%" in drawn["alt"]
    assert drawn["svg"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_table_without_names_still_picks_people_out(locale):
    drawn = groups_left_by("drop_names_only", first("release_columns"), locale).drawn
    assert " 1 " in drawn["sentence"] or ": 1." in drawn["sentence"]


def test_a_strategy_that_a_lab_does_not_have_is_named():
    with pytest.raises(BadInput, match="unknown_strategy"):
        judged_by("no_such", first("classify_fields"), "zh")
