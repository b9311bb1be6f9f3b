"""Methods for stage 1, image-text alignment."""

from __future__ import annotations

from typing import Unpack

from embervlm_specs.figures import stage1
from embervlm_specs.visualizers.columns import (
    ContrastivePairs,
    EmbeddingMap,
    FeatureMaps,
    Retrieval,
    TokenSimilarity,
)
from embervlm_specs.visualizers.visualizer import Plotted, Values, Visualizer

__all__ = ["Stage1Visualizer"]


class Stage1Visualizer(Visualizer):
    """The figures of stage 1, image-text alignment."""

    stage = "stage1"

    def plot_similarity_evolution_3d(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[TokenSimilarity]
    ) -> Plotted:
        """Surface of the similarity of each visual token and its caption over training.

        Arrays of one step: `similarity` (tokens,) in [-1, 1]; `token` is 1, 2, ... unless given,
        row-major over the grid; `n`.
        """
        return self._plot(stage1.similarity_evolution_3d, arrays, step, save)

    def plot_tsne_embedding_evolution(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[EmbeddingMap]
    ) -> Plotted:
        """Map of image and text embeddings over training.

        Arrays of one step, a value a point: `x`, `y`, `modality` (image, text), `item` (a pair
        shares its number); `method`, what placed them.
        """
        return self._plot(stage1.tsne_embedding_evolution, arrays, step, save)

    def plot_retrieval_accuracy_heatmap(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Retrieval]
    ) -> Plotted:
        """Recall at k, both ways.

        Arrays, a value a cell: `dataset`, `direction` (image_to_text, text_to_image), `k`,
        `accuracy` in [0, 1]; `n`.
        """
        return self._plot(stage1.retrieval_accuracy_heatmap, arrays, step, save)

    def plot_vision_feature_maps(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[FeatureMaps]
    ) -> Plotted:
        """Activation and attention, layer by layer.

        Arrays: `value` (rows, columns) of one map, its `layer`, `order` in the encoder and `kind`
        (activation, attention); `sample`. Or one value a cell, with `row` and `column`.
        """
        return self._plot(stage1.vision_feature_maps, arrays, step, save)

    def plot_contrastive_loss_landscape(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[ContrastivePairs]
    ) -> Plotted:
        """Loss over the distances of matching and other pairs.

        Arrays, a value a batch: `positive_distance`, `negative_distance`, `loss`.
        """
        return self._plot(stage1.contrastive_loss_landscape, arrays, step, save)
