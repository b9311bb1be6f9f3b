"""The contracts of the 22 run tables, and the check that a table keeps its own."""

from embervlm_specs.tables.contract import Column, Table
from embervlm_specs.tables.cross_stage import (
    ABLATIONS,
    BENCHMARKS,
    DEPLOYMENTS,
    EMISSIONS,
    MODELS,
    SCALARS,
)
from embervlm_specs.tables.stage1 import (
    CONTRASTIVE_PAIRS,
    EMBEDDING_MAP,
    EMBEDDINGS,
    FEATURE_MAPS,
    RETRIEVAL,
    TOKEN_SIMILARITY,
)
from embervlm_specs.tables.stage2 import PERPLEXITY, RESPONSES, TOKEN_PROBABILITIES
from embervlm_specs.tables.stage3 import LAYER_ACCURACY, LAYER_IMPORTANCE, ROBOT_PREDICTIONS
from embervlm_specs.tables.stage4 import ATTENTION_FLOW, PHASES, REASONING, REASONING_ATTENTION
from embervlm_specs.tables.validation import validate

__all__ = [
    "ABLATIONS",
    "ATTENTION_FLOW",
    "BENCHMARKS",
    "CONTRASTIVE_PAIRS",
    "DEPLOYMENTS",
    "EMBEDDINGS",
    "EMBEDDING_MAP",
    "EMISSIONS",
    "FEATURE_MAPS",
    "LAYER_ACCURACY",
    "LAYER_IMPORTANCE",
    "MODELS",
    "PERPLEXITY",
    "PHASES",
    "REASONING",
    "REASONING_ATTENTION",
    "RESPONSES",
    "RETRIEVAL",
    "ROBOT_PREDICTIONS",
    "SCALARS",
    "TABLES",
    "TOKEN_PROBABILITIES",
    "TOKEN_SIMILARITY",
    "Column",
    "Table",
    "validate",
]

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        SCALARS,
        TOKEN_SIMILARITY,
        EMBEDDINGS,
        EMBEDDING_MAP,
        RETRIEVAL,
        FEATURE_MAPS,
        CONTRASTIVE_PAIRS,
        RESPONSES,
        TOKEN_PROBABILITIES,
        PERPLEXITY,
        ROBOT_PREDICTIONS,
        LAYER_ACCURACY,
        LAYER_IMPORTANCE,
        REASONING,
        REASONING_ATTENTION,
        PHASES,
        ATTENTION_FLOW,
        MODELS,
        BENCHMARKS,
        EMISSIONS,
        ABLATIONS,
        DEPLOYMENTS,
    )
}
