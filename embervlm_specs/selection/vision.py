"""Answers that were given with the image, and those that were not."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from embervlm_specs.rows import collect
from embervlm_specs.selection.shown import Shown

__all__ = ["seeing"]


def seeing(shown: Shown) -> tuple[Shown, str]:
    """The answers given with the image, where it was recorded, and the words that say so."""
    here = nw.col("with_vision")
    recorded = collect(shown.rows.select(here).filter(~here.is_null()).unique())["with_vision"]
    if recorded.is_empty():
        return shown, ""
    best = bool(recorded.any())
    return shown.where(here == best), f"answers with{'' if best else 'out'} vision"
