"""Reads customers' ids out of text that people paste: from a sheet, a mail, a chat."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BETWEEN = re.compile(r"[\s,;:、。|/\"'“”‘’()\[\]<>]+")


@dataclass(frozen=True)
class Pasted:
    """Customers named in a text.

    Attributes:
        places: Who they are, as places in the book, rising, each once.
        unknown: What is no customer's id, each once, as it was written.
        repeated: How many ids were named again.
    """

    places: NDArray[np.int64]
    unknown: tuple[str, ...]
    repeated: int


def read_ids(text: str, place_of: Mapping[str, int]) -> Pasted:
    """Return who is named in a text.

    Ids may stand apart by spaces, line ends, commas, semicolons, colons and full stops, half or
    full width, and may themselves be full width or small. Marks that nobody sees (a byte order
    mark, a zero-width space) are left out, and so is a heading: the words without a digit before
    the first customer.

    >>> read_ids("ＫＨ１，kh2、 KH1; x", {"KH1": 0, "KH2": 1})
    Pasted(places=array([0, 1]), unknown=('X',), repeated=1)
    """
    words = _words(text)
    first = next((place for place, one in enumerate(words) if one in place_of), 0)
    heading = [one for one in words[:first] if not any(map(str.isdigit, one))]
    if heading:
        words = [one for one in words[:first] if one not in heading] + words[first:]
    found = [place_of[one] for one in words if one in place_of]
    unknown = tuple(dict.fromkeys(one for one in words if one not in place_of))
    places = np.unique(np.array(found, np.int64))
    return Pasted(places, unknown, len(found) - len(places))


def _words(text: str) -> list[str]:
    """Return the words of a text in capitals, without what nobody sees.

    >>> _words("\\ufeffＫＨ１：kh\\u200b2.")
    ['KH1', 'KH2']
    """
    plain = unicodedata.normalize("NFKC", text)
    unseen = {ord(one): None for one in set(plain) if unicodedata.category(one) == "Cf"}
    words = _BETWEEN.split(plain.translate(unseen).upper())
    return [one for one in (word.strip(".") for word in words) if one]
