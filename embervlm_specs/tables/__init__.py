"""The contracts of the 23 run tables, and the check that a table keeps its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from embervlm_specs.tables.contract import Column, Table
from embervlm_specs.tables.cross_stage import (
    ABLATIONS,
    BASELINES,
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

if TYPE_CHECKING:
    from embervlm_specs.tables.validation import validate

__all__ = [
    "ABLATIONS",
    "ATTENTION_FLOW",
    "BASELINES",
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
        BASELINES,
        EMISSIONS,
        ABLATIONS,
        DEPLOYMENTS,
    )
}


def __getattr__(name: str) -> Any:
    """Import the check with its data frame libraries only when a table is checked."""
    if name != "validate":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from embervlm_specs.tables.validation import validate

    return validate
