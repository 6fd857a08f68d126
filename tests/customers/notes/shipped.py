"""The shipped frame files and the notes they make."""

from functools import lru_cache
from itertools import product

from kit.customers.engine import Spec, piece
from kit.customers.notes.compose import compose
from kit.customers.notes.framing import load_frames
from kit.customers.profile import SHIPPED, load_profile
from kit.errors import BadInput


def _exists(name, locale):
    try:
        load_frames(name, locale)
    except BadInput as error:
        if error.code == "notes.unknown_frames":
            return False
        raise
    return True


PAIRS = [pair for pair in product(SHIPPED, ("zh", "en")) if _exists(*pair)]


@lru_cache(maxsize=2)
def notes_of(name, locale, customers, seed=20260930):
    """The customers, their notes' texts, and the spans."""
    made = piece(Spec(load_profile(name), seed, locale=locale), 0, customers)
    texts, spans = compose(made)
    return made, texts, spans


def outside(texts, spans):
    """The stretches of each note that no span covers: (row, text) pairs."""
    columns = [spans[name].to_numpy().tolist() for name in ("row", "start", "end")]
    covered = {}
    for row, start, end in zip(*columns, strict=True):
        covered.setdefault(row, []).append((start, end))
    for row, text in enumerate(texts.to_pylist()):
        place = 0
        for start, end in covered.get(row, ()):
            yield row, text[place:start]
            place = end
        yield row, text[place:]
