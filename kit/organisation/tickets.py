"""Tickets, collected while the organisation is made, numbered in order of time at the end."""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
import pyarrow as pa

from kit.organisation.setting import NEVER, Ints, Setting, Texts, table


class Tickets:
    """The tickets written so far.

    Until they are numbered, a ticket is known by its place here.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._times: list[Ints] = []
        self._texts: list[list[tuple[str, str | None, str | None, str, list[str]]]] = []
        self._done: list[tuple[Ints, Ints]] = []
        self._count = 0

    def add(
        self,
        kind: str,
        opened: Ints,
        closed: Ints,
        opened_by: Sequence[str | None] | Texts,
        approved_by: Sequence[str | None] | Texts,
        subjects: Sequence[str],
        refs: Sequence[list[str]],
    ) -> Ints:
        """Add tickets of one kind and return their places.

        Args:
            kind: As in the schema.
            opened, closed: Milliseconds; `NEVER` days for those still open.
            opened_by, approved_by: Staff ids.
            subjects: One line each.
            refs: Ids that each names.
        """
        closed = np.where(
            closed < self._setting.now, np.maximum(closed, opened), NEVER * 86_400_000
        )
        self._times.append(np.stack([opened, closed], axis=1))
        self._texts.append(
            list(zip([kind] * len(opened), opened_by, approved_by, subjects, refs, strict=True))
        )
        first, self._count = self._count, self._count + len(opened)
        return np.arange(first, self._count, dtype=np.int64)

    def close_after(self, tickets: Ints, moments: Ints) -> None:
        """Let tickets be closed no earlier than some minutes after what they ask for was done.

        Args:
            tickets: Their places; -1: none.
            moments: When each was done, milliseconds.
        """
        asked = np.flatnonzero(tickets >= 0)
        later = 240_000 + moments[asked] // 60_000 % 900 * 1000
        self._done.append((tickets[asked], moments[asked] + later))

    def finish(self) -> tuple[pa.Table, Texts]:
        """Return the table, in order of time, and the id of each place."""
        times = np.concatenate([np.empty((0, 2), np.int64), *self._times])
        for tickets, moments in self._done:
            np.maximum.at(times[:, 1], tickets, moments)
        times[times[:, 1] >= self._setting.now, 1] = NEVER * 86_400_000
        rows = [row for part in self._texts for row in part]
        order = np.argsort(times[:, 0], kind="stable")
        numbers = np.empty(len(order), np.int64)
        numbers[order] = np.arange(len(order))
        sorted_rows = [rows[place] for place in order.tolist()]
        made = table(
            "tickets",
            ticket_id=[f"T{number:06}" for number in range(len(order))],
            kind=[row[0] for row in sorted_rows],
            opened_at=times[order, 0],
            closed_at=times[order, 1],
            opened_by=[row[1] for row in sorted_rows],
            approved_by=[row[2] for row in sorted_rows],
            subject=[row[3] for row in sorted_rows],
            refs=[row[4] for row in sorted_rows],
        )
        return made, np.array([f"T{number:06}" for number in numbers.tolist()], dtype=object)


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    path = files("kit.organisation") / "words" / "tickets.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def subject(setting: Setting, code: str, **values: str) -> str:
    """Return the subject of a ticket; the codes are the sections of ``words/tickets.toml``."""
    return _words()[code][setting.locale].format(**values)
