"""`kit leak`: which leaks there are, and a case to investigate with its truth apart."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from kit.cli import current_locale
from kit.cli.data import DEALS, progress_bar
from kit.cli.leak_checks import (
    PHASES,
    SMALL,
    SMALL_STAFF,
    case_recipe,
    check_deal,
    known_profile,
    refuse_senseless,
)
from kit.i18n import translate


@click.group()
def leak() -> None:
    """List the leaks there are and stage one as a case to investigate."""


@leak.command("list")
@click.option("--profile", help="Only this profile: leasing, sanitary_ware or swim_school.")
@click.option(
    "--deal",
    default="",
    metavar="FORM",
    help=f"As if the company ended so: {', '.join(DEALS)} (default: each profile's own).",
)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable list.")
def list_leaks(profile: str | None, deal: str, as_json: bool) -> None:
    """List every leak and innocent look-alike, and why a profile has no use for it."""
    from kit.customers.profile import SHIPPED
    from kit.leaks.catalogue import LEAKS, LOOK_ALIKES

    check_deal(deal)
    chosen = [known_profile(profile)] if profile else list(SHIPPED)
    companies = {}
    with progress_bar(len(chosen)) as done:
        for name in chosen:
            companies[name] = _small_company(name, deal)
            done(1)
    locale = current_locale()
    rows = [
        _entry(name, one, kind, companies, locale)
        for kind, listing in (("leak", LEAKS), ("look_alike", LOOK_ALIKES))
        for name, one in listing.items()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print(rows, locale)


@leak.command(no_args_is_help=True)
@click.argument("name")
@click.option("--profile", required=True, help="leasing, sanitary_ware or swim_school.")
@click.option("--seed", type=int, required=True, help="Same seed, same case.")
@click.option(
    "--events",
    type=int,
    help="About how many rows the log shall have; staff and days are chosen for it (default: as "
    "few as make a case, some 50,000 to 200,000).",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to be made.")
@click.option(
    "--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True
)
@click.option("--sealed", is_flag=True, help="Leave the truth out.")
@click.option("--size", type=int, default=2000, show_default=True, help="Number of customers.")
@click.option("--scale", type=float, help="Share of those it could reach, 0.01 to 1.")
@click.option("--stealth", type=float, help="0: all at once and loud; 1: slowly, within the usual.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="First day of the leak.")
@click.option("--phase", help=f"Phase of the deal: {', '.join(PHASES)}.")
@click.option("--job", help="Job of whoever does it or slips.")
@click.option("--deal", default="", metavar="FORM", help=f"{', '.join(DEALS)}.")
@click.option(
    "--locale",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of names and values.",
)
@click.option("--overwrite", is_flag=True, help="Replace an earlier folder of ours.")
@click.option("--json", "as_json", is_flag=True, help="Say what was made as JSON.")
def stage(
    name: str,
    profile: str,
    seed: int,
    events: int | None,
    out: Path,
    form: str,
    sealed: bool,
    size: int,
    scale: float | None,
    stealth: float | None,
    start: datetime | None,
    phase: str | None,
    job: str | None,
    deal: str,
    locale: str,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Write a case: the material of a company in which the leak NAME has happened.

    People, systems, rights and logs are what an investigator would find. What really happened lies
    apart in truth.json and truth/, or with --sealed not at all.

    The log begins three to five weeks before the leak. For more events it goes on longer, up to the
    day of the world, and then the company gets more staff; the number written is told at the end.
    """
    from kit.leaks.casework import make_case
    from kit.leaks.folder import Contents, write_folder
    from kit.leaks.sizing import fitted

    recipe = case_recipe(
        name,
        profile,
        {"seed": seed, "size": size, "locale": locale, "deal": deal, "phase": phase},
        {"scale": scale, "stealth": stealth, "start": start and start.date(), "job": job},
    )
    made: list[Any] = []

    def make() -> Contents:
        refuse_senseless(recipe)
        fixed, company = fitted(recipe, events)
        made.append(fixed)
        return make_case(fixed, company)

    with progress_bar(None) as done:
        contents = write_folder(
            "evidence", make, out, form=form, sealed=sealed, overwrite=overwrite, progress=done
        )
    _say_staged(out, made[0], contents, sealed, as_json)


def _small_company(profile: str, deal: str) -> Any:
    from kit.leaks.recipe import WorldRecipe, company_of

    facts = {"profile": profile, "deal": deal, "size": SMALL, "staff": SMALL_STAFF}
    return company_of(WorldRecipe.model_validate(facts | {"seed": 0, "days": 1}))


def _entry(
    name: str, one: Any, kind: str, companies: dict[str, Any], locale: str
) -> dict[str, Any]:
    from kit.leaks.catalogue import PACE

    unfit = {profile: one.fits(company) for profile, company in companies.items()}
    return {
        "name": name,
        "kind": kind,
        "title": translate(f"leaks.title.{name}", locale),
        "about": translate(f"leaks.about.{name}", locale),
        "pace": translate(PACE[name], locale) if name in PACE else None,
        "family": one.FAMILY,
        "weight": one.WEIGHT,
        "phases": list(one.PHASES),
        "via": one.VIA,
        "profiles": {
            profile: {"fits": code is None, "reason": code and translate(code, locale)}
            for profile, code in unfit.items()
        },
    }


def _print(rows: list[dict[str, Any]], locale: str) -> None:
    def say(code: str, **values: Any) -> str:
        return translate(f"leak.{code}", locale, **values)

    for kind, heading, line in (
        ("leak", "list.leaks", "list.line"),
        ("look_alike", "list.look_alikes", "list.innocent"),
    ):
        click.echo(say(heading))
        for row in rows:
            if row["kind"] != kind:
                continue
            family = translate(f"leaks.family.{row['family']}", locale)
            named = [translate(f"deal_duties.phase.{one}", locale) for one in row["phases"]]
            shown = row | {"family": family, "phases": " / ".join(named)}
            values = {key: shown[key] for key in ("name", "title", "family", "phases")}
            click.echo("  " + say(line, **values))
            if row["pace"]:
                click.echo("    " + row["pace"])
            for profile, verdict in row["profiles"].items():
                if not verdict["fits"]:
                    said = say("list.unfit", reason=verdict["reason"])
                    click.echo(say("list.profile", profile=profile, verdict=said))


def _say_staged(out: Path, recipe: Any, contents: Any, sealed: bool, as_json: bool) -> None:
    about, locale = contents.about, current_locale()
    values = {
        "folder": str(out),
        "customers": about["customers"],
        "staff": recipe.staff,
        "events": about["events"],
        "first": str(about["first_day"]),
        "last": str(about["last_day"]),
        "days": recipe.days,
    }
    exposed = contents.hidden[1].table.num_rows
    if as_json:
        more = {"sealed": sealed} | ({} if sealed else {"leak": recipe.leak, "exposed": exposed})
        click.echo(json.dumps(values | more, ensure_ascii=False, indent=2))
        return
    click.echo(translate("leak.staged", locale, **values))
    code = "leak.sealed" if sealed else "leak.truth_apart"
    click.echo(translate(code, locale, **({} if sealed else {"exposed": exposed})))
