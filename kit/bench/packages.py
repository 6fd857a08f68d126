"""Whole data packages: how fast they are written and verified, and what larger ones would need."""

import tempfile
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kit.bench import measure
from kit.bench.measure import Result, best_seconds, faker_rows, share

FLAWS = 0.05
SIZES = (10**8, 10**9)
WORKERS = (1, 8, 64)


def full() -> Result:
    """The leasing company with notes, spans, labels and flaws, written and verified.

    Per customer, against Faker making 13 columns; verifying against writing. ``ratio`` is that of
    two threads of one process; ``processes_ratio`` that of Dask's processes once they have
    started, which large runs can use.
    """
    from kit.customers.package import write_package
    from kit.customers.stored import open_package
    from kit.customers.verify import verify_package

    request = _request(2 * measure.ROWS)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        write, verify, faker = best_seconds(
            lambda: write_package(request, out, workers=measure.THREADS, overwrite=True),
            lambda: verify_package(open_package(out), workers=measure.THREADS),
            faker_rows(measure.FAKER_ROWS),
        )
        truth = {name: _rows(out / f"{name}.parquet") for name in ("notes", "spans", "flaws")}
        size = sum(path.stat().st_size for path in out.iterdir())
    slow = measure.FAKER_ROWS / faker
    processes = _with_processes()
    return {
        "rows": request.rows,
        "flaws": FLAWS,
        "threads": measure.THREADS,
        "written_customers_per_second": round(request.rows / write),
        "verified_customers_per_second": round(request.rows / verify),
        "faker_rows_per_second": round(slow),
        "bytes_per_customer": round(size / request.rows, 1),
        "per_customer": {name: round(rows / request.rows, 2) for name, rows in truth.items()},
        "ratio": share(request.rows / write, slow),
        "processes_customers_per_second": round(processes) if processes else None,
        "processes_ratio": share(processes, slow) if processes else None,
        "wanted": 20,
        "verify_ratio": share(write, verify),
        "verify_wanted": 0.25,
    }


def _with_processes() -> float | None:
    """Customers per second of two processes, their start taken off.

    None without Dask, or where the start took longer than the work. A short and a long run have
    the same start, so that the rest of the long one tells the rate.
    """
    from kit.customers.package import write_package

    if find_spec("dask") is None:
        return None
    seconds = []
    for parts in (1, 5):
        request = replace(_request(2 * parts * measure.ROWS), part=parts * measure.ROWS)
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            write_package(request, Path(folder) / "out", workers=measure.THREADS, engine="dask")
            seconds.append(time.perf_counter() - began)
    work = seconds[1] - seconds[0]
    return 8 * measure.ROWS / work if work > 0 else None


def sizes() -> Result:
    """What 10**8 and 10**9 customers would need, on paper, from the rates of this run.

    A worker is one core: the time is the CPU time of one part's making and writing, which shares
    nothing with the other parts. Beyond ``customers_at_most`` a run is refused.
    """
    from kit.customers.engine import limits
    from kit.customers.part import write_part

    request = _request(2 * measure.ROWS)
    with tempfile.TemporaryDirectory() as folder:
        write_part(request, 0, Path(folder))
        began = time.process_time()
        written = write_part(request, 0, Path(folder))
        core_seconds = (time.process_time() - began) / request.rows
    size = sum(file.size for file in written.values()) / request.rows
    ends = limits(request.spec)
    return {
        "rows": request.rows,
        "customers_per_core_second": round(1 / core_seconds),
        "bytes_per_customer": round(size, 1),
        "customers_at_most": ends[0].customers,
        "runs_out_first": [
            f"{end.table}.{end.column}: {end.customers}" for end in ends if end.customers < SIZES[1]
        ],
        "table": [_on_paper(request, rows, size, core_seconds) for rows in SIZES],
    }


def _on_paper(request: Any, rows: int, size: float, core_seconds: float) -> Result:
    from kit.customers.engine import limits

    short = [end for end in limits(request.spec) if end.customers < rows]
    hours = rows * core_seconds / 3600
    return {
        "customers": rows,
        "files": len(replace(request, rows=rows).files()) + 1,
        "gigabytes": round(rows * size / 1e9, 1),
        **{f"hours_on_{workers}": round(hours / workers, 2) for workers in WORKERS},
        "columns_that_run_out": [f"{end.table}.{end.column}" for end in short],
    }


def _request(rows: int) -> Any:
    from kit.customers.engine import Spec
    from kit.customers.profile import load_profile
    from kit.customers.request import Request

    return Request(Spec(load_profile("leasing"), 1, flaws=FLAWS), 0, rows)


def _rows(path: Path) -> int:
    import pyarrow.parquet as pq

    rows: int = pq.read_metadata(path).num_rows
    return rows
