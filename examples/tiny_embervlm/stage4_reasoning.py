"""Stage 4: reason in a chain before choosing, with the backbone frozen or trained jointly."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from carbon import CarbonMeter
from chains import CHAIN_LENGTH, chain_words, full_chain
from generation import write
from model import TinyEmberVLM, Trace
from recording import scalar_rows
from seeding import generator
from stage3_robot_selection import PROMPT_LENGTH, Prompts, direct_loss, robot_accuracy
from torch import Tensor, nn
from torch.nn import functional as F
from training import optimise
from vocabulary import END, TASK_ANALYSIS

from embervlm_specs import RunRecorder

STAGE = 4
PHASES = ("frozen_backbone", "joint_finetuning")
LEARNING_RATE = {"frozen_backbone": 3e-3, "joint_finetuning": 1e-3}
"""The few adapter weights want larger steps than the whole model."""


@dataclass(frozen=True)
class Decided:
    """The decision after a chain: logits of the robots (n, 5), and what went on on the way."""

    logits: Tensor
    trace: Trace
    positions: Tensor
    """Where in the sequence the decision of each chain is made."""


def reference_ids(model: TinyEmberVLM, prompts: Prompts) -> Tensor:
    """The reference chains after their first marker: (n, words), padded."""
    vocabulary = model.vocabulary
    chains = [chain_words(subtask) for subtask in prompts.subtasks]
    longest = max(map(len, chains))
    return torch.tensor([vocabulary.encode(chain, longest) for chain in chains])


def chain_loss(model: TinyEmberVLM, prompts: Prompts) -> Tensor:
    """Cross-entropy of the next word of the reference chain."""
    chains = reference_ids(model, prompts)
    start = prompts.ending_in(model.vocabulary.index[TASK_ANALYSIS])
    logits, _ = model(prompts.patches, torch.cat([start, chains[:, :-1]], dim=1))
    real = chains != model.vocabulary.pad
    return F.cross_entropy(logits[:, PROMPT_LENGTH:][real], chains[real])


def write_chains(
    model: TinyEmberVLM, prompts: Prompts, sampler: torch.Generator | None = None
) -> list[list[str]]:
    """The chains that the model writes, from the first marker to the decision."""
    vocabulary = model.vocabulary
    written = write(
        model,
        prompts.patches,
        prompts.ending_in(vocabulary.index[TASK_ANALYSIS]),
        stop=vocabulary.index[END],
        length=CHAIN_LENGTH,
        sampler=sampler,
    )
    return [full_chain([vocabulary.words[i] for i in words]) for words in written.words]


@torch.no_grad()
def decide(model: TinyEmberVLM, prompts: Prompts, chains: list[list[str]]) -> Decided:
    """Read chains that end in a decision, and choose among the five robots."""
    model.eval()
    vocabulary = model.vocabulary
    lengths = torch.tensor([len(chain) for chain in chains])
    tail = torch.tensor([vocabulary.encode(chain, int(lengths.max())) for chain in chains])
    logits, trace = model(prompts.patches, torch.cat([prompts.ids, tail], dim=1))
    places = PROMPT_LENGTH + lengths - 1
    chosen = logits[torch.arange(len(chains)), places]
    return Decided(model.robot_logits(chosen), trace, model.sizes.queries + places)


def trained_in(phase: str, model: TinyEmberVLM) -> list[nn.Parameter]:
    """All parameters, or with the backbone frozen the decoder's adapters alone."""
    if phase == "joint_finetuning":
        return list(model.parameters())
    return [p for layer in model.decoder.layers for p in layer.adapter.parameters()]


def train_reasoning(
    model: TinyEmberVLM,
    train: Prompts,
    held_out: Prompts,
    recorder: RunRecorder | None,
    meter: CarbonMeter,
    *,
    phase: str,
    seed: int,
    steps: int,
    evaluations: int,
    observe: Callable[[int], None] | None = None,
    batch_size: int = 24,
) -> float:
    """Train chains and direct answers together, on the same subtasks of each batch.

    Returns the held-out accuracy of direct answers that training won.
    """
    rng = generator(seed, "stage 4 batches")
    accuracies: list[float] = []
    sample = train.subset(generator(seed, "stage 4 sample").permutation(len(train))[:200])

    def loss_of_batch(step: int) -> Tensor:
        batch = train.subset(rng.choice(len(train), batch_size, replace=False))
        return chain_loss(model, batch) + direct_loss(model, batch)

    def evaluate(step: int) -> None:
        for split, prompts in (("train", sample), ("val", held_out)):
            loss = chain_loss(model, prompts).item() + direct_loss(model, prompts).item()
            accuracy = robot_accuracy(model, prompts)
            if recorder is not None:
                rows = scalar_rows(STAGE, step, split, seed, loss=loss, accuracy=accuracy)
                recorder.record("scalars", rows)
        accuracies.append(accuracy)
        print(f"  stage 4, {phase}, step {step}: held-out loss {loss:.3f}, accuracy {accuracy:.3f}")
        if observe is not None:
            observe(step)

    with meter.component(STAGE, phase):
        optimise(
            model,
            loss_of_batch,
            evaluate,
            steps=steps,
            evaluations=evaluations,
            learning_rate=LEARNING_RATE[phase],
            parameters=trained_in(phase, model),
            evaluating=lambda: meter.component(STAGE, "evaluation"),
        )
    return accuracies[-1] - accuracies[0]


def chosen_by_chain(
    model: TinyEmberVLM, prompts: Prompts, sampler: torch.Generator | None = None
) -> np.ndarray:
    """Index of the robot that each prompt's own chain ends in."""
    chains = write_chains(model, prompts, sampler)
    return decide(model, prompts, chains).logits.argmax(dim=-1).numpy()
