"""Values over steps and another direction, as surfaces and heatmaps need them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.sequence import evenly
from embervlm_specs.stats.selection import keep_last
from embervlm_specs.wording import joined, span

__all__ = ["over_steps", "thin_steps"]

MOST_STEPS = 24


def over_steps(
    rows: Rows, key: Sequence[str], *, most: int = MOST_STEPS
) -> tuple[pd.DataFrame, str]:
    """A table's cells at no more than `most` evenly spaced steps, and the words for the note.

    Of a repeated key the last row counts. The words give the range of `n`, and what was left out.
    """
    last, repeated = keep_last(rows, key)
    cells, recorded = thin_steps(fetch(last), most=most)
    shown = cells["step"].nunique()
    known = cells["n"].notna().any()
    words = joined(
        f"n = {span(cells['n'].dropna())} samples a value" if known else "n was not recorded",
        f"{shown} of {recorded} recorded steps, evenly spaced" if shown < recorded else "",
        f"{repeated:,} repeated rows replaced" if repeated else "",
    )
    return cells, words


def thin_steps(table: pd.DataFrame, *, most: int) -> tuple[pd.DataFrame, int]:
    """Rows of at most `most` evenly spaced steps, and how many steps there were."""
    steps = sorted(table["step"].unique())
    return table[table["step"].isin(evenly(steps, most))], len(steps)
