"""How logged metrics run over the stages of a training, averaged over its seeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.downsample import thin_curves
from embervlm_specs.stats.means import t_interval

__all__ = ["Curves", "extreme_beyond", "readable_range", "training_curves", "within_range"]

CURVE = ["stage", "metric", "split"]

_FEW = 12
"""A curve of so few points shows them."""

_ROWS = 1200
"""About so many rows are drawn in all, so that a document stays small."""


@dataclass(frozen=True)
class Curves:
    """Metrics over training, thinned to what the eye would see.

    `points` has one row a curve and step: `stage`, `metric`, `split`, `step`, `value` (mean over
    seeds, missing where none has a number), `low`, `high` (95 % t interval, missing for one seed)
    and `n` (seeds that have a number). `curves` has one row a curve: how many `steps` it has, the
    most `seeds` at a step, and how many logged values are `missing`. `stretches` is the number of
    equal parts of each axis whose extremes are kept where there are many steps.
    """

    points: pd.DataFrame
    curves: pd.DataFrame
    stretches: int


def training_curves(rows: Rows, metrics: Sequence[str]) -> Curves:
    """The curves of these metrics, reduced where the rows are.

    `rows` are those of `scalars` with each key once, and without missing seeds or splits (see
    `one_log`). Where there are many steps, those are kept at which a curve is highest and lowest in
    a stretch of its axis, see `thin_curves`.
    """
    value = nw.col("value")
    means = (
        rows.filter(nw.col("metric").is_in(list(metrics)))
        .group_by(*CURVE, "step")
        .agg(
            value.mean().alias("mean"),
            value.std(ddof=1).alias("deviation"),
            value.count().alias("n"),
            nw.len().alias("logged"),
        )
    )
    counted = means.with_columns(missing=nw.col("logged") - nw.col("n"))
    curves = fetch(
        counted.group_by(*CURVE).agg(
            nw.len().alias("steps"), nw.col("n").max().alias("seeds"), nw.col("missing").sum()
        )
    ).sort_values(CURVE, ignore_index=True)
    stretches = max(_ROWS // (2 * max(len(curves), 1)), 20)
    if curves["steps"].sum() > _ROWS:
        means = thin_curves(
            means, by=CURVE, panel=["stage"], x="step", y="mean", stretches=stretches
        )
    points = fetch(means).sort_values([*CURVE, "step"], ignore_index=True)
    low, high = t_interval(points["mean"], points["deviation"], points["n"])
    points = points.rename(columns={"mean": "value"}).assign(low=low, high=high)
    return Curves(points[[*CURVE, "step", "value", "low", "high", "n"]], curves, stretches)


def readable_range(curves: Sequence[pd.Series[float]], *, times: float = 5) -> tuple[float, float]:
    """The range of values in which a training that diverges can still be read.

    All of the curves where none exceeds `times` its usual size, the larger of its first and its
    median absolute value; else that far and no further. (0, 1) where there is no value.

    >>> readable_range([pd.Series([4.0, 2.0, 1.0, 8e9])])
    (1.0, 20.0)
    """
    known = [curve.dropna() for curve in curves if curve.notna().any()]
    if not known:
        return 0.0, 1.0
    usual = max(max(abs(curve.iloc[0]), curve.abs().median()) for curve in known)
    values = np.concatenate(known)
    far = times * usual if usual > 0 else np.inf
    return float(max(values.min(), -far)), float(min(values.max(), far))


def within_range(points: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    """The points of one panel, with `value`, `low` and `high` cut off at the ends of an axis.

    Adds `mark`: `above` or `below` where a value was cut off, else `dot` where a line alone would
    not show it (few points, or no neighbour that is a number), else empty.
    """
    value, curve = points["value"], points["split"]
    neighbours = [value.groupby(curve).shift(by).isna() for by in (1, -1)]
    few = value.groupby(curve).transform("count") <= _FEW
    dots = value.notna() & (few | (neighbours[0] & neighbours[1]))
    mark = np.select([value > high, value < low, dots], ["above", "below", "dot"], "")
    ends = points[["value", "low", "high"]].clip(low, high)
    return points.assign(**ends, mark=mark)


def extreme_beyond(values: pd.Series[float], low: float, high: float) -> float | None:
    """The value furthest beyond the ends of an axis, or None where all lie within."""
    beyond = values[(values > high) | (values < low)]
    return None if beyond.empty else float(max(beyond, key=abs))
