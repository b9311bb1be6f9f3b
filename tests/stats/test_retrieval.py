"""Every cell of the retrieval matrix, measured or not."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import binomtest

from embervlm_specs.stats.retrieval import recall_cells


def test_cells_that_were_not_measured_are_there_and_empty() -> None:
    table = pd.DataFrame(
        [("low", "image_to_text", 5, 0.5, 40), ("high", "text_to_image", 1, 0.9, None)],
        columns=["dataset", "direction", "k", "accuracy", "n"],
    )
    cells = recall_cells(table)
    assert len(cells) == 2 * 2 * 2
    assert cells["dataset"].tolist()[:2] == ["high", "high"]
    assert cells["k"].is_monotonic_increasing
    measured = cells.dropna(subset="accuracy")
    assert measured[["dataset", "direction", "k"]].to_numpy().tolist() == [
        ["high", "text_to_image", 1],
        ["low", "image_to_text", 5],
    ]
    # without n there is a value, but nobody knows how sure it is
    assert measured["low"].isna().tolist() == [True, False]
    expected = binomtest(20, 40).proportion_ci(method="wilson")
    assert measured[["low", "high"]].iloc[1].tolist() == pytest.approx(
        [expected.low, expected.high]
    )
