"""`kit law`: show, list and compare the rules of law that the kit teaches."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

import click

from kit import law as rulebook
from kit.cli import current_locale
from kit.cli.deal_text import deal_page
from kit.cli.law_text import disclaimer, rule_json, rule_lines, summary_line
from kit.errors import BadInput
from kit.i18n import LOCALES, translate

_LONGEST_ECHO = 60

Command = TypeVar("Command", bound=Callable[..., Any])


def _day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadInput("law.bad_date", value=value[:_LONGEST_ECHO]) from error


def _choose_locale(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.find_root().params["lang"] = value


def _language(command: Command) -> Command:
    return click.option(
        "--lang",
        type=click.Choice(LOCALES),
        expose_value=False,
        is_eager=True,
        callback=_choose_locale,
        help="Language of the answer (the same as kit --lang).",
    )(command)


_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, in both languages.")


@click.group()
def law() -> None:
    """Look up the rules of law behind the training. Not legal advice."""


@law.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@_language
@_as_json
def show(ids: tuple[str, ...], as_json: bool) -> None:
    """Show rules by id, e.g. PIPL-57 NDSR-14."""
    found = [rulebook.rule(one) for one in ids]
    if as_json:
        _print_json([rule_json(rule) for rule in found])
        return
    locale = current_locale()
    for rule in found:
        _print_lines([*rule_lines(rule, locale), ""])
    click.echo(disclaimer(locale))


@law.command("list")
@click.option("--as-of", "day", callback=_day, help="Only the rules in force on this day.")
@_language
@_as_json
def list_rules(day: date | None, as_json: bool) -> None:
    """List all rules, or those in force on a day."""
    rules = rulebook.rules() if day is None else rulebook.as_of(day).rules
    if as_json:
        _print_json([rule_json(rule) for rule in rules])
        return
    locale = current_locale()
    _print_lines(summary_line(rule, locale) for rule in rules)
    count = len(rules)
    code = "law.list.count" if day is None else "law.list.count_on"
    untaught = sum(not rule.teachable for rule in rules)
    click.echo()
    click.echo(translate(code, locale, count=count, day=day))
    click.echo(translate("law.list.count_unteachable", locale, count=untaught))
    click.echo(disclaimer(locale))


@law.command()
@click.argument("start", callback=_day, metavar="DATE")
@click.argument("end", callback=_day, metavar="DATE")
@_language
@_as_json
def diff(start: date, end: date, as_json: bool) -> None:
    """Show which rules were added, removed or changed between two days."""
    changes = rulebook.diff(start, end)
    if as_json:
        _print_json(
            {
                "from": start.isoformat(),
                "to": end.isoformat(),
                "added": [rule_json(rule) for rule in changes.added],
                "removed": [rule_json(rule) for rule in changes.removed],
                "changed": [
                    {"before": rule_json(old), "after": rule_json(new)}
                    for old, new in changes.changed
                ],
            }
        )
        return
    locale = current_locale()
    click.echo(translate("law.diff.heading", locale, start=start, end=end))
    _print_lines(_diff_lines(changes, locale))
    click.echo(disclaimer(locale))


@law.command()
@_language
def deals() -> None:
    """Print phases and duties by form of deal, as Markdown."""
    _print_lines(deal_page(current_locale()))


def _diff_lines(changes: rulebook.Changes, locale: str) -> Iterable[str]:
    if not any(changes):
        yield translate("law.diff.none", locale)
    for code, rules in (("added", changes.added), ("removed", changes.removed)):
        if rules:
            yield translate(f"law.diff.{code}", locale, count=len(rules))
            yield from (f"  {summary_line(rule, locale)}" for rule in rules)
    if changes.changed:
        yield translate("law.diff.changed", locale, count=len(changes.changed))
        for old, new in changes.changed:
            yield f"  {summary_line(old, locale)}"
            yield f"    → {summary_line(new, locale)}"


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
