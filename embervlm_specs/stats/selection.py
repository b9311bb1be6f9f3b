"""Which rows a figure shows: one prompting, one step, and of a repeated key the last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from embervlm_specs.errors import MissingDataError
from embervlm_specs.rows import ROW, Rows, collect, has_order
from embervlm_specs.sequence import evenly
from embervlm_specs.wording import joined

__all__ = ["Selection", "keep_last", "recorded_steps", "select_predictions"]


@dataclass(frozen=True)
class Selection:
    """The rows a figure shows, and the words that say which they are.

    `steps` are the chosen steps in order, empty where none was recorded; `recorded` counts the
    steps there are; `prompting` is None where it was not recorded; `repeated` counts rows that a
    later one with the same key replaced.
    """

    rows: Rows
    steps: tuple[int, ...]
    recorded: int
    prompting: str | None
    repeated: int

    @property
    def words(self) -> str:
        """The selection as a reader of the picture needs it."""
        few = len(self.steps) < self.recorded
        return joined(
            f"step {self.steps[0]:,}" if len(self.steps) == 1 else "",
            f"{len(self.steps)} of {self.recorded:,} recorded steps, evenly spaced"
            if few and len(self.steps) > 1
            else "",
            f"{self.prompting} prompting" if self.prompting else "",
            f"{self.repeated:,} repeated rows replaced" if self.repeated else "",
        )


def select_predictions(
    rows: Rows,
    key: Sequence[str],
    *,
    prompting: str = "direct",
    step: int | None = None,
    frames: int = 1,
) -> Selection:
    """The rows of `robot_predictions` for one moment, or for several moments of the training.

    Parameters
    ----------
    rows
        Validated rows of `robot_predictions`.
    key
        The columns that identify a row; of a repeated key the last row counts.
    prompting
        Which prompting to show where it was recorded.
    step
        The moment; by default the last one.
    frames
        More than 1 for that many evenly spaced moments, first and last among them.

    Raises
    ------
    MissingDataError
        No row has this prompting, or this step.

    """
    asked = rows.select(
        nw.col("prompting").count().alias("recorded"),
        (nw.col("prompting") == prompting).cast(nw.Int64).sum().alias("chosen"),
    )
    counts = collect(asked).rows(named=True)[0]
    if counts["recorded"]:
        if not counts["chosen"]:
            raise MissingDataError("robot_predictions", [f"has no rows with {prompting} prompting"])
        rows = rows.filter(nw.col("prompting") == prompting)

    recorded = recorded_steps(rows)
    if step is not None and step not in recorded:
        there = f"{recorded[0]} to {recorded[-1]}" if recorded else "none"
        raise MissingDataError("robot_predictions", [f"has no rows at step {step} ({there})"])
    steps = (
        [step] if step is not None else recorded[-1:] if frames == 1 else evenly(recorded, frames)
    )
    if recorded:
        rows = rows.filter(nw.col("step").is_in(steps))
    rows, repeated = keep_last(rows, key)
    shown = prompting if counts["recorded"] else None
    return Selection(rows, tuple(steps), len(recorded), shown, repeated)


def recorded_steps(rows: Rows) -> list[int]:
    """The steps that occur, in order; empty where steps were not recorded."""
    steps = collect(rows.select("step").filter(~nw.col("step").is_null()).unique())
    return sorted(int(step) for step in steps["step"].to_list())


def keep_last(rows: Rows, key: Sequence[str]) -> tuple[Rows, int]:
    """Of rows with the same key keep the last, and say how many went.

    A key counts where all its columns are there. Where the rows have no order (an engine's
    relation), "last" is the greatest row in the order of its other columns, so that the choice is
    at least always the same.
    """
    complete = ~nw.any_horizontal(*[nw.col(name).is_null() for name in key], ignore_nulls=True)
    keyed = rows.filter(complete)
    repeated = _repeated(keyed, key)
    if not repeated:
        return rows, 0
    names = rows.collect_schema().names()
    order = [ROW] if has_order(rows) else [name for name in names if name not in key]
    last = keyed.unique(list(key), keep="last", order_by=order)
    return nw.concat([last.select(names), rows.filter(~complete).select(names)]), repeated


def _repeated(keyed: Rows, key: Sequence[str]) -> int:
    """How many rows have a key that another row has too.

    Counts distinct values of the finest column inside groups of the others, which needs a fraction
    of the memory that grouping by the whole key takes; a single group is counted without grouping,
    which is several times faster again.
    """
    *coarse, fine = key
    ask: list[Any] = [nw.len().alias("rows"), nw.col(fine).n_unique().alias("keys")]
    several = bool(coarse) and len(collect(keyed.select(coarse).unique().head(2))) > 1
    if several:
        found = keyed.group_by(*coarse).agg(*ask).select(nw.col("rows", "keys").sum())
    else:
        found = keyed.select(*ask)
    total = collect(found).rows(named=True)[0]
    return int((total["rows"] or 0) - (total["keys"] or 0))
