"""Benchmarks: each measures a ratio in one run, so that it means the same on any machine."""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

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
Result = dict[str, Any]
_ROWS = 65_536
_FAKER_ROWS = 1_000
_ROUNDS = 5
_THREADS = 2


def run(name: str | None = None) -> Result:
    """Return the results of one benchmark, or of all, by name, with the machine they ran on.

    Raises:
        BadInput: If there is no benchmark of that name.
    """
    if name is not None and name not in BENCHMARKS:
        raise BadInput("bench.unknown", name=name[:80], known=", ".join(BENCHMARKS))
    chosen = [name] if name else list(BENCHMARKS)
    return {"machine": _machine(), "results": {key: BENCHMARKS[key]() for key in chosen}}


def columns() -> Result:
    """The 13 columns of a customer to Arrow, against Faker zh_CN row by row."""
    spec = _spec()
    return _against_faker(lambda start: _thirteen(spec, start, _ROWS)) | {"wanted": 500}


def parquet() -> Result:
    """The 13 columns made and written as zstd Parquet, against writing the finished table."""
    spec = _spec()
    made = [_thirteen(spec, start, _ROWS) for start in range(0, 8 * _ROWS, _ROWS)]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "customers.parquet"
        both, alone = _best_seconds(
            lambda: _make_and_write(spec, target), lambda: _write(made, target)
        )
    return {
        "rows": 8 * _ROWS,
        "made_and_written_rows_per_second": round(8 * _ROWS / both),
        "written_rows_per_second": round(8 * _ROWS / alone),
        "ratio": _share(alone, both),
        "wanted": 0.8,
    }


def leasing() -> Result:
    """All tables of the leasing profile per customer, against Faker making 13 columns."""
    from kit.customers.whole import tables

    spec = _spec()
    made = {n: t for n, t in tables(spec, 0, _ROWS).items() if not spec.profile.tables[n].count}
    cells = sum(table.num_rows * table.num_columns for table in made.values())
    return _against_faker(lambda start: tables(spec, start, _ROWS)) | {
        "rows_per_customer": round(sum(t.num_rows for t in made.values()) / _ROWS, 2),
        "cells_per_customer": round(cells / _ROWS, 1),
        "child_rows_per_customer": {
            name: round(table.num_rows / _ROWS, 2)
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
    """Peak memory of writing five million leasing customers, in MiB.

    Raises:
        BadInput: On Windows, which does not count it this way.
    """
    if sys.platform == "win32":
        raise BadInput("bench.no_memory")
    with tempfile.TemporaryDirectory() as folder:
        order = ["generate", "leasing", "--rows", str(rows), "--seed", "1", "--out", f"{folder}/o"]
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _PEAK, *order], capture_output=True, text=True, check=True
        )
        took = time.perf_counter() - began
        written = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    return {
        "rows": rows,
        "peak_mib": round(int(done.stderr.split()[-1]) / 2**20),
        "seconds": round(took, 1),
        "customers_per_second": round(rows / took),
        "bytes_per_customer": round(written / rows, 1),
        "wanted": 1024,
    }


def startup() -> Result:
    """CPU seconds of `import kit` and `kit --version`, and of a bare Python."""
    bare = _cpu_seconds(["-c", "pass"])
    return {
        "import_kit": _cpu_seconds(["-c", "import kit"]),
        "kit_version": _cpu_seconds(["-m", "kit", "--version"]),
        "bare_python": bare,
        "wanted": 0.3,
    }


BENCHMARKS: dict[str, Callable[[], Result]] = {
    "columns": columns,
    "parquet": parquet,
    "leasing": leasing,
    "memory": memory,
    "startup": startup,
}


def as_text(report: Result) -> str:
    """Return the report as indented JSON."""
    return json.dumps(report, ensure_ascii=False, indent=2)


def _spec() -> Any:
    from kit.customers.engine import Spec
    from kit.customers.profile import load_profile

    return Spec(load_profile("leasing"), 1)


def _thirteen(spec: Any, start: int, count: int) -> Any:
    from kit.customers.engine import customer_columns

    return customer_columns(spec, THIRTEEN, start, count)


def _faker_rows(rows: int) -> Callable[[], Any]:
    from kit.seeding import faker

    fake = faker(1, "bench")

    def make() -> list[tuple[Any, ...]]:
        return [
            (
                fake.bothify("??#########"),
                fake.name(),
                fake.random_element(("男", "女")),
                fake.date_of_birth(),
                fake.ssn(),
                fake.phone_number(),
                fake.email(),
                fake.province(),
                fake.city(),
                fake.district(),
                fake.address(),
                fake.credit_card_number(),
                fake.date_between(),
            )
            for _ in range(rows)
        ]

    return make


def _make_and_write(spec: Any, target: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        starts = range(0, 8 * _ROWS, _ROWS)
        waiting = [pool.submit(_thirteen, spec, start, _ROWS) for start in starts]
        _write((future.result() for future in waiting), target)


def _write(pieces: Any, target: Path) -> None:
    from kit.customers.part import open_writer

    writer = None
    for piece in pieces:
        writer = writer or open_writer(target, piece.schema)
        writer.write_table(piece)
    if writer:
        writer.close()


def _against_faker(make: Callable[[int], Any]) -> Result:
    """Rows per second of ours with one and with two threads of one process, and of Faker."""
    with ThreadPoolExecutor(_THREADS) as pool:
        one, two, faker = _best_seconds(
            lambda: make(0),
            lambda: list(pool.map(make, [thread * _ROWS for thread in range(_THREADS)])),
            _faker_rows(_FAKER_ROWS),
        )
    slow = _FAKER_ROWS / faker
    return {
        "rows_per_second": round(_THREADS * _ROWS / two),
        "rows_per_second_one_thread": round(_ROWS / one),
        "faker_rows_per_second": round(slow),
        "threads": _THREADS,
        "ratio": _share(_THREADS * _ROWS / two, slow),
        "ratio_one_thread": _share(_ROWS / one, slow),
    }


def _best_seconds(*works: Callable[[], Any]) -> list[float]:
    """Shortest time of each of several pieces of work, run by turns after one warm-up each."""
    for work in works:
        work()
    best = [float("inf")] * len(works)
    for _ in range(_ROUNDS):
        for place, work in enumerate(works):
            began = time.perf_counter()
            work()
            best[place] = min(best[place], time.perf_counter() - began)
    return best


def _cpu_seconds(arguments: list[str]) -> float:
    taken = []
    for _ in range(_ROUNDS):
        before = os.times()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
        after = os.times()
        taken.append(
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )
    return round(statistics.median(taken), 3)


def _share(one: float, other: float) -> float:
    return round(one / other, 2)


def _machine() -> dict[str, Any]:
    import pyarrow

    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "pyarrow": pyarrow.__version__,
    }
