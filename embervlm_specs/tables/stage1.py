"""Tables of stage 1, image-text alignment."""

from embervlm_specs.tables.contract import (
    COUNT,
    STEP,
    STEP_IF_KNOWN,
    Table,
    fraction,
    identifier,
    integer,
    number,
    text,
    vector,
)

__all__ = [
    "CONTRASTIVE_PAIRS",
    "EMBEDDINGS",
    "EMBEDDING_MAP",
    "FEATURE_MAPS",
    "RETRIEVAL",
    "TOKEN_SIMILARITY",
]

TOKEN_SIMILARITY = Table(
    "token_similarity",
    "How close each visual token is to the caption it belongs to, over training.",
    (
        STEP,
        integer("token", "visual token, row-major over the grid (49 = 7x7)", low=1),
        number(
            "similarity",
            "mean cosine similarity of the token and its caption over n samples",
            unit="cosine",
            low=-1,
            high=1,
        ),
        COUNT,
    ),
    key=("step", "token"),
)

_MODALITY = text("modality", "what was embedded", choices=("image", "text"))
_ITEM = identifier("item", "the image-text pair; its image and its text share the number")

EMBEDDINGS = Table(
    "embeddings",
    "Embedding vectors of images and their texts; parquet or jsonl only.",
    (STEP, _ITEM, _MODALITY, vector("vector", "the embedding; one length in a table")),
    key=("step", "modality", "item"),
)

EMBEDDING_MAP = Table(
    "embedding_map",
    "Embeddings projected to the plane.",
    (
        STEP,
        _ITEM,
        _MODALITY,
        number("x", "first coordinate; comparable across steps"),
        number("y", "second coordinate; comparable across steps"),
        text("method", "what placed the points: t-SNE, UMAP, ...", optional=True),
    ),
    key=("step", "modality", "item"),
)

RETRIEVAL = Table(
    "retrieval",
    "Recall at k of retrieving the right text for an image, and the other way round.",
    (
        text("dataset", "the data set or variant searched in"),
        text("direction", "what is looked up", choices=("image_to_text", "text_to_image")),
        integer("k", "how many candidates count", low=1),
        fraction("accuracy", "share of queries whose match is among the first k"),
        COUNT,
        STEP_IF_KNOWN,
    ),
    key=("direction", "k", "step", "dataset"),
)

FEATURE_MAPS = Table(
    "feature_maps",
    "Activations and attention of the vision encoder as small pictures, one value a row.",
    (
        text("layer", "name of the layer"),
        integer("order", "position of the layer in the encoder"),
        text("kind", "what is shown", choices=("activation", "attention")),
        integer("row", "row of the map, from the top, 0-based"),
        integer("column", "column of the map, from the left, 0-based"),
        number("value", "activation or attention weight"),
        identifier("sample", "the image", optional=True),
        STEP_IF_KNOWN,
    ),
    key=("step", "sample", "kind", "layer", "row", "column"),
)

CONTRASTIVE_PAIRS = Table(
    "contrastive_pairs",
    "Where the loss stood for the distances between matching and non-matching pairs.",
    (
        STEP,
        number("positive_distance", "mean distance of matching pairs in the batch", low=0),
        number("negative_distance", "mean distance of non-matching pairs in the batch", low=0),
        number("loss", "contrastive loss of the batch", unit="nats"),
    ),
)
