"""What a column cannot make alone: the form of the deal, and notes written from whole pieces."""

from typing import Annotated

import numpy as np
import pyarrow as pa
from pydantic import Field

from kit.customers.columns import Column
from kit.customers.makers.base import Making, Options, spread
from kit.customers.makers.contract import TEXT, Maker


class Frames(Options):
    """Which sentence frames the notes are composed from."""

    frames: Annotated[str, Field(min_length=1, max_length=63)]


def deal_form(m: Making) -> Column:
    """Return the form of the deal, e.g. ``business_sale``."""
    return spread([m.deal], np.zeros(len(m), np.int64))


def note(m: Making) -> Column:
    """Return empty texts; `kit.customers.whole` writes the notes once all tables are made."""
    return pa.nulls(len(m), pa.string())


MAKERS = {
    "deal_form": Maker(deal_form, "text"),
    "note": Maker(note, "text", {"channel": TEXT}, options=Frames, where="child"),
}
