"""What a cell is: its field's label, changed by the age of a child or by what is written in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from kit.customers.labels import FieldLabel, OtherLabel

_SENSITIVE_BY = {
    "health": "medical_health",
    "biometric": "biometric",
    "religion": "religion",
    "financial_account": "financial_account",
}
"""Reasons that make a field sensitive by themselves, if they come first after childhood."""
_REASON_OF = {"medical_health": "health", "other_sensitive": "free_text_mixed"}
"""Reasons that are not called like the category."""
_NOT_BY_ITSELF = {"minor_under_14", "whereabouts", "specific_identity", *_SENSITIVE_BY}


@dataclass(frozen=True)
class Cell:
    """The label of one cell.

    Attributes:
        classification: ``non_personal``, ``personal`` or ``sensitive``.
        sensitive: Category of PIPL Art. 28, or None.
        subject: Whom it is about.
        reason: Why, as a code of the classification lab.
        articles: The rules behind it.
        boundary: Whether it is about a child of 13 or 14.
    """

    classification: str
    sensitive: str | None
    subject: str
    reason: str
    articles: tuple[str, ...]
    boundary: bool = False

    @classmethod
    def made(cls, sensitive: str | None, subject: str, reason: str, personal: bool = True) -> Self:
        """Return the label of a cell with the articles that follow."""
        if not personal:
            return cls("non_personal", None, subject, reason, ("PIPL-4",))
        if sensitive is None:
            return cls("personal", None, subject, reason, ("PIPL-4",))
        child = sensitive == "minor_under_14" or subject == "child"
        articles = ("PIPL-4", "PIPL-28", "PIPL-31" if child else "PIPL-29")
        return cls("sensitive", sensitive, subject, reason, articles)

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """Return the label in a row of ``cell_labels``."""
        return cls(
            classification=row["classification"],
            sensitive=row["sensitive"],
            subject=row["subject"],
            reason=row["reason"],
            articles=tuple(row["articles"]),
            boundary=row["boundary"],
        )

    @classmethod
    def of_texts(
        cls, classification: str, sensitive: str, subject: str, reason: str, articles: str
    ) -> Self:
        """Return a label from texts: no category is empty, articles are joined by ``;``."""
        return cls(classification, sensitive or None, subject, reason, tuple(articles.split(";")))

    def at_boundary(self, boundary: bool) -> "Cell":
        """Return the same label, of somebody of 13 or 14 or not."""
        return replace(self, boundary=boundary)


def of_field(label: FieldLabel) -> Cell:
    """Return what a cell is if there is nothing special about it."""
    return Cell(label.classification, label.sensitive, label.subject, label.reason, label.articles)


def of_category(sensitive: str, subject: str) -> Cell:
    """Return the label of a text that holds something of a category of PIPL Art. 28."""
    reason = _REASON_OF.get(sensitive, sensitive)
    return Cell.made(sensitive, subject, reason)


def grown(label: FieldLabel, subject: str) -> Cell:
    """Return what a cell of a child's field is if the person is 14 or over.

    The category "child under 14" falls away, and so does the child as subject. What remains is
    the first other reason of the label: health, a biometric feature, religion or an account are
    sensitive by themselves, anything else is ordinary personal information.

    Args:
        label: The field's label.
        subject: Whom the row is about instead.
    """
    who = subject if label.subject == "child" else label.subject
    if label.sensitive != "minor_under_14":
        return Cell.made(label.sensitive, who, label.reason, label.personal)
    others = [one for one in label.also_reasons if one != "minor_under_14"]
    if others and others[0] in _SENSITIVE_BY:
        return Cell.made(_SENSITIVE_BY[others[0]], who, others[0])
    reason = next((one for one in others if one not in _NOT_BY_ITSELF), "linked_to_person")
    return Cell.made(None, who, reason)


def overlaid(cell: Cell, other: OtherLabel) -> Cell:
    """Return the label of a cell with a word of its own label."""
    personal = cell.classification != "non_personal" if other.personal is None else other.personal
    sensitive = cell.sensitive if other.sensitive is None else other.sensitive
    subject = other.subject or cell.subject
    if not personal and other.subject is None:
        subject = "none"
    wanted = None if sensitive == "none" else sensitive
    made = Cell.made(wanted, subject, other.reason or cell.reason, personal or wanted is not None)
    # The field's own articles may say more than those that follow from its category.
    return cell if replace(made, articles=cell.articles) == cell else made
