import errno
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kit import __version__
from kit.cli import COMMANDS, main
from kit.i18n import LOCALES


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


def run_raising(error, monkeypatch, *arguments):
    """Run a subcommand that ends with an error."""

    @click.command()
    def broken():
        raise error

    monkeypatch.setattr("kit.cli.LazyGroup.get_command", lambda *_: broken)
    return run(*arguments, "doctor")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("number", [errno.EACCES, errno.ENAMETOOLONG, errno.ENOSPC, errno.EIO])
def test_what_the_system_refuses_is_one_sentence_and_exit_code_2(monkeypatch, number, locale):
    error = OSError(number, os.strerror(number), "/some/where.csv")
    done = run_raising(error, monkeypatch, "--lang", locale)
    assert done.exit_code == 2
    assert "/some/where.csv" in done.stderr
    assert os.strerror(number) in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert ("系统" in done.stderr) == (locale == "zh")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("error", [OSError("no number"), OSError(28, "No space left"), OSError()])
def test_a_refusal_without_a_path_is_a_sentence_too(monkeypatch, error, locale):
    done = run_raising(error, monkeypatch, "--lang", locale)
    assert done.exit_code == 2
    assert str(error.strerror or error) in done.stderr
    assert "None" not in done.stderr
    assert done.stderr.strip()


def test_a_reader_that_has_left_is_no_message(monkeypatch):
    done = run_raising(BrokenPipeError(errno.EPIPE, "Broken pipe"), monkeypatch)
    assert done.exit_code == 1
    assert done.output == ""


def test_an_interrupt_ends_as_click_ends_it(monkeypatch):
    done = run_raising(KeyboardInterrupt(), monkeypatch)
    assert done.exit_code == 1
    assert done.output.strip() == "Aborted!"


def test_a_mistake_of_ours_is_not_hidden(monkeypatch):
    assert isinstance(run_raising(ValueError("ours"), monkeypatch).exception, ValueError)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device /dev/full of Linux")
def test_a_full_disk_is_one_sentence_to_the_very_end():
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kit", "--lang", "en", "law", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "The system refused this: No space left on device. Check permissions and free space."
    ]
