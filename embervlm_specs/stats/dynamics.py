"""How logged metrics run over the stages of a training, averaged over its seeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.downsample import thin_curves
from embervlm_specs.stats.intervals import moments, t_interval

__all__ = ["Curves", "training_curves"]

CURVE = ["stage", "metric", "split"]

_ROWS = 1000
"""About so many rows are drawn in all, so that a document stays small."""


@dataclass(frozen=True)
class Curves:
    """Metrics over training, thinned to what the eye would see.

    `points` has one row a curve and step: `stage`, `metric`, `split`, `step`, `value` (mean over
    seeds, missing where none has a number), `low`, `high` (95 % t interval, missing for one seed)
    and `n` (seeds that have a number). `seeds` are the fewest and the most seeds that any point of
    each curve has, of those that have a number; `steps` counts the points there were, `missing` the
    logged values that are none. `stretches` is the number of equal parts of each axis whose
    extremes are kept where there are many steps.
    """

    points: pd.DataFrame
    seeds: pd.Series[int]
    steps: int
    missing: int
    stretches: int

    @property
    def ends(self) -> pd.DataFrame:
        """Each curve's first number, `value` at `step`, and its last, `last` at `end`."""
        known = self.points.dropna(subset="value").groupby(CURVE)[["step", "value"]]
        last = known.last().rename(columns={"step": "end", "value": "last"})
        return known.first().join(last).reset_index()


def training_curves(rows: Rows, metrics: Sequence[str]) -> Curves:
    """The curves of these metrics, reduced where the rows are.

    `rows` are those of `scalars` with each key once, and without missing seeds or splits (see
    `one_log`). Where there are many steps, those are kept at which a curve is highest and lowest in
    a stretch of its axis, see `thin_curves`.
    """
    here = rows.filter(nw.col("metric").is_in(list(metrics)))
    logged = here.group_by(*CURVE, "step").agg(**moments("value"), logged=nw.len())
    means = logged.with_columns(missing=nw.col("logged") - nw.col("n"))
    means = means.with_columns(known=nw.when(nw.col("n") > 0).then(nw.col("n")))
    seeds = {"fewest": nw.col("known").min(), "most": nw.col("known").max()}
    missing = nw.col("missing").sum()
    counts = fetch(means.group_by(*CURVE).agg(steps=nw.len(), missing=missing, **seeds))
    steps, stretches = int(counts["steps"].sum()), max(_ROWS // (2 * max(len(counts), 1)), 20)
    if steps > _ROWS:
        means = thin_curves(means, "step", "mean", by=CURVE, panel=["stage"], stretches=stretches)
    points = fetch(means).sort_values([*CURVE, "step"], ignore_index=True)
    low, high = t_interval(points["mean"], points["deviation"], points["n"])
    points = points.rename(columns={"mean": "value"}).assign(low=low, high=high)
    points = points[[*CURVE, "step", "value", "low", "high", "n"]]
    both = pd.concat([counts["fewest"], counts["most"]]).dropna().astype(int)
    return Curves(points, both, steps, int(counts["missing"].sum()), stretches)
