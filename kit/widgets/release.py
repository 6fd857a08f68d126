"""The release lab: how much each column shows, with the groups it leaves counted as one works."""

from collections.abc import Mapping
from typing import Any, ClassVar

from kit.errors import BadInput
from kit.labs.release.grading import BINS, people_by_size
from kit.labs.release.levels import OUT
from kit.labs.release.render import bin_title
from kit.labs.release.table import Groups
from kit.labs.release.task import Ask, Task
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport
from kit.widgets.assets import BASE_STYLES, LAB_SCRIPTS, script, style
from kit.widgets.desk import Message
from kit.widgets.lab import Answer, Lab
from kit.widgets.wording import grouped, in_language, percent

SMALL_BINS = ("one", "below")
LEAST_TWO = 2


class ReleaseLab(Lab):
    """The release lab in a notebook; `answer` and `submit` do the same from code."""

    _esm = script(
        *LAB_SCRIPTS,
        "release-live",
        "release-row",
        "release",
        "release-review",
        "release-start",
    )
    _css = style(*BASE_STYLES, "release")

    LAB: ClassVar[str] = "release_columns"
    RULES: ClassVar[tuple[str, ...]] = ("PIPL-4", "PIPL-6", "PIPL-73", "GBT42460-D")
    WORDS: ClassVar[tuple[str, ...]] = ("view", "release_view")

    def checked(self, task: Any, item: str, value: Any) -> Answer:
        """Return a level that the column has."""
        column = next((one for one in task.columns if one.key == item), None)
        if column is None:
            raise BadInput("view.unknown_item", item=item[:40])
        if not isinstance(value, Mapping) or set(value) != {"level"}:
            raise BadInput("view.bad_answer", item=item)
        if value["level"] not in [None, *column.levels]:
            raise BadInput("view.bad_answer", item=item)
        return dict(value)

    def complete(self, value: Answer) -> bool:
        """Return whether a level is chosen."""
        return value["level"] is not None

    def task_page(self, task: Any) -> dict[str, Any]:
        """Return purpose, least group size, and each column with its levels and samples."""
        public = in_language(self.engine.public(task), self.locale)
        people = grouped(public["people"])
        diverse = task.diverse >= LEAST_TWO
        return {
            "lead": self.say("release_lead", count=len(public["columns"]), people=people),
            "purpose": public["purpose"],
            "k": task.k,
            "bar": self.say("bar_diverse" if diverse else "bar", k=task.k, diverse=task.diverse),
            "columns": [self._column(one) for one in public["columns"]],
            "preview": [{**sheet, "title": sheet["table_titles"]} for sheet in public["preview"]],
        }

    def _column(self, column: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "key": column["key"],
            "name": column["titles"],
            "sensitive": self.say("sensitive_mark") if column["sensitive"] else None,
            "levels": [
                {
                    "code": level["code"],
                    "title": level["titles"],
                    "samples": level["samples"],
                    "count": self.say("values", count=grouped(level["values"]))
                    if level["code"] != OUT
                    else self.say("nothing_shown"),
                }
                for level in column["levels"]
            ],
        }

    # The groups as they stand

    def _live(self) -> dict[str, Any]:
        live = super()._live()
        return live | {"groups": self._groups(live["answers"]) if self._attempt else None}

    def _tell(self, message: Message, item: str | None = None, checked: Any = None) -> None:
        """Tell the page what is stored, then the groups that it leaves."""
        super()._tell(message, item, checked)
        if item is not None:
            self.live["groups"] = self._groups(self.live["answers"])
            self.send({"type": "groups", "groups": self.live["groups"]})

    def _groups(self, answers: Mapping[str, Answer]) -> dict[str, Any]:
        """Return the groups that the stored choices leave; undecided columns count as out."""
        task: Task = self._task
        levels = {one.key: (answers.get(one.key) or {}).get("level") or OUT for one in task.columns}
        found = task.groups(levels)
        needs = [self._need(task, one, answers) for one in task.asks]
        values = {"smallest": grouped(found.smallest), "below": grouped(found.people_below_k)}
        enough = found.smallest >= task.k
        told = "live_enough" if enough else "live_small"
        return {
            "enough": enough,
            "smallest": values["smallest"],
            "below": values["below"],
            "people": grouped(found.people),
            "count": grouped(found.groups),
            "bars": self._bars(found),
            "needs": needs,
            "peek": self._peek(task, levels, found),
            "alike": self._alike(task, levels, found),
            "identifiers": self._identifiers(task, levels),
            "sentence": self.say(told, **values, k=task.k),
        }

    def _bars(self, found: Groups) -> list[dict[str, Any]]:
        counts = people_by_size(found)
        return [
            {
                "title": bin_title(name, found.k, self.locale),
                "people": grouped(counts[name]),
                "share": round(100 * counts[name] / found.people, 2),
                "small": name in SMALL_BINS,
            }
            for name in BINS
            if name != "below" or found.k > LEAST_TWO
        ]

    def _need(self, task: Task, ask: Ask, answers: Mapping[str, Answer]) -> dict[str, Any]:
        """Return whether a part of the purpose is served, without saying which column does it."""
        column = task.column(ask.column)
        level = (answers.get(column.key) or {}).get("level")
        if level == OUT and column.optional:
            state = "no_room"
        elif level is None or column.finer(column.useful[-1], level):
            state = "unmet"
        else:
            state = "first" if ask.first else "served"
        return {"text": ask.words[self.locale], "state": state, "word": self.say(f"need_{state}")}

    def _peek(self, task: Task, levels: Mapping[str, str], found: Groups) -> list[dict[str, Any]]:
        """Return a row of a smallest group as it would be released."""
        return [
            {
                "name": one.titles[self.locale],
                "value": task.table.text(one.key, levels[one.key], found.example),
            }
            for one in task.columns
            if levels[one.key] != OUT and not one.sensitive
        ]

    def _alike(self, task: Task, levels: Mapping[str, str], found: Groups) -> dict[str, Any] | None:
        """Return how alike the sensitive values are; None while they are not shown."""
        column = task.sensitive
        if levels[column.key] == OUT:
            return None
        few = found.least_diverse < task.diverse
        text = self.say(
            "alike",
            column=column.titles[self.locale],
            count=grouped(found.homogeneous),
            least=found.least_diverse,
        )
        return {"text": text, "severity": "warn" if few else "ok" if task.diverse > 1 else "note"}

    def _identifiers(self, task: Task, levels: Mapping[str, str]) -> str | None:
        """Return a remark where columns on show have hardly two people with the same value."""
        alone = [
            one.titles[self.locale]
            for one in task.columns
            if levels[one.key] != OUT
            and not one.sensitive
            and 2 * len(task.table.columns[one.key][levels[one.key]].labels) > task.table.people
        ]
        joined = {"zh": "、", "en": ", "}[self.locale].join(alone)
        return self.say("nearly_unique", columns=joined) if alone else None

    # The result

    def finding_page(self, task: Any, finding: Finding, report: ItemReport) -> dict[str, Any]:
        """Return the column with the level that was chosen and the one it should have."""
        column = task.column(finding.item)
        chosen, target = finding.details["chosen"], finding.details["target"]
        return {
            "where": "",
            "chosen": column.level_titles(chosen)[self.locale] if chosen else "—",
            "expected": column.level_titles(target)[self.locale],
            "judgement": finding.verdict == "acceptable",
        }

    def figures_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return how many people stand in groups of which size."""
        figures = score.figures
        below = percent(figures["share_below_k"])
        return {
            "sizes": {
                "k": figures["k"],
                "rows": [
                    {
                        "title": bin_title(name, figures["k"], self.locale),
                        "people": grouped(figures["sizes"][name]),
                        "share": round(100 * figures["sizes"][name] / figures["people"], 2),
                        "small": name in SMALL_BINS,
                    }
                    for name in BINS
                    if name != "below" or figures["k"] > LEAST_TWO
                ],
                "sentence": self.say(
                    "sizes_sentence" if figures["people_below_k"] else "sizes_none",
                    people=grouped(figures["people"]),
                    count=grouped(figures["people_below_k"]),
                    percent=below,
                    k=figures["k"],
                ),
            }
        }


def release(exercise: str | None = None, locale: str | None = None) -> ReleaseLab:
    """Return the release lab of whoever is learning.

    Args:
        exercise: Exercise id; by default the one that was open last.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
    """
    return ReleaseLab.opened(exercise, locale=locale)
