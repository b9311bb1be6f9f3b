"""The data sets that `marks.histogram` draws."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from embervlm_specs.rows import Rows
from embervlm_specs.stats.clusters import estimates
from embervlm_specs.stats.histogram import Bins, histogram
from embervlm_specs.stats.intervals import within
from embervlm_specs.words import sure_value

__all__ = ["histogram_sets"]


def histogram_sets(rows: Rows, bins: Mapping[str, Bins]) -> dict[str, pd.DataFrame]:
    """Of each column `<column>`, its bars, and `<column>_mean`, its mean with the 95 % interval.

    `bins` are those of each column; the columns have no gaps. The interval is that of
    `stats.clusters.estimates`, cut to the possible values.
    """
    sets = {}
    for column, edges in bins.items():
        of = within(estimates(rows, [], column), *edges.possible)
        words = f"mean {sure_value(*of[['mean', 'low', 'high']].iloc[0])}"
        sets[column] = histogram(rows, column, edges)
        sets[f"{column}_mean"] = of[["mean", "low", "high", "n", "seeds", "groups"]].assign(
            text=[words]
        )
    return sets
