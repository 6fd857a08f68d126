"""`kit generate` and `kit verify`: synthetic customer tables, and proof that they are unharmed."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from kit.cli import current_locale
from kit.i18n import translate

DEALS = (
    "share_sale",
    "merger",
    "business_sale",
    "dissolution_with_receiver",
    "dissolution",
    "bankruptcy",
)


@click.command(no_args_is_help=True)
@click.argument("profile", required=False)
@click.option(
    "--profile-file", type=click.Path(path_type=Path), help="A profile of your own (TOML)."
)
@click.option("--rows", type=int, required=True, help="Number of customers.")
@click.option("--seed", type=int, required=True, help="Same seed, same data.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to be made.")
@click.option("--start", type=int, default=0, show_default=True, help="First customer.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Reference date for ages and deadlines (default: fixed per version).",
)
@click.option(
    "--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True
)
@click.option(
    "--locale",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of names, addresses and notes; the people are the same.",
)
@click.option(
    "--flaws",
    type=float,
    default=0.0,
    show_default=True,
    help="Share of customers that carry a deliberate flaw, 0 to 0.5.",
)
@click.option(
    "--deal", default="", metavar="FORM", help=f"{', '.join(DEALS)} (default: the profile's own)."
)
@click.option(
    "--engine",
    type=click.Choice(["threads", "dask"]),
    default="threads",
    show_default=True,
    help="Dask gives each million customers to a process: the same bytes, more memory; it pays "
    "above a million.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Threads, or processes with Dask.",
)
@click.option("--overwrite", is_flag=True, help="Replace an earlier package in this folder.")
@click.option("--restart", is_flag=True, help="Drop what a run left unfinished; do not go on.")
def generate(
    profile: str | None,
    profile_file: Path | None,
    rows: int,
    seed: int,
    out: Path,
    start: int,
    as_of: datetime | None,
    form: str,
    locale: str,
    flaws: float,
    deal: str,
    engine: str,
    workers: int,
    overwrite: bool,
    restart: bool,
) -> None:
    """Write the customer tables of PROFILE: leasing, sanitary_ware or swim_school.

    Beside the tables lie their truth: spans in texts, labels of cells, and flaws. A run that was
    cut short goes on where it stopped when the same command is given again.
    """
    from kit.customers.engine import DEFAULT_AS_OF, Spec
    from kit.customers.package import write_package
    from kit.customers.profile import load_profile
    from kit.customers.request import Request

    if (profile is None) == (profile_file is None):
        raise click.UsageError(translate("customers.one_profile", current_locale()))
    read = load_profile(profile if profile is not None else profile_file or Path())
    spec = Spec(read, seed, as_of.date() if as_of else DEFAULT_AS_OF, locale, flaws, deal)
    request = Request(spec, start, rows, form, own_profile=profile_file is not None)
    with _told_if_interrupted(out), progress_bar(rows) as done:
        write_package(
            request,
            out,
            workers=workers,
            engine=engine,
            overwrite=overwrite,
            restart=restart,
            progress=done,
            resumed=_say_resumed,
        )
    click.echo(translate("customers.written", current_locale(), folder=out, rows=rows, seed=seed))


@click.command(no_args_is_help=True)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Machine-readable report.")
@click.option(
    "--show", type=click.IntRange(1, 1000), default=20, show_default=True, help="Findings to print."
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Threads."
)
@click.pass_context
def verify(ctx: click.Context, folder: Path, as_json: bool, show: int, workers: int) -> None:
    """Check a FOLDER of `kit generate`, `kit leak stage` or `kit world build`.

    First it is checked by itself; then it is made again and compared, unless it is sealed.
    """
    from kit.customers.ours import kind_of
    from kit.customers.stored import open_package
    from kit.customers.verify import verify_package

    if kind_of(folder) != "package":
        from kit.cli.verify import verify_made

        ctx.exit(0 if verify_made(folder, as_json, show) else 1)
    stored = open_package(folder)
    with progress_bar(stored.request.rows) as done:
        report = verify_package(stored, done, workers=workers)
    if as_json:
        click.echo(json.dumps(_as_json(report), ensure_ascii=False, indent=2, default=str))
    else:
        _print(report, show)
    if not report.sound:
        ctx.exit(1)


def _say_resumed(customers: int) -> None:
    click.echo(translate("customers.resumed", current_locale(), customers=customers), err=True)


@contextmanager
def _told_if_interrupted(out: Path) -> Iterator[None]:
    """After Ctrl-C say what is left, if anything is."""
    try:
        yield
    except KeyboardInterrupt:
        partial = out.resolve().with_name(f"{out.resolve().name}.partial")
        if partial.is_dir():
            click.echo(translate("customers.interrupted", current_locale()), err=True)
        raise


@contextmanager
def progress_bar(total: int | None) -> Iterator[Callable[[int], Any]]:
    """Show progress on standard error when the work takes longer than a second."""
    from tqdm import tqdm

    with tqdm(total=total, unit="", unit_scale=True, delay=1, dynamic_ncols=True) as bar:
        yield bar.update


def _as_json(report: Any) -> dict[str, Any]:
    return {
        "sound": report.sound,
        "rows": report.rows,
        "cells": report.cells,
        "changed_cells": report.changed,
        "changed_rows": report.changed_rows,
        "findings": [
            vars(finding) | {"values": dict(finding.values)} for finding in report.findings
        ],
    }


def _print(report: Any, show: int) -> None:
    locale = current_locale()
    for finding in report.findings[:show]:
        values = {"table": finding.table, "column": finding.column, "row": finding.row}
        click.echo(translate(f"verify.{finding.code}", locale, **values | dict(finding.values)))
    hidden = len(report.findings) - show
    if hidden > 0:
        click.echo(translate("verify.more", locale, count=hidden))
    code = "verify.sound" if report.sound else "verify.damaged"
    total = sum(report.rows.values())
    values = {"rows": total, "cells": report.cells, "changed": report.changed}
    click.echo(translate(code, locale, **values))
