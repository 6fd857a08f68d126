"""`kit verify` for the folders of cases and companies."""

import json
from pathlib import Path
from typing import Any

import click

from kit.cli import current_locale
from kit.cli.data import progress_bar
from kit.i18n import translate


def verify_made(folder: Path, as_json: bool, show: int) -> bool:
    """Check a case or a company, say what is wrong, and return whether it is sound."""
    from kit.leaks.casework import remake
    from kit.leaks.reading import open_folder
    from kit.leaks.verify import STEPS, verify_folder

    opened = open_folder(folder)
    sealed = opened.kind == "evidence" and opened.truth is None
    with progress_bar(STEPS) as done:
        findings = verify_folder(opened, None if sealed else remake, done)
    rows = 0 if findings else sum(opened.table(name).num_rows for name in _names(opened))
    report = {
        "sound": not findings,
        "kind": opened.kind,
        "sealed": sealed,
        "files": len(opened.hashes) + 1,
        "rows": rows,
        "findings": [vars(one) | {"values": dict(one.values)} for one in findings],
    }
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2, default=str))
    else:
        _print(report, findings, show)
    return not findings


def _names(opened: Any) -> list[str]:
    return [path.removesuffix(f".{opened.form}") for path in opened.layouts]


def _print(report: dict[str, Any], findings: list[Any], show: int) -> None:
    locale = current_locale()
    for one in findings[:show]:
        values = {"table": one.table, "column": one.column, "row": one.row} | dict(one.values)
        if "kind" in values:
            values["kind"] = translate(f"identifiers.kind.{values['kind']}", locale)
        click.echo(translate(f"leak.finding.{one.code}", locale, **values))
    if len(findings) > show:
        click.echo(translate("leak.finding_more", locale, count=len(findings) - show))
    if findings:
        click.echo(translate("leak.damaged", locale, count=len(findings)))
        return
    click.echo(translate("leak.checked", locale, files=report["files"], rows=report["rows"]))
    code = "leak.checked_sealed" if report["sealed"] else "leak.checked_again"
    click.echo(translate(code, locale))
