"""The thirty figures, with their tables and options.

Written by `pytest tests/test_golden.py --update-specs`, not by hand.
"""

from typing import Any

from embervlm_specs.figure import Figure, Spec

__all__ = [
    "FIGURES",
    "IDS",
    "similarity_evolution_3d",
    "tsne_embedding_evolution",
    "retrieval_accuracy_heatmap",
    "vision_feature_maps",
    "contrastive_loss_landscape",
    "instruction_complexity_bars",
    "token_probability_sequence",
    "distillation_gap",
    "response_length_violin",
    "perplexity_heatmap",
    "layer_accuracy_3d_surface",
    "robot_performance_lines",
    "layer_budget_ranks",
    "confusion_evolution",
    "confidence_calibration",
    "robot_radar_chart",
    "task_robot_heatmap",
    "reasoning_quality",
    "phase_comparison_bars",
    "reasoning_step_importance_3d",
    "cot_vs_direct_accuracy",
    "attention_flow_sankey",
    "reasoning_consistency_heatmap",
    "reasoning_quality_dashboard",
    "training_dynamics_all_stages",
    "parameter_efficiency_pareto",
    "benchmark_progression_heatmap",
    "carbon_footprint_treemap",
    "ablation_tornado",
    "edge_deployment_pareto",
]

FIGURES: dict[str, Figure]
IDS: tuple[str, ...]

class _similarity_evolution_3d(Figure):  # noqa: N801 named for the figure
    def __call__(self, token_similarity: Any, /) -> Spec:
        """Similarity of visual tokens and captions over training."""

similarity_evolution_3d: _similarity_evolution_3d

class _tsne_embedding_evolution(Figure):  # noqa: N801 named for the figure
    def __call__(self, embedding_map: Any, /, *, embeddings: Any = None) -> Spec:
        """Map of image and text embeddings over training."""

tsne_embedding_evolution: _tsne_embedding_evolution

class _retrieval_accuracy_heatmap(Figure):  # noqa: N801 named for the figure
    def __call__(self, retrieval: Any, /, *, step: int | None = None) -> Spec:
        """Retrieval between images and texts."""

retrieval_accuracy_heatmap: _retrieval_accuracy_heatmap

class _vision_feature_maps(Figure):  # noqa: N801 named for the figure
    def __call__(
        self, feature_maps: Any, /, *, sample: str | int | None = None, step: int | None = None
    ) -> Spec:
        """Feature maps of the vision encoder."""

vision_feature_maps: _vision_feature_maps

class _contrastive_loss_landscape(Figure):  # noqa: N801 named for the figure
    def __call__(self, contrastive_pairs: Any, /, *, n_bins: int = 12) -> Spec:
        """Contrastive loss over the distances of pairs."""

contrastive_loss_landscape: _contrastive_loss_landscape

class _instruction_complexity_bars(Figure):  # noqa: N801 named for the figure
    def __call__(
        self, responses: Any, /, *, step: int | None = None, seed: int | None = None
    ) -> Spec:
        """Answer quality by instruction type."""

instruction_complexity_bars: _instruction_complexity_bars

class _token_probability_sequence(Figure):  # noqa: N801 named for the figure
    def __call__(
        self,
        token_probabilities: Any,
        /,
        *,
        sequence: str | int | None = None,
        threshold: float = 0.5,
        at_least: int = 2,
    ) -> Spec:
        """Token probability along the sequence."""

token_probability_sequence: _token_probability_sequence

class _distillation_gap(Figure):  # noqa: N801 named for the figure
    def __call__(self, scalars: Any, /, *, seed: int | None = None) -> Spec:
        """Distillation gap between teacher and student."""

distillation_gap: _distillation_gap

class _response_length_violin(Figure):  # noqa: N801 named for the figure
    def __call__(
        self, responses: Any, /, *, step: int | None = None, seed: int | None = None
    ) -> Spec:
        """Response length by task."""

response_length_violin: _response_length_violin

class _perplexity_heatmap(Figure):  # noqa: N801 named for the figure
    def __call__(self, perplexity: Any, /) -> Spec:
        """Perplexity by position over training."""

perplexity_heatmap: _perplexity_heatmap

class _layer_accuracy_3d_surface(Figure):  # noqa: N801 named for the figure
    def __call__(self, layer_accuracy: Any, /) -> Spec:
        """Probe accuracy by layer over training."""

layer_accuracy_3d_surface: _layer_accuracy_3d_surface

class _robot_performance_lines(Figure):  # noqa: N801 named for the figure
    def __call__(
        self,
        robot_predictions: Any,
        /,
        *,
        prompting: str = "direct",
        seed: int | None = None,
        baselines: Any = None,
    ) -> Spec:
        """Robot selection accuracy over training."""

robot_performance_lines: _robot_performance_lines

class _layer_budget_ranks(Figure):  # noqa: N801 named for the figure
    def __call__(self, layer_importance: Any, /, *, step: int | None = None) -> Spec:
        """Ranks of the layers by importance."""

layer_budget_ranks: _layer_budget_ranks

