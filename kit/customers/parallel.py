"""Writes the parts of a data package with threads of this process or with Dask's processes.

A part is one task either way, so the bytes are the same. Threads share the pieces of a part among
them; Dask gives whole parts to processes, which pays from two parts on.
"""

import os
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, NamedTuple

from kit.customers.engine import Spec
from kit.customers.part import Progress, Written, write_part
from kit.customers.profile import load_profile, parse_profile
from kit.customers.request import Request
from kit.errors import BadInput

Finished = Callable[[int, dict[str, Written]], None]
"""Called with the number of a part and its files, as soon as they are whole."""
Run = Callable[[Request, Sequence[int], Path, int, Finished, Progress], None]


def run_threads(
    request: Request,
    numbers: Sequence[int],
    folder: Path,
    workers: int,
    finished: Finished,
    progress: Progress,
) -> None:
    """Write some parts one after the other, the pieces of each by several threads.

    Args:
        request: The package.
        numbers: Which parts.
        folder: Where to.
        workers: Number of threads.
        finished: Called after each part.
        progress: Called with the number of customers written since the last call.
    """
    for number in numbers:
        finished(number, write_part(request, number, folder, workers=workers, progress=progress))


def run_dask(
    request: Request,
    numbers: Sequence[int],
    folder: Path,
    workers: int,
    finished: Finished,
    progress: Progress,
) -> None:
    """Write some parts as tasks of Dask's process scheduler; the arguments are those of threads.

    A script that calls this needs the usual ``if __name__ == "__main__":``, since the processes
    import it.

    Raises:
        BadInput: If Dask is not installed.
    """
    dask = _dask()
    order = _ordered(request)
    task = dask.delayed(_written_elsewhere, pure=False, traverse=False)
    parts = request.parts()

    def after(key: object, result: tuple[int, dict[str, Written]], *_: object) -> None:
        number, files = result
        finished(number, files)
        progress(len(parts[number]))

    with dask.callbacks.Callback(posttask=after):
        dask.compute(
            *(task(order, number, str(folder)) for number in numbers),
            scheduler="processes",
            num_workers=min(workers, len(numbers)) or 1,
            chunksize=1,
            optimize_graph=False,
            initializer=_end_with_parent,
        )


ENGINES: dict[str, Run] = {"threads": run_threads, "dask": run_dask}


def engine(name: str) -> Run:
    """Return the engine of this name.

    Raises:
        BadInput: If there is none, or what it needs is not installed.
    """
    if name not in ENGINES:
        raise BadInput("customers.unknown_engine", name=name[:80], known=", ".join(ENGINES))
    if name == "dask":
        _dask()
    return ENGINES[name]


def _dask() -> Any:
    """Dask, read only when it is asked for."""
    try:
        import dask
        import dask.callbacks
        import dask.multiprocessing
    except ImportError as error:
        raise BadInput("customers.no_dask", extra=".[dask]") from error
    return dask


class _Order(NamedTuple):
    """A request in plain values, as it goes to another process."""

    profile: str
    own_profile: bool
    spec: tuple[Any, ...]
    request: tuple[Any, ...]


def _ordered(request: Request) -> _Order:
    spec = request.spec
    own = request.own_profile
    return _Order(
        profile=spec.profile.source if own else spec.profile.id,
        own_profile=own,
        spec=(spec.seed, spec.as_of, spec.locale, spec.flaws, spec.deal),
        request=(request.start, request.rows, request.format, own, request.part, request.chunk),
    )


@lru_cache(maxsize=1)
def _request(order: _Order) -> Request:
    read = partial(parse_profile, file="profile.toml") if order.own_profile else load_profile
    return Request(Spec(read(order.profile), *order.spec), *order.request)


def _written_elsewhere(order: _Order, number: int, folder: str) -> tuple[int, dict[str, Written]]:
    """Write a part in a process of its own."""
    return number, write_part(_request(order), number, Path(folder))


def _end_with_parent() -> None:
    """End this process at once when the one that started it is gone, however it was killed.

    Otherwise it would go on writing into a folder that a later run has taken over.
    """

    def wait() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
