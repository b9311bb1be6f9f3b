"""Mean, 95 % interval and p over seeds and groups, from a matrix of sums of both."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import optimize, stats


class Estimate(NamedTuple):
    """What `clustered` finds; p of a mean of 0, of paired values alone."""

    mean: float
    low: float
    high: float
    p: float


def clustered(frame: pd.DataFrame, value: str, kind: str) -> Estimate:
    """Of rows with `seed` and `group`, all recorded, for at least two of each; see the docs."""
    y = frame[value].astype(float)
    n, mean = len(y), y.mean()
    away = frame.assign(e=(y - mean) / n).pivot_table(
        index="seed", columns="group", values="e", aggfunc="sum"
    )
    s, g = away.shape
    by_group, by_seed = away.sum(axis="index"), away.sum(axis="columns")
    units = g / (g - 1) * (by_group**2).sum()
    both = 0.0
    for group in away:  # a group in one seed tells nothing of what is left within it
        cells = away[group].dropna()
        k = len(cells)
        both += ((cells - cells.mean()) ** 2).sum() * k / (k - 1) if k > 1 else cells.iloc[0] ** 2
    sizes = frame.groupby(["seed", "group"]).size()
    shift = (frame.assign(y=y).groupby("seed")["y"].mean() - mean) ** 2
    main = (shift * (sizes**2).groupby("seed").sum() / n**2).sum() * s / (s - 1)
    both = max(both - main, 0) * g / (g - 1) * min(1, (s - 1) / 2)
    seeds = max(0.0, s / (s - 1) * (by_seed**2).sum() - both)
    kish = n**2 / (frame.groupby("group").size() ** 2).sum()

    def half(alpha: float) -> float:
        t = stats.t.isf(alpha / 2, [max(kish - 1, 1), s - 1])
        return float(np.sqrt(t[0] ** 2 * units + t[1] ** 2 * seeds))

    wide = half(0.05)
    if kind == "mean":
        return Estimate(mean, mean - wide, mean + wide, np.nan)
    alone = y.var(ddof=1) / n
    effect = (units + seeds) / alone * (1 + 1 / kish if kind == "share" else 1)
    size, z = n / max(effect, 1), wide / np.sqrt(units + seeds)
    if kind == "share":
        centre = (mean + z**2 / (2 * size)) / (1 + z**2 / size)
        wide = z * np.sqrt(mean * (1 - mean) / size + z**2 / (4 * size**2)) / (1 + z**2 / size)
        return Estimate(mean, centre - wide, centre + wide, np.nan)
    lost, won = (size * (y == sign).mean() + 1 for sign in (-1, 1))
    centre = (won - lost) / (size + 2)
    wide = z * np.sqrt(((won + lost) / (size + 2) - centre**2) / (size + 2))
    log_p = optimize.brentq(lambda log: half(np.exp(log)) - abs(mean), -200, -1e-9)
    return Estimate(mean, centre - wide, centre + wide, np.exp(log_p))
