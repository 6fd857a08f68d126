import importlib
import json

import pytest
from click.testing import CliRunner

from kit import bench
from kit.bench import measure
from kit.bench.labs import ITEMS
from kit.cli import main
from kit.errors import BadInput


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(measure, "ROWS", 500)
    monkeypatch.setattr(measure, "FAKER_ROWS", 20)
    monkeypatch.setattr(measure, "ROUNDS", 1)


@pytest.mark.parametrize("name", ["columns", "parquet", "leasing", "full", "startup"])
def test_each_benchmark_reports_what_it_measured(small, name):
    result = CliRunner().invoke(main, ["bench", name, "--json"])
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)["results"][name]
    assert report["wanted"] > 0
    rates = {key: value for key, value in report.items() if key.endswith(("ratio", "second"))}
    assert all(value > 0 for key, value in rates.items() if not key.startswith("processes"))


def test_labs_report_every_lab_at_its_largest_size(small):
    from kit.exercises import LABS

    report = bench.run("labs")["results"]["labs"]
    assert set(report) == {*LABS, "wanted"}
    for name in LABS:
        assert report[name]["score_of_key"] == 100
        assert report[name]["grade_ratio"] > 0
        assert report[name]["items"] >= ITEMS.get(name, 1)


def test_sizes_on_paper_follow_from_what_was_measured(small):
    report = bench.run("sizes")["results"]["sizes"]
    assert report["rows"] == 1000
    assert report["runs_out_first"][0] == f"customers.resident_id: {report['customers_at_most']}"
    hundred, thousand = report["table"]
    assert (hundred["customers"], thousand["customers"]) == (10**8, 10**9)
    assert thousand["files"] > 9 * hundred["files"] > 9 * 100 * 10
    gigabytes = 10**8 * report["bytes_per_customer"] / 1e9
    assert hundred["gigabytes"] == pytest.approx(gigabytes, rel=0.01)
    hours = 10**8 / report["customers_per_core_second"] / 3600
    assert hundred["hours_on_1"] == pytest.approx(hours, rel=0.05)
    assert hundred["hours_on_8"] == pytest.approx(hours / 8, rel=0.05)
    assert hundred["columns_that_run_out"] == ["customers.resident_id", "customers.mobile"]
    assert len(thousand["columns_that_run_out"]) > 2


def test_the_table_of_sizes_is_readable_without_json(small):
    result = CliRunner().invoke(main, ["bench", "sizes"])
    assert "customers 100000000, files" in result.output


def test_memory_is_that_of_the_whole_run(small):
    report = bench.memory(rows=1000)
    assert 50 < report["peak_mib"] < 1024
    assert report["bytes_per_customer"] > 100


def test_activity_reports_ratios_and_the_memory_of_many_events(small, monkeypatch):
    module = importlib.import_module("kit.bench.activity")
    few = {"CUSTOMERS": 300, "STAFF": 20, "DAYS": 3, "MANY_STAFF": 20, "MANY_EVENTS": 5000}
    for name, value in (few | {"MANY_DAYS": 90}).items():
        monkeypatch.setattr(module, name, value)
    report = bench.run("activity")["results"]["activity"]
    company = module.staffed(300, 20)
    assert report["events"] == module.make(company, 3) > 500
    ratio = report["events_per_second"] / report["written_rows_per_second"]
    assert report["ratio"] == pytest.approx(ratio, abs=0.01)
    assert report["ratio_plain"] > 0
    assert 5000 <= report["memory"]["events"] < module.make(company, module.MANY_DAYS)
    assert 50 < report["memory"]["peak_mib"] < 1024


def test_the_report_is_readable_without_json(small):
    result = CliRunner().invoke(main, ["--lang", "zh", "bench", "columns"])
    assert "columns 的测量结果" in result.output


def test_an_unknown_benchmark_is_refused():
    with pytest.raises(BadInput, match="unknown"):
        bench.run("fast")


def test_questions_to_a_log_are_measured_beside_pandas(small, monkeypatch):
    module = importlib.import_module("kit.bench.investigation")
    for name, value in (("CUSTOMERS", 600), ("STAFF", 40), ("DAYS", 3), ("PASTED", 2000)):
        monkeypatch.setattr(module, name, value)
    report = bench.run("investigation")["results"]["investigation"]
    assert report["events"] > 5_000
    asked = {name: one for name, one in report.items() if isinstance(one, dict)}
    assert {"is", "contains", "time_line", "who_touched_most", "grade"} <= set(asked)
    assert all(one["milliseconds"] >= 0 for one in asked.values())
    assert sum("ratio" in one for one in asked.values()) >= 8
