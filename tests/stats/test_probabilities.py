"""Quartiles over sequences, bins and uncertain stretches, against numpy and by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.rows import open_rows
from embervlm_specs.stats.probabilities import (
    bin_width,
    probability_profile,
    sequence_names,
    sequence_perplexity,
    spaced_out,
    uncertain_stretches,
)
from tests.engines import as_engine, every_engine


@every_engine
@pytest.mark.parametrize("width", [1, 3])
def test_quartiles_are_those_of_numpy(engine: str, width: int) -> None:
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
    found = probability_profile(rows, width=width)
    assert found["position"].tolist() == list(range(0, 7, width))
    for row in found.itertuples():
        inside = table[table["position"].between(row.position, row.position + width - 1)]
        assert row.n == len(inside)
        assert [row.low, row.median, row.high] == pytest.approx(
            np.quantile(inside["probability"], [0.25, 0.5, 0.75])
        )


@every_engine
def test_the_longest_sequence_comes_first(engine: str) -> None:
    table = pd.DataFrame({"sequence": ["s10", "s9", "long", "long"]})
    rows = open_rows("token_probabilities", as_engine(table, engine))
    assert sequence_names(rows) == ["long", "s9", "s10"]


def test_there_are_no_more_bins_than_asked_for() -> None:
    assert [bin_width(n, most=100) for n in (1, 100, 101, 512)] == [1, 1, 2, 6]


def stretches(probability: list[float], position: list[int] | None = None) -> list[list[int]]:
    where = position or list(range(len(probability)))
    found = uncertain_stretches(where, probability, threshold=0.5, at_least=2)
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
    assert sequence_perplexity([0.5, 0.125]) == pytest.approx(4)
    assert sequence_perplexity([0.5, 0.0]) == np.inf


def test_positions_too_near_to_an_earlier_one_go() -> None:
    assert spaced_out([5, 6, 9, 2, 1], 3).tolist() == [True, False, True, True, False]
    assert spaced_out([], 3).tolist() == []
