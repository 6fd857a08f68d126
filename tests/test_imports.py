"""Imports point one way: each part of the kit may use only the parts listed for it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kit

ROOT = Path(kit.__file__).parent
FREE = {"errors", "seeding", "resources", "i18n"}
CORE = {"law", "identifiers"}
COMPANY = {"leaks", "activity", "organisation", "customers"}
MAY_IMPORT = {
    "errors": set(),
    "seeding": {"errors"},
    "resources": {"errors"},
    "i18n": {"errors"},
    "law": {"errors"},
    "identifiers": {"seeding", "errors"},
    "customers": {"law", "identifiers", "seeding", "errors"},
    "organisation": {"customers", *CORE, "seeding", "errors", "resources"},
    "activity": {"organisation", "customers", *CORE, "seeding", "errors", "resources"},
    "leaks": {"activity", "organisation", "customers", *CORE, "seeding", "errors", "resources"},
    "world": {"activity", "organisation", "customers", *CORE, "seeding", "errors"},
    "labs": {
        "world",
        "leaks",
        "activity",
        "organisation",
        "customers",
        *CORE,
        "seeding",
        "errors",
        "i18n",
    },
    "exercises": {"labs", "world", "customers", *CORE, *FREE},
    "classroom": {"exercises", "labs", "world", "customers", *CORE, *FREE},
    "shell": {"classroom", "exercises", *FREE},
    "widgets": {"classroom", "exercises", "labs", "world", *COMPANY, *CORE, *FREE},
    "datasets": {"customers", *CORE, "seeding", "errors", "i18n"},
    "bench": {
        "exercises",
        "labs",
        "world",
        "leaks",
        "activity",
        "organisation",
        "customers",
        *CORE,
        *FREE,
    },
    "cli": {"bench", "datasets", "shell", "widgets", "classroom", "exercises", "labs", "world"}
    | {*COMPANY, *CORE}
    | FREE,
    "__main__": {"cli"},
    "__init__": set(),
}


def part_of(path):
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path):
    """The parts of the kit a file imports, at its top or inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "kit":
            names = [f"kit.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        yield from (
            n.split(".")[1] for n in names if n.startswith("kit.") and n != "kit.__version__"
        )


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_from_above(path):
    part = part_of(path)
    allowed = MAY_IMPORT[part] | {part}
    assert set(imported(path)) <= allowed


def test_the_order_has_no_circle():
    done = set()
    while len(done) < len(MAY_IMPORT):
        ready = {part for part, needs in MAY_IMPORT.items() if needs <= done} - done
        assert ready, f"circle among {sorted(set(MAY_IMPORT) - done)}"
        done |= ready


def test_importing_the_kit_loads_nothing_heavy():
    heavy = ["anywidget", "babel", "faker", "numpy", "pandas", "pyarrow", "pydantic", "sqlalchemy"]
    script = f"import sys, kit, kit.cli; print([m for m in {heavy} if m in sys.modules])"
    order = [sys.executable, "-c", script]
    done = subprocess.run(order, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
