"""What a change of the model, or of its training, does to metrics, over seeds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from embervlm_specs.stats.intervals import mean_interval, within
from embervlm_specs.vocabulary import higher_is_better

__all__ = ["ablation_effects", "phase_means"]

_USUAL = {"robot_accuracy": 0, "reasoning_coherence": 1, "ece": 2, "latency": 3}


def ablation_effects(rows: pd.DataFrame) -> pd.DataFrame:
    """How much better each component's removal makes the metric; negative where it does harm.

    Parameters
    ----------
    rows
        One row a component and seed, with `component`, `score` and `baseline` (the metric without
        the component, and of the whole model), `metric` and `higher_is_better` (missing where the
        metric itself tells).

    Returns
    -------
    One row a component, the largest effect first: `change` (mean over seeds of score - baseline,
    turned round where less is better), `low` and `high` (its 95 % t interval, missing where
    there is one seed), `n` (seeds), `score` and `baseline` (means).

    """
    change = rows["score"] - rows["baseline"]
    change = change.where(_more_is_better(rows), rows["baseline"] - rows["score"])
    table = rows.assign(change=change + 0.0)  # no minus zero
    effects = [
        {
            "component": component,
            **mean_interval(part["change"])._asdict(),
            "score": part["score"].mean(),
            "baseline": part["baseline"].mean(),
        }
        for component, part in table.groupby("component")
    ]
    found = pd.DataFrame(effects).rename(columns={"mean": "change"})
    return found.sort_values("change", key=abs, ascending=False, kind="stable", ignore_index=True)


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
    said = parts["higher_is_better"].last().reset_index()
    means = said.join(pd.DataFrame([mean_interval(part["value"]) for _, part in parts]))
    share = means["unit"] == "fraction"
    lowest, highest = share.map({True: 0, False: -np.inf}), share.map({True: 1, False: np.inf})
    usual = means["metric"].map(_USUAL).fillna(len(_USUAL)).rename("usual")
    order = means.groupby([usual, "metric", "unit"]).ngroup()
    told = within(means, lowest, highest).assign(higher=_more_is_better(means), order=order)
    return told.drop(columns="higher_is_better")


def _more_is_better(rows: pd.DataFrame) -> pd.Series[bool]:
    """Whether more is better in each row: as it says itself, else as the metric tells."""
    said = rows["higher_is_better"].astype("boolean")
    return said.fillna(rows["metric"].map(higher_is_better).astype("boolean")).astype(bool)
