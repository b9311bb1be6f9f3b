"""How near an image and its text are in a map of embeddings."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

__all__ = ["PLACES", "distance_ratio", "join_pairs", "square_corners"]

PLACES = ["image_x", "image_y", "text_x", "text_y"]


def join_pairs(points: pd.DataFrame) -> pd.DataFrame:
    """Image and text of an item in one row.

    Takes columns `step`, `item`, `modality`, `x`, `y` and returns `step`, `item`, `image_x`,
    `image_y`, `text_x`, `text_y`, sorted by step and item; NaN where one of both is not there.
    """
    images, texts = (
        points.loc[points["modality"] == kind, ["step", "item", "x", "y"]].rename(
            columns={"x": f"{kind}_x", "y": f"{kind}_y"}
        )
        for kind in ("image", "text")
    )
    return images.merge(texts, on=["step", "item"], how="outer", sort=True)


def distance_ratio(pairs: pd.DataFrame) -> float:
    """Mean distance of an image to its own text, over that to the texts of other items.

    1 where pairs are no nearer than strangers, 0 where they fall together; NaN with fewer than two
    complete pairs, or where all texts are at one place with the images.
    """
    known = pairs[PLACES].dropna()
    images, texts = known[PLACES[:2]].to_numpy(), known[PLACES[2:]].to_numpy()
    distances = cdist(images, texts)
    own = np.eye(len(known), dtype=bool)
    others = distances[~own]
    if not others.any():
        return float("nan")
    return float(distances[own].mean() / others.mean())


def square_corners(pairs: pd.DataFrame) -> pd.DataFrame:
    """Two opposite corners, `x` and `y`, of the smallest square about all points."""
    xs, ys = pairs[["image_x", "text_x"]].to_numpy(), pairs[["image_y", "text_y"]].to_numpy()
    half = max(np.nanmax(v) - np.nanmin(v) for v in (xs, ys)) / 2 or 0.5
    middle = [(np.nanmax(v) + np.nanmin(v)) / 2 for v in (xs, ys)]
    return pd.DataFrame(
        [[c - half for c in middle], [c + half for c in middle]], columns=["x", "y"]
    )
