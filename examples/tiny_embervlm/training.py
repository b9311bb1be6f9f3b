"""The loop that all stages share: evaluate at some steps, optimise at all."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext

import torch
from seeding import evaluation_steps
from torch import Tensor, nn

WARM_UP = 20
"""Steps over which the learning rate rises; then it falls linearly to a tenth."""


def optimise(
    model: nn.Module,
    loss_of_batch: Callable[[int], Tensor],
    evaluate: Callable[[int], None],
    *,
    steps: int,
    evaluations: int,
    learning_rate: float,
    parameters: Iterable[nn.Parameter] | None = None,
    evaluating: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> None:
    """Take `steps` optimiser steps; evaluate before the first, after the last and in between.

    loss_of_batch : draws the batch of a step and returns its loss
    parameters : what to train; the whole model when not given
    evaluating : a context around each evaluation, for those who account for its energy apart
    """
    trained = list(model.parameters() if parameters is None else parameters)
    optimiser = torch.optim.AdamW(trained, lr=learning_rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / WARM_UP, 1 - 0.9 * step / steps)
    )
    evaluate_at = set(evaluation_steps(steps, evaluations))
    for step in range(steps + 1):
        if step in evaluate_at:
            model.eval()
            with evaluating(), torch.no_grad():
                evaluate(step)
        if step == steps:
            return
        model.train()
        loss = loss_of_batch(step)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        schedule.step()
