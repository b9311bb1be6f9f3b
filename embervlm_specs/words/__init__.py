"""How facts become words: in notes, labels and descriptions. Numbers do not speak by themselves."""

# ruff: noqa: F403 each module says what it gives
from embervlm_specs.words.benchmarks import *
from embervlm_specs.words.bubbles import *
from embervlm_specs.words.effects import *
from embervlm_specs.words.flow import *
from embervlm_specs.words.intervals import *
from embervlm_specs.words.lines import *
from embervlm_specs.words.numbers import *
from embervlm_specs.words.relations import *
