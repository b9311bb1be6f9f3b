"""A visualizer for each stage; the methods `plot_<id>` come from the registry of the figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from embervlm_specs.figures import FIGURES
from embervlm_specs.visualizers.visualizer import Plotted, Values, Visualizer

__all__ = [
    "CrossStageVisualizer",
    "Stage1Visualizer",
    "Stage2Visualizer",
    "Stage3Visualizer",
    "Stage4Visualizer",
]

BenchmarkScores: TypeAlias = Mapping[str, Mapping[str | int, Values]]


class Stage1Visualizer(Visualizer):
    """The figures of stage 1, image-text alignment."""

    stage = "stage1"


class Stage2Visualizer(Visualizer):
    """The figures of stage 2, instruction tuning."""

    stage = "stage2"


class Stage3Visualizer(Visualizer):
    """The figures of stage 3, robot selection."""

    stage = "stage3"

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
        return self._plot(FIGURES["confusion_evolution"], {**arrays, **robots}, step, save)


class Stage4Visualizer(Visualizer):
    """The figures of stage 4, chain-of-thought reasoning."""

    stage = "stage4"


class CrossStageVisualizer(Visualizer):
    """The figures of what spans the stages."""

    stage = "cross_stage"

    def plot_benchmark_progression_heatmap(
        self,
        *,
        benchmark_scores: BenchmarkScores | None = None,
        step: Values = None,
        save: bool = False,
        **arrays: Values,
    ) -> Plotted:
        """Benchmark scores after each stage.

        `benchmark_scores` by benchmark and stage, as `{"MME": {"stage1": 1200, ...}, ...}`; or
        arrays, a value a score: `benchmark`, `stage` (1 to 4), `score`. With both `n` and
        `max_score`, the best possible score, which is known for the usual benchmarks.
        """
        if benchmark_scores is not None:
            arrays = {**arrays, **_columns(benchmark_scores)}
        return self._plot(FIGURES["benchmark_progression_heatmap"], arrays, step, save)


def _columns(scores: BenchmarkScores) -> dict[str, list[Values]]:
    """Nested scores as columns; `stage2`, `Stage 2` and 2 are the same stage."""
    cells = [
        (benchmark, _stage(stage), score)
        for benchmark, of_stages in scores.items()
        for stage, score in of_stages.items()
    ]
    names = ("benchmark", "stage", "score")
    return {name: [cell[i] for cell in cells] for i, name in enumerate(names)}


def _stage(name: str | int) -> str | int:
    """The number of a stage; the name as it is where it tells none."""
    digits = str(name).casefold().removeprefix("stage").strip(" _-")
    return int(digits) if digits.isdecimal() else name
