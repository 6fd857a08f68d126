"""The welcome view: what is stored, who is learning, the course, one's own records."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from kit.classroom.course import Lesson, lesson_progress, lessons
from kit.classroom.records import Person, Progress
from kit.widgets.assets import BASE_SCRIPTS, BASE_STYLES, script, style
from kit.widgets.desk import Desk, Message

HERE = "00-welcome"


class Welcome(Desk):
    """The first page of the course."""

    _esm = script(*BASE_SCRIPTS, "welcome", "welcome-start")
    _css = style(*BASE_STYLES)

    REACTIONS: ClassVar[dict[str, str]] = Desk.REACTIONS | {
        "delete_person": "_on_delete_person",
        "export_person": "_on_export_person",
    }
    NEEDS: ClassVar[dict[str, tuple[str, ...]]] = Desk.NEEDS | {
        "delete_person": ("person",),
        "export_person": ("person",),
    }

    def __repr__(self) -> str:
        person = self.person
        return f"<welcome {person.nickname}>" if person else "<welcome>"

    def reload(self) -> None:
        """Read everything shown from the store again."""
        person = self.person
        course = lessons(self.locale)
        progress = self.store.progress(person.id) if person else {}
        found = lesson_progress(course, progress, self.engine.counted)
        rows: list[dict[str, Any]] = [
            {
                "name": lesson.name,
                "title": lesson.title,
                "about": lesson.about,
                "minutes": lesson.minutes,
                "progress": found.get(lesson.name),
                "started": bool(person and self._started(person, lesson, progress)),
            }
            for lesson in course
        ]
        self.page = self.people_page() | {"lessons": rows, "here": HERE, "next": _next(rows)}

    def _started(self, person: Person, lesson: Lesson, progress: Mapping[str, Progress]) -> bool:
        """Return whether there is a result, or an answer that waits to be gone on with."""
        known = [name for lab in lesson.labs for name in self.engine.ids(lab)]
        begun = [name for name in known if name in progress]
        opened = [self.store.open_attempt(person.id, name) for name in begun]
        return any(progress[name].best is not None for name in begun) or any(
            self.store.answers(one.id) for one in opened if one
        )

    def export(self) -> dict[str, Any]:
        """Return everything on record about whoever is learning."""
        person = self.person
        return self.store.export(person.id) if person else {}

    def _on_export_person(self, message: Message) -> None:
        person = self.store.person(message["person"])
        words = json.dumps(self.store.export(person.id), ensure_ascii=False, indent=2)
        name = f"records-{self.clock().astimezone():%Y-%m-%d}.json"
        told = self.say("exported", name=name)
        self.send({"type": "exported", "name": name, "content": words, "words": told})

    def _on_delete_person(self, message: Message) -> None:
        person = self.store.person(message["person"])
        clean = self.store.delete(person.id)
        self.changed()
        told = self.say("deleted" if clean else "deleted_not_scrubbed", name=person.nickname)
        self.send({"type": "deleted", "words": told})


def welcome(locale: str | None = None) -> Welcome:
    """Return the welcome view.

    Args:
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
    """
    return Welcome.opened(locale=locale)


def _next(rows: list[dict[str, Any]]) -> int:
    """Return the place of the first lesson with exercises that is not finished."""
    unfinished = (
        place
        for place, row in enumerate(rows)
        if row["progress"] and row["progress"]["done"] < row["progress"]["of"]
    )
    return next(unfinished, 0)
