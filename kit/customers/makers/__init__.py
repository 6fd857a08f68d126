"""The generators a profile can name. Add one: a function, a line in its module's listing."""

from kit.customers.makers import codes, dates, names, numbers, people, places, values, whole
from kit.customers.makers.base import Making
from kit.customers.makers.contract import Maker

__all__ = ["MAKERS", "Maker", "Making"]

MAKERS: dict[str, Maker] = (
    people.MAKERS
    | names.MAKERS
    | codes.MAKERS
    | places.MAKERS
    | numbers.MAKERS
    | dates.MAKERS
    | values.MAKERS
    | whole.MAKERS
)
