import json
import shutil

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from kit.activity.query import ACCOUNT, ACTION, UID, by_account, customers_of, touching, where
from kit.activity.rights import joined_with_entitlements
from kit.activity.table import SCHEMA
from kit.cli import leak_checks, main
from kit.leaks.catalogue import LEAKS, LOOK_ALIKES
from kit.leaks.reading import open_folder, read_evidence
from kit.leaks.recipe import CaseRecipe
from kit.organisation.schemas import SCHEMAS
from kit.organisation.spec import Phase

EVENTS = 110_000
CASE = ["--profile", "leasing", "--seed", 61_728_394, "--size", 150]


def run(*arguments):
    return CliRunner().invoke(main, ["--lang", "en", *(str(one) for one in arguments)])


def stage(folder, *more, name="misdirected_mail", events=EVENTS):
    return run("leak", "stage", name, *CASE, "--events", events, "--out", folder, *more)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("case") / "o"
    result = stage(folder, "--json")
    assert result.exit_code == 0, result.output
    return folder, json.loads(result.stdout)


@pytest.fixture(scope="module")
def listed():
    result = run("leak", "list", "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def tree(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_every_leak_and_look_alike_is_listed(listed):
    assert [row["name"] for row in listed] == [*LEAKS, *LOOK_ALIKES]
    kinds = {row["name"]: row["kind"] for row in listed}
    assert all(kinds[name] == "leak" for name in LEAKS)
    assert all(kinds[name] == "look_alike" for name in LOOK_ALIKES)


def test_each_leak_fits_some_profile_and_says_why_if_not(listed):
    for row in listed:
        assert set(row["profiles"]) == {"leasing", "sanitary_ware", "swim_school"}
        assert any(verdict["fits"] for verdict in row["profiles"].values()), row["name"]
        for verdict in row["profiles"].values():
            assert verdict["fits"] == (not verdict["reason"])


def test_the_list_says_why_a_deal_has_no_use_for_a_leak():
    order = ["leak", "list", "--profile", "leasing", "--deal", "dissolution"]
    verdicts = {
        row["name"]: row["profiles"]["leasing"] for row in json.loads(run(*order, "--json").stdout)
    }
    assert not verdicts["data_room_raw_list"]["fits"]
    assert verdicts["misdirected_mail"]["fits"]
    assert verdicts["data_room_raw_list"]["reason"] in run(*order).output


def test_the_list_for_people_names_each():
    result = run("leak", "list", "--profile", "swim_school")
    assert result.exit_code == 0
    assert all(name in result.output for name in [*LEAKS, *LOOK_ALIKES])


def test_the_list_says_what_scale_and_stealth_do_where_all_happens_at_once(listed):
    said = {row["name"]: row["pace"] for row in listed if row["pace"]}
    assert {"misdirected_mail", "lost_laptop"} <= set(said)
    shown = run("leak", "list", "--profile", "leasing").output
    assert all(words in shown for words in said.values())


def test_a_case_has_about_as_many_events_as_wanted(case):
    folder, said = case
    written = pq.read_metadata(folder / "events.parquet").num_rows
    assert said["events"] == written
    assert 0.8 * EVENTS < written < 1.2 * EVENTS


def test_a_case_has_every_table(case):
    folder, _ = case
    assert pq.read_schema(folder / "events.parquet").names == SCHEMA.names
    for name in SCHEMAS:
        assert (folder / "organisation" / f"{name}.parquet").is_file()
    assert {"README.md", "README.zh-CN.md", "truth.json", "reports.parquet"} <= set(tree(folder))


def test_a_case_and_its_truth_verify(case):
    folder, said = case
    result = run("verify", folder, "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["sound"], report["kind"], report["sealed"]) == (True, "evidence", False)
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    assert truth["customers"] == said["exposed"] > 0


def test_the_events_of_the_truth_lead_to_the_customers_of_the_truth(case):
    folder, _ = case
    evidence = read_evidence(open_folder(folder))
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    shown = where(evidence.events, UID, truth["event_ids"])
    assert shown.num_rows == len(truth["event_ids"]) > 0
    exposed = pq.read_table(folder / "truth" / "exposed_customers.parquet")[
        "customer_id"
    ].to_pylist()
    assert customers_of(evidence, shown)["customer_id"].to_pylist() == exposed
    for one in by_account(evidence, shown).to_pylist():
        assert one[ACCOUNT] in truth["accounts"]
    assert touching(evidence, shown, exposed[:1]).num_rows > 0
    allowed = joined_with_entitlements(evidence.events, evidence.tables)["entitlement_id"]
    opened = pc.equal(evidence.events[ACTION], "crm.open")
    assert allowed.filter(opened).null_count < 0.01 * pc.sum(opened).as_py()


def test_a_truth_that_was_touched_is_found_by_making_it_again(case, tmp_path):
    folder = tmp_path / "o"
    shutil.copytree(case[0], folder)
    text = (folder / "truth.json").read_text("utf-8")
    (folder / "truth.json").write_text(
        text.replace('"channel": "mail"', '"channel": "disk"'), "utf-8"
    )
    result = run("verify", folder)
    assert result.exit_code == 1
    assert "truth.json" in result.output


def test_a_sealed_case_is_the_same_without_its_truth(case, tmp_path):
    result = stage(tmp_path / "o", "--sealed", "--json")
    assert result.exit_code == 0
    assert "leak" not in json.loads(result.stdout)
    whole, sealed = tree(case[0]), tree(tmp_path / "o")
    assert set(whole) - set(sealed) == {
        "truth.json",
        "truth/exposures.parquet",
        "truth/exposed_customers.parquet",
    }
    assert sealed == {name: whole[name] for name in sealed}
    told = [name + content.decode("utf-8", "ignore") for name, content in sealed.items()]
    for file in (tmp_path / "o").rglob("*.parquet"):
        if file.name != "events.parquet":
            told.append(str(pq.read_table(file).to_pydict()))
    assert not [text[:60] for text in told if "61728394" in text or "misdirected" in text]
    assert run("verify", tmp_path / "o").exit_code == 0


def test_csv_verifies_too(tmp_path):
    assert stage(tmp_path / "o", "--format", "csv").exit_code == 0
    assert (tmp_path / "o" / "events.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert run("verify", tmp_path / "o").exit_code == 0


def test_parameters_reach_the_truth(tmp_path):
    more = ["--scale", 0.5, "--stealth", 0.9, "--phase", "due_diligence", "--locale", "en"]
    assert stage(tmp_path / "o", *more).exit_code == 0
    truth = json.loads((tmp_path / "o" / "truth.json").read_text("utf-8"))
    assert truth["phase"] == "due_diligence"
    assert (truth["parameters"]["scale"], truth["parameters"]["stealth"]) == (0.5, 0.9)
    assert CaseRecipe.model_validate(truth["recipe"]).locale == "en"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["misdirected_mial"], "Did you mean misdirected_mail"),
        (["nothing_like_it"], "There is no leak"),
        (["misdirected_mail", "--profile", "leesing"], "Did you mean leasing"),
        (["misdirected_mail", "--phase", "liquidatoin"], "Did you mean liquidation"),
        (
            ["misdirected_mail", "--phase", "deregistered"],
            "no phase after deregistration (deregistered)",
        ),
        (["misdirected_mail", "--job", "it_leed"], "Did you mean it_lead"),
        (["misdirected_mail", "--scale", "1.5"], "from 0.01 to 1"),
        (["misdirected_mail", "--scale", "0"], "from 0.01 to 1"),
        (["misdirected_mail", "--scale", "nan"], "from 0.01 to 1"),
        (["misdirected_mail", "--stealth", "-1"], "from 0 to 1"),
        (["misdirected_mail", "--events", "50"], "too few"),
        (["misdirected_mail", "--events", "90000000"], "the most is 5000000"),
        (["misdirected_mail", "--size", "3"], "from 100 to 1000000"),
        (["misdirected_mail", "--seed", "-4"], "Seed -4"),
        (["misdirected_mail", "--deal", "gift"], "Unknown form of deal"),
        (["data_room_raw_list", "--deal", "dissolution"], "makes no sense for the profile leasing"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(tmp_path, given, said):
    usual = ["--profile", "leasing", "--seed", 5, "--events", EVENTS, "--size", 150]
    result = run("leak", "stage", given[0], *usual, "--out", tmp_path / "o", *given[1:])
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_refused_at_once(case):
    before = tree(case[0])
    result = stage(case[0])
    assert result.exit_code == 2
    assert "--overwrite" in result.output
    assert tree(case[0]) == before


def test_a_whole_company_is_written_and_verifies(tmp_path):
    order = ["world", "build", "swim_school", "--seed", 3, "--size", 150, "--staff", 25]
    result = run(*order, "--days", 7, "--phase", "signing", "--out", tmp_path / "o", "--json")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert pq.read_metadata(tmp_path / "o" / "events.parquet").num_rows == said["events"] > 0
    assert pq.read_metadata(tmp_path / "o" / "activity_daily.parquet").num_rows == said["daily"]
    assert not (tmp_path / "o" / "truth.json").exists()
    checked = run("verify", tmp_path / "o")
    assert checked.exit_code == 0, checked.output
    used = pq.read_table(tmp_path / "o" / "organisation" / "entitlements.parquet")["last_used_on"]
    assert used.null_count < len(used)


def test_a_changed_company_is_found(tmp_path):
    order = ["world", "build", "leasing", "--seed", 3, "--size", 150, "--staff", 20, "--days", 2]
    assert run(*order, "--format", "csv", "--out", tmp_path / "o").exit_code == 0
    assert run("verify", tmp_path / "o").exit_code == 0
    path = tmp_path / "o" / "organisation" / "tickets.csv"
    path.write_bytes(path.read_bytes().replace(b"2026", b"2025", 1))
    result = run("verify", tmp_path / "o", "--json")
    assert result.exit_code == 1
    (found,) = json.loads(result.stdout)["findings"]
    assert (found["code"], found["values"]["file"]) == ("hash", "organisation/tickets.csv")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["leasng"], "Did you mean leasing"),
        (["leasing", "--staff", 5], "20"),
        (["leasing", "--days", 400], "from 1 to 395"),
        (["leasing", "--phase", "liquidation"], "no phase liquidation (liquidation)"),
        (["leasing", "--size", 0], "from 100 to 1000000"),
    ],
)
def test_a_company_that_cannot_be_is_refused(tmp_path, given, said):
    usual = ["--seed", 3, "--size", 150, "--out", tmp_path / "o"]
    result = run("world", "build", given[0], *usual, *given[1:])
    assert result.exit_code == 2
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_phases_in_the_help_are_those_there_are():
    assert Phase.__args__ == leak_checks.PHASES


def test_without_a_number_of_events_the_smallest_case_is_made(tmp_path):
    usual = ["misdirected_mail", "--profile", "leasing", "--seed", 5, "--size", 150]
    done = run("leak", "stage", *usual, "--out", tmp_path / "o", "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert 10_000 < said["events"] < 200_000
    refused = run("leak", "stage", *usual, "--events", said["events"] // 2, "--out", tmp_path / "p")
    assert refused.exit_code == 2
    assert "too few" in refused.output
