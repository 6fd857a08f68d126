"""Adds emoji to chats, as people do; what stands behind them moves, and the spans with it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kit.labs.text.pool import Candidate
from kit.labs.variants import Dice

# Some are one character, some two or more: a skin tone, a joined family, a heart with a selector.
EMOJI = (
    "\U0001f64f",
    "\U0001f62d",
    "\U0001f602",
    "\U0001f44d\U0001f3fd",
    "\u2764\ufe0f",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
)


def with_emoji(notes: Sequence[Candidate], count: int, dice: Dice) -> list[Candidate]:
    """Return the notes with emoji at the end of lines of so many chats.

    Args:
        notes: The notes of a variant.
        count: In how many chats; all of them if there are fewer.
        dice: Decides which chats, lines and emoji.
    """
    chats = [number for number, note in enumerate(notes) if note.channel == "chat"]
    chosen = set(dice.sample(chats, count))
    return [_one(note, dice) if n in chosen else note for n, note in enumerate(notes)]


def _one(note: Candidate, dice: Dice) -> Candidate:
    """Return a chat with an emoji after its first line and after another one."""
    ends = [place for place, letter in enumerate(note.text) if letter == "\n"] or [len(note.text)]
    places = sorted({ends[0], dice.pick(ends)})
    added = [(place, dice.pick(EMOJI)) for place in places]
    text, at = "", 0
    for place, emoji in added:
        text += note.text[at:place] + emoji
        at = place
    return replace(
        note,
        text=text + note.text[at:],
        personal=tuple(_moved(span, added) for span in note.personal),
        look_alikes=tuple(_moved(span, added) for span in note.look_alikes),
    )


def _moved(span: Mapping[str, Any], added: Sequence[tuple[int, str]]) -> Mapping[str, Any]:
    by = sum(len(emoji) for place, emoji in added if place <= span["start"])
    return {**span, "start": span["start"] + by, "end": span["end"] + by}
