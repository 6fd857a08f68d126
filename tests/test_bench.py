import json

import pytest
from click.testing import CliRunner

from kit import bench
from kit.cli import main
from kit.errors import BadInput


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(bench, "_ROWS", 500)
    monkeypatch.setattr(bench, "_FAKER_ROWS", 20)
    monkeypatch.setattr(bench, "_ROUNDS", 1)


@pytest.mark.parametrize("name", ["columns", "parquet", "leasing", "startup"])
def test_each_benchmark_reports_what_it_measured(small, name):
    result = CliRunner().invoke(main, ["bench", name, "--json"])
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)["results"][name]
    assert report["wanted"] > 0
    assert all(value > 0 for key, value in report.items() if key.endswith(("ratio", "second")))


def test_memory_is_that_of_the_whole_run(small):
    report = bench.memory(rows=1000)
    assert 50 < report["peak_mib"] < 1024
    assert report["bytes_per_customer"] > 100


def test_the_report_is_readable_without_json(small):
    result = CliRunner().invoke(main, ["--lang", "zh", "bench", "columns"])
    assert "columns 的测量结果" in result.output


def test_an_unknown_benchmark_is_refused():
    with pytest.raises(BadInput, match="unknown"):
        bench.run("fast")
