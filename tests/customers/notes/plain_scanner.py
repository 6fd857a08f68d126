"""A scanner as a careful stranger would write it: phones and identity numbers by their form."""

import re

_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_SPOKEN = str.maketrans("零〇幺一二三四五六七八九", "001123456789")
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:\(\+86\)|\+86|0086)[ -]?)?"
    r"1[3-9][0-9](?:[ -]?)[0-9]{4}(?:[ -]?)[0-9]{4}"
    r"(?![0-9A-Za-z])"
)
_SPELLED = re.compile(r"[幺一][三四五六七八九][零〇幺一二三四五六七八九]{9}")
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5} ?(?:18|19|20)[0-9]{6} ?[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)


def phones(text):
    """The places of mobile numbers, and the numbers."""
    plain = text.translate(_FULL_WIDTH)
    for found in _MOBILE.finditer(plain):
        yield found.start(), found.end(), re.sub(r"\D", "", found.group())[-11:]
    for found in _SPELLED.finditer(text):
        yield found.start(), found.end(), found.group().translate(_SPOKEN)


def identity_numbers(text):
    """The places of resident identity numbers, and the numbers."""
    for found in _NUMBER.finditer(text.translate(_FULL_WIDTH)):
        yield found.start(), found.end(), found.group().replace(" ", "")


SCANNERS = {"phone": phones, "resident_id": identity_numbers}


def agreement(texts, spans, kind):
    """How far the scanner and the spans of a kind agree: precision, recall, number of spans.

    The number that was read must be the table's value, where a table has it.
    """
    written = texts.to_pylist()
    truth = {
        (span["row"], span["start"], span["end"]): span["value"]
        for span in spans.to_pylist()
        if span["kind"] == kind and len(span["text"]) > 4
    }
    seen = {
        (row, start, end): number
        for row, text in enumerate(written)
        for start, end, number in SCANNERS[kind](text)
    }
    both = [place for place in seen if place in truth and truth[place] in (None, seen[place])]
    return len(both) / len(seen), len(both) / len(truth), len(truth)
