"""Histograms and the trend of a few chains, worked by hand."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import linregress, pearsonr

from embervlm_specs.figures import reasoning_quality_dashboard
from embervlm_specs.render import render

COHERENCE = [0.2, 0.45, 0.55, 0.8]


def chains(steps: list[int], coherence: list[float]) -> pd.DataFrame:
    same = {"task_category": "dive", "robot": "Drone", "mention": "early", "correct": True}
    return pd.DataFrame(
        {"sample": range(len(steps)), "step_count": steps, "coherence": coherence}
    ).assign(consistency=1.0, keyword_accuracy=0.5, **same)


def test_every_chain_is_counted_once() -> None:
    data = reasoning_quality_dashboard(chains([2, 3, 3, 5], COHERENCE)).datasets
    bars = {(row["lower"], row["upper"]): row["n"] for row in data["step_count"]}
    assert bars == {(1.5, 2.5): 1, (2.5, 3.5): 2, (4.5, 5.5): 1}
    # right-closed: 0.55 belongs to the bin that ends there
    assert [row["upper"] for row in data["coherence"]] == pytest.approx(COHERENCE)
    assert sum(row["n"] for row in data["chains"]) == 4
    assert data["coherence_mean"][0]["text"].startswith("mean 0.500 [")


def test_the_line_and_r_are_those_of_scipy() -> None:
    steps, coherence = [2, 3, 3, 5, 4], [*COHERENCE, 0.6]
    spec = reasoning_quality_dashboard(chains(steps, coherence))
    line, r = linregress(steps, coherence), pearsonr(steps, coherence)
    ends = [(row["x"], row["y"]) for row in spec.datasets["trend"]]
    assert ends == [(x, pytest.approx(line.intercept + line.slope * x, abs=1e-5)) for x in (2, 5)]
    low, high = r.confidence_interval()
    found = f"r = {r.statistic:.2f} [{low:.2f}, {high:.2f}]".replace("-", "−")
    assert found in spec.description
    equation = f"coherence = {line.intercept:.3g} + {line.slope:.3g} × steps"
    assert spec.datasets["equation"] == [{"text": equation.replace("-", "−")}]


def test_the_slope_has_an_interval_in_the_note() -> None:
    steps, coherence = np.array([2, 3, 3, 5, 4, 6]), np.array([*COHERENCE, 0.6, 0.5])
    spec = reasoning_quality_dashboard(chains(steps.tolist(), coherence.tolist()))
    away = steps - steps.mean()
    slope = (away * coherence).sum() / (away**2).sum()
    moved = away * (coherence - coherence.mean() - slope * away) / (away**2).sum()
    half = 2.5706 * np.sqrt((moved**2).sum() * 6 / 5)  # t(5)
    told = re.search(r"slope (\S+) \[(\S+), (\S+)\]", spec.description.replace("−", "-"))
    assert told
    assert [float(number) for number in told.groups()] == pytest.approx(
        [slope, slope - half, slope + half], rel=0.005
    )


@pytest.mark.parametrize(
    ("steps", "coherence", "why"),
    [
        ([2, 3, 3, 5], COHERENCE, "n = 4"),
        ([2, 3, 2, 3, 2], [*COHERENCE, 0.6], "only two numbers of steps"),
    ],
)
def test_too_few_values_have_r_and_no_line(
    steps: list[int], coherence: list[float], why: str
) -> None:
    spec = reasoning_quality_dashboard(chains(steps, coherence))
    assert spec.datasets["trend"] == []
    assert f"no line: {why} · r = " in spec.description


@pytest.mark.parametrize(
    ("steps", "coherence", "why"),
    [
        ([3], [0.5], "n = 1"),
        ([3, 3, 3, 3], COHERENCE, "step count is the same everywhere"),
        ([2, 3, 4, 5], [0.7] * 4, "coherence is the same everywhere"),
    ],
)
def test_without_a_trend_there_is_no_line(
    steps: list[int], coherence: list[float], why: str
) -> None:
    spec = reasoning_quality_dashboard(chains(steps, coherence))
    assert spec.datasets["trend"] == []
    assert spec.datasets["equation"] == [{"text": "no trend"}]
    assert f"no correlation: {why}" in spec.description
    assert render(spec.document, ["svg"])["svg"]
