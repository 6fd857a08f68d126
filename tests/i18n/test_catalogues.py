import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import kit
from kit.errors import BadInput
from kit.i18n import LOCALES, catalogue, domains, explain, preferred_locale, translate

ROOT = Path(kit.__file__).parent
EVERY = [(domain, code) for domain in domains() for code in catalogue(domain, "zh")]
CODE = re.compile(r"^[a-z_]+(\.[a-z0-9_]+)+$")


def placeholders(text):
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name})


@pytest.mark.parametrize("domain", domains())
def test_both_languages_have_the_same_messages(domain):
    assert set(catalogue(domain, "zh")) == set(catalogue(domain, "en"))


@pytest.mark.parametrize(("domain", "code"), EVERY, ids=lambda value: str(value))
def test_a_message_names_the_same_things_in_both_languages(domain, code):
    zh, en = (catalogue(domain, locale)[code] for locale in LOCALES)
    assert zh.strip()
    assert en.strip()
    assert placeholders(zh) == placeholders(en)


def test_chinese_texts_use_full_width_punctuation():
    half = re.compile(r"[\u4e00-\u9fff][,;:?!](\s|$)|[\u4e00-\u9fff]\.(\s|$)")
    found = [f"{d}.{c}" for d, c in EVERY if half.search(catalogue(d, "zh")[c])]
    assert found == []


def error_codes():
    """Every code given to an exception of ours in the package."""
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield path.relative_to(ROOT), first.value


RAISED = {"BadInput", "KitError", "CapacityExceeded", "InvalidIdentifier"}


def test_every_error_has_words():
    codes = list(error_codes())
    assert len(codes) > 20
    missing = [
        f"{path}: {code}"
        for path, code in codes
        if CODE.match(code)
        and (
            code.partition(".")[0] not in domains()
            or code.partition(".")[2] not in catalogue(code.partition(".")[0], "zh")
        )
    ]
    assert missing == []


def test_an_error_is_explained_with_its_values():
    error = BadInput("customers.unknown_profile", name="shop", known="leasing")
    assert "shop" in explain(error, "zh")
    assert "leasing" in explain(error, "en")


def test_what_an_error_names_by_code_is_told_in_words_too():
    title = {"code": "deal_duties.phase.signing"}
    named = {"code": "deal_duties.phase_named", "values": {"title": title, "code": "signing"}}
    error = BadInput("leaks.other_phase", phase=named, phases=[named, named])
    assert "“签约（signing）”" in explain(error, "zh")
    assert explain(error, "zh").count("签约（signing）") == 3
    assert "{" not in explain(error, "en")


def test_an_unknown_message_is_an_error():
    with pytest.raises(KeyError):
        translate("customers.no_such_message", "zh")


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({"KIT_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_follows_the_environment(monkeypatch, variables, wanted):
    for name in ("KIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert preferred_locale() == wanted
