"""Pairs in the plane: which are drawn, on which square, and how near their vectors are."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cosine
from sklearn.decomposition import PCA

from embervlm_specs.document import frames
from embervlm_specs.export import build
from embervlm_specs.figures import tsne_embedding_evolution
from embervlm_specs.render import render
from embervlm_specs.run import Run
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
    # distances in a map are no finding
    assert [row["text"] for row in spec.datasets["note"]] == ["n = 6 pairs"]


def embeddings(items: int = 6, steps: int = 5, size: int = 8) -> pd.DataFrame:
    """Texts at right angles to all images, which turn towards their own."""
    rows = []
    for step in range(steps):
        turn = np.pi / 2 * step / max(steps - 1, 1)
        for item in range(items):
            random = np.random.default_rng(item)
            image, other = np.linalg.qr(random.normal(size=(size, 2)))[0].T
            text = np.sin(turn) * image + np.cos(turn) * other
            for kind, vector in (("image", image), ("text", text)):
                rows.append((step * 100, f"image {item}", kind, vector.tolist()))
    return pd.DataFrame(rows, columns=["step", "item", "modality", "vector"])


def ratio(rows: pd.DataFrame, step: int) -> float:
    """Computed pair by pair, with nothing of the package."""
    here = rows[rows["step"] == step].sort_values("item")
    images, texts = (here[here["modality"] == kind]["vector"] for kind in ("image", "text"))
    own, others = [], []
    for i, u in enumerate(images):
        for j, v in enumerate(texts):
            (own if i == j else others).append(cosine(u, v))
    return float(np.mean(own) / np.mean(others))


@every_engine
def test_the_note_tells_the_ratio_of_the_vectors_at_the_ends(engine: str) -> None:
    rows = embeddings()
    spec = tsne_embedding_evolution(
        as_engine(embedding_map(), engine), embeddings=as_engine(rows, engine)
    )
    assert spec.datasets["note"][0]["text"] == (
        "cosine distance to own text / to other texts: "
        f"{ratio(rows, 0):.2f} at step 0 → {ratio(rows, 400):.2f} at step 400"
    )


def test_vectors_of_other_steps_say_nothing_and_of_one_end_what_they_can() -> None:
    between = embeddings().query("step == 200")
    assert len(tsne_embedding_evolution(embedding_map(), embeddings=between).datasets["note"]) == 1
    (first, _) = tsne_embedding_evolution(
        embedding_map(), embeddings=embeddings().query("step < 400")
    ).datasets["note"]
    assert first["text"].endswith(f"{ratio(embeddings(), 0):.2f} at step 0")


def test_of_many_vectors_few_are_compared_and_it_says_so() -> None:
    rows = embeddings(items=2100, steps=2, size=4)
    spec = tsne_embedding_evolution(embedding_map(steps=2), embeddings=rows)
    assert "compared: 2,000 of 2,100 items, evenly spaced" in spec.datasets["note"][1]["text"]


def test_the_ratio_of_the_bundled_run(sample_run: Run) -> None:
    spec = build(tsne_embedding_evolution, sample_run)
    rows = sample_run["embeddings"].collect().to_pandas()
    first, last = rows["step"].min(), rows["step"].max()
    words = f"{ratio(rows, first):.2f} at step {first} → {ratio(rows, last):.2f} at step {last}"
    assert words in spec.datasets["note"][0]["text"]


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
    assert spec.datasets["note"][0]["text"] == (
        "50 of 120 pairs, evenly spaced · 24 of 40 recorded steps, evenly spaced"
    )
    assert len(spec.to_json().encode()) < 250_000


def test_the_method_is_named_where_it_was_recorded() -> None:
    spec = tsne_embedding_evolution(embedding_map().assign(method="UMAP"))
    assert spec.datasets["note"][0]["text"] == "map by UMAP · n = 6 pairs"


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
