"""The visualizers, with the arrays that their methods take.

Written by `pytest tests/test_golden.py --update-specs`, not by hand.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from embervlm_specs.visualizers.visualizer import Plotted, Values, Visualizer

__all__ = [
    "CrossStageVisualizer",
    "Stage1Visualizer",
    "Stage2Visualizer",
    "Stage3Visualizer",
    "Stage4Visualizer",
]

Names: TypeAlias = Sequence[str] | None
BenchmarkScores: TypeAlias = Mapping[str, Mapping[str | int, Values]]

class CrossStageVisualizer(Visualizer):
    """The figures of what spans the stages."""

    def plot_benchmark_progression_heatmap(
        self,
        *,
        benchmark_scores: BenchmarkScores | None = None,
        step: Values = None,
        save: bool = False,
        **arrays: Values,
    ) -> Plotted:
        """Benchmark scores after each stage."""

    def plot_training_dynamics_all_stages(
        self,
        *,
        stage: Values,
        metric: Values,
        value: Values,
        step: Values = None,
        split: Values = None,
        seed: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Loss and accuracy over all stages."""

    def plot_parameter_efficiency_pareto(
        self,
        *,
        model: Values,
        parameters: Values,
        accuracy: Values,
        metric: Values = None,
        n: Values = None,
        memory_mb: Values = None,
        edge_deployable: Values = None,
        highlight: Values = None,
        source: Values = None,
        step: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Accuracy for the number of parameters."""

    def plot_carbon_footprint_treemap(
        self,
        *,
        stage: Values,
        component: Values,
        co2_kg: Values,
        accuracy_gain: Values = None,
        metric: Values = None,
        n: Values = None,
        estimated: Values = None,
        step: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Carbon footprint by stage and component."""

    def plot_ablation_tornado(
        self,
        *,
        component: Values,
        metric: Values,
        score: Values,
        baseline: Values,
        seed: Values = None,
        n: Values = None,
        higher_is_better: Values = None,
        step: Values = None,
        save: bool = False,
    ) -> Plotted:
        """What removing a component does."""

    def plot_edge_deployment_pareto(
        self,
        *,
        device: Values,
        variant: Values,
        latency_ms: Values,
        accuracy: Values,
        metric: Values = None,
        memory_mb: Values = None,
        power_w: Values = None,
        n: Values = None,
        step: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Accuracy for the latency of a deployment."""

class Stage1Visualizer(Visualizer):
    """The figures of stage 1, image-text alignment."""

    def plot_similarity_evolution_3d(
        self,
        *,
        similarity: Values,
        step: Values = None,
        token: Values = None,
        n: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Similarity of visual tokens and captions over training."""

    def plot_tsne_embedding_evolution(
        self,
        *,
        item: Values,
        modality: Values,
        x: Values,
        y: Values,
        step: Values = None,
        method: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Map of image and text embeddings over training."""

    def plot_retrieval_accuracy_heatmap(
        self,
        *,
        dataset: Values,
        direction: Values,
        k: Values,
        accuracy: Values,
        n: Values = None,
        step: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Retrieval between images and texts."""

    def plot_vision_feature_maps(
        self,
        *,
        layer: Values,
        order: Values,
        kind: Values,
        value: Values,
        row: Values = None,
        column: Values = None,
        sample: Values = None,
        step: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Feature maps of the vision encoder."""

    def plot_contrastive_loss_landscape(
        self,
        *,
        positive_distance: Values,
        negative_distance: Values,
        loss: Values,
        step: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Contrastive loss over the distances of pairs."""

class Stage2Visualizer(Visualizer):
    """The figures of stage 2, instruction tuning."""

    def plot_instruction_complexity_bars(
        self,
        *,
        instruction_type: Values,
        score: Values,
        sample: Values = None,
        task: Values = None,
        with_vision: Values = None,
        length: Values = None,
        stage: Values = None,
        step: Values = None,
        seed: Values = None,
        group: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Answer quality by instruction type."""

    def plot_token_probability_sequence(
        self,
        *,
        sequence: Values,
        source: Values,
        probability: Values,
        position: Values = None,
        token: Values = None,
        step: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Token probability along the sequence."""

    def plot_distillation_gap(
        self,
        *,
        stage: Values,
        metric: Values,
        value: Values,
        step: Values = None,
        split: Values = None,
        seed: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Distillation gap between teacher and student."""

    def plot_response_length_violin(
        self,
        *,
        length: Values,
        sample: Values = None,
        task: Values = None,
        instruction_type: Values = None,
        with_vision: Values = None,
        score: Values = None,
        stage: Values = None,
        step: Values = None,
        seed: Values = None,
        group: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Response length by task."""

    def plot_perplexity_heatmap(
        self,
        *,
        perplexity: Values,
        step: Values = None,
        position: Values = None,
        n: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Perplexity by position over training."""

class Stage3Visualizer(Visualizer):
    """The figures of stage 3, robot selection."""

    def plot_robot_confusion_matrix(
        self,
        *,
        predictions: Values,
        ground_truth: Values,
        step: Values = None,
        save: bool = False,
        **arrays: Values,
    ) -> Plotted:
        """Confusion matrices over training: `plot_confusion_evolution` under its other name."""

    def plot_layer_accuracy_3d_surface(
        self,
        *,
        robot: Values,
        accuracy: Values,
        step: Values = None,
        layer: Values = None,
        n: Values = None,
        robot_names: Names = None,
        save: bool = False,
    ) -> Plotted:
        """Probe accuracy by layer over training."""

    def plot_robot_performance_lines(
        self,
        *,
        true_robot: Values,
        predicted_robot: Values,
        stage: Values = None,
        step: Values = None,
        seed: Values = None,
        sample: Values = None,
        group: Values = None,
        task_type: Values = None,
        confidence: Values = None,
        prompting: Values = None,
        robot_names: Names = None,
        save: bool = False,
    ) -> Plotted:
        """Robot selection accuracy over training."""

    def plot_layer_budget_ranks(
        self,
        *,
        module: Values,
        importance: Values,
        layer: Values = None,
        trial: Values = None,
        step: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Ranks of the layers by importance."""

    def plot_confusion_evolution(
        self,
        *,
        true_robot: Values,
        predicted_robot: Values,
        stage: Values = None,
        step: Values = None,
        seed: Values = None,
        sample: Values = None,
        group: Values = None,
        task_type: Values = None,
        confidence: Values = None,
        prompting: Values = None,
        robot_names: Names = None,
        save: bool = False,
    ) -> Plotted:
        """Confusion between robots over training."""

    def plot_confidence_calibration(
        self,
        *,
        true_robot: Values,
        predicted_robot: Values,
        confidence: Values,
        stage: Values = None,
        step: Values = None,
        seed: Values = None,
        sample: Values = None,
        group: Values = None,
        task_type: Values = None,
        prompting: Values = None,
        robot_names: Names = None,
        save: bool = False,
    ) -> Plotted:
        """Confidence calibration of robot selection."""

    def plot_robot_radar_chart(
        self,
        *,
        true_robot: Values,
        predicted_robot: Values,
        stage: Values = None,
        step: Values = None,
        seed: Values = None,
        sample: Values = None,
        group: Values = None,
        task_type: Values = None,
        confidence: Values = None,
        prompting: Values = None,
        robot_names: Names = None,
        save: bool = False,
    ) -> Plotted:
        """Quality of robot selection, robot by robot."""

    def plot_task_robot_heatmap(
        self,
        *,
        task_type: Values,
        true_robot: Values,
        predicted_robot: Values,
        stage: Values = None,
        step: Values = None,
        seed: Values = None,
        sample: Values = None,
        group: Values = None,
        confidence: Values = None,
        prompting: Values = None,
        robot_names: Names = None,
        save: bool = False,
    ) -> Plotted:
        """Robot selection accuracy by task type and robot."""

    def plot_reasoning_quality(
        self,
        *,
        task_category: Values,
        robot: Values,
        mention: Values,
        step_count: Values,
        coherence: Values,
        consistency: Values,
        keyword_accuracy: Values,
        correct: Values,
        sample: Values = None,
        chain: Values = None,
        stage: Values = None,
        step: Values = None,
        seed: Values = None,
        group: Values = None,
        robot_names: Names = None,
        save: bool = False,
    ) -> Plotted:
        """Reasoning quality and right choices."""

class Stage4Visualizer(Visualizer):
    """The figures of stage 4, chain-of-thought reasoning."""

    def plot_phase_comparison_bars(
        self,
        *,
        phase: Values,
        metric: Values,
        value: Values,
        unit: Values,
        seed: Values = None,
        n: Values = None,
        higher_is_better: Values = None,
        step: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Frozen backbone against joint fine-tuning."""

    def plot_reasoning_step_importance_3d(
        self,
        *,
        reasoning_step: Values,
        weight: Values,
        step: Values = None,
        n: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Importance of the reasoning steps over training."""

    def plot_cot_vs_direct_accuracy(
        self,
        *,
        true_robot: Values,
        predicted_robot: Values,
        prompting: Values,
        stage: Values = None,
        step: Values = None,
        seed: Values = None,
        sample: Values = None,
        group: Values = None,
        task_type: Values = None,
        confidence: Values = None,
        robot_names: Names = None,
        save: bool = False,
    ) -> Plotted:
        """Accuracy with and without chain of thought."""

    def plot_attention_flow_sankey(
        self,
        *,
        source: Values,
        target: Values,
        weight: Values,
        source_layer: Values,
        target_layer: Values,
        step: Values = None,
        save: bool = False,
    ) -> Plotted:
        """Attention flow from visual tokens to the selection."""

    def plot_reasoning_consistency_heatmap(
        self,
        *,
        task_category: Values,
        robot: Values,
        mention: Values,
        step_count: Values,
        coherence: Values,
        consistency: Values,
        keyword_accuracy: Values,
        correct: Values,
        sample: Values = None,
        chain: Values = None,
        stage: Values = None,
        step: Values = None,
        seed: Values = None,
        group: Values = None,
        robot_names: Names = None,
        save: bool = False,
    ) -> Plotted:
        """Consistency by task and mention of the robot."""

    def plot_reasoning_quality_dashboard(
        self,
        *,
        task_category: Values,
        robot: Values,
        mention: Values,
        step_count: Values,
        coherence: Values,
        consistency: Values,
        keyword_accuracy: Values,
        correct: Values,
        sample: Values = None,
        chain: Values = None,
        stage: Values = None,
        step: Values = None,
        seed: Values = None,
        group: Values = None,
        robot_names: Names = None,
        save: bool = False,
    ) -> Plotted:
        """Quality of reasoning chains."""
