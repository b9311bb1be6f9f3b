"""The strengths and weaknesses of each robot's selection at a glance."""

from __future__ import annotations

import altair as alt
import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note_rows, noted
from embervlm_specs.marks.classes import OTHER_SLOTS, class_rows
from embervlm_specs.marks.radar import radar
from embervlm_specs.rows import Rows
from embervlm_specs.stats.classification import class_scores
from embervlm_specs.stats.confusion import confusion_counts
from embervlm_specs.stats.means import grouped_means
from embervlm_specs.stats.radar import radar_outlines, radar_web
from embervlm_specs.stats.selection import select_predictions
from embervlm_specs.tables import ROBOT_PREDICTIONS
from embervlm_specs.wording import joined, shortened

__all__ = ["robot_radar_chart"]

MOST_ROBOTS = OTHER_SLOTS
RINGS = (0.25, 0.5, 0.75, 1.0)
SPOKES = {
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "confidence": "mean\nconfidence",
    "support": "support share",
}
TOOLTIP = [
    alt.Tooltip("robot:N"),
    alt.Tooltip("measure:N"),
    alt.Tooltip("value:Q", format=".3f"),
    alt.Tooltip("low:Q", title="95 % interval from", format=".3f"),
    alt.Tooltip("high:Q", title="to", format=".3f"),
]


@figure(ROBOT_PREDICTIONS)
def robot_radar_chart(
    predictions: Rows, /, *, step: int | None = None, prompting: str = "direct"
) -> Drawing:
    """Quality of robot selection, robot by robot.

    One outline a robot over five spokes: precision, recall, F1, the mean confidence in the answers
    to its samples, and its share of all samples. Spokes run from 0 in the centre to 1 at the rim,
    that of the support to the share of the commonest robot, so that a perfect model on balanced
    samples lies at the rim. A robot without samples is absent; one that was never chosen has no
    precision, and its outline is open there. Dots at the same place are nested. Beyond seven
    classes those with the fewest samples are left out.

    Parameters
    ----------
    predictions
        `robot_predictions`; without a confidence anywhere that spoke is left out.
    step
        The moment shown; the last one by default.
    prompting
        The prompting shown, where it was recorded.

    """
    shown = select_predictions(predictions, ROBOT_PREDICTIONS.key, prompting=prompting, step=step)
    counts = confusion_counts(shown.rows)
    scores = _with_confidence(class_scores(counts), shown.rows)
    kept = scores[scores.index.isin(scores["n"].nlargest(MOST_ROBOTS).index)]

    rim = kept["support"].max()
    labels = SPOKES | {"support": f"support share\n(rim = {100 * rim:.0f} %)"}
    spokes = [name for name in labels if kept[name].notna().any()]
    classes = class_rows(kept.index)
    named = [f"{shortened(str(name), most=14)} (n = {n:,})" for name, n in kept["n"].items()]
    notes = [*_numbers(scores, kept), shown.words, _absences(counts, scores, kept)]

    data = {
        "corners": _corners(kept, spokes, rim).merge(classes, left_on="robot", right_on="name"),
        "classes": classes.assign(name=named),
        **radar_web([labels[name] for name in spokes], RINGS),
        "note": note_rows(*notes),
    }
    f1 = ", ".join(f"{name} {value:.2f}" for name, value in kept["f1"].items())
    words = f"Radar chart of {len(kept)} robots; F1: {f1}. {'. '.join(filter(None, notes))}"
    return Drawing(noted(radar(tooltip=TOOLTIP), lines=4), data, description=words)


def _with_confidence(scores: pd.DataFrame, rows: Rows) -> pd.DataFrame:
    means = grouped_means(rows, ["true_robot"], "confidence").set_index("true_robot")
    spread = means["high"] > means["low"]  # equal values tell nothing of their spread
    return scores.assign(
        confidence=means["mean"],
        confidence_low=means["low"].where(spread).clip(lower=0),
        confidence_high=means["high"].where(spread).clip(upper=1),
    )


def _corners(kept: pd.DataFrame, spokes: list[str], rim: float) -> pd.DataFrame:
    """The outlines' corners with the value there, and its interval where there is one."""
    radii = kept[spokes].assign(support=kept["support"] / rim)
    corners = radar_outlines(radii.rename_axis("robot"))
    corners["measure"] = corners["spoke"].map(dict(enumerate(spokes)))

    row = kept.index.get_indexer(pd.Index(corners["robot"]))
    for column, suffix in {"value": "", "low": "_low", "high": "_high"}.items():
        known = kept.reindex(columns=[name + suffix for name in spokes]).to_numpy()
        corners[column] = known[row, corners["spoke"].to_numpy()]
    return corners.drop(columns="spoke")


def _numbers(scores: pd.DataFrame, kept: pd.DataFrame) -> tuple[str, str]:
    accuracy = (scores["recall"] * scores["support"]).sum()
    f1 = f"macro F1 {scores['f1'].mean():.3f}"
    total = joined(f"accuracy {accuracy:.3f}", f1, f"n = {scores['n'].sum():,}")
    pair = ("precision", "recall")
    half = pd.concat([kept[f"{name}_high"] - kept[f"{name}_low"] for name in pair]) / 2
    ends = dict.fromkeys(f"±{end:.2f}" for end in (half.min(), half.max()))
    return total, f"95 % Wilson intervals of precision and recall: {' to '.join(ends)}"


def _absences(counts: pd.DataFrame, scores: pd.DataFrame, kept: pd.DataFrame) -> str:
    """What is not in the picture, and why."""
    never = [shortened(str(name), most=14) for name in kept.index[kept["chosen"] == 0]]
    unseen = len(set(counts["predicted"]) - set(scores.index))
    left_out = len(scores) - len(kept)
    return joined(
        f"never chosen, so no precision: {', '.join(never)}" if never else "",
        f"{unseen} without samples, absent though chosen" if unseen else "",
        f"{left_out} classes with fewer samples left out" if left_out else "",
    )
