from __future__ import annotations

from xml.etree import ElementTree

import pandas as pd
import pytest

from embervlm_specs.figures import layer_accuracy_3d_surface
from embervlm_specs.render import render
from tests.engines import ENGINES, as_engine
from tests.tables_made import make_table


def test_surfaces_come_in_the_order_of_the_robots() -> None:
    frame = make_table("layer_accuracy").sample(frac=1, random_state=0)
    rows = pd.DataFrame(layer_accuracy_3d_surface(frame).datasets["accuracy"])
    assert rows["robot"].unique().tolist() == [
        "Drone",
        "Underwater",
        "Humanoid",
        "Wheeled",
        "Legged",
    ]
    assert len(rows) == len(frame)


def test_many_steps_are_thinned_and_the_note_says_so() -> None:
    spec = layer_accuracy_3d_surface(make_table("layer_accuracy", steps=200))
    assert pd.DataFrame(spec.datasets["accuracy"])["step"].nunique() == 24
    assert "24 of 200 recorded steps" in spec.datasets["note"][0]["text"]


def test_the_last_row_of_a_repeated_key_counts() -> None:
    frame = make_table("layer_accuracy", steps=1, classes=1)
    again = frame.head(1).assign(accuracy=0.123)
    spec = layer_accuracy_3d_surface(pd.concat([frame, again], ignore_index=True))
    assert spec.datasets["accuracy"][0]["accuracy"] == 0.123
    assert "1 repeated rows replaced" in spec.datasets["note"][0]["text"]


@pytest.mark.parametrize(
    "rows",
    [
        [(0, 0)],
        [(0, 0), (0, 1), (0, 2)],
        [(0, 0), (10, 0), (20, 0)],
        [(0, 0), (10, 1)],
        [(0, 0), (0, 1), (10, 0), (10, 1), (20, 5)],
    ],
    ids=["point", "one step", "one layer", "no face", "hole"],
)
def test_what_is_too_little_for_a_surface_is_drawn_as_it_is(rows: list[tuple[int, int]]) -> None:
    frame = pd.DataFrame(rows, columns=["step", "layer"]).assign(robot="Drone", accuracy=0.5)
    picture = render(layer_accuracy_3d_surface(frame).document, ["svg"])["svg"]
    assert b"n was not recorded" in picture


def test_every_frame_gives_the_same_document() -> None:
    frame = make_table("layer_accuracy", steps=3)
    documents = {
        layer_accuracy_3d_surface(as_engine(frame, engine)).to_json() for engine in ENGINES
    }
    assert len(documents) == 1


def test_the_page_grows_with_the_panels() -> None:
    def height(classes: int) -> float:
        spec = layer_accuracy_3d_surface(make_table("layer_accuracy", steps=2, classes=classes))
        picture = ElementTree.fromstring(render(spec.document, ["svg"])["svg"])
        return float(picture.get("height", "").removesuffix("pt"))

    assert height(2) == height(6) == 340
    assert height(9) == 510
