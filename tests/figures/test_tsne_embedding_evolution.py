"""Pairs in the plane: which are drawn, on which square, and how near they are."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA

from embervlm_specs.document import frames
from embervlm_specs.figures import tsne_embedding_evolution
from embervlm_specs.render import render
from tests.engines import as_engine, every_engine


def embedding_map(items: int = 6, steps: int = 5) -> pd.DataFrame:
    """Texts that start 10 to the right of their images and end on them."""
    rows = []
    for step in range(steps):
        away = 10 * (1 - step / max(steps - 1, 1))
        for item in range(items):
            place = (step * 100, f"image {item}")
            rows.append((*place, "image", float(item), 0.0))
            rows.append((*place, "text", item + away, 0.0))
    return pd.DataFrame(rows, columns=["step", "item", "modality", "x", "y"])


@every_engine
def test_pairs_are_joined_in_one_row_a_step(engine: str) -> None:
    spec = tsne_embedding_evolution(as_engine(embedding_map(), engine))
    pairs = spec.datasets["pairs"]
    assert len(pairs) == 30
    assert pairs[0] == {
        "frame": 0, "moment": "step 0", "panel": True, "item": "image 0",
        "image_x": 0, "image_y": 0, "text_x": 10, "text_y": 0,
    }  # fmt: skip
    # on a line, 5 strangers lie |i - j| apart: on average 7/3 at the end, where pairs are one
    assert "0.00 at step 400" in spec.datasets["note"][0]["text"]


def test_all_panels_and_frames_show_the_same_square() -> None:
    spec = tsne_embedding_evolution(embedding_map())
    assert spec.datasets["square"] == [{"x": 0, "y": -7.5}, {"x": 15, "y": 7.5}]
    grids = set()
    for frame in (spec.document, *frames(spec.document)):
        svg = render(frame, ["svg"])["svg"].decode()
        place = re.search(r"image_marks.*?translate\(([\d.]+),([\d.]+)\)", svg, re.DOTALL)
        assert place
        grids.add(place.groups())
    assert len(grids) == 1, "image 0 never moves, so it is at one place in all pictures"


def test_many_pairs_and_steps_are_thinned_and_said() -> None:
    spec = tsne_embedding_evolution(embedding_map(items=120, steps=40))
    pairs = pd.DataFrame(spec.datasets["pairs"])
    assert (pairs["item"].nunique(), pairs["frame"].nunique()) == (50, 24)
    assert spec.datasets["note"][1]["text"] == (
        "50 of 120 pairs, evenly spaced · 24 of 40 recorded steps, evenly spaced"
    )
    assert len(spec.to_json().encode()) < 250_000


def test_the_method_is_named_where_it_was_recorded() -> None:
    spec = tsne_embedding_evolution(embedding_map().assign(method="UMAP"))
    assert spec.datasets["note"][1]["text"] == "map by UMAP · n = 6 pairs"


def test_a_repeated_point_keeps_its_last_place_and_is_counted() -> None:
    frame = embedding_map(items=2, steps=1)
    moved = frame.iloc[[0]].assign(x=7.0)
    spec = tsne_embedding_evolution(pd.concat([frame, moved], ignore_index=True))
    assert spec.datasets["pairs"][0]["image_x"] == 7
    assert "1 repeated rows replaced" in spec.datasets["note"][-1]["text"]


def test_real_text_vectors_without_images(public_data: Path) -> None:
    vectors = np.load(public_data / "embeddings/detic_clip_text/coco_clip_a+cname.npy")
    plane = PCA(2, random_state=0).fit_transform(vectors.astype(float))
    frame = pd.DataFrame(plane, columns=["x", "y"]).assign(step=0, modality="text")
    spec = tsne_embedding_evolution(frame.assign(item=range(len(frame))))
    assert spec.datasets["pairs"][0]["image_x"] is None
    assert spec.datasets["pairs"][0]["text_x"] == pytest.approx(plane[0, 0], rel=1e-5)
    assert [row["text"] for row in spec.datasets["note"]] == [
        "50 of 80 pairs, evenly spaced · step 0"
    ]
    assert render(spec.document, ["svg"])["svg"]
