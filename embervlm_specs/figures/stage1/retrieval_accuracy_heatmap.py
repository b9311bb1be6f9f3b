"""How often the right text is found for an image, and the right image for a text."""

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.selection.evenly import evenly
from embervlm_specs.stats.retrieval import recall_cells
from embervlm_specs.tables import RETRIEVAL
from embervlm_specs.theme import LABEL_SIZE, STAGE1_RANGE
from embervlm_specs.words import at_most, few_of, few_samples, flowing, labelled, listed, span

MOST_DATASETS, MOST_RANKS, MOST_LETTERS = 16, 3, 76


@figure(RETRIEVAL, version="1.1.0")
def retrieval_accuracy_heatmap(shown: Shown) -> Facts:
    """Retrieval between images and texts.

    One panel a k, recall at k: the share of queries whose match is among the first k, by data set
    and direction, which sets the colour, over the number of queries, where fewer than ten have a
    star. The note says how far 95 % Wilson intervals reach at most, the data give all of them. Data
    sets come with the highest mean first. What was not
    measured is grey. Beyond 16 data sets (by mean) or three values of k, so many evenly spaced ones
    are shown.
    """
    every = recall_cells(shown.collect())
    datasets, ranks = list(every["dataset"].unique()), list(every["k"].unique())
    kept = evenly(datasets, MOST_DATASETS), evenly(ranks, MOST_RANKS)
    cells = every[every["dataset"].isin(kept[0]) & every["k"].isin(kept[1])]
    share, n = cells["accuracy"], cells["n"]
    cells = cells.assign(
        direction=cells["direction"].str.replace("_to_", " → "),
        rank="recall at " + cells["k"].astype(str),
        label=labelled(share, n),
    )
    known, reach = cells[share.notna()], at_most(share, cells["low"], cells["high"])
    first = known.loc[known["k"] == known["k"].min(), "accuracy"]
    ends = cells.loc[[first.idxmax(), first.idxmin()]].assign(end=["highest", "lowest"])
    told = listed(ends, "{end} {accuracy:.3f} ({dataset}, {direction})")
    return Facts(
        cells=cells,
        about=f"Retrieval accuracy; at k = {known['k'].min()} {told}",
        say=flowing(
            shown.words,
            f"n = {span(n.dropna())} queries" if n.notna().any() else "no intervals without n",
            f"95 % interval {reach}" if reach else "",
            "some without n" if n.notna().any() and (n.isna() & share.notna()).any() else "",
            few_samples(n),
            "grey: not measured" if share.isna().any() else "",
            few_of(len(kept[0]), len(datasets), "data sets"),
            few_of(len(kept[1]), len(ranks), "values of k"),
            most=MOST_LETTERS,
        ),
    )


@retrieval_accuracy_heatmap.design
def design() -> m.Design:
    x = ("direction", m.names(labelAngle=0, labelFontSize=LABEL_SIZE - 1))
    color = m.shares("accuracy", STAGE1_RANGE, "accuracy", orient="top", tickCount=5)
    dark, tip = "datum.accuracy > 0.6", "dataset=data_set direction k accuracy low high n=queries"
    y, cell = ("dataset", m.names()), (58, 32)
    cells = m.annotated_heatmap("cells", x, y, color, light_on=dark, cell=cell, tip=tip)
    return m.facet(cells, "rank", order="k", columns=3, spacing={"row": 16, "column": 12})
