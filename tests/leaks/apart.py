"""What a classifier may look at to tell staged events from ordinary ones, and what it finds."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.activity.actions import CODES, NUMBER
from kit.activity.table import make_log
from kit.leaks import staging
from kit.leaks.model import Parameters
from tests.leaks.stories import company

PHASE = {
    "transferor_account_alive": "post_closing",
    "lapsed_domain": "post_closing",
    "receiver_new_purpose": "post_closing",
}
SEEDS = (1, 2, 3)
MORE = {"misdirected_mail": 36, "courier_media": 9, "lost_laptop": 9}
"""Leaks with few events each; of these so many cases are looked at."""
BESIDE, MOST = 12, 24
"""Ordinary events that each staged one is compared with, and staged ones of a case."""
EVIDENCE = ("actor.user.uid", "src_endpoint.ip", "time", "segment", "start", "stop")
"""Columns that tell what was done by whom and from where: to be read, not a tell."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Mixed:
    """A case before its truth is put away.

    Attributes:
        company: As the leak left it.
        rows: All events as numbers.
        whose: Place in the leak's plan of each, or -1.
        table: The log.
        place: Row in the log of each event, or -1.
    """

    company: object
    rows: object
    whose: object
    table: pa.Table
    place: object

    @property
    def staged(self):
        """Rows of the log that the leak planned."""
        return set(self.place[(self.whose >= 0) & (self.place >= 0)].tolist())


@lru_cache(maxsize=128)
def mixed(name, seed, scale=0.5, stealth=0.5):
    """A leak or look-alike among ordinary work, and which events it planned."""
    there = company("leasing", PHASE.get(name))
    plan = staging.planned(there, name, Parameters(scale=scale, stealth=stealth), seed)
    window = staging._window(there.organisation.deal, plan, None, None)
    scenery = staging.Scenery(there).with_plan(plan)
    rows, _, whose, faults = staging._events(scenery, *window)
    log = make_log(scenery.company, rows, faults)
    return Mixed(scenery.company, rows, whose, log.table, log.place)


