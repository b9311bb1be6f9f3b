"""Pooled perplexities, worked by hand and against the tokens they stand for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.stats.positions import binned, pooled_perplexity
from embervlm_specs.tables import PERPLEXITY, validate
from tests.engines import as_engine, every_engine


@every_engine
def test_bins_are_the_perplexity_of_all_their_tokens(engine: str) -> None:
    random = np.random.default_rng(0)
    losses = {position: random.exponential(size=9 - position) for position in range(5)}
    table = pd.DataFrame(
        {
            "step": 10,
            "position": list(losses),
            "perplexity": [np.exp(loss.mean()) for loss in losses.values()],
            "n": [loss.size for loss in losses.values()],
        }
    )
    rows, width = binned(validate(PERPLEXITY, as_engine(table, engine)), most=2)
    found = pooled_perplexity(rows, ["step", "first"])
    assert width == 3
    assert found["first"].tolist() == [0, 3]
    assert found["n"].tolist() == [9 + 8 + 7, 6 + 5]
    pooled = [np.concatenate([losses[i] for i in group]) for group in ([0, 1, 2], [3, 4])]
    assert found["perplexity"].tolist() == pytest.approx([np.exp(p.mean()) for p in pooled])


@every_engine
def test_without_counts_positions_weigh_the_same(engine: str) -> None:
    table = pd.DataFrame({"step": 1, "position": [0, 1], "perplexity": [2.0, 8.0], "n": [5, None]})
    found = pooled_perplexity(validate(PERPLEXITY, as_engine(table, engine)), ["step"])
    assert found["perplexity"].tolist() == pytest.approx([4.0])  # sqrt(2 * 8)
    assert found["n"].isna().all()


def test_one_position_a_bin_is_what_was_recorded() -> None:
    table = pd.DataFrame({"step": [1, 1, 2], "position": [0, 4, 4], "perplexity": [1.0, 3.0, 2.0]})
    found = pooled_perplexity(binned(validate(PERPLEXITY, table), most=5)[0], ["step", "first"])
    assert found["first"].tolist() == [0, 4, 4]
    assert found["perplexity"].tolist() == pytest.approx([1.0, 3.0, 2.0])
