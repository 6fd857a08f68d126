"""Consent taken back, and used after that; consent to the handover is a case of its own."""

import numpy as np

from kit.customers import columns as col
from kit.customers.flaws.context import Change, Context, Spot
from kit.customers.flaws.registers import of_handover
from kit.seeding import Rows

WITHDRAWN, GIVEN, USED = "consents.withdrawn_on", "consents.given_on", "consent_uses.used_on"
_HANDOVER = 3.0


def spots(context: Context) -> list[Spot]:
    """Return the consents that were used at least two days after they were given."""
    if not context.has(WITHDRAWN, GIVEN, USED):
        return []
    rows = context.rows("consents")
    given = col.as_days(context.values(GIVEN, rows))
    fits = _last_use(context, rows) - given >= 2
    handover = of_handover(context, rows)
    return [
        Spot(WITHDRAWN, rows[fits & ~handover], _edit),
        Spot(WITHDRAWN, rows[fits & handover], _edit, weight=_HANDOVER),
    ]


def _last_use(context: Context, rows: Rows) -> Rows:
    """Return the day of the last use of some of the consents; long ago if there is none."""
    uses = context.rows("consent_uses")
    used = col.as_days(context.values(USED, uses)).astype(np.int64)
    parent = context.piece.rows["consent_uses"].parent[uses]
    consents = context.rows("consents")
    last = np.full(len(consents), np.iinfo(np.int32).min, np.int64)
    np.maximum.at(last, np.searchsorted(consents, parent), used)
    found: Rows = last[np.searchsorted(consents, rows)]
    return found


def _edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
    given = col.as_days(context.values(GIVEN, rows)).astype(np.int64)
    room = _last_use(context, rows) - given - 1
    after = context.below("withdrawn", 2**16, places) * room >> 16
    return [Change(WITHDRAWN, rows, col.dates(given + 1 + after))]