def without_session(case, which):
    """Of some events those that people did, and of these those without a log-on before them."""
    rows, day = case.rows, 86_400_000
    kinds = case.company.organisation.tables["accounts"]["kind"].to_pylist()
    free = {n for n, code in enumerate(CODES) if code.startswith(("auth.", "api."))}
    free.add(NUMBER["mail.receive"])  # comes by itself
    columns = [rows[name].tolist() for name in ("account", "time", "address", "action", "status")]
    account, time, address, action, status = columns
    first = {}
    for n in np.flatnonzero(rows["action"] == NUMBER["auth.logon"]).tolist():
        key = account[n], time[n] // day, address[n]
        if status[n] == 1:
            first[key] = min(time[n], first.get(key, time[n]))
    done = [
        n
        for n in which.tolist()
        if account[n] >= 0 and kinds[account[n]] in ("person", "vendor") and action[n] not in free
    ]
    bare = [n for n in done if first.get((account[n], time[n] // day, address[n]), 1e15) > time[n]]
    return done, bare


def shape(text):
    """The form of a text: letters and digits by class, hex of addresses as one."""
    if text is None:
        return -1.0
    return float(len(re.sub(r"[0-9a-f]+", "0", text)) * 100 + len(text))


def features(table, chosen):
    """Order, milliseconds, seconds, gaps, nulls and formats of some events; not what was done."""
    time = table["time"].cast(pa.int64()).to_numpy() // 1000  # ms
    gap = _gaps(table, time // 1000)
    again = _as_before(table, gap)[chosen]
    some, time, gap = table.take(chosen), time[chosen], gap[chosen]
    logged = some["metadata.logged_time"].cast(pa.int64()).to_numpy() // 1000
    second, size = time // 1000, pc.fill_null(some["bytes"], 0).to_numpy()
    columns = {
        "milliseconds": time % 1000,
        "last digit": time % 10,
        "delay": np.minimum(logged - time, 10_000),
        "order of ids": [
            sum(_ALPHABET.index(c) * 32.0 ** -(n + 1) for n, c in enumerate(one[4:10]))
            for one in some["metadata.uid"].to_pylist()
        ],
        "second": second % 60,
        "whole minute": second % 60 == 0,
        "whole five minutes": second % 300 == 0,
        "whole hour": second % 3600 == 0,
        "gap in tens": (gap % 10 == 0) & (gap > 0),
        "gap as before": again,
        "last digit of size": size % 10,
        "size in KiB": (size % 1024 == 0) & (size > 0),
    }
    for name in table.schema.names:
        if name not in EVIDENCE:
            columns[f"{name} null"] = some[name].is_null().to_numpy()
    for name in ("device.uid", "metadata.uid", "resource.uid"):
        columns[f"form of {name}"] = [shape(one) for one in some[name].to_pylist()]
    return {name: np.asarray(values, np.float64) for name, values in columns.items()}


def _codes(table, name):
    """A column as numbers."""
    column = table[name].combine_chunks()
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    return pc.fill_null(column.indices.cast(pa.int64()), -1).to_numpy(), column.dictionary


def _gaps(table, second):
    """Seconds since the same account did the same before; 0: never."""
    keys = _keys(table)
    order = np.lexsort((second, keys))
    gaps = np.diff(second[order], prepend=0)
    gaps[np.diff(keys[order], prepend=-1) != 0] = 0
    found = np.empty_like(gaps)
    found[order] = gaps
    return found


def _keys(table):
    """Who did what, as one number."""
    return _codes(table, "action")[0] * 100_000 + _codes(table, "actor.user.uid")[0] + 1


def _as_before(table, gap):
    """Whether the same account took as long before, of gaps up to an hour."""
    keys = _keys(table)
    order = np.argsort(keys, kind="stable")
    mine = gap[order]
    again = (np.diff(mine, prepend=-1) == 0) & (mine > 1) & (mine < 3600)
    again &= np.diff(keys[order], prepend=-1) == 0
    found = np.empty_like(again)
    found[order] = again
    return found


def kinds(case):
    """What was done, with a list or without, successfully, and by whom: a person or a program.

    That is no format; events are compared with those that are alike in it.
    """
    organisation = case.company.organisation
    rows = organisation.tables["accounts"].to_pylist()
    equipped = set(organisation.tables["devices"]["staff_id"].to_pylist())
    who = {row["account_id"]: (row["kind"], row["staff_id"] in equipped) for row in rows}
    sorts = [None, *sorted(set(who.values()))]
    account, names = _codes(case.table, "actor.user.uid")
    sort = np.array([*(sorts.index(who.get(one)) for one in names.to_pylist()), 0])[account]
    bare = case.table["segment"].is_null().to_numpy()
    status = case.table["status_id"].to_numpy()
    return ((_codes(case.table, "action")[0] * 50 + sort) * 2 + bare) * 4 + status


@dataclass(frozen=True)
class Samples:
    """Staged events and ordinary ones of the same kind.

    Attributes:
        x: Features, one column each.
        names: Of the features.
        staged: Whether staged.
        seed, leak: Of which case.
        unlike: Staged events of each leak that are like nothing ordinary.
    """

    x: object
    names: tuple
    staged: object
    seed: object
    leak: object
    unlike: dict

    def of(self, mask):
        """Some of them."""
        parts = {n: getattr(self, n)[mask] for n in ("x", "staged", "seed", "leak")}
        return replace(self, **parts)


def samples(leaks):
    """Some staged events of some cases of each leak, each with ordinary ones of its kind."""
    draws = np.random.default_rng(5)
    x, staged, seeds, names, unlike = [], [], [], [], {}
    for name in leaks:
        for seed in range(SEEDS[0], SEEDS[0] + MORE.get(name, len(SEEDS))):
            case = mixed(name, seed)
            kind, mine = kinds(case), np.array(sorted(case.staged), int)
            planned = np.isin(np.arange(len(kind)), mine)
            chosen = []
            for row in draws.permutation(mine)[:MOST]:
                like = np.flatnonzero((kind == kind[row]) & ~planned)
                if len(like):
                    chosen += [row, *draws.choice(like, BESIDE)]
                else:
                    action = case.table["action"][int(row)].as_py()
                    unlike.setdefault(name, []).append(action)
            columns = features(case.table, np.array(chosen, int))
            x.append(np.column_stack(list(columns.values())))
            staged += [1.0, *[0.0] * BESIDE] * (len(chosen) // (BESIDE + 1))
            seeds += [seed] * len(chosen)
            names += [name] * len(chosen)
    return Samples(
        np.concatenate(x),
        tuple(columns),
        np.array(staged),
        np.array(seeds),
        np.array(names),
        unlike,
    )


def scores(one):
    """What a classifier trained on other seeds gives each event."""
    spread = one.x.std(axis=0)
    x = (one.x - one.x.mean(axis=0)) / np.where(spread > 0, spread, 1)
    x = np.column_stack([x, np.ones(len(x))])
    found = np.empty(len(x))
    for seed in SEEDS:
        held = one.seed % len(SEEDS) == seed % len(SEEDS)
        found[held] = x[held] @ _fitted(x[~held], one.staged[~held])
    return found


def _fitted(x, y, rounds=400, step=0.5, decay=1e-3):
    """Weights of a logistic regression; both classes weigh the same."""
    weights = np.zeros(x.shape[1])
    share = np.where(y == 1, 0.5 / max(y.sum(), 1), 0.5 / max((1 - y).sum(), 1))
    for _ in range(rounds):
        guess = 1 / (1 + np.exp(-x @ weights))
        weights -= step * (x.T @ ((guess - y) * share) + decay * weights)
    return weights


def auc(values, staged):
    """The chance that a staged event scores above an ordinary one; ties count half."""
    _, place, size = np.unique(values, return_inverse=True, return_counts=True)
    rank = (np.cumsum(size) - (size - 1) / 2)[place]
    yes, no = staged == 1, staged == 0
    return (rank[yes].sum() - yes.sum() * (yes.sum() + 1) / 2) / (yes.sum() * no.sum())
