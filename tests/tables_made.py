"""Valid tables of any size, made from their contracts, for tests that need no meaning."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd

from embervlm_specs.errors import TableError
from embervlm_specs.figure import Figure
from embervlm_specs.run import Run
from embervlm_specs.tables import TABLES, Column
from embervlm_specs.vocabulary import ROBOTS

OF_A_SAMPLE = {"stage", "chain", "task", "instruction_type", "true_robot", "group"}
"""Columns that are the same in all rows of a sample."""

SAMPLES = {
    "stage": {"responses": 2, "robot_predictions": 3, "reasoning": 4},
    "chain": {"reasoning": 0},
}


def make_table(
    name: str,
    *,
    seed: int = 0,
    steps: int = 3,
    samples: int = 20,
    classes: int = 5,
    seeds: int = 3,
    few: int = 4,
) -> pd.DataFrame:
    """A table that keeps its contract: the product of its key columns, random values elsewhere.

    `few` is how many values a key column has that no other number is given for.
    """
    table = TABLES[name]
    few = max(few, 4) if name == "scalars" else few  # so many metrics are looked for
    random = np.random.default_rng(seed)
    sizes = {
        "step": steps,
        "sample": samples,
        "seed": seeds,
        "trial": min(few, 3),
        "k": min(few, 3),
    }
    described = OF_A_SAMPLE if "sample" in table.key else set()
    levels = {
        column.name: _levels(column, sizes.get(column.name, few), classes)
        for column in table.columns
        if column.name in table.key and column.name not in described
    }
    rows = list(itertools.product(*levels.values())) if levels else [()] * (steps * samples)
    frame = pd.DataFrame(rows, columns=list(levels))
    for column in table.columns:
        if column.name not in frame:
            frame[column.name] = _values(column, len(frame), random, steps=steps, classes=classes)
    for column in table.columns:  # a sample is the same, however the model was asked
        if column.name in described:
            frame[column.name] = frame.groupby("sample")[column.name].transform("first")
    if described:
        frame = frame.assign(**{each: SAMPLES[each][name] for each in SAMPLES if each in frame})
        frame["group"] = frame["sample"] // 3
    if name == "scalars":  # metrics that figures look for, and values that all of them can have
        usual = ["loss", "accuracy", "kl_divergence", "student_accuracy"]
        frame["metric"] = frame["metric"].map({f"metric {i}": usual[i] for i in range(4)})
        frame["value"] = (frame["value"] + 1) / 10
    return frame[table.column_names]


def class_names(count: int) -> list[str]:
    return [*ROBOTS, *(f"class {i}" for i in range(count))][:count]


def _levels(column: Column, count: int, classes: int) -> list[object]:
    if column.choices:
        return list(column.choices)
    if column.name == "step":
        return [i * 10 for i in range(count)]
    if column.kind == "robot":
        return list(class_names(classes))
    if column.kind == "boolean":
        return [False, True]
    if column.kind in ("integer", "identifier"):
        low = int(column.low or 0)
        return list(range(low, low + count))
    return [f"{column.name} {i}" for i in range(count)]


def _values(
    column: Column, count: int, random: np.random.Generator, *, steps: int, classes: int
) -> list[object]:
    if column.choices:
        return list(random.choice(column.choices, count))
    if column.kind == "robot":
        return list(random.choice(class_names(classes), count))
    if column.kind == "boolean":
        return list(random.random(count) < 0.5)
    if column.kind == "integer":
        top = steps if column.name == "step" else 200
        return [int(v) for v in random.integers(int(column.low or 0), top + 1, count)]
    if column.kind == "number":
        low = -1.0 if column.low is None else column.low
        high = low + 10.0 if column.high is None else column.high
        return list(random.uniform(low, high, count))
    if column.kind == "vector":
        return [list(random.normal(size=8)) for _ in range(count)]
    return [f"{column.name} {i}" for i in random.integers(0, 4, count)]


def documents_made(figure: Figure, run: Run) -> Iterator[dict[str, Any]]:
    """Documents of a figure from runs of many shapes, those that can be drawn."""
    (table,) = figure.tables
    yield figure(run[table.name]).document
    frames = [
        make_table(table.name, seed=1, steps=1, samples=4, classes=2),
        make_table(table.name, seed=2, steps=30, samples=40, classes=12, seeds=1),
        make_table(table.name, steps=3, samples=1, classes=1),
        make_table(table.name).head(1),
    ]
    whole = make_table(table.name, seed=3)
    for column in table.columns:
        if column.optional:
            frames += [whole.drop(columns=column.name), with_gaps(whole, column.name)]
    for frame in frames:
        with suppress(TableError):  # too little for a picture
            yield figure(frame).document


def with_gaps(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The frame with every second value of a column missing."""
    values = frame[column].astype(object).where(frame.index % 2 == 0, None)
    return frame.assign(**{column: values})
