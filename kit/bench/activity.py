"""How fast the log of ordinary work is made, and what ten million events need in memory."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kit.bench.measure import Result, best_seconds, share

CUSTOMERS, STAFF, DAYS = 20_000, 300, 28
MANY_EVENTS, MANY_STAFF, MANY_DAYS = 10_000_000, 600, 365
"""Of the run whose memory is measured; it ends when there are enough events."""
_COLUMNS = 13

# Makes as many events as it is told, part by part, and prints how many and the peak in bytes.
_PEAK = """
import re, resource, sys
from kit.bench.activity import make, staffed
events, customers, staff, days = map(int, sys.argv[1:])
made = make(staffed(customers, staff), days, events)
try:
    peak = int(re.search(r"VmHWM:\\s*(\\d+) kB", open("/proc/self/status").read())[1]) * 1024
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(made, peak)
"""


def activity() -> Result:
    """Ordinary work with its links, made as Arrow, against writing 13 columns of random numbers.

    As many 64-bit numbers per column as events are written as Parquet with zstd, once as Arrow
    writes by default (``ratio``) and once without trying dictionaries, which random numbers cannot
    use (``ratio_plain``). Peak memory is that of ten million events.
    """
    company = staffed(CUSTOMERS, STAFF)
    events = make(company, DAYS)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "numbers.parquet"
        made, written, plain = best_seconds(
            lambda: make(company, DAYS),
            writing(events, target),
            writing(events, target, plain=True),
        )
    return {
        "events": events,
        "days": DAYS,
        "staff": STAFF,
        "events_per_second": round(events / made),
        "written_rows_per_second": round(events / written),
        "plain_rows_per_second": round(events / plain),
        "ratio": share(written, made),
        "ratio_plain": share(plain, made),
        "wanted": 0.2,
        "memory": memory() if sys.platform != "win32" else None,
    }


def memory() -> Result:
    """Peak memory of making many events day by day, in MiB, the company included."""
    began = time.perf_counter()
    wanted = map(str, (MANY_EVENTS, CUSTOMERS, MANY_STAFF, MANY_DAYS))
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, *wanted], capture_output=True, text=True, check=True
    )
    made, peak = map(int, done.stdout.split())
    return {
        "events": made,
        "peak_mib": round(peak / 2**20),
        "seconds": round(time.perf_counter() - began, 1),
        "wanted": 2048,
    }


def staffed(customers: int, staff: int) -> Any:
    """Return a leasing company with its people."""
    from kit.activity.company import make_company
    from kit.bench.speed import leasing_spec
    from kit.customers.whole import make as make_customers
    from kit.organisation.making import make_organisation

    spec = leasing_spec()
    tables = make_customers(spec, 0, customers).tables
    organisation = make_organisation(spec, tables, staff=staff)
    return make_company(spec, tables, spec.profile.labels(), organisation)


def make(company: Any, days: int, most: int | None = None) -> int:
    """Return how many events were made: those of the last days, or fewer if enough are made."""
    from kit.activity.parts import log_parts

    last: date = company.organisation.deal.today
    events = 0
    for part in log_parts(company, last - timedelta(days=days - 1), last):
        events += part.num_rows
        if most is not None and events >= most:
            break
    return events


def writing(rows: int, target: Path, *, plain: bool = False) -> Callable[[], Any]:
    """Return the work of writing columns of random 64-bit numbers as zstd Parquet."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from kit.seeding import stream

    draws = stream(1, "bench").draws(0, rows * _COLUMNS).view(np.int64).reshape(_COLUMNS, rows)
    table = pa.table({f"c{number}": column for number, column in enumerate(draws)})
    return lambda: pq.write_table(table, target, compression="zstd", use_dictionary=not plain)
