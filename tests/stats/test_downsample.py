"""A log of a million rows, and the few that show what it does."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from embervlm_specs.rows import fetch, open_rows
from embervlm_specs.stats.downsample import thin_curves


def thinned(frame: Any, stretches: int) -> pd.DataFrame:
    rows = thin_curves(
        open_rows("scalars", frame),
        by=["stage", "metric"],
        panel=["stage"],
        x="step",
        y="value",
        stretches=stretches,
    )
    table = fetch(rows)[["stage", "metric", "step", "value"]]
    return table.sort_values(["stage", "metric", "step"], ignore_index=True)


def long_log(rows: int) -> pd.DataFrame:
    random = np.random.default_rng(0)
    steps = rows // 4
    frame = pd.DataFrame(
        {
            "stage": np.repeat([1, 2], 2 * steps),
            "metric": np.tile(np.repeat(["accuracy", "loss"], steps), 2),
            "step": np.tile(np.arange(steps), 4),
            "value": random.normal(3, 0.2, 4 * steps),
        }
    )
    frame.loc[steps + 777, "value"] = 1e6
    return frame


ENGINES = {
    "pandas": lambda frame: frame,
    "polars": pl.from_pandas,
    "pyarrow": lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
    "duckdb": duckdb.from_df,
}


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_keeps_the_same_rows_of_a_long_log(engine: str) -> None:
    frame = long_log(400_000)
    table = thinned(ENGINES[engine](frame), 50)
    assert len(table) <= 4 * (2 * 50 + 2)
    frame["stretch"] = frame["step"] * 50 // 100_000
    ends = frame.groupby(["stage", "metric", "stretch"])["value"].agg(["min", "max"])
    kept = table.assign(stretch=table["step"] * 50 // 100_000)
    again = kept.groupby(["stage", "metric", "stretch"])["value"].agg(["min", "max"])
    pd.testing.assert_frame_equal(again, ends)
    # a spike stays, at its step, and all rows are rows of the log
    assert table.loc[table["value"].idxmax(), ["metric", "step"]].tolist() == ["loss", 777]
    assert len(table.merge(frame)) == len(table)


def test_a_million_rows_are_few() -> None:
    table = thinned(pl.from_pandas(long_log(1_000_000)), 100)
    assert 400 <= len(table) <= 808


def test_a_constant_curve_is_its_first_rows_and_its_ends() -> None:
    frame = pd.DataFrame({"stage": 1, "metric": "loss", "step": range(100), "value": 2.0})
    assert thinned(frame, 2)["step"].tolist() == [0, 50, 99]


def test_a_stretch_without_a_number_leaves_one_row_of_it() -> None:
    value = [1.0, 2.0, None, None, None, None, 3.0, 4.0]
    frame = pd.DataFrame({"stage": 1, "metric": "loss", "step": range(8), "value": value})
    table = thinned(open_rows("scalars", frame), 2)
    assert table["step"].tolist() == [0, 1, 2, 4, 6, 7]
    assert table["value"].isna().tolist() == [False, False, True, True, False, False]


def test_a_short_log_stays_whole() -> None:
    frame = long_log(40).assign(value=lambda rows: rows["value"].where(rows["step"] != 3))
    assert len(thinned(frame, 10)) == 40
