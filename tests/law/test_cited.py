"""Nothing in the kit may cite a rule that is unknown, not teachable or not in force.

`cited` finds rule ids in data files: under the keys that hold them, and wherever a string is an
instrument of ours followed by an article number.
"""

import re
import tomllib
from pathlib import Path

import pytest

from kit import law

ROOT = Path(__file__).parents[2]
KEYS = {"articles", "cites", "rules"}
TEXTS = {".toml", ".py", ".po", ".ipynb", ".md", ".json", ".js", ".csv"}
PLACES = ("exercises", "notebooks", "datasets", "kit")
ID = re.compile(
    r"(?<![\w-])(?:{})-\d[\w.]*(?:-\w+)*".format("|".join(one.id for one in law.instruments()))
)


def cited(path):
    """Return the rule ids that a file cites."""
    text = path.read_text("utf-8")
    found = {match.rstrip(".") for match in ID.findall(text)}
    if path.suffix == ".toml":
        found |= set(_listed(tomllib.loads(text)))
    return found


def wrong_citations(paths):
    """Return (file, rule id) for every citation that is not allowed."""
    return sorted(
        (str(path), rule_id)
        for path in paths
        for rule_id in cited(path)
        if not law.citable(rule_id)
    )


def material():
    """Yield the files of the kit that may cite rules; the rule book itself is left out."""
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*")):
            inside = path.relative_to(ROOT).parts
            if inside[:2] == ("kit", "law") or {"node_modules", "__pycache__"} & set(inside):
                continue
            if path.name in ("law.po", "law.py", "law_text.py"):
                continue
            if path.is_file() and path.suffix in TEXTS:
                yield path


def _listed(node, key=""):
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _listed(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from _listed(value, key)
    elif isinstance(node, str) and key in KEYS:
        yield node


def test_the_kit_cites_only_rules_that_may_be_cited():
    assert wrong_citations(material()) == []


def test_profiles_are_among_the_material():
    assert any(path.parent.name == "profiles" for path in material())


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('articles = ["PIPL-4", "PIPL-28"]', []),
        ('articles = ["PIPL-4", "PIPL-999"]', ["PIPL-999"]),
        ('articles = ["PPIL-4"]', ["PPIL-4"]),
        ('rules = ["FLOW-remote-access"]', []),
        ('rules = ["SMALL-annex-items"]', ["SMALL-annex-items"]),
        ('why = "see GDPR-33."', ["GDPR-33"]),
        ('why = "see CSL2016-21, and CC-BY-4.0"', ["CSL2016-21"]),
    ],
)
def test_wrong_citations_are_found(tmp_path, text, wrong):
    path = tmp_path / "exercise.toml"
    path.write_text(text, encoding="utf-8")
    assert [rule_id for _, rule_id in wrong_citations([path])] == wrong
