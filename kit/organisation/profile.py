"""Reads the organisation of a company profile, with errors that name file, key and fix."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NoReturn

from pydantic import ValidationError

from kit.customers.layout import refuse_invalid
from kit.customers.profile import SHIPPED, load_profile
from kit.errors import BadInput
from kit.organisation.check import check
from kit.organisation.spec import OrganisationProfile


@lru_cache(maxsize=8)
def load_organisation(profile_id: str) -> OrganisationProfile:
    """Return the organisation of a shipped company profile.

    Raises:
        BadInput: If no organisation is described for this profile.

    >>> load_organisation("leasing").sites
    'branches'
    """
    if profile_id not in SHIPPED:
        _refuse_company(profile_id)
    path = files("kit.organisation") / "profiles" / f"{profile_id}.toml"
    return parse_organisation(path.read_text(encoding="utf-8"), f"{profile_id}.toml")


def parse_organisation(text: str, file: str) -> OrganisationProfile:
    """Return the organisation written in a TOML text, with every reference checked.

    Args:
        text: The file's content.
        file: What to call it in errors.

    Raises:
        BadInput: With file, key and what is wrong.
    """
    try:
        read = tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        problem = str(error)[:200]
        raise BadInput("customers.profile_toml", file=file, problem=problem) from error
    try:
        profile = OrganisationProfile.model_validate(read)
    except ValidationError as error:
        refuse_invalid(file, error.errors()[0])
    if profile.id not in SHIPPED:
        _refuse_company(profile.id)
    check(profile, load_profile(profile.id), file)
    return profile


def _refuse_company(name: str) -> NoReturn:
    known = ", ".join(SHIPPED)
    raise BadInput("organisation.unknown_profile", name=name[:80], known=known)
