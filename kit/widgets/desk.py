"""What every view has: words in a language, the store, a clock, and answers to messages."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Self

import anywidget
import traitlets

from kit.classroom.course import lesson_progress, lessons, write_progress
from kit.classroom.records import Person
from kit.classroom.store import Store
from kit.errors import BadInput, KitError
from kit.i18n import LOCALES, catalogue, explain, preferred_locale
from kit.widgets.engine import Engine
from kit.widgets.envelope import check_envelope, is_text

Message = dict[str, Any]
# After these the same message can never succeed: the view stops trying and shows the new state.
FINAL = {
    "classroom.already_submitted",
    "classroom.changed_meanwhile",
    "classroom.no_such_attempt",
    "classroom.no_such_person",
    "view.changed_elsewhere",
    "view.gaps",
    "view.nobody",
    "view.other_attempt",
    "view.unfinished_first",
}


class Trouble(KitError):
    """An error that a notebook shows in words instead of a traceback."""

    def __init__(self, error: KitError, locale: str) -> None:
        super().__init__(error.code, **error.values)
        self.words = explain(error, locale)

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython shows."""
        return [self.words]


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def attended() -> bool:
    """Return whether a person has this notebook open, so that nothing slow should run by itself."""
    return "JPY_SESSION_NAME" in os.environ  # set by the server for a kernel behind a page


def lesson_locale() -> str:
    """Return the language of the folder that the notebook lies in, else the person's own."""
    folder = Path.cwd().name
    return folder if folder in LOCALES else preferred_locale()


class Desk(anywidget.AnyWidget):
    """A view over the records of whoever is learning.

    Args:
        locale: ``"zh"`` or ``"en"``; by default that of the lesson.
        store: The records; by default those of this account.
        engine: Makes and grades tasks.
        clock: Tells the present moment.
    """

    words = traitlets.Dict().tag(sync=True)
    locale = traitlets.Unicode("en").tag(sync=True)
    page = traitlets.Dict().tag(sync=True)

    WORDS: ClassVar[tuple[str, ...]] = ("view",)
    REACTIONS: ClassVar[dict[str, str]] = {
        "add_person": "_on_add_person",
        "choose_person": "_on_choose_person",
        "language": "_on_language",
        "refresh": "_on_refresh",
    }
    # What a message of a kind must have; a kind that is not here needs nothing.
    NEEDS: ClassVar[dict[str, tuple[str, ...]]] = {
        "add_person": ("nickname",),
        "choose_person": ("person",),
        "language": ("locale",),
    }

    def __init__(
        self,
        locale: str | None = None,
        store: Store | None = None,
        engine: Engine | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        chosen = locale or lesson_locale()
        if chosen not in LOCALES:
            raise BadInput("view.unknown_locale", found=str(chosen)[:20])
        self.store = store or Store()
        self.engine = engine or Engine()
        self.clock = clock
        super().__init__(locale=chosen, words=self._words(chosen))
        self.on_msg(self._receive)

    def open(self) -> None:
        """Tell the browser of this view, with its whole page: a view never shows without one."""
        self.reload()
        super().open()

    @property
    def person(self) -> Person | None:
        """Return who is learning now."""
        return self.store.present()

    @classmethod
    def opened(cls, *args: Any, **options: Any) -> Self:
        """Return the view, or raise what is wrong in words that a notebook shows.

        Raises:
            Trouble: If the records or the exercise cannot be used.
        """
        try:
            return cls(*args, **options)
        except KitError as error:
            raise Trouble(error, lesson_locale()) from error

    def enter(self, nickname: str) -> Person:
        """Go on as the person of that nickname, who is put on record if they are new."""
        known = [one for one in self.store.people() if one.nickname == nickname]
        if known:
            person = self.store.choose_person(known[0].id)
        else:
            person = self.store.add_person(nickname, self.locale, self.clock())
        self.changed()
        return person

    def reload(self) -> None:
        """Read everything shown from the store again."""
        raise TypeError("a view says what it shows")

    def changed(self) -> None:
        """Show, and tell the launcher, what has changed in the records."""
        self.reload()
        person = self.person
        progress = self.store.progress(person.id) if person else {}
        found = (
            lesson_progress(lessons(self.locale), progress, self.engine.counted) if person else {}
        )
        write_progress(found, self.store.path.parent)

    def say(self, message_id: str, **values: Any) -> str:
        """Return words of this view in its language."""
        return str(self.words[message_id]).format(**values)

    def _words(self, locale: str) -> dict[str, str]:
        """Return the words of the view: those of every view, then those of its own."""
        found: dict[str, str] = {}
        for domain in self.WORDS:
            found |= catalogue(domain, locale)
        return found

    def people_page(self) -> dict[str, Any]:
        """Return what every page shows about people."""
        person = self.person
        return {
            "person": {"id": person.id, "nickname": person.nickname} if person else None,
            "people": [{"id": one.id, "nickname": one.nickname} for one in self.store.people()],
            "records": str(self.store.path),
        }

    def _receive(self, _: Any, message: Any, __: Any) -> None:
        kind = message.get("type") if isinstance(message, Mapping) else None
        name = self.REACTIONS.get(kind) if isinstance(kind, str) else None
        if name is None:
            return
        try:
            check_envelope(message, self.NEEDS.get(str(kind), ()))
            getattr(self, name)(message)
        except KitError as error:
            self._refuse(message, error)
        except Exception:  # the page must not wait for ever; the log gets the traceback
            self._reply_refused(message, self.say("unexpected"))
            raise

    def _refuse(self, message: Message, error: KitError) -> None:
        final = error.code in FINAL
        if final:
            self.reload()
        self._reply_refused(message, explain(error, self.locale), final)

    def _reply_refused(self, message: Message, words: str, final: bool = False) -> None:
        key = message.get("key")
        named = key if is_text(key) else None
        self.send({"type": "refused", "key": named, "words": words, "final": final})

    def _on_add_person(self, message: Message) -> None:
        self.store.add_person(message["nickname"], self.locale, self.clock())
        self.changed()

    def _on_choose_person(self, message: Message) -> None:
        self.store.choose_person(message["person"])
        self.changed()

    def _on_language(self, message: Message) -> None:
        if message["locale"] in LOCALES:
            self.locale = message["locale"]
            self.words = self._words(self.locale)
            self.reload()

    def _on_refresh(self, _: Message) -> None:
        self.reload()
