import json
import re

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from kit.cli import main
from kit.customers.browse import flaws, marked
from kit.customers.evidence import evidence
from kit.customers.notes.framing import LOOK_ALIKES, PERSONAL_KINDS
from kit.customers.stored import open_package
from kit.i18n import LOCALES, catalogue


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module", params=["parquet", "csv"])
def folder(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("show") / request.param
    command = ["generate", "leasing", "--rows", 300, "--seed", 7, "--flaws", 0.3, "--out", path]
    assert run(*command, "--format", request.param).exit_code == 0
    return path


@pytest.mark.parametrize("locale", LOCALES)
def test_notes_are_shown_with_their_spans_marked(folder, locale):
    result = run("--lang", locale, "show", "notes", folder, "-n", 5)
    assert result.exit_code == 0, result.output
    found = json.loads(run("show", "notes", folder, "-n", 5, "--json").stdout)
    assert len(found) == 5
    for note in found:
        assert note["spans"] == sorted(note["spans"], key=lambda span: span["start"])
        for span in note["spans"]:
            assert note["fields"]["text"][span["start"] : span["end"]] == span["text"]
            assert f"[{span['text']}|" in result.output


def test_marks_taken_out_again_leave_the_text(folder):
    for note in json.loads(run("show", "notes", folder, "-n", 60, "--json").stdout):
        text = note["fields"]["text"]
        marks = [(span["start"], span["end"], "x") for span in note["spans"]]
        assert re.sub(r"\[([^\[\]|]*)\|x\]", r"\1", marked(text, marks)) == text


def test_only_the_notes_of_one_customer(folder):
    first = json.loads(run("show", "notes", folder, "-n", 1, "--json").stdout)[0]
    customer = first["fields"]["customer_id"]
    found = json.loads(run("show", "notes", folder, "--customer", customer, "--json").stdout)
    assert {note["fields"]["customer_id"] for note in found} == {customer}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_flaw_is_shown_with_what_to_do_and_why(folder, locale):
    result = run("--lang", locale, "show", "flaws", folder, "-n", 1000)
    found = json.loads(run("show", "flaws", folder, "-n", 1000, "--json").stdout)
    assert result.exit_code == 0, result.output
    assert len(found) > 50
    assert all(flaw["role"] == "flaw" and flaw["reasons"] for flaw in found)
    duties = catalogue("duties", locale)
    for reason in {reason for flaw in found for reason in flaw["reasons"]}:
        assert duties[f"reason.{reason}.why"] in result.output


def test_flaws_by_kind_and_by_action(folder):
    found = json.loads(run("show", "flaws", folder, "--action", "delete", "--json").stdout)
    assert found
    assert {flaw["action"] for flaw in found} == {"delete"}
    found = json.loads(run("show", "flaws", folder, "--kind", "duplicate", "--json").stdout)
    assert found
    assert {flaw["kind"] for flaw in found} == {"duplicate"}


def test_nothing_found_is_said(folder):
    assert "Nothing found" in run("--lang", "en", "show", "notes", folder, "--customer", "?").output


def test_a_damaged_file_is_named(folder, tmp_path):
    path = tmp_path / "o"
    run("generate", "leasing", "--rows", 20, "--seed", 7, "--out", path)
    table = pq.read_table(path / "spans.parquet")
    pq.write_table(table.drop_columns(["kind"]), path / "spans.parquet")
    result = run("--lang", "en", "show", "notes", path)
    assert result.exit_code == 2
    assert "spans.parquet" in result.output


@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_of_span_has_a_word(locale):
    assert set(catalogue("spans", locale)) == {*PERSONAL_KINDS, *LOOK_ALIKES}


def test_a_verdict_is_shown_with_the_rows_it_rests_on(folder):
    tables = {"legal_holds": "hold", "consent_uses": "beside", "retention_schedule": "period"}
    seen = set()
    stored = open_package(folder)
    found = [flaw for _, flaw in flaws(stored, 1000)]
    for flaw, facts in zip(found, evidence(stored, 0, found), strict=True):
        record = facts[0]
        assert (record.role, record.table) == ("record", flaw["table"])
        if flaw["found"] is not None:
            assert str(record.fields[flaw["column"]]) == flaw["found"]
        for fact in facts[1:]:
            seen.add(fact.role)
            if fact.role in ("partner", "owner"):
                assert fact.fields["customer_id"] == flaw["partner_id"]
            else:
                assert tables[fact.table] == fact.role
        if flaw["action"] == "hold" and flaw["kind"] != "duplicate":
            assert "hold" in {fact.role for fact in facts}
    assert seen == {"partner", "owner", "hold", "beside", "period"}


def test_a_folder_without_flaws_says_so(tmp_path):
    run("generate", "leasing", "--rows", 20, "--seed", 7, "--out", tmp_path / "o")
    result = run("--lang", "en", "show", "flaws", tmp_path / "o")
    assert result.exit_code == 0
    assert "made without flaws" in result.output
