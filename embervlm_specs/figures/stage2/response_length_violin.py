"""How long the answers are, and whether they are as long as the task asks."""

import numpy as np
import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.names import short_names
from embervlm_specs.selection.choice import seeing
from embervlm_specs.selection.rare import largest
from embervlm_specs.stats.lengths import Floats, gaussian_density, length_counts, mean_lengths
from embervlm_specs.tables import RESPONSES
from embervlm_specs.theme import FONT_SIZE, INK, MUTED, STAGE2, STAGE2_SECOND
from embervlm_specs.words import covering, joined, sure

TASKS = ["captioning", "vqa", "complex_reasoning"]
MOST_TASKS, FEW, POINTS, WIDTH = 8, 30, 64, 440
EDGE = 0.2
"""Within this share of the width, labels grow away from the edge."""


@figure(RESPONSES.needs("length"), version="2.0.0")
def response_length_violin(shown: Shown) -> Facts:
    """Response length by task.

    Violins are Gaussian kernel densities (Scott's bandwidth) of the answers of all seeds together,
    all equally wide at their widest and cut at the shortest and longest answer. A line marks the
    median, a diamond the mean with its 95 % interval over seeds, groups and samples (cut at 0; see
    `stats.clusters`). Where a task has 30 answers or fewer, open dots stand at their lengths; with
    fewer than three answers, or all of the same length, there is no violin. Where it was recorded
    whether the model saw the image, only answers with it are shown. Beyond eight tasks those with
    the most answers are shown.
    """
    answers, which = seeing(shown)
    counts = length_counts(answers.rows)
    if counts["length"].isna().all():
        raise shown.lacks(joined("has no length", which, shown.words))
    sizes, by_task = counts.groupby("task")["n"].sum(), counts.groupby("task")
    tasks = largest(sizes, MOST_TASKS, first=TASKS)
    names = short_names(tasks, size=FONT_SIZE, room=WIDTH * 0.7)
    longest = counts["length"].max()
    means = mean_lengths(answers.rows).reindex(tasks)
    each = zip(tasks, means[["mean", "low", "high"]].to_numpy(), strict=True)
    lanes = [_lane(names[task], by_task.get_group(task), of, longest) for task, of in each]
    violins = pd.concat([lane.assign(order=order) for order, lane in enumerate(lanes)])
    said = violins.dropna(subset="label").groupby("task", sort=False)["label"].agg(", ".join)
    few = f"dots: answers, where no more than {FEW}" if "answers" in set(violins["part"]) else ""
    several = means["seeds"].max() > 1
    more, unknown = len(sizes) - len(tasks), counts["n"][counts["length"].isna()].sum()
    left_out = (
        f"tasks with fewer answers left out: {more}" if more else "",
        f"answers without a length left out: {unknown:,}" if unknown else "",
    )
    return Facts(
        violins=violins,
        about="Length of answers in tokens by task: " + "; ".join(said.index + " " + said),
        say=[
            ("line: median", "diamond: mean", few),
            (which, shown.words, *left_out),
            (covering(means), "densities of all seeds together" if several else ""),
        ],
    )


def _lane(task: str, counts: pd.DataFrame, of: Floats, longest: float) -> pd.DataFrame:
    """The rows of one task: its middle, its outline, and its answers where they are few."""
    known = counts.dropna(subset="length")
    lengths = known["length"].repeat(known["n"].tolist())
    median, n, (mean, low, high) = lengths.median(), len(lengths), of
    words = [f"median {median:,.10g}", f"mean {sure(mean, low, high, ',.1f')}"]
    middle = pd.DataFrame({"part": ["median", "mean"], "length": [median, mean], "label": words})
    middle = middle.assign(level=[1.6, -1.6], low=[np.nan, low], high=[np.nan, high], n=n)
    nothing = {"part": ["nothing"], "length": 0, "level": 0, "label": "no answer has a length"}
    at = np.linspace(lengths.min(), lengths.max(), POINTS)
    density = gaussian_density(known["length"], known["n"], at)
    half = density / density.max()
    outline = pd.DataFrame({"length": at, "lower": -half, "upper": half, "density": density})
    dots = pd.DataFrame({"part": "answers", "answer": known["length"]})
    parts = [
        middle if n else pd.DataFrame(nothing),
        outline.dropna().assign(part="outline")[: POINTS * (n > 2)],
        dots[: FEW * (n <= FEW)],
    ]
    place = mean / max(longest, 1)
    anchor = "right" if place > 1 - EDGE else "center" if place >= EDGE else "left"
    return pd.concat(parts).assign(task=f"{task} (n = {n:,})", anchor=anchor)


@response_length_violin.design
def design() -> m.Design:
    whole = {"format": ",d", "tickMinStep": 1, "tickCount": 8}
    x = m.axis("answer length (tokens)", scale={"zero": True}, **whole)
    outline: m.Style = {"fill": STAGE2, "fillOpacity": 0.55, "stroke": STAGE2, "strokeWidth": 1}
    dot: m.Style = {"stroke": INK, "strokeWidth": 1}
    diamond: m.Style = {"shape": "diamond", "fill": STAGE2_SECOND, "fillOpacity": 1}
    label: m.Style = {"align": m.expr("datum.anchor"), "dx": m.expr("datum.level ? 0 : 4")}
    tip = "task length=mean low high n=answers"
    ink = m.expr(f"datum.level ? '{INK}' : '{MUTED}'")
    lane = m.panel("violins", x, m.hidden(-2, 2), (WIDTH, 66)).draw(
        violin=m.area("length", ("upper", "lower"), part="outline", **outline),
        answers=m.point("answer", 0, part="answers", size=22, strokeOpacity=0.7, **dot),
        median=m.rule("length", (-1, 1), part="median", stroke=INK, strokeWidth=2),
        interval=m.interval(("low", "high"), 0, part="mean"),
        mean=m.point("length", 0, part="mean", size=70, tip=tip, **diamond, **dot),
        labels=m.text("length", "level", text="label", fill=ink, **label),
    )
    return m.facet(lane, "task", header={"labelLimit": 0})
