"""Which ready-made datasets there are."""

from dataclasses import dataclass
from pathlib import Path

from kit.customers.engine import Spec
from kit.customers.profile import load_profile
from kit.customers.request import Request

LOCALES = ("zh", "en")
FORMATS = ("csv", "parquet")


@dataclass(frozen=True)
class ReadyMade:
    """One company of a handy size, with flaws; a folder of packages in two languages and formats.

    Attributes:
        profile: Name of the profile, and of the folder.
        seed: Chosen so that every kind of flaw occurs.
        rows: Number of customers.
        flaws: Share of customers that carry a deliberate flaw.
    """

    profile: str
    seed: int
    rows: int = 120
    flaws: float = 0.2

    def spec(self, locale: str) -> Spec:
        """Return what fixes every value in a language."""
        return Spec(load_profile(self.profile), self.seed, locale=locale, flaws=self.flaws)

    def requests(self) -> dict[Path, Request]:
        """Return the packages by their folder below ``datasets/``."""
        return {
            Path(self.profile, locale, form): Request(self.spec(locale), 0, self.rows, form)
            for locale in LOCALES
            for form in FORMATS
        }


SETS = (
    ReadyMade("leasing", seed=8),
    ReadyMade("sanitary_ware", seed=23),
    ReadyMade("swim_school", seed=62),
)
