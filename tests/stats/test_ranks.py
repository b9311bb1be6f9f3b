from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import rankdata

from embervlm_specs.stats.ranks import Ranks, rank_over_trials


def ranks_of(*layers: list[float | None]) -> Ranks:
    """The ranks of layers of one module, each given by its values in the trials it was in."""
    rows = [
        ("ffn", layer, trial, value)
        for layer, values in enumerate(layers)
        for trial, value in enumerate(values)
        if value is not None
    ]
    table = pd.DataFrame(rows, columns=["module", "layer", "trial", "value"])
    return rank_over_trials(table, "value", group="module", thing="layer")


def test_ranks_equal_scipy_with_ties_at_their_mean() -> None:
    values = np.random.default_rng(0).integers(0, 5, (3, 8))
    rows = [(m, i, 0, value) for m, row in enumerate(values) for i, value in enumerate(row)]
    table = pd.DataFrame(rows, columns=["module", "layer", "trial", "value"])
    found = rank_over_trials(table, "value", group="module", thing="layer")
    expected = np.concatenate([rankdata(-row) for row in values])
    np.testing.assert_array_equal(found.spread["median"], expected)
    np.testing.assert_array_equal(found.shares["rank"], expected)
    assert (found.shares["share"] == 1).all()


# layer 0 ranks 1, 1, 2 and 4
RANKS = ranks_of([9, 9, 8, 6], [1, 1, 9, 9], [2, 2, 2, 8], [3, 3, 3, 7])


def test_the_spread_of_ranks_by_hand() -> None:
    first = RANKS.spread.drop(columns="module").iloc[0].to_dict()
    assert first == {
        "layer": 0,
        "best": 1,
        "lower": 1,
        "median": 1.5,
        "upper": 2.5,
        "worst": 4,
        "trials": 4,
    }
    alone = ranks_of([1], [2], [3]).spread.iloc[0]
    assert (alone["best"], alone["median"], alone["worst"], alone["trials"]) == (3, 3, 3, 1)


def test_how_often_each_rank_occurs() -> None:
    counts = RANKS.shares[RANKS.shares["layer"] == 0]
    assert counts["rank"].tolist() == [1, 2, 4]
    assert counts["share"].tolist() == pytest.approx([0.5, 0.25, 0.25])


def test_rankings_that_lack_a_layer_are_counted() -> None:
    assert (RANKS.rankings, RANKS.partial) == (4, 0)
    some = ranks_of([9, 9, None], [1, 2, 3], [5, None, None])
    assert (some.rankings, some.partial) == (3, 2)
    assert some.spread["trials"].tolist() == [2, 3, 1]
