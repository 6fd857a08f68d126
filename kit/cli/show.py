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

    found = list(notes(open_package(folder), limit, customer))
    if as_json:
        click.echo(_dump([vars(note) for note in found]))
        return
    for note in found:
        _print_note(note)
    _say_if_none(found)


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
    from kit.customers.stored import open_package

    found = list(flaws(open_package(folder), limit, customer, kind, action))
    if as_json:
        click.echo(_dump([{"part": part, **fields} for part, fields in found]))
        return
    for part, fields in found:
        _print_flaw(part, fields)
    _say_if_none(found)


def _print_note(note: Any) -> None:
    from kit.customers.browse import marked

    locale = current_locale()
    marks = [
        (span["start"], span["end"], translate(f"spans.{span['kind']}", locale))
        for span in note.spans
    ]
    head = {"row": note.row, "customer": note.fields["customer_id"]}
    click.secho(_with_part(translate("show.note", locale, **head), note.part), bold=True)
    click.echo(marked(note.fields["text"], marks) + "\n")


def _print_flaw(part: int, flaw: Mapping[str, Any]) -> None:
    from kit import law

    locale = current_locale()
    kind = translate(f"flaws.kind.{flaw['kind']}", locale)
    head = translate("show.flaw", locale, **{**flaw, "kind": kind})
    click.secho(_with_part(head, part), bold=True)
    nothing = translate("show.nothing", locale)
    values = {name: nothing if flaw[name] is None else flaw[name] for name in ("found", "right")}
    click.echo(translate("show.found", locale, **values))
    also = [translate(f"duties.action.{one}", locale) for one in flaw["also_accept"]]
    action = translate(f"duties.action.{flaw['action']}", locale)
    code = "show.action_or" if also else "show.action"
    between = translate("show.between", locale)
    click.echo(translate(code, locale, action=action, also=between.join(also)))
    for reason in flaw["reasons"]:
        click.echo("  " + translate(f"duties.reason.{reason}.why", locale))
    cited = between.join(law.citation(article, locale) for article in flaw["articles"])
    click.echo(translate("show.law", locale, cited=cited) + "\n")


def _with_part(head: str, part: int) -> str:
    return f"{head}  (part-{part:05d})" if part else head


def _say_if_none(found: list[Any]) -> None:
    if not found:
        click.echo(translate("show.none", current_locale()))


def _dump(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, default=str)
