"""Writes a profile's tables and their truth as a Frictionless Data Package, whole or not at all.

Customers come in pieces (one row group each) and, above a million, in parts; both depend on the
range alone, so the bytes are the same with any engine and any number of workers.
`kit.customers.folder` sees to it that a killed run leaves nothing that looks whole, and
`kit.customers.journal` that the next one goes on where it stopped.
"""

from pathlib import Path
from typing import Any

import pyarrow as pa

from kit.customers.describe import descriptor, label_table
from kit.customers.engine import check_range, table_of
from kit.customers.folder import building
from kit.customers.journal import Journal, to_json, write_text
from kit.customers.ours import DESCRIPTOR
from kit.customers.parallel import engine as engine_of
from kit.customers.part import Progress, write_whole
from kit.customers.request import Request

PROFILE_FILE = "profile.toml"


def write_package(
    request: Request,
    folder: Path,
    *,
    workers: int = 2,
    engine: str = "threads",
    overwrite: bool = False,
    restart: bool = False,
    progress: Progress = lambda done: None,
    resumed: Progress = lambda customers: None,
) -> Path:
    """Write the package and return its folder; go on where an earlier run was cut short.

    Args:
        request: What to write.
        folder: Where; it must not exist, be empty, or (with ``overwrite``) be a package of ours.
        workers: Number of threads, or of processes with Dask.
        engine: ``"threads"``, or ``"dask"``: whole parts on Dask's process scheduler.
        overwrite: Whether an earlier package of ours is replaced, once the new one is whole.
        restart: Whether what a run left unfinished here is dropped, not gone on with.
        progress: Called with the number of customers finished since the last call.
        resumed: Called once with the number of customers kept from an earlier run, if any.

    Raises:
        BadInput: A folder that may not be replaced or written, a range beyond capacity, unfinished
            work on something else, or an engine that is not there.
    """
    check_range(request.spec, request.start, request.rows)
    run = engine_of(engine)
    parts = request.parts()
    names = {n: [request.path(name, n) for name in request.parted] for n in range(len(parts))}
    made = building(folder, _header(request), names, overwrite=overwrite, restart=restart)
    with made as journal:
        kept = sum(len(parts[number]) for number in journal.kept)
        if kept:
            resumed(kept)
            progress(kept)
        missing = [number for number in names if number not in journal.finished]
        run(request, missing, journal.folder, workers, journal.finish, progress)
        _write_extras(request, journal)
    return folder


def _header(request: Request) -> dict[str, Any]:
    """What must be the same for a run to go on with another one's files."""
    cut = {"part": request.part, "chunk": request.chunk, "pyarrow": pa.__version__}
    return {"kit": descriptor(request, {})["kit"], "cut": cut}


def _write_extras(request: Request, journal: Journal) -> None:
    """Write what a package has once: reference tables, labels, its profile and descriptor."""
    folder = journal.folder
    flat = request.format == "csv"
    tables = {request.path(name, 0): table_of(request.spec, name) for name in request.shared}
    tables[f"labels.{request.format}"] = label_table(request.spec.profile, flat=flat)
    extras = {path: write_whole(folder / path, table) for path, table in tables.items()}
    everything = [extras, *journal.finished.values()]
    hashes = {path: one.sha256 for files in everything for path, one in files.items()}
    if request.own_profile:
        write_text(folder / PROFILE_FILE, request.spec.profile.source)
    write_text(folder / DESCRIPTOR, to_json(descriptor(request, hashes)))
