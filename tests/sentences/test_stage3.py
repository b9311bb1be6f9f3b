"""What the pictures of stage 3 say with numbers, computed from the tables anew."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from tests.sentences import description, read, sentences
from tests.sentences.spans import span

ROBOTS = ["Drone", "Underwater", "Humanoid", "Wheeled", "Legged"]
MODULES = {"adapter": "adapter", "attention": "attention", "ffn": "feed-forward network (FFN)"}


def test_layer_accuracy_3d_surface() -> None:
    table = read("layer_accuracy")
    parts = [f"n = {span(table['n'])} samples a value"]
    assert sentences("layer_accuracy_3d_surface") == parts
    last = table[table["step"] == table["step"].max()]
    best = last.pivot(index="layer", columns="robot", values="accuracy").max()
    words = "; ".join(f"{robot} {best[robot]:.2f}" for robot in ROBOTS)
    about = f"Accuracy of linear probes; the best layer at the last step: {words}"
    assert description("layer_accuracy_3d_surface") == f"{about}. {' · '.join(parts)}"


def test_layer_budget_ranks() -> None:
    table = read("layer_importance")
    step = table["step"].max()
    table = table[table["step"] == step]
    trials = table.groupby(["module", "layer"])["trial"].nunique()
    assert sentences("layer_budget_ranks") == [f"n = {span(trials)} trials", f"step {step:,}"]
    best = []
    for module, words in MODULES.items():
        grid = table[table["module"] == module].pivot(
            index="trial", columns="layer", values="importance"
        )
        medians = np.median(rankdata(-grid, axis=1), axis=0)
        best += [f"layer {layer} of {words}" for layer in grid.columns[medians == medians.min()]]
    about = f"Ranks of layers by importance; the best median rank has {', '.join(best)}"
    key = "dot: median · bar: quartiles · line: range · circle area: share of trials"
    whole = f"{about}. n = {span(trials)} trials · {key} · step {step:,}"
    assert description("layer_budget_ranks") == whole
