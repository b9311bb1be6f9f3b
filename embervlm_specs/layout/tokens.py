"""Lines and bars along a sequence, and tokens written into bars, none on top of another."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from embervlm_specs.layout.labels import text_width
from embervlm_specs.theme import LABEL_SIZE
from embervlm_specs.words import shortened

__all__ = ["bars_of_bins", "line_of_bins", "spaced_out", "written_tokens"]

_LETTERS = 14


def line_of_bins(bins: pd.DataFrame, width: int) -> pd.DataFrame:
    """Quartiles of bins, by their first position, at their `middle`; empty bins break a line."""
    line = bins[["low", "median", "high"]].reindex(
        range(bins.index.min(), bins.index.max() + 1, width)
    )
    return line.assign(middle=line.index + (width - 1) / 2)


def bars_of_bins(bins: pd.DataFrame, width: int) -> pd.DataFrame:
    """The `median` of each bin as a bar from `start` to `end`, with a gap to the next."""
    return bins[["median"]].assign(start=bins.index - 0.45, end=bins.index + width - 0.55)


def written_tokens(tokens: pd.DataFrame, *, room: float, threshold: float) -> pd.DataFrame:
    """Which tokens are written in small text, where a bar is `room` pixels wide.

    Where bars are too narrow for a line of text, those with a probability below the threshold, the
    least probable first. Returns columns `at` (the position), `token` (at most 14 visible letters)
    and `across` (whether all fit across their bars, so that none must be turned).
    """
    known = tokens.dropna(subset="token").sort_values("position")
    if room < LABEL_SIZE:
        unsure = known[known["probability"] < threshold].sort_values("probability", kind="stable")
        known = unsure[spaced_out(unsure["position"], math.ceil(LABEL_SIZE / room))]
    text = known["token"].map(_visible)
    across = all(text_width(token, LABEL_SIZE - 1) < room for token in text)
    return pd.DataFrame({"at": known["position"], "token": text, "across": across})


def spaced_out(position: ArrayLike, distance: int) -> NDArray[np.bool_]:
    """Which positions can be kept so far apart, where the earlier in the list go first."""
    taken: list[int] = []
    kept = []
    for place in np.asarray(position, dtype=np.int64):
        kept.append(all(abs(place - other) >= distance for other in taken))
        taken += [place] * kept[-1]
    return np.array(kept, dtype=bool)


def _visible(token: str) -> str:
    plain = token.replace("\n", "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}").strip()
    return shortened(plain, most=_LETTERS) or "\N{OPEN BOX}"
