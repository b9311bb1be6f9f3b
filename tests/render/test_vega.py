from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from embervlm_specs.document import VEGA_LITE_SCHEMA
from embervlm_specs.errors import DocumentError, RenderError
from embervlm_specs.figures import confidence_calibration
from embervlm_specs.render import render
from tests.tables_made import make_table


def document(**parts: Any) -> dict[str, Any]:
    encoding = {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative"},
    }
    return {
        "$schema": VEGA_LITE_SCHEMA,
        "description": "A title",
        "name": "dots",
        "data": {"name": "rows"},
        "mark": "point",
        "encoding": encoding,
        "datasets": {
            "rows": [{"x": 1, "y": 2}, {"x": 2, "y": 3}],
            "description": [{"text": "two dots & <more>"}],
        },
    } | parts


def test_png_has_300_dots_an_inch() -> None:
    spec = confidence_calibration(make_table("robot_predictions"))
    made = render(spec.document, ["svg", "png"])
    width = float(ElementTree.fromstring(made["svg"]).get("width", ""))
    picture = Image.open(io.BytesIO(made["png"]))
    assert picture.width == pytest.approx(width * 300 / 72, abs=2)
    assert picture.info["dpi"][0] == pytest.approx(300, abs=0.1)


def test_pictures_repeat_byte_for_byte() -> None:
    spec = confidence_calibration(make_table("robot_predictions"))
    first = render(spec.document, ["svg", "png"])
    render(document(), ["svg"])  # counts ids up inside the engine
    assert render(spec.document, ["svg", "png"]) == first


def test_the_picture_carries_its_text_alternative() -> None:
    root = ElementTree.fromstring(render(document(), ["svg"])["svg"])
    assert root.get("role") == "img"
    assert [child.text for child in root[:2]] == ["A title", "two dots & <more>"]


def test_nothing_is_fetched() -> None:
    with pytest.raises(DocumentError, match="named data set"):
        render(document(data={"url": "https://example.org/data.json"}), ["svg"])


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"transform": [{"filter": "data('absent')[0].x > 1"}]}, "nothing of it was drawn"),
        ({"mark": {"type": "point", "size": {"expr": "0 / 0"}}}, "coordinate that is NaN"),
        ({"mark": "unheard-of"}, "could not draw"),
    ],
)  # fmt: skip
def test_what_the_engine_passes_over_is_an_error(parts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RenderError, match=sentence):
        render(document(**parts), ["svg"])


def test_a_view_without_data_may_stay_empty() -> None:
    empty = document(datasets={"rows": []})
    assert render(empty, ["svg"])["svg"].startswith(b"<svg")
    unknown = document(datasets={"rows": [{"x": None, "y": 1}]})
    assert render(unknown, ["svg"])["svg"].startswith(b"<svg")


def test_a_mark_whose_part_has_no_rows_may_stay_empty() -> None:
    rows = [{"x": 1, "y": 1, "part": "a"}]
    one, other = ([{"filter": f"datum.part === '{part}'"}] for part in "ab")
    assert render(document(transform=other, datasets={"rows": rows}), ["svg"])["svg"]
    hidden = [*one, {"filter": "datum.x > 1"}]
    with pytest.raises(RenderError, match="nothing of it was drawn"):
        render(document(transform=hidden, datasets={"rows": rows}), ["svg"])


def test_a_label_cut_in_the_middle_of_an_emoji_is_drawn() -> None:
    labels = [{"x": "🤖" * n + "x" * 30, "y": n} for n in range(1, 9)]
    encoding = {"x": {"field": "x", "type": "nominal"}, "y": {"field": "y", "type": "quantitative"}}
    cut = document(
        encoding=encoding, config={"axis": {"labelLimit": 41}}, datasets={"rows": labels}
    )
    assert render(cut, ["svg"])["svg"].startswith(b"<svg")
