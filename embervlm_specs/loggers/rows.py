"""Numbers and tables of a run as an experiment tracker takes them."""

from __future__ import annotations

import math
from typing import Any

import narwhals.stable.v2 as nw

from embervlm_specs.figures import FIGURES
from embervlm_specs.rows import fetch
from embervlm_specs.run import Run
from embervlm_specs.tables import SCALARS, validate

__all__ = ["Cells", "numbers_by_step", "small_tables"]

Cells = tuple[list[str], list[tuple[Any, ...]]]
"""The names of a table's columns, and its rows."""


def numbers_by_step(run: Run, stage: str) -> dict[int, dict[str, float]]:
    """What `scalars` holds of a stage: step by step, `train/loss` and the like.

    Where several seeds were recorded they end the name: `train/loss/seed1`. A value that was not a
    number stays one that is none. Raises `TableError` where the table breaks its contract.
    """
    number = stage.removeprefix("stage")
    if "scalars" not in run or not number.isdecimal():
        return {}
    rows = fetch(validate(SCALARS, run["scalars"]).filter(nw.col("stage") == int(number)))
    seeds = rows["seed"].nunique() > 1
    steps: dict[int, dict[str, float]] = {}
    columns = (rows[name] for name in ("step", "split", "metric", "seed", "value"))
    for step, split, metric, seed, value in zip(*columns, strict=True):
        name = f"{split}/{metric}" if isinstance(split, str) else str(metric)
        name += f"/seed{seed:g}" if seeds and seed == seed else ""
        steps.setdefault(int(step), {})[name] = math.nan if value is None else float(value)
    return dict(sorted(steps.items()))


def small_tables(run: Run, stage: str, most: int) -> tuple[dict[str, Cells], list[str]]:
    """The tables that the figures of a stage are drawn from, and the names of those too long."""
    names = {table.name for f in FIGURES.values() if f.stage == stage for table in f.tables}
    small: dict[str, Cells] = {}
    long: list[str] = []
    for name in sorted(names.intersection(run)):
        frame = run[name].head(most + 1).collect()
        if len(frame) > most:
            long.append(name)
        else:
            small[name] = (frame.columns, frame.rows())
    return small, long
