"""Maps of any layer and grid, one image at a time."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd
import pytest

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figures import vision_feature_maps
from embervlm_specs.render import render


def maps(layers: int = 2, grid: tuple[int, int] = (2, 4), **same: Any) -> pd.DataFrame:
    names = ["order", "kind", "row", "column"]
    kinds = ["activation", "attention"]
    places = itertools.product(range(layers), kinds, range(grid[0]), range(grid[1]))
    frame = pd.DataFrame(places, columns=names)
    frame["layer"] = "block " + frame["order"].astype(str)
    return frame.assign(value=[i / len(frame) for i in frame.index], **same)


def note(spec: Any) -> str:
    return " · ".join(row["text"] for row in spec.datasets["note"])


def test_the_first_sample_and_the_last_step_are_shown_and_named() -> None:
    parts = [maps(sample=s, step=t).assign(value=10.0 * s + t) for s in (1, 2) for t in (0, 5)]
    frame = pd.concat(parts, ignore_index=True)
    spec = vision_feature_maps(frame)
    assert note(spec) == "sample 1 (2 recorded) · step 5 · maps of 2 × 4"
    assert {row["value"] for row in spec.datasets["attention"]} == {15}
    other = vision_feature_maps(frame, sample="2", step=0)
    assert {row["value"] for row in other.datasets["activation"]} == {20}
    with pytest.raises(MissingDataError, match="no sample '3'"):
        vision_feature_maps(frame, sample=3)


def test_a_layer_without_attention_is_grey_and_the_others_stay_in_their_column() -> None:
    frame = maps(3)
    frame = frame[(frame["order"] > 0) | (frame["kind"] == "activation")]
    spec = vision_feature_maps(frame)
    first = spec.datasets["attention"][0]
    assert (first["layer"], first["value"], first["size"]) == ("block 0", None, 1)
    assert "grey: not recorded" in note(spec)


def test_without_attention_nothing_is_said_of_its_scale() -> None:
    frame = maps()
    spec = vision_feature_maps(frame[frame["kind"] == "activation"])
    assert spec.datasets["attention"] == []
    assert note(spec) == "maps of 2 × 4 · attention: not recorded"
    assert b"NaN" not in render(spec.document, ["svg"])["svg"]


@pytest.mark.parametrize(
    ("layers", "grid", "said"),
    [
        (12, (14, 14), "maps of 14 × 14 · 6 of 12 layers, evenly spaced"),
        (24, (24, 24), "maps of 24 × 24 · 8 of 24 layers, evenly spaced · averaged over blocks"),
        (4, (7, 7), "maps of 7 × 7"),
    ],
)
def test_large_encoders_stay_small_documents(layers: int, grid: tuple[int, int], said: str) -> None:
    spec = vision_feature_maps(maps(layers, grid))
    assert note(spec).startswith(said)
    assert len(spec.to_json().encode()) < 250_000
