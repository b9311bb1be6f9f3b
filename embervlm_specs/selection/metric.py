"""Which metric a figure compares by, where rows speak of several."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals.stable.v2 as nw

from embervlm_specs.errors import MissingDataError
from embervlm_specs.rows import fetch
from embervlm_specs.selection.shown import Shown

__all__ = ["Metric", "choose_metric"]


@dataclass(frozen=True)
class Metric:
    """The metric shown (None where it has no name), and how many rows speak of each other one."""

    name: str | None
    others: dict[str, int]

    @property
    def condition(self) -> nw.Expr:
        """Which rows speak of it."""
        here = nw.col("metric")
        return here.is_null() if self.name is None else (here == self.name).fill_null(False)


def choose_metric(shown: Shown, metric: str | None = None) -> Metric:
    """The metric asked for, else the one that most rows have; of equals the first by name.

    Raises `MissingDataError` where no row has the metric asked for.
    """
    counted = fetch(shown.rows.group_by("metric").agg(nw.len().alias("n")))
    named = counted[counted["metric"].notna()].sort_values("metric")
    counts = dict(zip(named["metric"], named["n"].astype(int), strict=True))
    if metric is not None and metric not in counts:
        there = ", ".join(counts) or "none is named"
        raise MissingDataError(shown.table.name, [f"has no rows of metric '{metric}' ({there})"])
    name = metric or max(counts, key=lambda each: counts[each], default=None)
    unnamed = int(counted["n"].sum()) - sum(counts.values())
    others = {other: n for other, n in counts.items() if other != name}
    return Metric(name, others | ({"not named": unnamed} if unnamed and name else {}))
