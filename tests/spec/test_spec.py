from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import altair as alt
import pytest

from embervlm_specs.errors import DocumentError
from embervlm_specs.figures import (
    confidence_calibration,
    confusion_evolution,
    layer_accuracy_3d_surface,
)
from embervlm_specs.spec import frames
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


def test_the_altair_chart_can_be_gone_on_from(calibration) -> None:
    chart = calibration.chart
    assert isinstance(chart, alt.VConcatChart)
    wider = chart.properties(title="mine").to_dict()
    assert wider["title"] == "mine"
    assert wider["datasets"] == calibration.datasets
    with pytest.raises(DocumentError, match="has no Altair chart"):
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
