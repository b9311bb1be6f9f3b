"""What a change of the model, or of its training, does to metrics, over seeds."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import scipy

from embervlm_specs.stats.intervals import holm, mean_interval, within
from embervlm_specs.stats.unpaired import unpaired_interval, unpaired_p
from embervlm_specs.vocabulary import higher_is_better

__all__ = ["ablation_effects", "phase_effects", "phase_means", "whole_models"]

_USUAL = {"robot_accuracy": 0, "reasoning_coherence": 1, "ece": 2, "latency": 3}

_METRIC = ["metric", "unit"]
_PHASES = ("frozen_backbone", "joint_finetuning")

_NO_MEAN = frozenset(
    {"ap", "auc", "auroc", "correlation", "f1", "map", "pearson", "r2", "spearman"}
)
"""Words in the name of a metric that is no mean of the samples' scores."""


def ablation_effects(rows: pd.DataFrame) -> pd.DataFrame:
    """How much better each component's removal makes the metric; negative where it does harm.

    Parameters
    ----------
    rows
        One row a component and seed, with `component`, `score` and `baseline` (the metric without
        the component, and of the whole model), `metric`, `n` (samples, where known) and
        `higher_is_better` (missing where the metric itself tells).

    Returns
    -------
    One row a component, the largest effect first: `change` (mean over seeds of score - baseline,
    turned round where less is better), `low`, `high`, `p` (Holm's, over all components), `n` and
    `of_samples` as `_difference` has them, `score` and `baseline` (means).

    """
    better = _more_is_better(rows)
    table = rows.assign(
        first=rows["baseline"].where(better, rows["score"]),
        second=rows["score"].where(better, rows["baseline"]),
        n_first=rows["n"],
        n_second=rows["n"],
        share=rows["metric"].map(_is_share),
    )
    effects = [
        {
            "component": component,
            **_difference(part),
            "score": part["score"].mean(),
            "baseline": part["baseline"].mean(),
        }
        for component, part in table.groupby("component")
    ]
    found = pd.DataFrame(effects)
    found["p"] = holm(found["p"])
    return found.sort_values("change", key=abs, ascending=False, kind="stable", ignore_index=True)


def whole_models(rows: pd.DataFrame) -> pd.Series[float]:
    """The lowest and the highest that the metric of the whole model can be, over seeds.

    Each seed counts once, however many components repeat its baseline. Both are the mean over
    seeds where the components of each seed name the same baseline.
    """
    seeds = rows.groupby("seed", dropna=False)["baseline"].agg(["min", "max"])
    return seeds.mean()


def phase_means(values: pd.DataFrame) -> pd.DataFrame:
    """Mean of each metric in each phase over the seeds.

    Parameters
    ----------
    values
        One row a phase, metric, unit and seed, with `value` and `higher_is_better` (missing where
        the metric itself tells).

    Returns
    -------
    Columns `metric`, `unit`, `phase`, `mean`, `low`, `high` (95 % interval; NaN for one seed or
    equal values), `n` (seeds), `higher` (is better) and `order`, which numbers metrics and their
    units: the usual ones come first, then the others by name.

    Notes
    -----
    Student's t interval, mean -+ h, cut to [0, 1] for fractions. Of other units of which all values
    are positive it is that of the mean's logarithm, [mean exp(-h / mean), mean exp(h / mean)], by
    the delta method (L. Wasserman, "All of Statistics", Springer 2004, section 5.5), so that it
    never falls to 0.

    """
    parts = values.groupby([*_METRIC, "phase"])
    said = parts["higher_is_better"].last().reset_index()
    means = said.join(pd.DataFrame([mean_interval(part["value"]) for _, part in parts]))
    share = means["unit"] == "fraction"
    lowest, highest = share.map({True: 0, False: -np.inf}), share.map({True: 1, False: np.inf})
    usual = means["metric"].map(_USUAL).fillna(len(_USUAL)).rename("usual")
    order = means.groupby([usual, *_METRIC]).ngroup()
    least = means.merge(values.groupby(_METRIC, as_index=False)["value"].min())["value"]
    told = _of_logarithms(within(means, lowest, highest), ~share & (least > 0))
    told = told.assign(higher=_more_is_better(means), order=order)
    return told.drop(columns="higher_is_better")


