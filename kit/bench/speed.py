"""How fast columns and tables are made and written, and what a whole run needs in memory."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kit.bench import measure
from kit.bench.measure import Result, best_seconds, cpu_seconds, faker_rows, share
from kit.errors import BadInput

THIRTEEN = (
    "customer_id",
    "name",
    "sex",
    "birth_date",
    "resident_id",
    "mobile",
    "email",
    "province",
    "city",
    "district",
    "address",
    "bank_card",
    "registered_on",
)


def columns() -> Result:
    """The 13 columns of a customer to Arrow, against Faker zh_CN row by row."""
    spec = leasing_spec()
    return against_faker(lambda start: _thirteen(spec, start, measure.ROWS)) | {"wanted": 500}


def parquet() -> Result:
    """The 13 columns made and written as zstd Parquet, against writing the finished table."""
    spec = leasing_spec()
    made = [
        _thirteen(spec, start, measure.ROWS) for start in range(0, 8 * measure.ROWS, measure.ROWS)
    ]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "customers.parquet"
        both, alone = best_seconds(
            lambda: _make_and_write(spec, target), lambda: _write(made, target)
        )
    return {
        "rows": 8 * measure.ROWS,
        "made_and_written_rows_per_second": round(8 * measure.ROWS / both),
        "written_rows_per_second": round(8 * measure.ROWS / alone),
        "ratio": share(alone, both),
        "wanted": 0.8,
    }


def leasing() -> Result:
    """All tables of the leasing profile per customer, against Faker making 13 columns."""
    from kit.customers.whole import tables

    spec = leasing_spec()
    made = {
        n: t for n, t in tables(spec, 0, measure.ROWS).items() if not spec.profile.tables[n].count
    }
    cells = sum(table.num_rows * table.num_columns for table in made.values())
    return against_faker(lambda start: tables(spec, start, measure.ROWS)) | {
        "rows_per_customer": round(sum(t.num_rows for t in made.values()) / measure.ROWS, 2),
        "cells_per_customer": round(cells / measure.ROWS, 1),
        "child_rows_per_customer": {
            name: round(table.num_rows / measure.ROWS, 2)
            for name, table in made.items()
            if name != spec.profile.root
        },
        "wanted": 50,
    }


# Runs the command line and prints its own peak in bytes. Linux counts the peak of a process that is
# replaced into getrusage, so there the figure comes from the memory of this program alone.
_PEAK = """
import re, resource, sys
from kit.cli import main
try:
    main(sys.argv[1:])
finally:
    try:
        peak = int(re.search(r"VmHWM:\\s*(\\d+) kB", open("/proc/self/status").read())[1]) * 1024
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak, file=sys.stderr)
"""


def memory(rows: int = 5_000_000) -> Result:
    """Peak memory of writing five million leasing customers with notes and flaws, in MiB.

    Raises:
        BadInput: On Windows, which does not count it this way.
    """
    if sys.platform == "win32":
        raise BadInput("bench.no_memory")
    with tempfile.TemporaryDirectory() as folder:
        order = ["generate", "leasing", "--rows", str(rows), "--seed", "1", "--flaws", "0.05"]
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _PEAK, *order, "--out", f"{folder}/o"],
            capture_output=True,
            text=True,
            check=True,
        )
        took = time.perf_counter() - began
        written = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    return {
        "rows": rows,
        "peak_mib": round(int(done.stderr.split()[-1]) / 2**20),
        "seconds": round(took, 1),
        "customers_per_second": round(rows / took),
        "bytes_per_customer": round(written / rows, 1),
        "wanted": 1536,
    }


def startup() -> Result:
    """CPU seconds of `import kit` and `kit --version`, and of a bare Python."""
    bare = cpu_seconds(["-c", "pass"])
    return {
        "import_kit": cpu_seconds(["-c", "import kit"]),
        "kit_version": cpu_seconds(["-m", "kit", "--version"]),
        "bare_python": bare,
        "wanted": 0.3,
    }


def _make_and_write(spec: Any, target: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        starts = range(0, 8 * measure.ROWS, measure.ROWS)
        waiting = [pool.submit(_thirteen, spec, start, measure.ROWS) for start in starts]
        _write((future.result() for future in waiting), target)


def _write(pieces: Any, target: Path) -> None:
    from kit.customers.part import open_writer

    writer = None
    for piece in pieces:
        writer = writer or open_writer(target, piece.schema)
        writer.write_table(piece)
    if writer:
        writer.close()


def against_faker(make: Callable[[int], Any]) -> Result:
    """Return rows per second of ours with one and with two threads of a process, and of Faker."""
    starts = [thread * measure.ROWS for thread in range(measure.THREADS)]
    with ThreadPoolExecutor(measure.THREADS) as pool:
        one, two, faker = best_seconds(
            lambda: make(0),
            lambda: list(pool.map(make, starts)),
            faker_rows(measure.FAKER_ROWS),
        )
    slow = measure.FAKER_ROWS / faker
    return {
        "rows_per_second": round(measure.THREADS * measure.ROWS / two),
        "rows_per_second_one_thread": round(measure.ROWS / one),
        "faker_rows_per_second": round(slow),
        "threads": measure.THREADS,
        "ratio": share(measure.THREADS * measure.ROWS / two, slow),
        "ratio_one_thread": share(measure.ROWS / one, slow),
    }


def leasing_spec() -> Any:
    """Return the leasing company without flaws."""
    from kit.customers.engine import Spec
    from kit.customers.profile import load_profile

    return Spec(load_profile("leasing"), 1)


def _thirteen(spec: Any, start: int, count: int) -> Any:
    from kit.customers.engine import customer_columns

    return customer_columns(spec, THIRTEEN, start, count)
