"""A case made by hand: a real company, a short log, a truth of three customers."""

from functools import lru_cache

import numpy as np
import pyarrow as pa

from kit.activity.actions import NUMBER
from kit.activity.faults import LOG_GAPS
from kit.activity.rows import build
from kit.activity.table import to_table
from kit.leaks.contents import case_contents
from kit.leaks.folder import write_folder
from kit.leaks.model import Evidence, Staged, Truth
from kit.leaks.recipe import CaseRecipe, company_of
from kit.leaks.schedule import CUSTOMERS, EXPOSURES

SEED = 90_417_263_518
RECIPE = CaseRecipe(
    profile="leasing",
    seed=SEED,
    size=60,
    staff=20,
    days=40,
    leak="misdirected_mail",
    parameters={"scale": 0.4137},
)
REPORTS = pa.schema(
    [
        ("report_id", pa.string()),
        ("at", pa.timestamp("ms")),
        ("channel", pa.string()),
        ("text", pa.string()),
        ("customers", pa.list_(pa.string())),
    ]
)


@lru_cache(maxsize=1)
def company():
    return company_of(RECIPE)


def log(company, events=80):
    """Lists opened by one account; members that were customers a day before."""
    day = (company.organisation.deal.today - RECIPE_EPOCH).days - 20
    known = company.book.known(0, day - 1)
    draws = np.random.default_rng(1)
    start = draws.integers(0, known, events)
    rows = build(
        events,
        time=np.sort(draws.integers(0, 80_000, events)) * 1000 + day * 86_400_000,
        action=NUMBER["crm.search"],
        account=3,
        system=0,
        address=0,
        view=0,
        segment=0,
        start=start,
        stop=np.minimum(start + 5, known),
    )
    return to_table(company, rows)


RECIPE_EPOCH = np.datetime64("1970-01-01").item()


@lru_cache(maxsize=1)
def staged():
    made = company()
    book = made.book
    segments = [
        {"segment_id": one.segment_id, "field": one.field, "value": one.value}
        for one in book.segments
    ]
    tables = {
        **made.organisation.tables,
        "segments": pa.Table.from_pylist(segments),
        "log_gaps": LOG_GAPS.empty_table(),
        "reports": pa.Table.from_pylist(
            [
                {
                    "report_id": "R1",
                    "channel": "hotline",
                    "text": "有人说收到了别人的合同。",
                    "customers": [],
                }
            ],
            schema=REPORTS,
        ),
    }
    events = log(made)
    ids = book.ids(np.arange(3))
    customers = pa.Table.from_pylist(
        [{"customer_id": key, "fields": ["customers.name"]} for key in ids], schema=CUSTOMERS
    )
    facts = {"leak": RECIPE.leak, "seed": SEED, "parameters": {"scale": 0.4137}}
    truth = Truth(facts, EXPOSURES.empty_table(), customers)
    return Staged(made, Evidence(events, tables, made.tables, book), truth)


def write_case(folder, **options):
    return write_folder("evidence", lambda: case_contents(RECIPE, staged()), folder, **options)