def phase_effects(values: pd.DataFrame) -> pd.DataFrame:
    """Joint fine-tuning less the frozen backbone, paired by seed, of each metric that both have.

    Parameters
    ----------
    values
        As `phase_means` takes them, with `n` (samples, where known).

    Returns
    -------
    Columns `metric`, `unit`, `change`, `low`, `high`, `p` (Holm's, over all metrics), `n` (pairs of
    seeds) and `of_samples` as `_difference` has them, and `unpaired`, a list of the seeds that one
    phase alone has. A metric without a pair has no change. Differences of fractions are cut to
    [-1, 1].

    """
    keys, wanted = [*_METRIC, "seed"], [*_METRIC, "seed", "value", "n"]
    before, after = (values.loc[values["phase"] == phase, wanted] for phase in _PHASES)
    both = before.merge(after, "outer", on=keys, suffixes=("_first", "_second"), indicator=True)
    both = both.rename(columns={"value_first": "first", "value_second": "second"})
    both["share"] = (both["unit"] == "fraction") & both["metric"].map(_is_share)
    effects = []
    for (metric, unit), part in both.groupby(_METRIC):
        alone = part["_merge"] != "both"
        found = _difference(part[~alone])
        seeds = part.loc[alone, "seed"].dropna().astype(int).tolist()
        effects.append({"metric": metric, "unit": unit, **found, "unpaired": seeds})
    table = pd.DataFrame(effects)
    most = (table["unit"] == "fraction").map({True: 1.0, False: np.inf})
    return within(table, -most, most).assign(p=holm(table["p"]))


def _difference(pairs: pd.DataFrame) -> dict[str, Any]:
    """Mean of second less first with its 95 % interval and two-sided p; one row a seed.

    Over seeds it is Student's t interval and t test of the differences. With one seed, where both
    are a `share` of a known number of samples, it is the interval of these samples, as if those of
    both were not the same, and `of_samples` is true; it knows nothing of other seeds. Else there is
    none: differences that are all equal do not tell how they spread.
    """
    change = (pairs["second"] - pairs["first"]).to_numpy(dtype=float) + 0.0  # no minus zero
    mean, low, high, n = mean_interval(change)
    p, of_samples = np.nan, False
    size = pairs[["first", "second"]].abs().to_numpy().max(initial=0.0)
    if n > 1 and high - low > 1e-9 * size:
        t = mean / (change.std(ddof=1) / np.sqrt(n))
        p = float(2 * scipy.special.stdtr(n - 1, -abs(t)))
    elif n == 1 and _has_samples(pairs):
        shares = [pairs[name].astype(float) for name in ("first", "n_first", "second", "n_second")]
        ends = unpaired_interval(*shares)
        low, high = float(ends[0][0]), float(ends[1][0])
        p, of_samples = float(unpaired_p(*shares)[0]), True
    else:
        low = high = np.nan
    return {"change": mean, "low": low, "high": high, "p": p, "n": n, "of_samples": of_samples}


def _has_samples(pairs: pd.DataFrame) -> bool:
    """Whether both values are shares of a known number of samples."""
    within_one = pairs[["first", "second"]].ge(0) & pairs[["first", "second"]].le(1)
    counted = pairs[["n_first", "n_second"]].astype(float) > 0
    return bool(pairs["share"].all() and within_one.all(axis=None) and counted.all(axis=None))


def _is_share(metric: str) -> bool:
    """Whether a fraction of this name is a mean of the samples' scores, as far as one can tell.

    What less is better of is a loss, an error of calibration, a cost: their spread is another.
    """
    return higher_is_better(metric) and _NO_MEAN.isdisjoint(_words(metric))


def _words(metric: str) -> list[str]:
    return re.findall(r"[a-z]+\d?", metric.casefold())


def _of_logarithms(means: pd.DataFrame, where: pd.Series[bool]) -> pd.DataFrame:
    """Intervals of means that are positive, on the scale of their logarithms."""
    mean, half = means["mean"], (means["high"] - means["mean"])
    wide = np.exp((half / mean).where(where))
    ends = {"low": (mean / wide), "high": (mean * wide)}
    return means.assign(**{name: end.where(where, means[name]) for name, end in ends.items()})


def _more_is_better(rows: pd.DataFrame) -> pd.Series[bool]:
    """Whether more is better in each row: as it says itself, else as the metric tells."""
    said = rows["higher_is_better"].astype("boolean")
    return said.fillna(rows["metric"].map(higher_is_better).astype("boolean")).astype(bool)
