"""The loss landscape draws what was observed, and nothing else."""

from __future__ import annotations

import numpy as np
import pandas as pd

from embervlm_specs.figures import contrastive_loss_landscape


def pairs(count: int = 600) -> pd.DataFrame:
    done = np.linspace(0, 1, count)
    columns = {"positive_distance": 1 - 0.8 * done, "negative_distance": 1 + 0.1 * np.sin(9 * done)}
    return pd.DataFrame({"step": range(count), **columns, "loss": 4 - 3 * done})


def test_every_batch_is_in_one_bin_and_empty_bins_are_holes() -> None:
    spec = contrastive_loss_landscape(pairs())
    cells = pd.DataFrame(spec.datasets["cells"])
    assert cells["n"].sum() == 600
    assert len(cells) < 144
    assert f"{len(cells)} of 12 × 12 bins" in spec.datasets["note"][0]["text"]


def test_the_path_runs_from_the_first_to_the_last_steps() -> None:
    spec = contrastive_loss_landscape(pairs())
    path = spec.datasets["path"]
    assert [row["n"] for row in path] == [25] * 24
    assert [row["label"] for row in path if row["label"]] == ["steps 0 to 24", "steps 575 to 599"]
    assert "loss 3.94 → 1.06" in spec.datasets["note"][1]["text"]
    assert spec.description.startswith(
        "Mean contrastive loss over distances; steps 0 to 24: matching pairs 0.98, others 1.02 "
        "apart, loss 3.94; steps 575 to 599: matching pairs 0.22, others 1.06 apart, loss 1.06. "
    )


def test_a_single_batch_is_one_step_with_one_label() -> None:
    spec = contrastive_loss_landscape(pairs().head(1))
    assert [row["label"] for row in spec.datasets["path"]] == ["step 0"]
    assert "batch(es), loss 4.00" in spec.datasets["note"][1]["text"]


def test_a_real_loss_curve_keeps_its_ends(public_data) -> None:
    file = public_data / "wandb/hayatohongo_llava/offline-run-20250822_012336-23m7ljxf"
    history = pd.read_csv(file / "DERIVED_wandb-history.csv")
    losses = history["train/loss"].dropna().to_numpy()
    frame = pairs(len(losses)).assign(loss=losses)  # a real loss over made distances
    path = contrastive_loss_landscape(frame).datasets["path"]
    assert path[0]["loss"] == round(losses[: path[0]["n"]].mean(), 5)
