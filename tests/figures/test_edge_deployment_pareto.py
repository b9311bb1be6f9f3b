"""Deployments by latency and accuracy."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from embervlm_specs.errors import MissingDataError, TableError
from embervlm_specs.figure import Spec
from embervlm_specs.figures import edge_deployment_pareto
from embervlm_specs.render import render
from embervlm_specs.run import Run
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


def test_each_device_has_a_frontier_of_its_own() -> None:
    spec = edge_deployment_pareto(DEPLOYMENTS)
    assert points(spec)["optimal"].all()
    corners = {
        (row["line"], row["latency_ms"], row["accuracy"]) for row in spec.datasets["frontier"]
    }
    assert corners == {
        *(("Jetson", 40, 0.7), ("Jetson", 100, 0.7), ("Jetson", 100, 0.91)),
        *(("Pi", 300, 0.9), ("Pi", 900, 0.9), ("Pi", 900, 0.91)),
    }
    assert spec.datasets["lines"] == [{"line": "Jetson", "slot": 0}, {"line": "Pi", "slot": 1}]
    assert "4 variants on 2 devices · 4 on the frontier of their device" in note(spec)
    # the line says the device, so its points need not
    assert {row["text"] for row in spec.datasets["labels"]} <= {"float32", "int8", "int4"}


def test_of_one_device_only_optimal_points_are_joined() -> None:
    spec = edge_deployment_pareto(DEPLOYMENTS.assign(device="Pi", variant=list("abcd")))
    optimal = points(spec)["optimal"]
    assert set(optimal[optimal].index) == {"c", "d"}
    assert {row["latency_ms"] for row in spec.datasets["frontier"]} == {40, 100}
    assert spec.datasets["lines"] == []
    assert "4 variants on Pi · 2 on the frontier" in note(spec)


def test_a_variant_whose_interval_reaches_the_frontier_of_its_device_is_faint() -> None:
    rows = pd.DataFrame(
        [
            ("Pi", "best", 10.0, 0.9, 100),
            ("Pi", "as good for all we know", 20.0, 0.85, 100),  # up to 0.907
            ("Pi", "worse", 20.0, 0.6, 100),  # up to 0.691
            ("Pi", "not known", 20.0, 0.89, None),
            ("Jetson", "alone", 30.0, 0.5, 100),  # beaten by the Pi, not by its own
        ],
        columns=["device", "variant", "latency_ms", "accuracy", "n"],
    )
    spec = edge_deployment_pareto(rows)
    faint = points(spec)["faint"]
    assert faint[faint].index.tolist() == ["as good for all we know · Pi"]
    assert "faint: its interval reaches the frontier" in note(spec)
    assert "95 % Wilson intervals, where n is known" in note(spec)
    # a frontier of one point is no line, and needs no entry in the legend
    assert [row["line"] for row in spec.datasets["lines"]] == []
    sharp = edge_deployment_pareto(rows.assign(n=100_000))
    assert "faint" not in note(sharp)
    assert "95 % Wilson intervals ·" in note(sharp)
    assert "no intervals: n not recorded" in note(edge_deployment_pareto(rows.drop(columns="n")))


def test_of_many_devices_those_with_most_variants_have_a_line() -> None:
    rows = pd.DataFrame(
        [
            (f"device {d}", f"v{v}", 10.0 * (v + 1) + d, 0.5 + 0.1 * v + 0.01 * d)
            for d in range(8)
            for v in range(4 if d not in (1, 5) else 2)
        ],
        columns=["device", "variant", "latency_ms", "accuracy"],
    )
    spec = edge_deployment_pareto(rows)
    kept = [f"device {d}" for d in (0, 2, 3, 4, 6, 7)]
    assert [row["line"] for row in spec.datasets["lines"]] == kept
    assert {row["line"] for row in spec.datasets["frontier"]} == set(kept)
    assert "28 on the frontier of their device" in note(spec)
    assert "frontiers of the 6 with most variants" in note(spec)
    assert render(spec.document, ["svg"])


def test_ten_thousand_devices_are_a_small_document() -> None:
    rows = pd.DataFrame(
        {
            "device": [f"device {i}" for i in range(10_000)],
            "variant": "int8",
            "latency_ms": range(1, 10_001),
            "accuracy": 0.5,
        }
    )
    spec = edge_deployment_pareto(rows)
    assert len(spec.to_json()) < 250_000
    assert "10,000 on the frontier of their device" in note(spec)


def test_the_numbers_of_the_note_are_those_of_the_rows(sample_run: Run) -> None:
    rows = sample_run["deployments"].collect().to_pandas()
    spec = edge_deployment_pareto(rows)
    beaten = [
        any(
            (b.latency_ms <= a.latency_ms and b.accuracy >= a.accuracy)
            and (b.latency_ms < a.latency_ms or b.accuracy > a.accuracy)
            for b in rows.itertuples()
            if b.device == a.device
        )
        for a in rows.itertuples()
    ]
    assert f"{len(rows)} variants on {rows['device'].iloc[0]}" in note(spec)
    assert f"{len(rows) - sum(beaten)} on the frontier" in note(spec)
    table = points(spec).reset_index()
    named = len(spec.datasets["labels"])
    assert f"names only in the tooltips: {len(rows) - named}" in note(spec)
    for row in table.itertuples():
        own = rows[rows["latency_ms"] <= row.latency_ms * (1 + 1e-5)]
        low, high = proportion_confint(row.accuracy * row.n, row.n, method="wilson")
        assert [row.low, row.high] == pytest.approx([low, high], abs=1e-5)
        assert row.faint == (not row.optimal and high >= own["accuracy"].max())


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
