"""Small tasks made by hand, for tests of the grader."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from kit.customers.labels import FieldLabel
from kit.labs.classification.task import REASONS, Task, TaskField

CLASSES = ("non_personal", "personal", "sensitive")


def label(reason: str, classification: str, **more: Any) -> FieldLabel:
    personal, sensitive = classification != "non_personal", classification == "sensitive"
    return FieldLabel(
        **{
            "personal": personal,
            "sensitive": "medical_health" if sensitive else None,
            "subject": "customer" if personal else "none",
            "identifier": "none",
            "grade": 2,
            "company_class": "private" if sensitive else "sensitive",
            "articles": ("PIPL-4", "PIPL-28") if sensitive else ("PIPL-4",),
            "reason": reason,
            **more,
        }
    )


def field(
    number: int, truth: FieldLabel, trap: str | None = None, make: str = "choice"
) -> TaskField:
    return TaskField(
        key=f"f{number:02}",
        name=f"no_{number}",
        sheet="A",
        about={"zh": "说明", "en": "Description"},
        type="string",
        rows=10,
        null_share=0.0,
        samples=("1", "2"),
        table="customers",
        table_titles={"zh": "客户", "en": "Customers"},
        column=f"column_{number}",
        titles={"zh": "字段", "en": "Field"},
        label=truth,
        make=make,
        trap=trap,
        difficulty=1,
    )


def task(truths: Sequence[FieldLabel]) -> Task:
    fields = tuple(field(number, truth) for number, truth in enumerate(truths, start=1))
    return Task("made", "classify_fields", {}, 80, "token", fields, ())


def usual_labels() -> st.SearchStrategy[FieldLabel]:
    pairs = [(reason, one) for reason, classes in REASONS.items() for one in classes]
    return st.sampled_from(pairs).map(lambda pair: label(*pair))


def tasks(least: int = 1) -> st.SearchStrategy[Task]:
    return st.lists(usual_labels(), min_size=least, max_size=18).map(task)
