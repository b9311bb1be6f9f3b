"""How long the answers are, and whether they are as long as the task asks."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note_rows, noted
from embervlm_specs.marks.interval import over
from embervlm_specs.rows import Rows
from embervlm_specs.stats.density import Distribution, describe_counts, gaussian_density
from embervlm_specs.stats.lengths import length_counts, seeing
from embervlm_specs.stats.moment import select_moment
from embervlm_specs.stats.names import short_names
from embervlm_specs.tables import RESPONSES
from embervlm_specs.theme import FONT_SIZE, INK, LABEL_SIZE, MUTED, STAGE2, STAGE2_SECOND
from embervlm_specs.vocabulary import class_order
from embervlm_specs.wording import joined

__all__ = ["response_length_violin"]

TABLE = RESPONSES.needs("length")
TASKS = ["captioning", "vqa", "complex_reasoning"]
MOST_TASKS = 8
FEW = 30
"""Answers that are also shown one by one."""

POINTS = 64
WIDTH, HEIGHT = 440, 66
EDGE = 0.2
"""Within this share of the width, labels grow away from the edge."""

MIDDLE = alt.YDatum(0)
COLUMNS = ["task", "order", "length", "lower", "upper", "density", "median", "median_label"]
COLUMNS += ["mean", "low", "high", "mean_label", "anchor", "answer", "nothing"]


@figure(TABLE)
def response_length_violin(responses: Rows, /, *, step: int | None = None) -> Drawing:
    """Response length by task.

    Violins are Gaussian kernel densities (Scott's bandwidth), all equally wide at their widest and
    cut at the shortest and longest answer. A line marks the median, a diamond the mean with its
    95 % t interval. Where a task has 30 answers or fewer, open dots stand at their lengths; with
    fewer than three answers, or all of the same length, there is no violin.

    Parameters
    ----------
    responses
        `responses` with `length`; where it was recorded whether the model saw the image, only
        answers with it. Beyond eight tasks those with the most answers are shown.
    step
        The moment shown; the last one by default.

    """
    shown = select_moment("responses", responses, TABLE.key, step=step)
    rows, seen = seeing(shown.rows)
    counts = length_counts(rows)
    if counts["length"].isna().all():
        raise MissingDataError("responses", [joined("has no length", seen, shown.words)])
    answers = counts.groupby("task")["n"].sum()
    tasks = sorted(class_order(answers.nlargest(MOST_TASKS).index), key=_place)
    longest = counts["length"].max()
    names = short_names(tasks, size=FONT_SIZE, room=WIDTH * 0.7)
    violins = [_violin(names[task], counts[counts["task"] == task], longest) for task in tasks]

    few = any("answer" in violin for violin in violins)
    dots = f"dots: answers, where no more than {FEW}" if few else ""
    more = len(answers) - len(tasks)
    unmeasured = int(counts.loc[counts["length"].isna(), "n"].sum())
    which = joined(
        seen,
        shown.words,
        f"tasks with fewer answers left out: {more}" if more else "",
        f"answers without a length left out: {unmeasured:,}" if unmeasured else "",
    )
    data = {
        "violins": pd.concat(
            [violin.assign(order=order) for order, violin in enumerate(violins)]
        ).reindex(columns=COLUMNS),
        "note": note_rows(joined("line: median", "diamond: mean, 95 % t interval", dots), which),
    }
    said = "; ".join(_said(violin) for violin in violins)
    words = f"Length of answers in tokens by task: {said}. {which}"
    return Drawing(noted(_chart(), lines=2), data, description=words)


def _place(task: str) -> int:
    return TASKS.index(task) if task in TASKS else len(TASKS)


def _violin(task: str, counts: pd.DataFrame, longest: float) -> pd.DataFrame:
    """The rows of one task: its outline, its marks, and its answers where they are few."""
    known = counts.dropna(subset=["length"])
    about = describe_counts(known["length"], known["n"])
    parts = [_marks(about, longest)]
    if about.n > 2:
        parts.append(_outline(known))
    if 0 < about.n <= FEW:
        parts.append(pd.DataFrame({"answer": known["length"]}))
    title = f"{task} (n = {about.n:,})"
    return pd.concat(parts).assign(task=title)


def _outline(known: pd.DataFrame) -> pd.DataFrame:
    at = np.linspace(known["length"].min(), known["length"].max(), POINTS)
    density = gaussian_density(known["length"], known["n"], at)
    half = density / density.max()
    return pd.DataFrame({"length": at, "lower": -half, "upper": half, "density": density}).dropna()


def _marks(about: Distribution, longest: float) -> pd.DataFrame:
    if not about.n:
        return pd.DataFrame({"nothing": [0]})
    low, high = (max(about.low, 0), about.high) if about.deviation > 0 else (np.nan, np.nan)
    interval = f" [{low:,.1f}, {high:,.1f}]" if about.deviation > 0 else ""
    place = about.mean / max(longest, 1)
    mark = {
        "median": about.median,
        "median_label": f"median {about.median:,.10g}",
        "mean": about.mean,
        "low": low,
        "high": high,
        "mean_label": f"mean {about.mean:,.1f}{interval}",
        "anchor": "left" if place < EDGE else "right" if place > 1 - EDGE else "center",
    }
    return pd.DataFrame([mark])


def _said(violin: pd.DataFrame) -> str:
    row = violin.iloc[0]
    if "median" not in violin:
        return f"{row['task']} no length"
    return f"{row['task']} {row['median_label']}, {row['mean_label']}"


def _chart() -> alt.FacetChart:
    lengths = alt.Axis(format=",d", tickMinStep=1, tickCount=8, grid=True)
    x = alt.X("length:Q", title="answer length (tokens)", scale=alt.Scale(zero=True), axis=lengths)
    y = alt.Y("upper:Q", title=None, axis=None, scale=alt.Scale(domain=[-2, 2]))
    outline = alt.MarkDef(type="area", fill=STAGE2, fillOpacity=0.55, stroke=STAGE2, strokeWidth=1)
    text = alt.MarkDef(type="text", fontSize=LABEL_SIZE, align=alt.ExprRef("datum.anchor"))
    empty = "no answer has a length"
    nothing = alt.MarkDef(type="text", text=empty, align="left", dx=4, color=MUTED)
    answer = alt.MarkDef(type="point", size=22, color=INK, strokeWidth=1, strokeOpacity=0.7)
    diamond = alt.MarkDef(
        type="point",
        shape="diamond",
        size=70,
        fill=STAGE2_SECOND,
        fillOpacity=1,
        stroke=INK,
        strokeWidth=1,
    )
    layers = [
        _part("length", outline, "violin").encode(x=x, y=y, y2="lower"),
        _part("answer", answer, "answers").encode(x=over(x, "answer"), y=MIDDLE),
        _part("median", alt.MarkDef(type="rule", color=INK, strokeWidth=2), "median").encode(
            x=over(x, "median"), y=alt.YDatum(-1), y2=alt.Y2Datum(1)
        ),
        _part("low", alt.MarkDef(type="rule", color=INK, strokeWidth=1.2), "interval").encode(
            x=over(x, "low"), x2="high", y=MIDDLE
        ),
        _part("mean", diamond, "mean").encode(x=over(x, "mean"), y=MIDDLE),
        _part("median", text, "median_label").encode(
            x=over(x, "median"), y=alt.YDatum(1.6), text=alt.Text("median_label:N")
        ),
        _part("mean", text, "mean_label").encode(
            x=over(x, "mean"), y=alt.YDatum(-1.6), text=alt.Text("mean_label:N")
        ),
        _part("nothing", nothing, "nothing").encode(x=over(x, "nothing")),
    ]
    header = alt.Header(title=None, labelAnchor="start", labelLimit=0)
    return alt.FacetChart(
        data=alt.NamedData("violins"),
        spec=alt.layer(*layers, width=WIDTH, height=HEIGHT),
        facet=alt.Facet("task:N", sort=alt.EncodingSortField("order", op="min"), header=header),
        columns=1,
        spacing=12,
    )


def _part(column: str, mark: alt.MarkDef, name: str) -> alt.Chart:
    """One kind of mark, drawn from the rows that hold its column."""
    return alt.Chart(name=name, mark=mark).transform_filter(f"isValid(datum.{column})")
