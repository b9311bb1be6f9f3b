"""Where two phases of a training and their difference lie, one panel a metric."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from embervlm_specs.selection.evenly import evenly

__all__ = ["phase_panels"]

_WHAT = "joint − frozen"
_MOST_DOTS = 12
_MOST_ROOM = 3.0
"""How many times the largest seed of a metric an interval may reach above 0, as it is drawn."""


def phase_panels(
    means: pd.DataFrame, values: pd.DataFrame, effects: pd.DataFrame, phases: Sequence[str]
) -> pd.DataFrame:
    """The rows of all panels, each drawn by its `part`.

    Parameters
    ----------
    means, values
        As `stats.effects.phase_means` returns and takes them, with the `text` of each mean.
    effects
        One row a metric of `means`, with `order`, `change`, `low`, `high`, `p`, `n`, and the words
        `name`, `under`, `verdict` and `lines`.
    phases
        The phases that each panel has room for.

    Returns
    -------
    Columns `order`, `part`, and those that the parts draw: `head` and `under` a `text`; `bar` a
    bar, its interval from `low` to `drawn`, which ends below 3 times the largest value so that
    the bars can be seen, and its text at `top`; `absent` a phase without a bar; `seed` a dot;
    `difference` a text, `change` a dot at `at`, and `reach` a line from `start` to `end`, as shares
    of the widest reach to either side of 0.

    """
    keys = ["metric", "unit", "phase"]
    seeds = [evenly(list(rows), _MOST_DOTS) for rows in values.groupby(keys).indices.values()]
    dots = values.iloc[[row for rows in seeds for row in rows]].merge(means[[*keys, "order"]])
    bars = means.merge(dots.groupby(keys, as_index=False)["value"].max())
    most = bars.groupby("order")["value"].transform("max") * _MOST_ROOM
    bars["drawn"] = bars["high"].where(most <= 0, bars["high"].clip(upper=most))
    bars["top"] = bars[["mean", "drawn", "value"]].max(axis="columns").clip(lower=0)
    found = means.groupby("order")["phase"].agg(set)
    absent = [(order, p) for order, there in found.items() for p in phases if p not in there]
    several = dots["order"].map(means.groupby("order")["n"].max() > 1)
    shown = ["order", "phase", "mean", "low", "high", "n", "drawn", "top", "text"]
    parts = {
        "head": effects[["order"]].assign(text=effects["name"]),
        "under": effects[["order"]].assign(text=effects["under"]),
        "bar": bars[shown],
        "absent": pd.DataFrame(absent, columns=["order", "absent"]).assign(text="not\nmeasured"),
        "seed": dots.loc[several, ["order", "phase", "value"]],
        **_differences(effects),
    }
    return pd.concat([rows.assign(part=part) for part, rows in parts.items()])


def _differences(effects: pd.DataFrame) -> dict[str, pd.DataFrame]:
    ends = effects[["change", "low", "high"]]
    reach = ends.abs().max(axis="columns")
    shares = ends.div(reach.where(reach > 0, 1.0), axis="index")
    shares = shares.rename(columns={"change": "at", "low": "start", "high": "end"})
    dots = effects[["order", "change", "low", "high", "p", "n", "verdict"]].join(shares["at"])
    lines = effects[["order"]].join(shares[["start", "end"]])
    return {
        "difference": effects[["order"]].assign(text=effects["lines"], what=_WHAT),
        "change": dots[dots["at"].notna()],
        "reach": lines[lines["start"].notna()],
    }
