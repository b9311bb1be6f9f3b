"""What the pictures of single samples say with numbers, computed from the tables anew."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.metrics import balanced_accuracy_score, brier_score_loss, f1_score

from tests.sentences import description, read, sentences
from tests.sentences.clustered import clustered
from tests.sentences.spans import span


def written(number: float, form: str = ".3f") -> str:
    return f"{number:{form}}".replace("-", "\N{MINUS SIGN}")


def shown(table: str, stage: int) -> pd.DataFrame:
    """The rows of a stage's last step."""
    rows = read(table)
    rows = rows[rows["stage"] == stage]
    return rows[rows["step"] == rows["step"].max()]


def predictions() -> pd.DataFrame:
    rows = shown("robot_predictions", 3)
    return rows.assign(hit=rows["true_robot"] == rows["predicted_robot"])


def accuracy(rows: pd.DataFrame) -> str:
    of = clustered(rows, "hit", "share")
    return f"accuracy {of.mean:.3f} [{of.low:.3f}, {of.high:.3f}]"


def balanced(rows: pd.DataFrame) -> float:
    return float(balanced_accuracy_score(rows["true_robot"], rows["predicted_robot"]))


def test_robot_performance_lines() -> None:
    rows = predictions()
    lines = read("robot_predictions").query("stage == 3").groupby(["step", "true_robot"])
    groups = lines["group"].nunique()
    assert (lines["seed"].nunique() == 3).all()
    assert sentences("robot_performance_lines") == [
        f"step {rows['step'].iloc[0]}: {accuracy(rows)} over all robots, n = {len(rows)}",
        f"balanced accuracy {balanced(rows):.3f}",
        f"n = {span(lines.size())} a point",
        f"95 % intervals over 3 seeds and {span(groups)} groups",
    ]


def test_robot_radar_chart() -> None:
    rows = predictions()
    macro = f1_score(rows["true_robot"], rows["predicted_robot"], average="macro")
    said = sentences("robot_radar_chart")
    assert said[:4] == [
        f"accuracy {rows['hit'].mean():.3f}",
        f"balanced accuracy {balanced(rows):.3f}",
        f"n = {len(rows)}",
        f"macro F1 {macro:.3f} over the {rows['true_robot'].nunique()} classes with samples",
    ]
    reach = 0.0
    for column in ("true_robot", "predicted_robot"):
        for _, part in rows.groupby(column):
            of = clustered(part, "hit", "share")
            reach = max(reach, of.high - of.mean, of.mean - of.low)
    assert f"precision and recall ± {reach:.2f} at most" in said


def test_task_robot_heatmap() -> None:
    rows = predictions()
    cells = rows.groupby(["task_type", "true_robot"])
    said = sentences("task_robot_heatmap")
    assert said == [
        f"accuracy {rows['hit'].mean():.3f} over n = {len(rows)}",
        f"balanced accuracy {balanced(rows):.3f}",
        f"95 % intervals over 3 seeds and {span(cells['group'].nunique())} groups",
        "* fewer than 10 samples",
        f"step {rows['step'].iloc[0]}",
    ]
    assert (cells.size() < 10).any()
    worst = cells["hit"].mean().idxmin()
    assert f"for {worst[1]}, {worst[0]} (n = {cells.size()[worst]})" in description(
        "task_robot_heatmap"
    )


def test_confusion_evolution() -> None:
    rows = predictions()
    assert sentences("confusion_evolution") == [
        f"step {rows['step'].iloc[0]}: {accuracy(rows)}, n = {len(rows)}",
        f"95 % intervals over 3 seeds and {rows['group'].nunique()} groups",
        "count over 3 seeds and share of the row",
    ]


def test_confidence_calibration() -> None:
    rows = predictions().assign(bin=lambda t: np.ceil((t["confidence"] * 15).round(9)))
    bins = rows.groupby("bin").agg(
        n=("hit", "size"), hits=("hit", "mean"), confidence=("confidence", "mean")
    )
    gap = (bins["hits"] - bins["confidence"]).abs()
    said = sentences("confidence_calibration")
    assert said[0].startswith(f"ECE {(gap * bins['n']).sum() / len(rows):.3f} [")
    assert f"MCE {gap.max():.3f} (n = {bins['n'][gap.idxmax()]})" in said
    assert f"balanced {balanced(rows):.3f}" in said
    brier = brier_score_loss(rows["hit"], rows["confidence"])
    assert [accuracy(rows), f"Brier {brier:.3f}", f"n = {len(rows)}"] == [said[3], *said[5:7]]
    draws = np.random.default_rng(1).binomial(bins["n"], bins["confidence"], (20_000, len(bins)))
    chance = (np.abs(draws - bins["n"].to_numpy() * bins["confidence"].to_numpy())).sum(axis=1)
    numbers = [float(word) for word in said[1].replace(",", "").split() if word[0] == "0"]
    expected = [chance.mean() / len(rows), np.quantile(chance, 0.95) / len(rows)]
    assert numbers == pytest.approx(expected, abs=0.0012)


