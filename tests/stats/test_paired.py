"""Pairs and their tests, against values worked by hand, scipy and statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom
from statsmodels.stats.multitest import multipletests

from embervlm_specs.rows import fetch
from embervlm_specs.stats.paired import (
    pair_predictions,
    paired_effects,
    paired_shares,
    paired_steps,
)
from embervlm_specs.tables import ROBOT_PREDICTIONS, validate
from tests.engines import as_engine, every_engine

ALL = "all robots"


def predictions() -> pd.DataFrame:
    """Samples 1 to 3 are Drones asked both ways, 4 has one way, 5 changes its truth."""
    rows = [
        # sample, prompting, true, predicted
        ("1", "direct", "Drone", "Drone"), ("1", "cot", "Drone", "Drone"),
        ("2", "direct", "Drone", "Legged"), ("2", "cot", "Drone", "Drone"),
        ("3", "direct", "Drone", "Drone"), ("3", "cot", "Drone", "Legged"),
        ("4", "direct", "Legged", "Legged"),
        ("5", "direct", "Legged", "Legged"), ("5", "cot", "Drone", "Drone"),
        (None, "cot", "Drone", "Drone"),
    ]  # fmt: skip
    columns = ["sample", "prompting", "true_robot", "predicted_robot"]
    return pd.DataFrame(rows, columns=columns)


@every_engine
def test_only_samples_asked_both_ways_are_pairs(engine: str) -> None:
    rows = validate(ROBOT_PREDICTIONS, as_engine(predictions(), engine))
    pairs = pair_predictions(rows, "direct", "cot")
    assert (pairs.unpaired, pairs.unnamed) == (2, 1)
    assert len(fetch(pairs.rows)) == 3
    effect = paired_effects(pairs.rows, ALL).iloc[0]
    assert effect[["n", "change", "only_first", "only_second"]].tolist() == [3, 0, 1, 1]
    shares = paired_shares(pairs.rows, ALL)
    assert shares["correct"].tolist() == [2, 2, 2, 2]
    assert shares["robot"].tolist() == ["Drone", "Drone", ALL, ALL]


@every_engine
def test_a_sample_is_a_pair_in_each_seed_of_its_own(engine: str) -> None:
    seeds = [predictions().assign(seed=seed, group="a") for seed in (0, 1)]
    second = seeds[1]
    second.loc[second["sample"].eq("2") & second["prompting"].eq("cot"), "prompting"] = None
    frame = as_engine(pd.concat(seeds, ignore_index=True), engine)
    pairs = pair_predictions(validate(ROBOT_PREDICTIONS, frame), "direct", "cot")
    assert (pairs.unpaired, pairs.unnamed) == (5, 2)
    found = fetch(pairs.rows).sort_values(["seed", "sample"])
    assert list(zip(found["seed"], found["sample"], found["change"], strict=True)) == [
        (0, "1", 0), (0, "2", 1), (0, "3", -1), (1, "1", 0), (1, "3", -1),
    ]  # fmt: skip
    effect = paired_effects(pairs.rows, ALL).set_index("robot").loc[ALL]
    assert effect[["n", "seeds", "groups"]].tolist() == [5, 2, 1]


@every_engine
def test_a_paired_step_has_both_promptings(engine: str) -> None:
    frame = predictions().head(3).assign(step=[10, 10, 20])
    rows = validate(ROBOT_PREDICTIONS, as_engine(frame, engine))
    assert paired_steps(rows, ("direct", "cot")) == [10]


def test_p_is_mcnemar_s_mid_p_and_holm_s_among_the_robots() -> None:
    random = np.random.default_rng(3)
    robots = random.choice(["Drone", "Legged", "Wheeled"], 200)
    frames = []
    for prompting, share in (("direct", 0.6), ("cot", 0.75)):
        hit = random.random(200) < share
        table = {"sample": range(200), "true_robot": robots, "prompting": prompting}
        frames.append(pd.DataFrame(table | {"predicted_robot": np.where(hit, robots, "Humanoid")}))
    rows = validate(ROBOT_PREDICTIONS, pd.concat(frames))
    found = paired_effects(pair_predictions(rows, "direct", "cot").rows, ALL).set_index("robot")
    direct, cot = ((t["true_robot"] == t["predicted_robot"]).to_numpy() for t in frames)
    mid = {}
    for name, chosen in {ALL: robots != "", **{r: robots == r for r in set(robots)}}.items():
        lost, won = (chosen & direct & ~cot).sum(), (chosen & ~direct & cot).sum()
        assert found.loc[name, ["only_first", "only_second"]].tolist() == [lost, won]
        less, both = min(lost, won), lost + won
        mid[name] = min(1, 2 * binom.cdf(less, both, 0.5) - binom.pmf(less, both, 0.5))
    assert found.loc[ALL, "p"] == pytest.approx(mid.pop(ALL))
    corrected = multipletests(list(mid.values()), method="holm")[1]
    assert found.loc[list(mid), "p"].tolist() == pytest.approx(corrected)
