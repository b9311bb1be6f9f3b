"""What stage 1 records besides loss: token similarity, embeddings, retrieval, feature maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from digits import VARIANTS, patches, variant
from model import GRID, Trace
from recording import Row
from seeding import generator
from sklearn.manifold import TSNE
from torch import Tensor
from torch.nn import functional as F

from embervlm_specs import RunRecorder

if TYPE_CHECKING:
    from stage1_alignment import Aligner, CaptionedPictures

ITEMS = 40
"""Pairs whose embeddings are recorded and mapped."""
SAMPLES = 3
"""Pictures whose feature maps are recorded."""
RANKS = (1, 5, 10)


class AlignmentMeasurements:
    """Measures an aligner on the test pictures; remembers the map of the step before."""

    def __init__(
        self, aligner: Aligner, data: CaptionedPictures, recorder: RunRecorder, seed: int
    ) -> None:
        """Nothing is measured yet."""
        self.aligner = aligner
        self.data = data
        self.recorder = recorder
        self.seed = seed
        self.positions: np.ndarray | None = None

    def record(self, step: int, *, last: bool) -> None:
        """Measure everything; retrieval and feature maps at the first and the last step alone."""
        texts = self.aligner.captions(self.data.ids)
        tokens = self.aligner.tokens(self.data.patches)
        images = F.normalize(tokens.mean(dim=1), dim=-1)
        self._record_token_similarity(step, tokens, texts)
        self._record_embeddings(step, images[:ITEMS].numpy(), texts[:ITEMS].numpy())
        if step == 0 or last:
            self.recorder.record("retrieval", self._retrieval_rows(step, texts))
            self.recorder.record("feature_maps", self._feature_map_rows(step))

    def _record_token_similarity(self, step: int, tokens: Tensor, texts: Tensor) -> None:
        """Mean cosine similarity of each visual token and the picture's own caption."""
        similarity = F.cosine_similarity(tokens, texts[:, None], dim=-1).mean(dim=0).tolist()
        n = len(texts)
        self.recorder.record(
            "token_similarity",
            [
                {"step": step, "token": i, "similarity": s, "n": n}
                for i, s in enumerate(similarity, start=1)
            ],
        )

    def _record_embeddings(self, step: int, images: np.ndarray, texts: np.ndarray) -> None:
        """The vectors, and their t-SNE map, which starts from the map of the step before."""
        vectors = np.concatenate([images, texts])
        tsne = TSNE(
            perplexity=15,
            init="pca" if self.positions is None else self.positions,
            # A short, gentle descent keeps the frames comparable.
            learning_rate=50.0,
            early_exaggeration=12.0 if self.positions is None else 1.0,
            max_iter=500,
            random_state=self.seed,
        )
        self.positions = tsne.fit_transform(vectors)
        keys: list[Row] = [
            {"step": step, "item": item, "modality": modality}
            for modality in ("image", "text")
            for item in range(len(images))
        ]
        rows = list(zip(keys, vectors.tolist(), self.positions.tolist(), strict=True))
        self.recorder.record("embeddings", [{**key, "vector": v} for key, v, _ in rows])
        self.recorder.record("embedding_map", [{**key, "x": x, "y": y} for key, _, (x, y) in rows])

    def _retrieval_rows(self, step: int, texts: Tensor) -> list[Row]:
        """Recall at k on each variant of the test pictures.

        image_to_text searches the distinct captions for the picture's own; text_to_image
        searches all pictures for one of that caption.
        """
        caption = self.data.caption
        first = torch.tensor([caption.tolist().index(c) for c in range(int(caption.max()) + 1)])
        rng = generator(self.seed, "stage 1 variants")
        rows: list[Row] = []
        for name in VARIANTS:
            pixels = variant(self.data.pictures.pixels, name, rng)
            similarity = self.aligner.images(patches(pixels)) @ texts[first].T
            own = similarity.gather(1, caption[:, None])
            # A rank counts the candidates that come before the best right one.
            ranks = {"image_to_text": (similarity > own).sum(dim=1)}
            right = (caption[:, None] == torch.arange(len(first))).T
            best = similarity.T.masked_fill(~right, -2).max(dim=1, keepdim=True).values
            ranks["text_to_image"] = (best < similarity.T).sum(dim=1)
            rows += [
                {
                    "dataset": name,
                    "direction": direction,
                    "k": k,
                    "accuracy": (rank < k).float().mean().item(),
                    "n": len(rank),
                    "step": step,
                }
                for direction, rank in ranks.items()
                for k in RANKS
            ]
        return rows

    def _feature_map_rows(self, step: int) -> list[Row]:
        """Activation: length of a token's vector. Attention: what a token receives on average."""
        _, trace = self.aligner.model.vision(self.data.patches[:SAMPLES])
        return [
            {
                "layer": layer,
                "order": order,
                "kind": kind,
                "row": i // GRID,
                "column": i % GRID,
                "value": value,
                "sample": sample,
                "step": step,
            }
            for layer, order, kind, maps in self._maps(trace)
            for sample, tokens in enumerate(maps.tolist())
            for i, value in enumerate(tokens)
        ]

    @staticmethod
    def _maps(trace: Trace) -> list[tuple[str, int, str, Tensor]]:
        """(layer, order, kind, (samples, 49)) of every layer of the vision encoder."""
        names = ["patch embedding", *(f"block {i + 1}" for i in range(len(trace.attention)))]
        activation = [
            (name, order, "activation", hidden.norm(dim=-1))
            for order, (name, hidden) in enumerate(zip(names, trace.hidden, strict=True))
        ]
        attention = [
            (name, order, "attention", weights.mean(dim=(1, 2)))
            for order, (name, weights) in enumerate(
                zip(names[1:], trace.attention, strict=True), start=1
            )
        ]
        return activation + attention
