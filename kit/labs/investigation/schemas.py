"""The JSON Schema of each part of an answer."""

from collections.abc import Sequence
from typing import Any

from kit.labs.investigation.given import DESK, MODELS, Desk
from kit.labs.task import closed

_NONE = closed({"none": {"const": True}})
_REF = "#/$defs/{model}"


def parts_schema(parts: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of each part, and the definitions they refer to."""
    items: dict[str, Any] = {}
    definitions: dict[str, Any] = {}
    for part in parts:
        model = Desk if part == DESK else MODELS[part]
        made = model.model_json_schema(ref_template=_REF)
        definitions |= made.pop("$defs", {})
        items[part] = made if part == DESK else {"anyOf": [made, _NONE]}
    return items, definitions
