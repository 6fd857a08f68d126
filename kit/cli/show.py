"""`kit show`: look at the notes of a data package with their spans, or at its flaws in words."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from kit.cli import current_locale
from kit.customers.duties import ACTIONS, KINDS
from kit.i18n import translate

_FOLDER = click.argument("folder", type=click.Path(path_type=Path))
_CUSTOMER = click.option("--customer", help="Only those of this customer (customer_id).")
_LIMIT = click.option(
    "-n", "--limit", type=click.IntRange(1, 10_000), default=10, show_default=True
)
_MOST_VALUES = 8
_JSON = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")


@click.group()
def show() -> None:
    """Look into a generated folder: notes with their spans, flaws with what to do."""


@show.command("notes")
@_FOLDER
@_CUSTOMER
@_LIMIT
@_JSON
def show_notes(folder: Path, customer: str | None, limit: int, as_json: bool) -> None:
    """Print notes with every piece of personal information marked."""
    from kit.customers.browse import notes
    from kit.customers.stored import open_package

    stored = open_package(folder)
    found = list(notes(stored, limit, customer))
    if as_json:
        click.echo(_dump([vars(note) for note in found]))
        return
    for note in found:
        _print_note(note)
    _print_end(found, limit, stored)


@show.command("flaws")
@_FOLDER
@_CUSTOMER
@click.option("--kind", type=click.Choice(KINDS), help="Only this kind.")
@click.option("--action", type=click.Choice(ACTIONS), help="Only where this is the right action.")
@_LIMIT
@_JSON
def show_flaws(
    folder: Path,
    customer: str | None,
    kind: str | None,
    action: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Print flaws: what is wrong, what is right, what to do and why."""
    from kit.customers.browse import flaws
    from kit.customers.evidence import evidence
    from kit.customers.stored import open_package

    stored = open_package(folder)
    found = list(flaws(stored, limit, customer, kind, action))
    if as_json:
        click.echo(_dump([{"part": part, **fields} for part, fields in found]))
        return
    for part in sorted({part for part, _ in found}):
        here = [fields for where, fields in found if where == part]
        for fields, facts in zip(here, evidence(stored, part, here), strict=True):
            _print_flaw(stored, part, fields, facts)
    if not found and not stored.request.spec.flaws:
        click.echo(translate("show.no_flaws", current_locale()))
        return
    _print_end(found, limit, stored)


def _print_note(note: Any) -> None:
    from kit.customers.browse import marked

    locale = current_locale()
    marks = [
        (span["start"], span["end"], translate(f"spans.{span['kind']}", locale))
        for span in note.spans
    ]
    fields = note.fields
    said = [translate("show.note", locale, row=note.row), note.customer or "–"]
    said += [str(fields[name]) for name in ("written_at", "channel") if fields.get(name)]
    click.secho(_with_part(" · ".join(said), note.part), bold=True)
    click.echo(marked(fields["text"], marks) + "\n")


def _print_flaw(stored: Any, part: int, flaw: Mapping[str, Any], facts: list[Any]) -> None:
    from kit import law

    locale = current_locale()
    between = translate("show.between", locale)
    click.secho(_with_part(_head(stored, flaw), part), bold=True)
    click.echo(translate(f"flaws.about.{flaw['kind']}", locale))
    nothing = translate("show.nothing", locale)
    values = {name: nothing if flaw[name] is None else flaw[name] for name in ("found", "right")}
    same = flaw["found"] == flaw["right"]
    click.echo(translate("show.found_right" if same else "show.found", locale, **values))
    for fact in facts:
        click.echo(_fact(stored, fact, flaw["column"]))
    also = [translate(f"duties.action.{one}", locale) for one in flaw["also_accept"]]
    action = translate(f"duties.action.{flaw['action']}", locale)
    code = "show.action_or" if also else "show.action"
    click.secho(translate(code, locale, action=action, also=between.join(also)), bold=True)
    for reason in flaw["reasons"]:
        click.echo("  " + translate(f"duties.reason.{reason}.why", locale))
    cited = between.join(law.citation(article, locale) for article in flaw["articles"])
    click.echo(translate("show.law", locale, cited=cited or nothing) + "\n")


def _head(stored: Any, flaw: Mapping[str, Any]) -> str:
    """Say what and where: kind, table and column by their titles, row, customer."""
    locale = current_locale()
    table = stored.request.spec.profile.tables[flaw["table"]]
    titles = table.titles, table.fields[flaw["column"]].titles
    names = {"table": getattr(titles[0], locale), "column": getattr(titles[1], locale)}
    kind = translate(f"flaws.kind.{flaw['kind']}", locale)
    place = f"{flaw['table']}.{flaw['column']}"
    values = {"kind": kind, "place": place, "row": flaw["row"], "customer": flaw["customer_id"]}
    return translate("show.flaw", locale, **values, **names)


def _fact(stored: Any, fact: Any, column: str) -> str:
    """Say one row that the verdict rests on, its most telling columns first."""
    locale = current_locale()
    table = stored.request.spec.profile.tables[fact.table]
    named = [name for name in fact.fields if table.fields[name].titles]
    named.sort(key=lambda name: name != column)
    said = [
        translate(
            "show.value",
            locale,
            name=getattr(table.fields[name].titles, locale),
            value=fact.fields[name],
        )
        for name in named[:_MOST_VALUES]
    ]
    values = {
        "table": getattr(table.titles, locale),
        "values": translate("show.also", locale).join(said),
    }
    return "  " + translate(f"show.fact_{fact.role}", locale, **values)


def _with_part(head: str, part: int) -> str:
    return f"{head}  (part-{part:05d})" if part else head


def _print_end(found: list[Any], limit: int, stored: Any) -> None:
    """Say how many were shown, how to see more, and how rows are counted."""
    locale = current_locale()
    if not found:
        click.echo(translate("show.none", locale))
        return
    code = "show.more" if len(found) == limit else "show.all"
    click.echo(translate(code, locale, count=len(found)))
    if stored.request.format == "csv":
        click.echo(translate("show.lines", locale))


def _dump(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, default=str)
