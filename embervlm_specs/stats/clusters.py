"""Means and shares of samples that are alike: over seeds, groups and samples, with their intervals.

A table of single samples may hold several seeds (models trained alike) and groups (samples about
one task, image or conversation). Rows that share one of them are not independent, so that an
interval that counts rows is too narrow. One estimator serves all: `estimates`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import scipy
from numpy.typing import ArrayLike, NDArray

from embervlm_specs.rows import Rows, collect, fetch
from embervlm_specs.stats.intervals import mcnemar_mid_p, paired_interval, wilson_interval

__all__ = ["Kind", "estimates"]

Kind = Literal["mean", "share", "paired"]

_WHOLE = "__all__"
_CLUSTERS = ("seed", "group", "chain")
"""Columns that make rows depend on one another, where they hold something."""


def estimates(
    rows: Rows, by: Sequence[str], value: str, *, kind: Kind = "mean", level: float = 0.95
) -> pd.DataFrame:
    """Mean of `value` in each group, with an interval that covers seeds, groups and samples.

    Parameters
    ----------
    rows
        One row an observation, with `value`; and, where they were recorded, `seed`, `group` and
        `sample`. A row that names no group is alike to the rows of its sample only, one that names
        neither to no other.
    by
        The columns of the groups; without any, all rows are one.
    value
        A number or a truth value; rows without it are left out.
    kind
        `mean` has Student's interval, `share` (of truth values) Wilson's, `paired` (differences of
        two truth values: -1, 0 or 1) that of Bonett and Price.
    level
        Coverage, 0.95 by default.

    Returns
    -------
    Columns `by` (sorted), `n` (rows), `total` (sum of the values), `mean`, `low`, `high`, `se`
    (standard error), `p` (two-sided, of a mean of 0; none of shares), `seeds` and `groups` (how
    many were recorded; 0 where none was). What spread cannot be told from (one row, one unit, equal
    values of a mean) has no interval.

    Notes
    -----
    Seeds and units (groups, else samples) are crossed. With S seeds, G units, and e the sum of
    (value - mean) / n in a seed, a unit or both, the variance of the mean has the parts

        V_G = G/(G-1) sum_g e_g^2   and   max(0, V_S - V_SG),   V_S = S/(S-1) sum_s e_s^2,

    where V_SG is what V_G and V_S both count: what neither its unit nor its seed explains of a unit
    in one seed (half of it where there are two seeds). For equally many rows everywhere this is the
    analysis of variance of a two-way random layout (R. L. Brennan, "Generalizability theory",
    Springer 2001, section 3.1); for others A. C. Cameron, J. B. Gelbach and D. L. Miller, "Robust
    inference with multiway clustering", Journal of Business & Economic Statistics 29 (2011),
    equation 2.11, add the same sums. Half the
    interval is the root of the sum of both parts, each times the square of its own t quantile, with
    S - 1 and G* - 1 degrees of freedom, as G. Y. Zou and A. Donner, "Construction of confidence
    limits about effect measures: a general approach", Statistics in Medicine 27 (2008), section 2,
    join limits; G* = (sum_g n_g)^2 / sum_g n_g^2 is L. Kish's number of equally large units
    ("Survey sampling", Wiley 1965, section 11.7). With one seed it is the t interval of a mean of
    clusters, with rows that all are independent the usual one.

    Shares have Wilson's interval of n / D samples, where D >= 1 is the design effect, V over the
    variance of as many independent rows (E. L. Korn and B. I. Graubard, "Confidence intervals for
    proportions with small expected number of positive counts", Survey Methodology 24 (1998)). Few
    groups with few errors among them show too little spread, so that D of shares is raised by
    1 / G*; where all values are equal D cannot be told, and a unit counts as one. p is where the
    interval of that level ends at 0; of independent paired shares it is McNemar's mid-p.

    """
    keys = list(by) or [_WHOLE]
    known = rows.drop_nulls(value).with_columns(
        nw.lit(1).alias(_WHOLE), nw.col(value).cast(nw.Float64).alias("y")
    )
    names = known.collect_schema().names()
    present = [name for name in _CLUSTERS if name in names]
    counted = collect(known.select(nw.col(*present).count())).rows(named=True)[0] if present else {}
    clustered = any(counted.values())
    sums = _crossed_sums(known, keys) if clustered else _independent_sums(known, keys)
    table = _with_intervals(_parts_of_the_mean(sums), kind, level).sort_index().reset_index()
    columns = ["n", "total", "mean", "low", "high", "se", "p", "seeds", "groups"]
    return table[[*by, *columns]].astype({"n": "int64", "seeds": "int64", "groups": "int64"})


def _independent_sums(rows: Rows, keys: list[str]) -> pd.DataFrame:
    """What the variances are made of, where each row is a unit of its own."""
    y = nw.col("y")
    found = fetch(rows.group_by(*keys).agg(y=y.sum(), n=nw.len(), spread=y.std(ddof=1)))
    table = found.set_index(keys).astype(float)
    n = table["n"]
    table["v_units"] = (table["spread"] ** 2 / n).where(n > 1)
    table["squares"] = table["spread"].fillna(0) ** 2 * (n - 1) + table["y"] ** 2 / n
    zeros = dict.fromkeys(("v_seeds", "v_both", "seeds", "groups"), 0.0)
    return table.assign(**zeros, units=n, kish=n, parts=1.0, independent=True)


def _crossed_sums(rows: Rows, keys: list[str]) -> pd.DataFrame:
    """What the variances are made of, summed over seeds and over units where the rows are.

    A cell is what a unit has in one seed. Where rows name neither group nor sample, each is a cell
    and a unit of its own.
    """
    y, group, sample = nw.col("y"), nw.col("group"), nw.col("sample")
    names = rows.collect_schema().names()
    nothing = nw.lit(None, dtype=nw.String)
    clusters = {name: nw.col(name) if name in names else nothing for name in _UNITS}
    placed = rows.with_columns(**clusters).select(
        *keys, *_UNITS, unit=nw.when(group.is_null()).then(sample), y=y, squares=y * y, n=nw.lit(1)
    )
    named = ~(group.is_null() & sample.is_null())
    summed = nw.col("n", "y", "squares").sum()
    cells = placed.filter(named).group_by(*keys, "seed", "group", "unit").agg(summed)
    parts = [_cell_squares(cells)]
    units = [parts[0].group_by(*keys, "group", "unit").agg(nw.col(*_CELL).sum(), seeds=nw.len())]
    if collect(placed.select(alone=(~named).any()))["alone"][0]:
        alone = placed.filter(~named).select(*keys, "seed", "group", "n", "y", "squares")
        parts.append(_cell_squares(alone))
        units.append(parts[1].with_columns(seeds=nw.lit(1)))
    by_unit = pd.concat([_unit_sums(part, keys) for part in units])
    by_seed = pd.concat(
        fetch(part.group_by(*keys, "seed").agg(nw.col("y", "n", "nn").sum())) for part in parts
    )
    sums = by_unit.groupby(keys, dropna=False)
    totals = sums.sum().drop(columns="most").join(sums["most"].max())
    return _variance_parts(totals.astype(float), by_seed, keys)


_UNITS = ("seed", "group", "sample")
_CELL = ("n", "y", "squares", "yy", "ny", "nn")


def _cell_squares(cells: Rows) -> Rows:
    n, y = nw.col("n"), nw.col("y")
    return cells.with_columns(yy=y * y, ny=n * y, nn=n * n)


def _unit_sums(units: Rows, keys: list[str]) -> pd.DataFrame:
    """Sums over units: `t_*` of the squares of a unit, `b_*` of what is left within its seeds.

    The latter are the squares of its cells around their mean, for a unit of one seed the whole:
    what is counted both among units and among seeds.
    """
    seeds, n, y = nw.col("seeds"), nw.col("n"), nw.col("y")
    whole = {"yy": y * y, "ny": n * y, "nn": n * n}
    wider = seeds / (seeds - 1).clip(lower_bound=1)
    within = {
        f"b_{name}": nw.when(seeds > 1)
        .then((nw.col(name) - square / seeds) * wider)
        .otherwise(nw.col(name))
        for name, square in whole.items()
    }
    squares = units.with_columns(
        **within, **{f"t_{name}": square for name, square in whole.items()}
    )
    sums = nw.col("n", "y", "squares", *within, *(f"t_{name}" for name in whole)).sum()
    most, groups = seeds.max().alias("most"), nw.col("group").count().alias("groups")
    return fetch(squares.group_by(*keys).agg(sums, most, groups, units=nw.len()))


def _variance_parts(units: pd.DataFrame, seeds: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The variances of the mean between units, between seeds, and what both count."""
    n, mean = units["n"], units["y"] / units["n"]
    count = units["units"]
    more = (count / (count - 1)).where(count > 1)
    v_units = more * (units["t_yy"] - 2 * mean * units["t_ny"] + mean**2 * units["t_nn"]) / n**2
    both = units["b_yy"] - 2 * mean * units["b_ny"] + mean**2 * units["b_nn"]

    seeds = seeds.groupby([*keys, "seed"], dropna=False, as_index=False).sum()
    of = seeds.merge(mean.rename("mean").reset_index(), on=keys).assign(
        away=lambda t: t["y"] - t["n"] * t["mean"],
        shift=lambda t: t["nn"] * (t["y"] / t["n"] - t["mean"]) ** 2,
        recorded=lambda t: t["seed"].notna(),
    )
    of["square"] = of["away"] ** 2
    sums = of.groupby(keys, dropna=False)
    parts = sums.size().astype(float)
    among = (parts / (parts - 1)).where(parts > 1, 0.0)
    v_seeds = among * sums["square"].sum() / n**2
    shifts = among.where(units["most"] > 1, 1.0) * sums["shift"].sum()
    v_both = more * (both - shifts).clip(lower=0) / n**2
    return units[["y", "n", "squares", "units", "groups"]].assign(
        v_units=v_units.clip(lower=0),
        v_seeds=v_seeds,
        v_both=v_both.where(parts > 1, 0.0),
        kish=n**2 / units["t_nn"],
        parts=parts,
        seeds=sums["recorded"].sum(),
        independent=(parts == 1) & (units["t_nn"] == n),
    )


def _parts_of_the_mean(sums: pd.DataFrame) -> pd.DataFrame:
    """The mean, the two parts of its variance, and the degrees of freedom of each."""
    # two seeds tell so little of their spread that no more than half is taken from it
    twice = sums["v_both"] * ((sums["parts"] - 1) / 2).clip(upper=1)
    between = (sums["v_seeds"] - twice).clip(lower=0)
    return sums.assign(
        total=sums["y"],
        mean=sums["y"] / sums["n"],
        between=between,
        variance=sums["v_units"] + between,
        df_units=(sums["kish"] - 1).clip(lower=1),
        df_seeds=(sums["parts"] - 1).clip(lower=1),
    )


def _with_intervals(table: pd.DataFrame, kind: Kind, level: float) -> pd.DataFrame:
    n, mean, variance = table["n"], table["mean"], table["variance"]
    spread = variance > 0
    half = pd.Series(_half_width(table, 1 - level), table.index).where(spread)
    low, high = mean - half, mean + half
    if kind != "mean":
        # Wilson's and Bonett's intervals are made for the normal quantile
        normal = float(scipy.special.ndtri(0.5 + level / 2))
        alone = scipy.special.stdtrit(table["df_units"].to_numpy(), 0.5 + level / 2)
        quantile = (half / np.sqrt(variance)).fillna(pd.Series(alone, table.index))
        quantile = quantile.where(~table["independent"], normal)
        size = n / _design_effect(table, kind)
        ends = (
            wilson_interval(mean * size, size, quantile=quantile)
            if kind == "share"
            else paired_interval(mean, table["squares"] / n, size, quantile=quantile)
        )
        low, high = (pd.Series(end, table.index) for end in ends)
    if kind == "share":  # of which nobody asks whether it is 0
        return table.assign(low=low, high=high, se=np.sqrt(variance), p=np.nan)
    p = pd.Series(_p_of_zero(table), table.index).where(spread).where(mean != 0, 1.0)
    if kind == "paired":
        # where all units agree each of them is one pair
        scale = (table["kish"] / n).where(~table["independent"], 1.0)
        lost, won = ((table["squares"] + sign * table["y"]) / 2 * scale for sign in (-1, 1))
        exact = pd.Series(mcnemar_mid_p(lost.round(), won.round()), table.index)
        p = p.where(spread & ~table["independent"], exact)
    return table.assign(low=low, high=high, se=np.sqrt(variance), p=p)


def _half_width(table: pd.DataFrame, alpha: ArrayLike) -> NDArray[np.float64]:
    """Half the interval of a mean that leaves out alpha."""
    of_units, of_seeds, v_units, between = (
        table[name].to_numpy() for name in ("df_units", "df_seeds", "v_units", "between")
    )
    tail = np.asarray(alpha, dtype=float) / 2
    units, seeds = (scipy.special.stdtrit(df, tail) ** 2 for df in (of_units, of_seeds))
    return np.asarray(np.sqrt(units * v_units + seeds * between))


def _p_of_zero(table: pd.DataFrame) -> NDArray[np.float64]:
    """The alpha whose interval of the mean ends at 0, its logarithm found by bisection."""
    low, high = np.full(len(table), -300.0), np.zeros(len(table))
    away = table["mean"].abs().to_numpy()
    for _ in range(50):
        middle = (low + high) / 2
        wide = _half_width(table, np.exp(middle)) > away
        low, high = np.where(wide, middle, low), np.where(wide, high, middle)
    return np.asarray(np.exp((low + high) / 2))


def _design_effect(table: pd.DataFrame, kind: Kind) -> pd.Series[float]:
    """How many times the variance is that of as many independent rows; at least 1."""
    n, units = table["n"], table["kish"]
    independent = (table["squares"] - n * table["mean"] ** 2).clip(lower=0) / (n * (n - 1))
    effect = table["variance"] / independent.where(independent > 1e-15)
    if kind == "share":
        effect *= (1 + 1 / units).where(~table["independent"], 1.0)
    return effect.fillna(n / units).clip(lower=1)
