import subprocess
import sys

import pytest
from click.testing import CliRunner

from kit import __version__
from kit.cli import COMMANDS, main


def run(*arguments):
    return CliRunner().invoke(main, list(arguments))


def test_version_and_module_are_the_same_command():
    assert __version__ in run("--version").output
    done = subprocess.run(
        [sys.executable, "-m", "kit", "--version"], capture_output=True, text=True, check=True
    )
    assert __version__ in done.stdout


def test_help_lists_every_command():
    output = run("--help").output
    assert [name for name in COMMANDS if name not in output] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert result.output.startswith("Usage:")


def test_an_unknown_command_exits_with_two():
    result = run("generat")
    assert result.exit_code == 2
    assert "generat" in result.output
