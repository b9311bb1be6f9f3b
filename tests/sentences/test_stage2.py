"""What the pictures of stage 2 say with numbers, computed from the tables anew."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from scipy.stats import gmean

from tests.sentences import description, read, sentences
from tests.sentences.spans import span

THRESHOLD, AT_LEAST = 0.5, 2  # what is uncertain: the defaults of the figure


def test_token_probability_sequence() -> None:
    table = read("token_probabilities")
    lengths = table.groupby("sequence")["position"].max() + 1
    assert (lengths == lengths.max()).sum() == 1  # one is the longest
    parts = [
        f"grey: uncertain, (median) probability below {THRESHOLD:g} "
        f"at {AT_LEAST} or more positions in a row",
        f"{len(lengths)} sequences, below the longest of them",
    ]
    assert sentences("token_probability_sequence") == parts
    sources = {"ground truth": "ground_truth", "generated": "generated"}
    above, below = [], []
    for words, source in sources.items():
        grid = table[table["source"] == source].pivot(
            index="position", columns="sequence", values="probability"
        )
        n, one = grid.notna().sum(axis="columns"), grid[lengths.idxmax()].dropna()
        title = f"{words} · median and quartiles of {span(n)} sequences"
        above.append(f"{title}: {_uncertain(grid.median(axis='columns'))}")
        title = f"{words} · sequence {one.name} · {len(one)} tokens"
        perplexity = 1 / gmean(one)
        below.append(f"{title} · perplexity {perplexity:.5g}: {_uncertain(one)}")
    about = f"Token probability by position. {'; '.join(above + below)}"
    assert description("token_probability_sequence") == f"{about}. {' · '.join(parts)}"


def _uncertain(probability: pd.Series) -> str:
    """Positions as letters, so that a stretch is a word of them."""
    every = probability.reindex(range(probability.index.max() + 1))
    letters = "".join("x" if value < THRESHOLD else "." for value in every)
    stretches = re.findall(f"x{{{AT_LEAST},}}", letters)
    if not stretches:
        return "no uncertain stretch"
    return f"uncertain stretches {len(stretches)}, over {len(''.join(stretches))} positions"


def test_perplexity_heatmap() -> None:
    table = read("perplexity")
    grid = table.pivot(index="step", columns="position", values="perplexity")
    assert grid.notna().all(axis=None)  # nothing white, and each step over the same positions
    (first, start), *_, (last, end) = table.groupby("step")
    parts = [
        f"perplexity over all positions {_of_all_tokens(start):,.4g} at step {first:,}, "
        f"{_of_all_tokens(end):,.4g} at step {last:,}",
        f"n = {span(table['n'])} tokens a cell",
    ]
    assert sentences("perplexity_heatmap") == parts
    about = "Perplexity by step and position"
    assert description("perplexity_heatmap") == f"{about}. {' · '.join(parts)}"


def _of_all_tokens(cells: pd.DataFrame) -> float:
    """As if each token had been written down alone, with the loss of its cell."""
    losses = np.repeat(np.log(cells["perplexity"].to_numpy()), cells["n"])
    return float(np.exp(losses.mean()))
