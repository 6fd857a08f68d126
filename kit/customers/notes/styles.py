"""Several ways to write the same column, one drawn for each value."""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def mixed_styles(
    values: pa.StringArray,
    chosen: NDArray[np.int64] | NDArray[np.int32],
    styles: Sequence[Callable[[pa.StringArray], pa.StringArray]],
) -> pa.StringArray:
    """Return each value written in its chosen style."""
    rows = [np.flatnonzero(chosen == place) for place in range(len(styles))]
    written = [
        style(values.take(pa.array(some)))
        for style, some in zip(styles, rows, strict=True)
        if len(some)
    ]
    if not written:
        return values
    place = np.empty(len(values), dtype=np.int64)
    place[np.concatenate(rows)] = np.arange(len(values))
    return pa.concat_arrays(written).take(pa.array(place))
