"""Stage 2, instruction tuning."""

from embervlm_specs.figures.stage2.distillation_gap import distillation_gap
from embervlm_specs.figures.stage2.instruction_complexity_bars import instruction_complexity_bars
from embervlm_specs.figures.stage2.perplexity_heatmap import perplexity_heatmap
from embervlm_specs.figures.stage2.response_length_violin import response_length_violin
from embervlm_specs.figures.stage2.token_probability_sequence import token_probability_sequence

__all__ = [  # noqa: RUF022 the order in which they are listed
    "instruction_complexity_bars",
    "token_probability_sequence",
    "distillation_gap",
    "response_length_violin",
    "perplexity_heatmap",
]
