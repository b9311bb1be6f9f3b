"""The thirty figures. `FIGURES` is their one index, in the order in which they are listed.

A figure is imported when it is asked for: `from embervlm_specs.figures import robot_radar_chart`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from embervlm_specs.figure import Figure

_INDEX = {
    "stage1": (
        "similarity_evolution_3d",
        "tsne_embedding_evolution",
        "retrieval_accuracy_heatmap",
        "vision_feature_maps",
        "contrastive_loss_landscape",
    ),
    "stage2": (
        "instruction_complexity_bars",
        "token_probability_sequence",
        "distillation_gap",
        "response_length_violin",
        "perplexity_heatmap",
    ),
    "stage3": (
        "layer_accuracy_3d_surface",
        "robot_performance_lines",
        "layer_budget_ranks",
        "confusion_evolution",
        "confidence_calibration",
        "robot_radar_chart",
        "task_robot_heatmap",
        "reasoning_quality",
    ),
    "stage4": (
        "phase_comparison_bars",
        "reasoning_step_importance_3d",
        "cot_vs_direct_accuracy",
        "attention_flow_sankey",
        "reasoning_consistency_heatmap",
        "reasoning_quality_dashboard",
    ),
    "cross_stage": (
        "training_dynamics_all_stages",
        "parameter_efficiency_pareto",
        "benchmark_progression_heatmap",
        "carbon_footprint_treemap",
        "ablation_tornado",
        "edge_deployment_pareto",
    ),
}
_STAGE = {name: stage for stage, names in _INDEX.items() for name in names}

IDS = tuple(_STAGE)
"""The ids of the figures, which cost no import."""

__all__ = ["FIGURES", "IDS", *_STAGE]


def __getattr__(name: str) -> Any:
    """Import a figure, or all of them for `FIGURES`, on first use."""
    value: Figure | dict[str, Figure]
    if name == "FIGURES":
        value = {each: __getattr__(each) for each in _STAGE}
    elif name in _STAGE:
        module = importlib.import_module(f"{__name__}.{_STAGE[name]}.{name}")
        value = getattr(module, name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value
