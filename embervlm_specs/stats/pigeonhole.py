"""The pigeonhole bootstrap of what hits and confidence differ by, drawn from sums over rows."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from embervlm_specs.rows import Rows, collect, fetch

__all__ = ["Floats", "resampled_gaps"]

Floats = NDArray[np.float64]

_DRAWS, _MOST = 2000, 500
_CLUSTERS = ("seed", "group", "sample")
_UNIT = ["group", "unit"]
_NO_SEED = -0.5  # which no whole number is


def resampled_gaps(rows: Rows, *, random_state: int = 0) -> Floats:
    """What the hits of a bin lack or have too many of, as shares of all rows, in resampled rows.

    Parameters
    ----------
    rows
        Rows with `bin`, `hit` (0 or 1) and `confidence`; and, where they were recorded, `seed`,
        `group` and `sample`.
    random_state
        Seeds the draws, so that the same rows give the same numbers.

    Returns
    -------
    Sum of hit - confidence over the rows of a bin, divided by the number of all rows: one row for
    each of 2,000 draws, one column for each bin that holds rows.

    Notes
    -----
    A. B. Owen, "The pigeonhole bootstrap", Annals of Applied Statistics 1 (2007): seeds and units
    (groups, else samples) are resampled each for themselves, and a row counts as often as its seed
    times its unit. It is too wide rather than too narrow where rows differ for reasons of their
    own, and too narrow where two or three seeds differ much. The rows stay where they are: only
    what a unit has in a bin and seed is fetched. Of more than 500 units, as many blocks of units,
    put together by chance, are resampled.

    Where there is neither a group nor a second seed, and for rows that name no unit, a row is a
    unit of its own. How often rows of a bin, right or wrong, are drawn is then multinomial, and the
    sum of their confidences normal, by their mean and variance.

    """
    random = np.random.default_rng(random_state)
    units, cells = _sums(rows)
    bins = np.union1d(units["bin"], cells["bin"])
    seeds = np.union1d(units["seed"], cells["seed"])
    times = _resampled(len(seeds), random)
    gaps, total = _cells_drawn(cells, times[:, np.searchsorted(seeds, cells["seed"])], bins, random)
    if len(units):
        block = _blocks(units, random)
        weights = _resampled(int(block.max()) + 1, random)
        for place, seed in enumerate(seeds):
            here = (units["seed"] == seed).to_numpy()
            sums = np.zeros((weights.shape[1], len(bins) + 1))
            part, spot = units[here], np.searchsorted(bins, units["bin"][here])
            np.add.at(sums, (block[here], spot), part["away"])
            np.add.at(sums, (block[here], len(bins)), part["n"])
            drawn = times[:, [place]] * (weights @ sums)
            gaps, total = gaps + drawn[:, :-1], total + drawn[:, -1]
    # where few seeds have units of their own, a draw can miss all rows
    return np.asarray(gaps[total > 0] / total[total > 0, None])


def _sums(rows: Rows) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sums of each unit in a bin and seed, and moments of rows that are units of their own."""
    names = rows.collect_schema().names()
    nothing = nw.lit(None, dtype=nw.String)
    seed, group, sample = (nw.col(name) if name in names else nothing for name in _CLUSTERS)
    hit, confidence = nw.col("hit"), nw.col("confidence").cast(nw.Float64)
    placed = rows.with_columns(seed=seed.cast(nw.Float64).fill_null(_NO_SEED), group=group).select(
        "bin",
        "seed",
        "group",
        "hit",
        confidence=confidence,
        away=hit - confidence,
        unit=nw.when(group.is_null()).then(sample),
    )
    counted = collect(placed.select(nw.col("seed").n_unique(), nw.col("group").count())).row(0)
    if counted[0] > 1 or counted[1]:
        alone = nw.col("group").is_null() & nw.col("unit").is_null()
        of_unit = placed.filter(~alone).group_by("seed", *_UNIT, "bin")
        units = fetch(of_unit.agg(nw.col("away").sum(), n=nw.len()))
        placed = placed.filter(alone)
    else:
        units = pd.DataFrame({"seed": [], "bin": []}, dtype=float)
    of_cell = placed.group_by("seed", "bin", "hit")
    spread = nw.col("confidence").std(ddof=1)
    cells = fetch(of_cell.agg(nw.col("away").mean(), n=nw.len(), spread=spread))
    if len(units):
        units = units.sort_values(["seed", *_UNIT, "bin"]).astype({"away": float})
    cells = cells.sort_values(["seed", "bin", "hit"])
    return units, cells.astype({"away": float, "spread": float})


def _resampled(count: int, random: np.random.Generator) -> Floats:
    """How often each of so many things is drawn, in each draw."""
    return random.multinomial(count, [1 / count] * count, size=_DRAWS).astype(float)


def _blocks(units: pd.DataFrame, random: np.random.Generator) -> NDArray[np.int64]:
    """The block of each row's unit; a unit is a block of its own where they are few."""
    number = units.groupby(_UNIT, dropna=False).ngroup().to_numpy()
    count = int(number.max()) + 1
    return np.asarray(random.permutation(count)[number] % _MOST if count > _MOST else number)


def _cells_drawn(
    cells: pd.DataFrame, times: Floats, bins: Floats, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """The gaps of the rows that are units of their own, and how many rows are drawn."""
    if cells.empty:
        return np.zeros((_DRAWS, len(bins))), np.zeros(_DRAWS)
    n = cells["n"].to_numpy()
    drawn = random.multinomial(n.sum(), n / n.sum(), size=_DRAWS).astype(float)
    deviation = cells["spread"].fillna(0).to_numpy() * np.sqrt((n - 1) / n)
    noise = np.sqrt(drawn) * deviation * random.standard_normal(drawn.shape)
    away = drawn * cells["away"].to_numpy() + noise
    of_bin = cells["bin"].to_numpy()[:, None] == bins
    return (times * away) @ of_bin, (times * drawn).sum(axis=1)
