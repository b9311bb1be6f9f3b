"""Methods for stage 3, robot selection."""

from __future__ import annotations

from typing import Unpack

from embervlm_specs.figures import stage3
from embervlm_specs.visualizers.columns import (
    LayerAccuracy,
    LayerImportance,
    Reasoning,
    RobotPredictions,
)
from embervlm_specs.visualizers.visualizer import Plotted, Values, Visualizer

__all__ = ["Stage3Visualizer"]


class Stage3Visualizer(Visualizer):
    """The figures of stage 3, robot selection."""

    stage = "stage3"

    def plot_layer_accuracy_3d_surface(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[LayerAccuracy]
    ) -> Plotted:
        """Accuracy of a probe at each layer over training, a surface a robot.

        Arrays of one step: `accuracy` (layers,) in [0, 1] and the one `robot` it is of; or a value
        a cell, with `layer` and `robot`; `n`. Indices of robots need `robot_names`.
        """
        return self._plot(stage3.layer_accuracy_3d_surface, arrays, step, save)

    def plot_robot_performance_lines(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[RobotPredictions]
    ) -> Plotted:
        """Accuracy over training, a line a robot.

        Arrays, a value an answer: `true_robot`, `predicted_robot` as names, or as indices with
        `robot_names`; `confidence` in [0, 1], `task_type`, `prompting` (direct, cot), `sample`.
        """
        return self._plot(stage3.robot_performance_lines, arrays, step, save)

    def plot_layer_budget_ranks(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[LayerImportance]
    ) -> Plotted:
        """Ranks of the layers over trials, for each kind of module.

        Arrays: `importance` (trials, layers) of one `module` (attention, ffn, adapter); or a value
        a cell, with `trial` and `layer`.
        """
        return self._plot(stage3.layer_budget_ranks, arrays, step, save)

    def plot_confusion_evolution(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[RobotPredictions]
    ) -> Plotted:
        """Confusion matrices over training.

        Arrays, a value an answer: `true_robot`, `predicted_robot` as names, or as indices with
        `robot_names`; `confidence` in [0, 1], `task_type`, `prompting` (direct, cot), `sample`.
        """
        return self._plot(stage3.confusion_evolution, arrays, step, save)

    def plot_robot_confusion_matrix(
        self,
        *,
        predictions: Values,
        ground_truth: Values,
        step: Values = None,
        save: bool = False,
        **arrays: Values,
    ) -> Plotted:
        """Confusion matrices over training: `plot_confusion_evolution` under its other name.

        Arrays, a value an answer: `predictions`, `ground_truth` as names, or as indices with
        `robot_names`; `confidence`, `task_type`, `prompting`, `sample`.
        """
        robots = {"true_robot": ground_truth, "predicted_robot": predictions}
        return self._plot(stage3.confusion_evolution, {**arrays, **robots}, step, save)

    def plot_confidence_calibration(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[RobotPredictions]
    ) -> Plotted:
        """Reliability diagram with calibration error; needs `confidence`.

        Arrays, a value an answer: `true_robot`, `predicted_robot` as names, or as indices with
        `robot_names`; `confidence` in [0, 1], `task_type`, `prompting` (direct, cot), `sample`.
        """
        return self._plot(stage3.confidence_calibration, arrays, step, save)

    def plot_robot_radar_chart(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[RobotPredictions]
    ) -> Plotted:
        """Precision, recall, F1, confidence and support of each robot.

        Arrays, a value an answer: `true_robot`, `predicted_robot` as names, or as indices with
        `robot_names`; `confidence` in [0, 1], `task_type`, `prompting` (direct, cot), `sample`.
        """
        return self._plot(stage3.robot_radar_chart, arrays, step, save)

    def plot_task_robot_heatmap(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[RobotPredictions]
    ) -> Plotted:
        """Accuracy by task type and robot; needs `task_type`.

        Arrays, a value an answer: `true_robot`, `predicted_robot` as names, or as indices with
        `robot_names`; `confidence` in [0, 1], `task_type`, `prompting` (direct, cot), `sample`.
        """
        return self._plot(stage3.task_robot_heatmap, arrays, step, save)

    def plot_reasoning_quality(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Reasoning]
    ) -> Plotted:
        """Steps of the chains, and how coherence and keywords go with right choices.

        Arrays, a value a chain: `task_category`, `robot`, `mention` (early, late), `step_count`,
        `coherence`, `consistency`, `keyword_accuracy` (all in [0, 1]), `correct`; `sample`.
        Indices of robots need `robot_names`.
        """
        return self._plot(stage3.reasoning_quality, arrays, step, save)
