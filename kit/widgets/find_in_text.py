"""The text lab: marks on the personal information in free text."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

from kit.classroom.records import Attempt, Person
from kit.errors import BadInput
from kit.i18n import translate, word
from kit.labs.results import Finding, Score
from kit.labs.text import palette
from kit.labs.text.checking import checked_note
from kit.labs.words import ItemReport
from kit.widgets.assets import BASE_STYLES, LAB_SCRIPTS, script, style
from kit.widgets.attempts import Sitting
from kit.widgets.desk import Message
from kit.widgets.lab import Answer, Lab
from kit.widgets.wording import in_language, percent

MEASURES = ("precision", "recall", "f1")
LANGUAGE = "language"  # kind of the event in which older records name an attempt's language


class FindInText(Lab):
    """The text lab in a notebook; `answer` and `submit` do the same from code."""

    _esm = script(
        *LAB_SCRIPTS,
        "text-offsets",
        "text-marks",
        "text-caret",
        "text-list",
        "text-note",
        "text-palette",
        "text-keys",
        "text-act",
        "text",
        "text-result",
        "text-review",
        "text-start",
    )
    _css = style(*BASE_STYLES, "text")

    LAB: ClassVar[str] = "find_in_text"
    RULES: ClassVar[tuple[str, ...]] = ("PIPL-4", "PIPL-28", "PIPL-73", "CC-1034")
    WORDS: ClassVar[tuple[str, ...]] = ("view", "text_view")
    REACTIONS: ClassVar[dict[str, str]] = Lab.REACTIONS | {"kinds_chart": "_on_kinds_chart"}

    def checked(self, task: Any, item: str, value: Any) -> Answer:
        """Return the marks of a note in order, whether it is done, and its language."""
        note = next((one for one in task.notes if one.key == item), None)
        if note is None:
            raise BadInput("view.unknown_item", item=item[:40])
        if isinstance(value, Mapping) and "locale" in value:
            _require(task.locale, value["locale"])
            value = {name: part for name, part in value.items() if name != "locale"}
        checked_note(task, note, value)
        marks = sorted((dict(mark) for mark in value["marks"]), key=lambda mark: mark["start"])
        return {"locale": task.locale, "marks": marks, "done": value["done"]}

    def complete(self, value: Answer) -> bool:
        """Return whether the person has said that all of the note is marked."""
        return bool(value["done"])

    def task_page(self, task: Any) -> dict[str, Any]:
        """Return the notes, and the kinds and people that marks can name."""
        public = in_language(self.engine.public(task), self.locale)
        lead = self.say("text_lead", count=len(public["notes"]))
        if task.locale != self.locale:
            lead = f"{self.say(f'notes_{task.locale}')} {lead}"
        return {
            "lead": lead,
            "preview": [],
            "lang": task.locale,
            "notes": [_note(note) for note in public["notes"]],
            "kinds": [
                {
                    "code": kind["code"],
                    "title": kind["titles"],
                    "about": kind["about"],
                    "sensitive": kind["sensitive"],
                }
                for kind in public["kinds"]
            ],
            "subjects": [
                {"code": one["code"], "title": one["titles"]} for one in public["subjects"]
            ],
        }

    def finding_page(self, task: Any, finding: Finding, report: ItemReport) -> dict[str, Any]:
        """Return every mark of a note with its verdict, and every one that is missing."""
        titles = _titles(task.palette, self.locale)
        marks = [self._mark(titles, mark) for mark in finding.details["marks"]]
        return {"marks": marks, "counts": dict(Counter(mark["outcome"] for mark in marks))}

    def result_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return the result; what the table of measures shows stands there alone."""
        page = super().result_page(task, score)
        cost = translate("text.figure.cost", self.locale)
        return page | {"figures": [one for one in page["figures"] if one["name"] == cost]}

    def figures_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return precision, recall and F1 by both ways of counting, and by kind."""
        titles, figures = _titles(task.palette, self.locale), score.figures
        return {
            "found": self._found(score),
            "measures": [
                {
                    "name": self.say(f"counted_{way}"),
                    "about": self.say(f"counted_{way}_about"),
                    "values": [_share(figures[way][name]) for name in MEASURES],
                }
                for way in ("strict", "overlap")
            ],
            "by_kind": [
                [
                    titles[kind],
                    *(str(found[name]) for name in ("there", "overlap", "marked")),
                    *(_share(found[name]) for name in MEASURES),
                ]
                for kind, found in figures["by_kind"].items()
                if found["there"] or found["marked"]
            ],
        }

    def _found(self, score: Score) -> list[str]:
        """Return in plain words how many were found and how many marks point at nobody."""
        kinds = score.figures["by_kind"].values()
        there, found = (sum(kind[name] for kind in kinds) for name in ("there", "overlap"))
        marks = Counter(mark["verdict"] for one in score.findings for mark in one.details["marks"])
        lines = [self.say("found_sentence", found=found, wanted=there)]
        for name, verdict in (("found_other", "wrong_kind"), ("found_false", "false")):
            lines += [self.say(name, count=marks[verdict])] if marks[verdict] else []
        return lines

    def _on_kinds_chart(self, _: Message) -> None:
        from kit.widgets.charts import by_kind  # Altair loads slowly: only once it is wanted

        here = self._here()
        if here.score is None:
            return
        titles = _titles(self._task.palette, self.locale)
        rows = [
            (titles[kind], *(found[name] for name in MEASURES))
            for kind, found in here.score.figures["by_kind"].items()
            if found["there"] or found["marked"]
        ]
        self.send({"type": "kinds_chart", **by_kind(rows, self.locale)})

    def _open(self, person: Person, known: list[str]) -> None:
        """Open the attempt; its notes stay in the language in which they were first marked."""
        super()._open(person, known)
        attempt = self._attempt
        begun = self._begun(attempt) if attempt else None
        if attempt and begun and begun != self._task.locale:
            self._task = self.engine.task(self.exercise, person.key, attempt.seed, begun)

    def _begun(self, attempt: Attempt) -> str | None:
        """Return the language of the notes that an attempt's answers are about, if it has any."""
        last = self.store.answer(attempt.id) or {}
        older = [locale for locale, _ in self.store.noted(attempt.id, LANGUAGE)]
        return next((str(one) for one in (last.get("locale"), *older) if one), None)

    def _store_answer(self, here: Sitting, key: str, item: str, value: Any) -> None:
        """Store an answer, unless another window has begun in another language meanwhile."""
        task: Any = here.task
        locale = task.locale

        def guard(last: Answer | None) -> None:
            _require(locale, (last or {}).get("locale", locale))

        if item not in self._items:
            raise BadInput("view.unknown_item", item=item[:40])
        checked = self.checked(here.task, item, value)
        self.store.record(here.attempt.id, key, item, checked, self.clock(), guard=guard)

    def _of(self, message: Message) -> Sitting:
        return self._in_language(super()._of(message))

    def submit(self) -> Score:
        """Grade what is stored, unless it is about notes in another language."""
        self._in_language(self._here())
        return super().submit()

    def _in_language(self, here: Sitting) -> Sitting:
        task: Any = here.task
        locale = task.locale
        _require(locale, self._begun(here.attempt) or locale)
        return here

    def _on_refresh(self, message: Message) -> None:
        """Show what another window has changed, be it the language of the attempt."""
        begun = self._begun(self._attempt) if self._attempt else None
        if begun and begun != self._task.locale:
            self.reload()
        super()._on_refresh(message)

    def _mark(self, titles: Mapping[str, str], mark: Mapping[str, Any]) -> dict[str, Any]:
        names = ("kind", "expected_kind", "subject", "expected_subject")
        unnamed = self.say("nobody_named")
        words = {name: titles.get(mark[name] or "", unnamed) for name in names}
        free = mark["verdict"] in ("close", "false") and not mark["cost"]
        outcome, mistake = "also" if free else mark["verdict"], mark["mistake"]
        why = mark["code"].rpartition(".")[2]
        pieces = why in ("joined", "covered")  # one mark over several pieces: show the pieces
        tag = "covered" if why == "covered" else outcome
        return {
            "start": mark["expected_start"] if pieces else mark["start"],
            "end": mark["expected_end"] if pieces else mark["end"],
            "outcome": outcome,
            "severity": mark["severity"],
            "verdict": self.say(f"mark_{outcome}"),
            "tag": self.say(f"tag_{tag}", **words),
            "lines": [word(mark["code"], mark["values"], self.locale)],
            "mistake": word(f"text.mistake.{mistake}", {}, self.locale) if mistake else None,
            "articles": list(mark["articles"]),
        }


def find_in_text(exercise: str | None = None, locale: str | None = None) -> FindInText:
    """Return the text lab of whoever is learning.

    Args:
        exercise: Exercise id; by default the one that was open last.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
    """
    return FindInText.opened(exercise, locale=locale)


@lru_cache(maxsize=8)
def _titles(name: palette.Palette, locale: str) -> dict[str, str]:
    """Return what the kinds of a palette and the people are called."""
    named = in_language([*palette.shown(name), *palette.subjects_shown()], locale)
    return {one["code"]: one["titles"] for one in named}


def _note(note: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": note["key"],
        "channel_title": note["channel_titles"],
        "written_at": note["written_at"],
        "about": note.get("about"),
        "text": note["text"],
    }


def _require(locale: str, found: Any) -> None:
    """Refuse what is about notes in another language."""
    if found != locale:
        raise BadInput("view.changed_elsewhere")


def _share(value: float | None) -> str:
    return "–" if value is None else f"{percent(value)} %"
