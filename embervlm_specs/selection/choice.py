"""Which metric, sequence or way of asking a figure shows, where rows speak of several."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals.stable.v2 as nw

from embervlm_specs.errors import MissingDataError
from embervlm_specs.rows import Rows, collect, fetch
from embervlm_specs.selection.shown import Shown
from embervlm_specs.vocabulary import class_order

__all__ = ["Metric", "choose_metric", "choose_sequence", "seeing"]


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
    counted = fetch(shown.rows.group_by("metric").agg(n=nw.len()))
    named = counted[counted["metric"].notna()].sort_values("metric")
    counts = dict(zip(named["metric"], named["n"].astype(int), strict=True))
    if metric is not None and metric not in counts:
        there = ", ".join(counts) or "none is named"
        raise shown.lacks(f"has no rows of metric '{metric}' ({there})")
    name = metric or max(counts, key=lambda each: counts[each], default=None)
    unnamed = int(counted["n"].sum()) - sum(counts.values())
    others = {other: n for other, n in counts.items() if other != name}
    return Metric(name, others | ({"not named": unnamed} if unnamed and name else {}))


def choose_sequence(rows: Rows, sequence: str | int | None = None) -> tuple[str, int]:
    """The name of the sequence asked for, else of the longest, and how many sequences there are.

    Of equally long ones the first in natural order. The column `sequence` must hold texts. Raises
    `MissingDataError` for a sequence that is not there.
    """
    last = nw.col("position").max()
    ends = fetch(rows.group_by("sequence").agg(end=last)).set_index("sequence")["end"]
    names = class_order(ends.index)
    longest = max(names, key=lambda name: int(ends[name]))
    chosen = longest if sequence is None else str(sequence)
    if chosen not in names:
        raise MissingDataError("token_probabilities", [f"has no sequence '{chosen}'"])
    return chosen, len(names)


def seeing(shown: Shown) -> tuple[Shown, str]:
    """The answers given with the image, where it was recorded, and the words that say so."""
    here = nw.col("with_vision")
    recorded = collect(shown.rows.select(here).filter(~here.is_null()).unique())["with_vision"]
    if recorded.is_empty():
        return shown, ""
    best = bool(recorded.any())
    return shown.where(here == best), f"answers with{'' if best else 'out'} vision"
