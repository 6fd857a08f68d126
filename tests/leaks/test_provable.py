"""From the sealed folder alone: provable people ⊆ exposed people ⊆ possible people."""

import json
from statistics import median

import pytest

from kit.leaks.model import Parameters
from kit.leaks.staging import stage
from tests.leaks.investigators import investigate as first_leads
from tests.leaks.outcomes import SEEDS, SETTINGS, company, investigate, outcome, staged
from tests.leaks.sealed_case import read
from tests.leaks.stories import sealed


@pytest.mark.parametrize("name", SETTINGS)
def test_exposed_people_lie_between_the_provable_and_the_possible(tmp_path, name):
    """Twenty seeds in six companies or more: always between, and seldom far from either."""
    found = [outcome(tmp_path / str(seed), name, seed) for seed in range(SEEDS)]
    for one in found:
        assert one.provable, one.seed
        assert one.provable <= one.exposed <= one.possible <= one.everybody, one.seed
        assert one.counted, one.seed
        assert one.counted <= one.exposed <= one.open <= one.everybody, one.seed
    shares = {
        "proven": median(len(one.provable) / len(one.exposed) for one in found),
        "counted": median(len(one.counted) / len(one.exposed) for one in found),
        "possible": median(len(one.possible) / len(one.everybody) for one in found),
        "open": median(len(one.open) / len(one.everybody) for one in found),
    }
    least, most = SETTINGS[name].least, SETTINGS[name].most
    assert min(shares["proven"], shares["counted"]) >= least, shares
    assert max(shares["possible"], shares["open"]) <= most, shares


@pytest.mark.parametrize("name", SETTINGS)
def test_a_sealed_folder_does_not_name_its_leak(tmp_path, name):
    case = staged(name, 7)
    folder = sealed(tmp_path / "case", name, case, form="csv")
    words = {name, case.truth.facts["control"], str(case.truth.facts["parameters"]["stealth"])}
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(word.encode() in content for word in words), path
    assert not list(folder.rglob("truth*"))
    json.loads((folder / "datapackage.json").read_text("utf-8"))


@pytest.mark.parametrize("name", SETTINGS)
def test_reports_in_english_lead_as_far(tmp_path, name):
    case = staged(name, 6, "en")
    exposed = set(case.truth.customers["customer_id"].to_pylist())
    provable, possible = investigate(read(sealed(tmp_path / "case", name, case)))
    assert provable
    assert provable <= exposed <= possible


BACKED = ["bulk_mail_open_recipients", "exposed_bucket", "old_disks_unwiped", "paper_in_bin"]


@pytest.mark.parametrize("name", BACKED)
def test_registers_and_slips_make_up_for_a_log_that_is_lost(tmp_path, name):
    case = staged(name, 3)
    evidence = read(sealed(tmp_path / "case", name, case))
    full, _ = investigate(evidence)
    codes = evidence["events"]["action"].astype(str)
    evidence.tables["events"] = evidence["events"][~codes.str.startswith(("mail.", "link."))]
    provable, possible = investigate(evidence)
    assert provable <= full
    assert possible < evidence.everybody()
    assert set(case.truth.customers["customer_id"].to_pylist()) <= possible
    assert bool(provable) == (name in ("old_disks_unwiped", "paper_in_bin"))


LOOK_ALIKES = ["migration_batch", "recovery_test", "auditor_export", "legal_hold_copy"]


@pytest.mark.parametrize("look_alike", LOOK_ALIKES)
def test_what_only_looks_like_a_leak_leads_nowhere(tmp_path, look_alike):
    case = stage(company("leasing", None), look_alike, Parameters(), 3)
    assert case.truth.customers.num_rows == case.truth.exposures.num_rows == 0
    evidence = read(sealed(tmp_path / "case", look_alike, case))
    assert first_leads(evidence) is None
    assert investigate(evidence) is None
