"""What an interval covers, and what a difference with its interval says."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.words.lines import joined
from embervlm_specs.words.numbers import signed, span, sure

__all__ = ["at_most", "covering", "difference", "verdict"]

_LEVEL = 0.05


def covering(estimates: pd.DataFrame) -> str:
    """What the intervals of `stats.clusters.estimates` cover: columns `n`, `seeds`, `groups`.

    >>> covering(pd.DataFrame({"n": [300], "seeds": [3], "groups": [75]}))
    '95 % intervals over 3 seeds and 75 groups'
    >>> covering(pd.DataFrame({"n": [300], "seeds": [1], "groups": [75]}))
    '95 % intervals of the samples alone (one seed), in 75 groups'
    >>> covering(pd.DataFrame({"n": [300], "seeds": [0], "groups": [0]}))
    '95 % intervals of the samples alone (seed not recorded)'
    """
    known = estimates[estimates["n"] > 0]
    grouped, seeds = known[known["groups"] > 0]["groups"], known["seeds"]
    groups = f"{span(grouped)} groups" if len(grouped) else ""
    if seeds.max() > 1:
        return f"95 % intervals over {span(seeds)} seeds and {groups or 'their samples'}"
    one = "one seed" if seeds.max() == 1 else "seed not recorded"
    return f"95 % intervals of the samples alone ({one}){f', in {groups}' if groups else ''}"


def at_most(
    estimate: pd.Series[float], low: pd.Series[float], high: pd.Series[float], form: str = ".3f"
) -> str:
    """How far intervals reach from their estimates; nothing where there is no interval.

    >>> at_most(pd.Series([0.5, 0.25]), pd.Series([0.375, None]), pd.Series([0.75, None]))
    '± 0.250 at most'
    """
    furthest = max((high - estimate).max(), (estimate - low).max())
    return f"± {furthest:{form}} at most" if furthest == furthest else ""


def verdict(p: float) -> str:
    """Whether a difference was shown, by its p adjusted for the number of comparisons."""
    return "no interval" if pd.isna(p) else "tie" if p >= _LEVEL else ""


def difference(mean: float, low: float, high: float, p: float, form: str = "+.3f") -> str:
    """A difference with its interval, and whether it is a tie.

    >>> difference(0.0133, -0.01, 0.0367, 0.4)
    '+0.013 [−0.010, +0.037] · tie'
    """
    return joined(signed(sure(mean, low, high, form)), verdict(p) if not pd.isna(low) else "")