def test_cot_vs_direct_accuracy() -> None:
    rows = shown("robot_predictions", 4)
    rows = rows.assign(hit=(rows["true_robot"] == rows["predicted_robot"]).astype(int))
    key = ["seed", "group", "sample", "true_robot"]
    wide = rows.pivot(index=key, columns="prompting", values="hit").reset_index()
    assert wide.notna().all(axis=None)
    wide["change"] = wide["cot"] - wide["direct"]
    of = clustered(wide, "change", "paired")
    ends = ", ".join(written(end, "+.3f") for end in of[1:3])
    said = sentences("cot_vs_direct_accuracy")
    assert said[0] == (
        f"direct {wide['direct'].mean():.3f}, chain of thought {wide['cot'].mean():.3f}: "
        f"{written(of.mean, '+.3f')} [{ends}]"
    )
    assert said[1] == f"tie, p = {of.p:.2g}"
    assert of.p >= 0.05


def test_instruction_complexity_bars() -> None:
    rows = shown("responses", 2)
    pairs = rows.pivot(
        index=["seed", "group", "sample", "instruction_type"], columns="with_vision", values="score"
    )
    n = pairs.groupby("instruction_type").size()
    assert sentences("instruction_complexity_bars") == [
        f"95 % intervals over {rows['seed'].nunique()} seeds and {rows['group'].nunique()} groups",
        f"step {rows['step'].iloc[0]}",
        f"gain: n = {span(n)} pairs; tie: p ≥ 0.05, Holm-corrected",
    ]


def test_reasoning_quality() -> None:
    rows = shown("reasoning", 4)
    r = stats.pointbiserialr(rows["correct"], rows["coherence"]).statistic
    of = clustered(rows, "correct", "share")
    said = sentences("reasoning_quality")
    assert said[0].startswith(f"coherence and right choice: point-biserial r = {r:.2f} [")
    assert said[1] == (
        f"{rows['correct'].sum()} of {len(rows)} chains right (dashed): "
        f"{of.mean:.3f} [{of.low:.3f}, {of.high:.3f}]"
    )
    assert said[-2:] == ["stage 4", f"step {rows['step'].iloc[0]}"]


def test_reasoning_quality_dashboard() -> None:
    rows = shown("reasoning", 4)
    fit = stats.linregress(rows["step_count"], rows["coherence"])
    phi = (rows["step_count"] - rows["step_count"].mean()) * (
        rows["coherence"] - fit.intercept - fit.slope * rows["step_count"]
    )
    square = ((rows["step_count"] - rows["step_count"].mean()) ** 2).sum()
    of = clustered(rows.assign(phi=phi * len(rows) / square), "phi", "mean")
    ends = ", ".join(written(fit.slope + end, ".3g") for end in of[1:3])
    said = sentences("reasoning_quality_dashboard")
    assert said[1] == f"coherence over steps: slope {written(fit.slope, '.3g')} [{ends}]"
    assert said[2].startswith(f"r = {written(fit.rvalue, '.2f')} [")
    means = []
    for column in ("coherence", "consistency", "step_count"):
        mean = clustered(rows, column, "mean")
        low, high = mean.low, min(mean.high, 1) if column != "step_count" else mean.high
        name = column.replace("_", " ")
        means.append(f"{name} mean {mean.mean:#.3g} [{low:#.3g}, {high:#.3g}]")
    assert " · ".join(means) in description("reasoning_quality_dashboard")


def test_reasoning_consistency_heatmap() -> None:
    rows = shown("reasoning", 4)
    told = []
    for mention in ("early", "late"):
        part = rows[rows["mention"] == mention]
        of = clustered(part, "consistency", "mean")
        ends = f"[{max(of.low, 0):.2f}, {min(of.high, 1):.2f}]"
        told.append(f"{mention} {of.mean:.2f} {ends}, n = {len(part)}")
    assert "; ".join(told) in description("reasoning_consistency_heatmap")


def test_response_length_violin() -> None:
    rows = shown("responses", 2).query("with_vision")
    assert sentences("response_length_violin") == [
        f"step {rows['step'].iloc[0]}",
        f"95 % intervals over {rows['seed'].nunique()} seeds and {rows['group'].nunique()} groups",
    ]
    for _, part in rows.groupby("task"):
        of = clustered(part, "length", "mean")
        assert f"mean {of.mean:.1f}" in description("response_length_violin")
