"""Which sequence a figure shows, where rows are tokens of several."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from embervlm_specs.errors import MissingDataError
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.vocabulary import class_order

__all__ = ["choose_sequence"]


def choose_sequence(rows: Rows, sequence: str | int | None = None) -> tuple[str, int]:
    """The name of the sequence asked for, else of the longest, and how many sequences there are.

    Of equally long ones the first in natural order. The column `sequence` must hold texts. Raises
    `MissingDataError` for a sequence that is not there.
    """
    tokens = fetch(rows.group_by("sequence").agg(nw.len().alias("n"))).set_index("sequence")["n"]
    names = class_order(tokens.index)
    longest = max(names, key=lambda name: int(tokens[name]))
    chosen = longest if sequence is None else str(sequence)
    if chosen not in names:
        raise MissingDataError("token_probabilities", [f"has no sequence '{chosen}'"])
    return chosen, len(names)
