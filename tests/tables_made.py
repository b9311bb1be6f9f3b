"""Valid tables of any size, made from their contracts, for tests that need no meaning."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from embervlm_specs.tables import TABLES, Column
from embervlm_specs.vocabulary import ROBOTS


def make_table(
    name: str, *, seed: int = 0, steps: int = 3, samples: int = 20, classes: int = 5
) -> pd.DataFrame:
    """A table that keeps its contract: the product of its key columns, random values elsewhere."""
    table = TABLES[name]
    random = np.random.default_rng(seed)
    levels = {
        column.name: _levels(column, steps=steps, samples=samples, classes=classes)
        for column in table.columns
        if column.name in table.key
    }
    rows = list(itertools.product(*levels.values())) if levels else [()] * (steps * samples)
    frame = pd.DataFrame(rows, columns=list(levels))
    for column in table.columns:
        if column.name not in frame:
            frame[column.name] = _values(column, len(frame), random, steps=steps, classes=classes)
    if name == "robot_predictions":  # a sample has one right robot, however the model was asked
        frame["true_robot"] = frame.groupby("sample")["true_robot"].transform("first")
    if name == "scalars":  # metrics that figures look for, and values that all of them can have
        usual = ["loss", "accuracy", "kl_divergence", "student_accuracy"]
        frame["metric"] = frame["metric"].map({f"metric {i}": usual[i] for i in range(4)})
        frame["value"] = (frame["value"] + 1) / 10
    return frame[table.column_names]


def class_names(count: int) -> list[str]:
    return [*ROBOTS, *(f"class {i}" for i in range(count))][:count]


def _levels(column: Column, *, steps: int, samples: int, classes: int) -> list[object]:
    if column.choices:
        return list(column.choices)
    if column.name == "step":
        return [i * 10 for i in range(steps)]
    if column.kind == "robot":
        return list(class_names(classes))
    if column.kind == "boolean":
        return [False, True]
    if column.kind in ("integer", "identifier"):
        few = 3 if column.name in ("seed", "trial", "k") else 4
        low = int(column.low or 0)
        return list(range(low, low + (samples if column.name == "sample" else few)))
    return [f"{column.name} {i}" for i in range(4)]


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
