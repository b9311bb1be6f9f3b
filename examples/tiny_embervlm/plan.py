"""How long to train and how much to measure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """Sizes of a run; the defaults are those of the full recording."""

    seeds: int = 3
    """The first one records everything, the others scalars, phases and single samples."""
    alignment_steps: int = 500
    teacher_steps: int = 450
    instruction_steps: int = 450
    selection_steps: int = 300
    reasoning_steps: int = 200
    alignment_evaluations: int = 8
    instruction_evaluations: int = 8
    selection_evaluations: int = 16
    reasoning_evaluations: int = 5
    lesson_rounds: int = 4
    """How often each training picture is asked about, with other details each time."""
    test_lessons: int = 400
    held_out_share: float = 0.3
    held_out_limit: int | None = None
    importance_trials: int = 12
    redrawn_chains: int = 5
    timed_batches: int = 40


FULL = Plan()
QUICK = Plan(
    seeds=2,
    alignment_steps=16,
    teacher_steps=8,
    instruction_steps=12,
    selection_steps=16,
    reasoning_steps=10,
    alignment_evaluations=3,
    instruction_evaluations=3,
    selection_evaluations=5,
    reasoning_evaluations=2,
    lesson_rounds=1,
    test_lessons=40,
    held_out_limit=40,
    importance_trials=4,
    redrawn_chains=2,
    timed_batches=3,
)
"""The whole pipeline in under three minutes; its models have learnt little."""
