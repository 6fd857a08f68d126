"""What somebody would guess who reads the first report and the words of the choices, no more."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from kit.labs.investigation import codes
from kit.labs.investigation.task import Task
from kit.leaks.catalogue import LEAKS
from kit.leaks.model import ViaKind

_CHANNEL: Mapping[ViaKind, str] = {
    "api_key": "api",
    "device": "device",
    "domain": "domain",
    "entitlement": "download",
    "file": "download",
    "link": "link",
    "mail": "mail",
    "paper": "paper",
}
"""The way out that is most usual for what a leak goes through."""
_HAN = "\u2e80"
_LETTERS = {"zh": 2, "en": 4}


def leak_told(task: Task) -> str:
    """Return the type of leak whose words are most like those of the first report."""
    text = task.reports[0]["text"]
    locale = "zh" if any(letter > _HAN for letter in text) else "en"
    choices = [one for one in codes.choices()["types"] if one["code"] in LEAKS]
    words = [_words(one, locale) for one in choices]
    return str(choices[most_alike(text, words, _LETTERS[locale])]["code"])


def ground_told(task: Task) -> str:
    """Return the harmless ground whose words are most like the situation and its first report."""
    text = task.reports[0]["text"]
    locale = "zh" if any(letter > _HAN for letter in text) else "en"
    choices = codes.choices()["grounds"]
    words = [_words(one, locale) for one in choices]
    situation = f"{task.head['intro'][locale]} {text}"
    return str(choices[most_alike(situation, words, _LETTERS[locale])]["code"])


def way_of(kind: str) -> dict[str, str]:
    """Return the usual way out of a type of leak, and the control whose words fit it best."""
    choices = codes.choices()
    about = next(_words(one, "en") for one in choices["types"] if one["code"] == kind)
    words = [_words(one, "en") for one in choices["controls"]]
    control = choices["controls"][most_alike(about, words, _LETTERS["en"])]["code"]
    return {"channel": _CHANNEL[LEAKS[kind].VIA], "control": str(control)}


def most_alike(text: str, others: Sequence[str], letters: int) -> int:
    """Return which of some texts shares most pieces of so many letters with a text.

    A piece counts the less, the more of the texts have it.

    >>> most_alike("the lost laptop", ["a wrong address", "a laptop is gone"], 4)
    1
    """
    pieces = [_pieces(one, letters) for one in others]
    wanted = _pieces(text, letters)

    def alike(place: int) -> float:
        shared = wanted & pieces[place]
        rarity = sum(1 / sum(piece in one for one in pieces) for piece in sorted(shared))
        return rarity / sqrt(len(pieces[place]) or 1)

    return max(range(len(others)), key=alike)


def _words(choice: Mapping[str, Any], locale: str) -> str:
    about = choice.get("about") or {}
    return f"{choice['titles'][locale]} {about.get(locale, '')}"


def _pieces(text: str, letters: int) -> set[str]:
    plain = text.casefold()
    return {plain[at : at + letters] for at in range(len(plain) - letters + 1)}
