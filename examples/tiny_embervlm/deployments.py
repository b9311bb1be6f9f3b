"""How fast and how right the trained model is on this processor, in several packings."""

import io
import os
import platform
import time
import warnings
from collections.abc import Callable
from copy import deepcopy

import numpy as np
import torch
from model import TinyEmberVLM
from recording import Row
from stage3_robot_selection import Prompts, direct_logits
from stage4_reasoning import chosen_by_chain
from torch import nn

CHAIN_SAMPLES = 40


def cast_bfloat16(model: TinyEmberVLM) -> TinyEmberVLM:
    """All weights as 16-bit floats."""
    return deepcopy(model).to(torch.bfloat16)


def quantize(model: TinyEmberVLM) -> TinyEmberVLM:
    """The weights of linear layers as 8-bit integers, quantised dynamically."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch announces a successor in another package
        return torch.ao.quantization.quantize_dynamic(
            deepcopy(model), {nn.Linear}, dtype=torch.qint8
        )


def deployment_rows(model: TinyEmberVLM, held_out: Prompts, timed: int) -> list[Row]:
    """One row a variant; power is left out, as there is no meter to read.

    latency_ms is the median time of a batch over `timed` batches, divided by its answers;
    memory_mb is the size of the saved weights, not that of the process around them.
    """
    packings: dict[str, Callable[[], TinyEmberVLM]] = {
        "float32": lambda: model,
        "bfloat16": lambda: cast_bfloat16(model),
        "int8": lambda: quantize(model),
    }
    cores = os.cpu_count() or 1
    device = f"{cores}-core {platform.machine()} CPU"
    before = torch.get_num_threads()
    rows: list[Row] = []
    try:
        for precision, pack in packings.items():
            packed = pack().eval()
            # Inputs must have the type of the weights; of int8 models, only weights are integers.
            prompts = _as_type(held_out, torch.bfloat16 if precision == "bfloat16" else None)
            accuracy, memory = _accuracy(packed, prompts), saved_megabytes(packed)
            for threads in sorted({1, cores}):
                torch.set_num_threads(threads)
                for batch in (1, 16):
                    rows.append(
                        {
                            "device": device,
                            "variant": f"{precision}, {_counted(threads)}, batch {batch}",
                            "latency_ms": _latency(packed, prompts, batch, timed),
                            "accuracy": accuracy,
                            "metric": "robot accuracy",
                            "memory_mb": memory,
                            "n": len(prompts),
                        }
                    )
    finally:
        torch.set_num_threads(before)
    return [*rows, _chain_row(model, held_out, device, before)]


def saved_megabytes(model: nn.Module) -> float:
    """Size of the weights as they would be shipped, in millions of bytes."""
    buffer = io.BytesIO()
    torch.save(model.state_dict(), buffer)
    return buffer.tell() / 1e6


def _counted(threads: int) -> str:
    """1 thread, 2 threads."""
    return "1 thread" if threads == 1 else f"{threads} threads"


def _as_type(prompts: Prompts, kind: torch.dtype | None) -> Prompts:
    """The prompts with patches of another number type."""
    patches = prompts.patches if kind is None else prompts.patches.to(kind)
    return Prompts(prompts.subtasks, patches, prompts.ids, prompts.robots)


@torch.no_grad()
def _accuracy(model: TinyEmberVLM, prompts: Prompts) -> float:
    """Share of held-out subtasks whose robot is chosen when asked directly."""
    chosen = direct_logits(model, prompts)[0].argmax(dim=-1)
    return (chosen == prompts.robots).float().mean().item()


@torch.no_grad()
def _latency(model: TinyEmberVLM, prompts: Prompts, batch: int, timed: int) -> float:
    """Median milliseconds of a direct answer."""
    taken = []
    for i in range(timed + 3):
        some = prompts.subset(np.arange(i * batch, (i + 1) * batch) % len(prompts))
        start = time.perf_counter()
        direct_logits(model, some)
        taken.append((time.perf_counter() - start) * 1000 / batch)
    return float(np.median(taken[3:]))  # the first ones warm up


def _chain_row(model: TinyEmberVLM, held_out: Prompts, device: str, threads: int) -> Row:
    """Answers after a written chain, one at a time."""
    some = held_out.subset(np.arange(len(held_out))[:CHAIN_SAMPLES])
    taken = []
    for i in range(len(some)):
        start = time.perf_counter()
        chosen_by_chain(model, some.subset(np.array([i])))
        taken.append((time.perf_counter() - start) * 1000)
    right = chosen_by_chain(model, held_out) == held_out.robots.numpy()
    return {
        "device": device,
        "variant": f"float32, {_counted(threads)}, batch 1, chain of thought",
        "latency_ms": float(np.median(taken)),
        "accuracy": float(right.mean()),
        "metric": "robot accuracy",
        "memory_mb": saved_megabytes(model),
        "n": len(held_out),
    }
