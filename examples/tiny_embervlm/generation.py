"""Write words after a prompt, greedily or by sampling."""

from dataclasses import dataclass

import torch
from model import TinyEmberVLM
from torch import Tensor


@dataclass(frozen=True)
class Written:
    """What a model wrote for each prompt, up to but without the stop word.

    words : lists of word indices
    probabilities : what the model gave to each of them, and to the stop word if it came
    """

    words: list[list[int]]
    probabilities: list[list[float]]


@torch.no_grad()
def write(
    model: TinyEmberVLM,
    patches: Tensor | None,
    ids: Tensor,
    *,
    stop: int,
    length: int,
    sampler: torch.Generator | None = None,
) -> Written:
    """Continue each prompt by at most `length` words; with a sampler, at temperature 1.

    The prompts line up (all end at the same place), so one step writes one word of each.
    """
    model.eval()
    prefix = model.look(patches, len(ids))
    logits, trace = model.decoder(prefix, ids)
    past = trace.hidden[:-1]  # what each layer read, which later words look back at
    words: list[list[int]] = [[] for _ in ids]
    probabilities: list[list[float]] = [[] for _ in ids]
    writing = torch.ones(len(ids), dtype=torch.bool)
    for _ in range(length):
        chances = logits[:, -1].softmax(dim=-1)
        if sampler is None:
            chosen = chances.argmax(dim=-1)
        else:
            chosen = torch.multinomial(chances, 1, generator=sampler).squeeze(1)
        for i in writing.nonzero().flatten().tolist():
            probabilities[i].append(chances[i, chosen[i]].item())
            if chosen[i] != stop:
                words[i].append(int(chosen[i]))
        writing &= chosen != stop
        if not writing.any():
            break
        ids = torch.cat([ids, chosen[:, None]], dim=1)
        logits, _ = model.decoder(prefix, ids, past)
    return Written(words, probabilities)
