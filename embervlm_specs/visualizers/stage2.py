"""Methods for stage 2, instruction tuning."""

from __future__ import annotations

from typing import Unpack

from embervlm_specs.figures import stage2
from embervlm_specs.visualizers.columns import Perplexity, Responses, Scalars, TokenProbabilities
from embervlm_specs.visualizers.visualizer import Plotted, Values, Visualizer

__all__ = ["Stage2Visualizer"]


class Stage2Visualizer(Visualizer):
    """The figures of stage 2, instruction tuning."""

    stage = "stage2"

    def plot_instruction_complexity_bars(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Responses]
    ) -> Plotted:
        """Quality of answers by kind of instruction, with and without the image.

        Arrays, a value an answer: `instruction_type`, `score` in [0, 1]; `with_vision`, and then
        `sample`; `task`, `length`.
        """
        return self._plot(stage2.instruction_complexity_bars, arrays, step, save)

    def plot_token_probability_sequence(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[TokenProbabilities]
    ) -> Plotted:
        """Probability of each token of a sequence.

        Arrays of one sequence: `probability` (tokens,) in [0, 1], `sequence` (its name), `source`
        (ground_truth, generated); `token`; `position` is 0, 1, ... unless given.
        """
        return self._plot(stage2.token_probability_sequence, arrays, step, save)

    def plot_distillation_gap(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Scalars]
    ) -> Plotted:
        """KL divergence and accuracy of the student over training.

        Arrays: `stage`, `metric` (kl_divergence, student_accuracy), `value`; `split`, `seed`.
        `step` may be an array too, for a history as a whole.
        """
        return self._plot(stage2.distillation_gap, arrays, step, save)

    def plot_response_length_violin(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Responses]
    ) -> Plotted:
        """Length of answers by task.

        Arrays, a value an answer: `length` in tokens, `task`; `sample`, `with_vision`, `score`,
        `instruction_type`.
        """
        return self._plot(stage2.response_length_violin, arrays, step, save)

    def plot_perplexity_heatmap(
        self, *, step: Values = None, save: bool = False, **arrays: Unpack[Perplexity]
    ) -> Plotted:
        """Perplexity by position over training.

        Arrays of one step: `perplexity` (positions,), at least 1; `n`; `position` is 0, 1, ...
        unless given.
        """
        return self._plot(stage2.perplexity_heatmap, arrays, step, save)
