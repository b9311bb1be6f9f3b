"""Which robot is taken for which, and how that changes while training."""

from embervlm_specs import marks as m
from embervlm_specs.document import MAX_FRAMES
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.frames import in_frames
from embervlm_specs.stats.accuracy import accuracies
from embervlm_specs.stats.confusion import confusion_cells, confusion_counts, drawn_classes
from embervlm_specs.tables import ROBOT_PREDICTIONS
from embervlm_specs.theme import STAGE3_RANGE
from embervlm_specs.words import FEW, covering, some, span, sure

FEW_CLASSES, MOST_CELLS = 8, 1_500


@figure(ROBOT_PREDICTIONS, steps=None, animate="frame", version="1.1.0")
def confusion_evolution(predictions: Shown, *, prompting: str = "direct") -> Facts:
    """Confusion between robots over training.

    One matrix a step: rows are the true robot, columns the predicted one. A cell holds its count
    and its share of the row, which also sets the colour, on one scale for all steps; all seeds are
    counted together. A row without samples is grey, not zero; shares of fewer than ten have a star.
    At most 24 steps are kept, evenly spaced, and fewer where there
    are many classes; the still picture shows four of them (one where there are more than eight
    classes), the GIF shows all. Beyond 24 classes those with the fewest samples are counted
    together; where they meet, the share is of the right answers alone.
    """
    every = predictions.prompted(prompting)
    most = MOST_CELLS // drawn_classes(every.rows) ** 2
    shown = every.evenly(min(MAX_FRAMES, max(most, 1)))
    counts = confusion_counts(shown.rows)
    cells = confusion_cells(counts)
    number, classes = len({*counts["true"], *counts["predicted"]}), cells["true"].nunique()
    few = classes <= FEW_CLASSES
    cells = in_frames(cells, panels=4 if few else 1)
    row = cells.groupby(["frame", "true"])["n"].transform("sum")
    labels = [
        f"{n:,}\n{share:.0%}{'*' * (of < FEW)}" if n else "0" if few and share == 0 else ""
        for n, share, of in zip(cells["n"], cells["share"], row, strict=True)
    ]
    merged = number - classes + 1 if number > classes else 0
    steps = accuracies(shown.rows, ["step"])
    ends = [f"{at.correct:,} of {at.n:,} right" for at in steps.iloc[[0, -1]].itertuples()]
    said = f"{ends[0]} at first, {ends[1]} at last" if len(steps) > 1 else ends[0]
    last = steps.tail(1)
    overall, n = sure(*last[["accuracy", "low", "high"]].iloc[0]), last["n"].iloc[0]
    moment = f"step {last['step'].iloc[0]:,}: " if len(shown.steps) > 1 else ""
    pooled = f" over {span(steps['seeds'])} seeds" if steps["seeds"].max() > 1 else ""
    return Facts(
        cells=cells.assign(label=labels),
        about=f"Confusion matrices of {number} classes, {len(steps)} step(s): {said}",
        say=[
            f"{moment}accuracy {overall}, n = {n:,}",
            (
                covering(last),
                some(merged, "classes with the fewest samples together"),
                shown.words,
            ),
            (
                f"count{pooled} and share of the row",
                "grey: no sample of this class" if cells["share"].isna().any() else "",
                f"* row of fewer than {FEW}" if ((row > 0) & (row < FEW)).any() else "",
            ),
        ],
    )


@confusion_evolution.design
def design() -> m.Design:
    x, y = ("predicted", m.names("predicted", labelAngle=-40)), ("true", m.names("true"))
    color = m.shares("share", STAGE3_RANGE, "share of row", format=".0%")
    dark, tip = "datum.share > 0.45", "true predicted n share=share_of_row"
    return m.step_panels(
        m.annotated_heatmap("matrix", x, y, color, light_on=dark, tip=tip), columns=2
    )
