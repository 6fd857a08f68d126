"""The questions at the end of a lesson: what people write is stored as they write it.

The questions stand in the catalogue ``reflection`` under ``ask.<lesson>.<question>``; a new lesson
adds its own there. Nothing is graded, and only the person can take the words out again.
"""

import secrets
from collections.abc import Mapping
from typing import Any, ClassVar

import traitlets

from kit.classroom.records import Person
from kit.classroom.reflections import VALUE_LENGTH
from kit.errors import BadInput
from kit.i18n import catalogue
from kit.widgets.assets import BASE_SCRIPTS, BASE_STYLES, script, style
from kit.widgets.desk import Desk, Message
from kit.widgets.wording import clock_time


class Reflection(Desk):
    """Two or three questions with room to write; `write` does the same from code.

    Args:
        lesson: Name of the lesson, e.g. ``"01-classify-fields"``.
        **others: As for `Desk`.
    """

    _esm = script(*BASE_SCRIPTS, "reflection", "reflection-start")
    _css = style(*BASE_STYLES, "reflection")

    live = traitlets.Dict().tag(sync=True)

    WORDS: ClassVar[tuple[str, ...]] = ("view", "reflection")
    REACTIONS: ClassVar[dict[str, str]] = Desk.REACTIONS | {"save": "_on_save"}
    NEEDS: ClassVar[dict[str, tuple[str, ...]]] = Desk.NEEDS | {
        "save": ("key", "person", "item", "text")
    }

    def __init__(self, lesson: str, **others: Any) -> None:
        self.lesson = lesson
        super().__init__(**others)

    def __repr__(self) -> str:
        written = sum(bool(one["text"].strip()) for one in self.live.values())
        return f"<reflection {self.lesson}: {written} of {len(self.page['questions'])} written>"

    def write(self, texts: Mapping[str, str]) -> None:
        """Store words by question, for whoever is learning."""
        person = self.person
        if person is None:
            raise BadInput("view.nobody")
        for question, text in texts.items():
            self._store(person.id, question, text, secrets.token_hex(12))
        self.reload()

    def reload(self) -> None:
        """Read everything shown from the store again."""
        asked = questions(self.lesson, self.locale)
        person = self.person
        self.live = self._written(person)
        self.page = self.people_page() | {
            "lesson": self.lesson,
            "limit": VALUE_LENGTH,
            "questions": [{"id": name, "text": text} for name, text in asked.items()],
        }

    def _written(self, person: Person | None) -> dict[str, dict[str, Any]]:
        found = self.store.reflections(person.id, self.lesson) if person else {}
        return {
            name: {"text": one.text, "saved": clock_time(one.at)} for name, one in found.items()
        }

    def _store(self, person_id: int, question: str, text: str, key: str) -> None:
        if question not in questions(self.lesson, self.locale):
            raise BadInput("view.unknown_item", item=question[:40])
        self.store.reflect(person_id, self.lesson, question, text, key, self.clock())

    def _on_save(self, message: Message) -> None:
        """Store the words under whoever wrote them, even if somebody else is present by now."""
        item, text, key = message["item"], message["text"], message["key"]
        self._store(message["person"], item, text, key)
        self.live = self._written(self.person)
        self.send({"type": "saved", "key": message["key"]})


def reflect(lesson: str, locale: str | None = None) -> Reflection:
    """Return the closing questions of a lesson, with what the person has written so far.

    Args:
        lesson: Name of the lesson, e.g. ``"01-classify-fields"``.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
    """
    return Reflection.opened(lesson, locale=locale)


def questions(lesson: str, locale: str) -> dict[str, str]:
    """Return the questions of a lesson by id, in the order they are asked.

    Raises:
        BadInput: If there are none for it.
    """
    before = f"ask.{lesson}."
    words = catalogue("reflection", locale)
    found = {
        code.removeprefix(before): text for code, text in words.items() if code.startswith(before)
    }
    if not found:
        known = sorted({code.split(".")[1] for code in words if code.startswith("ask.")})
        raise BadInput("reflection.unknown_lesson", found=lesson[:60], known=", ".join(known))
    return found
