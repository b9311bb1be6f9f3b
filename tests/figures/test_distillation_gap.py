"""The lines, the bands and the words of `distillation_gap`."""

from __future__ import annotations

import pandas as pd
import pytest

from embervlm_specs.errors import MissingDataError, TableError
from embervlm_specs.figures import FIGURES

figure = FIGURES["distillation_gap"]


def log(
    steps: int = 3, seeds: tuple[int | None, ...] = (0, 1, 2), split: str = "val"
) -> pd.DataFrame:
    rows = [
        (2, metric, step * 10, 0.5 + 0.1 * (seed or 0) + 0.0001 * step, split, seed)
        for metric in ("kl_divergence", "student_accuracy")
        for step in range(steps)
        for seed in seeds
    ]
    return pd.DataFrame(rows, columns=["stage", "metric", "step", "value", "split", "seed"])


def test_both_lines_have_their_band_over_seeds() -> None:
    spec = figure(log())
    for name in ("divergence", "accuracy"):
        first = spec.datasets[name][0]
        # mean 0.6, deviation 0.1, t(2) = 4.3027: half width 0.2484
        assert [first["value"], first["low"], first["high"]] == pytest.approx(
            [0.6, 0.3516, 0.8484], abs=1e-4
        )
    assert spec.datasets["note"][1]["text"] == "val split · bands: 95 % t intervals over 3 seeds"


def test_the_seeds_of_all_points_are_said() -> None:
    table = log()
    short = table[(table["seed"] == 0) | (table["step"] == 0)]
    note = figure(short).datasets["note"][1]["text"]
    assert note == "val split · bands: 95 % t intervals over 1 to 3 seeds a point"


def test_one_seed_has_no_band_and_the_note_says_so() -> None:
    spec = figure(log(seeds=(None,)))
    assert {row["low"] for row in spec.datasets["accuracy"]} == {None}
    assert "one seed a point, so no bands" in spec.datasets["note"][1]["text"]


def test_bands_stay_among_the_possible_values() -> None:
    table = log(steps=1, seeds=(0, 1))
    table["value"] = [0.0, 2.0, 0.1, 1.0]
    spec = figure(table)
    assert spec.datasets["divergence"][0]["low"] == 0
    assert spec.datasets["divergence"][0]["high"] > 2
    assert [spec.datasets["accuracy"][0][side] for side in ("low", "high")] == [0, 1]


def test_a_long_log_keeps_its_spike() -> None:
    table = log(steps=5001, seeds=(0,))
    table.loc[1234, "value"] = 40.0
    spec = figure(table)
    assert max(row["value"] for row in spec.datasets["divergence"]) == 40
    assert len(spec.to_json().encode()) < 250_000
    assert "of 10,002 points drawn" in spec.description
    assert {row["dot"] for row in spec.datasets["divergence"]} == {None}


def test_what_was_not_a_number_is_no_observation() -> None:
    table = log()
    table.loc[(table["seed"] == 2) & (table["step"] == 20), "value"] = None
    first, *_, last = figure(table).datasets["accuracy"]
    assert (first["n"], last["n"]) == (3, 2)

    table.loc[table["step"] == 10, "value"] = None
    spec = figure(table)
    assert [row["value"] is None for row in spec.datasets["accuracy"]] == [False, True, False]
    assert "8 logged values are not a number" in spec.description


def test_splits_that_differ_are_named_for_each_line() -> None:
    table = log()
    table.loc[table["metric"] == "kl_divergence", "split"] = "train"
    note = figure(table).datasets["note"][1]["text"]
    assert note.startswith("KL divergence: train split, student accuracy: val split")
    note = figure(table.assign(split=table["split"].replace("val", None))).datasets["note"][1]
    assert note["text"].startswith("KL divergence: train split, student accuracy: split not rec")


def test_lines_that_end_at_different_steps_say_both() -> None:
    longer = log(steps=60).query("metric == 'kl_divergence' or step < 30")
    spec = figure(longer)
    assert "step 590: KL divergence 0.606" in spec.datasets["note"][0]["text"]
    assert " · step 20: student accuracy 0.600" in spec.datasets["note"][0]["text"]
    dots = [spec.datasets[name][0]["dot"] for name in ("divergence", "accuracy")]
    assert dots == [None, pytest.approx(0.6)]


def test_what_is_missing_or_in_per_cent_is_named() -> None:
    with pytest.raises(MissingDataError, match="no metric 'student_accuracy' in stage 2"):
        figure(log().query("metric == 'kl_divergence'"))
    with pytest.raises(MissingDataError, match="'kl_divergence' or 'student_accuracy' in stage 2"):
        figure(log().assign(stage=3))
    with pytest.raises(MissingDataError, match="no values in column 'value'"):
        figure(log().assign(value=None))
    with pytest.raises(TableError, match=r"'student_accuracy' must lie in \[0, 1\], step 0 .* 60"):
        figure(log().assign(value=lambda table: table["value"] * 100))
