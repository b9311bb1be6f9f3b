"""What the pictures of averaged values say with numbers, computed from the tables anew."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.metrics.pairwise import cosine_distances
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from tests.sentences import description, read, sentences
from tests.sentences.spans import span


def reach(share: pd.Series, n: pd.Series) -> pd.Series:
    """How far Wilson's interval reaches from each share, at most."""
    low, high = proportion_confint(share * n, n, method="wilson")
    return np.maximum(high - share, share - low)


def mean_of(values: pd.Series) -> str:
    """A mean with Student's interval."""
    low, high = stats.t.interval(0.95, len(values) - 1, values.mean(), values.sem())
    return f"{values.mean():.3f} [{low:.3f}, {high:.3f}]"


def test_retrieval_accuracy_heatmap() -> None:
    rows = read("retrieval")
    rows = rows[rows["step"] == rows["step"].max()]
    low, high = proportion_confint(rows["accuracy"] * rows["n"], rows["n"], method="wilson")
    said = sentences("retrieval_accuracy_heatmap")
    assert said[:2] == [f"step {rows['step'].iloc[0]}", f"n = {span(rows['n'])} queries"]
    widest = [((high - low) / 2).max(), reach(rows["accuracy"], rows["n"]).max()]
    assert said[2] in [f"95 % interval ± {each:.3f} at most" for each in widest]


def test_tsne_embedding_evolution() -> None:
    steps = read("embedding_map")["step"]
    vectors = read("embeddings")
    told = []
    for step in (steps.min(), steps.max()):
        here = vectors[vectors["step"] == step].set_index("item").sort_index()
        image, text = (
            np.stack(here.loc[here["modality"] == kind, "vector"]) for kind in ("image", "text")
        )
        away = cosine_distances(image, text)
        others = away[~np.eye(len(away), dtype=bool)]
        told.append(f"{np.diag(away).mean() / others.mean():.2f} at step {step}")
    assert sentences("tsne_embedding_evolution") == [
        f"cosine distance to own text / to other texts: {' → '.join(told)}",
        f"n = {vectors['item'].nunique()} pairs",
    ]


def test_benchmark_progression_heatmap() -> None:
    rows, rules = read("benchmarks"), read("baselines").dropna(subset="task")
    every = pd.concat([rows["score"], rules["score"]]), pd.concat([rows["n"], rules["n"]])
    assert sentences("benchmark_progression_heatmap") == [
        f"95 % interval of the share ± {reach(*every).max():.3f} at most"
    ]


def test_carbon_footprint_treemap() -> None:
    rows = read("emissions")
    total, largest = rows["co2_kg"].sum(), rows.loc[rows["co2_kg"].idxmax()]
    gains = rows.dropna(subset="accuracy_gain")
    metric = gains["metric"].mode()[0]
    ours = gains[gains["metric"] == metric]
    noise = 1.96 * np.sqrt(1 / (2 * ours["n"]))
    within = ((ours["accuracy_gain"] > 0) & (ours["accuracy_gain"] <= noise)).sum()
    assert sentences("carbon_footprint_treemap") == [
        f"{total * 1000:.3g} g CO₂-equivalent in all",
        f"most by {largest['component']} (stage {largest['stage']}):"
        f" {largest['co2_kg'] / total:.0%}",
        f"estimated: {rows.loc[rows['estimated'], 'co2_kg'].sum() / total:.0%}",
        f"{len(gains) - len(ours)} of another metric",
        f"{within} within noise (1.96 √(1/2n))",
    ]


def test_ablation_tornado() -> None:
    rows = read("ablations")
    rows = rows[rows["metric"] == rows["metric"].mode()[0]]
    (whole,) = rows["baseline"].unique()
    assert sentences("ablation_tornado") == [
        f"whole model {whole:.3g}",
        "95 % intervals of the samples as if unpaired (one seed)",
        "tie: p ≥ 0.05, Holm-corrected",
    ]
    for row in rows.itertuples():
        counts = [round(row.score * row.n), row.n, round(row.baseline * row.n), row.n]
        low, high = confint_proportions_2indep(*counts, method="newcomb")
        assert low < 0 < high  # and so, of all of them, a tie
        assert f"{row.component} " in description("ablation_tornado")
    assert description("ablation_tornado").count("(tie)") == len(rows)


