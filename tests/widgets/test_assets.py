"""Scripts and styles come from the package, ask nobody else, and use only words that exist."""

import re
import shutil
import subprocess

import pytest

from kit import law
from kit.i18n import LOCALES, catalogue
from kit.widgets import VIEWS as LABS
from kit.widgets import ClassifyLab, Welcome

VIEWS = (*LABS.values(), Welcome)
SAID = re.compile(r"""\bsay\(\s*["`]([a-z_]+)["`]""")
# Words whose ids are put together in the scripts.
FAMILIES = ("step_", "store_", "cell_", "column_", "type_", "level_")


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_fetched_from_elsewhere(view):
    for text in (view._esm, view._css):
        text = str(text).replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text
        assert "import " not in text
        assert "@import" not in text
        assert "url(" not in text


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_word_a_script_says_is_in_the_catalogue(view, locale):
    words = set().union(*(catalogue(domain, locale) for domain in view.WORDS))
    said = set(SAID.findall(str(view._esm)))
    assert len(said) > 20
    assert said <= words


@pytest.mark.parametrize("view", VIEWS)
def test_words_of_a_lab_do_not_hide_those_of_the_shell(view):
    domains = [set(catalogue(domain, "en")) for domain in view.WORDS]
    assert sum(map(len, domains)) == len(set().union(*domains))


def test_no_words_are_written_in_the_scripts():
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for view in VIEWS:
        lines = [line for line in str(view._esm).splitlines() if "中文" not in line]
        assert not [line for line in lines if chinese.search(line)]


def test_every_word_in_the_catalogue_is_used():
    scripts = "".join(str(view._esm) for view in VIEWS)
    python = "".join(path.read_text(encoding="utf-8") for path in _sources())
    unused = [
        name
        for name in catalogue("view", "en")
        if name not in scripts and name not in python and not name.startswith(FAMILIES)
    ]
    assert unused == []


@pytest.mark.parametrize("view", VIEWS)
def test_the_script_is_a_module_that_parses(view, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node to parse with; the browser tests run the scripts")
    path = tmp_path / "view.mjs"
    path.write_text(str(view._esm), encoding="utf-8")
    subprocess.run([node, "--check", path], check=True)


@pytest.mark.parametrize("view", VIEWS)
def test_one_name_is_defined_once(view):
    names = re.findall(r"(?m)^(?:async )?(?:function|const) (\w+)", str(view._esm))
    assert len(names) == len(set(names))


def test_text_has_enough_contrast_on_its_ground():
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", str(ClassifyLab._css)))
    grounds = ("ground", "paper", "accent-soft")
    pairs = [("ink", ground) for ground in (*grounds, "bad-soft", "warn-soft", "ok-soft")]
    pairs += [("ink-2", ground) for ground in grounds]
    pairs += [("accent", ground) for ground in grounds]
    pairs += [("ok", "paper"), ("bad", "paper"), ("bad", "bad-soft"), ("warn", "warn-soft")]
    for text, ground in pairs:
        assert contrast(tokens[text], tokens[ground]) >= 4.5, (text, ground)
    assert contrast(tokens["paper"], tokens["accent"]) >= 4.5
    assert contrast(tokens["edge"], tokens["paper"]) >= 3  # borders of controls


def contrast(one, other):
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_rule_book_cites_only_what_may_be_taught():
    assert all(law.citable(rule) for view in LABS.values() for rule in view.RULES)


def _sources():
    from pathlib import Path

    import kit.widgets

    return sorted(Path(kit.widgets.__file__).parent.glob("*.py"))
