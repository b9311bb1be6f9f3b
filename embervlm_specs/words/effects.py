"""How the effect of a change is told: how large, for better or for worse, and how sure."""

from __future__ import annotations

import math

import pandas as pd

from embervlm_specs.words.intervals import verdict
from embervlm_specs.words.lines import joined
from embervlm_specs.words.numbers import signed, span

__all__ = ["differences_cover", "effect_lines", "effects_told", "judged", "plus"]


def plus(*numbers: float) -> list[str]:
    """Numbers with their signs, to as many digits that the largest has three; missing ones empty.

    >>> plus(0.0123, -0.25, 0), plus(-1234, 0.1), plus(1.5e-7)
    (['+0.012', '−0.250', '0'], ['−1,234', '0'], ['+1.5e−07'])
    """
    largest = max((abs(number) for number in numbers if not pd.isna(number)), default=0.0)
    plain = 1e-4 <= largest < 1e7
    digits = max(0, 2 - math.floor(math.log10(largest))) if plain else 0
    form = f"+,.{digits}f" if plain else "+.3g"
    written = ["" if pd.isna(n) else f"{n:{form}}" for n in numbers]
    return [signed(text) if text.strip("+-0.") else text and "0" for text in written]


def judged(change: float, p: float, higher: bool) -> str:
    """Whether a change is for better or for worse, a tie, or has no interval.

    >>> judged(-0.1, 0.01, higher=False), judged(-0.1, 0.3, higher=False)
    ('better', 'tie')
    """
    return verdict(p) or ("better" if (change > 0) == higher else "worse")


def effect_lines(change: float, low: float, high: float, said: str) -> list[str]:
    """A change, as `said` of it, over its interval, where there is one.

    >>> effect_lines(0.0123, -0.1, 0.1, "tie"), effect_lines(float("nan"), 0, 0, "no interval")
    (['+0.012 · tie', '[−0.100, +0.100]'], ['no pair'])
    """
    if pd.isna(change):
        return ["no pair"]
    shown, *ends = plus(change, low, high)
    lines = [joined(shown, said)]
    return lines if pd.isna(low) else [*lines, f"[{', '.join(ends)}]"]


def effects_told(effects: pd.DataFrame) -> pd.DataFrame:
    """Effects with their `verdict`, and with it and the interval in `lines` and in `words`.

    `effects` have `change`, `low`, `high`, `p` and `higher` (is better).
    """
    said = list(map(judged, effects["change"], effects["p"], effects["higher"]))
    told = effects.assign(verdict=said)
    of = told[["change", "low", "high", "verdict"]].itertuples(index=False)
    lines = [effect_lines(*each) for each in of]
    return told.assign(lines=list(map("\n".join, lines)), words=list(map(" ".join, lines)))


def differences_cover(effects: pd.DataFrame) -> str:
    """What the intervals of differences of means cover; empty where there is none.

    `effects` have `low`, `n` (seeds) and `of_samples`: whether it is the interval of one seed's
    samples.

    >>> differences_cover(pd.DataFrame({"low": [0.1], "n": [3], "of_samples": [False]}))
    '95 % t intervals over 3 seeds'
    """
    known = effects[effects["low"].notna()]
    alone = known["of_samples"].astype(bool)
    parts = [
        f"95 % t intervals over {span(known['n'][~alone])} seeds" if not alone.all() else "",
        "95 % intervals of the samples as if unpaired (one seed)" if alone.any() else "",
    ]
    return joined(*parts)
