"""Stage 1, image-text alignment."""

from embervlm_specs.figures.stage1.contrastive_loss_landscape import contrastive_loss_landscape
from embervlm_specs.figures.stage1.retrieval_accuracy_heatmap import retrieval_accuracy_heatmap
from embervlm_specs.figures.stage1.similarity_evolution_3d import similarity_evolution_3d
from embervlm_specs.figures.stage1.tsne_embedding_evolution import tsne_embedding_evolution
from embervlm_specs.figures.stage1.vision_feature_maps import vision_feature_maps

__all__ = [  # noqa: RUF022 the order in which they are listed
    "similarity_evolution_3d",
    "tsne_embedding_evolution",
    "retrieval_accuracy_heatmap",
    "vision_feature_maps",
    "contrastive_loss_landscape",
]
