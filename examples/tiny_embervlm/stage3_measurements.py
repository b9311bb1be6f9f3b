"""What stage 3 records besides scalars: predictions, probes of the layers, their importance."""

import numpy as np
import torch
from model import TinyEmberVLM
from recording import Row
from robot_tasks import Subtask
from seeding import generator
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from stage3_robot_selection import STAGE, Prompts, direct_logits
from torch import Tensor
from torch.nn import functional as F
from vocabulary import ROBOTS

from embervlm_specs import RunRecorder

MODULES = ("attention", "ffn", "adapter")


class SelectionMeasurements:
    """Measures how a model chooses robots for held-out subtasks."""

    def __init__(
        self,
        model: TinyEmberVLM,
        train: Prompts,
        held_out: Prompts,
        recorder: RunRecorder,
        *,
        seed: int,
        detailed: bool,
    ) -> None:
        """Predictions are recorded of every seed, probes (fitted on `train`) of one."""
        self.model = model
        self.train = train
        self.held_out = held_out
        self.recorder = recorder
        self.seed = seed
        self.detailed = detailed

    def __call__(self, step: int) -> None:
        """Record the held-out predictions and what each layer knows."""
        logits, states = direct_logits(self.model, self.held_out)
        key = {"stage": STAGE, "step": step, "seed": self.seed, "prompting": "direct"}
        rows = prediction_rows(self.held_out.subtasks, logits.softmax(dim=-1), key)
        self.recorder.record("robot_predictions", rows)
        if self.detailed:
            _, train_states = direct_logits(self.model, self.train)
            self.recorder.record("layer_accuracy", self._probe_rows(step, train_states, states))

    def _probe_rows(self, step: int, train_states: list[Tensor], states: list[Tensor]) -> list[Row]:
        """Accuracy of a linear probe by layer and robot.

        The probe is a logistic regression from a layer's state at the answer to the robot, fitted
        on the training subtasks; its accuracy is the share of a robot's held-out subtasks it finds.
        """
        truth = self.held_out.robots.numpy()
        rows: list[Row] = []
        for layer, (fitted_on, state) in enumerate(zip(train_states, states, strict=True)):
            probe = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=300))
            probe.fit(fitted_on.numpy(), self.train.robots.numpy())
            right = probe.predict(state.numpy()) == truth
            for i, robot in enumerate(ROBOTS):
                of_robot = right[truth == i]
                if len(of_robot):
                    rows.append(
                        {
                            "step": step,
                            "layer": layer,
                            "robot": robot,
                            "accuracy": float(of_robot.mean()),
                            "n": len(of_robot),
                        }
                    )
        return rows

    @torch.no_grad()
    def record_importance(self, step: int, trials: int, seed: int) -> None:
        """Record what the held-out loss gains when one module of one layer adds nothing.

        A trial is a random half of the held-out subtasks, the same half for every module.
        """
        self.model.eval()
        baseline = self._losses()
        rng = generator(seed, "importance trials")
        half = len(self.held_out) // 2
        halves = [rng.permutation(len(self.held_out))[:half] for _ in range(trials)]
        for layer, block in enumerate(self.model.decoder.layers):
            for module in MODULES:
                block.switched_off = {module}
                increase = self._losses() - baseline
                block.switched_off = set()
                self.recorder.record(
                    "layer_importance",
                    [
                        {
                            "module": module,
                            "layer": layer,
                            "trial": trial,
                            "importance": float(increase[chosen].mean()),
                            "step": step,
                        }
                        for trial, chosen in enumerate(halves)
                    ],
                )

    def _losses(self) -> np.ndarray:
        """Cross-entropy of each held-out subtask."""
        logits, _ = direct_logits(self.model, self.held_out)
        return F.cross_entropy(logits, self.held_out.robots, reduction="none").numpy()


def prediction_rows(subtasks: list[Subtask], chances: Tensor, key: Row) -> list[Row]:
    """One row of `robot_predictions` a subtask; confidence is the largest softmax value."""
    confidence, chosen = chances.max(dim=-1)
    return [
        {
            **key,
            "sample": subtask.sample,
            "group": subtask.task,
            "task_type": subtask.task_type,
            "true_robot": subtask.robot,
            "predicted_robot": ROBOTS[robot],
            "confidence": min(value, 1.0),
        }
        for subtask, robot, value in zip(
            subtasks, chosen.tolist(), confidence.tolist(), strict=True
        )
    ]
