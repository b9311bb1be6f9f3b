"""Bars and tests of the same samples, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, binomtest, norm

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figures import cot_vs_direct_accuracy

OTHER = {"Drone": "Legged", "Legged": "Drone"}


def asked(
    robot: str, hits: list[tuple[bool, bool]], *, step: int = 10, first: int = 0
) -> pd.DataFrame:
    """Samples of one robot with (direct was right, chain of thought was right)."""
    rows = [
        (step, first + i, robot, robot if hit else OTHER[robot], prompting)
        for i, both in enumerate(hits)
        for prompting, hit in zip(("direct", "cot"), both, strict=True)
    ]
    columns = ["step", "sample", "true_robot", "predicted_robot", "prompting"]
    return pd.DataFrame(rows, columns=columns)


def run() -> pd.DataFrame:
    drones = asked("Drone", [(True, True)] * 3 + [(False, True)] * 6 + [(True, False)])
    return pd.concat([drones, asked("Legged", [(False, True)] * 2, first=100)])


def test_bars_and_tests_are_those_of_the_pairs() -> None:
    data = cot_vs_direct_accuracy(run()).datasets
    bars = {(row["robot"], row["prompting"]): row for row in data["answers"]}
    assert bars["Drone", "direct"]["accuracy"] == 0.4
    assert bars["all robots", "chain of thought"]["correct"] == 11
    effects = {row["robot"]: row for row in data["effects"]}
    assert list(effects) == ["all robots", "Drone", "Legged"]
    assert effects["Drone"]["alone"] == "n = 10 · alone right 1 : 6"
    assert effects["Drone"]["change"] == 0.5
    # mid-p 2 * 8 / 2^7 - 7 / 2^7 and 2 / 2^2 - 1 / 2^2, times 2 and 1 (Holm)
    assert effects["Drone"]["p"] == pytest.approx(2 * 9 / 128, abs=1e-6)
    assert effects["Legged"]["p"] == pytest.approx(0.25)
    assert effects["Legged"]["text"].endswith("· tie")
    overall = binomtest(1, 9, 0.5).pvalue - binom.pmf(1, 9, 0.5)
    assert effects["all robots"]["p"] == pytest.approx(overall, abs=1e-6)
    assert f"p = {overall:.2g}" in data["note"][0]["text"]


def test_the_difference_of_independent_samples_has_the_interval_of_bonett_and_price() -> None:
    effect = cot_vs_direct_accuracy(run()).datasets["effects"][0]
    # 12 pairs, 1 and 8 alone right
    lost, won = 2 / 14, 9 / 14
    half = norm.ppf(0.975) * np.sqrt((lost + won - (won - lost) ** 2) / 14)
    expected = [7 / 12, won - lost - half, won - lost + half]
    assert [effect[name] for name in ("change", "low", "high")] == pytest.approx(expected, abs=1e-5)


def test_a_sample_counts_once_a_seed() -> None:
    seeds = [run().assign(seed=seed) for seed in range(3)]
    seeds[2] = seeds[2].query("sample > 4 or prompting == 'direct'")
    frame = pd.concat(seeds)
    spec = cot_vs_direct_accuracy(frame)
    hits = frame.assign(hit=frame["true_robot"] == frame["predicted_robot"])
    wide = hits.pivot_table(index=["seed", "sample"], columns="prompting", values="hit")
    both = wide.dropna()
    assert spec.datasets["effects"][0]["n"] == len(both) == 31
    direct, cot = both["direct"].mean(), both["cot"].mean()
    note = [row["text"] for row in spec.datasets["note"]]
    assert note[0].startswith(
        f"direct {direct:.3f}, chain of thought {cot:.3f}: +{cot - direct:.3f}"
    )
    assert "over 3 seeds and their samples" in note[1]
    assert "5 unpaired samples left out" in note[4]
    assert "Holm" in note[2]


def test_the_stage_of_chain_of_thought_is_shown() -> None:
    earlier = run().assign(stage=3, step=99)
    earlier.loc[:, "predicted_robot"] = "Humanoid"
    spec = cot_vs_direct_accuracy(pd.concat([run().assign(stage=4), earlier]))
    assert spec.datasets["effects"][0]["change"] == pytest.approx(7 / 12, abs=1e-5)
    assert "step 10" in spec.description


def test_samples_with_one_prompting_are_counted_not_drawn() -> None:
    alone = run().query("sample != 0 or prompting != 'cot'")
    spec = cot_vs_direct_accuracy(alone)
    assert "1 unpaired samples left out" in spec.description
    assert {row["n"] for row in spec.datasets["answers"]} == {11, 9, 2}


def test_the_last_step_with_both_promptings_is_shown() -> None:
    later = run().query("prompting == 'direct'").assign(step=20)
    assert "step 10" in cot_vs_direct_accuracy(pd.concat([run(), later])).description
    with pytest.raises(MissingDataError, match="no step with both"):
        cot_vs_direct_accuracy(pd.concat([run().query("prompting == 'cot'"), later]))
    with pytest.raises(MissingDataError, match="no rows at step 20"):
        cot_vs_direct_accuracy(pd.concat([run(), later]), step=20)


def test_many_classes_end_in_a_named_rest() -> None:
    robots = [f"class {i}" for i in range(30) for _ in range(2 if i < 5 else 1)]
    frame = pd.DataFrame({"sample": range(len(robots)), "true_robot": robots})
    frame["predicted_robot"] = frame["true_robot"]
    both = pd.concat([frame.assign(prompting="direct"), frame.assign(prompting="cot")])
    data = cot_vs_direct_accuracy(both).datasets
    names = [row["robot"] for row in data["effects"]]
    assert (len(names), names[-1]) == (13, "other classes")
    assert names[1:6] == [f"class {i}" for i in range(5)]
    assert "19 rare classes counted together" in data["note"][-1]["text"]


def test_a_repeated_answer_is_no_pair_where_steps_were_not_recorded() -> None:
    frame = run().drop(columns="step", errors="ignore")
    again = pd.concat([frame, frame[frame["prompting"] == "direct"]], ignore_index=True)
    once, twice = (cot_vs_direct_accuracy(table) for table in (frame, again))
    assert twice.datasets["answers"] == once.datasets["answers"]
    assert all(row["accuracy"] <= 1 for row in twice.datasets["answers"])
