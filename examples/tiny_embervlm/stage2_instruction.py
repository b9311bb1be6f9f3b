"""Stage 2: answer instructions about pictures, taught by a larger model."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from carbon import CarbonMeter
from digits import Pictures, patches
from instructions import (
    ANSWER_LENGTH,
    INSTRUCTION_TYPES,
    QUESTION_LENGTH,
    Instruction,
    instruct,
)
from model import TinyEmberVLM
from recording import scalar_rows
from seeding import generator
from torch import Tensor
from torch.nn import functional as F
from training import optimise
from vocabulary import ANSWER, END, Vocabulary

from embervlm_specs import RunRecorder

STAGE = 2
BLIND = 0.15
"""Share of training pictures that are blank, so that answering blindly is something it knows."""
TEMPERATURE = 2.0


@dataclass(frozen=True)
class Lessons:
    """Instructions as tensors: patches (n, 49, pixels), question ids and answer ids."""

    instructions: list[Instruction]
    patches: Tensor
    questions: Tensor
    answers: Tensor

    @classmethod
    def about(
        cls, pictures: Pictures, vocabulary: Vocabulary, rng: np.random.Generator, rounds: int = 1
    ) -> "Lessons":
        """Every kind of instruction about every picture, `rounds` times with other details."""
        instructions = [
            instruct(i, look, kind, rng)
            for _ in range(rounds)
            for i, look in enumerate(pictures.looks)
            for kind in INSTRUCTION_TYPES
        ]
        questions = [
            [*vocabulary.encode(one.question, QUESTION_LENGTH), vocabulary.index[ANSWER]]
            for one in instructions
        ]
        answers = [vocabulary.encode((*one.answer, END), ANSWER_LENGTH) for one in instructions]
        pixels = patches(pictures.pixels)[[one.picture for one in instructions]]
        return cls(instructions, pixels, torch.tensor(questions), torch.tensor(answers))

    def __len__(self) -> int:
        """Number of instructions."""
        return len(self.instructions)

    def subset(self, index: np.ndarray) -> "Lessons":
        """Some of the instructions."""
        chosen = [self.instructions[i] for i in index]
        return Lessons(chosen, self.patches[index], self.questions[index], self.answers[index])

    def blind(self) -> "Lessons":
        """The same instructions about blank pictures."""
        blank = torch.zeros_like(self.patches)
        return Lessons(self.instructions, blank, self.questions, self.answers)


def answer_logits(model: TinyEmberVLM, lessons: Lessons) -> Tensor:
    """Logits of each word of the answer, given the words before it: (n, answer, words)."""
    ids = torch.cat([lessons.questions, lessons.answers[:, :-1]], dim=1)
    return model(lessons.patches, ids)[0][:, QUESTION_LENGTH:]


@dataclass(frozen=True)
class Judgement:
    """How a model's predictions of the answers' words compare: means over words."""

    loss: Tensor
    accuracy: float
    divergence: Tensor
    """KL divergence from the teacher's to the model's distribution; 0 without a teacher."""


def judge(model: TinyEmberVLM, lessons: Lessons, teacher: TinyEmberVLM | None) -> Judgement:
    """Loss and accuracy of the next word under teacher forcing, and the gap to the teacher."""
    logits = answer_logits(model, lessons)
    real = lessons.answers != model.vocabulary.pad
    target = lessons.answers[real]
    accuracy = (logits[real].argmax(dim=-1) == target).float().mean().item()
    divergence = torch.zeros(())
    if teacher is not None:
        with torch.no_grad():
            taught = answer_logits(teacher, lessons)[real]
        divergence = divergence_from(taught, logits[real], 1.0)
    return Judgement(F.cross_entropy(logits[real], target), accuracy, divergence)


def divergence_from(teacher: Tensor, student: Tensor, temperature: float) -> Tensor:
    """Mean KL divergence of softened distributions."""
    return F.kl_div(
        (student / temperature).log_softmax(dim=-1),
        (teacher / temperature).log_softmax(dim=-1),
        reduction="batchmean",
        log_target=True,
    )


def train_instructions(
    model: TinyEmberVLM,
    train: Lessons,
    test: Lessons,
    recorder: RunRecorder | None,
    meter: CarbonMeter,
    *,
    seed: int,
    steps: int,
    evaluations: int,
    teacher: TinyEmberVLM | None = None,
    component: str = "training",
    observe: Callable[[int], None] | None = None,
    batch_size: int = 32,
) -> float:
    """Train on the answers, and towards the teacher's distributions where there is a teacher.

    Returns the held-out accuracy that training won.
    """
    rng = generator(seed, "stage 2 batches")
    fixed = {
        "train": train.subset(np.arange(0, len(train), max(len(train) // 400, 1))),
        "val": test,
    }
    accuracies: list[float] = []
    if teacher is not None:
        teacher.eval()

    def loss_of_batch(step: int) -> Tensor:
        batch = train.subset(rng.choice(len(train), batch_size, replace=False))
        seeing = torch.tensor(rng.random(batch_size) >= BLIND)
        batch = Lessons(
            batch.instructions,
            batch.patches * seeing[:, None, None],
            batch.questions,
            batch.answers,
        )
        logits = answer_logits(model, batch)
        real = batch.answers != model.vocabulary.pad
        loss = F.cross_entropy(logits[real], batch.answers[real])
        if teacher is None:
            return loss
        with torch.no_grad():
            taught = answer_logits(teacher, batch)[real]
        softened = divergence_from(taught, logits[real], TEMPERATURE)
        return 0.5 * loss + 0.5 * TEMPERATURE**2 * softened

    def evaluate(step: int) -> None:
        for split, lessons in fixed.items():
            judgement = judge(model, lessons, teacher)
            metrics = {"loss": judgement.loss.item(), "accuracy": judgement.accuracy}
            if teacher is not None:
                metrics["kl_divergence"] = judgement.divergence.item()
                metrics["student_accuracy"] = judgement.accuracy
            if recorder is not None:
                recorder.record("scalars", scalar_rows(STAGE, step, split, seed, **metrics))
        accuracies.append(metrics["accuracy"])
        print(
            f"  stage 2, {component}, step {step}: held-out loss {metrics['loss']:.3f}, "
            f"accuracy {metrics['accuracy']:.3f}"
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
            learning_rate=1.5e-3,
            evaluating=lambda: meter.component(STAGE, "evaluation"),
        )
    return accuracies[-1] - accuracies[0]
