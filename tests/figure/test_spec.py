from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import altair as alt
import pytest

from embervlm_specs.document import frames
from embervlm_specs.errors import DocumentError
from embervlm_specs.figures import (
    confidence_calibration,
    confusion_evolution,
    layer_accuracy_3d_surface,
    robot_performance_lines,
)
from tests.tables_made import make_table


@pytest.fixture(scope="module")
def calibration():
    return confidence_calibration(make_table("robot_predictions"))


def test_template_and_data_make_the_document(calibration) -> None:
    assert calibration.template | {"datasets": calibration.datasets} == calibration.to_dict()
    assert "datasets" not in calibration.template


def test_it_is_frozen_and_hands_out_copies(calibration) -> None:
    with pytest.raises(FrozenInstanceError):
        calibration.document = {}
    calibration.to_dict()["title"] = "other"
    calibration.datasets["bins"].clear()
    assert calibration.document["title"] != "other"
    assert calibration.document["datasets"]["bins"]


@pytest.fixture(scope="module")
def one_view():
    return robot_performance_lines(make_table("robot_predictions"))


def test_a_chart_of_one_view_is_gone_on_from_like_any_other(one_view) -> None:
    chart = one_view.chart
    assert isinstance(chart, alt.LayerChart)
    mine = chart.properties(width=300, title="Mine")
    threshold = alt.Chart(alt.NamedData("lines")).mark_rule().encode(y=alt.datum(0.5))
    both = (mine + threshold).to_dict()
    assert (both["width"], both["title"]) == (300, "Mine")
    assert both["datasets"] == one_view.datasets
    assert len(both["layer"]) == len(one_view.template["layer"]) + 1
    svg = (mine + threshold)._repr_mimebundle_()["image/svg+xml"]
    assert ">Mine<" in svg
    assert 'width="3' in svg


def test_a_chart_looks_like_the_figure_unless_another_theme_is_chosen(one_view) -> None:
    chart = one_view.chart
    assert chart.to_dict()["config"]["font"] == "DejaVu Sans"
    assert chart.configure_axis(labelFontSize=20).to_dict()["config"]["axis"] == {
        **one_view.template["config"]["axis"],
        "labelFontSize": 20,
    }
    with alt.theme.enable("ggplot2"):
        assert "font" not in chart.to_dict()["config"]
    shown = {key: value for key, value in chart.to_dict().items() if key != "$schema"}
    expected = one_view.to_dict()
    for key in set(shown) - {"config"}:
        assert shown[key] == expected[key]


def test_a_chart_of_several_panels_is_a_compound_one(calibration) -> None:
    chart = calibration.chart
    assert isinstance(chart, alt.VConcatChart)
    chart.vconcat[0].width = 300
    made = chart.properties(title="mine").to_dict()
    assert (made["title"], made["vconcat"][0]["width"]) == ("mine", 300)
    assert made["datasets"] == calibration.datasets


def test_what_matplotlib_draws_says_what_is_possible() -> None:
    with pytest.raises(DocumentError, match=r"no Altair chart; .*to_dict.*web_document"):
        _ = layer_accuracy_3d_surface(make_table("layer_accuracy")).chart


def test_saving_by_suffix(calibration, tmp_path: Path) -> None:
    starts = {"json": b"{", "svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}
    for suffix, start in starts.items():
        path = calibration.save(tmp_path / "deep" / f"x.{suffix}")
        assert path.read_bytes().startswith(start)
    with pytest.raises(DocumentError, match=r"can be saved as \.json, .*\.html, not 'x\.gif'"):
        calibration.save(tmp_path / "x.gif")
    assert sorted(p.suffix for p in (tmp_path / "deep").iterdir()) == [
        ".json",
        ".pdf",
        ".png",
        ".svg",
    ]


def test_jupyter_gets_a_picture(calibration) -> None:
    bundle = calibration._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<svg")
    assert "stage3/confidence_calibration" in bundle["text/plain"]


def test_a_frame_is_the_figure_on_one_step() -> None:
    spec = confusion_evolution(make_table("robot_predictions", steps=5))
    made = list(frames(spec.document))
    assert len(made) == 5
    for i, frame in enumerate(made):
        cells = frame["datasets"]["cells"]
        assert {row["frame"] for row in cells} == {i}
        assert all(row["panel"] for row in cells)
        assert frame["datasets"]["note"] == spec.datasets["note"]
    assert list(frames(confidence_calibration(make_table("robot_predictions")).document)) == []
