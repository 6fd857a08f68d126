"""What the words given to `kit leak` and `kit world` must be: clear refusals, with suggestions."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from kit.cli import current_locale
from kit.cli.data import DEALS
from kit.errors import BadInput
from kit.i18n import translate

FEWEST_CUSTOMERS, MOST_CUSTOMERS = 100, 1_000_000
SMALL, SMALL_STAFF = 200, 40
"""A company large enough to see whether a leak makes sense in it."""
PHASES = (
    "normal",
    "due_diligence",
    "signing",
    "cut_over",
    "post_closing",
    "liquidation",
    "deregistered",
)


def case_recipe(
    name: str, profile: str, options: dict[str, Any], parameters: dict[str, Any]
) -> Any:
    """Return the recipe of a case, checked; staff and days are chosen later.

    Raises:
        BadInput: Unknown leak, profile, phase or job, or a value out of range.
    """
    from pydantic import ValidationError

    from kit.leaks.model import Parameters
    from kit.leaks.recipe import CaseRecipe
    from kit.organisation.making import FEWEST

    known_leak(name)
    known_profile(profile)
    known_job(profile, parameters["job"])
    check_company(options)
    phase = options["phase"] or usual_phase(name, profile, options["deal"])
    given = {key: value for key, value in parameters.items() if value is not None}
    try:
        chosen = Parameters(**given, phase=options["phase"])
        return CaseRecipe(
            **options | {"phase": phase},
            profile=profile,
            staff=FEWEST,
            days=1,
            leak=name,
            parameters=chosen,
        )
    except ValidationError as error:
        first = error.errors()[0]
        least, most = {"scale": (0.01, 1), "stealth": (0, 1)}.get(
            str(first["loc"][0]), (None, None)
        )
        problem = first["msg"]
        if least is not None:
            problem = translate("leak.between", current_locale(), least=least, most=most)
        raise BadInput(
            "leak.parameter", name=first["loc"][0], value=first["input"], problem=problem
        ) from error


def check_company(options: dict[str, Any]) -> None:
    """Refuse a number of customers or a phase that no company can have."""
    size, phase = options["size"], options["phase"]
    if not FEWEST_CUSTOMERS <= size <= MOST_CUSTOMERS:
        raise BadInput("leak.size_range", size=size, least=FEWEST_CUSTOMERS, most=MOST_CUSTOMERS)
    if phase is not None and phase not in PHASES:
        near, known = nearest(phase, PHASES), ", ".join(PHASES)
        raise BadInput("leak.unknown_phase", name=phase, nearest=near, known=known)
    check_deal(options["deal"])
    if not 0 <= options["seed"] < 2**63:
        raise BadInput("customers.seed_range", seed=options["seed"])


def check_deal(deal: str) -> None:
    """Refuse a form of deal that there is not; empty is the profile's own."""
    if deal not in ("", *DEALS):
        raise BadInput("customers.deal", deal=deal, known=", ".join(DEALS))


def known_leak(name: str) -> None:
    """Refuse a name that is neither a leak nor a look-alike."""
    from kit.leaks.catalogue import LEAKS, LOOK_ALIKES

    known = [*LEAKS, *LOOK_ALIKES]
    if name not in known:
        raise BadInput("leak.unknown_leak", name=name, nearest=nearest(name, known))


def known_profile(name: str) -> str:
    """Return the name of a shipped profile, or refuse it."""
    from kit.customers.profile import SHIPPED

    if name not in SHIPPED:
        near, known = nearest(name, SHIPPED), ", ".join(SHIPPED)
        raise BadInput("leak.unknown_profile", name=name, nearest=near, known=known)
    return name


def known_job(profile: str, job: str | None) -> None:
    """Refuse a job that the profile does not have."""
    from kit.organisation.profile import load_organisation

    known = [one.id for one in load_organisation(profile).jobs]
    if job is not None and job not in known:
        near = nearest(job, known)
        raise BadInput(
            "leak.unknown_job", name=job, profile=profile, nearest=near, known=", ".join(known)
        )


def usual_phase(name: str, profile: str, deal: str) -> str | None:
    """Return the phase in which a leak usually happens, of those that the deal has."""
    from kit.customers.profile import load_profile
    from kit.leaks.catalogue import leak as leak_of
    from kit.organisation.phases import PHASES as OF_FORM

    there = OF_FORM[deal or load_profile(profile).deal]  # type: ignore[index]
    return next((phase for phase in leak_of(name).PHASES if phase in there), None)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a question that names what is written nearly so, or nothing."""
    close = get_close_matches(name, list(known), n=3, cutoff=0.6)
    if not close:
        return ""
    return translate("leak.nearest", current_locale(), names=" / ".join(close))


def refuse_senseless(recipe: Any) -> None:
    """Refuse a leak that makes no sense in the company of a recipe, and say why."""
    from kit.leaks.catalogue import leak as leak_of
    from kit.leaks.recipe import company_of

    small = recipe.model_copy(update={"size": min(recipe.size, SMALL), "staff": SMALL_STAFF})
    reason = leak_of(recipe.leak).fits(company_of(small))
    if reason is not None:
        said = translate(reason, current_locale())
        raise BadInput("leak.makes_no_sense", name=recipe.leak, profile=recipe.profile, reason=said)
