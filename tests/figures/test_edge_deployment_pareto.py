"""Deployments by latency and accuracy."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from embervlm_specs.errors import MissingDataError, TableError
from embervlm_specs.figure import Spec
from embervlm_specs.figures import edge_deployment_pareto
from embervlm_specs.render import render
from embervlm_specs.stats.intervals import wilson_interval

DEPLOYMENTS = pd.DataFrame(
    {
        "device": ["Pi", "Pi", "Jetson", "Jetson"],
        "variant": ["float32", "int8", "float32", "int4"],
        "latency_ms": [900.0, 300.0, 100.0, 40.0],
        "accuracy": [0.91, 0.9, 0.91, 0.7],
        "memory_mb": [1200, 400, None, 200],
        "power_w": [6.0, None, 15.0, 12.0],
        "n": [200, 200, None, 50],
    }
)


def points(spec: Spec) -> pd.DataFrame:
    data = spec.datasets
    return pd.DataFrame([*data["bubbles"], *data["hollow"]]).set_index("label")


def note(spec: Spec) -> str:
    return " ".join(row["text"] for row in spec.datasets["note"])


def test_only_optimal_points_are_joined() -> None:
    spec = edge_deployment_pareto(DEPLOYMENTS)
    optimal = points(spec)["optimal"]
    assert set(optimal[optimal].index) == {"float32 · Jetson", "int4 · Jetson"}
    assert {row["latency_ms"] for row in spec.datasets["frontier"]} == {40, 100}


def test_intervals_are_wilson_s_and_only_where_n_is_known() -> None:
    table = points(edge_deployment_pareto(DEPLOYMENTS))
    low, high = wilson_interval([180], [200])
    assert table.loc["int8 · Pi", ["low", "high"]].tolist() == pytest.approx(
        [low[0], high[0]], abs=1e-6
    )
    assert table.loc["float32 · Jetson", ["low", "high"]].isna().all()


def test_unknown_power_and_memory_are_said_and_not_invented() -> None:
    spec = edge_deployment_pareto(DEPLOYMENTS)
    assert points(spec).loc["int8 · Pi", "power_w"] != points(spec).loc["int8 · Pi", "power_w"]
    assert [row["label"] for row in spec.datasets["hollow"]] == ["float32 · Jetson"]
    assert "grey: power not recorded" in note(spec)
    assert "hollow: memory not recorded" in note(spec)


def test_nothing_known_but_latency_and_accuracy_draws() -> None:
    spec = edge_deployment_pareto(DEPLOYMENTS[["device", "variant", "latency_ms", "accuracy"]])
    assert spec.datasets["powers"] == [
        {"power_w": 0, "known": False},
        {"power_w": 1, "known": False},
    ]
    assert render(spec.document, ["svg"])


def test_without_latency_there_is_no_place() -> None:
    with pytest.raises(MissingDataError, match="no latency above 0"):
        edge_deployment_pareto(DEPLOYMENTS.assign(latency_ms=0))
    some = edge_deployment_pareto(DEPLOYMENTS.assign(latency_ms=[0, 1, 2, 3]))
    assert "1 without latency left out" in note(some)


def test_models_on_a_cpu(public_data: Path) -> None:
    table = pd.read_csv(public_data / "edge" / "vlm_cpu_benchmark" / "results.csv")
    rows = pd.DataFrame(
        {
            "device": "CPU",
            "variant": table["model"] + " " + table["backend"],
            "latency_ms": table["infer_ms_mean"],
            "accuracy": table["metric_value"],
            "metric": table["metric_name"],
            "memory_mb": table["peak_rss_mb"],
            "power_w": table["energy_j"] / table["infer_ms_mean"] * 1000,
        }
    )
    with pytest.raises(TableError, match="'latency_ms' must not be missing"):
        edge_deployment_pareto(rows)
    spec = edge_deployment_pareto(rows[table["status"] == "ok"])
    assert "metric: docvqa · 6 variants" in note(spec)
    assert "6 rows of other metrics left out" in note(spec)
    optimal = points(spec).query("optimal").index
    # the slower one with no right answer is beaten by the faster one with none
    assert set(optimal) == {"moondream2 fp32", "internvl2_5-2b fp32", "florence2-base onnx-int8"}
