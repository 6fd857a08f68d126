import json
from typing import get_args

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from kit.cli import data, main
from kit.customers import package, request
from kit.customers.spec import DealForm


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def generate(folder, *more, rows=40):
    return run("generate", "leasing", "--rows", rows, "--seed", 5, "--out", folder, *more)


def test_generate_then_verify(tmp_path):
    assert generate(tmp_path / "o").exit_code == 0
    result = run("verify", tmp_path / "o", "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["sound"]
    assert report["rows"]["customers"] == 40


def test_damage_exits_with_one_and_names_the_cell(tmp_path):
    generate(tmp_path / "o")
    path = tmp_path / "o" / "customers.parquet"
    table = pq.read_table(path)
    pq.write_table(table.set_column(1, "name", [["某人"] * table.num_rows]), path)
    result = run("--lang", "en", "verify", tmp_path / "o", "--show", 3)
    assert result.exit_code == 1
    assert "customers row 0, name" in result.output or "customers.parquet" in result.output
    assert "cells differ" in result.output


def test_start_and_as_of_reach_the_data(tmp_path):
    generate(tmp_path / "a", "--start", 10, "--as-of", "2025-01-31", rows=5)
    kit = json.loads((tmp_path / "a" / "datapackage.json").read_text("utf-8"))["kit"]
    assert (kit["start"], kit["rows"], kit["as_of"]) == (10, 5, "2025-01-31")


def test_a_profile_of_ones_own(tmp_path):
    from kit.customers.profile import load_profile

    mine = tmp_path / "mine.toml"
    mine.write_text(load_profile("leasing").source.replace('"leasing"', '"my_firm"', 1), "utf-8")
    result = run(
        "generate", "--profile-file", mine, "--rows", 5, "--seed", 1, "--out", tmp_path / "o"
    )
    assert result.exit_code == 0, result.output
    assert run("verify", tmp_path / "o").exit_code == 0


def test_locale_flaws_and_deal_reach_the_data(tmp_path):
    more = ["--locale", "en", "--flaws", "0.1", "--deal", "bankruptcy", "--format", "csv"]
    result = generate(tmp_path / "o", *more)
    assert result.exit_code == 0, result.output
    kit = json.loads((tmp_path / "o" / "datapackage.json").read_text("utf-8"))["kit"]
    assert (kit["locale"], kit["flaws"], kit["deal"]) == ("en", 0.1, "bankruptcy")
    assert run("verify", tmp_path / "o").exit_code == 0


def test_deals_in_the_help_are_those_there_are():
    assert get_args(DealForm) == data.DEALS


def test_both_engines_write_the_same(tmp_path):
    pytest.importorskip("dask")
    assert generate(tmp_path / "a").exit_code == 0
    assert generate(tmp_path / "b", "--engine", "dask").exit_code == 0
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_run_goes_on_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(request, "PART", 20)

    def broken(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(package, "write_whole", broken)
        result = run("--lang", "en", *ORDER, tmp_path / "o")
    assert result.exit_code == 2
    assert "The 2 finished parts are kept" in result.output
    again = run("--lang", "en", *ORDER, tmp_path / "o")
    assert again.exit_code == 0
    assert "40 customers are written already" in again.stderr
    assert run("verify", tmp_path / "o").exit_code == 0


def test_another_run_is_refused_until_restart(tmp_path, monkeypatch):
    monkeypatch.setattr(request, "PART", 20)

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(package, "write_whole", stop)
        result = run("--lang", "zh", *ORDER, tmp_path / "o")
    assert result.exit_code == 1
    assert "--restart" in result.stderr
    refused = run("--lang", "en", *ORDER, tmp_path / "o", "--flaws", "0.1")
    assert refused.exit_code == 2
    assert "flaws 0.0 ≠ 0.1" in refused.output
    assert run(*ORDER, tmp_path / "o", "--flaws", "0.1", "--restart").exit_code == 0


SMALL = ["generate", "leasing", "--rows", "5", "--seed", "1", "--out", "{o}"]
ORDER = ["generate", "leasing", "--rows", 40, "--seed", 5, "--out"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["generate", "shop", "--rows", "5", "--seed", "1", "--out", "{o}"], "shop"),
        (["generate", "leasing", "--rows", "-5", "--seed", "1", "--out", "{o}"], "-5"),
        (["generate", "leasing", "--rows", "9" * 15, "--seed", "1", "--out", "{o}"], "9" * 15),
        (["generate", "leasing", "--rows", "nan", "--seed", "1", "--out", "{o}"], "nan"),
        (["generate", "leasing", "--rows", "5", "--seed", "-1", "--out", "{o}"], "-1"),
        ([*SMALL, "--flaws", "0.7"], "0.7"),
        ([*SMALL, "--flaws", "nan"], "nan"),
        ([*SMALL, "--deal", "gift"], "gift"),
        ([*SMALL, "--locale", "fr"], "fr"),
        ([*SMALL, "--engine", "spark"], "spark"),
        (
            ["generate", "leasing", "--rows", "5", "--seed", "1", "--start", "-2", "--out", "{o}"],
            "-2",
        ),
        (
            [
                "generate",
                "leasing",
                "--rows",
                "5",
                "--seed",
                "1",
                "--as-of",
                "soon",
                "--out",
                "{o}",
            ],
            "soon",
        ),
        (["generate", "--rows", "5", "--seed", "1", "--out", "{o}"], "--profile-file"),
        (
            [
                "generate",
                "leasing",
                "--profile-file",
                "x",
                "--rows",
                "5",
                "--seed",
                "1",
                "--out",
                "{o}",
            ],
            "--profile-file",
        ),
        (
            [
                "generate",
                "--profile-file",
                "{o}.toml",
                "--rows",
                "5",
                "--seed",
                "1",
                "--out",
                "{o}",
            ],
            ".toml",
        ),
        (["verify", "{o}"], "o"),
        (["bench", "fast"], "fast"),
    ],
)
def test_bad_input_is_one_message_and_exit_code_two(tmp_path, arguments, words):
    filled = [argument.replace("{o}", str(tmp_path / "o")) for argument in arguments]
    result = run("--lang", "zh", *filled)
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output
    assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit)
    assert list(tmp_path.iterdir()) == []
