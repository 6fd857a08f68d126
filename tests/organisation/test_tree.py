"""Who reports to whom, from twenty people to twenty thousand."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.organisation.headcount import headcount, ladder
from kit.organisation.profile import load_organisation
from kit.organisation.tree import reporting

PROFILES = ("leasing", "sanitary_ware", "swim_school")
RUNGS = {profile: ladder(load_organisation(profile)) for profile in PROFILES}


def company(profile, size):
    counts = headcount(RUNGS[profile], size)
    jobs = [job for job, number in counts.items() for _ in range(number)]
    return jobs, reporting(RUNGS[profile], jobs)


@settings(deadline=None)
@given(profile=st.sampled_from(PROFILES), size=st.integers(20, 1500))
def test_everybody_but_one_has_a_manager_and_whoever_leads_has_four_to_twelve(profile, size):
    jobs, boss = company(profile, size)
    assert len(jobs) == size
    assert [jobs[row] for row in np.flatnonzero(boss < 0)] == [RUNGS[profile].head]
    reports = Counter(boss[boss >= 0].tolist())
    assert min(reports.values()) >= 4
    assert max(reports.values()) <= 12


@settings(deadline=None)
@given(profile=st.sampled_from(PROFILES), size=st.integers(20, 1500))
def test_every_way_up_ends_at_the_head(profile, size):
    _, boss = company(profile, size)
    here = np.arange(size)
    for _ in range(12):
        here = np.where(boss[here] < 0, here, boss[here])
    assert set(here.tolist()) == {int(np.flatnonzero(boss < 0)[0])}


@pytest.mark.parametrize("profile", PROFILES)
def test_twenty_thousand_people_are_led_in_few_steps(profile):
    _, boss = company(profile, 20_000)
    reports = np.bincount(boss[boss >= 0])
    assert reports[reports > 0].min() >= 4
    assert reports.max() <= 12
    steps = np.zeros(20_000, np.int64)
    here = boss.copy()
    while (here >= 0).any():
        steps += here >= 0
        here = np.where(here >= 0, boss[here], -1)
    assert steps.max() <= 12


@pytest.mark.parametrize("profile", PROFILES)
def test_shares_of_the_work_are_kept_in_a_large_company(profile):
    rungs = RUNGS[profile]
    counts = headcount(rungs, 20_000)
    workers = [job for job in rungs.jobs if job not in rungs.below]
    whole = sum(rungs.jobs[job].share for job in workers)
    people = sum(counts[job] for job in workers)
    for job in workers:
        assert counts[job] / people == pytest.approx(rungs.jobs[job].share / whole, abs=0.002)
    assert people > 0.7 * 20_000


def test_a_growing_company_loses_no_job():
    before = headcount(RUNGS["leasing"], 60)
    after = headcount(RUNGS["leasing"], 600)
    assert all(after[job] >= number for job, number in before.items())
