"""What is drawn on three axes: which cells get a face, which a dot, and which nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d.art3d import Path3DCollection, Poly3DCollection
from mpl_toolkits.mplot3d.axes3d import Axes3D

from embervlm_specs.render.faces import draw_bins, draw_grid, draw_path, draw_ribbons

SCALE = ScalarMappable(Normalize(0, 1))


@pytest.fixture
def axes() -> Axes3D:
    return Figure().add_subplot(projection="3d", zlim=(0, 1))


def faces(axes: Axes3D) -> list[np.ndarray]:
    """The corners of all faces, without those on the floor, as (n, 4, 3)."""
    drawn = [item for item in axes.collections if isinstance(item, Poly3DCollection)]
    corners = [np.asarray(face)[:, :3] for item in drawn for face in item._faces]
    return [face for face in corners if face[:, 2].any()]


def dots(axes: Axes3D) -> int:
    drawn = [item for item in axes.collections if isinstance(item, Path3DCollection)]
    return sum(len(item.get_offsets()) for item in drawn)


def test_a_cell_that_is_in_no_face_is_a_dot(axes: Axes3D) -> None:
    heights = np.full((3, 4), 0.5)
    draw_grid(axes, pd.DataFrame(heights), SCALE)
    assert dots(axes) == 0
    heights[:, 2] = np.nan  # cuts the last column off from its neighbours
    draw_grid(axes, pd.DataFrame(heights), SCALE)
    assert dots(axes) == 3


def test_a_ribbon_has_a_gap_where_nothing_was_measured(axes: Axes3D) -> None:
    grid = pd.DataFrame({"a": [0.1, 0.2, 0.3, 0.4], "b": [0.1, np.nan, 0.3, 0.4]})
    draw_ribbons(axes, grid, SCALE)
    drawn = faces(axes)
    assert len(drawn) == 3 + 1
    assert dots(axes) == 1
    # no face reaches from one name to the next
    assert {round(float(np.ptp(face[:, 0])), 2) for face in drawn} == {0.72}


def test_bins_join_at_the_mean_of_those_that_meet(axes: Axes3D) -> None:
    lower, upper = np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([[1.0, 1.0], [2.0, 1.0]])
    draw_bins(axes, lower, upper, np.array([0.2, 0.6]), SCALE)
    heights = {(x, y): z for face in faces(axes) for x, y, z in face}
    assert heights == pytest.approx({
        (0, 0): 0.2, (0, 1): 0.2, (1, 0): 0.4, (1, 1): 0.4, (2, 0): 0.6, (2, 1): 0.6,
    })  # fmt: skip


def test_a_path_has_a_dot_and_words_where_it_is_labelled(axes: Axes3D) -> None:
    draw_path(axes, np.eye(3), ["start", "", "end"])
    assert [text.get_text().strip() for text in axes.texts] == ["start", "end"]
    assert sum(line.get_marker() == "o" for line in axes.lines) == 2
