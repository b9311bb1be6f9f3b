"""The data sets that `marks.histogram` draws."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from embervlm_specs.rows import Rows
from embervlm_specs.stats.histogram import Bins, histogram
from embervlm_specs.stats.intervals import column_mean
from embervlm_specs.words import sure

__all__ = ["histogram_sets"]


def histogram_sets(rows: Rows, bins: Mapping[str, Bins]) -> dict[str, pd.DataFrame]:
    """Of each column `<column>`, its bars, and `<column>_mean`, its mean with the 95 % t interval.

    `bins` are those of each column; the columns have no gaps.
    """
    sets = {}
    for column, edges in bins.items():
        mean, low, high, _ = column_mean(rows, column)
        words = f"mean {sure(mean, low, high, '#.3g')}"
        sets[column] = histogram(rows, column, edges)
        sets[f"{column}_mean"] = pd.DataFrame({"mean": [mean], "text": [words]})
    return sets
