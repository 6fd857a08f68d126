"""`kit lab` opens the lessons; `kit doctor` says what is wrong with an installation."""

import json

import click

from kit.cli import current_locale
from kit.i18n import LOCALES, translate
from kit.shell.browser import open_page
from kit.shell.doctor import Check, examine
from kit.shell.home import open_home
from kit.shell.lessons import first_lesson, lay_out
from kit.shell.server import Server, running, serve


@click.command()
@click.option("--lang", type=click.Choice(LOCALES), help="Language of the lessons.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to use; 0 takes any free one.")
@click.option("--no-browser", is_flag=True, help="Print the address without opening it.")
def lab(lang: str | None, port: int | None, no_browser: bool) -> None:
    """Open the lessons in the browser."""
    locale = lang or current_locale()
    home = open_home()
    for path in lay_out(home):
        click.echo(translate("shell.set_aside", locale, path=str(path)))
    lesson = first_lesson(home, locale)

    def show(server: Server, code: str) -> None:
        click.echo(translate(code, locale, url=server.page(lesson)))
        if not no_browser:
            open_page(home, server.page(lesson))

    already = running(home)
    if already:
        show(already, "shell.already")
    else:
        serve(home, locale, port, lambda server: show(server, "shell.ready"))
        click.echo(translate("shell.stopped", locale))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the checks as JSON.")
def doctor(as_json: bool) -> None:
    """Check the installation and say how to mend it."""
    locale = current_locale()
    checks = examine()
    if as_json:
        found = [check.to_json(locale) for check in checks]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for check in checks:
            click.echo(_line(check, locale))
    if any(check.ok is False for check in checks):
        click.get_current_context().exit(1)


def _line(check: Check, locale: str) -> str:
    sign = {True: "✓", False: "✗", None: "–"}[check.ok]
    return f"{sign} {check.words(locale)}"
