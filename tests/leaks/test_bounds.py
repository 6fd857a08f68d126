"""Bounds of who is exposed: what evidence shows, what it loses, and what it cannot know."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from kit.activity import query
from kit.leaks.bounds import bounds
from kit.leaks.catalogue import LOOK_ALIKES
from tests.leaks.stories import staged


def exposed(case):
    return {
        case.evidence.book.place_of[key] for key in case.truth.customers["customer_id"].to_pylist()
    }


def without(case, *actions):
    """The evidence of a case whose log lacks some actions."""
    codes = case.evidence.events[query.ACTION].cast(pa.string())
    kept = pc.invert(pc.is_in(codes, pa.array(actions)))
    return replace(case.evidence, events=case.evidence.events.filter(kept))


def quiet(name, **parameters):
    """A case of which the log lost nothing, with no word of any gap."""
    for seed in range(1, 9):
        case = staged(name, seed, **parameters)
        if not case.truth.facts["events_lost"]:
            gaps = case.evidence.tables["log_gaps"].slice(0, 0)
            tables = {**case.evidence.tables, "log_gaps": gaps}
            return replace(case, evidence=replace(case.evidence, tables=tables))
    raise AssertionError(name)


def gap(case, system):
    """The evidence with a note that the log of a system was not collected for a long while."""
    first, last = (case.evidence.events[query.AT][place].as_py() for place in (0, -1))
    gaps = case.evidence.tables["log_gaps"]
    row = {"system_id": system, "kind": "collector", "since": first, "until": last}
    noted = pa.concat_tables([gaps, pa.Table.from_pylist([row], schema=gaps.schema)])
    return replace(case.evidence, tables={**case.evidence.tables, "log_gaps": noted})


def system_of(case):
    """The system whose lists were exposed."""
    view = case.truth.exposures["view_id"][0].as_py()
    views = case.evidence.tables["views"].to_pylist()
    return next(row["system_id"] for row in views if row["view_id"] == view)


def test_a_complete_log_leaves_no_doubt_about_exports():
    case = quiet("phished_export", scale=0.3)
    found = bounds(case.evidence, case.truth)
    assert set(found.provable.tolist()) == exposed(case) == set(found.possible.tolist())


def test_a_gap_while_the_account_was_in_use_leaves_everybody_open():
    case = quiet("phished_export", scale=0.3)
    found = bounds(gap(case, system_of(case)), case.truth)
    assert set(found.provable.tolist()) == exposed(case)
    assert len(found.possible) > 0.95 * len(case.evidence.book)


def test_a_gap_of_another_system_changes_nothing():
    case = quiet("phished_export", scale=0.3)
    others = case.evidence.tables["systems"]["system_id"].to_pylist()
    other = next(one for one in others if one != system_of(case))
    before, after = (bounds(one, case.truth) for one in (case.evidence, gap(case, other)))
    assert np.array_equal(before.possible, after.possible)


def test_what_the_log_lost_is_not_provable():
    case = quiet("phished_export", scale=0.3)
    found = bounds(without(case, "crm.export"), case.truth)
    named = case.evidence.tables["reports"]["customers"].to_pylist()
    assert len(found.provable) <= sum(len(one or ()) for one in named)


@pytest.mark.parametrize("name", ["misdirected_mail", "lost_laptop", "old_disks_unwiped"])
def test_registers_prove_what_no_log_shows(name):
    case = staged(name, 2)
    found = bounds(without(case, "mail.send", "file.copy", "db.backup"), case.truth)
    assert set(found.provable.tolist()) == exposed(case)


def test_a_batch_that_the_log_lost_is_narrowed_by_its_addressee():
    case = staged("bulk_mail_open_recipients", 1, scale=0.1, stealth=0)
    found = bounds(without(case, "mail.send"), case.truth)
    assert exposed(case) <= set(found.possible.tolist())
    assert len(found.possible) < len(case.evidence.book)


def test_a_public_link_leaves_its_whole_file_open():
    case = staged("over_shared_link", 1, scale=0.3)
    found = bounds(without(case, "link.open"), case.truth)
    assert len(found.provable) <= 1
    assert exposed(case) <= set(found.possible.tolist())


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_what_only_looks_like_a_leak_concerns_nobody(name):
    case = staged(name, 1)
    found = bounds(case.evidence, case.truth)
    assert len(found.provable) == len(found.possible) == 0
