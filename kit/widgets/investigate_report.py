"""Puts the parts of a report into words, and finds the filter of the log that shows the truth."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kit.errors import BadInput
from kit.i18n import translate
from kit.widgets.investigate_desk import CaseDesk
from kit.widgets.investigate_tables import KINDS
from kit.widgets.wording import grouped, in_language

Say = Callable[..., str]
SHOWN = 6
COUNTS = {"yes": "ok", "aside": "note", "no": "danger"}
"""The sign beside a pin that counts, does no harm, or is beside the point."""


class Told:
    """The parts of a report in one language.

    Args:
        desk: The case.
        public: The public side of the task.
        locale: Language of the view.
        say: Words of the view.
    """

    def __init__(self, desk: CaseDesk, public: Mapping[str, Any], locale: str, say: Say) -> None:
        self.desk, self.say, self.locale = desk, say, locale
        told = in_language(public, locale)
        self._titles = {
            kind: {one["code"]: one["titles"] for one in codes}
            for kind, codes in told["choices"].items()
        }
        self._points = {one["key"]: f"{one['points']:g}" for one in public["parts"]}

    def points(self, part: str) -> str:
        """Return the most that a part earns."""
        return self._points[part]

    def lines(self, part: str, value: Mapping[str, Any], named: bool = True) -> list[str]:
        """Return a part of a report, one line each for what it says; no line if nothing.

        Args:
            part: Key of the part.
            value: The part in the form of an answer.
            named: Whether evidence is named, or only counted.
        """
        if value.get("none"):
            return [self.say("inv_none")]
        found = [line for line in _LINES[part](self, value) if line]
        return found if named or part != "evidence" else found[:1]

    def shows(self, report: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the filters that show what happened: the very events, then the accounts.

        Args:
            report: A perfect report.
        """
        found = []
        pins = report.get("evidence", {}).get("pins", [])
        events = [one["ref"].partition(":")[2] for one in pins if one["ref"].startswith("event:")]
        who, when = report.get("who", {}), report.get("when", {})
        accounts = list(who.get("accounts", []))
        if accounts:
            whose = {"column": "actor.user.uid", "op": "is", "values": accounts}
            query: dict[str, Any] = {"conditions": [whose]}
            if when.get("since"):
                inside = query | {"since": when["since"], "until": _after(when["until"])}
                found.append({"query": inside, "label": self.say("inv_show_window")})
            found.append({"query": query, "label": self.say("inv_show_account")})
        if events:
            ids = {"column": "metadata.uid", "op": "is", "values": events}
            label = self.say("inv_show_events", count=len(events))
            found.append({"query": {"conditions": [ids]}, "label": label})
        return found

    def papers(self, rests_on: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the papers that a verdict rests on, named."""
        refs = [*rests_on.get("papers", []), *rests_on.get("reports", [])]
        return [{"ref": ref, **self.desk.papers.ref_gist(ref)} for ref in refs]

    def pins(self, details: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]] | None:
        """Return what was pinned with why it counts, and what is missing; None without pins."""
        if "pins" not in details:
            return None
        reasons = details["pins"]
        named = self.named(
            [*(one["ref"] for one in reasons), *details["lacking"], *details["more"]]
        )
        return {
            "judged": [
                named[one["ref"]]
                | {"why": translate(one["why"], self.locale), "severity": COUNTS[one["counts"]]}
                for one in reasons
            ],
            "lacking": [named[ref] for ref in details["lacking"]],
            "more": [named[ref] for ref in details["more"]],
        }

    def lacking(self, details: Mapping[str, Any]) -> str:
        """Return which kinds of evidence were needed and not pinned; an empty text if none."""
        kinds = dict.fromkeys(self._kind(ref) for ref in details.get("lacking", ()))
        return self.say("inv_lacking", kinds=self.say("inv_and").join(kinds)) if kinds else ""

    def _kind(self, ref: str) -> str:
        kind = ref.partition(":")[0]
        papers = self.desk.papers
        return papers.title(KINDS[kind][0]) if kind in KINDS else self.say("inv_tab_log")

    def named(self, refs: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return pieces of evidence in a few words, with where they stand, by reference."""
        gists = self.desk.gists({"refs": list(refs)})["gists"]
        return {ref: {"ref": ref, **gists[ref]} for ref in refs}

    def _title(self, kind: str, code: Any) -> str:
        return self._titles[kind].get(code, "") if code else ""

    def _what(self, value: Mapping[str, Any]) -> Sequence[str]:
        return self._title("types", value["type"]), self._title("grounds", value["ground"])

    def _who(self, value: Mapping[str, Any]) -> Sequence[str]:
        names = self.desk.papers.account_names
        accounts = [names.get(one, one) for one in value["accounts"]]
        return [*self._some(accounts), self._title("hands", value["hand"])]

    def _when(self, value: Mapping[str, Any]) -> Sequence[str]:
        ends = [value["since"], value["until"]]
        told = dict.fromkeys(_short(one) if one else "…" for one in ends)  # one moment, told once
        return [" – ".join(told)] if any(ends) else []

    def _how(self, value: Mapping[str, Any]) -> Sequence[str]:
        return self._title("channels", value["channel"]), self._title("controls", value["control"])

    def _scope(self, value: Mapping[str, Any]) -> Sequence[str]:
        """Return how many people it names, beside the number that was stated."""
        kept = {"filters": [], "notes": ""}
        try:
            places = self.desk.task.resolve({"parts": value["parts"], "count": None}, kept)
            named = self.say("inv_part_people", people=grouped(len(places)))
        except BadInput:  # a kept filter: what it named, the finding says
            named = ""
        stated = value["count"]
        return [
            named if value["parts"] else "",
            self.say("inv_part_stated", people=grouped(stated)) if stated is not None else "",
        ]

    def _sensitive(self, value: Mapping[str, Any]) -> Sequence[str]:
        kinds = [self._title("sensitive", one) for one in value["kinds"]]
        children = value["children"]
        if not kinds and not children:
            return []
        listed = self.say("inv_and").join(kinds) or self.say("inv_sensitive_none")
        return [listed, self.say(f"inv_children_{children}") if children else ""]

    def _ongoing(self, value: Mapping[str, Any]) -> Sequence[str]:
        return [self.say(f"inv_{value['answer']}") if value["answer"] else ""]

    def _evidence(self, value: Mapping[str, Any]) -> Sequence[str]:
        refs = [one["ref"] for one in value["pins"]]
        if not refs:
            return []
        named = self.named(refs)
        titles = self._some([named[ref]["title"] for ref in refs])
        return [self.say("inv_part_pins", count=len(refs)), *titles]

    def _duties(self, value: Mapping[str, Any]) -> Sequence[str]:
        return [
            self.say(
                "inv_part_duty",
                duty=self._title("duties", one["duty"]),
                who=self._title("owed_by", one["owed_by"]) or "…",
                clock=self._title("clocks", one["clock"]) or "…",
            )
            for one in value["list"]
        ]

    def _some(self, names: Sequence[str]) -> list[str]:
        shown = list(names[:SHOWN])
        if len(names) > SHOWN:
            shown.append(self.say("inv_more", count=len(names) - SHOWN))
        return shown


_LINES: Mapping[str, Callable[[Told, Mapping[str, Any]], Sequence[str]]] = {
    "what": Told._what,
    "who": Told._who,
    "when": Told._when,
    "how": Told._how,
    "scope": Told._scope,
    "sensitive": Told._sensitive,
    "ongoing": Told._ongoing,
    "evidence": Told._evidence,
    "duties": Told._duties,
}


def _short(moment: str) -> str:
    return moment[5:16].replace("T", " ")


def _after(moment: str) -> str:
    """Return the end of the minute, since a window leaves its end out.

    >>> _after("2026-12-04T20:27")
    '2026-12-04T20:27:59'
    """
    return f"{moment}:59" if len(moment) == 16 else moment
