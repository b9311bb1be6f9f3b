"""What stage 4 records besides scalars: predictions, chains, their attention, the phases."""

import time

import numpy as np
import torch
from chains import (
    REASONING_STEPS,
    Coherence,
    chain_words,
    full_chain,
    keyword_accuracy,
    mention,
    segments,
    steps_of,
)
from metrics import expected_calibration_error
from model import TinyEmberVLM
from recording import Row
from stage3_measurements import prediction_rows
from stage3_robot_selection import PROMPT_LENGTH, Prompts, direct_logits
from stage4_reasoning import STAGE, chosen_by_chain, decide, write_chains
from vocabulary import ROBOTS

from embervlm_specs import RunRecorder

TIMED = 20
"""Subtasks over which latency is the median."""


class ReasoningMeasurements:
    """Measures how a model reasons about held-out subtasks."""

    def __init__(
        self,
        model: TinyEmberVLM,
        held_out: Prompts,
        coherence: Coherence,
        recorder: RunRecorder,
        *,
        seed: int,
        last_step: int,
        redrawn: int,
        detailed: bool,
    ) -> None:
        """What to measure, and how.

        redrawn : chains drawn for each subtask to see whether they agree with the greedy one
        detailed : whether the chains are recorded before the last step too, and the attention
        """
        self.model = model
        self.held_out = held_out
        self.coherence = coherence
        self.recorder = recorder
        self.seed = seed
        self.last_step = last_step
        self.redrawn = redrawn
        self.detailed = detailed

    def __call__(self, step: int) -> None:
        """Record direct and chain-of-thought predictions, the chains and where they look."""
        subtasks = self.held_out.subtasks
        chains = write_chains(self.model, self.held_out)
        chances = {
            "cot": decide(self.model, self.held_out, chains).logits.softmax(dim=-1),
            "direct": direct_logits(self.model, self.held_out)[0].softmax(dim=-1),
        }
        key = {"stage": STAGE, "step": step, "seed": self.seed}
        for prompting, chance in chances.items():
            rows = prediction_rows(subtasks, chance, key | {"prompting": prompting})
            self.recorder.record("robot_predictions", rows)
        if self.detailed or step == self.last_step:
            chosen = chances["cot"].argmax(dim=-1)
            self.recorder.record("reasoning", self._reasoning_rows(key, chains, chosen))
        if self.detailed:
            self.recorder.record("reasoning_attention", self._attention_rows(step))

    def _reasoning_rows(self, key: Row, chains: list[list[str]], chosen: torch.Tensor) -> list[Row]:
        """One row a chain; consistency is the share of re-drawn chains that decide as it does."""
        sampler = torch.Generator().manual_seed(self.seed)
        drawn = [chosen_by_chain(self.model, self.held_out, sampler) for _ in range(self.redrawn)]
        agreement = (np.stack(drawn) == chosen.numpy()).mean(axis=0)
        return [
            {
                **key,
                "sample": subtask.sample,
                "group": subtask.task,
                "task_category": subtask.task_type,
                "robot": subtask.robot,
                "mention": mention(chain, ROBOTS[robot]),
                "step_count": len(steps_of(chain)),
                "coherence": self.coherence.score(chain),
                "consistency": float(agrees),
                "keyword_accuracy": keyword_accuracy(chain, subtask),
                "correct": ROBOTS[robot] == subtask.robot,
            }
            for subtask, chain, robot, agrees in zip(
                self.held_out.subtasks, chains, chosen.tolist(), agreement, strict=True
            )
        ]

    def _attention_rows(self, step: int) -> list[Row]:
        """Attention of the decision on each part of the reference chain, over layers and heads.

        The four weights leave out what goes to the picture and the prompt, so their sum is below 1.
        """
        chains = [full_chain(chain_words(s)) for s in self.held_out.subtasks]
        decided = decide(self.model, self.held_out, chains)
        attention = torch.stack(decided.trace.attention).mean(dim=(0, 2))
        start = self.model.sizes.queries + PROMPT_LENGTH
        weights = np.zeros((len(chains), len(REASONING_STEPS)))
        for i, chain in enumerate(chains):
            row = attention[i, decided.positions[i]]
            for name, inside in segments(chain).items():
                part = row[start + inside.start : start + inside.stop]
                weights[i, REASONING_STEPS.index(name)] = part.sum().item()
        return [
            {"step": step, "reasoning_step": name, "weight": float(weight), "n": len(chains)}
            for name, weight in zip(REASONING_STEPS, weights.mean(axis=0), strict=True)
        ]


def phase_rows(
    model: TinyEmberVLM, held_out: Prompts, coherence: Coherence, phase: str, seed: int
) -> list[Row]:
    """Accuracy, coherence, calibration and latency of a model that reasons before it chooses."""
    chains = write_chains(model, held_out)
    confidence, chosen = decide(model, held_out, chains).logits.softmax(dim=-1).max(dim=-1)
    correct = (chosen == held_out.robots).numpy()
    ece = expected_calibration_error(confidence.numpy().astype(float), correct)
    scores = [coherence.score(chain) for chain in chains]
    n = len(held_out)
    measured = [
        ("robot_accuracy", float(correct.mean()), "fraction", n, True),
        ("reasoning_coherence", float(np.mean(scores)), "fraction", n, True),
        ("ece", ece, "fraction", n, False),
        ("latency", _milliseconds_of_a_chain(model, held_out), "ms", TIMED, False),
    ]
    return [
        {
            "phase": phase,
            "metric": metric,
            "value": value,
            "unit": unit,
            "seed": seed,
            "n": count,
            "higher_is_better": higher,
        }
        for metric, value, unit, count, higher in measured
    ]


def _milliseconds_of_a_chain(model: TinyEmberVLM, prompts: Prompts) -> float:
    """Median time to write one chain and decide, one subtask at a time."""
    taken = []
    for i in range(TIMED + 1):
        start = time.perf_counter()
        chosen_by_chain(model, prompts.subset(np.array([i])))
        taken.append(time.perf_counter() - start)
    return float(np.median(taken[1:])) * 1000  # the first one warms up
