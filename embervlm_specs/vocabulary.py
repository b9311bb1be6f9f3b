"""The names that tables, figures and people share: stages, robots, metrics."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = [
    "BENCHMARK_SCALES",
    "LOWER_IS_BETTER",
    "REST",
    "ROBOTS",
    "STAGES",
    "benchmark_scale",
    "canonical_robot",
    "class_order",
    "higher_is_better",
    "is_class_index",
    "stage_number",
]

STAGES = {
    "stage1": "Image-text alignment",
    "stage2": "Instruction tuning",
    "stage3": "Robot selection",
    "stage4": "Chain-of-thought reasoning",
    "cross_stage": "Across stages",
}

ROBOTS = ("Drone", "Underwater", "Humanoid", "Wheeled", "Legged")
REST = "other classes"
"""What classes are called that are taken together."""

_SPELLINGS = {
    "Drone": ("drone", "drones", "aerial drone", "aerial robot", "flying robot", "uav"),
    "Underwater": ("underwater", "underwater robot", "underwater vehicle", "auv", "rov"),
    "Humanoid": ("humanoid", "humanoids", "humanoid robot"),
    "Wheeled": ("wheeled", "wheels", "wheeled robot", "robot with wheels"),
    "Legged": ("legged", "legs", "legged robot", "robot with legs", "quadruped"),
}
_ROBOT_OF = {spelling: robot for robot, known in _SPELLINGS.items() for spelling in known}

_COSTS = """
    brier carbon cer co2 cost divergence ece emissions energy error errors flops fpr gap kl latency
    loss mae mce memory mse nll perplexity power ppl rmse runtime time wer
"""
LOWER_IS_BETTER = frozenset(_COSTS.split())
"""Words in the name of a metric of which less is better."""

BENCHMARK_SCALES = {
    "ai2d": 100,  # accuracy in %: Kembhavi et al., arXiv:1603.07396
    "chartqa": 100,  # relaxed accuracy in %: Masry et al., arXiv:2203.10244
    "docvqa": 100,  # ANLS in %: Mathew et al., arXiv:2007.00398
    "gqa": 100,  # accuracy in %: Hudson and Manning, arXiv:1902.09506
    "hallusionbench": 100,  # accuracy in %: Guan et al., arXiv:2310.14566
    "infovqa": 100,  # ANLS in %: Mathew et al., arXiv:2104.12756
    "mathvista": 100,  # accuracy in %: Lu et al., arXiv:2310.02255
    "mmbench": 100,  # accuracy in %: Liu et al., arXiv:2307.06281
    "mme": 2800,  # 14 subtasks of 200 points: Fu et al., arXiv:2306.13394
    "mmecognition": 800,  # 4 of these subtasks
    "mmeperception": 2000,  # 10 of these subtasks
    "mmmu": 100,  # accuracy in %: Yue et al., arXiv:2311.16502
    "mmstar": 100,  # accuracy in %: Chen et al., arXiv:2403.20330
    "mmvet": 100,  # mean rating in %: Yu et al., arXiv:2308.02490
    "ocrbench": 1000,  # a point for each of 1,000 questions: Liu et al., arXiv:2305.07895
    "pope": 100,  # accuracy or F1 in %: Li et al., arXiv:2305.10355
    "scienceqa": 100,  # accuracy in %: Lu et al., arXiv:2209.09513
    "seedbench": 100,  # accuracy in %: Li et al., arXiv:2307.16125
    "textvqa": 100,  # VQA accuracy in %: Singh et al., arXiv:1904.08920
    "vizwiz": 100,  # VQA accuracy in %: Gurari et al., arXiv:1802.08218
    "vqav2": 100,  # VQA accuracy in %: Goyal et al., arXiv:1612.00837
}
"""The best possible score of known benchmarks, as their authors report it."""

_SPLITS = frozenset(
    {"adversarial", "cn", "dev", "en", "img", "minitest", "popular", "random", "test", "val"}
)


def benchmark_scale(name: str) -> int | None:
    """The best possible score of a known benchmark, whatever its spelling and split, else None.

    >>> [benchmark_scale(name) for name in ("MMBench-dev", "mme_perception", "SEED-Bench", "Mine")]
    [100, 2000, 100, None]
    """
    words = re.split(r"[\s_-]+", name.casefold())
    return BENCHMARK_SCALES.get("".join(word for word in words if word not in _SPLITS))


def canonical_robot(name: str) -> str:
    """The one name of a robot, whatever known spelling it comes in; other names stay as they are.

    >>> [canonical_robot(name) for name in ("Robot with Wheels", "UNDERWATER_ROBOT", "Taxi")]
    ['Wheeled', 'Underwater', 'Taxi']
    """
    plain = re.sub(r"[\s_-]+", " ", name).strip().casefold()
    return _ROBOT_OF.get(plain, name)


def is_class_index(name: str) -> bool:
    """Whether a class name is nothing but a number, so that nobody can know what it stands for."""
    return re.fullmatch(r"\s*[+-]?\d+(\.0*)?\s*", name) is not None


def class_order(names: Iterable[str]) -> list[str]:
    """Classes in the order in which they are drawn: robots, others in natural order, then `REST`.

    >>> class_order(["class 10", "class 9", "Legged", "Drone"])
    ['Drone', 'Legged', 'class 9', 'class 10']
    """
    unique = set(names)
    others = sorted(unique.difference(ROBOTS, [REST]), key=_natural)
    return [robot for robot in ROBOTS if robot in unique] + others + [REST] * (REST in unique)


def higher_is_better(metric: str) -> bool:
    """Whether a larger value of this metric is an improvement; unknown metrics are taken so.

    >>> [higher_is_better(name) for name in ("val_loss", "latency_p95", "eval/WER", "accuracy")]
    [False, False, False, True]
    """
    return LOWER_IS_BETTER.isdisjoint(re.findall(r"[a-z]+\d?", metric.casefold()))


def stage_number(stage: str) -> int | None:
    """The number of a stage's folder; None for what spans the stages.

    >>> stage_number("stage3"), stage_number("cross_stage")
    (3, None)
    """
    digits = stage.removeprefix("stage")
    return int(digits) if digits.isdecimal() else None


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts = re.split(r"(\d+)", name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
