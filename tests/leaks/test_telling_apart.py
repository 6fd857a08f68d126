"""Nothing but the deed tells a staged event: not its session, order, milliseconds or nulls.

Who did it and from where is evidence and may tell: a stranger's address, a forgotten account. So
events are compared with ordinary ones of the same action by the same kind of account, and their
address, account, list and time of day are left out (`tests.leaks.apart.EVIDENCE`).
"""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from kit.leaks.catalogue import LEAKS, LOOK_ALIKES
from tests.leaks.apart import auc, mixed, samples, scores, without_session

WITHOUT_EVENTS = {
    "old_disks_unwiped": "the disks leave the house without a computer",
    "lapsed_domain": "customers write to a domain that is no longer the company's",
}
LIKE_NOTHING = {
    "receiver_new_purpose": "the right to export is granted to the receiver's people for this alone"
}
"""Leaks with an action that nobody of that kind does otherwise, and why: that is evidence."""
POOLED, EACH = 0.6, 0.65


@lru_cache(maxsize=1)
def everything():
    return samples(LEAKS)


def with_column(one, name, values):
    """The samples with one feature otherwise."""
    x = one.x.copy()
    place = one.names.index(name)
    x[:, place] = np.where(one.staged == 1, values, x[:, place])
    return replace(one, x=x)


@pytest.mark.parametrize("name", [*LEAKS, *LOOK_ALIKES])
def test_whatever_people_do_lies_in_a_session_of_theirs(name):
    for seed, stealth in ((1, 0.5), (2, 0.1)):
        case = mixed(name, seed, stealth=stealth)
        done, bare = without_session(case, np.flatnonzero(case.whose >= 0))
        assert not bare
        assert done or name in (*WITHOUT_EVENTS, "former_vendor_api_key")


def test_ordinary_work_lies_in_sessions_too():
    case = mixed("misdirected_mail", 1)
    done, bare = without_session(case, np.flatnonzero(case.whose < 0))
    assert len(done) > 1_000
    assert not bare


def test_a_deed_without_a_session_is_found():
    case = mixed("recovery_test", 1)
    mine = np.flatnonzero(case.whose >= 0)
    nobody = {**case.rows, "address": np.where(case.whose >= 0, 1, case.rows["address"])}
    done, bare = without_session(replace(case, rows=nobody), mine)
    assert done == bare != []


def test_a_classifier_cannot_tell_staged_events_from_ordinary_ones():
    one = everything()
    assert one.staged.sum() > 500
    assert auc(scores(one), one.staged) < POOLED


@pytest.mark.parametrize("name", LEAKS)
def test_a_classifier_cannot_tell_the_events_of_a_leak(name):
    one = everything()
    mine = one.leak == name
    if name in WITHOUT_EVENTS:
        assert not mine.any()
        return
    assert auc(scores(one)[mine], one.staged[mine]) < EACH


def test_every_event_is_like_ordinary_ones_of_its_action():
    assert set(everything().unlike) <= set(LIKE_NOTHING)


def test_no_single_feature_tells():
    one = everything()
    for place, name in enumerate(one.names):
        assert 0.45 < auc(one.x[:, place], one.staged) < 0.55, name


@pytest.mark.parametrize(
    ("feature", "value"),
    [
        ("milliseconds", 0),
        ("device.uid null", 1),
        ("whole minute", 1),
        ("gap as before", 1),
        ("bytes null", 1),
        ("form of resource.uid", 7),
    ],
)
def test_the_classifier_finds_a_tell(feature, value):
    told = with_column(everything(), feature, value)
    assert auc(scores(told), told.staged) > 0.7


def test_the_classifier_finds_the_tell_of_one_leak():
    one = everything()
    mine = one.leak == "phished_export"
    value = np.where(mine, 1, one.x[:, one.names.index("device.uid null")])
    told = with_column(one, "device.uid null", value)
    assert auc(scores(told)[mine], one.staged[mine]) > EACH
