"""What is true of the numbers of every figure, on legal runs of any shape.

Runs are made of the contracts: columns left out, values missing, ties, one class or forty, one row,
seeds with different numbers of samples. Whatever a figure draws of them, the same must hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embervlm_specs.errors import TableError
from embervlm_specs.figure import Figure, Spec
from embervlm_specs.figures import FIGURES
from embervlm_specs.tables import Table
from embervlm_specs.tables.display import display
from tests.tables_made import make_table

every_figure = pytest.mark.parametrize("figure", FIGURES.values(), ids=list(FIGURES))

ESTIMATES = ("accuracy", "mean", "share", "change", "value", "correct", "difference", "median")
"""What `low` and `high` of a row are of: the first of these columns that it has."""

Rows = list[dict[str, Any]]


@st.composite
def shapes(draw: st.DrawFn) -> dict[str, Any]:
    """The shape of a run: sizes, what is left out, what is missing, what is all the same."""
    return {
        "seed": draw(st.integers(0, 99)),
        "steps": draw(st.sampled_from([1, 2, 7])),
        "samples": draw(st.sampled_from([1, 2, 9, 30])),
        "classes": draw(st.sampled_from([1, 2, 5, 40])),
        "seeds": draw(st.sampled_from([1, 2, 3])),
        "few": draw(st.sampled_from([1, 3])),
        "absent": draw(st.sampled_from([0.0, 0.5, 1.0])),
        "missing": draw(st.sampled_from([0.0, 0.3])),
        "tied": draw(st.sampled_from([0.0, 0.5])),
        "kept": draw(st.sampled_from([1.0, 0.6, 0.0])),
    }


def legal(table: Table, shape: dict[str, Any]) -> pd.DataFrame:
    """A table of this shape that keeps its contract, each key once."""
    sizes = {name: shape[name] for name in ("seed", "steps", "samples", "classes", "seeds", "few")}
    frame = make_table(table.name, **sizes)
    random = np.random.default_rng(shape["seed"])
    if table.name == "feature_maps":  # a layer has one place in the order
        frame["order"] = frame["layer"].factorize()[0]
    if "higher_is_better" in frame:  # and a metric one direction
        frame["higher_is_better"] = frame["metric"].str.len() % 2 == 0
    for column in table.columns:
        name = column.name
        if column.kind == "number" and name not in table.key and random.random() < shape["tied"]:
            frame[name] = frame[name].iloc[0]
        if not column.optional or name in table.needed:
            continue
        if random.random() < shape["absent"]:
            frame = frame.drop(columns=name)
        elif shape["missing"]:
            gaps = random.random(len(frame)) < shape["missing"]
            frame[name] = frame[name].astype(object).where(~gaps, None)
    kept = random.random(len(frame)) < shape["kept"]
    kept[random.integers(len(frame))] = True
    frame = frame[kept]
    key = [name for name in table.key if name in frame]
    once = frame if table.adds or not key else frame.drop_duplicates(key, keep="last")
    return once.infer_objects().reset_index(drop=True)


def drawn(figure: Figure, frame: pd.DataFrame) -> Spec | None:
    try:
        return figure(frame)
    except TableError:  # too little for a picture, or too much of a class index
        return None


def numbers(spec: Spec) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, rows in spec.datasets.items():
        if name not in ("note", "description", "axes", "edges"):  # words, and ends of axes
            yield from ((name, row) for row in rows)


@every_figure
@settings(max_examples=8, deadline=None)
@given(shape=shapes())
def test_shares_are_shares_and_intervals_hold_their_estimates(
    figure: Figure, shape: dict[str, Any]
) -> None:
    spec = drawn(figure, legal(figure.tables[0], shape))
    for name, row in numbers(spec) if spec else ():
        for column, value in row.items():
            if isinstance(value, float | int) and display(column).unit == "fraction":
                assert -1e-9 <= value <= 1 + 1e-9, (name, column, row)
            if isinstance(value, float):
                assert math.isfinite(value)
        low, high = row.get("low"), row.get("high")
        estimate = next((row[each] for each in ESTIMATES if row.get(each) is not None), None)
        if None not in (low, high, estimate):
            slack = 1e-6 * max(1, abs(estimate))
            assert low - slack <= estimate <= high + slack, (name, row)


@every_figure
@settings(max_examples=4, deadline=None)
@given(shape=shapes())
def test_the_order_of_rows_means_nothing(figure: Figure, shape: dict[str, Any]) -> None:
    frame = legal(figure.tables[0], shape)
    spec = drawn(figure, frame)
    mixed = drawn(figure, frame.sample(frac=1, random_state=shape["seed"], ignore_index=True))
    assert (spec is None) == (mixed is None)
    if spec and mixed:
        same_numbers(spec.datasets, mixed.datasets)


@every_figure
@settings(max_examples=4, deadline=None)
@given(shape=shapes())
def test_nothing_is_counted_twice(figure: Figure, shape: dict[str, Any]) -> None:
    table = figure.tables[0]
    if not table.key or table.adds:
        return
    frame = legal(table, shape)
    if "sample" in table.key and ("sample" not in frame or frame["sample"].isna().any()):
        return  # what has no name may be another sample
    once, twice = drawn(figure, frame), drawn(figure, pd.concat([frame, frame], ignore_index=True))
    assert (once is None) == (twice is None)
    if once and twice:
        said = ("note", "description")
        same_numbers(
            *({k: v for k, v in s.datasets.items() if k not in said} for s in (once, twice))
        )


def same_numbers(first: dict[str, Rows], second: dict[str, Rows]) -> None:
    """The same rows, but for the last digit of what was added up in another order."""
    assert first.keys() == second.keys()
    for name, rows in first.items():
        assert len(rows) == len(second[name]), name
        for one, other in zip(rows, second[name], strict=True):
            for column, value in one.items():
                if isinstance(value, float) and isinstance(other[column], float | int):
                    close = math.isclose(value, other[column], rel_tol=1e-6, abs_tol=1e-9)
                    assert close, (name, column, one, other)
                else:
                    assert value == other[column], (name, column, one, other)


COUNTED = {
    "robot_performance_lines": "lines",
    "confusion_evolution": "cells",
    "confidence_calibration": "bins",
    "task_robot_heatmap": "cells",
    "reasoning_quality": "accuracy",
    "reasoning_quality_dashboard": "chains",
    "instruction_complexity_bars": "bars",
}
"""Figures whose counts must add up to the rows they show, and the data set that counts."""


@pytest.mark.parametrize("name", COUNTED)
@settings(max_examples=10, deadline=None)
@given(shape=shapes())
def test_counts_add_up_to_the_rows_that_are_shown(name: str, shape: dict[str, Any]) -> None:
    figure = FIGURES[name]
    frame = legal(figure.tables[0], shape | {"absent": 0.0, "missing": 0.0})
    spec = drawn(figure, frame)
    if spec is None:
        return
    rows = frame[frame["prompting"] == "direct"] if "prompting" in frame else frame
    counts = pd.DataFrame(spec.datasets[COUNTED[name]])
    last = rows["step"].max()
    if "step" in counts:
        counts = counts[counts["step"] == last]
    if name == "instruction_complexity_bars" and rows["instruction_type"].nunique() > 16:
        return
    assert counts["n"].sum() == (rows["step"] == last).sum()
