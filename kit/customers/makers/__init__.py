"""The generators a profile can name. Add one: a function, a line in its module's listing."""

from typing import TYPE_CHECKING

from kit.customers.makers import codes, dates, names, numbers, people, places, values
from kit.customers.makers.base import Maker, Making

if TYPE_CHECKING:
    from kit.customers.spec import FieldSpec

__all__ = ["MAKERS", "Maker", "Making", "check_field"]

MAKERS: dict[str, Maker] = (
    people.MAKERS
    | names.MAKERS
    | codes.MAKERS
    | places.MAKERS
    | numbers.MAKERS
    | dates.MAKERS
    | values.MAKERS
)


def check_field(spec: "FieldSpec") -> tuple[str, str] | None:
    """Return (key, what is wrong) for a field that no generator can make, else None."""
    maker = MAKERS.get(spec.make)
    if maker is None:
        return "make", f"no generator is called {spec.make}; known: {', '.join(sorted(MAKERS))}"
    return maker.problem(spec.needs, spec.options)
