"""Another lab of the same shell, with many items: marks in notes instead of classes of fields."""

from typing import Any

from fixture import both

from kit.errors import BadInput
from kit.labs.results import Finding, Message, Score
from kit.labs.words import ItemReport, Report
from kit.widgets.assets import BASE_STYLES, LAB_SCRIPTS, script, style
from kit.widgets.engine import Engine
from kit.widgets.lab import Lab

NOTES = 2000
KEYS = tuple(f"n{number:04}" for number in range(NOTES))
HINTS = (("先找名字", "Look for names first"), ("再找号码", "Then for numbers"))
# All that a view of its own has to bring; the frame does the rest.
VIEW = """
const nothing = { spans: [], done: false };
const answerOfNote = (ctx, key) => itemAnswer(ctx, key) ?? nothing;

function notesWork(ctx) {
  const { notes } = ctx.page.task;
  const side = h("div", {});
  const checks = {};
  const rows = notes.map(({ key, text }) => {
    const mark = (count) => () =>
      saveItem(ctx, key, { spans: count ? [[0, 2, "name"]] : [], done: true });
    const state = h("small", {});
    const row = h("li", { "data-item": key }, h("p", {}, text),
      button("name", mark(1)), " ", button("none", mark(0)), " ", state);
    return { key, row, state };
  });
  const show = (key) => {
    checks[key] ??= checkPart(ctx, key);
    replace(side, card(h("h3", {}, key), checks[key].element));
    side.dataset.key = key;
    checks[key].update(answerOfNote(ctx, key).done);
  };
  const find = (key) => rows.find((one) => one.key === key).row;
  const main = h("ul", { class: "kd-card kd-list kd-plain" }, rows.map((one) => one.row));
  main.addEventListener("focusin", (event) => {
    show(event.target.closest("[data-item]").dataset.item);
  });
  show(notes[0].key);
  return workFrame(ctx, {
    main,
    side,
    legend: [],
    items: notes.map(({ key }) => ({ key, name: key })),
    answerOf: (key) => answerOfNote(ctx, key),
    isDone: (value) => value.done,
    goTo: (key) => find(key).querySelector("button").focus(),
    update: () => {
      rows.forEach(({ key, state }) => replace(state, itemState(ctx, key)));
      checks[side.dataset.key].update(answerOfNote(ctx, side.dataset.key).done);
    },
    start: rows[0].row.querySelector("button"),
  });
}

function notesReview(ctx) {
  return reviewFrame(ctx, {
    columns: ["Note", "Marked"],
    row: (finding) => [finding.item, finding.verdict],
    explain: (finding) => card(h("h3", {}, finding.item), whyPanel(ctx, finding)),
  });
}

export default {
  render({ model, el }) {
    return startLab(el, model, { work: notesWork, review: notesReview });
  },
};
"""
RIGHT = {"spans": [[0, 2, "name"]], "done": True}


class NotesTask:
    exercise = "service-notes"
    lab = "notes"
    token = "0123456789abcdef"
    items = "notes"
    sheets = ()
    pass_mark = 70

    def __init__(self, count: int = NOTES, guided: bool = True) -> None:
        self.keys = KEYS[:count]
        self.guided = guided

    def template(self) -> dict[str, Any]:
        empty = {key: {"spans": [], "done": False} for key in self.keys}
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
            "guided": self.guided,
            "minutes": 20,
            "hints": {"count": len(HINTS), "cost": 3},
            "law": [],
            "pass_mark": 70,
            "variant": self.token,
            "notes": [{"key": key, "text": f"林晓来电，{key}。"} for key in self.keys],
        }


class NotesEngine(Engine):
    def catalogue(self, lab: str) -> list[dict[str, Any]]:
        public = NotesTask(self.count, self.guided).public()
        shown = ("titles", "profile_titles", "difficulty", "guided", "minutes")
        return [{"id": "service-notes", **{name: public[name] for name in shown}}]

    def __init__(self, count: int = NOTES, guided: bool = True) -> None:
        self.count, self.guided = count, guided

    def hints(self, exercise: str) -> list[dict[str, str]]:
        return [both(hint) for hint in HINTS]

    def task(self, exercise: str, trainee: str, seed: int, locale: str = "zh") -> NotesTask:
        return NotesTask(self.count, self.guided)

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
    _esm = script(*LAB_SCRIPTS) + VIEW
    _css = style(*BASE_STYLES)
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
