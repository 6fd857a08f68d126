"""`kit is-synthetic`: is this number one of ours, or may it be somebody's?"""

import json
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from kit.cli import current_locale
from kit.errors import BadInput
from kit.i18n import explain, translate
from kit.identifiers import kinds_of, near_misses
from kit.identifiers.files import files_in, read
from kit.identifiers.scan import ColumnReport, Tally, checkable, scan, total

_SHOWN = 60
_BAR = "{desc} {percentage:3.0f}% {bar} {elapsed}"


@click.command("is-synthetic")
@click.argument("values", nargs=-1)
@click.option(
    "files",
    "--file",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Check every cell of a .csv, .tsv or .parquet file, or of all such files in a folder.",
)
@click.option("as_json", "--json", is_flag=True, help="Print the findings as JSON.")
@click.pass_context
def is_synthetic(
    ctx: click.Context, values: tuple[str, ...], files: tuple[Path, ...], as_json: bool
) -> None:
    """Say for each VALUE what kind of identifier it is and whether it is synthetic.

    Ends with 0 if every identifier found is synthetic, with 1 if one of them may belong to
    somebody, with 2 if the input cannot be read.
    """
    if not values and not files:
        raise BadInput("identifiers.nothing_given")
    locale = current_locale()
    checked = [_check_value(value, locale) for value in values]
    tables = [_check_file(file, locale) for path in files for file in files_in(path)]
    if as_json:
        report = {"values": checked, "files": tables}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _print_values(checked, locale)
        _print_files(tables, locale)
    wrong = any(item["synthetic"] is False for item in checked)
    ctx.exit(1 if wrong or any(table["not_synthetic"] for table in tables) else 0)


def _check_value(value: str, locale: str) -> dict[str, Any]:
    verdicts = kinds_of(value.strip())
    near = [] if verdicts else near_misses(value.strip())
    return {
        "value": value,
        "synthetic": verdicts[0].synthetic if verdicts else None,
        "kinds": [{"kind": item.kind, "synthetic": item.synthetic} for item in verdicts],
        "near": [
            {"kind": kind, "code": flaw.code, "reason": explain(flaw, locale)}
            for kind, flaw in near
        ],
    }


def _check_file(path: Path, locale: str) -> dict[str, Any]:
    reports: dict[str, ColumnReport] = {}
    skipped: list[str] = []
    rows, misquoted = 0, None
    title = translate("identifiers.progress", locale, file=path.name)
    with tqdm(total=100, desc=title, bar_format=_BAR, delay=1, leave=False) as bar:
        for piece in read(path):
            rows += piece.rows
            misquoted = piece.misquoted
            for name, column in piece.columns.items():
                if checkable(column.type):
                    scan(column, reports.setdefault(name, ColumnReport()))
                elif name not in skipped:
                    skipped.append(name)
            bar.update(int(100 * piece.done) - bar.n)
    found = total(reports.values())
    return {
        "file": str(path),
        "rows": rows,
        "identifiers": found.count,
        "not_synthetic": found.not_synthetic,
        "columns": [_column(name, report) for name, report in reports.items()],
        "skipped": skipped,
        "misquoted_line": misquoted,
    }


def _column(name: str, report: ColumnReport) -> dict[str, Any]:
    return {
        "column": name,
        "cells": report.cells,
        "kinds": [_kind(kind, tally) for kind, tally in report.kinds.items()],
    }


def _kind(kind: str, tally: Tally) -> dict[str, Any]:
    return {
        "kind": kind,
        "count": tally.count,
        "synthetic": tally.synthetic,
        "not_synthetic": tally.not_synthetic,
        "examples": tally.examples,
    }


def _print_values(checked: list[dict[str, Any]], locale: str) -> None:
    for item in checked:
        shown = item["value"] if len(item["value"]) <= _SHOWN else item["value"][:_SHOWN] + "…"
        click.echo(f"{shown}\t{_verdict(item, locale)}")


def _verdict(item: dict[str, Any], locale: str) -> str:
    if item["kinds"]:
        best = item["kinds"][0]
        answer = "synthetic" if best["synthetic"] else "not_synthetic"
        kind = translate(f"identifiers.kind.{best['kind']}", locale)
        return f"{kind}\t{translate(f'identifiers.verdict.{answer}', locale)}"
    if item["near"]:
        near = item["near"][0]
        kind = translate(f"identifiers.kind.{near['kind']}", locale)
        return translate("identifiers.verdict.near", locale, kind=kind, reason=near["reason"])
    return translate("identifiers.verdict.none", locale)


def _print_files(tables: list[dict[str, Any]], locale: str) -> None:
    def say(code: str, **values: Any) -> None:
        click.echo(translate(f"identifiers.{code}", locale, **values))

    separator = translate("identifiers.list_separator", locale)
    for table in tables:
        columns = len(table["columns"]) + len(table["skipped"])
        say("file.heading", file=table["file"], rows=table["rows"], columns=columns)
        if table["misquoted_line"]:
            say("file.misquoted", line=table["misquoted_line"])
        for column in table["columns"]:
            for found in column["kinds"]:
                kind = translate(f"identifiers.kind.{found['kind']}", locale)
                say("file.line", **{**found, "kind": kind, "column": column["column"]})
                if found["not_synthetic"]:
                    examples = separator.join(found["examples"])
                    say("file.examples", count=found["not_synthetic"], examples=examples)
        if not table["identifiers"]:
            say("file.nothing")
        if table["skipped"]:
            say("file.skipped", columns=separator.join(table["skipped"]))
    if tables:
        _print_summary(tables, locale)


def _print_summary(tables: list[dict[str, Any]], locale: str) -> None:
    count = sum(table["identifiers"] for table in tables)
    wrong = sum(table["not_synthetic"] for table in tables)
    code = "empty" if not count else "found" if wrong else "clean"
    click.echo(translate(f"identifiers.summary.{code}", locale, count=count, wrong=wrong))
    click.echo(translate("identifiers.summary.note", locale))
