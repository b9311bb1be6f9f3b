"""The strengths and weaknesses of each robot's selection at a glance."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.classes import OTHER_SLOTS, class_rows
from embervlm_specs.layout.radar import radar_sets
from embervlm_specs.stats.classification import class_scores
from embervlm_specs.tables import ROBOT_PREDICTIONS
from embervlm_specs.words import at_most, covering, flowing, listed, shortened, some

MOST_LETTERS = 66
SPOKES = {"precision": "precision", "recall": "recall", "f1": "F1"}
SPOKES |= {"confidence": "mean\nconfidence", "support": "support share\n(rim = {:.0f} %)"}


@figure(ROBOT_PREDICTIONS, version="1.1.0")
def robot_radar_chart(shown: Shown) -> Facts:
    """Quality of robot selection, robot by robot.

    One outline a robot over five spokes: precision, recall, F1, the mean confidence in the answers
    to its samples, and its share of all samples. Spokes run from 0 in the centre to 1 at the rim,
    that of the support to the share of the commonest robot, so that a perfect model on balanced
    samples lies at the rim. A robot without samples is absent; one that was never chosen has no
    precision, and its outline is open there. Dots at the same place are nested. Beyond seven
    classes those with the fewest samples are left out. Without a confidence anywhere that spoke is
    left out. Accuracy, balanced accuracy (the mean recall) and macro F1 are those of all classes
    that have samples; all seeds are counted together.
    """
    every = class_scores(shown.rows)
    scores = every[every["n"] > 0]
    kept = scores[scores.index.isin(scores["n"].nlargest(OTHER_SLOTS).index)]
    classes, rim = class_rows(kept.index), kept["support"].max()
    short = [shortened(name, most=14) for name in kept.index]
    kept = kept.assign(slot=classes["slot"].array, short=short)
    names = [f"{name} (n = {n:,})" for name, n in zip(short, kept["n"], strict=True)]
    spokes = {name: words.format(100 * rim) for name, words in SPOKES.items()}
    never = ", ".join(kept["short"][kept["chosen"] == 0])
    n, hits, most = scores["n"].sum(), scores["hits"].sum(), len(scores)
    averaged = f"the {most} classes with samples" if most > 1 else "the one class with samples"
    ends = pd.concat([_intervals(kept, name) for name in ("precision", "recall")])
    f1 = listed(kept.reset_index(), "{robot} {f1:.2f}")
    return Facts(
        **radar_sets(kept, spokes, {"support": rim}),
        classes=classes.assign(name=names),
        about=f"Radar chart of {len(kept)} robots; F1: {f1}",
        say=flowing(
            f"accuracy {hits / n:.3f}",
            f"balanced accuracy {scores['recall'].mean():.3f}",
            f"n = {n:,}",
            f"macro F1 {scores['f1'].mean():.3f} over {averaged}",
            covering(ends),
            f"precision and recall {at_most(ends['mean'], ends['low'], ends['high'], '.2f')}",
            shown.words,
            f"never chosen, so no precision: {never}" if never else "",
            some(len(every) - most, "without samples, absent though chosen"),
            some(most - len(kept), "classes left out, none with more samples"),
            most=MOST_LETTERS,
        ),
    )


def _intervals(scores: pd.DataFrame, name: str) -> pd.DataFrame:
    """The intervals of a score, and what they are over."""
    parts = {f"{name}_{part}": part for part in ("low", "high", "seeds", "groups")}
    known = scores.dropna(subset=name)
    return known[["n", name, *parts]].rename(columns={name: "mean", **parts})


@robot_radar_chart.design
def design() -> m.Design:
    return m.radar(tip="robot measure value low high")
