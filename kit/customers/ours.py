"""Tells folders of this kit from others: their descriptor, and the journal of unfinished ones."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kit.customers.engine import MOST_FLAWS
from kit.customers.spec import DealForm

DESCRIPTOR = "datapackage.json"
JOURNAL = "journal.json"
_LARGEST = 64 * 2**20


class Manifest(BaseModel):
    """The section ``kit`` of a descriptor: what the package was made from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str = Field(max_length=40)
    profile: str = Field(max_length=80)
    profile_sha256: str = Field(max_length=64)
    own_profile: bool
    seed: int = Field(ge=0, lt=2**63)
    start: int = Field(ge=0, lt=2**63)
    rows: int = Field(ge=0, lt=2**63)
    as_of: date
    locale: Literal["zh", "en"]
    flaws: float = Field(default=0.0, ge=0, le=MOST_FLAWS)
    deal: DealForm | Literal[""] = ""
    format: Literal["parquet", "csv"]
    sha256: dict[str, str]


class Mark(BaseModel):
    """What the section ``kit`` of every folder that is not a customer package begins with.

    Attributes:
        version: Version of this kit that wrote it.
        kind: What it holds: the evidence of a case, or a whole company.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    version: str = Field(max_length=40)
    kind: Literal["evidence", "world"]


def kind_of(folder: Path) -> str:
    """Return what a finished folder of ours holds: ``package``, ``evidence`` or ``world``.

    A folder that holds none of these is taken for a package; `kit.customers.stored` then says what
    is wrong with it.
    """
    try:
        return _mark(read_json(folder / DESCRIPTOR)) or "package"
    except (OSError, ValueError):
        return "package"


def read_descriptor(folder: Path) -> tuple[dict[str, Any], Manifest]:
    """Return the descriptor of a package and its checked section ``kit``.

    Raises:
        ValueError: Not a descriptor of ours (pydantic's errors are among these).
        OSError: It cannot be read.
    """
    content = read_json(folder / DESCRIPTOR)
    return content, Manifest.model_validate(content.get("kit"))


def is_ours(folder: Path) -> bool:
    """Return whether a folder holds a finished data package, case or company of this kit."""
    return is_whole(folder) and not (folder / JOURNAL).exists()


def is_whole(folder: Path) -> bool:
    """Return whether a folder holds a finished data package, be its journal still there or not."""
    try:
        _check(read_json(folder / DESCRIPTOR))
    except (OSError, ValueError):
        return False
    return True


def is_unfinished(folder: Path) -> bool:
    """Return whether a folder holds a package of this kit whose making was cut short."""
    return journal_of(folder) is not None


def journal_of(folder: Path) -> dict[str, Any] | None:
    """Return the journal of an unfinished package; None if the folder holds none of ours."""
    try:
        journal = read_json(folder / JOURNAL)
        _check(journal)
    except (OSError, ValueError):
        return None
    return journal


def _check(content: dict[str, Any]) -> None:
    if _mark(content) is None:
        Manifest.model_validate(content.get("kit"))


def _mark(content: dict[str, Any]) -> str | None:
    """The kind that a section ``kit`` names; None if it names none."""
    section = content.get("kit")
    if not isinstance(section, dict) or "kind" not in section:
        return None
    return Mark.model_validate(section).kind


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file.

    Raises:
        ValueError: It is not one of ours.
        OSError: It cannot be read.
    """
    if path.stat().st_size > _LARGEST:
        raise ValueError("larger than any of ours")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(content, dict):
        raise ValueError("not a JSON object")
    return content
