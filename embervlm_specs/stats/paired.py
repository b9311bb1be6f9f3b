"""Two ways of asking, compared on the same samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, collect, fetch
from embervlm_specs.stats.accuracy import HIT, where_known
from embervlm_specs.stats.clusters import estimates
from embervlm_specs.stats.intervals import holm

__all__ = ["Pairs", "pair_predictions", "paired_effects", "paired_shares", "paired_steps"]


@dataclass(frozen=True)
class Pairs:
    """Samples that were predicted both ways.

    `rows` has one row a sample and seed: `robot` (the right one), `seed`, `group`, `sample`,
    `first` and `second`, 1 where that prompting found the robot, else 0, and `change`, second less
    first. `unpaired` counts samples (of a seed) with one prompting only, and `unnamed` rows without
    a sample, which cannot be paired.
    """

    rows: Rows
    unpaired: int
    unnamed: int


def paired_steps(rows: Rows, promptings: Sequence[str]) -> list[int]:
    """The steps at which each of the promptings was recorded, in order."""
    known = rows.filter(nw.col("prompting").is_in(list(promptings)), ~nw.col("step").is_null())
    seen = fetch(known.group_by("step").agg(n=nw.col("prompting").n_unique()))
    return sorted(int(step) for step in seen.loc[seen["n"] == len(promptings), "step"])


def pair_predictions(rows: Rows, first: str, second: str) -> Pairs:
    """Match the predictions of two promptings by seed and sample, where the rows are.

    The rows are those of one stage and moment and hold each (prompting, seed, sample) once. A
    sample whose two rows disagree about the right robot is no pair.
    """
    asked = rows.filter(nw.col("prompting").is_in([first, second]))
    named, unnamed = where_known(asked, "sample")
    is_first = (nw.col("prompting") == first).cast(nw.Int64)
    samples = (
        named.with_columns(first=HIT * is_first, second=HIT * (1 - is_first))
        .group_by("seed", "sample", "true_robot")
        .agg(nw.col("first", "second").sum(), group=nw.col("group").max(), rows=nw.len())
        .rename({"true_robot": "robot"})
        .with_columns(change=nw.col("second") - nw.col("first"))
    )
    paired = nw.col("rows") == 2
    single = samples.filter(~paired).select("seed", "sample").unique().select(n=nw.len())
    pairs = samples.filter(paired).select(*_COLUMNS)
    return Pairs(pairs, int(collect(single)["n"][0] or 0), unnamed)


_COLUMNS = ("robot", "seed", "group", "sample", "first", "second", "change")


def paired_shares(pairs: Rows, whole: str) -> pd.DataFrame:
    """How often each way is right for each robot, and for all of them, called `whole`.

    Returns columns `robot`, `way` (`first` or `second`), `n`, `correct`, `accuracy`, `low`, `high`,
    sorted by both keys; see `stats.clusters.estimates`.
    """
    rows = _and_whole(pairs, whole)
    ways = [estimates(rows, ["robot"], way, kind="share").assign(way=way) for way in _WAYS]
    found = pd.concat(ways).rename(columns={"total": "correct", "mean": "accuracy"})
    table = found[["robot", "way", "n", "correct", "accuracy", "low", "high"]]
    return table.astype({"correct": "int64"}).sort_values(["robot", "way"], ignore_index=True)


_WAYS = ("first", "second")
_ALONE = ("only_first", "only_second")


def paired_effects(pairs: Rows, whole: str) -> pd.DataFrame:
    """How much more often the second way is right, for each robot, and for all, called `whole`.

    Returns columns `robot` (sorted), `n`, `change`, `low`, `high`, `p`, `seeds`, `groups` (see
    `stats.clusters.estimates`; of independent samples p is McNemar's mid-p), and `only_first` and
    `only_second`, the pairs that one way alone got right. p of the robots are Holm's among
    themselves; that of `whole`, the main comparison, is as it is.
    """
    rows, change = _and_whole(pairs, whole), nw.col("change")
    one_way = dict(zip(_ALONE, ((change == sign).cast(nw.Int64) for sign in (-1, 1)), strict=True))
    alone = fetch(rows.with_columns(**one_way).group_by("robot").agg(nw.col(*_ALONE).sum()))
    found = estimates(rows, ["robot"], "change", kind="paired").rename(columns={"mean": "change"})
    table = found.merge(alone.astype(dict.fromkeys(_ALONE, "int64")), on="robot")
    one = table["robot"] != whole
    table.loc[one, "p"] = holm(table.loc[one, "p"])
    return table.drop(columns=["total", "se"])


def _and_whole(pairs: Rows, whole: str) -> Rows:
    return nw.concat([pairs, pairs.with_columns(robot=nw.lit(whole))])
