"""The `kit` command: one command, one call of the package. Subcommands load when they are used."""

import os
import sys
from importlib import import_module
from typing import Any

import click

from kit import __version__
from kit.errors import KitError
from kit.i18n import LOCALES, explain, preferred_locale, translate

# command name: (module, attribute). Importing this package loads none of them.
COMMANDS = {
    "generate": ("kit.cli.data", "generate"),
    "verify": ("kit.cli.data", "verify"),
    "show": ("kit.cli.show", "show"),
    "datasets": ("kit.cli.datasets", "datasets"),
    "is-synthetic": ("kit.cli.identifiers", "is_synthetic"),
    "law": ("kit.cli.law", "law"),
    "leak": ("kit.cli.leak", "leak"),
    "world": ("kit.cli.world", "world"),
    "exercise": ("kit.cli.exercise", "exercise"),
    "lab": ("kit.cli.lab", "lab"),
    "doctor": ("kit.cli.lab", "doctor"),
    "bench": ("kit.cli.bench", "bench"),
}


class LazyGroup(click.Group):
    """A group that imports a subcommand only when it is called or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the subcommands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one subcommand, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; what a person can mend becomes one message and exit code 2.

        A reader that stops reading (``kit … | head``) and Ctrl-C are left to click.
        """
        try:
            return super().invoke(ctx)
        except KitError as error:
            message = explain(error, current_locale())
        except BrokenPipeError:
            raise
        except OSError as error:
            message = _system_message(error, current_locale())
            _give_up_unwritable_output()
        click.echo(message, err=True)
        return ctx.exit(2)


def _system_message(error: OSError, locale: str) -> str:
    """Return what the operating system refused, and where if it says so."""
    problem = error.strerror or str(error) or type(error).__name__
    if error.filename is None:
        return translate("cli.refused", locale, problem=problem)
    path = os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename
    return translate("cli.refused_at", locale, path=path, problem=problem)


def _give_up_unwritable_output() -> None:
    """Drop output that cannot be written (a full disk), lest Python try again when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (open to the end)


def current_locale() -> str:
    """Return the language of the running command (``--lang``, else the person's own)."""
    ctx = click.get_current_context(silent=True)
    chosen = ctx.find_root().params.get("lang") if ctx else None
    return chosen or preferred_locale()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kit")
@click.option(
    "--lang",
    type=click.Choice(LOCALES),
    help="Language of messages (default: KIT_LANG or the system's).",
)
def main(lang: str | None) -> None:
    """Train people to handle customer information when a company is sold, merged or wound up."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
