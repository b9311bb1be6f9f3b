"""What the scores of benchmarks say, and why some say nothing."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.words.intervals import at_most
from embervlm_specs.words.lines import first_names, joined, listed
from embervlm_specs.words.numbers import FEW, few_samples, span

__all__ = ["score_label", "score_progress", "scores_behind", "scores_certainty", "scores_unknown"]


def score_label(score: float, best: float, n: float) -> str:
    """The score with as many decimals as its scale asks for, and a star where n is small.

    >>> score_label(1400.2, 2000, 50), score_label(0.5, 1, 9), score_label(104.1, None, None)
    ('1,400', '0.500*', '104.1')
    """
    star = "" if pd.isna(n) or n >= FEW else "*"
    if pd.isna(best):
        return f"{score:.4g}{star}"
    decimals = 0 if best > 100 else 1 if best > 1 else 3
    return f"{score:,.{decimals}f}{star}"


def scores_behind(scores: pd.DataFrame) -> str:
    """The best possible score and the n of one benchmark, as far as they are known."""
    best, n = scores["max_score"].dropna().unique(), scores["n"].dropna()
    scale = f"of {best[0]:,g}" if len(best) == 1 else "several scales" if len(best) else "of ?"
    gaps = " or ?" if len(n) < len(scores) else ""
    return joined(scale, f"n = {span(n)}{gaps}" if len(n) else "")


def score_progress(scores: pd.DataFrame) -> str:
    """The first and the last share of the benchmarks on top."""
    each = "{share:.3f} after stage {stage}"
    known = scores.dropna(subset="share").groupby("benchmark", sort=False)
    ends = {str(name): part.iloc[[0, -1]].drop_duplicates("stage") for name, part in known}
    return "; ".join([f"{name} {listed(end, each)}" for name, end in ends.items()][:12])


def scores_certainty(cells: pd.DataFrame) -> list[str]:
    """How sure shares of the best possible scores are, from `low`, `high` and `n`."""
    reach, known = at_most(cells["share"], cells["low"], cells["high"]), cells["n"].notna()
    return [
        f"95 % interval of the share {reach}" if reach else "",
        "n not recorded" if not known.any() else "" if known.all() else "some without n",
        few_samples(cells["n"]),
    ]


def scores_unknown(scores: pd.DataFrame, rules: pd.DataFrame) -> list[str]:
    """Of which benchmarks a score, or that of a simple rule alone, is no share of the best one."""
    grey, off = (part.loc[part["share"].isna(), "benchmark"].unique() for part in (scores, rules))
    alone = [name for name in off if name not in grey]
    return [
        f"grey: no scale fits {first_names(grey, letters=20)}; give max_score" if len(grey) else "",
        f"grey baselines: not on the scale of {first_names(alone, letters=20)}" if alone else "",
    ]
