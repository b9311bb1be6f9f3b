"""How near an image and its text are in a map of embeddings."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["distance_ratio", "distance_ratios", "join_pairs", "square_corners"]

_PLACES = ["image_x", "image_y", "text_x", "text_y"]


def join_pairs(points: pd.DataFrame) -> pd.DataFrame:
    """Image and text of an item in one row.

    Takes columns `step`, `item`, `modality`, `x`, `y` and returns `step`, `item`, `image_x`,
    `image_y`, `text_x`, `text_y`, sorted by step and item; NaN where one of both is not there.
    """
    wide = points.pivot(index=["step", "item"], columns="modality", values=["x", "y"])
    places = [(axis, kind) for kind in ("image", "text") for axis in ("x", "y")]
    return wide.reindex(columns=places).set_axis(_PLACES, axis="columns").reset_index()


def distance_ratios(pairs: pd.DataFrame) -> pd.DataFrame:
    """The distance `ratio` at the first and at the last `step`, where it is known."""
    ends = pairs[pairs["step"].isin([pairs["step"].min(), pairs["step"].max()])]
    return ends.groupby("step")[_PLACES].apply(distance_ratio).dropna().reset_index(name="ratio")


def distance_ratio(pairs: pd.DataFrame) -> float:
    """Mean distance of an image to its own text, over that to the texts of other items.

    1 where pairs are no nearer than strangers, 0 where they fall together; NaN with fewer than two
    complete pairs, or where all texts are at one place with the images.
    """
    known = pairs[_PLACES].dropna().to_numpy(float)
    distances = np.linalg.norm(known[:, None, :2] - known[None, :, 2:], axis=2)
    others = distances[~np.eye(len(known), dtype=bool)]
    return float(np.diag(distances).mean() / others.mean()) if others.any() else float("nan")


def square_corners(pairs: pd.DataFrame) -> pd.DataFrame:
    """Two opposite corners, `x` and `y`, of the smallest square about all points."""
    points = pairs[_PLACES].to_numpy(float).reshape(-1, 2)
    low, high = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
    middle, half = (low + high) / 2, (high - low).max() / 2 or 0.5
    return pd.DataFrame([middle - half, middle + half], columns=["x", "y"])
