"""The kinds a trainee can mark, which span belongs to which, and what else is accepted.

Two palettes: ``classes`` (personal, sensitive) and ``groups`` (what the information is about).
What a careful person may see either way is written down here and nowhere else:

* a number of a resident identity card alone, the tail of a card, income, debt and legal matters
  may be called personal or sensitive; so may small details of a child's contract or case;
* a remark on when a grown-up is away is no track of their movements yet: personal or sensitive;
  so is a habit from which a faith is only inferred, and it may be called religion or family;
* an illness of a child may be called health or family, its ways and hours family or whereabouts;
* a word for a relation that stands in for a name may be called family or identity, a vouching or
  a divorce also situation;
* an account in a chat may be called contact or number, a frozen account account or situation.
"""

import re
from collections.abc import Mapping
from typing import Literal

from kit.i18n import in_both

Palette = Literal["classes", "groups"]

CLASSES = ("personal", "sensitive")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "identity": ("name", "nickname", "birth_date", "age"),
    "contact": ("phone", "email", "handle"),
    "number": ("resident_id", "plate", "contract_no"),
    "account": ("account",),
    "address": ("address", "partial_address"),
    "whereabouts": ("whereabouts",),
    "health": ("health",),
    "religion": ("religion",),
    "family": ("relation", "child_detail"),
    "situation": (
        "workplace",
        "occupation",
        "income",
        "debt",
        "legal_matter",
        "contract_detail",
    ),
}
"""The kinds of span (`kit.customers.truth`) that each group holds."""
GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
LOOK_ALIKES = ("hotline", "model_number", "document_number", "company_address", "company_name")
"""Kinds of span that look personal and are not."""
SENSITIVE_GROUPS = frozenset({"account", "whereabouts", "health", "religion"})
SOFT = frozenset(
    {
        "child_detail",
        "contract_detail",
        "debt",
        "health",
        "income",
        "legal_matter",
        "occupation",
        "relation",
        "religion",
        "whereabouts",
    }
)
"""Kinds told in a phrase: where the phrase begins and ends is a matter of taste."""
PERSONS = frozenset({"name", "nickname", "relation"})
"""Kinds that say who somebody is."""
SUBJECTS = ("customer", "child", "related_person", "employee")

_ALSO: Mapping[str, tuple[str, ...]] = {
    "nickname": ("family",),
    "relation": ("identity", "situation"),
    "handle": ("number",),
    "child_detail": ("health", "whereabouts"),
    "debt": ("account",),
}
_ALSO_OF_CHILD: Mapping[str, tuple[str, ...]] = {
    "age": ("family",),
    "birth_date": ("family",),
    "health": ("family",),
    "whereabouts": ("family",),
    "contract_detail": ("family", "whereabouts"),
    "religion": ("family",),
}
_EITHER_CLASS = frozenset({"resident_id", "income", "debt", "legal_matter"})
_INFERRED = frozenset({"whereabouts", "religion"})
_FAITH = re.compile(
    r"信[佛道教]|信伊斯兰|信天主|信基督|穆斯林|基督|天主|道教|佛教|清真"
    r"|Muslim|Islam|Buddh|Christian|Catholic|Taoist|halal",
    re.IGNORECASE,
)
"""Words that name a faith."""
_SMALL = frozenset({"contract_no", "contract_detail", "relation"})
_WHOSE_IS_NOT_SAID = frozenset(
    {
        "phone",
        "email",
        "handle",
        "plate",
        "account",
        "address",
        "partial_address",
        "contract_no",
        "contract_detail",
    }
)


def codes(palette: Palette) -> tuple[str, ...]:
    """Return the kinds of a palette, in the order shown."""
    return CLASSES if palette == "classes" else tuple(GROUPS)


def expected(palette: Palette, kind: str, sensitive: str | None) -> str:
    """Return the right kind of a span.

    >>> expected("classes", "name", "minor_under_14"), expected("groups", "name", None)
    ('sensitive', 'identity')
    """
    if palette == "classes":
        return "sensitive" if sensitive else "personal"
    return GROUP_OF[kind]


def accepted(
    palette: Palette,
    kind: str,
    sensitive: str | None,
    subject: str,
    *,
    masked: bool,
    inferred: bool = False,
) -> tuple[str, ...]:
    """Return the kinds that are right or stand to reason, the right one first.

    Args:
        palette: Which kinds can be marked.
        kind: Kind of the span.
        sensitive: Category of PIPL Art. 28, or None.
        subject: Whom it is about.
        masked: Whether only part of a number or of an address stands there.
        inferred: Whether whereabouts or a faith are only inferred, as `is_inferred` says.
    """
    right = expected(palette, kind, sensitive)
    if palette == "classes":
        small = kind in _SMALL and sensitive == "minor_under_14"
        either = kind in _EITHER_CLASS or small or (masked and sensitive == "financial_account")
        either = either or (inferred and kind in _INFERRED and subject != "child")
        return tuple(dict.fromkeys((right, *(CLASSES if either else ()))))
    others = _ALSO.get(kind, ())
    if inferred and kind == "religion":
        others += ("family",)
    if subject in ("child", "related_person"):
        others += ("family",) if kind == "legal_matter" else ()
    if subject == "child" or kind == "contract_detail":
        others += _ALSO_OF_CHILD.get(kind, ())
    return tuple(dict.fromkeys((right, *others)))


def is_inferred(kind: str, text: str) -> bool:
    """Return whether a piece tells of habits or absence, from which the rest is only inferred.

    >>> is_inferred("religion", "早晚要上香"), is_inferred("religion", "是穆斯林")
    (True, False)
    >>> is_inferred("whereabouts", "每周三晚上都不在家"), is_inferred("health", "高血压")
    (True, False)
    """
    if kind == "religion":
        return _FAITH.search(text) is None
    return kind == "whereabouts"


def accepted_subjects(
    kind: str, subject: str, source: str | None, *, school: bool
) -> tuple[str, ...]:
    """Return whom a span may be said to be about, the right person first.

    Args:
        kind: Kind of the span.
        subject: Whom it is about.
        source: The column it was written from, if any.
        school: Whether the customers are pupils, whose numbers and addresses are their parents'.
    """
    others: tuple[str, ...] = ()
    if kind in ("relation", "legal_matter") and subject in ("related_person", "child", "customer"):
        others = ("customer", "related_person", *(("child",) if school else ()))
    elif school and kind in _WHOSE_IS_NOT_SAID and subject != "employee":
        others = ("child", "customer", "related_person")
    elif source and source.startswith("children.") and subject in ("child", "related_person"):
        others = ("child", "related_person")
    return tuple(dict.fromkeys((subject, *others)))


def shown(palette: Palette) -> list[dict[str, object]]:
    """Return the kinds of a palette with titles and what belongs to each."""
    return [
        {
            "code": code,
            "titles": _words(f"kind.{code}"),
            "about": _words(f"kind.{code}.about"),
            "sensitive": is_sensitive(code),
        }
        for code in codes(palette)
    ]


def is_sensitive(code: str) -> bool:
    """Return whether a kind of a palette is sensitive whoever it is about."""
    return code == "sensitive" or code in SENSITIVE_GROUPS


def subjects_shown() -> list[dict[str, object]]:
    """Return the people a span can be about, with titles."""
    return [{"code": code, "titles": _words(f"subject.{code}")} for code in SUBJECTS]


def _words(message_id: str) -> dict[str, str]:
    return in_both(f"text.{message_id}")
