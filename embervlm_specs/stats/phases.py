"""Two ways of training compared, metric by metric, over seeds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from embervlm_specs.stats.means import mean_interval, within
from embervlm_specs.vocabulary import higher_is_better

__all__ = ["metric_order", "phase_means"]

_USUAL = ("robot_accuracy", "reasoning_coherence", "ece", "latency")


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
    fractions; NaN for one seed or equal values), `n` (seeds) and `higher` (is better).

    """
    parts = values.groupby(["metric", "unit", "phase"])
    return pd.concat([_phase_mean(part) for _, part in parts], ignore_index=True)


def _phase_mean(values: pd.DataFrame) -> pd.DataFrame:
    said = values["higher_is_better"].dropna()
    first = values[["metric", "unit", "phase"]].iloc[[0]].reset_index(drop=True)
    higher = bool(said.iloc[-1]) if len(said) else higher_is_better(first["metric"][0])
    mean = pd.DataFrame([mean_interval(values["value"])])
    bounds = (0.0, 1.0) if first["unit"][0] == "fraction" else (-np.inf, np.inf)
    return pd.concat([first, within(mean, *bounds)], axis="columns").assign(higher=higher)


def metric_order(means: pd.DataFrame) -> list[tuple[str, str]]:
    """The metrics and their units as they are drawn: the usual ones first, then by name."""
    found = {
        (str(metric), str(unit))
        for metric, unit in zip(means["metric"], means["unit"], strict=True)
    }
    return sorted(found, key=lambda key: (_rank(key[0]), key))


def _rank(metric: str) -> int:
    return _USUAL.index(metric) if metric in _USUAL else len(_USUAL)
