"""The three ways to install agree: pyproject.toml, environment.yml and the lock files."""

import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def bounds(requirements: list[str]) -> dict[str, str]:
    """Return the version bounds by package name."""
    parsed = [Requirement(text) for text in requirements]
    return {one.name.lower(): str(one.specifier) for one in parsed}


def locked(name: str) -> list[Requirement]:
    """Return what a lock file pins; every entry has at least one hash."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    found = re.findall(r"^(\w[^\\\n]*?) *\\\n +--hash=sha256:", text, re.MULTILINE)
    assert len(found) == len(re.findall(r"^\w", text, re.MULTILINE))
    return [Requirement(line) for line in found]


def versions(requirement: Requirement) -> set[str]:
    """Return the versions that a lock pins (several, if they differ between Pythons)."""
    return {one.version for one in requirement.specifier}


def test_conda_installs_the_same_packages_within_the_same_bounds() -> None:
    conda = bounds([text for text in CONDA["dependencies"] if isinstance(text, str)])
    project = PROJECT["project"]
    wanted = bounds([*project["dependencies"], *PROJECT["build-system"]["requires"]])
    wanted |= {"python": project["requires-python"], "pip": ""}
    assert conda == wanted


def test_every_lock_satisfies_its_bounds() -> None:
    project = PROJECT["project"]
    optional = project["optional-dependencies"]
    for name, requirements in {
        "run.lock": project["dependencies"],
        "test.lock": [*project["dependencies"], *optional["test"], *optional["dev"]],
        "build.lock": PROJECT["build-system"]["requires"],
    }.items():
        pinned = locked(name)
        for text in requirements:
            wanted = Requirement(text)
            found = [one for one in pinned if one.name.lower() == wanted.name.lower()]
            assert found, (name, text)
            assert all(wanted.specifier.contains(v) for one in found for v in versions(one))


def test_locks_agree_with_each_other() -> None:
    whole = {str(one) for one in locked("test.lock")}
    assert {str(one) for one in locked("run.lock")} <= whole
    pinned = {one.name: versions(one) for one in locked("test.lock")}
    for one in locked("build.lock"):
        assert pinned.get(one.name, versions(one)) == versions(one)
