"""Models by size and accuracy: published ones, and honest marks for what is not known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Spec
from embervlm_specs.figures import parameter_efficiency_pareto
from embervlm_specs.render import render

MODELS = pd.DataFrame(
    {
        "model": ["small", "good", "as good but larger", "bad", "ours"],
        "parameters": [100.0, 1000.0, 2000.0, 5000.0, 0.2],
        "accuracy": [0.4, 0.7, 0.7, 0.3, 0.9],
        "metric": ["TextVQA"] * 4 + ["digits"],
        "memory_mb": [500, None, 8000, 9000, 1],
        "edge_deployable": [True, None, False, False, True],
        "highlight": [False, False, False, False, True],
        "source": ["a paper", None, "a paper", "a card", "measured"],
    }
)


def points(spec: Spec) -> pd.DataFrame:
    data = spec.datasets
    return pd.DataFrame([*data["bubbles"], *data["hollow"]]).set_index("model")


def note(spec: Spec) -> str:
    return " ".join(row["text"] for row in spec.datasets["note"])


def test_the_frontier_is_of_one_metric_and_its_ties_are_not_on_it() -> None:
    spec = parameter_efficiency_pareto(MODELS)
    optimal = points(spec)["optimal"]
    assert optimal[optimal].index.tolist() == ["small", "good"]
    assert "metric: TextVQA · 4 models · 2 of them on the frontier" in note(spec)
    # level until the better one, then up
    corners = [(row["parameters"], row["accuracy"]) for row in spec.datasets["frontier"]]
    assert corners == [(100, 0.4), (1000, 0.4), (1000, 0.7)]


def test_our_model_is_shown_with_its_own_metric_and_ringed() -> None:
    spec = parameter_efficiency_pareto(MODELS)
    assert points(spec).loc["ours", "label"] == "ours · digits"
    assert len(spec.datasets["rings"]) == 1
    assert "1 highlighted by another metric" in note(spec)
    assert not parameter_efficiency_pareto(MODELS.head(4)).datasets["rings"]


def test_intervals_where_n_is_known_and_what_reaches_the_frontier_is_faint() -> None:
    # 0.7 of 100 reaches from 0.604 to 0.781: of the smaller one of 1000 the frontier is 0.7
    models = MODELS.assign(accuracy=[0.4, 0.7, 0.65, 0.3, 0.9], n=[100, 100, 100, None, 50])
    spec = parameter_efficiency_pareto(models)
    table = points(spec)
    known = table[table["n"].notna()]
    low, high = proportion_confint(known["accuracy"] * known["n"], known["n"], method="wilson")
    assert known["low"].tolist() == pytest.approx(low.tolist(), abs=1e-5)
    assert known["high"].tolist() == pytest.approx(high.tolist(), abs=1e-5)
    assert table.loc["bad", ["low", "high"]].isna().all()
    assert table["faint"][table["faint"]].index.tolist() == ["as good but larger"]
    assert "95 % Wilson intervals, where n is known" in note(spec)
    assert "faint: its interval reaches the frontier" in note(spec)
    assert "no intervals: n not recorded" in note(parameter_efficiency_pareto(MODELS))
    assert render(spec.document, ["svg"])


def test_missing_memory_is_hollow_and_an_unknown_device_has_a_colour_of_its_own() -> None:
    spec = parameter_efficiency_pareto(MODELS)
    hollow = spec.datasets["hollow"]
    assert [(row["model"], row["memory_mb"], row["edge"]) for row in hollow] == [
        ("good", None, "not recorded")
    ]
    assert "hollow: memory not recorded" in note(spec)
    assert points(spec).loc["small", "source"] == "a paper"


def test_the_axis_runs_from_a_million_to_a_hundred_billion_or_further() -> None:
    def ends(models: pd.DataFrame) -> list[float]:
        return [row["parameters"] for row in parameter_efficiency_pareto(models).datasets["axes"]]

    assert ends(MODELS.head(4)) == [1, 100_000]
    assert ends(MODELS) == [0.1, 100_000]


def test_a_model_without_size_is_left_out_and_said() -> None:
    models = MODELS.head(4).assign(parameters=[0, 1, 2, 3])
    assert "1 of no size left out" in note(parameter_efficiency_pareto(models))
    with pytest.raises(MissingDataError, match="number of parameters above 0"):
        parameter_efficiency_pareto(MODELS.assign(parameters=0))


def test_nothing_of_memory_known_draws_without_a_legend_of_it() -> None:
    spec = parameter_efficiency_pareto(MODELS[["model", "parameters", "accuracy"]])
    assert "metric not named" in note(spec)
    assert not spec.datasets["bubbles"]
    assert render(spec.document, ["svg"])


def test_ten_thousand_models_are_a_small_document_with_their_whole_frontier() -> None:
    random = np.random.default_rng(0)
    size = 10 ** random.uniform(0, 5, 10_000)
    models = pd.DataFrame(
        {
            "model": [f"m{i}" for i in range(10_000)],
            "parameters": size,
            "accuracy": (0.1 + 0.15 * np.log10(size) + random.normal(0, 0.05, 10_000)).clip(0, 1),
        }
    )
    spec = parameter_efficiency_pareto(models)
    best = models.sort_values(["parameters"])["accuracy"].cummax()
    assert points(spec)["optimal"].sum() >= best.nunique()
    assert len(spec.to_json()) < 250_000
    assert "drawn: the frontier, and others evenly spaced" in note(spec)


def test_published_models(public_data: Path) -> None:
    facts = pd.read_csv(public_data / "benchmarks" / "small_vlm_published_scores_long.csv")
    facts = facts[facts["metric"].isin(["TextVQA", "GQA"]) & facts["value"].notna()]
    size = facts["params_nominal"].str.extract(r"([\d.]+)([MB])")
    models = pd.DataFrame(
        {
            "model": facts["model"],
            "parameters": size[0].astype(float) * size[1].map({"M": 1, "B": 1000}),
            "accuracy": facts["value"].astype(float) / 100,
            "metric": facts["metric"],
            "source": facts["source"],
        }
    )
    spec = parameter_efficiency_pareto(models, metric="TextVQA")
    assert {"SmolVLM-256M", "SmolVLM2-2.2B"} <= set(points(spec).query("optimal").index)
    assert points(spec)["source"].notna().all()
    assert render(spec.document, ["svg"])


def test_the_121_models_of_open_clip(public_data: Path) -> None:
    table = pd.read_csv(public_data / "vlm_eval" / "open_clip" / "openclip_results.csv")
    models = pd.DataFrame(
        {
            "model": table["name"] + " " + table["pretrained"],
            "parameters": table["params (M)"],
            "accuracy": table["ImageNet 1k"],
        }
    )
    spec = parameter_efficiency_pareto(models)
    assert len(points(spec)) == 121
    best = models.loc[models["accuracy"].idxmax(), "model"]
    assert points(spec).loc[best, "optimal"]
