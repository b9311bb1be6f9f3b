from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import rankdata

from embervlm_specs.stats.ranks import rank_counts, rank_summary, ranked


def test_ranks_equal_scipy_with_ties_at_their_mean() -> None:
    random = np.random.default_rng(0)
    table = pd.DataFrame({"trial": np.repeat([0, 1, 2], 8), "value": random.integers(0, 5, 24)})
    expected = np.concatenate([rankdata(-part["value"]) for _, part in table.groupby("trial")])
    np.testing.assert_array_equal(ranked(table, "value", within=["trial"]), expected)


def test_the_spread_of_ranks_by_hand() -> None:
    table = pd.DataFrame({"layer": [0] * 4 + [1], "rank": [1.0, 1, 2, 4, 3]})
    first, second = rank_summary(table, ["layer"]).to_dict("records")
    assert first == {
        "layer": 0,
        "best": 1,
        "lower": 1,
        "median": 1.5,
        "upper": 2.5,
        "worst": 4,
        "trials": 4,
    }
    assert (second["best"], second["median"], second["worst"], second["trials"]) == (3, 3, 3, 1)


def test_how_often_each_rank_occurs() -> None:
    table = pd.DataFrame({"layer": [0] * 4 + [1], "rank": [1.0, 1, 2, 4, 3]})
    counts = rank_counts(table, ["layer"])
    assert counts["rank"].tolist() == [1, 2, 4, 3]
    assert counts["share"].tolist() == pytest.approx([0.5, 0.25, 0.25, 1])
