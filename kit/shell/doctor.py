"""Checks of an installation, each with the way to mend what it finds."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

import kit
from kit.errors import BadInput
from kit.i18n import translate
from kit.resources import kit_home
from kit.shell.browser import has_browser
from kit.shell.home import open_home
from kit.shell.server import USUAL_PORT, is_free

DISTRIBUTION = "customer-info-kit"
OLDEST_PYTHON = (3, 11)
WANTED_MEGABYTES = 500
_PACKAGE = Path(kit.__file__).parent
_LOCKED = re.compile(r"^(\w[^\\\n]*==[^\\\n]*?) *\\?$", re.MULTILINE)


@dataclass(frozen=True)
class Check:
    """What was looked at and how it stands.

    Attributes:
        name: What was looked at.
        ok: True, False, or None for something to know that is no fault.
        code: Which message tells it, in the catalogue `shell`.
        values: What the message names.
    """

    name: str
    ok: bool | None
    code: str
    values: dict[str, Any] = field(default_factory=dict)

    def words(self, locale: str) -> str:
        """Return the sentence about this check."""
        return translate(f"shell.{self.code}", locale, **self.values)

    def to_json(self, locale: str) -> dict[str, Any]:
        """Return the check as plain data."""
        return {"check": self.name, "ok": self.ok, "message": self.words(locale)}


def examine() -> list[Check]:
    """Return all checks."""
    checks: tuple[Callable[[], Check], ...] = (
        check_python,
        check_packages,
        check_lock,
        check_extension,
        check_home,
        check_database,
        check_disk,
        check_font,
        check_port,
        check_browser,
    )
    return [check() for check in checks]


def check_python() -> Check:
    """Return whether this Python is recent enough."""
    have = ".".join(str(part) for part in sys.version_info[:3])
    ok = sys.version_info >= OLDEST_PYTHON
    return Check("python", ok, "python_ok" if ok else "python_bad", {"version": have})


def check_packages() -> Check:
    """Return whether every required package is there in a version that fits."""
    try:
        required = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return Check("packages", False, "not_installed")
    wanted = _that_apply(required)
    wrong = [one for one in wanted if not _fits(one)]
    if wrong:
        names = ", ".join(f"{one.name}{one.specifier}" for one in wrong)
        return Check("packages", False, "packages_bad", {"names": names})
    return Check("packages", True, "packages_ok", {"count": len(wanted)})


def check_lock() -> Check:
    """Return how many packages differ from the locked versions; with conda that is usual."""
    differ = [one.name for one in _that_apply(_locked()) if not _fits(one)]
    if differ:
        return Check(
            "lock", None, "lock_differs", {"count": len(differ), "names": ", ".join(differ)}
        )
    return Check("lock", True, "lock_ok")


def check_extension() -> Check:
    """Return whether JupyterLab has the extension that opens lessons ready."""
    from jupyter_core.paths import jupyter_path

    for folder in jupyter_path("labextensions"):
        try:
            told = (Path(folder) / DISTRIBUTION / "package.json").read_text(encoding="utf-8")
        except OSError:
            continue
        if json.loads(told)["version"] != kit.__version__:
            return Check("extension", False, "extension_old", {"folder": folder})
        if _is_disabled():
            return Check("extension", False, "extension_disabled")
        return Check("extension", True, "extension_ok")
    return Check("extension", False, "extension_missing")


def check_home() -> Check:
    """Return whether the folder of the records can be written."""
    try:
        home = open_home()
    except BadInput as error:
        return Check("home", False, "home_unwritable", error.values)
    return Check("home", True, "home_ok", {"folder": str(home.root)})


def check_database() -> Check:
    """Return whether SQLite can keep a write-ahead log in that folder."""
    home = kit_home()
    try:
        with tempfile.TemporaryDirectory(dir=home, prefix=".check-") as folder:
            connection = sqlite3.connect(Path(folder) / "check.sqlite")
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            connection.execute("CREATE TABLE kept (one INTEGER)")
            connection.close()
    except (OSError, sqlite3.Error):
        mode = ""
    ok = mode == "wal"
    return Check("database", ok, "database_ok" if ok else "database_bad", {"folder": str(home)})


def check_disk() -> Check:
    """Return whether there is room for records and generated data."""
    home = kit_home()
    place = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    free = shutil.disk_usage(place).free // 1_000_000
    ok = free >= WANTED_MEGABYTES
    values = {"free": f"{free:,}", "wanted": WANTED_MEGABYTES, "folder": str(home)}
    return Check("disk", ok, "disk_ok" if ok else "disk_bad", values)


def check_font() -> Check:
    """Return whether Chinese can be shown; Windows and macOS bring their fonts."""
    if os.name == "nt" or sys.platform == "darwin":
        return Check("font", True, "font_ok")
    try:
        listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return Check("font", None, "font_unknown")
    ok = bool(listed.stdout.strip())
    return Check("font", ok, "font_ok" if ok else "font_bad")


def check_port() -> Check:
    """Return whether the usual port is free; otherwise the next free one is used."""
    free = is_free(USUAL_PORT)
    return Check("port", free or None, "port_ok" if free else "port_next", {"port": USUAL_PORT})


def check_browser() -> Check:
    """Return whether a browser can be opened from here."""
    found = has_browser()
    return Check("browser", found or None, "browser_ok" if found else "browser_none")


def _that_apply(texts: list[str]) -> list[Requirement]:
    """Return the requirements that hold on this computer, without the optional ones."""
    parsed = [Requirement(text) for text in texts]
    return [one for one in parsed if not one.marker or one.marker.evaluate({"extra": ""})]


def _fits(requirement: Requirement) -> bool:
    have = _version(requirement.name)
    return have is not None and requirement.specifier.contains(have, prereleases=True)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _locked() -> list[str]:
    for path in (_PACKAGE / "_data" / "run.lock", _PACKAGE.parent / "requirements" / "run.lock"):
        if path.is_file():
            return _LOCKED.findall(path.read_text(encoding="utf-8"))
    return []


def _is_disabled() -> bool:
    from jupyterlab_server.config import get_static_page_config

    disabled = get_static_page_config(level="all").get("disabledExtensions", {})
    return any(off and name.startswith(DISTRIBUTION) for name, off in disabled.items())
