"""The task: alerts to choose from, and what a look at one of them shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kit.activity.search import Search
from kit.errors import BadInput
from kit.i18n import LOCALES, translate
from kit.labs.protocols import Sheet
from kit.labs.task import BaseTask, answer_schema, closed
from kit.labs.triage.alerts import Alert
from kit.labs.triage.detail import Detail, look
from kit.leaks.dates import clock
from kit.leaks.digest import digest_of
from kit.leaks.model import Evidence
from kit.leaks.together import Happened

ITEMS = "alerts"
VERDICTS = ("real", "harmless")


@dataclass(frozen=True)
class Task(BaseTask):
    """One trainee's variant of an exercise.

    Attributes:
        evidence: The company and its log.
        alerts: What the rules raised, in order of time.
        budget: How many of them may be looked at.
        happened: What was staged; not public.
        baselines: How many things that happened some simple orders find within the budget; None
            for one that could not be tried here.
    """

    evidence: Evidence = field(repr=False)
    alerts: tuple[Alert, ...] = field(repr=False)
    budget: int
    happened: tuple[Happened, ...] = field(repr=False)
    baselines: Mapping[str, int | None] = field(repr=False)

    @property
    def items(self) -> str:
        """Key of the alerts in an answer."""
        return ITEMS

    @property
    def sheets(self) -> Sequence[Sheet]:
        """The alerts as a table would give away no more than the task; there is none."""
        return ()

    @cached_property
    def search(self) -> Search:
        """Questions to the log."""
        return Search(self.evidence)

    @cached_property
    def by_key(self) -> Mapping[str, Alert]:
        """Return the alerts by key."""
        return {alert.key: alert for alert in self.alerts}

    @cached_property
    def incidents(self) -> tuple[int, ...]:
        """Return the leaks that some alert leads to, as numbers of what happened."""
        led = {number for alert in self.alerts for number in alert.causes}
        return tuple(number for number in sorted(led) if self.happened[number].real)

    @cached_property
    def first_of_each(self) -> tuple[Alert, ...]:
        """Return the fewest alerts that lead to every leak, in order of time."""
        chosen: list[Alert] = []
        for number in self.incidents:
            if not any(number in one.causes for one in chosen):
                chosen.append(next(one for one in self.alerts if number in one.causes))
        return tuple(sorted(chosen, key=lambda one: one.key))

    def real(self, alert: Alert) -> bool:
        """Return whether a leak lies behind an alert."""
        return any(number in self.incidents for number in alert.causes)

    def detail(self, key: str) -> Detail:
        """Return what a look at an alert shows.

        Raises:
            BadInput: If there is no such alert.
        """
        if key not in self.by_key:
            raise BadInput("triage.no_alert", key=key[:20], count=len(self.alerts))
        return look(self.search, self.by_key[key])

    def public(self) -> dict[str, Any]:
        """Return all that a trainee may see before looking, as plain JSON data."""
        return self.shown(
            {
                "budget": self.budget,
                "alerts": [self._alert(one) for one in self.alerts],
                "events": self.evidence.events.num_rows,
                "digest": digest_of(self.evidence),
                "answer_schema": answer_schema(
                    self,
                    {
                        one.key: closed({"verdict": {"enum": [*VERDICTS, None]}})
                        for one in self.alerts
                    },
                ),
            }
        )

    def _alert(self, alert: Alert) -> dict[str, Any]:
        found = alert.found
        return {
            "key": alert.key,
            "rule": alert.rule,
            "titles": _words(f"triage.rule.{alert.rule}"),
            "severity": alert.severity,
            "at": clock(found.at).isoformat(timespec="minutes"),
            "account": found.account,
            "things": list(found.things[:3]),
            "events": len(found.rows),
            "people": found.people,
        }

    def template(self) -> dict[str, Any]:
        """Return an empty answer in the answer's format."""
        return self.judged({})

    def judged(self, verdicts: Mapping[str, str]) -> dict[str, Any]:
        """Return a whole answer from the verdicts on the alerts looked at."""
        return self.answer({one.key: {"verdict": verdicts.get(one.key)} for one in self.alerts})


def _words(code: str) -> dict[str, str]:
    return {locale: translate(code, locale) for locale in LOCALES}
