"""How near an image and its text are among embeddings, and where they lie in a map of these."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from embervlm_specs.errors import TableError

__all__ = ["cosine_ratio", "cosine_ratios", "join_pairs", "square_corners"]

_SMALL = 1e-12
"""A cosine distance of less is none, but for rounding."""

_PLACES = ["image_x", "image_y", "text_x", "text_y"]


def join_pairs(points: pd.DataFrame) -> pd.DataFrame:
    """Image and text of an item in one row.

    Takes columns `step`, `item`, `modality`, `x`, `y` and returns `step`, `item`, `image_x`,
    `image_y`, `text_x`, `text_y`, sorted by step and item; NaN where one of both is not there.
    """
    wide = points.pivot(index=["step", "item"], columns="modality", values=["x", "y"])
    places = [(axis, kind) for kind in ("image", "text") for axis in ("x", "y")]
    return wide.reindex(columns=places).set_axis(_PLACES, axis="columns").reset_index()


def cosine_ratios(points: pd.DataFrame) -> pd.DataFrame:
    """The `cosine_ratio` at each `step`, where it is known.

    Takes columns `step`, `item`, `modality` and `vector`, each item once; one without its image or
    its text is left out. Returns `step`, `ratio` and `n`, the pairs compared.
    """
    found = []
    for step, part in points.groupby("step"):
        wide = part.pivot(index="item", columns="modality", values="vector")
        pairs = wide.reindex(columns=["image", "text"]).dropna()
        vectors = _matrix([*pairs.to_numpy().ravel()])
        ratio = cosine_ratio(vectors[::2], vectors[1::2])
        found.append((step, ratio, len(pairs)))
    return pd.DataFrame(found, columns=["step", "ratio", "n"]).dropna()


def cosine_ratio(images: ArrayLike, texts: ArrayLike) -> float:
    """Mean cosine distance of images to their own text, over that to the texts of the others.

    Parameters
    ----------
    images, texts
        Vectors, shape (n, d); the text of an image has the same row. A pair of which one vector is
        0 or not finite has no angle, and is left out.

    Returns
    -------
    1 where pairs are no nearer than strangers, 0 where they are one; NaN with fewer than two pairs,
    or where no text is away from any image of another.

    Notes
    -----
    With unit vectors u_i of images and v_i of texts the mean distances are
    1 - sum_i u_i v_i / n and 1 - ((sum_i u_i) (sum_j v_j) - sum_i u_i v_i) / (n (n - 1)), so that
    no matrix of all pairs is needed.

    """
    u, v = (np.asarray(vectors, dtype=float) for vectors in (images, texts))
    length = np.array([np.linalg.norm(each, axis=-1) for each in (u, v)])
    known = (np.isfinite(length) & (length > 0)).all(axis=0)
    n = int(known.sum())
    if n < 2:
        return float("nan")
    u, v = (each[known] / own[known, None] for each, own in zip((u, v), length, strict=True))
    together = (u * v).sum()
    apart = u.sum(axis=0) @ v.sum(axis=0) - together
    own, others = 1 - together / n, 1 - apart / (n * (n - 1))
    return float(max(own, 0.0) / others) if others > _SMALL else float("nan")


def _matrix(vectors: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """One row a vector. Raises `TableError` where they are not of one length."""
    lengths = sorted({len(vector) for vector in vectors})
    if len(lengths) > 1:
        listed = ", ".join(map(str, lengths))
        raise TableError("embeddings", [f"column 'vector' must have one length, has {listed}"])
    return np.array(vectors, dtype=float)


def square_corners(pairs: pd.DataFrame) -> pd.DataFrame:
    """Two opposite corners, `x` and `y`, of the smallest square about all points."""
    points = pairs[_PLACES].to_numpy(float).reshape(-1, 2)
    low, high = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
    middle, half = (low + high) / 2, (high - low).max() / 2 or 0.5
    return pd.DataFrame([middle - half, middle + half], columns=["x", "y"])
