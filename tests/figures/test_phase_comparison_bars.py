"""Bars, intervals and axes of the two phases, worked by hand."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from embervlm_specs.figures import phase_comparison_bars
from embervlm_specs.render import render

FROZEN, JOINT = "frozen_backbone", "joint_finetuning"


def measured(metric: str, unit: str, frozen: list[float], joint: list[float]) -> pd.DataFrame:
    rows = [(FROZEN, seed, value) for seed, value in enumerate(frozen)]
    rows += [(JOINT, seed, value) for seed, value in enumerate(joint)]
    frame = pd.DataFrame(rows, columns=["phase", "seed", "value"])
    return frame.assign(metric=metric, unit=unit)


RUN = pd.concat(
    [
        measured("ece", "fraction", [0.06, 0.07, 0.08], [0.02, 0.03, 0.04]),
        measured("latency", "ms", [40.0, 41.0], [44.0]),
        measured("robot_accuracy", "fraction", [0.7, 0.9, 0.8], [0.99, 0.9, 0.99]),
    ]
)


def panels(frame: pd.DataFrame) -> list[dict[str, list[dict[str, Any]]]]:
    """The rows of each panel by their part."""
    rows = pd.DataFrame(phase_comparison_bars(frame).datasets["panels"])
    return [
        {str(name): part.to_dict("records") for name, part in panel.groupby("part")}
        for _, panel in rows.groupby("order")
    ]


def axis_labels(frame: pd.DataFrame) -> list[str]:
    """What is written at the axes of a figure, before the marks of each panel."""
    svg = render(phase_comparison_bars(frame).document, ["svg"])["svg"].decode()
    groups = re.findall(r'role-axis-label"[^>]*>(.*?)</g>', svg)
    return [text for group in groups for text in re.findall(r">([^<>]+)</text>", group)]


def test_each_metric_has_its_own_axis_unit_and_direction() -> None:
    heads = [(panel["head"][0]["text"], panel["under"][0]["text"]) for panel in panels(RUN)]
    assert heads == [
        ("robot accuracy", "↑ better · fraction"),
        ("ECE", "↓ better · fraction"),
        ("latency", "↓ better · ms"),
    ]
    labels = axis_labels(RUN[RUN["metric"] == "latency"])
    assert labels == ["frozen", "joint", "0", "10", "20", "30", "40", "50"]
    turned = RUN.assign(higher_is_better=RUN["metric"] == "latency")
    assert panels(turned)[2]["under"][0]["text"] == "↑ better · ms"


def test_bars_are_means_with_t_intervals_on_their_axis() -> None:
    ece = panels(RUN)[1]
    frozen = next(bar for bar in ece["bar"] if bar["phase"] == FROZEN)
    low, high = stats.t.interval(0.95, 2, loc=0.07, scale=stats.sem([0.06, 0.07, 0.08]))
    assert (frozen["mean"], frozen["n"]) == (pytest.approx(0.07), 3)
    found = [frozen[name] for name in ("mean", "low", "high")]
    assert found == pytest.approx([0.07, low, high], abs=1e-5)
    assert frozen["top"] == pytest.approx(max(high, 0.08), abs=1e-5)


def test_intervals_stay_within_what_a_fraction_can_be_and_one_seed_has_none() -> None:
    accuracy, _, latency = panels(RUN)
    assert max(bar["high"] for bar in accuracy["bar"]) == 1
    one = next(bar for bar in latency["bar"] if bar["phase"] == JOINT)
    assert pd.isna(one["low"])
    assert one["n"] == 1


def test_the_difference_is_paired_by_seed_and_drawn_around_0() -> None:
    accuracy, ece, latency = panels(RUN)
    assert ece["change"][0]["change"] == pytest.approx(-0.04)
    # its three differences are equal but for float noise: they do not tell how they spread
    assert ece["change"][0]["verdict"] == "no interval"
    joint, frozen = [0.99, 0.9, 0.99], [0.7, 0.9, 0.8]
    test = stats.ttest_rel(joint, frozen)
    low, high = test.confidence_interval(0.95)
    (change,), (reach,) = accuracy["change"], accuracy["reach"]
    assert [change["low"], change["high"]] == pytest.approx([low, high], abs=1e-5)
    assert (change["verdict"], reach["end"]) == ("tie", 1)
    assert change["at"] == pytest.approx(change["change"] / high, abs=1e-5)
    (change,) = latency["change"]
    assert (change["change"], change["n"], change["verdict"]) == (4, 1, "no interval")
    assert "reach" not in latency
    assert "unpaired seeds: latency 1" in phase_comparison_bars(RUN).description


def test_the_note_tells_what_the_differences_are_of() -> None:
    over = phase_comparison_bars(RUN).description
    assert "joint − frozen, paired by seed · 95 % t intervals over 3 seeds" in over
    assert "tie: p ≥ 0.05, Holm-corrected" in over
    one = phase_comparison_bars(RUN[RUN["seed"] == 0].assign(n=300)).description
    assert "95 % intervals of the samples as if unpaired (one seed)" in one
    none = phase_comparison_bars(RUN[RUN["seed"] == 0]).description
    assert "interval of" not in none
    assert "tie" not in none


def test_better_and_worse_follow_the_direction_of_the_metric() -> None:
    frame = pd.concat(
        [
            measured("ece", "fraction", [0.30, 0.31, 0.32], [0.10, 0.12, 0.11]),
            measured("robot_accuracy", "fraction", [0.80, 0.81, 0.82], [0.60, 0.62, 0.61]),
        ]
    )
    assert [panel["change"][0]["verdict"] for panel in panels(frame)] == ["worse", "better"]


def test_an_interval_far_beyond_the_bars_is_drawn_shorter_but_told_whole() -> None:
    (panel,) = panels(measured("latency", "ms", [10.0, 40.0], [30.0, 29.0]))
    bar = panel["bar"][0]
    half = stats.t.ppf(0.975, 1) * stats.sem([10.0, 40.0])
    assert bar["high"] == pytest.approx(25 * np.exp(half / 25), rel=1e-5)
    assert bar["low"] > 0
    assert bar["drawn"] == bar["top"] == 120
    assert (
        "drawn shorter: latency"
        in phase_comparison_bars(measured("latency", "ms", [10.0, 40.0], [30.0, 29.0])).description
    )


def test_a_phase_that_was_not_measured_has_no_bar() -> None:
    frame = RUN[(RUN["metric"] == "ece") & (RUN["phase"] == FROZEN)]
    (panel,) = panels(frame)
    assert [bar["phase"] for bar in panel["bar"]] == [FROZEN]
    assert [row["absent"] for row in panel["absent"]] == [JOINT]
    assert render(phase_comparison_bars(frame).document, ["svg"])["svg"]


def test_rows_that_name_no_seed_are_one_seed() -> None:
    frame = RUN.drop(columns="seed")
    assert {bar["n"] for panel in panels(frame) for bar in panel["bar"]} == {1}
    assert "9 repeated rows replaced" in phase_comparison_bars(frame).description
