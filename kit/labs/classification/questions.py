"""What is asked of each field, as data: the questions of a scheme, their options and their costs.

The first question of a scheme leads. The others depend on it, if their options go with some of its
options only, and then count only where it is answered well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from kit.customers.labels import Classification, CompanyClass, Identifier, Reason, SensitiveCategory
from kit.i18n import in_both

Scheme = Literal["law", "categories", "identifiers", "grades", "company_classes"]
CLASSES: tuple[Classification, ...] = ("non_personal", "personal", "sensitive")
"""The law's three classes, from the least to the most protected."""

POINTS = 10
"""Points that a field earns; mistakes may cost more than that."""
WRONG_PART_COST = 4

# Which classes a reason can be given for; the same list for everybody, in the same order.
REASONS: dict[Reason, tuple[Classification, ...]] = {
    "direct_identifier": ("personal",),
    "contact": ("personal",),
    "linked_to_person": ("personal",),
    "quasi_identifier": ("personal",),
    "third_party": ("personal",),
    "employee": ("personal",),
    "pseudonymised": ("personal",),
    "online_identifier": ("personal",),
    "transaction_of_person": ("personal",),
    "preference_profile": ("personal",),
    "free_text_mixed": ("personal", "sensitive"),
    "health": ("sensitive",),
    "financial_account": ("sensitive",),
    "whereabouts": ("sensitive",),
    "biometric": ("sensitive",),
    "specific_identity": ("sensitive",),
    "religion": ("sensitive",),
    "minor_under_14": ("sensitive",),
    "company_information": ("non_personal",),
    "product_or_stock": ("non_personal",),
    "system_code": ("non_personal",),
    "aggregate_statistics": ("non_personal",),
    "published_reference": ("non_personal",),
    "internal_process": ("non_personal",),
}
assert set(REASONS) == set(get_args(Reason))

_SOMEBODY: tuple[Classification, ...] = ("personal", "sensitive")
_NOBODY: tuple[Classification, ...] = ("non_personal",)
GRADES = ("1", "2", "3", "4")

