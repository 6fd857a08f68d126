"""A short name for what somebody has of a case: its log and its papers."""

import hashlib
import json

import numpy as np
import pyarrow as pa

from kit.activity.query import AT, UID
from kit.leaks.model import Evidence


def digest_of(evidence: Evidence) -> str:
    """Return a short hash of the log and of all papers: another case has another."""
    events, told = evidence.events, hashlib.sha256()
    told.update("\n".join(events[UID].to_pylist()).encode())
    told.update(np.ascontiguousarray(events[AT].cast(pa.int64())).tobytes())
    for name, table in sorted(evidence.tables.items()):
        rows = json.dumps(table.to_pydict(), default=str, ensure_ascii=False)
        told.update(f"{name}{rows}".encode())
    return told.hexdigest()[:24]
