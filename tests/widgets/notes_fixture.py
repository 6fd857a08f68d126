"""Another lab of the same shell, with many items: marks in notes instead of classes of fields."""

from typing import Any

from fixture import both

from kit.errors import BadInput
from kit.labs.results import Finding, Message, Score
from kit.labs.words import ItemReport, Report
from kit.widgets.engine import Engine
from kit.widgets.lab import Lab

NOTES = 2000
KEYS = tuple(f"n{number:04}" for number in range(NOTES))
RIGHT = {"spans": [[0, 2, "name"]], "done": True}


class NotesTask:
    exercise = "service-notes"
    lab = "notes"
    token = "0123456789abcdef"
    items = "notes"
    sheets = ()
    pass_mark = 70

    def template(self) -> dict[str, Any]:
        empty = {key: {"spans": [], "done": False} for key in KEYS}
        return {"exercise": self.exercise, "variant": self.token, "notes": empty}

    def public(self) -> dict[str, Any]:
        return {
            "exercise": self.exercise,
            "lab": self.lab,
            "titles": both(("在记录里找人", "Find people in the notes")),
            "intro": both(("交接前先看备注。", "Look at the notes first.")),
            "objectives": [both(("找全", "Find all"))],
            "profile": "leasing",
            "profile_titles": both(("租赁公司", "Leasing company")),
            "deal_form": "",
            "difficulty": "expert",
            "guided": True,
            "minutes": 20,
            "hints": {"count": 0, "cost": 2},
            "law": [],
            "pass_mark": 70,
            "variant": self.token,
            "notes": [{"key": key, "text": f"林晓来电，{key}。"} for key in KEYS],
        }


class NotesEngine(Engine):
    def catalogue(self, lab: str) -> list[dict[str, Any]]:
        public = NotesTask().public()
        shown = ("titles", "profile_titles", "difficulty", "guided", "minutes")
        return [{"id": "service-notes", **{name: public[name] for name in shown}}]

    def hints(self, exercise: str) -> list[dict[str, str]]:
        return []

    def task(self, exercise: str, trainee: str, seed: int, locale: str = "zh") -> NotesTask:
        return NotesTask()

    def grade(self, task: NotesTask, answer: Any) -> Score:
        findings = tuple(
            Finding(
                key,
                "right" if value == RIGHT else "missing",
                "ok" if value == RIGHT else "danger",
                "x.found",
                {},
                ("PIPL-28",),
            )
            for key, value in answer["notes"].items()
        )
        right = sum(one.severity == "ok" for one in findings)
        score = round(100 * right / len(findings), 1)
        return Score(task.exercise, "notes", score, 70, {}, findings, (Message("x.end"),))

    def report(self, score: Score, locale: str) -> Report:
        items = tuple(
            ItemReport(one.item, one.item, one.verdict, one.severity, (), ())
            for one in score.findings
        )
        return Report("完成", (), (), ((),), items)


class NotesLab(Lab):
    _esm = "export default { render() {} };"
    LAB = "notes"

    def checked(self, task: Any, item: str, value: Any) -> dict[str, Any]:
        if set(value) != {"spans", "done"}:
            raise BadInput("view.bad_answer", item=item)
        return dict(value)

    def complete(self, value: dict[str, Any]) -> bool:
        return bool(value["done"])

    def task_page(self, task: Any) -> dict[str, Any]:
        return {"lead": "", "preview": [], "notes": task.public()["notes"]}

    def finding_page(self, task: Any, finding: Finding, report: ItemReport) -> dict[str, Any]:
        return {"where": finding.item}
