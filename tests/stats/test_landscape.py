"""Binned loss and the path of a training, against numbers worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binned_statistic_2d

from embervlm_specs.rows import open_rows
from embervlm_specs.stats.landscape import loss_bins, training_path
from tests.engines import as_engine, every_engine


def pairs(step: list[int], x: list[float], y: list[float], loss: list[float]) -> pd.DataFrame:
    columns = {"positive_distance": x, "negative_distance": y, "loss": loss}
    return pd.DataFrame({"step": step, **columns})


def bins(frame: object, **options: int) -> pd.DataFrame:
    return loss_bins(open_rows("contrastive_pairs", frame), **options)


def path(frame: object, **options: int) -> pd.DataFrame:
    return training_path(open_rows("contrastive_pairs", frame), **options)


@every_engine
def test_two_bins_by_hand(engine: str) -> None:
    frame = pairs([0, 1, 2, 3], [0.0, 0.1, 0.4, 0.4], [1.0, 1.1, 2.0, 1.0], [4.0, 2.0, 1.0, 0.5])
    # bins of 0.2 and 0.5: two batches share the lower left one, the other two have one each
    assert bins(as_engine(frame, engine), n_bins=2).to_numpy().tolist() == [
        [0.0, 0.2, 1.0, 1.5, 3.0, 2],
        [0.2, 0.4, 1.0, 1.5, 0.5, 1],
        [0.2, 0.4, 1.5, 2.0, 1.0, 1],
    ]
    found = path(as_engine(frame, engine), stretches=2)
    found = found[["first", "last", "positive_distance", "loss", "n"]]
    assert found.to_numpy() == pytest.approx(np.array([[0, 1, 0.05, 3.0, 2], [2, 3, 0.4, 0.75, 2]]))


def test_bins_are_those_of_scipy() -> None:
    random = np.random.default_rng(0)
    x, y, loss = random.normal(1, 0.2, 900), random.normal(2, 0.3, 900), random.gamma(2, 1, 900)
    cells = bins(pairs(list(range(900)), x, y, loss), n_bins=9)
    expected = binned_statistic_2d(x, y, loss, statistic="mean", bins=9).statistic
    counts = binned_statistic_2d(x, y, None, statistic="count", bins=9).statistic
    assert cells["loss"].to_numpy() == pytest.approx(expected[counts > 0])
    assert cells["n"].to_numpy() == pytest.approx(counts[counts > 0])
    assert len(cells) < 81  # bins without batches are not there


def test_neighbouring_bins_share_their_edge_exactly() -> None:
    values = list(np.linspace(0.1, 0.9, 50))
    cells = bins(pairs(list(range(50)), values, [1.0] * 50, values), n_bins=7)
    assert cells["positive_high"].tolist()[:-1] == cells["positive_low"].tolist()[1:]


@pytest.mark.parametrize("value", [0.0, 0.3])
def test_a_single_batch_lies_in_the_middle_of_its_bin(value: float) -> None:
    batch = pairs([7], [value], [value], [2.0])
    cell = bins(batch).iloc[0]
    assert (cell["positive_low"] + cell["positive_high"]) / 2 == pytest.approx(value)
    assert cell["positive_low"] < cell["positive_high"]
    assert path(batch)[["first", "last", "n"]].to_numpy().tolist() == [[7, 7, 1]]


def test_stretches_without_batches_have_no_point_on_the_path() -> None:
    found = path(pairs([0, 100], [0.0, 1.0], [0.0, 1.0], [1.0, 2.0]), stretches=10)
    assert found["first"].tolist() == [0, 100]


def test_no_bins_are_refused() -> None:
    with pytest.raises(ValueError, match="n_bins"):
        bins(pairs([0], [0.0], [0.0], [0.0]), n_bins=0)
