"""Every code that the identifier modules raise has words in both languages."""

import re
from pathlib import Path

import numpy as np
import pytest

import kit.identifiers
from kit.errors import InvalidIdentifier, KitError
from kit.i18n import LOCALES, catalogue, explain
from kit.identifiers import KINDS, mobile

_SOURCES = sorted(Path(kit.identifiers.__file__).parent.glob("*.py"))
_CODES = sorted(
    {
        code
        for file in _SOURCES
        for code in re.findall(r'"identifiers\.(\w+)"', file.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", _CODES)
def test_every_code_in_the_sources_has_words(code: str, locale: str) -> None:
    assert catalogue("identifiers", locale)[code]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("value", ["", "x", "15400000001x", "330000199003070020", "浙A", "E1", "@"])
def test_every_refusal_can_be_explained(value: str, locale: str) -> None:
    for kind in KINDS.values():
        with pytest.raises(InvalidIdentifier) as caught:
            kind.validate(value)
        words = explain(caught.value, locale)
        assert words
        assert "{" not in words


@pytest.mark.parametrize("locale", LOCALES)
def test_a_full_space_names_kind_and_limit(locale: str) -> None:
    with pytest.raises(KitError) as caught:
        mobile.generate(1, ("t",), np.array([10**8]))
    words = explain(caught.value, locale)
    assert "mobile" in words
    assert "100000000" in words
