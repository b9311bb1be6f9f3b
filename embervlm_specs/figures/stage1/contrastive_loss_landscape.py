"""Which distances between images and texts go with which loss, and how training got there."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.stats.landscape import loss_bins, training_path
from embervlm_specs.tables import CONTRASTIVE_PAIRS
from embervlm_specs.theme import STAGE1_RANGE
from embervlm_specs.words import listed, span


@figure(CONTRASTIVE_PAIRS, steps=None)
def contrastive_loss_landscape(pairs: Shown, *, n_bins: int = 12) -> Facts:
    """Contrastive loss over the distances of pairs.

    A surface of observations alone: batches are binned by their mean distance of matching and of
    non-matching pairs, each bin with a batch is a face in the colour of its mean loss, and faces
    join halfway to those beside them. Where training has not been there is a hole; nothing is
    interpolated. The line is the path of the training, the means of 24 stretches of equally many
    steps.

    Parameters
    ----------
    n_bins
        Bins in each direction, of equal width over the distances there are.

    """
    cells, path = loss_bins(pairs.rows, n_bins=n_bins), training_path(pairs.rows)
    ends = path.iloc[[0, -1]].drop_duplicates()
    steps = [span(pd.Series(pair)) for pair in zip(ends["first"], ends["last"], strict=True)]
    ends = ends.assign(label=["step" + "s" * (" " in words) + f" {words}" for words in steps])
    losses = " → ".join(dict.fromkeys(ends["loss"].map("{:.2f}".format)))
    where = "{label}: matching pairs {positive_distance:.2f}, others {negative_distance:.2f} apart"
    told = listed(ends, f"{where}, loss {{loss:.2f}}", between="; ")
    batches = f"batches: {cells['n'].sum():,}, in {len(cells)} of {n_bins} × {n_bins} bins"
    return Facts(
        cells=cells,
        path=path.assign(label=ends["label"].reindex(path.index, fill_value="")),
        about=f"Mean contrastive loss over distances; {told}",
        say=[
            (batches, f"n = {span(cells['n'])} a bin"),
            f"line: the training, in means of {span(path['n'])} batch(es), loss {losses}",
            "grey: bins with batches, the others are unknown",
        ],
    )


@contrastive_loss_landscape.design
def design() -> m.Design:
    return m.surface(
        "cells",
        x=("positive_low", "distance, matching pairs"),
        y=("negative_low", "distance, non-matching"),
        z=("loss", "mean loss (nats)"),
        upper=("positive_high", "negative_high"),
        colors=STAGE1_RANGE[1:],
        path=("path", "positive_distance", "negative_distance", "loss", "label"),
    )
