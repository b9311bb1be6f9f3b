"""Four stages, and trainings that go wrong."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import stats

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Spec
from embervlm_specs.figures import training_dynamics_all_stages
from embervlm_specs.render import render
from embervlm_specs.run import Run


def log(stage: int, values: list[float | None], metric: str = "loss") -> pd.DataFrame:
    step = range(0, 10 * len(values), 10)
    return pd.DataFrame({"stage": stage, "metric": metric, "step": step, "value": values})


def note(spec: Spec) -> str:
    return " ".join(row["text"] for row in spec.datasets["note"])


def test_bands_come_from_seeds_or_there_are_none_and_it_says_so() -> None:
    one = training_dynamics_all_stages(log(1, [4, 3, 2]))
    assert "one seed a point: no bands" in note(one)
    assert all(row["low"] is None for row in one.datasets["loss_1"])
    seeds = [log(1, [4 + s, 3, 2]).assign(seed=s) for s in (0, 1, 2)]
    several = training_dynamics_all_stages(pd.concat(seeds))
    first = several.datasets["loss_1"][0]
    assert (first["value"], first["n"]) == (5, 3)
    assert first["low"] == pytest.approx(5 - 4.30265 / np.sqrt(3), abs=1e-4)
    assert "mean and 95 % t interval over 3 seeds a point" in note(several)


def test_where_most_points_have_one_seed_the_note_gives_the_range() -> None:
    uneven = pd.concat([log(1, [4, 3, 2, 1]).assign(seed=0), log(1, [5]).assign(seed=1)])
    assert "over 1 to 2 seeds a point" in note(training_dynamics_all_stages(uneven))
    apart = pd.concat([log(1, [4, 3]).assign(seed=0), log(2, [5]).assign(seed=1)])
    assert "one seed a point: no bands" in note(training_dynamics_all_stages(apart))


def test_the_seeds_of_the_note_are_those_of_the_log(sample_run: Run) -> None:
    logged = sample_run["scalars"].collect().to_pandas().dropna(subset="value")
    logged = logged[logged["metric"].isin(["loss", "accuracy"])]
    seeds = logged.groupby(["stage", "metric", "split", "step"])["seed"].nunique()
    ends = dict.fromkeys([seeds.min(), seeds.max()])
    words = f"over {' to '.join(map(str, ends))} seeds a point"
    assert words in note(training_dynamics_all_stages(sample_run["scalars"]))


def test_a_step_logged_twice_without_a_seed_is_no_second_observation() -> None:
    spec = training_dynamics_all_stages(pd.concat([log(1, [4, 3]), log(1, [8, 1])]))
    assert [row["value"] for row in spec.datasets["loss_1"]] == [8, 1]
    assert "2 repeated rows replaced" in note(spec)
    assert "one seed a point: no bands" in note(spec)


def test_accuracy_is_dashed_on_an_axis_of_its_own_from_0_to_1() -> None:
    spec = training_dynamics_all_stages(pd.concat([log(1, [4, 3]), log(1, [0.2, 0.5], "accuracy")]))
    for panel in spec.template["concat"]:
        assert panel["resolve"] == {"scale": {"y": "independent"}}
        loss, accuracy = (
            next(view for view in half["layer"] if view["name"].endswith("_line"))
            for half in panel["layer"][:2]
        )
        assert loss["mark"]["strokeDash"] == [1, 0]
        assert accuracy["mark"]["strokeDash"] == [4, 3]
        assert accuracy["encoding"]["y"]["scale"]["domain"] == [0, 1]


def test_transitions_are_at_the_last_step_of_a_stage() -> None:
    spec = training_dynamics_all_stages(pd.concat([log(1, [4, 3, 2]), log(2, [4, 3])]))
    assert spec.datasets["end_1"] == [{"step": 20, "text": "→ stage 2"}]
    assert spec.datasets["end_2"] == [{"step": 10, "text": "→ stage 3"}]
    assert spec.datasets["end_3"] == []
    assert spec.datasets["axes_3"][0]["absent"] == "no loss or accuracy recorded"
    assert spec.datasets["axes_1"][0]["absent"] == "no accuracy recorded"


def test_a_diverging_run_stays_readable_and_is_drawn_as_what_it_is() -> None:
    values = [4.0, 3.0, 2.5, 2.0, 1.8, 1.6, 1.5, 4e8, 3e30, None, None]
    spec = training_dynamics_all_stages(log(2, values))
    rows = spec.datasets["loss_2"]
    assert max(row["at"] for row in rows if row["at"] is not None) == 20
    assert max(row["value"] for row in rows if row["value"] is not None) == 3e30
    assert [row["mark"] for row in rows[-4:]] == ["above", "above", "", ""]
    assert rows[-1]["value"] is None
    assert "2 values not a number" in note(spec)
    assert "▲ stage 2 loss up to 3e+30" in note(spec)
    assert render(spec.document, ["svg"])


def test_accuracy_in_per_cent_is_seen_to_be_wrong() -> None:
    spec = training_dynamics_all_stages(log(3, [10.0, 80.0], "accuracy"))
    assert "▲ stage 3 accuracy up to 80" in note(spec)
    assert [row["mark"] for row in spec.datasets["accuracy_3"]] == ["above", "above"]


def test_no_numbers_at_all_are_named() -> None:
    with pytest.raises(MissingDataError, match="'loss' or 'accuracy'"):
        training_dynamics_all_stages(log(1, [1.0], "perplexity"))


def test_a_million_rows_keep_their_spike() -> None:
    random = np.random.default_rng(0)
    step = np.arange(125_000)
    parts = [
        pl.DataFrame({"stage": stage, "metric": metric, "step": step}).with_columns(
            value=pl.Series(0.5 + random.normal(0, 0.02, len(step)))
        )
        for stage in (1, 2, 3, 4)
        for metric in ("loss", "accuracy")
    ]
    parts[4][77_777, "value"] = 2.0
    spec = training_dynamics_all_stages(pl.concat(parts))
    spikes = [row for row in spec.datasets["loss_3"] if row["value"] > 1]
    assert [(row["step"], row["value"]) for row in spikes] == [(77_777, 2.0)]
    assert len(spec.to_json()) < 250_000
    assert "of 1,000,000 points drawn" in note(spec)


def test_the_pre_training_of_llava(public_data: Path) -> None:
    folder = public_data / "trainer_state" / "hayatohongo_llava15_pretrain"
    history = json.loads((folder / "trainer_state.json").read_text())["log_history"]
    logged = [row for row in history if "loss" in row]
    rows = pd.DataFrame(
        {
            "stage": 1,
            "metric": "loss",
            "step": [row["step"] for row in logged],
            "value": [row["loss"] for row in logged],
        }
    )
    drawn = training_dynamics_all_stages(rows).datasets["loss_1"]
    assert len(drawn) == 250
    assert (drawn[0]["value"], drawn[-1]["value"]) == pytest.approx((8.20, 3.30), abs=0.05)


def test_intervals_are_those_of_the_seeds_whatever_the_axis_shows(sample_run: Run) -> None:
    spec = training_dynamics_all_stages(sample_run["scalars"])
    logged = sample_run["scalars"].collect().to_pandas()
    logged = logged[logged["value"].notna()]
    checked = 0
    for stage in (1, 2, 3, 4):
        for metric in ("loss", "accuracy"):
            for row in spec.datasets[f"{metric}_{stage}"]:
                here = logged[
                    (logged["stage"] == stage)
                    & (logged["metric"] == metric)
                    & (logged["split"] == row["split"])
                    & (logged["step"] == row["step"])
                ]["value"]
                half = stats.t.ppf(0.975, len(here) - 1) * stats.sem(here)
                sure = here.mean() - half, here.mean() + half
                assert [row["low"], row["high"]] == pytest.approx(sure, rel=1e-4, abs=1e-6)
                checked += 1
    assert checked > 70
