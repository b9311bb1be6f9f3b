"""Methods for what spans the stages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, Unpack

from embervlm_specs.figures import cross_stage
from embervlm_specs.visualizers.columns import Ablations, Deployments, Emissions, Models, Scalars
from embervlm_specs.visualizers.visualizer import Plotted, Values, Visualizer

__all__ = ["CrossStageVisualizer"]

BenchmarkScores: TypeAlias = Mapping[str, Mapping[str | int, Values]]


class CrossStageVisualizer(Visualizer):
    """The figures of what spans the stages."""

    stage = "cross_stage"

    def plot_training_dynamics_all_stages(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Scalars]
    ) -> Plotted:
        """Loss and accuracy of all stages.

        Arrays: `stage` (1 to 4), `metric` (loss, accuracy), `value`; `split` (train, val), `seed`.
        `step` may be an array too, for a history as a whole.
        """
        return self._plot(cross_stage.training_dynamics_all_stages, arrays, step, save)

    def plot_parameter_efficiency_pareto(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Models]
    ) -> Plotted:
        """Accuracy for the number of parameters.

        Arrays, a value a model: `model`, `parameters` in millions, `accuracy` in [0, 1]; `metric`
        (accuracy of what), `memory_mb`, `edge_deployable`, `highlight` (ours), `source`.
        """
        return self._plot(cross_stage.parameter_efficiency_pareto, arrays, step, save)

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
        return self._plot(cross_stage.benchmark_progression_heatmap, arrays, step, save)

    def plot_carbon_footprint_treemap(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Emissions]
    ) -> Plotted:
        """Carbon footprint by stage and component.

        Arrays, a value a component: `stage` (1 to 4), `component`, `co2_kg`; `accuracy_gain`,
        `estimated`.
        """
        return self._plot(cross_stage.carbon_footprint_treemap, arrays, step, save)

    def plot_ablation_tornado(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Ablations]
    ) -> Plotted:
        """What removing a component does.

        Arrays: `component` (what was removed), `metric`, `score`, `baseline`; `seed`, `n`,
        `higher_is_better`.
        """
        return self._plot(cross_stage.ablation_tornado, arrays, step, save)

    def plot_edge_deployment_pareto(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Deployments]
    ) -> Plotted:
        """Accuracy for the latency of a deployment.

        Arrays, a value a variant: `device`, `variant`, `latency_ms`, `accuracy` in [0, 1];
        `metric`, `memory_mb`, `power_w`, `n`.
        """
        return self._plot(cross_stage.edge_deployment_pareto, arrays, step, save)


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
