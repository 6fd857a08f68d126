"""What a case or a company is made from, so that it can be made again and compared."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kit.activity.company import Company, make_company
from kit.customers.engine import Spec
from kit.customers.profile import load_profile
from kit.customers.spec import DealForm
from kit.customers.whole import make
from kit.errors import BadInput
from kit.leaks.model import Parameters
from kit.organisation.making import make_organisation
from kit.organisation.spec import Phase


class WorldRecipe(BaseModel):
    """What fixes a company and the days of its work that are looked at.

    Attributes:
        profile: Name of a shipped profile.
        seed: Any whole number from 0 to 2**63 - 1.
        size: Number of customers.
        staff: Number of staff.
        days: Days of the log.
        locale: Language of names and values.
        deal: How the company changes hands or ends; the profile's own form if empty.
        phase: Phase of the deal in which the day of the world lies; the usual one if not given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    profile: str
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    size: Annotated[int, Field(ge=1)]
    staff: Annotated[int, Field(ge=1)]
    days: Annotated[int, Field(ge=1)]
    locale: Literal["zh", "en"] = "zh"
    deal: DealForm | Literal[""] = ""
    phase: Phase | None = None


class CaseRecipe(WorldRecipe):
    """A company in which something happened.

    Attributes:
        leak: Name of a leak or look-alike (`kit.leaks.catalogue`).
        parameters: Its parameters.
        last: Last day of the log; the day of the world if not given.
    """

    leak: str
    last: date | None = None
    parameters: Parameters = Parameters()


def company_of(recipe: WorldRecipe) -> Company:
    """Return the company of a recipe."""
    spec = Spec(load_profile(recipe.profile), recipe.seed, locale=recipe.locale, deal=recipe.deal)
    tables = make(spec, 0, recipe.size).tables
    organisation = make_organisation(spec, tables, staff=recipe.staff, phase=recipe.phase)
    return make_company(spec, tables, spec.profile.labels(), organisation)


def days_of(recipe: WorldRecipe, company: Company) -> tuple[date, date]:
    """Return the first and the last day of the log."""
    given = recipe.last if isinstance(recipe, CaseRecipe) else None
    last = given or company.organisation.deal.today
    return last - timedelta(days=recipe.days - 1), last


def read_recipe(kind: str, content: Any, file: str) -> WorldRecipe:
    """Return the recipe in a folder.

    Args:
        kind: ``evidence`` or ``world``.
        content: As read from JSON.
        file: The file, for what is said of a damaged one.

    Raises:
        BadInput: If it is none.
    """
    try:
        return (CaseRecipe if kind == "evidence" else WorldRecipe).model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in ("recipe", *first["loc"]))
        problem = f"{where}: {first['msg']}"
        raise BadInput("leak.bad_descriptor", file=file, problem=problem) from error
