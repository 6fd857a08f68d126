"""The ready-made datasets are what the kit makes, open without a warning, and belong to nobody.

After a change of generated data run ``kit datasets rebuild``. If a kind of flaw no longer occurs,
``python -m tests.test_datasets`` prints the seeds for `kit.datasets.sets`.
"""

import csv
import json
import re
import shutil
import subprocess
import warnings
import zipfile
from dataclasses import replace
from itertools import count
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from kit.cli import main
from kit.customers.duties import ACTIONS, DEALS, KINDS
from kit.customers.notes.framing import LOOK_ALIKES, PERSONAL_KINDS
from kit.customers.stored import open_package
from kit.customers.verify import verify_package
from kit.customers.whole import make
from kit.datasets import SETS, build
from kit.i18n import LOCALES, catalogue

ROOT = Path(__file__).resolve().parents[1] / "datasets"
PACKAGES = [path.as_posix() for one in SETS for path in one.requests()]
CSV = [path for path in PACKAGES if path.endswith("csv")]
PARQUET = [path for path in PACKAGES if path.endswith("parquet")]
CARDS = [f"{one.profile}/{name}" for one in SETS for name in ("README.md", "README.zh-CN.md")]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A fresh build."""
    folder = tmp_path_factory.mktemp("fresh") / "datasets"
    build.rebuild(folder)
    return folder


@pytest.fixture(scope="module")
def copy(fresh, tmp_path_factory):
    """The datasets, to be damaged."""
    return Path(shutil.copytree(fresh, tmp_path_factory.mktemp("copy") / "datasets"))


def test_the_committed_datasets_are_what_a_rebuild_makes(fresh):
    assert list(build.compare(fresh, ROOT)) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_sound(package):
    report = verify_package(open_package(ROOT / package))
    assert report.findings == []
    assert report.cells > 10_000


def test_a_missing_a_strange_and_a_changed_file_are_named(fresh, copy, monkeypatch):
    monkeypatch.setattr(
        build, "rebuild", lambda to, _: shutil.copytree(fresh, to, dirs_exist_ok=True)
    )
    (copy / CSV[0] / "customers.csv").unlink()
    (copy / "mine.txt").write_text("x")
    table = copy / PARQUET[0] / "customers.parquet"
    data = pq.read_table(table)
    pq.write_table(data.set_column(1, "name", pa.array(["X"] * len(data))), table)
    card = copy / CARDS[0]
    card.write_text(card.read_text("utf-8").replace("120", "121"), "utf-8")
    done = CliRunner().invoke(
        main, ["--lang", "en", "datasets", "rebuild", "--check", "--out", str(copy)]
    )
    assert done.exit_code == 1
    assert f"missing: {CSV[0]}/customers.csv" in done.output
    assert "not one of ours: mine.txt" in done.output
    assert f"differs: {PARQUET[0]}/customers.parquet" in done.output
    assert f"differs: {CARDS[0]}" in done.output
    assert "4 files" in done.output


def test_a_check_of_no_folder_says_what_to_do(tmp_path):
    done = CliRunner().invoke(
        main, ["--lang", "zh", "datasets", "rebuild", "--check", "--out", str(tmp_path / "no")]
    )
    assert done.exit_code == 2
    assert "--out" in done.stderr


def test_files_of_another_pyarrow_are_compared_by_their_values(tmp_path, monkeypatch):
    mine, theirs = ROOT / PARQUET[0] / "customers.parquet", tmp_path / "customers.parquet"
    data = pq.read_table(mine)
    pq.write_table(data, theirs, compression="gzip")
    assert mine.read_bytes() != theirs.read_bytes()
    assert not build._same(mine, theirs)
    monkeypatch.setattr(build, "_other_writer", lambda wanted, found: True)
    assert build._same(mine, theirs)
    pq.write_table(data.slice(1), theirs)
    assert not build._same(mine, theirs)
    theirs.write_bytes(b"PAR1")
    assert not build._same(mine, theirs)


def test_a_descriptor_of_another_pyarrow_may_differ_in_its_hashes_only(tmp_path, monkeypatch):
    mine = ROOT / PARQUET[0] / "datapackage.json"
    theirs = tmp_path / "parquet" / "datapackage.json"
    theirs.parent.mkdir()
    described = json.loads(mine.read_text("utf-8"))
    described["kit"]["sha256"] = {}
    theirs.write_text(json.dumps(described), "utf-8")
    monkeypatch.setattr(build, "_other_writer", lambda wanted, found: True)
    assert build._same(mine, theirs)
    theirs.write_text(json.dumps(described | {"title": "other"}), "utf-8")
    assert not build._same(mine, theirs)


@pytest.mark.parametrize("package", CSV)
def test_csv_opens_in_pandas_as_it_was_written(package):
    for path in sorted((ROOT / package).glob("*.csv")):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            frame = pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False)
        typed = pq.read_table(ROOT / package.replace("csv", "parquet") / f"{path.stem}.parquet")
        assert list(frame.columns) == typed.column_names
        assert len(frame) == typed.num_rows
        for name in typed.column_names:
            if typed[name].type == pa.string():
                assert frame[name].tolist() == pc.fill_null(typed[name], "").to_pylist(), name


@pytest.mark.parametrize("package", CSV)
def test_no_cell_is_a_formula(package):
    for path in sorted((ROOT / package).glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if re.match(r"[=@]|[+-](?![\d(（ .])", cell)] == []


@pytest.mark.parametrize("package", CSV)
def test_frictionless_finds_nothing(package):
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(ROOT / package / "datapackage.json")).validate()
    assert report.flatten(["title", "note"]) == []
    assert report.warnings == []
    assert report.stats["tasks"] > 20


def test_every_identifier_in_the_files_belongs_to_nobody():
    done = CliRunner().invoke(main, ["is-synthetic", "--json", "--file", str(ROOT)])
    files = json.loads(done.stdout)["files"]
    assert [one["file"] for one in files if one["not_synthetic"]] == []
    assert done.exit_code == 0
    assert sum(one["identifiers"] for one in files) > 10_000


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.profile)
def test_every_kind_of_flaw_the_company_can_have_occurs(one):
    for path in one.requests():
        if path.name == "parquet":
            assert kinds_in(pq.read_table(ROOT / path / "flaws.parquet")) == possible(one)


def kinds_in(flaws):
    return {flaw["kind"] for flaw in flaws.to_pylist() if flaw["role"] == "flaw"}


def possible(one):
    """The kinds that a large company of the profile has."""
    return kinds_in(make(replace(one.spec("zh"), flaws=0.5), 0, 1500).truth["flaws"])


@pytest.mark.parametrize("package", PARQUET)
def test_every_span_is_the_text_it_names(package):
    notes = pq.read_table(ROOT / package / "notes.parquet")["text"].to_pylist()
    spans = pq.read_table(ROOT / package / "spans.parquet").to_pylist()
    assert len(spans) > 2 * len(notes) / 1.2
    in_notes = [span for span in spans if span["table"] == "notes"]
    assert in_notes
    for span in in_notes:
        assert notes[span["row"]][span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.profile)
def test_the_command_on_the_card_makes_the_same_bytes(one, tmp_path):
    card = (ROOT / one.profile / "README.md").read_text("utf-8")
    [command] = [line for line in card.splitlines() if "--locale en --format csv" in line]
    arguments = command.replace("DIR", str(tmp_path / "made")).split()[1:]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    for path in (tmp_path / "made").iterdir():
        kept = ROOT / one.profile / "en" / "csv" / path.name
        assert path.read_bytes() == kept.read_bytes(), path.name


@pytest.mark.parametrize("card", CARDS)
def test_the_code_on_a_card_runs(card, monkeypatch):
    monkeypatch.chdir(ROOT.parent)
    [code] = re.findall("```python\n(.*?)```", (ROOT / card).read_text("utf-8"), re.DOTALL)
    names = {}
    exec(code, names)
    assert len(names["customers"]) == len(names["as_text"]) == 120
    assert names["as_text"].columns.tolist() == names["customers"].columns.tolist()


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.profile)
def test_the_figures_on_a_card_are_those_of_the_files(one):
    card = (ROOT / one.profile / "README.md").read_text("utf-8")
    rows = dict(
        re.findall(r"^\| `(\w+)` \| [^|]+ \| (\d+) \| \d+ \| \d+ \| \d+ \|$", card, re.MULTILINE)
    )
    tables = json.loads((ROOT / one.profile / "en/csv/datapackage.json").read_text("utf-8"))
    folder = ROOT / one.profile / "en" / "parquet"
    beside = {"labels", "cell_labels", "spans", "flaws"}
    named = {Path(entry["path"]).stem for entry in tables["resources"]} - beside
    assert set(rows) == named
    for name, number in rows.items():
        assert pq.read_metadata(folder / f"{name}.parquet").num_rows == int(number)
    for table in ("spans", "flaws"):
        data = pq.read_table(folder / f"{table}.parquet")
        for kind, number in _counts(data, table).items():
            assert re.search(rf"\(`{kind}`\) \|[^\n]*\b{number}\b", card), (kind, number)


def _counts(data, table):
    if table == "flaws":
        own = data.filter(pc.equal(data["role"], "flaw"))
        pairs = {(row["flaw_id"], row["kind"]) for row in own.to_pylist()}
        return pd.Series([kind for _, kind in pairs]).value_counts().to_dict()
    return pd.Series(data["kind"].to_pylist()).value_counts().to_dict()


@pytest.mark.parametrize("package", CSV)
def test_a_card_names_every_column_that_a_spreadsheet_would_change(package):
    """Read as a spreadsheet reads: what looks like a number becomes one of fifteen digits."""
    card = (ROOT / package.split("/")[0] / "README.md").read_text("utf-8")
    listed = dict(re.findall(r"^- `(\w+)`: (`.*)$", card, re.MULTILINE))
    described = json.loads((ROOT / package / "datapackage.json").read_text("utf-8"))
    for resource in described["resources"]:
        texts = [f["name"] for f in resource["schema"]["fields"] if f["type"] == "string"]
        with (ROOT / package / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
            values = list(csv.DictReader(file))
        for name in texts:
            if resource["name"] not in ("labels", "cell_labels", "spans", "flaws") and any(
                _as_a_spreadsheet(row[name]) != row[name] for row in values
            ):
                assert f"`{name}`" in listed.get(resource["path"].removesuffix(".csv"), ""), name


def _as_a_spreadsheet(text):
    return f"{float(text):.15g}" if re.fullmatch("[0-9]+", text) else text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_keeps_every_number_that_is_a_text(tmp_path):
    source = ROOT / "leasing/zh/csv/customers.csv"
    how = ["--infilter=CSV:44,34,76,1,,0,true", "--convert-to", "xlsx"]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", *how, "--outdir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with zipfile.ZipFile(tmp_path / "customers.xlsx") as made:
        root = ElementTree.fromstring(made.read("xl/sharedStrings.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    shared = {"".join(t.text or "" for t in si.iter(f"{space}t")) for si in root}
    people = pq.read_table(ROOT / "leasing/zh/parquet/customers.parquet")
    for name in ("name", "resident_id", "bank_card", "address"):
        assert set(people[name].drop_null().to_pylist()) <= shared


def test_all_of_it_is_small():
    assert sum(path.stat().st_size for path in ROOT.rglob("*") if path.is_file()) < 8_000_000


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_a_card_can_name_has_words(locale):
    spans, flaws = catalogue("spans", locale), catalogue("flaws", locale)
    assert {*PERSONAL_KINDS, *LOOK_ALIKES} <= set(spans)
    assert {f"kind.{kind}" for kind in KINDS if kind != "sound"} <= set(flaws)
    assert {f"action.{one}" for one in ACTIONS} <= set(catalogue("duties", locale))
    assert {f"deal.{form}" for form in DEALS} <= set(catalogue("datasets", locale))


def is_complete(one, wanted):
    return kinds_in(make(one.spec("zh"), 0, one.rows).truth["flaws"]) >= wanted


if __name__ == "__main__":
    for dataset in SETS:
        kinds = possible(dataset)
        tried = (replace(dataset, seed=seed) for seed in count(1))
        print(next(one for one in tried if is_complete(one, kinds)), flush=True)
