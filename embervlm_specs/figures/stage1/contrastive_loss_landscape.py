"""Which distances between images and texts go with which loss, and how training got there."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import joined, note_rows, path_on_surface, span, surface
from embervlm_specs.rows import Rows
from embervlm_specs.stats.landscape import loss_landscape
from embervlm_specs.tables import CONTRASTIVE_PAIRS
from embervlm_specs.theme import STAGE1_RANGE

__all__ = ["contrastive_loss_landscape"]

X = "distance, matching pairs"
Y = "distance, non-matching"
Z = "mean loss (nats)"


@figure(CONTRASTIVE_PAIRS, renderer="matplotlib")
def contrastive_loss_landscape(pairs: Rows, /, *, n_bins: int = 12) -> Drawing:
    """Contrastive loss over the distances of pairs.

    A surface of observations alone: batches are binned by their mean distance of matching and of
    non-matching pairs, each bin with a batch is a face in the colour of its mean loss, and faces
    join halfway to those beside them. Where training has not been there is a hole; nothing is
    interpolated. The line is the path of the training, the means of 24 stretches of equally many
    steps.

    Parameters
    ----------
    pairs
        `contrastive_pairs`, one row a batch.
    n_bins
        Bins in each direction, of equal width over the distances there are.

    """
    found = loss_landscape(pairs, n_bins=n_bins)
    cells, path = found.cells, found.path.assign(label=_labels(found.path))
    losses = dict.fromkeys(f"{loss:.2f}" for loss in path["loss"].iloc[[0, -1]])
    batches = f"{cells['n'].sum():,} batches in {len(cells)} of {n_bins} × {n_bins} bins"
    which = joined(batches, f"n = {span(cells['n'])} a bin")
    change = f"line: the training, in means of {span(path['n'])} batches, loss {' → '.join(losses)}"
    floor = "grey: bins with batches, the others are unknown"

    chart = surface(
        "cells",
        x=("positive_low", X),
        y=("negative_low", Y),
        z=("loss", Z),
        upper=("positive_high", "negative_high"),
        colors=STAGE1_RANGE[1:],
        layer=[
            path_on_surface(
                "path",
                x=("positive_distance", X),
                y=("negative_distance", Y),
                z=("loss", Z),
                label="label",
            )
        ],
    )
    data = {"cells": cells, "path": path, "note": note_rows(which, change, floor)}
    return Drawing(chart, data, description=f"{_words(path)} {which}")


def _labels(path: pd.DataFrame) -> list[str]:
    """The steps of the first and of the last stretch; those between have none."""
    names = [""] * len(path)
    for i in (0, -1):
        ends = path[["first", "last"]].iloc[i]
        names[i] = f"{'step' if ends.nunique() == 1 else 'steps'} {span(ends)}"
    return names


def _words(path: pd.DataFrame) -> str:
    start, end = path.iloc[0], path.iloc[-1]
    said = [
        f"{at.label}: matching pairs {at.positive_distance:.2f}, others "
        f"{at.negative_distance:.2f} apart, loss {at.loss:.2f}"
        for at in ([start, end] if len(path) > 1 else [start])
    ]
    return f"Mean contrastive loss over distances; {'; '.join(said)}."
