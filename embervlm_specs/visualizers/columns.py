"""The arrays that the methods take, table by table, for editors and type checkers.

`step` is apart, as every method takes it; `robot_names` are the names that indices of robots stand
for. A test compares the rest with the contracts of the tables.
"""

# no `from __future__ import annotations`: `Required` would be a text, which no one reads
from collections.abc import Sequence
from typing import Required, TypedDict

from embervlm_specs.visualizers.visualizer import Values

__all__ = [
    "Ablations",
    "AttentionFlow",
    "ContrastivePairs",
    "Deployments",
    "EmbeddingMap",
    "Emissions",
    "FeatureMaps",
    "LayerAccuracy",
    "LayerImportance",
    "Models",
    "Perplexity",
    "Phases",
    "Reasoning",
    "ReasoningAttention",
    "Responses",
    "Retrieval",
    "RobotPredictions",
    "Scalars",
    "TokenProbabilities",
    "TokenSimilarity",
]


class TokenSimilarity(TypedDict, total=False):
    """How close each visual token is to the caption it belongs to, over training."""

    token: Values
    similarity: Required[Values]
    n: Values


class EmbeddingMap(TypedDict, total=False):
    """Embeddings projected to the plane."""

    item: Required[Values]
    modality: Required[Values]
    x: Required[Values]
    y: Required[Values]
    method: Values


class Retrieval(TypedDict, total=False):
    """Recall at k of retrieving the right text for an image, and the other way round."""

    dataset: Required[Values]
    direction: Required[Values]
    k: Required[Values]
    accuracy: Required[Values]
    n: Values


class FeatureMaps(TypedDict, total=False):
    """Activations and attention of the vision encoder as small pictures, one value a row."""

    layer: Required[Values]
    order: Required[Values]
    kind: Required[Values]
    row: Values
    column: Values
    value: Required[Values]
    sample: Values


class ContrastivePairs(TypedDict, total=False):
    """Where the loss stood for the distances between matching and non-matching pairs."""

    positive_distance: Required[Values]
    negative_distance: Required[Values]
    loss: Required[Values]


class Responses(TypedDict, total=False):
    """Answers to instructions, with or without the image: how good and how long."""

    sample: Values
    task: Values
    instruction_type: Values
    with_vision: Values
    score: Values
    length: Values


class TokenProbabilities(TypedDict, total=False):
    """The probability the model gave to each token of a sequence."""

    sequence: Required[Values]
    source: Required[Values]
    position: Values
    token: Values
    probability: Required[Values]


class Scalars(TypedDict, total=False):
    """Numbers logged while training: losses, accuracies and the like."""

    stage: Required[Values]
    metric: Required[Values]
    value: Values
    split: Values
    seed: Values


class Perplexity(TypedDict, total=False):
    """Perplexity by position in the sequence, over training."""

    position: Values
    perplexity: Required[Values]
    n: Values


class LayerAccuracy(TypedDict, total=False):
    """How well a linear probe reads the right robot from each layer, over training."""

    layer: Values
    robot: Required[Values]
    accuracy: Required[Values]
    n: Values
    robot_names: Sequence[str]


class RobotPredictions(TypedDict, total=False):
    """Which robot the model chose for a sample, and which was right."""

    sample: Values
    task_type: Values
    true_robot: Required[Values]
    predicted_robot: Required[Values]
    confidence: Values
    prompting: Values
    robot_names: Sequence[str]


class LayerImportance(TypedDict, total=False):
    """How much each layer's module matters, measured in several trials."""

    module: Required[Values]
    layer: Values
    trial: Values
    importance: Required[Values]


class Reasoning(TypedDict, total=False):
    """One reasoning chain a row, with how well it hangs together."""

    sample: Values
    task_category: Required[Values]
    robot: Required[Values]
    mention: Required[Values]
    step_count: Required[Values]
    coherence: Required[Values]
    consistency: Required[Values]
    keyword_accuracy: Required[Values]
    correct: Required[Values]
    robot_names: Sequence[str]


class Phases(TypedDict, total=False):
    """Frozen backbone against joint fine-tuning."""

    phase: Required[Values]
    metric: Required[Values]
    value: Required[Values]
    unit: Required[Values]
    seed: Values
    n: Values
    higher_is_better: Values


class ReasoningAttention(TypedDict, total=False):
    """How much weight each reasoning step gets, over training."""

    reasoning_step: Required[Values]
    weight: Required[Values]
    n: Values


class AttentionFlow(TypedDict, total=False):
    """How attention flows from layer to layer, as weighted links."""

    source: Required[Values]
    target: Required[Values]
    weight: Required[Values]
    source_layer: Required[Values]
    target_layer: Required[Values]


class Models(TypedDict, total=False):
    """Models to compare with: how large, how good, where they run."""

    model: Required[Values]
    parameters: Required[Values]
    accuracy: Required[Values]
    metric: Values
    memory_mb: Values
    edge_deployable: Values
    highlight: Values
    source: Values


class Emissions(TypedDict, total=False):
    """Carbon emitted by each component of each stage."""

    stage: Required[Values]
    component: Required[Values]
    co2_kg: Values
    accuracy_gain: Values
    estimated: Values


class Ablations(TypedDict, total=False):
    """What happens to a metric when a component is removed."""

    component: Required[Values]
    metric: Required[Values]
    score: Required[Values]
    baseline: Required[Values]
    seed: Values
    n: Values
    higher_is_better: Values


class Deployments(TypedDict, total=False):
    """Latency and accuracy of variants on devices."""

    device: Required[Values]
    variant: Required[Values]
    latency_ms: Required[Values]
    accuracy: Required[Values]
    metric: Values
    memory_mb: Values
    power_w: Values
    n: Values
