"""The middle of the values in each group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, collect, fetch

__all__ = ["grouped_quartiles"]


def grouped_quartiles(rows: Rows, by: Sequence[str], value: str) -> pd.DataFrame:
    """Quartiles of `value` in each group, computed where the rows are; sorted by the groups.

    Quantiles are interpolated linearly, as numpy does.

    Returns columns `by`, `low` (first quartile), `median`, `high` (third quartile) and `n`.
    """
    if rows.implementation.is_pyarrow():  # which knows no quantiles of groups
        rows = nw.from_native(collect(rows.select(*by, value)).to_pandas()).lazy()
    here = nw.col(value)
    quantiles: list[Any] = [
        here.quantile(share, interpolation="linear").alias(name)
        for name, share in (("low", 0.25), ("median", 0.5), ("high", 0.75))
    ]
    grouped = rows.group_by(*by).agg(*quantiles, nw.len().alias("n"))
    return fetch(grouped).sort_values(list(by), ignore_index=True)
