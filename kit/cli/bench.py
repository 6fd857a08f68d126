"""`kit bench`: speed and size as ratios measured in one run."""

from typing import Any

import click

from kit.cli import current_locale
from kit.i18n import translate


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def bench(name: str | None, as_json: bool) -> None:
    """Measure NAME, or everything.

    Names: columns, parquet, leasing, full, sizes, labs, activity, investigation,
    memory, startup.
    """
    from kit.bench import as_text, run

    report = run(name)
    if as_json:
        click.echo(as_text(report))
        return
    for key, result in report["results"].items():
        click.echo(translate("bench.title", current_locale(), name=key))
        for what, value in result.items():
            if isinstance(value, list):
                click.echo(f"  {what}:")
                for one in value:
                    click.echo(f"    {_line(one)}")
            else:
                click.echo(f"  {what}: {_line(value)}")


def _line(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_line(one)}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
