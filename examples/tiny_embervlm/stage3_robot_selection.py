"""Stage 3: choose the robot for a subtask."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from carbon import CarbonMeter
from digits import NUMBERS, Pictures, patches
from model import TinyEmberVLM
from recording import scalar_rows
from robot_tasks import Subtask
from seeding import generator
from torch import Tensor
from torch.nn import functional as F
from training import optimise
from vocabulary import DIRECT, ROBOTS, SUBTASK, TASK, Vocabulary

from embervlm_specs import RunRecorder

STAGE = 3
PROMPT_LENGTH = 26
"""Tokens of the longest prompt in the data set; shorter ones are padded, so answers line up."""


@dataclass(frozen=True)
class Prompts:
    """Subtasks as tensors: patches (n, 49, pixels), ids (n, t) of the prompt, robots (n,)."""

    subtasks: list[Subtask]
    patches: Tensor
    ids: Tensor
    robots: Tensor

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        subtasks: list[Subtask],
        pictures: Pictures,
        rng: np.random.Generator,
    ) -> "Prompts":
        """Task, subtask, padding; and a picture of the digit that says which step it is."""
        shown = [rng.choice(pictures.of_number(NUMBERS[s.position])) for s in subtasks]
        ids = [
            vocabulary.encode([TASK, *s.task_words, SUBTASK, *s.subtask_words], PROMPT_LENGTH)
            for s in subtasks
        ]
        robots = [ROBOTS.index(s.robot) for s in subtasks]
        pixels = patches(pictures.pixels[shown])
        return cls(subtasks, pixels, torch.tensor(ids), torch.tensor(robots))

    def __len__(self) -> int:
        """Number of subtasks."""
        return len(self.subtasks)

    def subset(self, index: np.ndarray) -> "Prompts":
        """Some of the subtasks."""
        chosen = [self.subtasks[i] for i in index]
        return Prompts(chosen, self.patches[index], self.ids[index], self.robots[index])

    def blind(self) -> "Prompts":
        """The same subtasks with blank pictures."""
        return Prompts(self.subtasks, torch.zeros_like(self.patches), self.ids, self.robots)

    def ending_in(self, word: int) -> Tensor:
        """The ids with one more word, which says how to answer."""
        return torch.cat([self.ids, self.ids.new_full((len(self), 1), word)], dim=1)


def direct_logits(model: TinyEmberVLM, prompts: Prompts) -> tuple[Tensor, list[Tensor]]:
    """Logits of the five robots when asked directly, and each layer's state at the answer."""
    ids = prompts.ending_in(model.vocabulary.index[DIRECT])
    logits, trace = model(prompts.patches, ids)
    return model.robot_logits(logits[:, -1]), [hidden[:, -1] for hidden in trace.hidden[1:]]


def direct_loss(model: TinyEmberVLM, prompts: Prompts) -> Tensor:
    """Cross-entropy over the names of the five robots."""
    return F.cross_entropy(direct_logits(model, prompts)[0], prompts.robots)


def robot_accuracy(model: TinyEmberVLM, prompts: Prompts) -> float:
    """Share of subtasks whose robot is chosen when asked directly."""
    model.eval()
    with torch.no_grad():
        chosen = direct_logits(model, prompts)[0].argmax(dim=-1)
    return (chosen == prompts.robots).float().mean().item()


def train_robot_selection(
    model: TinyEmberVLM,
    train: Prompts,
    held_out: Prompts,
    recorder: RunRecorder | None,
    meter: CarbonMeter,
    *,
    seed: int,
    steps: int,
    evaluations: int,
    component: str = "training",
    observe: Callable[[int], None] | None = None,
    batch_size: int = 32,
) -> float:
    """Train on the subtasks; record loss and accuracy on both splits at each evaluation.

    Returns the held-out accuracy that training won.
    """
    rng = generator(seed, "stage 3 batches")
    accuracies: list[float] = []

    def loss_of_batch(step: int) -> Tensor:
        return direct_loss(model, train.subset(rng.choice(len(train), batch_size, replace=False)))

    def evaluate(step: int) -> None:
        for split, prompts in (("train", train), ("val", held_out)):
            logits, _ = direct_logits(model, prompts)
            loss = F.cross_entropy(logits, prompts.robots).item()
            accuracy = (logits.argmax(dim=-1) == prompts.robots).float().mean().item()
            if recorder is not None:
                rows = scalar_rows(STAGE, step, split, seed, loss=loss, accuracy=accuracy)
                recorder.record("scalars", rows)
        accuracies.append(accuracy)
        print(
            f"  stage 3, {component}, step {step}: "
            f"held-out loss {loss:.3f}, accuracy {accuracy:.3f}"
        )
        if observe is not None:
            observe(step)

    with meter.component(STAGE, component):
        optimise(
            model,
            loss_of_batch,
            evaluate,
            steps=steps,
            evaluations=evaluations,
            learning_rate=5e-4,
            evaluating=lambda: meter.component(STAGE, "evaluation"),
        )
    return accuracies[-1] - accuracies[0]
