"""Scripts and styles come from the package, ask nobody else, and use only words that exist."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import kit.widgets
from kit import law
from kit.i18n import LOCALES, catalogue
from kit.widgets import VIEWS as LABS
from kit.widgets import ClassifyLab, Welcome
from kit.widgets.assets import script
from kit.widgets.reflection import Reflection
from kit.widgets.worked import Worked

VIEWS = (*LABS.values(), Welcome, Reflection, Worked)
ASSETS = Path(kit.widgets.__file__).parent / "assets"
DEFINED = re.compile(r"(?m)^(?:async )?(?:function\*?|const|let|var|class) ([\w$]+)")
SAID = re.compile(r"""\bsay\(\s*["`]([a-z_]+)["`]""")
# Ids of words that scripts and Python put together: `step_${name}`, f"worked.fact_{name}".
BEGUN = re.compile(r"""["'`](?:\w+\.)?([a-z]\w*_)\$?\{""")
ENDED = re.compile(r"""\}(_[a-z_]+)["'`]""")


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
    assert len(said) >= 15
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


def test_every_word_of_a_view_is_used():
    written = "".join(str(view._esm) for view in VIEWS)
    written += "".join(path.read_text(encoding="utf-8") for path in _sources())
    begun, ended = tuple(set(BEGUN.findall(written))), tuple(set(ENDED.findall(written)))
    whole = set(re.findall(r"\w+", written))
    unused = [
        f"{domain}.{name}"
        for domain in sorted({domain for view in VIEWS for domain in view.WORDS})
        for name in catalogue(domain, "en")
        if name not in whole
        and not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", written)
        and not name.startswith(("ask.", *begun))
        and not name.endswith(ended)
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
    names = DEFINED.findall(str(view._esm))
    assert len(names) > 20
    assert len(names) == len(set(names))


def test_no_two_scripts_define_the_same_name():
    """Any of them may be joined with any other, so all names are one's own."""
    found: dict[str, list[str]] = {}
    for path in sorted(ASSETS.glob("*.js")):
        for name in DEFINED.findall(path.read_text(encoding="utf-8")):
            found.setdefault(name, []).append(path.name)
    assert len(found) > 100
    assert {name: files for name, files in found.items() if len(files) > 1} == {}


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
    return sorted(ASSETS.parent.glob("*.py"))


SAVER = """
const sent = [], told = [];
globalThis.window = globalThis;
globalThis.sessionStorage = { setItem() {}, removeItem() {}, getItem: () => null };
const save = (item, value, key) => ({ type: "save", item, value, key });
const saver = makeSaver({ send: (message) => sent.push(message) }, () => {});
saver.send(save("a", 1, "k1"));
saver.refuse({ key: "k1", words: "full", final: false });
saver.send(save("b", 1, "k2"));
saver.send(save("a", 2, "k3"));
told.push(saver.all().map((one) => one.message.key));
saver.settle({ key: "k3" });
saver.refuse({ key: "k1", words: "late news", final: false });
told.push(saver.all().map((one) => one.message.key));
sent.length = 0;
saver.refuse({ key: "k2", words: "full", final: false });
saver.retry();
told.push(sent.map((one) => one.key));
saver.stop();
console.log(JSON.stringify(told));
"""


def test_a_newer_choice_takes_the_place_of_an_older_one_not_yet_stored(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node to run the script with")
    path = tmp_path / "saver.mjs"
    path.write_text(script("saver") + SAVER, encoding="utf-8")
    run = subprocess.run([node, path], check=True, capture_output=True, text=True)
    assert json.loads(run.stdout) == [["k2", "k3"], ["k2"], ["k2"]]
