"""The scripts and styles of the views, from the package itself: nothing is fetched."""

from importlib.resources import files

BASE_SCRIPTS = ("dom", "saver", "who", "desk")
LAB_SCRIPTS = (
    *BASE_SCRIPTS,
    "lab",
    "head",
    "place",
    "reading",
    "chooser",
    "attempts",
    "result",
    "rulebook",
    "hints",
    "answers",
    "why",
    "work",
    "review",
)
BASE_STYLES = ("tokens", "desk")


def script(*names: str) -> str:
    """Return the module made of some scripts, which share one scope; the last one exports."""
    return _joined(names, "js")


def style(*names: str) -> str:
    """Return the stylesheet made of some parts."""
    return _joined(names, "css")


def _joined(names: tuple[str, ...], kind: str) -> str:
    folder = files(__name__.rpartition(".")[0]) / "assets"
    return "\n".join((folder / f"{name}.{kind}").read_text(encoding="utf-8") for name in names)
