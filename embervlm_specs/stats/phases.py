"""Two ways of training compared, metric by metric, over seeds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from embervlm_specs.stats.means import mean_interval, within
from embervlm_specs.vocabulary import higher_is_better

__all__ = ["phase_means"]

_USUAL = {"robot_accuracy": 0, "reasoning_coherence": 1, "ece": 2, "latency": 3}


def phase_means(values: pd.DataFrame) -> pd.DataFrame:
    """Mean of each metric in each phase over the seeds.

    Parameters
    ----------
    values
        One row a phase, metric, unit and seed, with `value` and `higher_is_better` (missing where
        the metric itself tells).

    Returns
    -------
    Columns `metric`, `unit`, `phase`, `mean`, `low`, `high` (95 % t interval, cut to [0, 1] for
    fractions; NaN for one seed or equal values), `n` (seeds), `higher` (is better) and `order`,
    which numbers metrics and their units: the usual ones come first, then the others by name.

    """
    parts = values.groupby(["metric", "unit", "phase"])
    means = pd.concat([_phase_mean(part) for _, part in parts], ignore_index=True)
    usual = means["metric"].map(_USUAL).fillna(len(_USUAL)).rename("usual")
    return means.assign(order=means.groupby([usual, "metric", "unit"]).ngroup())


def _phase_mean(values: pd.DataFrame) -> pd.DataFrame:
    said = values["higher_is_better"].dropna()
    first = values[["metric", "unit", "phase"]].iloc[[0]].reset_index(drop=True)
    higher = bool(said.iloc[-1]) if len(said) else higher_is_better(first["metric"][0])
    mean = pd.DataFrame([mean_interval(values["value"])])
    bounds = (0.0, 1.0) if first["unit"][0] == "fraction" else (-np.inf, np.inf)
    return pd.concat([first, within(mean, *bounds)], axis="columns").assign(higher=higher)
