"""Benchmarks of any scale, some of them run after some stages only."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from embervlm_specs.figure import Spec
from embervlm_specs.figures import benchmark_progression_heatmap

ROWS = pd.DataFrame(
    [
        ("MME", 2, 1400.0),
        ("MME", 4, 2100.0),
        ("MMBench-dev", 2, 42.13),
        ("ScienceQA", 1, 0.4),
        ("COCO CIDEr", 2, 104.1),
    ],
    columns=["benchmark", "stage", "score"],
)


def cells(spec: Spec) -> pd.DataFrame:
    return pd.DataFrame(spec.datasets["cells"])


def note(spec: Spec) -> str:
    return " ".join(row["text"] for row in spec.datasets["note"])


def test_colour_is_the_share_and_the_cell_holds_the_score() -> None:
    table = cells(benchmark_progression_heatmap(ROWS)).set_index(["benchmark", "stage"])
    assert table.loc[("MME", 4), "share"] == 0.75
    assert table["label"].tolist() == ["1,400", "2,100", "42.1", "104.1", "0.4"]
    assert table.loc[("MME", 2), "row"] == "MME\nof 2,800"


def test_what_was_not_measured_has_no_cell_and_all_stages_have_a_column() -> None:
    spec = benchmark_progression_heatmap(ROWS)
    assert len(cells(spec)) == len(ROWS)
    assert spec.template["layer"][0]["encoding"]["x"]["scale"]["domain"] == [1, 2, 3, 4]


def test_without_a_scale_the_cell_is_grey_and_it_is_asked_for() -> None:
    spec = benchmark_progression_heatmap(ROWS)
    assert cells(spec).query("share.isna()")["benchmark"].tolist() == ["COCO CIDEr", "ScienceQA"]
    assert "grey: no scale fits COCO CIDEr, ScienceQA; give max_score" in note(spec)
    given = benchmark_progression_heatmap(ROWS.assign(max_score=[2800, 2800, 100, 1, 200]))
    assert cells(given)["share"].notna().all()
    assert "grey" not in note(given)


def test_the_best_last_share_is_on_top() -> None:
    table = cells(benchmark_progression_heatmap(ROWS))
    assert list(table["benchmark"].unique()) == ["MME", "MMBench-dev", "COCO CIDEr", "ScienceQA"]


def test_checkpoints_of_pythia(public_data: Path) -> None:
    rows = []
    for stage, step in enumerate((0, 1000, 33000, 143000), start=1):
        file = public_data / "vlm_eval" / "pythia_lm_eval" / f"160m_step{step}.json"
        results = json.loads(file.read_text())["results"]
        rows += [
            {"benchmark": name, "stage": stage, "score": found["acc"], "max_score": 1}
            for name, found in results.items()
            if "acc" in found
        ]
    spec = benchmark_progression_heatmap(pd.DataFrame(rows))
    assert f"24 of {len({row['benchmark'] for row in rows})} benchmarks" in note(spec)
    sciq = cells(spec).query("benchmark == 'sciq'").set_index("stage")["share"]
    expected = [row["score"] for row in rows if row["benchmark"] == "sciq"]
    assert sciq.tolist() == pytest.approx(expected)
    assert sciq[3] > sciq[4]  # not monotone, and drawn as it is


def test_published_scores_of_one_model(public_data: Path) -> None:
    facts = pd.read_csv(public_data / "benchmarks" / "small_vlm_published_scores_long.csv")
    model = facts[facts["model"] == "LLaVA-1.5-7B"].dropna(subset="value")
    rows = pd.DataFrame(
        {"benchmark": model["metric"], "stage": 2, "score": model["value"].astype(float)}
    )
    table = cells(benchmark_progression_heatmap(rows)).set_index("benchmark")
    score = table.loc["MME-perception", "score"]
    assert table.loc["MME-perception", "share"] == pytest.approx(score / 2000, abs=1e-6)
    assert table.loc["GQA", "share"] == pytest.approx(0.62)
