"""Which metric a figure compares by, where rows speak of several."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals.stable.v2 as nw

from embervlm_specs.errors import MissingDataError
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.wording import shortened

__all__ = ["Metric", "choose_metric"]

_NAMED = 3


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

    @property
    def words(self) -> str:
        """The other metrics, as a reader needs them; empty where there is none."""
        names = [shortened(name, most=24) for name in self.others]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        return ", ".join(names[:_NAMED]) + more


def choose_metric(table: str, rows: Rows, *, metric: str | None = None) -> Metric:
    """The metric asked for, else the one that most rows have; of equals the first by name.

    Raises `MissingDataError` where no row has the metric asked for.
    """
    counted = fetch(rows.group_by("metric").agg(nw.len().alias("n")))
    named = counted[counted["metric"].notna()].sort_values("metric")
    counts = dict(zip(named["metric"], named["n"].astype(int), strict=True))
    if metric is not None and metric not in counts:
        there = ", ".join(counts) or "none is named"
        raise MissingDataError(table, [f"has no rows of metric '{metric}' ({there})"])
    shown = metric or max(counts, key=lambda name: counts[name], default=None)
    unnamed = int(counted["n"].sum()) - sum(counts.values())
    others = {name: n for name, n in counts.items() if name != shown}
    if unnamed and shown is not None:
        others["not named"] = unnamed
    return Metric(shown, others)