CLASS_COSTS: dict[str, dict[str, int]] = {
    "non_personal": {"non_personal": 0, "personal": 7, "sensitive": 10},
    "personal": {"non_personal": 15, "personal": 0, "sensitive": 7},
    "sensitive": {"non_personal": 20, "personal": 15, "sensitive": 0},
}
_OVER, _UNDER = (0, 5, 8, 10), (0, 10, 15, 20)  # by how many grades it is off
GRADE_COSTS = {
    right: {
        chosen: _OVER[int(chosen) - int(right)]
        if chosen >= right
        else _UNDER[int(right) - int(chosen)]
        for chosen in GRADES
    }
    for right in GRADES
}
_HALVES = {
    right: {chosen: (cost + 1) // 2 for chosen, cost in costs.items()}
    for right, costs in CLASS_COSTS.items()
}
_COMPANY_CLASSES: tuple[CompanyClass, ...] = get_args(CompanyClass)
_COMPANY_COSTS: dict[str, dict[str, int]] = {
    company: {
        code: _HALVES[law][like] for code, like in zip(_COMPANY_CLASSES, CLASSES, strict=True)
    }
    for company, law in zip(_COMPANY_CLASSES, CLASSES, strict=True)
}
_IDENTIFIER_COSTS = {
    "none": {"none": 0, "quasi": 3, "direct": 4},
    "quasi": {"none": 6, "quasi": 0, "direct": 3},
    "direct": {"none": 8, "quasi": 6, "direct": 0},
}


@dataclass(frozen=True)
class Option:
    """One of the answers to a question.

    Attributes:
        code: What an answer holds.
        goes_with: Options of the leading question that it can follow; empty: any.
    """

    code: str
    goes_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What is asked of each field.

    Attributes:
        id: Its key in the answer to a field.
        family: Prefix of its options' words.
        options: The answers, from the least to the most protected where they have an order.
        costs: Points lost by right and chosen answer; empty: `WRONG_PART_COST` for any wrong one.
        missing_cost: Points lost where it is not answered.
        in_order: Whether a wrong answer is too strict or too lenient rather than just wrong.
    """

    id: str
    family: str
    options: tuple[Option, ...]
    costs: Mapping[str, Mapping[str, int]]
    missing_cost: int
    in_order: bool = True

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of its options."""
        return tuple(option.code for option in self.options)

    @property
    def dependent(self) -> bool:
        """Return whether its options follow from the answer to the leading question."""
        return any(option.goes_with for option in self.options)

    def fitting(self, lead: str | None) -> tuple[str, ...]:
        """Return the codes that can follow an answer to the leading question."""
        return tuple(
            option.code
            for option in self.options
            if not option.goes_with or lead in option.goes_with
        )

    def public(self) -> dict[str, Any]:
        """Return it with its words, as plain JSON data."""
        return {
            "id": self.id,
            "titles": _words(f"question.{self.id}"),
            "options": [
                {
                    "code": option.code,
                    "titles": _words(f"{self.family}.{option.code}"),
                    "short": _words(f"{self.family}.{option.code}.short")
                    if self.family == "class"
                    else _words(f"{self.family}.{option.code}"),
                    "about": _words(f"{self.family}.{option.code}.about")
                    if self.family != "reason"
                    else _words(f"reason.{option.code}.why"),
                    "goes_with": list(option.goes_with),
                }
                for option in self.options
            ],
        }


def _plain(codes: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(code) for code in codes)


CHOICE = Question("choice", "class", _plain(CLASSES), CLASS_COSTS, 20)
REASON = Question(
    "reason",
    "reason",
    tuple(Option(code, classes) for code, classes in REASONS.items()),
    {},
    WRONG_PART_COST,
    in_order=False,
)
CATEGORY = Question(
    "category",
    "category",
    (
        *(Option(code, ("sensitive",)) for code in get_args(SensitiveCategory)),
        Option("none", ("non_personal", "personal")),
    ),
    {},
    WRONG_PART_COST,
    in_order=False,
)
SUBJECT = Question(
    "subject",
    "subject",
    (
        *(Option(code, _SOMEBODY) for code in ("customer", "child", "related_person", "employee")),
        Option("none", _NOBODY),
    ),
    {},
    WRONG_PART_COST,
    in_order=False,
)
IDENTIFIER = Question(
    "identifier",
    "identifier",
    (Option("none"), Option("quasi", _SOMEBODY), Option("direct", _SOMEBODY)),
    _IDENTIFIER_COSTS,
    8,
)
GRADE = Question("grade", "grade", _plain(GRADES), GRADE_COSTS, 20)
LAW_CLASS = Question("choice", "class", _plain(CLASSES), _HALVES, 10)
COMPANY_CLASS = Question(
    "company_class", "company_class", _plain(_COMPANY_CLASSES), _COMPANY_COSTS, 10
)
assert set(get_args(Identifier)) == set(IDENTIFIER.codes)

SCHEMES: Mapping[Scheme, tuple[Question, ...]] = {
    "law": (CHOICE, REASON),
    "categories": (CHOICE, CATEGORY, SUBJECT),
    "identifiers": (CHOICE, IDENTIFIER),
    "grades": (GRADE,),
    "company_classes": (LAW_CLASS, COMPANY_CLASS),
}


def missing_cost(scheme: Scheme) -> int:
    """Return the points lost where a field is not answered at all.

    >>> {missing_cost(scheme) for scheme in SCHEMES}
    {20}
    """
    first, *others = SCHEMES[scheme]
    return first.missing_cost + sum(one.missing_cost for one in others if not one.dependent)


def _words(message_id: str) -> dict[str, str]:
    return in_both(f"classification.{message_id}")
