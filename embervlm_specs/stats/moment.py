"""The rows of one moment of a training, for tables that hold several."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from embervlm_specs.errors import MissingDataError
from embervlm_specs.rows import Rows
from embervlm_specs.stats.selection import Selection, keep_last, recorded_steps

__all__ = ["chosen_step", "select_moment"]


def select_moment(
    table: str, rows: Rows, key: Sequence[str], *, step: int | None = None
) -> Selection:
    """The rows of one step, by default the last; all rows where no step was recorded.

    Of a repeated key the last row counts. Raises `MissingDataError` where `step` has no rows.
    """
    recorded = recorded_steps(rows)
    chosen = chosen_step(table, recorded, step)
    if chosen is not None:
        rows = rows.filter(nw.col("step") == chosen)
    rows, repeated = keep_last(rows, key)
    steps = () if chosen is None else (chosen,)
    return Selection(rows, steps, len(recorded), None, repeated)


def chosen_step(table: str, recorded: Sequence[int], step: int | None) -> int | None:
    """The step asked for, else the last recorded one, else None.

    Raises `MissingDataError` for a step that was not recorded.
    """
    if step is None:
        return recorded[-1] if recorded else None
    if step not in recorded:
        there = f"{recorded[0]} to {recorded[-1]}" if recorded else "none"
        raise MissingDataError(table, [f"has no rows at step {step} ({there})"])
    return step
