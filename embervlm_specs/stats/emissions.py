"""What a training emitted for what it won."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["NOISE", "NO_GAIN", "OTHER", "UNKNOWN", "emission_costs"]

NO_GAIN, NOISE = "no accuracy gain", "gain within noise"
OTHER, UNKNOWN = "gain of another metric", "gain not recorded"

_QUANTILE = 1.96
_SUMS = ["co2_kg", "accuracy_gain", "noise", "estimated_kg", "estimated"]
_COUNTS = ["missing", "unsized", "others"]


def emission_costs(emissions: pd.DataFrame, metric: str | None = None) -> pd.DataFrame:
    """What each component emitted in all, and what a percentage point of accuracy cost it.

    The rows of one stage and component add up: a training that was resumed emitted what its parts
    emitted together, and won what they won together.

    Parameters
    ----------
    emissions
        Rows of the table `emissions`.
    metric
        The metric whose gains are compared; None is that of gains whose metric was not named.

    Returns
    -------
    One row a stage and component, sorted by both, with

    `co2_kg`
        The sum of what is known; missing where nothing is. `missing` counts the rows without.
    `estimated`, `estimated_kg`
        Whether any of it is said to be estimated, and how much.
    `accuracy_gain`
        The sum of the gains of this metric; missing where none was recorded. `unsized` counts those
        whose number of samples was not, `others` the gains of other metrics.
    `noise`
        The gain that chance alone may give; missing where a number of samples is.
    `cost`
        Kilograms for a percentage point, co2_kg / (100 accuracy_gain), where a gain above 0 was
        shown; else `kind` says why there is none.

    Notes
    -----
    A share p of n independent samples has the variance p (1 - p) / n <= 1 / (4 n), the difference
    of two of them (on other samples, or on the same ones where what was right before is no rarer
    right after) at most the sum of both. So 1.96 standard errors of a gain are at most

        noise = 1.96 sqrt(1 / (2 n)),

    and a gain counts where it is larger. Of gains that add up the variances do:
    1.96 sqrt(sum_i 1 / (2 n_i)).

    """
    kg, gain, n = (emissions[name].astype(float) for name in ("co2_kg", "accuracy_gain", "n"))
    named = emissions["metric"]
    of_it = named.isna() if metric is None else (named == metric).fillna(False).astype(bool)
    ours, guessed = gain.notna() & of_it, emissions["estimated"].isin([True])
    rows = emissions[["stage", "component"]].assign(
        co2_kg=kg,
        accuracy_gain=gain.where(ours),
        noise=(1 / (2 * n)).where(ours),
        estimated_kg=kg.fillna(0) * guessed,
        estimated=guessed.astype(float),
        missing=kg.isna(),
        unsized=ours & n.isna(),
        others=gain.notna() & ~of_it,
    )
    parts = rows.groupby(["stage", "component"])
    table = parts[_SUMS].sum(min_count=1).join(parts[_COUNTS].sum()).reset_index()
    won, some = table["accuracy_gain"], table["accuracy_gain"] > 0
    noise = _QUANTILE * np.sqrt(table["noise"]).where(table["unsized"] == 0)
    kinds = {OTHER: won.isna() & (table["others"] > 0), UNKNOWN: won.isna()}
    kinds |= {NO_GAIN: ~some, NOISE: won <= noise}
    kind = np.select([*kinds.values()], [*kinds], "")
    cost = (table["co2_kg"] / (100 * won)).where(kind == "")
    return table.assign(estimated=table["estimated"] > 0, noise=noise, cost=cost, kind=kind)
