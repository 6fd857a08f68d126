import json
import os
import signal
import subprocess
import sys
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kit.activity.table import SCHEMA
from kit.customers.ours import is_ours, kind_of
from kit.errors import BadInput
from kit.leaks.folder import write_folder
from kit.leaks.reading import open_folder, read_evidence
from kit.leaks.schedule import CUSTOMERS, EXPOSURES
from kit.leaks.sheets import dictionary, sheet
from kit.organisation.schemas import SCHEMAS
from tests.leaks.made_cases import RECIPE, SEED, company, staged, write_case


def tree(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_every_table_of_an_organisation_has_words_for_every_column():
    for name, schema in (SCHEMAS | {"events": SCHEMA}).items():
        made = sheet(name, name, schema.empty_table())
        assert list(made.columns) == schema.names
    assert sheet("x", "exposures", EXPOSURES.empty_table()).title.en == "Exposures"
    assert sheet("x", "exposed_customers", CUSTOMERS.empty_table()).title.zh == "受影响的客户"


def test_the_dictionary_has_no_words_for_columns_that_are_not_there():
    for name, schema in (SCHEMAS | {"events": SCHEMA}).items():
        assert set(dictionary()["tables"][name].get("columns", {})) <= set(schema.names), name


def test_a_column_without_words_is_refused():
    with pytest.raises(BadInput) as caught:
        sheet("staff", "staff", pa.table({"staff_id": ["P1"], "shoe_size": [42]}))
    assert caught.value.values == {"table": "staff", "column": "shoe_size"}


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_what_is_read_is_what_was_written(tmp_path, form):
    write_case(tmp_path / "o", form=form)
    read, made = read_evidence(open_folder(tmp_path / "o")), staged().evidence
    assert read.events.to_pylist() == made.events.to_pylist()
    assert set(read.tables) >= set(made.tables)
    for name, table in made.tables.items():
        found = read.tables[name].to_pylist()
        assert found == table.to_pylist() or form == "csv"  # CSV has no lists that are null
        assert len(found) == table.num_rows
    for name, table in made.customers.items():
        assert read.customers[name].to_pylist() == table.to_pylist()
    assert read.book.customer_id.equals(made.book.customer_id)
    assert read.book.segments == made.book.segments
    assert all((a == b).all() for a, b in zip(read.book.members, made.book.members, strict=True))


def test_lists_survive_csv(tmp_path):
    write_case(tmp_path / "o", form="csv")
    views = open_folder(tmp_path / "o").organisation["views"]
    assert (
        views["fields"].to_pylist() == company().organisation.tables["views"]["fields"].to_pylist()
    )


def test_the_same_case_is_the_same_bytes(tmp_path):
    for form in ("parquet", "csv"):
        write_case(tmp_path / f"{form}1", form=form)
        write_case(tmp_path / f"{form}2", form=form)
        assert tree(tmp_path / f"{form}1") == tree(tmp_path / f"{form}2")


def test_a_sealed_folder_is_the_open_one_without_its_truth(tmp_path):
    write_case(tmp_path / "open")
    write_case(tmp_path / "sealed", sealed=True)
    whole = tree(tmp_path / "open")
    hidden = {"truth.json", "truth/exposures.parquet", "truth/exposed_customers.parquet"}
    assert hidden <= set(whole)
    assert tree(tmp_path / "sealed") == {k: v for k, v in whole.items() if k not in hidden}


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_sealed_folder_names_neither_leak_nor_seed_nor_parameters(tmp_path, form):
    write_case(tmp_path / "o", sealed=True, form=form)
    told = [
        path + content.decode("utf-8", "ignore") for path, content in tree(tmp_path / "o").items()
    ]
    for file in (tmp_path / "o").rglob("*.parquet"):
        told.append(str(pq.read_table(file).to_pydict()) + str(pq.read_metadata(file).metadata))
    for secret in (RECIPE.leak, str(SEED), "0.4137", "stealth", "recipe"):
        assert [text[:80] for text in told if secret in text] == []


def test_the_truth_has_the_recipe(tmp_path):
    write_case(tmp_path / "o")
    truth = json.loads((tmp_path / "o" / "truth.json").read_text("utf-8"))
    assert truth["leak"] == RECIPE.leak
    assert truth["recipe"] == RECIPE.model_dump(mode="json")
    assert set(truth["sha256"]) == {"truth/exposures.parquet", "truth/exposed_customers.parquet"}


def test_the_cards_name_every_file_and_column(tmp_path):
    write_case(tmp_path / "o", form="csv")
    for name in ("README.md", "README.zh-CN.md"):
        card = (tmp_path / "o" / name).read_text("utf-8")
        opened = open_folder(tmp_path / "o")
        for path, layout in opened.layouts.items():
            section = card.split(f"### `{path}`")[1].split("###")[0]
            assert all(f"| `{column}` |" in section for column in layout.names), path


def test_the_descriptor_is_a_data_package(tmp_path):
    write_case(tmp_path / "o")
    described = json.loads((tmp_path / "o" / "datapackage.json").read_text("utf-8"))
    names = [one["name"] for one in described["resources"]]
    assert len(set(names)) == len(names)
    events = next(one for one in described["resources"] if one["name"] == "events")
    assert [one["name"] for one in events["schema"]["fields"]] == SCHEMA.names
    assert described["kit"]["kind"] == "evidence"
    assert kind_of(tmp_path / "o") == "evidence"


def test_a_folder_in_use_is_refused_before_any_work(tmp_path):
    def never():
        raise AssertionError("made before the folder was looked at")

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear", "utf-8")
    write_case(tmp_path / "case")
    for folder, code in (
        (tmp_path / "mine", "foreign_folder"),
        (tmp_path / "case", "folder_exists"),
    ):
        with pytest.raises(BadInput) as caught:
            write_folder("evidence", never, folder)
        assert caught.value.code == f"customers.{code}"
    assert (tmp_path / "mine" / "letter.txt").read_text("utf-8") == "Dear"


def test_an_earlier_case_is_replaced_only_when_asked(tmp_path):
    write_case(tmp_path / "o", form="csv")
    write_case(tmp_path / "o", form="parquet", overwrite=True)
    assert not list((tmp_path / "o").rglob("*.csv"))
    assert is_ours(tmp_path / "o")


def test_what_fails_leaves_nothing(tmp_path):
    def broken():
        raise BadInput("leak.no_words", table="x", column="y")

    with pytest.raises(BadInput):
        write_folder("evidence", broken, tmp_path / "o")
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, signal, sys, time
from pathlib import Path
from kit.leaks import folder
from tests.leaks.made_cases import write_case
print("ready", flush=True)
def slow(path, table, progress, real=folder.write_table):
    real(path, table, progress)
    if path.name.startswith("tickets"):
        print("there", flush=True)
        time.sleep(60)
folder.write_table = slow
write_case(Path(sys.argv[1]))
"""


def test_a_killed_run_leaves_nothing_that_looks_whole(tmp_path):
    order = [sys.executable, "-c", KILLED, str(tmp_path / "o")]
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True) as run:
        while run.stdout.readline().strip() not in ("there", ""):
            time.sleep(0)
        os.kill(run.pid, signal.SIGKILL)
    assert not (tmp_path / "o").exists()
    assert (tmp_path / "o.partial").is_dir()
    write_case(tmp_path / "o")
    assert [path.name for path in tmp_path.iterdir()] == ["o"]
    write_case(tmp_path / "other")
    assert tree(tmp_path / "o") == tree(tmp_path / "other")
