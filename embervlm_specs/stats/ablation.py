"""What removing a component does to a metric."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.stats.means import mean_interval
from embervlm_specs.vocabulary import higher_is_better

__all__ = ["ablation_effects"]


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
    known = rows["higher_is_better"].astype("boolean")
    better = known.fillna(rows["metric"].map(higher_is_better).astype("boolean")).astype(bool)
    change = (rows["score"] - rows["baseline"]).where(better, rows["baseline"] - rows["score"])
    table = rows.assign(change=change + 0.0)  # no minus zero
    effects = [
        {
            "component": component,
            **mean_interval(part["change"])._asdict(),
            "score": part["score"].mean(),
            "baseline": part["baseline"].mean(),
        }
        for component, part in table.groupby("component", sort=False)
    ]
    return (
        pd.DataFrame(effects)
        .rename(columns={"mean": "change"})
        .sort_values("component")
        .sort_values("change", key=abs, ascending=False, kind="stable", ignore_index=True)
    )
