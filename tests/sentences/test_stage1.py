"""What the pictures of stage 1 say with numbers, computed from the tables anew."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.stats import binned_statistic_2d

from tests.sentences import description, read, sentences
from tests.sentences.spans import span

DISTANCES = ["positive_distance", "negative_distance"]
BINS, STRETCHES = 12, 24


def test_similarity_evolution_3d() -> None:
    table = read("token_similarity")
    grid = table.pivot(index="step", columns="token", values="similarity")
    assert grid.notna().all(axis=None)  # only then is each mean one over all visual tokens
    (first, start), *_, (last, end) = grid.mean(axis="columns").items()
    parts = [
        f"mean over all visual tokens ({grid.shape[1]}): "
        f"{_written(start)} at step {first:,} → {_written(end)} at step {last:,}",
        f"n = {span(table['n'])} samples a value",
    ]
    assert sentences("similarity_evolution_3d") == parts
    about = "Cosine similarity of visual tokens and captions"
    assert description("similarity_evolution_3d") == f"{about}. {' · '.join(parts)}"


def test_vision_feature_maps() -> None:
    table = read("feature_maps")
    images = sorted(table["sample"].unique())
    step = table.loc[table["sample"] == images[0], "step"].max()
    shown = table[(table["sample"] == images[0]) & (table["step"] == step)]
    (rows,), (columns,) = (
        shown.groupby(["layer", "kind"])[end].max().unique() + 1 for end in ("row", "column")
    )
    parts = [f"sample {images[0]} ({len(images)} recorded)", f"step {step:,}"]
    parts += [f"maps of {rows} × {columns}"]
    assert sentences("vision_feature_maps") == parts
    layers, values = shown["layer"].nunique(), shown.groupby("kind")["value"]
    assert len(shown) < 2 * layers * rows * columns  # so that something is grey
    over = shown.groupby("kind")["layer"].nunique()
    kinds = zip(["activation", "attention"], values.min(), values.max(), over, strict=True)
    told = "{} from {:.3g} to {:.3g} over {} layer(s)"
    ranges = ", ".join(told.format(*kind) for kind in kinds)
    about = ranges
    whole = " · ".join([*parts, "grey: not recorded"])
    assert description("vision_feature_maps") == f"{about}. {whole}"


def test_contrastive_loss_landscape() -> None:
    table = read("contrastive_pairs")
    count, *_ = binned_statistic_2d(*table[DISTANCES].to_numpy().T, None, "count", bins=BINS)
    stretches = _stretches(table)
    n = pd.Series([len(each) for each in stretches])
    start, end = stretches[0], stretches[-1]
    parts = [
        f"batches: {len(table):,}, in {(count > 0).sum()} of {BINS} × {BINS} bins",
        f"n = {span(pd.Series(count[count > 0]))} a bin",
        f"line: the training, in means of {span(n)} batch(es), "
        f"loss {start['loss'].mean():.2f} → {end['loss'].mean():.2f}",
    ]
    assert sentences("contrastive_loss_landscape") == parts
    about = f"Mean contrastive loss over distances; {_told(start)}; {_told(end)}"
    whole = " · ".join([*parts, "grey: bins with batches, the others are unknown"])
    assert description("contrastive_loss_landscape") == f"{about}. {whole}"


def _written(number: float) -> str:
    return f"{number:.2f}".replace("-", "\N{MINUS SIGN}")


def _stretches(table: pd.DataFrame) -> list[pd.DataFrame]:
    """The batches of each stretch of equally many steps."""
    step = table["step"]
    edges = np.linspace(step.min(), step.max() + 1, STRETCHES + 1)
    parts = [table[(low <= step) & (step < high)] for low, high in pairwise(edges)]
    return [part for part in parts if len(part)]


def _told(batches: pd.DataFrame) -> str:
    matching, others = batches[DISTANCES].mean()
    return (
        f"steps {span(batches['step'])}: matching pairs {matching:.2f}, others {others:.2f} apart,"
        f" loss {batches['loss'].mean():.2f}"
    )
