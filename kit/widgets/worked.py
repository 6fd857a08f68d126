"""A worked example: one real item, a usual wrong answer and why it is wrong, then the right one.

Everything in it is made by the lab: the item, the mistake, the verdicts and the articles. So an
example works for every lab that names its mistakes, and never says what the grader would not.
"""

from typing import Any, ClassVar

from kit import exercises
from kit.errors import BadInput
from kit.labs.practice import mixed
from kit.labs.protocols import Lab, Task
from kit.labs.results import Finding
from kit.widgets.assets import BASE_SCRIPTS, BASE_STYLES, script, style
from kit.widgets.desk import Desk
from kit.widgets.result import finding_base
from kit.widgets.rules import rule_entries
from kit.widgets.wording import in_language
from kit.widgets.worked_items import answer_lines, facts

WHO = "worked example"  # the variant is everybody's, and nobody's exercise


class Worked(Desk):
    """A worked example in a notebook; nothing in it can be answered.

    Args:
        exercise: Exercise id.
        mistake: Name of a usual mistake of its lab; by default the first one that shows.
        item: Key of an item; by default the first one that the mistake touches.
        **others: As for `Desk`.
    """

    _esm = script(*BASE_SCRIPTS, "rulebook", "why", "worked", "worked-start")
    _css = style(*BASE_STYLES, "worked")

    WORDS: ClassVar[tuple[str, ...]] = ("view", "worked")

    def __init__(
        self, exercise: str, mistake: str | None = None, item: str | None = None, **others: Any
    ) -> None:
        self.exercise, self._wanted, self._item = exercise, mistake, item
        super().__init__(**others)

    def __repr__(self) -> str:
        return f"<worked example {self.exercise}: {self.mistake}, {self.item}>"

    def reload(self) -> None:
        """Make the example again, in the language now shown."""
        spec = exercises.load(self.exercise)
        task, lab = exercises.open_task(spec, WHO, WHO, self.locale), exercises.lab_of(spec)
        self.mistake, wrong = _chosen(lab, task, self._wanted, self._item)
        self.item = self._item or next(iter(wrong))
        key = lab.key(task)
        known, right = self._side(lab, task, key[task.items][self.item])
        self.page = {
            "person": None,
            "title": in_language(task.public()["titles"], self.locale),
            "facts": facts(task, known, self.locale),
            "wrong": self._side(lab, task, wrong[self.item])[1],
            "right": right,
            "rules": [],
        }

    def _side(self, lab: Lab[Any, Any], task: Task, value: Any) -> tuple[Finding, dict[str, Any]]:
        """Return what the grader says of an answer, all else being right; then both in words."""
        score = lab.grade(task, mixed(task, lab.key(task), {self.item: value}))
        report = lab.render(score, self.locale)
        pairs = zip(score.findings, report.items, strict=True)
        finding, words = next(pair for pair in pairs if pair[0].item == self.item)
        rules = {"rules": rule_entries(finding.articles, self.locale)}
        return finding, {
            "answer": answer_lines(task, self.item, value, self.locale),
            "finding": finding_base(finding, words, self.locale) | rules,
        }


def worked(
    exercise: str, mistake: str | None = None, item: str | None = None, locale: str | None = None
) -> Worked:
    """Return a worked example from the common variant of an exercise.

    Args:
        exercise: Exercise id.
        mistake: Name of a usual mistake of its lab; by default the first one that shows.
        item: Key of an item; by default the first one that the mistake touches.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
    """
    return Worked.opened(exercise, mistake, item, locale=locale)


def _chosen(
    lab: Lab[Any, Any], task: Task, mistake: str | None, item: str | None
) -> tuple[str, dict[str, Any]]:
    """Return the mistake to show with its wrong answers by item; only what has a right answer.

    Raises:
        BadInput: If the mistake is unknown, or touches nothing, or not this item.
    """
    if mistake and mistake not in lab.MISTAKES:
        known = ", ".join(lab.MISTAKES)
        raise BadInput("worked.unknown_mistake", found=mistake[:60], known=known)
    right, empty = (whole[task.items] for whole in (lab.key(task), task.template()))
    for name, mistaken in lab.MISTAKES.items():
        touched = {} if mistake not in (None, name) else mistaken(task)
        wrong = {key: value for key, value in touched.items() if right[key] != empty[key]}
        if wrong and (item is None or item in wrong):
            return name, wrong
    raise BadInput("worked.nothing_to_show", exercise=task.exercise, mistake=mistake or "–")
