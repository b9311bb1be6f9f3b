"""Stage 4, chain-of-thought reasoning."""

from embervlm_specs.figures.stage4.attention_flow_sankey import attention_flow_sankey
from embervlm_specs.figures.stage4.cot_vs_direct_accuracy import cot_vs_direct_accuracy
from embervlm_specs.figures.stage4.phase_comparison_bars import phase_comparison_bars
from embervlm_specs.figures.stage4.reasoning_consistency_heatmap import (
    reasoning_consistency_heatmap,
)
from embervlm_specs.figures.stage4.reasoning_quality_dashboard import reasoning_quality_dashboard
from embervlm_specs.figures.stage4.reasoning_step_importance_3d import reasoning_step_importance_3d

__all__ = [  # noqa: RUF022 the order in which they are listed
    "phase_comparison_bars",
    "reasoning_step_importance_3d",
    "cot_vs_direct_accuracy",
    "attention_flow_sankey",
    "reasoning_consistency_heatmap",
    "reasoning_quality_dashboard",
]
