"""Usual mistakes as errors: which spans somebody with a misconception misses or takes for another.

Each is a rule on single spans and look-alikes, so its errors in a note can be listed without
grading; the grader compares them with the errors it found.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kit.labs.text.palette import Palette
from kit.labs.text.task import Error, LookAlike, Mark, Note, Span

_NUMBERS = frozenset({"phone", "resident_id", "account", "plate", "contract_no"})
_NAMES = frozenset(
    {
        "name",
        "nickname",
        "address",
        "partial_address",
        "email",
        "handle",
        "birth_date",
    }
)
_TAKEN_FOR: Mapping[Palette, Mapping[str, str]] = {
    "classes": {},
    "groups": {
        "hotline": "contact",
        "company_address": "address",
        "company_name": "situation",
        "model_number": "number",
        "document_number": "number",
    },
}


def _never(span: Span) -> bool:
    return False


@dataclass(frozen=True)
class Misreading:
    """What somebody with a misconception does.

    Attributes:
        palettes: Where it can be shown.
        missed: Whether a span is missed.
        as_class: The class that every span of another class gets, if any.
        only_child: Whether that happens only to what is sensitive because it is about a child.
        look_alikes: Whether look-alikes are marked.
        all_customer: Whether everything is said to be about the customer.
    """

    palettes: tuple[Palette, ...] = ("classes", "groups")
    missed: Callable[[Span], bool] = _never
    as_class: str | None = None
    only_child: bool = False
    look_alikes: bool = False
    all_customer: bool = False


def _is_child(span: Span) -> bool:
    return span.subject == "child"


MISREADINGS: Mapping[str, Misreading] = {
    "masked_is_anonymous": Misreading(missed=lambda span: span.masked),
    "health_not_seen": Misreading(missed=lambda span: span.kind == "health"),
    "whereabouts_not_seen": Misreading(missed=lambda span: span.kind == "whereabouts"),
    "children_are_like_others": Misreading(
        palettes=("classes",), as_class="personal", only_child=True
    ),
    "children_overlooked": Misreading(palettes=("groups",), missed=_is_child),
    "third_parties_overlooked": Misreading(missed=lambda span: span.subject == "related_person"),
    "employees_overlooked": Misreading(missed=lambda span: span.subject == "employee"),
    "look_alikes_marked": Misreading(look_alikes=True),
    "names_and_numbers": Misreading(missed=lambda span: span.kind not in _NUMBERS | _NAMES),
    "only_numbers": Misreading(missed=lambda span: span.kind not in _NUMBERS),
    "all_about_customer": Misreading(all_customer=True),
    "nothing_sensitive": Misreading(palettes=("classes",), as_class="personal"),
    "all_sensitive": Misreading(palettes=("classes",), as_class="sensitive"),
}
"""The misconceptions, the most specific first."""


def errors(name: str, note: Note, palette: Palette, *, asks_subject: bool) -> frozenset[Error]:
    """Return the errors of a misconception in a note."""
    one = MISREADINGS[name]
    if palette not in one.palettes:
        return frozenset()
    found: set[Error] = set()
    for number, span in enumerate(note.spans):
        error = _error(one, number, span, asks_subject)
        if error:
            found.add(error)
    if one.look_alikes:
        found |= {("false", number, "") for number in range(len(note.look_alikes))}
    return frozenset(found)


def _error(one: Misreading, number: int, span: Span, asks_subject: bool) -> Error | None:
    if one.missed(span):
        return ("missed", number, "")
    if one.as_class and one.as_class not in span.accepted and _concerns(one, span):
        return ("wrong_kind", number, one.as_class)
    if one.all_customer and asks_subject and "customer" not in span.subjects:
        return ("wrong_subject", number, "customer")
    return None


def _concerns(one: Misreading, span: Span) -> bool:
    return not one.only_child or span.sensitive == "minor_under_14"


def marks(name: str, note: Note, palette: Palette, *, asks_subject: bool) -> list[Mark]:
    """Return what somebody with a misconception marks, in the order of the text."""
    wrong = {
        (verdict, number): other
        for verdict, number, other in errors(name, note, palette, asks_subject=asks_subject)
    }
    found = [
        Mark(
            span.start,
            span.end,
            wrong.get(("wrong_kind", number), span.accepted[0]),
            wrong.get(("wrong_subject", number), span.subject) if asks_subject else None,
        )
        for number, span in enumerate(note.spans)
        if ("missed", number) not in wrong
    ]
    found += [
        _on(one, palette, asks_subject)
        for number, one in enumerate(note.look_alikes)
        if ("false", number) in wrong
    ]
    return sorted(found, key=lambda mark: mark[:2])


def _on(one: LookAlike, palette: Palette, asks_subject: bool) -> Mark:
    kind = _TAKEN_FOR[palette].get(one.kind, "personal")
    return Mark(one.start, one.end, kind, "customer" if asks_subject else None)


def misread(note: Note, palette: Palette, *, asks_subject: bool) -> Mapping[frozenset[Error], str]:
    """Return the misconception behind each set of errors; where two make the same, the first."""
    found: dict[frozenset[Error], str] = {}
    for name in MISREADINGS:
        made = errors(name, note, palette, asks_subject=asks_subject)
        if made:
            found.setdefault(made, name)
    return found
