"""`kit world`: a whole company with its people, systems, rights and a stretch of its work."""

import json
from pathlib import Path

import click

from kit.cli import current_locale
from kit.cli.data import DEALS, progress_bar
from kit.cli.leak_checks import PHASES, check_company, known_profile
from kit.errors import BadInput
from kit.i18n import translate

_MOST_DAYS = 395


@click.group()
def world() -> None:
    """Build a whole company."""


@world.command(no_args_is_help=True)
@click.argument("profile")
@click.option("--seed", type=int, required=True, help="Same seed, same company.")
@click.option("--size", type=int, default=2000, show_default=True, help="Number of customers.")
@click.option("--staff", type=int, default=60, show_default=True, help="Number of staff.")
@click.option("--days", type=int, default=28, show_default=True, help="Days of the log.")
@click.option("--phase", help=f"Phase of the deal: {', '.join(PHASES)}.")
@click.option("--deal", default="", metavar="FORM", help=f"{', '.join(DEALS)}.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to be made.")
@click.option(
    "--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True
)
@click.option(
    "--locale",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of names and values.",
)
@click.option("--overwrite", is_flag=True, help="Replace an earlier folder of ours.")
@click.option("--json", "as_json", is_flag=True, help="Say what was made as JSON.")
def build(
    profile: str,
    seed: int,
    size: int,
    staff: int,
    days: int,
    phase: str | None,
    deal: str,
    out: Path,
    form: str,
    locale: str,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Write the company of PROFILE: leasing, sanitary_ware or swim_school.

    Customers, people, systems and rights, the log of the last days before the day of the world, and
    a daily summary of thirteen months. Nothing has gone wrong in it.
    """
    from kit.leaks.casework import make_world
    from kit.leaks.folder import write_folder
    from kit.leaks.recipe import WorldRecipe
    from kit.organisation.making import FEWEST, MOST

    known_profile(profile)
    options = {"seed": seed, "size": size, "locale": locale, "deal": deal, "phase": phase}
    check_company(options)
    if not FEWEST <= staff <= MOST:
        raise BadInput("organisation.staff_range", staff=staff, fewest=FEWEST, most=MOST)
    if not 1 <= days <= _MOST_DAYS:
        raise BadInput("leak.days_range", days=days, least=1, most=_MOST_DAYS)
    recipe = WorldRecipe.model_validate(
        options | {"profile": profile, "staff": staff, "days": days}
    )
    with progress_bar(None) as done:
        contents = write_folder(
            "world", lambda: make_world(recipe), out, form=form, overwrite=overwrite, progress=done
        )
    about = contents.about
    daily = next(one for one in contents.sheets if one.path == "activity_daily")
    values = {
        "folder": str(out),
        "customers": about["customers"],
        "staff": staff,
        "events": about["events"],
        "first": str(about["first_day"]),
        "last": str(about["last_day"]),
        "daily": daily.table.num_rows,
    }
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False, indent=2))
    else:
        click.echo(translate("leak.world_built", current_locale(), **values))
