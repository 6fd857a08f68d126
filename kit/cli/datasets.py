"""`kit datasets`: the ready-made datasets, written again or compared with what they should be."""

from pathlib import Path

import click

from kit.cli import current_locale
from kit.cli.data import progress_bar
from kit.i18n import translate


@click.group()
def datasets() -> None:
    """Rebuild the ready-made datasets."""


@datasets.command()
@click.option("--check", is_flag=True, help="Write nothing; say which file differs.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("datasets"),
    show_default=True,
    help="Folder of the datasets.",
)
@click.pass_context
def rebuild(ctx: click.Context, check: bool, out: Path) -> None:
    """Write every ready-made dataset and its card again, byte for byte.

    With --check it ends with 1 if a file is missing, differs or is not one of ours.
    """
    from kit.datasets import SETS, differences, rebuild
    from kit.errors import BadInput

    locale = current_locale()
    customers = sum(request.rows for one in SETS for request in one.requests().values())
    if not check:
        with progress_bar(customers) as done:
            written = rebuild(out, done)
        click.echo(translate("datasets.rebuilt", locale, packages=len(written), folder=out))
        return
    if not out.is_dir():
        raise BadInput("datasets.no_folder", folder=str(out))
    with progress_bar(customers) as done:
        found = list(differences(out, done))
    for one in found:
        click.echo(translate(f"datasets.{one.kind}", locale, path=one.path))
    if found:
        click.echo(translate("datasets.not_same", locale, count=len(found)))
        ctx.exit(1)
    click.echo(translate("datasets.same", locale, folder=out))
