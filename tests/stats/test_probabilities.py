"""Quartiles over sequences, bins and uncertain stretches, against numpy and by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.rows import open_rows
from embervlm_specs.stats.positions import (
    binned,
    grouped_quartiles,
    perplexity_of,
    uncertain_stretches,
)
from tests.engines import as_engine, every_engine


@every_engine
@pytest.mark.parametrize(("most", "width"), [(7, 1), (3, 3)])
def test_quartiles_are_those_of_numpy(engine: str, most: int, width: int) -> None:
    random = np.random.default_rng(0)
    table = pd.DataFrame(
        [
            (f"s{sequence}", "generated", position, random.random())
            for sequence in range(5)
            for position in range(7 - sequence)
        ],
        columns=["sequence", "source", "position", "probability"],
    )
    rows = open_rows("token_probabilities", as_engine(table, engine))
    bins, found_width = binned(rows, most=most)
    found = grouped_quartiles(bins, ["source", "first"], "probability")
    assert found_width == width
    assert found["first"].tolist() == list(range(0, 7, width))
    for row in found.itertuples():
        inside = table[table["position"].between(row.first, row.first + width - 1)]
        assert row.n == len(inside)
        assert [row.low, row.median, row.high] == pytest.approx(
            np.quantile(inside["probability"], [0.25, 0.5, 0.75])
        )


def test_there_are_no_more_bins_than_asked_for() -> None:
    last = [
        open_rows("perplexity", pd.DataFrame({"position": [n - 1]})) for n in (1, 100, 101, 512)
    ]
    assert [binned(rows, most=100)[1] for rows in last] == [1, 1, 2, 6]


def stretches(probability: list[float], position: list[int] | None = None) -> list[list[int]]:
    where = position or list(range(len(probability)))
    medians = pd.DataFrame({"position": where, "median": probability}, dtype=float)
    found = uncertain_stretches(medians, threshold=0.5, at_least=2)
    return found[["first", "last"]].to_numpy().tolist()


def test_a_stretch_is_a_run_below_the_threshold() -> None:
    assert stretches([0.9, 0.4, 0.1, 0.9, 0.2, 0.9, 0.3, 0.3, 0.3]) == [[1, 2], [6, 8]]
    assert stretches([0.5, 0.5, 0.5]) == []  # not below
    assert stretches([0.1]) == []
    assert stretches([]) == []


def test_a_gap_or_an_unknown_probability_ends_a_stretch() -> None:
    assert stretches([0.1, 0.1, 0.1, 0.1], [0, 1, 3, 5]) == [[0, 1]]
    assert stretches([0.1, np.nan, 0.1]) == []
    assert stretches([0.1, 0.2, 0.9], [6, 5, 4]) == [[5, 6]]  # in any order


def test_perplexity_of_a_sequence() -> None:
    # exp(-(ln 1/2 + ln 1/8) / 2) = sqrt(16)
    assert perplexity_of([0.5, 0.125]) == pytest.approx(4)
    assert perplexity_of([0.5, 0.0]) == np.inf
