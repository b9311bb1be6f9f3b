"""The names that tables, figures and people share: stages, robots, metrics."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = [
    "LOWER_IS_BETTER",
    "ROBOTS",
    "STAGES",
    "canonical_robot",
    "class_order",
    "higher_is_better",
    "is_class_index",
]

STAGES = {
    "stage1": "Image-text alignment",
    "stage2": "Instruction tuning",
    "stage3": "Robot selection",
    "stage4": "Chain-of-thought reasoning",
    "cross_stage": "Across stages",
}

ROBOTS = ("Drone", "Underwater", "Humanoid", "Wheeled", "Legged")

_SPELLINGS = {
    "Drone": ("drone", "drones", "aerial drone", "aerial robot", "flying robot", "uav"),
    "Underwater": ("underwater", "underwater robot", "underwater vehicle", "auv", "rov"),
    "Humanoid": ("humanoid", "humanoids", "humanoid robot"),
    "Wheeled": ("wheeled", "wheels", "wheeled robot", "robot with wheels"),
    "Legged": ("legged", "legs", "legged robot", "robot with legs", "quadruped"),
}
_ROBOT_OF = {spelling: robot for robot, known in _SPELLINGS.items() for spelling in known}

LOWER_IS_BETTER = frozenset(
    {"ece", "mce", "loss", "latency", "latency_ms", "perplexity", "kl_divergence", "memory_mb"}
)


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
    """Classes in the order in which they are drawn: robots first, then the rest in natural order.

    >>> class_order(["class 10", "class 9", "Legged", "Drone"])
    ['Drone', 'Legged', 'class 9', 'class 10']
    """
    unique = set(names)
    others = sorted(unique.difference(ROBOTS), key=_natural)
    return [robot for robot in ROBOTS if robot in unique] + others


def higher_is_better(metric: str) -> bool:
    """Whether a larger value of this metric is an improvement; unknown metrics are taken so."""
    return metric.casefold() not in LOWER_IS_BETTER


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts = re.split(r"(\d+)", name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
