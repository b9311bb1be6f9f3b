"""Whether a chain that names its robot early agrees with its own answer."""

from typing import Any

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.selection.rare import merge_rare
from embervlm_specs.stats.clusters import estimates
from embervlm_specs.stats.intervals import within
from embervlm_specs.tables import REASONING
from embervlm_specs.theme import STAGE4_RANGE
from embervlm_specs.words import FEW, covering, few_samples, some, sure

MENTIONS = ["early", "late"]
ALL, REST = "all categories", "other categories"
CELL, MOST_CATEGORIES = ["task_category", "mention"], 24


@figure(REASONING, version="2.0.0")
def reasoning_consistency_heatmap(shown: Shown) -> Facts:
    """Consistency by task and mention of the robot.

    Rows are task categories, columns tell whether the chain names its robot early or late. A cell
    holds the mean consistency, its 95 % interval over seeds, groups and samples (cut to [0, 1];
    none for a single chain or for equal values; see `stats.clusters`) and the number of chains,
    with a star where they are fewer than 10; colours run over [0, 1]. The first row takes all
    chains together, the others follow from the most to the least consistent. A cell without chains
    is grey. Beyond 24 task categories the rarest are taken together and named so.
    """
    rows, merged = merge_rare(shown.rows, "task_category", most=MOST_CATEGORIES, rest=REST)
    by = ["mention"], CELL, ["task_category"]
    every, each, tasks = (estimates(rows, groups, "consistency") for groups in by)
    ranked = tasks.sort_values("mean", ascending=False, kind="stable")["task_category"]
    order = [[ALL, *sorted(ranked, key=REST.__eq__)], MENTIONS]
    means = pd.concat([every.assign(task_category=ALL), each]).set_index(CELL)
    cells = within(means, 0, 1).reindex(pd.MultiIndex.from_product(order, names=CELL))
    counts = ["n", "seeds", "groups"]
    cells = cells.reset_index().fillna(dict.fromkeys(counts, 0)).astype(dict.fromkeys(counts, int))
    cells = cells[[*CELL, "mean", "low", "high", *counts]]
    said = "; ".join(f"{cell.mention} {_words(cell, ', ')}" for cell in cells.head(2).itertuples())
    rest = some(merged, "rare categories together")
    return Facts(
        cells=cells.assign(label=[_words(cell, "\n") for cell in cells.itertuples()]),
        about=f"Mean consistency by mention of the robot: {said}",
        say=[
            ("mean and number of chains", few_samples(cells["n"])),
            covering(means),
            (shown.words, rest),
        ],
    )


def _words(cell: Any, between: str) -> str:
    """What is known of a cell: mean, interval and n."""
    mean = sure(cell.mean, cell.low, cell.high, ".2f")
    few = "*" if cell.n < FEW else ""
    return f"{mean}{between}n = {cell.n:,}{few}" if cell.n else "no chain"


@reasoning_consistency_heatmap.design
def design() -> m.Design:
    x = ("mention", m.names("first mention of the robot", labelAngle=0, orient="top"))
    y = ("task_category", m.names(labelLimit=170))
    color = m.shares("mean", STAGE4_RANGE, "consistency", gradientLength=120)
    dark, tip = "datum.mean > 0.7", "task_category mention mean=mean_consistency low high n=chains"
    return m.annotated_heatmap("cells", x, y, color, light_on=dark, cell=(112, 32), tip=tip)
