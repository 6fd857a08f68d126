"""A small company, and events that anybody could have made."""

from functools import lru_cache

import numpy as np

from kit.activity import addresses
from kit.activity.actions import ACTIONS
from kit.activity.company import make_company
from kit.activity.rows import build
from kit.customers.engine import Spec
from kit.customers.profile import load_profile
from kit.customers.whole import make
from kit.organisation.making import make_organisation

DAY = 86_400_000


@lru_cache(maxsize=2)
def make_small(seed=11, customers=300, staff=20):
    spec = Spec(load_profile("leasing"), seed)
    tables = make(spec, 0, customers).tables
    organisation = make_organisation(spec, tables, staff=staff)
    return make_company(spec, tables, spec.profile.labels(), organisation)


def make_rows(company, events=500, seed=5, day=20_600, seconds=86_400):
    """Events with every kind of object; many share a second, some an account too."""
    draws = np.random.default_rng(seed)
    tables = company.organisation.tables
    action = draws.integers(0, len(ACTIONS), events)
    objects = np.array([tables[one.thing].num_rows if one.thing else 0 for one in ACTIONS])
    segment = draws.integers(-1, len(company.book.segments), events)
    members = np.array([*(len(one) for one in company.book.members), 0])[segment]
    start = (draws.random(events) * members).astype("i4")
    site = draws.integers(0, tables["sites"].num_rows, events)
    staff = draws.integers(0, tables["staff"].num_rows, events)
    return build(
        events,
        time=np.sort(draws.integers(0, seconds, events)) * 1000 + day * DAY,
        action=action,
        account=draws.integers(0, tables["accounts"].num_rows, events),
        system=draws.integers(0, tables["systems"].num_rows, events),
        device=draws.integers(-1, tables["devices"].num_rows, events),
        address=np.where(draws.random(events) < 0.5, addresses.office(site), addresses.home(staff)),
        view=draws.integers(-1, tables["views"].num_rows, events),
        segment=segment,
        start=np.where(segment < 0, -1, start),
        stop=np.where(segment < 0, -1, np.minimum(start + draws.integers(0, 9, events), members)),
        thing=np.where(
            objects[action] > 0,
            draws.integers(0, 2**31, events) % np.maximum(objects[action], 1),
            -1,
        ),
        status=draws.integers(1, 3, events),
        size=draws.choice([-1, 0, 2048, 10**10], events),
    )
