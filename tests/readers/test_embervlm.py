"""EmberVLM's own files, in the shapes that docs/readers.md tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from embervlm_specs.errors import SourceError
from embervlm_specs.readers import read_log


def write(path: Path, **held: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(held))
    return path


def emissions(path: Path, total: float, guess: float) -> Path:
    books = {"project_name": "EmberVLM", "duration_hours": 1.0, "estimated_kwh": 0.3}
    return write(path, total_emissions_kg_co2=total, estimated_co2_kg=guess, **books)


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    emissions(tmp_path / "stage1/emissions_summary.json", 0.031, 0.15)
    emissions(tmp_path / "stage3/emissions_summary.json", 0.15, 0.15)
    emissions(tmp_path / "emissions/emissions_summary.json", 0.2, 0.4)
    return tmp_path


def test_the_whole_run_is_not_counted_beside_its_stages(outputs: Path) -> None:
    told = read_log("auto", outputs)
    rows = told.tables["emissions"].to_numpy().tolist()
    assert rows == [[1, "training", 0.031, False], [3, "training", 0.15, True]]
    assert "the 0.2 kg of the whole run, which the stages' own files are part of" in told.skipped
    assert "stage3/emissions_summary.json equals its `estimated_co2_kg`" in " ".join(told.assumed)


def test_a_whole_run_alone_belongs_to_no_stage_unless_one_is_given(tmp_path: Path) -> None:
    path = emissions(tmp_path / "emissions/emissions_summary.json", 0.2, 0.4)
    with pytest.raises(SourceError, match="belong to no one stage"):
        read_log("embervlm", path)
    table = read_log("embervlm", path, stage=2).tables["emissions"]
    assert table.to_numpy().tolist() == [[2, "training", 0.2, False]]


def test_quick_evaluations(tmp_path: Path) -> None:
    robots = {"accuracy": 0.62, "macro_f1": 0.5, "per_class_accuracy": {"Drone": 0.0}}
    held = {"robot_selection": robots, "calibration": {"ece": 0.1, "mce": 0.3}, "mood": "good"}
    write(tmp_path / "quick_eval_stage3.json", stage=3, model_path="outputs/stage3", **held)
    write(tmp_path / "quick_eval_stage4.json", stage=4, model_path="o/checkpoint-900", **held)
    told = read_log("embervlm", tmp_path, stage=1)
    table = told.tables["benchmarks"].set_index(["benchmark", "stage"])
    assert table.loc[("Robot selection accuracy", 3), ["score", "max_score"]].tolist() == [0.62, 1]
    scalars = told.tables["scalars"].set_index("metric")
    assert scalars.loc["ece", ["stage", "step", "value", "split"]].tolist() == [4, 900, 0.1, "val"]
    words = "\n".join(told.skipped)
    assert "quick_eval_stage3.json: ece, mce, for which no step is known" in words
    assert "per_class_accuracy, which write 0 also for a robot without samples" in words
    assert "mood, not understood" in words


def test_collected_benchmark_scores(tmp_path: Path) -> None:
    results = {
        "OCRBench": {"Text Recognition": 100, "Final Score": 300},
        "MMStar": {"split": ["none"], "Overall": [0.31]},
        "TextVQA_VAL": 40.5,
        "ScienceQA_VAL": 0.52,
        "MME": {"error": "CUDA out of memory"},
        "MMVet": {"predictions_saved": "x.xlsx"},
    }
    path = write(tmp_path / "evaluation_results_stage4.json", stage=4, results=results)
    told = read_log("auto", path)
    rows = told.tables["benchmarks"].set_index("benchmark")
    assert set(rows["stage"]) == {4}
    assert rows.loc["OCRBench", ["score", "max_score"]].tolist() == [300, 1000]
    assert rows.loc["MMStar", ["score", "max_score"]].tolist() == [0.31, 1]
    assert rows.loc["ScienceQA_VAL", "score"] == 0.52
    assert rows.loc[["ScienceQA_VAL", "TextVQA_VAL"], "max_score"].isna().all()
    assert told.asks == [
        "what is the best possible score of ScienceQA_VAL? Give --scale 'ScienceQA_VAL=MAX'"
    ]
    assert "MME: failed, CUDA out of memory" in "\n".join(told.skipped)
    assert "MMVet: its predictions were saved and not scored" in "\n".join(told.skipped)


def test_a_zero_after_stage_2_may_be_a_failure(tmp_path: Path) -> None:
    scores = {"MMBench_DEV_EN_V11": 31.0, "TextVQA_VAL": 0.0}
    write(tmp_path / "stage2_5_evaluation/evaluation_summary.json", benchmarks=scores)
    told = read_log("auto", tmp_path)
    assert told.tables["benchmarks"]["benchmark"].tolist() == ["MMBench_DEV_EN_V11"]
    assert told.tables["benchmarks"]["stage"].tolist() == [2]
    assert "TextVQA_VAL, whose 0 is also written where the benchmark failed" in told.skipped[0]


def test_a_broken_file_does_not_hide_the_others(outputs: Path) -> None:
    (outputs / "quick_eval_stage3.json").write_text('{"stage": 3, "robot')
    told = read_log("embervlm", outputs)
    assert len(told.tables["emissions"]) == 2
    assert "quick_eval_stage3.json is not a JSON file" in told.problems[0]
