"""Benchmarks: each measures a ratio in one run, so that it means the same on any machine."""

import json
from collections.abc import Callable

from kit.bench.activity import activity
from kit.bench.investigation import investigation
from kit.bench.labs import labs
from kit.bench.measure import Result, machine
from kit.bench.packages import full, sizes
from kit.bench.speed import columns, leasing, memory, parquet, startup
from kit.errors import BadInput

BENCHMARKS: dict[str, Callable[[], Result]] = {
    "columns": columns,
    "parquet": parquet,
    "leasing": leasing,
    "full": full,
    "sizes": sizes,
    "labs": labs,
    "activity": activity,
    "investigation": investigation,
    "memory": memory,
    "startup": startup,
}


def run(name: str | None = None) -> Result:
    """Return the results of one benchmark, or of all, by name, with the machine they ran on.

    Raises:
        BadInput: If there is no benchmark of that name.
    """
    if name is not None and name not in BENCHMARKS:
        raise BadInput("bench.unknown", name=name[:80], known=", ".join(BENCHMARKS))
    chosen = [name] if name else list(BENCHMARKS)
    return {"machine": machine(), "results": {key: BENCHMARKS[key]() for key in chosen}}


def as_text(report: Result) -> str:
    """Return the report as indented JSON."""
    return json.dumps(report, ensure_ascii=False, indent=2)
