"""The one place where randomness comes from."""

import random
import zlib

import numpy as np
import torch


def seed_everything(seed: int) -> None:
    """Seed Python, NumPy and PyTorch, so that weights and dropout repeat."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def generator(seed: int, purpose: str) -> np.random.Generator:
    """An independent stream for one purpose.

    Naming the streams keeps them apart: an extra evaluation in stage 1 does not reshuffle the
    batches of stage 3.
    """
    return np.random.default_rng([seed, zlib.crc32(purpose.encode())])


def evaluation_steps(total: int, count: int) -> list[int]:
    """Steps at which to evaluate: 0 and `total` included, denser early, where most is learnt."""
    last = max(count - 1, 1)
    return sorted({round(total * (i / last) ** 2) for i in range(count)} | {0, total})
