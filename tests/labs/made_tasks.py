"""Small tasks made by hand, for tests of the grader."""

from collections.abc import Sequence
from typing import Any, get_args

from hypothesis import strategies as st

from kit.customers.labels import FieldLabel, Identifier, SensitiveCategory
from kit.labs.classification.questions import REASONS, Scheme
from kit.labs.classification.task import Task, TaskField

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


def task(truths: Sequence[FieldLabel], scheme: Scheme = "law") -> Task:
    fields = tuple(field(number, truth) for number, truth in enumerate(truths, start=1))
    return Task("made", "classify_fields", {}, 80, "token", fields, (), scheme)


def usual_labels() -> st.SearchStrategy[FieldLabel]:
    pairs = [(reason, one) for reason, classes in REASONS.items() for one in classes]
    return st.sampled_from(pairs).map(lambda pair: label(*pair))


@st.composite
def any_labels(draw: st.DrawFn) -> FieldLabel:
    """Labels of all kinds that a profile could hold."""
    reason = draw(st.sampled_from(list(REASONS)))
    classification = draw(st.sampled_from(REASONS[reason]))
    personal, sensitive = classification != "non_personal", classification == "sensitive"
    strict = sensitive or (personal and draw(st.booleans()))
    grades = (4,) if strict else (2, 3) if personal else (1, 2)
    grade = draw(st.sampled_from(grades))
    people = ("customer", "child", "related_person", "employee")
    return label(
        reason,
        classification,
        sensitive=draw(st.sampled_from(get_args(SensitiveCategory))) if sensitive else None,
        subject=draw(st.sampled_from(people if personal else ("company", "none"))),
        identifier=draw(st.sampled_from(get_args(Identifier) if personal else ("none",))),
        grade=grade,
        company_class={1: "public", 4: "private"}.get(grade, "sensitive"),
        also_reasons=tuple(draw(st.sets(st.sampled_from(list(REASONS)), max_size=3))),
        also_accept=tuple(
            draw(st.sets(st.sampled_from([c for c in CLASSES if c != classification]), max_size=1))
        ),
    )


def tasks(least: int = 1, scheme: Scheme = "law") -> st.SearchStrategy[Task]:
    labels = usual_labels() if scheme == "law" else any_labels()
    return st.lists(labels, min_size=least, max_size=18).map(lambda some: task(some, scheme))
