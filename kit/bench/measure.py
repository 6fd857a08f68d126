"""How benchmarks measure: pieces of work by turns, so that ratios mean the same anywhere."""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

Result = dict[str, Any]
ROWS = 65_536
FAKER_ROWS = 1_000
ROUNDS = 5
THREADS = 2


def best_seconds(*works: Callable[[], Any]) -> list[float]:
    """Return the shortest time of each piece of work, run by turns after one warm-up each."""
    for work in works:
        work()
    best = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            began = time.perf_counter()
            work()
            best[place] = min(best[place], time.perf_counter() - began)
    return best


def faker_rows(rows: int) -> Callable[[], Any]:
    """Return a function that makes the 13 columns of customers with Faker zh_CN, row by row."""
    from kit.seeding import faker

    fake = faker(1, "bench")

    def make() -> list[tuple[Any, ...]]:
        """Return the rows."""
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


def cpu_seconds(arguments: list[str]) -> float:
    """Return the CPU seconds that Python takes with these arguments, as a median."""
    taken = []
    for _ in range(ROUNDS):
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


def share(one: float, other: float) -> float:
    """Return how many times one is the other."""
    return round(one / other, 2)


def machine() -> dict[str, Any]:
    """Return what this was measured on."""
    import pyarrow

    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "pyarrow": pyarrow.__version__,
    }