class _confusion_evolution(Figure):  # noqa: N801 named for the figure
    def __call__(
        self, robot_predictions: Any, /, *, seed: int | None = None, prompting: str = "direct"
    ) -> Spec:
        """Confusion between robots over training."""

confusion_evolution: _confusion_evolution

class _confidence_calibration(Figure):  # noqa: N801 named for the figure
    def __call__(
        self,
        robot_predictions: Any,
        /,
        *,
        step: int | None = None,
        prompting: str = "direct",
        seed: int | None = None,
        n_bins: int = 15,
        baselines: Any = None,
    ) -> Spec:
        """Confidence calibration of robot selection."""

confidence_calibration: _confidence_calibration

class _robot_radar_chart(Figure):  # noqa: N801 named for the figure
    def __call__(
        self,
        robot_predictions: Any,
        /,
        *,
        step: int | None = None,
        prompting: str = "direct",
        seed: int | None = None,
    ) -> Spec:
        """Quality of robot selection, robot by robot."""

robot_radar_chart: _robot_radar_chart

class _task_robot_heatmap(Figure):  # noqa: N801 named for the figure
    def __call__(
        self,
        robot_predictions: Any,
        /,
        *,
        step: int | None = None,
        prompting: str = "direct",
        seed: int | None = None,
    ) -> Spec:
        """Robot selection accuracy by task type and robot."""

task_robot_heatmap: _task_robot_heatmap

class _reasoning_quality(Figure):  # noqa: N801 named for the figure
    def __call__(
        self,
        reasoning: Any,
        /,
        *,
        step: int | None = None,
        seed: int | None = None,
        n_bins: int = 10,
    ) -> Spec:
        """Reasoning quality and right choices."""

reasoning_quality: _reasoning_quality

class _phase_comparison_bars(Figure):  # noqa: N801 named for the figure
    def __call__(self, phases: Any, /, *, seed: int | None = None) -> Spec:
        """Frozen backbone against joint fine-tuning."""

phase_comparison_bars: _phase_comparison_bars

class _reasoning_step_importance_3d(Figure):  # noqa: N801 named for the figure
    def __call__(self, reasoning_attention: Any, /) -> Spec:
        """Importance of the reasoning steps over training."""

reasoning_step_importance_3d: _reasoning_step_importance_3d

class _cot_vs_direct_accuracy(Figure):  # noqa: N801 named for the figure
    def __call__(
        self, robot_predictions: Any, /, *, seed: int | None = None, step: int | None = None
    ) -> Spec:
        """Accuracy with and without chain of thought."""

cot_vs_direct_accuracy: _cot_vs_direct_accuracy

class _attention_flow_sankey(Figure):  # noqa: N801 named for the figure
    def __call__(self, attention_flow: Any, /, *, step: int | None = None) -> Spec:
        """Attention flow from visual tokens to the selection."""

attention_flow_sankey: _attention_flow_sankey

class _reasoning_consistency_heatmap(Figure):  # noqa: N801 named for the figure
    def __call__(
        self, reasoning: Any, /, *, step: int | None = None, seed: int | None = None
    ) -> Spec:
        """Consistency by task and mention of the robot."""

reasoning_consistency_heatmap: _reasoning_consistency_heatmap

class _reasoning_quality_dashboard(Figure):  # noqa: N801 named for the figure
    def __call__(
        self, reasoning: Any, /, *, step: int | None = None, seed: int | None = None
    ) -> Spec:
        """Quality of reasoning chains."""

reasoning_quality_dashboard: _reasoning_quality_dashboard

class _training_dynamics_all_stages(Figure):  # noqa: N801 named for the figure
    def __call__(self, scalars: Any, /, *, seed: int | None = None) -> Spec:
        """Loss and accuracy over all stages."""

training_dynamics_all_stages: _training_dynamics_all_stages

class _parameter_efficiency_pareto(Figure):  # noqa: N801 named for the figure
    def __call__(self, models: Any, /, *, metric: str | None = None) -> Spec:
        """Accuracy for the number of parameters."""

parameter_efficiency_pareto: _parameter_efficiency_pareto

class _benchmark_progression_heatmap(Figure):  # noqa: N801 named for the figure
    def __call__(self, benchmarks: Any, /, *, baselines: Any = None) -> Spec:
        """Benchmark scores after each stage."""

benchmark_progression_heatmap: _benchmark_progression_heatmap

class _carbon_footprint_treemap(Figure):  # noqa: N801 named for the figure
    def __call__(self, emissions: Any, /) -> Spec:
        """Carbon footprint by stage and component."""

carbon_footprint_treemap: _carbon_footprint_treemap

class _ablation_tornado(Figure):  # noqa: N801 named for the figure
    def __call__(
        self, ablations: Any, /, *, seed: int | None = None, metric: str | None = None
    ) -> Spec:
        """What removing a component does."""

ablation_tornado: _ablation_tornado

class _edge_deployment_pareto(Figure):  # noqa: N801 named for the figure
    def __call__(self, deployments: Any, /, *, metric: str | None = None) -> Spec:
        """Accuracy for the latency of a deployment."""

edge_deployment_pareto: _edge_deployment_pareto