def test_parameter_efficiency_pareto() -> None:
    rows = read("models")
    metric = rows["metric"].mode()[0]
    same = rows[rows["metric"] == metric]
    beaten = [
        ((same["parameters"] <= row.parameters) & (same["accuracy"] >= row.accuracy)).sum() > 1
        for row in same.itertuples()
    ]
    frontier = len(same) - sum(beaten)
    said = sentences("parameter_efficiency_pareto")
    assert said[:3] == [
        f"{len(same)} models",
        f"{frontier} of them on the frontier",
        f"{len(rows) - len(same)} highlighted by another metric, which is named",
    ]


def test_edge_deployment_pareto() -> None:
    rows = read("deployments")
    beaten = [
        (
            ((rows["latency_ms"] < row.latency_ms) & (rows["accuracy"] >= row.accuracy))
            | ((rows["latency_ms"] <= row.latency_ms) & (rows["accuracy"] > row.accuracy))
        ).any()
        for row in rows.itertuples()
    ]
    (device,) = rows["device"].unique()
    said = sentences("edge_deployment_pareto")
    assert said[:2] == [
        f"{len(rows)} variants on {device}",
        f"{len(rows) - sum(beaten)} on the frontier",
    ]


def test_distillation_gap() -> None:
    rows = read("scalars").query("stage == 2 and split == 'val'")
    rows = rows[rows["step"] == rows["step"].max()].groupby("metric")["value"]
    kl, student = (mean_of(rows.get_group(name)) for name in ("kl_divergence", "student_accuracy"))
    step = read("scalars").query("stage == 2")["step"].max()
    assert sentences("distillation_gap")[:3] == [
        f"step {step}: KL divergence {kl}",
        f"student accuracy {student}",
        f"bands: 95 % t intervals over {read('scalars')['seed'].nunique()} seeds",
    ]


def test_training_dynamics_all_stages() -> None:
    rows = read("scalars").query("metric in ('loss', 'accuracy')")
    seeds = rows.groupby(["stage", "metric", "split", "step"])["seed"].nunique()
    assert sentences("training_dynamics_all_stages") == [
        f"mean and 95 % t interval over {span(seeds)} seeds a point"
    ]
    ends = rows.groupby(["stage", "metric", "split", "step"])["value"].mean()
    text = description("training_dynamics_all_stages")
    for (stage, metric, split), curve in ends.groupby(level=[0, 1, 2]):
        (first, start), *_, (last, end) = curve.droplevel([0, 1, 2]).items()
        told = f"{start:.3g} at step {first}, {end:.3g} at step {last}"
        assert f"stage {stage} {metric} ({split}) {told}" in text


def test_phase_comparison_bars() -> None:
    rows = read("phases")
    wide = rows.pivot(index=["metric", "seed"], columns="phase", values="value")
    change = (wide["joint_finetuning"] - wide["frozen_backbone"]).groupby("metric")
    seeds = rows["seed"].nunique()
    assert sentences("phase_comparison_bars") == [
        f"bars: mean over {seeds} seeds",
        "95 % intervals",
        f"95 % t intervals over {seeds} seeds",
        "tie: p ≥ 0.05, Holm-corrected",
    ]
    tests = {metric: stats.ttest_1samp(values, 0).pvalue for metric, values in change}
    adjusted = dict(zip(tests, multipletests([*tests.values()], method="holm")[1], strict=True))
    text = description("phase_comparison_bars").split("; ")
    for metric, p in adjusted.items():
        name = metric.upper() if len(metric) < 4 else metric.replace("_", " ")
        (told,) = [part for part in text if f"{name} (" in part]
        assert ("tie" in told) == (p >= 0.05)
