"""How facts become words: in notes, labels and descriptions. Numbers do not speak by themselves."""

from embervlm_specs.words.bubbles import bubble_words, metric_words
from embervlm_specs.words.flow import balance
from embervlm_specs.words.lines import (
    behind,
    few_of,
    first_names,
    flowing,
    joined,
    listed,
    shortened,
)
from embervlm_specs.words.numbers import (
    labelled,
    mass,
    p_value,
    signed,
    some,
    span,
    sure,
    tick,
    value,
)
from embervlm_specs.words.relations import correlation, equation

__all__ = [
    "balance",
    "behind",
    "bubble_words",
    "correlation",
    "equation",
    "few_of",
    "first_names",
    "flowing",
    "joined",
    "labelled",
    "listed",
    "mass",
    "metric_words",
    "p_value",
    "shortened",
    "signed",
    "some",
    "span",
    "sure",
    "tick",
    "value",
]
