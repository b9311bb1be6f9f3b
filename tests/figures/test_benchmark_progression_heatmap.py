"""Benchmarks of any scale, some of them run after some stages only."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import binomtest

from embervlm_specs.figure import Spec
from embervlm_specs.figures import benchmark_progression_heatmap
from embervlm_specs.render import render
from embervlm_specs.run import Run

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


def columns(spec: Spec) -> list[str]:
    """The columns from left to right, which the first layer gives their order."""
    first = spec.template["layer"][0]
    assert (first["name"], first["data"]["name"]) == ("columns", "columns")
    return [row["column"] for row in spec.datasets["columns"]]


def drawn(spec: Spec) -> str:
    return render(spec.document, ["svg"])["svg"].decode()


def test_colour_is_the_share_and_the_cell_holds_the_score() -> None:
    table = cells(benchmark_progression_heatmap(ROWS)).set_index(["benchmark", "stage"])
    assert table.loc[("MME", 4), "share"] == 0.75
    assert table["label"].tolist() == ["1,400", "2,100", "42.1", "104.1", "0.4"]
    assert table.loc[("MME", 2), "row"] == "MME\nof 2,800"


def test_what_was_not_measured_has_no_cell_and_all_stages_have_a_column() -> None:
    spec = benchmark_progression_heatmap(ROWS[ROWS["stage"] == 2])
    assert len(cells(spec)) == 3
    assert columns(spec) == ["after stage 1", "after stage 2", "after stage 3", "after stage 4"]
    assert "after stage 1" in drawn(spec)
    assert "no model" not in drawn(spec)


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


RULES = pd.DataFrame(
    [
        (2, "MMBench-dev", "lookup", "accuracy", 30.0, 5),
        (3, None, "majority", "accuracy", 0.5, 300),
        (2, "elsewhere", "majority", "accuracy", 0.5, 300),
    ],
    columns=["stage", "task", "name", "metric", "score", "n"],
)


def test_what_needs_no_model_stands_before_the_stages_where_it_was_recorded() -> None:
    spec = benchmark_progression_heatmap(ROWS, baselines=RULES)
    assert columns(spec)[:2] == ["look-up", "after stage 1"]
    assert spec.datasets["gap"] == [{"column": "after stage 1"}]
    rules = cells(spec).query("stage.isna()")
    assert rules[["benchmark", "column", "label", "share"]].to_numpy().tolist() == [
        ["MMBench-dev", "look-up", "30.0*", 0.3]
    ]
    assert "* fewer than 10 samples" in note(spec)
    picture = drawn(spec)
    assert picture.index(">look-up<") < picture.index(">after stage 1<")
    assert "commonest" not in picture
    alone = benchmark_progression_heatmap(ROWS)
    assert spec.template == alone.template
    kept = cells(spec).dropna(subset="stage")
    assert kept["score"].tolist() == cells(alone)["score"].tolist()


def test_baselines_of_no_drawn_benchmark_have_no_column() -> None:
    spec = benchmark_progression_heatmap(ROWS, baselines=RULES.iloc[1:])
    assert spec.datasets == benchmark_progression_heatmap(ROWS).datasets


def test_a_baseline_off_the_scale_is_grey_and_named() -> None:
    spec = benchmark_progression_heatmap(ROWS, baselines=RULES.assign(score=0.3))
    assert "grey baselines: not on the scale of MMBench-dev" in note(spec)
    other = pd.concat([RULES, RULES.assign(stage=1, score=20.0)])
    assert "1 baselines left out, recorded with several scores" in note(
        benchmark_progression_heatmap(ROWS, baselines=other)
    )


def test_fractions_beside_percentages_are_grey_and_named() -> None:
    frame = pd.DataFrame({"benchmark": "POPE", "stage": [1, 2], "score": [0.8, 85.0]})
    spec = benchmark_progression_heatmap(frame)
    assert cells(spec)["share"].isna().all()
    assert cells(spec)["label"].tolist() == ["0.8", "85"]
    assert "grey: no scale fits POPE; give max_score" in note(spec)


def test_an_n_that_is_partly_there_is_said_so() -> None:
    spec = benchmark_progression_heatmap(ROWS.assign(n=[50, None, 9, None, None]))
    assert "some without n" in note(spec)
    rows = cells(spec).drop_duplicates("benchmark").set_index("benchmark")["row"]
    assert rows["MME"] == "MME\nof 2,800 · n = 50 or ?"
    assert rows["MMBench-dev"] == "MMBench-dev\nof 100 · n = 9"
    assert cells(spec).query("n == 9")["label"].tolist() == ["42.1*"]
    assert "n not recorded" in note(benchmark_progression_heatmap(ROWS))


def test_the_note_is_recomputed_from_the_bundled_run(sample_run: Run) -> None:
    tables = [sample_run[name].collect().to_pandas() for name in ("benchmarks", "baselines")]
    scores, rules = tables
    asked = rules[rules["task"].isin(scores["benchmark"])]
    ends = [
        (share, binomtest(round(share * n), int(n)).proportion_ci(method="wilson"))
        for table in (scores, asked)
        for share, n in zip(table["score"], table["n"], strict=True)
        if abs(share * n - round(share * n)) < 1e-6
    ]
    reach = max(max(end.high - share, share - end.low) for share, end in ends)
    spec = benchmark_progression_heatmap(scores, baselines=rules)
    assert f"95 % interval of the share ± {reach:.3f} at most" in note(spec)
    assert columns(spec)[:3] == ["commonest answer", "look-up", "after stage 1"]
    shown = cells(spec).query("stage.isna()")
    assert sorted(shown["share"]) == pytest.approx(sorted(asked["score"]), rel=1e-5)
