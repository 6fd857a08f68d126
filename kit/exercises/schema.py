"""The form of exercise files as a JSON Schema, for editors and for tools of others."""

from typing import Any

from pydantic.json_schema import models_json_schema

from kit.exercises.loading import model
from kit.exercises.registry import LABS

FILE_NAME = "exercise.schema.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an exercise file; ``lab`` decides which form applies."""
    models = {lab: model(lab) for lab in LABS}
    refs, whole = models_json_schema([(one, "validation") for one in models.values()])
    forms = {lab: refs[one, "validation"] for lab, one in models.items()}
    for lab, form in forms.items():
        definition = whole["$defs"][form["$ref"].rpartition("/")[2]]
        definition["properties"]["lab"] = {"const": lab}
    return {
        "$schema": _DIALECT,
        "title": "Exercise of the customer information kit",
        "type": "object",
        "required": ["lab"],
        "properties": {"lab": {"enum": list(LABS)}},
        "allOf": [
            {"if": {"properties": {"lab": {"const": lab}}, "required": ["lab"]}, "then": form}
            for lab, form in forms.items()
        ],
        "$defs": whole["$defs"],
    }
