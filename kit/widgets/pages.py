"""What the page of every lab says of a task and of somebody's attempts."""

from collections.abc import Iterable, Mapping
from typing import Any

from kit.classroom.records import Attempt
from kit.i18n import translate
from kit.widgets.wording import day_and_time, in_language, short_token


def task_head(lab: str, exercise: str, data: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """Return title, company, level and time.

    Args:
        lab: Name of the lab.
        exercise: Exercise id.
        data: The public side of a task, or an entry of `Engine.catalogue`.
        locale: Language of the page.
    """
    return {
        "lab": lab,
        "exercise": exercise,
        "title": in_language(data["titles"], locale),
        "profile_title": in_language(data["profile_titles"], locale),
        "level": data["difficulty"],
        "guided": data["guided"],
        "minutes": data["minutes"],
    }


def task_facts(public: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """Return variant, situation, deal form and objectives, and how many hints cost how much."""
    deal = public["deal_form"]
    return {
        "variant": short_token(public["variant"]),
        "deal_form": translate(f"duties.deal.{deal}", locale) if deal else None,
        "intro": in_language(public["intro"], locale).split("\n\n"),
        "objectives": in_language(public["objectives"], locale),
        "hints": public["hints"] | ({"cost": 0} if public["guided"] else {}),
    }


def attempt_page(
    attempt: Attempt,
    finished: Iterable[tuple[Attempt, Mapping[str, Any]]],
    replaced: str | None,
) -> dict[str, Any]:
    """Return the attempt that is open, and the finished ones with their scores.

    Args:
        attempt: The attempt that is open.
        finished: The finished ones with their stored scores.
        replaced: Number of the attempt that this one took the place of, as its task had changed.
    """
    ticket = f"{attempt.id}-{attempt.fingerprint}"
    return {
        "attempt": {
            "id": attempt.id,
            "number": attempt.number,
            "ticket": ticket,
            "replaced": replaced,
        },
        "earlier": [
            {
                "id": one.id,
                "number": one.number,
                "when": day_and_time(one.submitted or one.started),
                "score": f"{score['score']:g}",
                "passed": score["passed"],
            }
            for one, score in finished
        ],
    }
