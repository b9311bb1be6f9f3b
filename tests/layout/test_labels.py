"""Labels that overlap nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib import get_data_path
from PIL import ImageFont

from embervlm_specs.layout.labels import Plane, place_labels, text_width

PLANE = Plane((1, 1e5), (0, 1), 430, 320, log_x=True)
SIZE = 8.0


def boxes(labels: pd.DataFrame) -> np.ndarray:
    """Left, top, right, bottom in pixels, measured as the renderer draws them."""
    x, y = PLANE.pixels(labels["x"], labels["y"])
    width = np.array([drawn_width(text) for text in labels["text"]])
    left = np.select([labels["align"] == "left", labels["align"] == "right"], [x, x - width])
    left = np.where(labels["align"] == "center", x - width / 2, left)
    return np.column_stack([left, y - SIZE / 2, left + width, y + SIZE / 2])


def drawn_width(text: str) -> float:
    font = ImageFont.truetype(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf", 1000)
    return font.getlength(text) * SIZE / 1000


@pytest.mark.parametrize(
    "text",
    ["SmolVLM2-2.2B", "MobileVLM V2 1.7B (edge)", "WWWMMM@@", "illicit jij"],
)
def test_a_width_is_not_too_small_and_not_far_off(text: str) -> None:
    drawn = drawn_width(text)
    assert drawn * 0.99 <= text_width(text, SIZE) <= drawn * 1.05


def test_values_and_pixels_are_each_other_s_inverse() -> None:
    across, down = PLANE.pixels([1, 1000, 1e5], [0, 0.5, 1])
    assert across == pytest.approx([0, 258, 430])
    assert down == pytest.approx([320, 160, 0])
    x, y = PLANE.values(across, down)
    assert x == pytest.approx([1, 1000, 1e5])
    assert y == pytest.approx([0, 0.5, 1])


def test_thirty_labels_overlap_neither_each_other_nor_a_point_nor_the_path() -> None:
    random = np.random.default_rng(5)
    x = 10 ** random.uniform(1, 4, 30)
    y = (0.2 + 0.15 * np.log10(x) + random.normal(0, 0.04, 30)).clip(0.02, 0.98)
    radius = random.uniform(3, 10, 30)
    path = np.sort(x)[[0, 15, 29]], [0.9, 0.95, 0.97]
    texts = [f"Model-{i} {size:.0f}M" for i, size in enumerate(x)]
    labels = place_labels(PLANE, x, y, radius=radius, texts=texts, size=SIZE, most=30, path=path)

    assert len(labels) >= 20
    drawn = boxes(labels)
    assert (drawn[:, :2] >= 0).all()
    assert (drawn[:, 2] <= 430).all()
    assert (drawn[:, 3] <= 320).all()
    for i, (left, top, right, bottom) in enumerate(drawn):
        apart = (
            (drawn[:, 2] <= left)
            | (drawn[:, 0] >= right)
            | (drawn[:, 3] <= top)
            | (drawn[:, 1] >= bottom)
        )
        assert np.delete(apart, i).all(), labels["text"][i]
        points_x, points_y = PLANE.pixels(x, y)
        across = np.maximum(left - points_x, points_x - right).clip(0)
        down = np.maximum(top - points_y, points_y - bottom).clip(0)
        assert (np.hypot(across, down) >= radius).all(), labels["text"][i]


def test_a_label_prefers_the_right_and_a_line_leads_to_one_further_off() -> None:
    alone = place_labels(PLANE, [100], [0.5], radius=[5], texts=["a"], size=SIZE, most=9)
    assert alone["align"].tolist() == ["left"]
    assert alone["from_x"].isna().all()
    angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    around = PLANE.values(172 + 14 * np.cos(angle), 160 + 14 * np.sin(angle))
    ringed = place_labels(
        PLANE,
        np.append(100, around[0]),
        np.append(0.5, around[1]),
        radius=np.append(4, np.full(12, 2)),
        texts=["middle", *[""] * 12],
        size=SIZE,
        most=9,
    )
    assert ringed["text"].tolist() == ["middle"]
    assert ringed[["from_x", "from_y", "to_x", "to_y"]].notna().all(axis=None)


def test_the_first_texts_come_first_and_no_more_than_asked_for() -> None:
    same = {"x": [100, 100], "y": [0.5, 0.5], "radius": [4, 4], "size": SIZE}
    both = place_labels(PLANE, texts=["one", "two"], most=2, **same)
    assert both["point"].tolist() == [0, 1]
    assert place_labels(PLANE, texts=["one", "two"], most=1, **same)["text"].tolist() == ["one"]
    assert place_labels(PLANE, texts=["", "two"], most=2, **same)["text"].tolist() == ["two"]
