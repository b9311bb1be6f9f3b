"""Outlines, marks and words of `response_length_violin`; lengths of real answers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from embervlm_specs.figure import Spec
from embervlm_specs.figures import response_length_violin as figure
from embervlm_specs.render import render


def answers(**lengths: list[int | None]) -> pd.DataFrame:
    rows = [(task, length) for task, some in lengths.items() for length in some]
    return pd.DataFrame(rows, columns=["task", "length"]).rename_axis("sample").reset_index()


def lane(spec: Spec, task: str, part: str) -> pd.DataFrame:
    rows = pd.DataFrame(spec.datasets["violins"])
    return rows[rows["task"].str.startswith(task) & (rows["part"] == part)]


def test_three_ties_one_and_none() -> None:
    spec = figure(answers(three=[5, 9, 30], ties=[7] * 40, one=[4], none=[None, None]))
    outline = lane(spec, "three (n = 3)", "outline")
    expected = stats.gaussian_kde([5, 9, 30])(outline["length"])
    assert outline["density"].to_numpy() == pytest.approx(expected, rel=1e-4)
    assert (outline["length"].min(), outline["length"].max()) == (5, 30)
    assert lane(spec, "three (n = 3)", "median")["label"].tolist() == ["median 9"]

    assert lane(spec, "ties (n = 40)", "outline").empty
    assert lane(spec, "ties (n = 40)", "mean")["label"].tolist() == ["mean 7.0"]
    assert lane(spec, "one (n = 1)", "answers")["answer"].tolist() == [4]
    nothing = lane(spec, "none (n = 0)", "nothing")
    assert nothing["label"].tolist() == ["no answer has a length"]
    assert "answers without a length left out: 2" in spec.datasets["note"][1]["text"]
    assert render(spec.document, ["svg"])["svg"]


def test_means_cover_seeds_and_groups_and_the_note_says_so() -> None:
    # three groups of equal rows in two equal seeds: 2 -+ 4.303 / sqrt(3), cut at 0
    table = answers(vqa=[1, 1, 2, 2, 3, 3]).assign(group=[0, 0, 1, 1, 2, 2])
    spec = figure(pd.concat([table.assign(seed=0), table.assign(seed=1)], ignore_index=True))
    (mean,) = lane(spec, "vqa (n = 12)", "mean").to_dict("records")
    assert [mean[name] for name in ("length", "low", "high", "n")] == pytest.approx(
        [2, 0, 4.484, 12], abs=1e-3
    )
    assert mean["label"] == "mean 2.0 [0.0, 4.5]"
    note = spec.datasets["note"][-1]["text"]
    assert note == "95 % intervals over 2 seeds and 3 groups · densities of all seeds together"


def test_only_answers_with_the_image_are_shown_where_there_are_some() -> None:
    table = answers(vqa=[1, 2, 3, 100]).assign(with_vision=[True, True, True, False])
    spec = figure(table)
    assert lane(spec, "vqa", "mean")["length"].tolist() == [2]
    assert "answers with vision" in spec.datasets["note"][1]["text"]


def test_the_largest_tasks_are_kept_in_their_order() -> None:
    tasks: dict[str, list[int | None]] = {f"task {i}": [1, 2] for i in range(9)}
    spec = figure(answers(**tasks, vqa=[1, 2, 3], captioning=[1, 2, 3]))
    order = list(dict.fromkeys(row["task"] for row in spec.datasets["violins"]))
    assert (len(order), order[:2]) == (8, ["captioning (n = 3)", "vqa (n = 3)"])
    assert "tasks with fewer answers left out: 3" in spec.datasets["note"][1]["text"]


def test_lengths_of_real_answers(public_data: Path) -> None:
    models = ("alpaca-13b", "bard", "gpt35", "llama-13b", "vicuna-13b")
    folder = public_data / "reasoning" / "llava_answers"
    lengths = {
        model: [
            len(json.loads(line)["text"].split())
            for line in (folder / f"answer_{model}.jsonl").read_text("utf-8").splitlines()
        ]
        for model in models
    }
    spec = figure(answers(**lengths))
    assert render(spec.document, ["svg"])["svg"]
    for model, words in lengths.items():
        median, mean = (lane(spec, f"{model} (n = 80)", part) for part in ("median", "mean"))
        assert median["length"].tolist() == [np.median(words)]
        assert mean["length"].tolist() == pytest.approx([np.mean(words)], rel=1e-5)
