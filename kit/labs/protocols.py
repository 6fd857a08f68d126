"""What every lab offers and what every task can do, so that tools can serve all labs alike."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kit.labs.results import Score
from kit.labs.spec import Part, Spec
from kit.labs.variants import Dice, Variant
from kit.labs.words import Report

if TYPE_CHECKING:
    from kit.world import World


class Sheet(Protocol):
    """A part of a table that goes with a task as a CSV file."""

    @property
    def table(self) -> str:
        """Name of the file, without ending."""

    @property
    def columns(self) -> Sequence[str]:
        """Column names as shown."""

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """The values; an empty text where there is none."""


class Task(Protocol):
    """One trainee's variant of an exercise."""

    @property
    def exercise(self) -> str:
        """Exercise id."""

    @property
    def lab(self) -> str:
        """Name of the lab that made it."""

    @property
    def pass_mark(self) -> int:
        """The least score that passes."""

    @property
    def token(self) -> str:
        """Public name of the variant; an answer repeats it."""

    @property
    def items(self) -> str:
        """Key of the items in an answer, e.g. ``"fields"``."""

    @property
    def sheets(self) -> Sequence[Sheet]:
        """The data that goes with it; may be empty."""

    def public(self) -> dict[str, Any]:
        """Return all that a trainee may see, as plain JSON data: no truth, no seed."""

    def template(self) -> dict[str, Any]:
        """Return an empty answer in the answer's format."""


B = TypeVar("B", bound=Part)
T = TypeVar("T", bound=Task)


class Lab(Protocol[B, T]):
    """The module of a lab; B is what its exercise files may fix, T its kind of task."""

    @property
    def Blueprint(self) -> type[B]:  # noqa: N802  (a class)
        """What its exercise files may fix."""

    @property
    def STRATEGIES(self) -> Mapping[str, Callable[[T, Dice], dict[str, Any]]]:  # noqa: N802
        """Simple strategies by name (`kit.labs.practice`); ``random`` is among them."""

    @property
    def MISTAKES(self) -> Mapping[str, Callable[[T], Mapping[str, Any]]]:  # noqa: N802
        """Usual mistakes by name, the most specific first (`kit.labs.practice`)."""

    def make(self, world: "World", spec: Spec[B], variant: Variant, /) -> T:
        """Return the task of one variant, always the same for the same input."""

    def grade(self, task: T, answer: Any, /) -> Score:
        """Return the score of an answer; `BadInput` if it has another form."""

    def key(self, task: T, /) -> dict[str, Any]:
        """Return a perfect answer."""

    def render(self, score: Score, locale: str, /) -> Report:
        """Return a score in words."""
