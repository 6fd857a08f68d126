"""Everything the lab can say has words in both languages, and no word is left over."""

import re
from itertools import product
from pathlib import Path

import pytest

import kit.labs.investigation
from kit.i18n import LOCALES, catalogue
from kit.labs.investigation.beliefs import BELIEFS
from kit.labs.investigation.blueprint import ASKS
from kit.labs.investigation.clues import CHANNEL
from kit.labs.investigation.codes import (
    CHANNELS,
    CLOCKS,
    DUTIES,
    GROUNDS,
    HANDS,
    REPORT_CHANNELS,
    YES_NO,
    choices,
)
from kit.labs.investigation.judge_when import OFF
from kit.labs.investigation.proof import BELONGS, KINDS

WORDS = catalogue("investigation", "zh")
SOURCE = "".join(
    path.read_text("utf-8") for path in Path(kit.labs.investigation.__file__).parent.glob("*.py")
)
_OF_MILLION = ("report_four_hours", "supplement", "summary")
FAMILIES = {
    *(f"part.{part}{about}" for part, about in product(ASKS, ("", ".about"))),
    *(f"{part}.{how}" for part, how in product(ASKS, ("missing", "denied"))),
    *(f"hand.{code}{about}" for code, about in product(HANDS, ("", ".about"))),
    *(f"channel.{code}{about}" for code, about in product(CHANNELS, ("", ".about"))),
    *(f"clock.{code}{about}" for code, about in product(CLOCKS, ("", ".about"))),
    *(f"ground.{code}{about}" for code, about in product(GROUNDS[-2:], ("", ".about"))),
    *("type.nothing", "type.nothing.about"),
    *(f"report.{code}" for code in REPORT_CHANNELS),
    *(f"clue.{clue}.{named}" for clue, named in product(CHANNEL, ("account", "no_account"))),
    *(f"{word}.{name}" for word, name in product(("mistake", "mistakes"), BELIEFS)),
    *(f"duties.no_{code}" for code in DUTIES if code not in _OF_MILLION),
    *(f"ongoing.{word}{answer}" for word, answer in product(("", "not_"), YES_NO)),
    *("sensitive.children_missed", "sensitive.no_children"),
    *(f"children.{answer}" for answer in YES_NO),
    *(f"verdict.{word}" for word in ("right", "right_but", "acceptable", "over", "under", "wrong")),
    "verdict.missing",
    *(f"verdict.duties.deadline{how}" for how in ("", "_missing", "_strict", "_late")),
    *(f"ref.{kind}" for kind in KINDS),
    *(f"not_there.{kind}" for kind in KINDS if kind != "event"),
    *(f"pin.{kind}" for kind in KINDS if kind != "event"),
    *(f"pin.{how}" for how in ("one", "early", "late", "amid", "beside", "beside_event")),
    *(f"pin.aside_{kind}" for kind in ("event", "report", "ticket", *BELONGS)),
    *(f"verdict.{code}" for code in OFF.values()),
    *(f"ongoing.{answer}_open" for answer in YES_NO),
    *(f"column.{name}" for name in ("part", "earned", "worth")),
    *(
        f"figure.{name}{about}"
        for name, about in product(("score", "recall", "precision"), ("", ".about"))
    ),
}


def test_no_message_is_left_over_and_none_is_missing():
    written = {
        code for code in WORDS if f'"{code}"' in SOURCE or f'"investigation.{code}"' in SOURCE
    }
    assert set(WORDS) - written - FAMILIES == set()
    assert FAMILIES - set(WORDS) == set()


def test_chinese_is_set_in_chinese_type():
    for code, text in WORDS.items():
        assert not re.search(r"[一-鿿][,;:?!]", text), code
        plain = re.sub(r"\{\w+\}", "", text)
        assert not re.search(r"[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]", plain), code


@pytest.mark.parametrize("locale", LOCALES)
def test_every_choice_has_a_title_of_its_own(locale):
    for name, listed in choices().items():
        titles = [one["titles"][locale] for one in listed]
        assert all(titles), name
        assert len(set(titles)) == len(titles), name


def test_each_misconception_has_words_of_its_own():
    for locale in LOCALES:
        own = catalogue("investigation", locale)
        assert len({own[f"mistake.{name}"] for name in BELIEFS}) == len(BELIEFS)
