"""High-dimensional vectors as points of the plane, frame by frame, so that a reader can follow."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

__all__ = ["Method", "place_points", "principal_plane", "starting_places", "unit_vectors"]

Method = Literal["tsne", "umap"]
Floats = NDArray[np.float64]

FEWEST = 5
"""Fewer points have no neighbourhoods to keep; they are put into their principal plane."""

_SMALL = 1e-4
"""Spread of a first frame's start: small, so that t-SNE finds the order by itself."""


def unit_vectors(vectors: Floats) -> Floats:
    """Vectors of length 1, shape (n, d), so that distances are those of the cosine; 0 stays 0."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(length > 0, length, 1))


def principal_plane(vectors: Floats) -> Floats:
    """Coordinates along the first two principal components, shape (n, 2); 0 where there are fewer.

    The sign of a component is the one that makes its largest coordinate positive, so that the
    result is always the same.
    """
    left, scale, _ = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)
    found = left[:, :2] * scale[:2]
    largest = found[np.abs(found).argmax(axis=0), range(found.shape[1])]
    plane = np.zeros((len(vectors), 2))
    plane[:, : found.shape[1]] = found * np.where(largest < 0, -1, 1)
    return plane


def starting_places(vectors: Floats, before: Floats, *, seed: int) -> Floats:
    """Where a frame's points start, shape (n, 2): where they were in the frame before.

    `before` holds those places, NaN for points that were not there; such a point starts beside the
    known point whose vector is nearest to its own. At least one must be known.
    """
    new = np.isnan(before).any(axis=1)
    nearest = (vectors[new] @ vectors[~new].T).argmax(axis=1)
    start = before.copy()
    # not at the very same place, where t-SNE could not part them
    aside = np.random.default_rng(seed).normal(size=(int(new.sum()), 2)) * _SMALL
    start[new] = before[~new][nearest] + aside
    return start


def place_points(
    vectors: Floats,
    before: Floats | None = None,
    *,
    method: Method = "tsne",
    seed: int = 0,
    perplexity: float = 30.0,
) -> Floats:
    """One frame's points in the plane, shape (n, 2).

    Parameters
    ----------
    vectors
        Unit vectors, shape (n, d).
    before
        The points' places in the frame before, as `starting_places` takes them; None in the first.
    method
        `tsne` (scikit-learn, Barnes-Hut) or `umap` (umap-learn, which must be installed).
    seed
        The same seed gives the same places, whatever the number of cores: one thread works.
    perplexity
        About how many neighbours count in t-SNE; at most a third of the other points. UMAP has its
        usual 15, or all others.

    Notes
    -----
    L. van der Maaten and G. Hinton, "Visualizing data using t-SNE", JMLR 9 (2008). The first frame
    starts from the principal plane; a later one starts where the points were and without early
    exaggeration, which would shuffle them anew. L. McInnes, J. Healy and J. Melville, "UMAP",
    arXiv:1802.03426.

    """
    n, plane = len(vectors), principal_plane(vectors)
    if n < FEWEST:
        return plane
    if before is None or np.isnan(before).any(axis=1).all():
        start, exaggeration = _first_start(plane, seed), 12.0
    else:
        start, exaggeration = starting_places(vectors, before, seed=seed), 1.0
    same: dict[str, Any] = {"init": start.astype(np.float32), "random_state": seed}
    with threadpool_limits(1):
        if method == "umap":
            import umap

            model = umap.UMAP(n_neighbors=min(15, n - 1), n_jobs=1, **same)
        else:
            from sklearn.manifold import TSNE  # here, as importing it takes a second

            near = min(perplexity, (n - 1) / 3)
            model = TSNE(perplexity=near, early_exaggeration=exaggeration, **same)
        return np.asarray(model.fit_transform(vectors), dtype=float)


def _first_start(plane: Floats, seed: int) -> Floats:
    spread = plane[:, 0].std()
    # equal vectors have no plane; chance spreads them, as t-SNE cannot part what lies together
    chance = np.random.default_rng(seed).normal(size=plane.shape)
    return (plane / spread if spread > 0 else chance) * _SMALL
