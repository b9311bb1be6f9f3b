"""Methods for stage 4, chain-of-thought reasoning."""

from __future__ import annotations

from typing import Unpack

from embervlm_specs.figures import stage4
from embervlm_specs.visualizers.columns import (
    AttentionFlow,
    Phases,
    Reasoning,
    ReasoningAttention,
    RobotPredictions,
)
from embervlm_specs.visualizers.visualizer import Plotted, Values, Visualizer

__all__ = ["Stage4Visualizer"]


class Stage4Visualizer(Visualizer):
    """The figures of stage 4, chain-of-thought reasoning."""

    stage = "stage4"

    def plot_phase_comparison_bars(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Phases]
    ) -> Plotted:
        """Frozen backbone against joint fine-tuning.

        Arrays: `phase` (frozen_backbone, joint_finetuning), `metric`, `value`, `unit`; `seed`, `n`,
        `higher_is_better`.
        """
        return self._plot(stage4.phase_comparison_bars, arrays, step, save)

    def plot_reasoning_step_importance_3d(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[ReasoningAttention]
    ) -> Plotted:
        """Weight of each part of the chain over training.

        Arrays of one step: `reasoning_step` (task_analysis, environment, capability, decision),
        `weight`; `n`.
        """
        return self._plot(stage4.reasoning_step_importance_3d, arrays, step, save)

    def plot_cot_vs_direct_accuracy(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[RobotPredictions]
    ) -> Plotted:
        """Accuracy with and without chain of thought; needs `prompting`, `sample`.

        Arrays, a value an answer: `true_robot`, `predicted_robot` as names, or as indices with
        `robot_names`; `confidence` in [0, 1], `task_type`, `prompting` (direct, cot), `sample`.
        """
        return self._plot(stage4.cot_vs_direct_accuracy, arrays, step, save)

    def plot_attention_flow_sankey(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[AttentionFlow]
    ) -> Plotted:
        """Attention from visual tokens to the selection.

        Arrays, a value a link: `source`, `target`, `weight`, `source_layer`, `target_layer`; layers
        in the order of the flow.
        """
        return self._plot(stage4.attention_flow_sankey, arrays, step, save)

    def plot_reasoning_consistency_heatmap(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Reasoning]
    ) -> Plotted:
        """Consistency by task and by when the robot is named.

        Arrays, a value a chain: `task_category`, `robot`, `mention` (early, late), `step_count`,
        `coherence`, `consistency`, `keyword_accuracy` (all in [0, 1]), `correct`; `sample`.
        Indices of robots need `robot_names`.
        """
        return self._plot(stage4.reasoning_consistency_heatmap, arrays, step, save)

    def plot_reasoning_quality_dashboard(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Reasoning]
    ) -> Plotted:
        """Coherence, consistency and steps of the chains.

        Arrays, a value a chain: `task_category`, `robot`, `mention` (early, late), `step_count`,
        `coherence`, `consistency`, `keyword_accuracy` (all in [0, 1]), `correct`; `sample`.
        Indices of robots need `robot_names`.
        """
        return self._plot(stage4.reasoning_quality_dashboard, arrays, step, save)
