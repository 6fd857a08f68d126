"""The ``[flaws]`` section of a profile, as it is written."""

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from kit.customers.duties import Kind
from kit.customers.labels import SensitiveCategory, Subject
from kit.customers.makers.base import Options, Texts, wrong

Place = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]\w*\.[A-Za-z]\w*$", max_length=127)]
"""A column: ``"table.field"``."""
Places = tuple[Place, ...]
Names = tuple[Annotated[str, Field(min_length=1, max_length=63)], ...]
Weight = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]


class Customer(Options):
    """Fields of the customers' table by what they hold; those left out are found by their maker."""

    name: str | None = None
    sex: str | None = None
    birth_date: str | None = None
    resident_id: str | None = None
    mobile: str | None = None
    email: str | None = None
    since: str | None = None


class Related(Options):
    """A child table whose rows are copied, by ordinal, to the second file of the same person."""

    table: str
    fields: Names


class Duplicate(Options):
    """What the second file of a person repeats (``same``) and where it may differ.

    Attributes:
        same: Fields of the customers' table that are alike, besides name, sex and birth date.
        moved: The parts of the address, which differ together.
        missing: Fields that may be empty the second time.
        related: Child tables that are repeated.
    """

    same: Names = ()
    moved: Names = ()
    missing: Names = ()
    related: tuple[Related, ...] = ()


class WrongFormat(Options):
    """Columns of mobile and of resident identity numbers."""

    mobiles: Places = ()
    resident_ids: Places = ()


class Misplaced(Options):
    """A value that lands in the field of another."""

    value: Place
    into: Place


class WrongColumn(Options):
    """Where values land in the wrong field.

    Attributes:
        misplaced: Both fields of one table; the value stands in both.
        swapped: Pairs of fields of one table whose values change places.
        third_party: The value of the first related row lands in the customer's own field.
        company: Fields for a person's name in which a company's name stands.
    """

    misplaced: tuple[Misplaced, ...] = ()
    swapped: tuple[tuple[Place, Place], ...] = ()
    third_party: tuple[Misplaced, ...] = ()
    company: Places = ()


class BrokenDate(Options):
    """Dates that lie in the past; pairs of dates come from the profile's ``orders``."""

    past: Places = ()


class ConsentWithdrawn(Options):
    """Purposes (as written in ``consents.purpose``) that rest on a contract, not on consent.

    The handover itself is none of them: see ``separate_consent`` of `Facts`.
    """

    contract: Texts = Field(default={"zh": [], "en": []})


class UnneededField(Options):
    """Fields that stay empty for some rows by their own rule (select, choice_by, only_if)."""

    fields: Places = ()


class Testers(Options):
    """Names that testers type."""

    names: Texts = Field(
        default={
            "zh": ["测试", "测试客户", "测试测试", "系统测试", "测试001"],
            "en": ["test", "Test Customer", "test test", "System Test", "test 001"],
        }
    )


class Slot(Options):
    """What fills ``{slot}`` in a sentence: a column, or words; and what span it makes.

    Attributes:
        column: A column of the customer's row, or of the first row of a child table.
        values: Words to draw from, instead.
        kind: Kind of the span.
        subject: Whom it is about.
        sensitive: Category of PIPL Art. 28.
    """

    column: Place | None = None
    values: Texts | None = None
    kind: str
    subject: Subject = "customer"
    sensitive: SensitiveCategory | None = None


class FreeText(Options):
    """Remarks that take in what does not belong there.

    Attributes:
        columns: The remarks.
        slots: What the sentences' ``{slots}`` stand for.
        sentences: As many in both languages, with the same slots.
        vital: Numbers (from 0) of sentences that can save a life.
    """

    columns: Places = ()
    vital: tuple[Annotated[int, Field(ge=0)], ...] = ()
    slots: dict[str, Slot] = Field(default={})
    sentences: Texts = Field(default={"zh": [], "en": []})

    @field_validator("sentences")
    @classmethod
    def _paired(cls, value: dict[str, list[str]]) -> dict[str, list[str]]:
        if len(value["zh"]) != len(value["en"]):
            raise wrong("both_languages")
        return value


class GuardianMissing(Options):
    """Columns that name the guardian of a customer who is a child."""

    columns: Places = ()


class Until(Options):
    """A date up to which, and some days longer, the customer is being served; empty is for now."""

    column: Place
    days: Annotated[int, Field(ge=0, le=36_600)] = 0


class OneOf(Options):
    """A column and the words in it that count."""

    column: Place
    values: Texts


class Owed(Options):
    """An amount above 0 that the company owes, unless a row of a child table settles it."""

    column: Place
    settled: OneOf | None = None


class Period(Options):
    """The retention category of a table's rows and the date it is counted from."""

    table: str
    category: str
    since: str


class Facts(Options):
    """How the facts that decide what to do are read off the tables.

    Attributes:
        served: The customer is being served if any of these says so; without any, all are.
        owed: Amounts that the company still owes the customer.
        scope: Who belongs to what is handed over; without it, everybody.
        separate_consent: Consent to the handover itself.
        periods: Tables whose rows have a period in the retention schedule.
        named: Columns that say whose the kept files are: a period set by law keeps them too.
    """

    served: tuple[Until, ...] = ()
    owed: tuple[Owed, ...] = ()
    scope: OneOf | None = None
    separate_consent: OneOf | None = None
    periods: tuple[Period, ...] = ()
    named: Places = ()


class Config(Options):
    """The ``[flaws]`` section of a profile."""

    weights: dict[Kind, Weight] = Field(default={})
    customer: Customer = Customer()
    facts: Facts = Facts()
    duplicate: Duplicate | None = None
    wrong_format: WrongFormat = WrongFormat()
    wrong_column: WrongColumn = WrongColumn()
    broken_date: BrokenDate = BrokenDate()
    consent_withdrawn: ConsentWithdrawn = ConsentWithdrawn()
    unneeded_field: UnneededField = UnneededField()
    test_record: Testers | None = None
    free_text_personal: FreeText = FreeText()
    guardian_missing: GuardianMissing = GuardianMissing()
