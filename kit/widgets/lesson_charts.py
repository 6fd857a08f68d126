"""Charts that lessons show: what a company holds, and how far a simple strategy gets.

Each is drawn from the variant of an exercise that belongs to nobody, so it gives no answer away.
"""

from collections import Counter
from typing import Any

from kit import exercises
from kit.customers.profile import load_profile
from kit.errors import BadInput
from kit.labs.protocols import Lab, Task
from kit.labs.results import Score
from kit.labs.variants import Dice
from kit.widgets import charts
from kit.widgets.charts import Chart
from kit.widgets.desk import lesson_locale
from kit.widgets.wording import in_language
from kit.widgets.worked import WHO


def sensitive_fields(profile: str, locale: str | None = None) -> Chart:
    """Return how many fields of each table of a company are sensitive.

    Args:
        profile: Name of the company's profile.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
    """
    company = load_profile(profile)
    return Chart(charts.sensitive_share(company.labels(), company, locale or lesson_locale()))


def judged_by(strategy: str, exercise: str, locale: str | None = None) -> Chart:
    """Return what a simple strategy takes each class for, as a heat map.

    Args:
        strategy: Name of a strategy of the exercise's lab, e.g. ``"old_labels"``.
        exercise: Exercise id.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
    """
    shown = locale or lesson_locale()
    lab, _, score = _tried(strategy, exercise, shown)
    return Chart(charts.confusion(lab.render(score, shown).table, shown))


def found_by(strategy: str, exercise: str, locale: str | None = None) -> Chart:
    """Return what a simple strategy finds in texts, by kind of information.

    Args:
        strategy: Name of a strategy of the exercise's lab, e.g. ``"keyword_scanner"``.
        exercise: Exercise id.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
    """
    shown = locale or lesson_locale()
    _, task, score = _tried(strategy, exercise, shown)
    titles = {one["code"]: one["titles"] for one in in_language(task.public()["kinds"], shown)}
    rows = [
        (titles[kind], one["precision"], one["recall"], one["f1"])
        for kind, one in score.figures["by_kind"].items()
        if one["there"]
    ]
    return Chart(charts.by_kind(rows, shown))


def groups_left_by(strategy: str, exercise: str, locale: str | None = None) -> Chart:
    """Return how many people look alike after a simple way to release a table.

    Args:
        strategy: Name of a strategy of the lab, e.g. ``"drop_names_only"``.
        exercise: Exercise id.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
    """
    spec = exercises.load(exercise)
    task: Any = exercises.open_task(spec, WHO, WHO, locale or lesson_locale())
    answer = _answer(exercises.lab_of(spec), task, strategy)
    levels = {key: value["level"] for key, value in answer[task.items].items()}
    sizes = Counter(int(size) for size in task.groups(levels).sizes)
    return Chart(charts.group_sizes(sizes, task.k, locale or lesson_locale()))


def _tried(strategy: str, exercise: str, locale: str) -> tuple[Lab[Any, Any], Task, Score]:
    spec = exercises.load(exercise)
    task, lab = exercises.open_task(spec, WHO, WHO, locale), exercises.lab_of(spec)
    return lab, task, lab.grade(task, _answer(lab, task, strategy))


def _answer(lab: Lab[Any, Any], task: Task, strategy: str) -> dict[str, Any]:
    if strategy not in lab.STRATEGIES:
        known = ", ".join(lab.STRATEGIES)
        raise BadInput("worked.unknown_strategy", found=strategy[:60], known=known)
    return lab.STRATEGIES[strategy](task, Dice(0))
