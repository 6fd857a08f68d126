"""What each field is in the eyes of the law and of the company: the truth that labs are graded by.

The company grade (1–4) and the company class (公司级别: public, sensitive, private) are scales of
the training company, made up by us; neither is GB/T 43697's, and ``company_class = "sensitive"`` is
not "sensitive personal information" of PIPL Art. 28 (that is `FieldLabel.sensitive`).
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Classification = Literal["non_personal", "personal", "sensitive"]
SensitiveCategory = Literal[
    "biometric",
    "religion",
    "specific_identity",
    "medical_health",
    "financial_account",
    "whereabouts",
    "minor_under_14",
    "other_sensitive",
]
Subject = Literal["customer", "child", "related_person", "employee", "company", "none"]
Identifier = Literal["direct", "quasi", "none"]
CompanyClass = Literal["public", "sensitive", "private"]
Reason = Literal[
    "direct_identifier",
    "contact",
    "linked_to_person",
    "quasi_identifier",
    "third_party",
    "employee",
    "pseudonymised",
    "free_text_mixed",
    "online_identifier",
    "transaction_of_person",
    "preference_profile",
    "health",
    "financial_account",
    "whereabouts",
    "biometric",
    "specific_identity",
    "religion",
    "minor_under_14",
    "company_information",
    "product_or_stock",
    "system_code",
    "aggregate_statistics",
    "published_reference",
    "internal_process",
]


PieceKind = Literal["health", "religion", "whereabouts", "child_detail", "account"]
"""Kinds of span that a listed remark can have (`kit.customers.truth`)."""


class FieldLabel(BaseModel):
    """The label of one field.

    Attributes:
        personal: Personal information under PIPL Art. 4.
        sensitive: Category of PIPL Art. 28, or None.
        subject: Whom the value is about.
        identifier: Direct or quasi identifier, or none.
        grade: The company's own grade, 1 (lowest) to 4.
        company_class: The company's own class: lawfully published; ordinary personal or
            confidential; PIPL Art. 28 or private information under the Civil Code.
        articles: Rule ids behind the label, e.g. ``"PIPL-28"``.
        also_accept: Other classifications a careful person may give.
        reason: Why, as a code of the classification lab.
        also_reasons: Other reasons that are right too.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str = ""
    field: str = ""
    personal: bool
    sensitive: SensitiveCategory | None = None
    subject: Subject
    identifier: Identifier
    grade: int = Field(ge=1, le=4)
    company_class: CompanyClass
    articles: tuple[str, ...]
    also_accept: tuple[Classification, ...] = ()
    reason: Reason
    also_reasons: tuple[Reason, ...] = ()

    @property
    def classification(self) -> Classification:
        """The class a trainee should choose: non_personal, personal or sensitive."""
        if self.sensitive:
            return "sensitive"
        return "personal" if self.personal else "non_personal"

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.sensitive and not self.personal:
            raise ValueError("sensitive needs personal = true (PIPL Art. 28)")
        if self.personal and "PIPL-4" not in self.articles:
            raise ValueError('personal = true needs "PIPL-4" in articles')
        if self.sensitive and "PIPL-28" not in self.articles:
            raise ValueError('a sensitive field needs "PIPL-28" in articles')
        if self.sensitive and self.company_class != "private":
            raise ValueError('a sensitive field has company_class = "private"')
        if not self.personal and self.subject not in ("company", "none"):
            raise ValueError('personal = false goes with subject "company" or "none"')
        if self.personal and self.subject in ("company", "none"):
            raise ValueError("personal = true needs a person as subject")
        if self.classification in self.also_accept:
            raise ValueError("also_accept repeats the label's own classification")
        return self


def names_child(field: FieldLabel | None) -> bool:
    """Return whether a field is labelled as a child's."""
    return field is not None and (field.subject == "child" or field.sensitive == "minor_under_14")


class OtherLabel(BaseModel):
    """In what the label of a value differs from its field's; None: not at all.

    Attributes:
        personal: Whether the value is personal information.
        sensitive: Its category of PIPL Art. 28; ``"none"``: not sensitive, though the field is.
        subject: Whom it is about.
        reason: Why.
        kind: What is sensitive in a value that is a remark: the kind of its span.
        pieces: The words of a remark that say so; the first that stands in it is the span, and
            without any the span is the whole remark.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    personal: bool | None = None
    sensitive: SensitiveCategory | Literal["none"] | None = None
    subject: Subject | None = None
    reason: Reason | None = None
    kind: PieceKind | None = None
    pieces: tuple[Annotated[str, StringConstraints(min_length=1)], ...] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.pieces and self.kind is None:
            raise PydanticCustomError("cell_kind", "cell_kind")
        nobody = self.subject in ("company", "none")
        if self.personal is False and self.sensitive not in (None, "none"):
            raise PydanticCustomError("cell_sensitive", "cell_sensitive")
        if (self.personal is False and self.subject and not nobody) or (self.personal and nobody):
            raise PydanticCustomError("cell_subject", "cell_subject", {"subject": self.subject})
        return self


class ValuesLabel(OtherLabel):
    """Values of a field whose label differs from the field's: key ``cells`` in a profile.

    Attributes:
        values: The values, as written in either language; the same place of the other counts too.
    """

    values: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1)], ...], Field(min_length=1)
    ]
    reason: Reason
