"""Numbers of events: unique in a log, telling nothing, and of one world only.

Twelve characters: four letters that name the world, six characters for the event, two to check the
other ten. The six are a running number sent through a keyed bijection of all numbers of six
characters, so that two ids tell neither which came first nor whether they belong together. The
check is the remainder by a prime: one wrong character, two that changed places, or the letters of
another world are always found.

Alphabet: Crockford's base 32 (no I, L, O, U); https://www.crockford.com/base32.html.
"""

import re
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.errors import BadInput
from kit.seeding import derive, permute

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS = ALPHABET[10:]
WIDTH = 12
MOST = 32**6
"""How many events of one world can be told apart."""
_PRIME = 1021
_FORM = re.compile(f"[{LETTERS}]{{4}}[{ALPHABET}]{{8}}")
_NAMES = ("activity", "event ids")


def event_ids(seed: int, start: int, count: int) -> pa.StringArray:
    """Return the ids of the events ``start`` to ``start + count`` of a world.

    Args:
        seed: The seed of the world.
        start: How many events of the same log come before.
        count: How many ids.

    Raises:
        BadInput: If that is more than a world has.
    """
    if start < 0 or start + count > MOST:
        raise BadInput("activity.too_many_events", events=start + count, most=MOST)
    letters = world_letters(seed)
    numbers = permute(seed, _NAMES, MOST, np.arange(start, start + count)).astype(np.uint32)
    filled = np.empty((count, WIDTH // 2), np.uint16)
    filled[:, :2] = np.frombuffer(letters.encode(), np.uint16)
    for place, shift in ((2, 20), (3, 10), (4, 0)):
        filled[:, place] = _pairs()[(numbers >> np.uint32(shift)) & np.uint32(1023)]
    checks = (numbers % np.uint32(_PRIME) + np.uint32(_of_world(letters))) % np.uint32(_PRIME)
    filled[:, 5] = _pairs()[checks]
    offsets = np.arange(0, WIDTH * (count + 1), WIDTH, dtype=np.int32)
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(filled))


def world_letters(seed: int) -> str:
    """Return the four letters that name a world in the ids of its events."""
    left, found = derive(seed, *_NAMES), ""
    for _ in range(4):
        left, place = divmod(left, len(LETTERS))
        found += LETTERS[place]
    return found


def world_of(event_id: str) -> str:
    """Return the four letters of the world that an event's id belongs to.

    Raises:
        BadInput: If it is no id of an event.
    """
    if not _FORM.fullmatch(event_id):
        raise BadInput("activity.event_id_form", value=event_id[:40])
    number = _value(event_id[4:10])
    if _value(event_id[10:]) != (number + _of_world(event_id[:4])) % _PRIME:
        raise BadInput("activity.event_id_check", value=event_id)
    return event_id[:4]


def require_world(event_id: str, seed: int) -> None:
    """Raise unless an id is that of an event of this world.

    Raises:
        BadInput: If it is not well formed, or of another world.
    """
    found, own = world_of(event_id), world_letters(seed)
    if found != own:
        raise BadInput("activity.event_id_world", value=event_id, world=found, own=own)


def _value(text: str) -> int:
    total = 0
    for letter in text:
        total = total * 32 + ALPHABET.index(letter)
    return total


def _of_world(letters: str) -> int:
    """The part of the check that comes from the letters."""
    return _value(letters) * MOST % _PRIME


@lru_cache(maxsize=1)
def _pairs() -> NDArray[np.uint16]:
    """Every two characters as one number, by value."""
    text = "".join(a + b for a in ALPHABET for b in ALPHABET)
    return np.frombuffer(text.encode(), np.uint16)
