"""How images and their texts come together in the space of embeddings."""

from __future__ import annotations

import altair as alt
import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import frame_columns, joined, note_rows, noted, step_panels
from embervlm_specs.rows import Rows, collect, fetch
from embervlm_specs.sequence import evenly
from embervlm_specs.spec import MAX_FRAMES
from embervlm_specs.stats.embedding_pairs import PLACES, distance_ratio, join_pairs, square_corners
from embervlm_specs.stats.selection import keep_last, recorded_steps
from embervlm_specs.tables import EMBEDDING_MAP
from embervlm_specs.theme import EMPTY, IMAGE_COLOR, MUTED, TEXT_COLOR
from embervlm_specs.wording import few_of, shortened

__all__ = ["tsne_embedding_evolution"]

MOST_PAIRS = 50
SIDE = 210
COLORS = alt.Scale(domain=["image", "text"], range=[IMAGE_COLOR, TEXT_COLOR])
SHAPES = {"image": "circle", "text": "diamond"}


@figure(EMBEDDING_MAP, animate="frame")
def tsne_embedding_evolution(points: Rows, /) -> Drawing:
    """Map of image and text embeddings over training.

    Each step's embeddings in the plane, as t-SNE or another projection placed them; an image and
    its text are joined by a line. All steps have the same square of the plane, in the units of the
    projection, which mean nothing by themselves. The note compares the distance of an image to its
    own text with that to other texts, in the map. At most 50 pairs are drawn and at most 24
    steps kept, both evenly spaced; the still picture shows four steps, the GIF all.

    Parameters
    ----------
    points
        `embedding_map`; of a repeated key the last row counts.

    """
    rows, repeated = keep_last(points, EMBEDDING_MAP.key)
    steps = recorded_steps(rows)
    items = sorted(collect(rows.select("item").unique())["item"].to_list())
    kept = nw.col("step").is_in(evenly(steps, MAX_FRAMES))
    drawn = nw.col("item").is_in(evenly(items, MOST_PAIRS))
    places = fetch(rows.filter(kept, drawn))
    pairs = join_pairs(places)

    shown = pairs["item"].nunique()
    methods = sorted(places["method"].dropna().unique())
    which = joined(
        f"map by {', '.join(methods)}" if methods else "",
        few_of(shown, len(items), "pairs") or f"n = {shown} pair{'s' * (shown > 1)}",
        few_of(pairs["step"].nunique(), len(steps), "recorded steps"),
        f"{repeated:,} repeated rows replaced" if repeated else "",
    )
    finding = _finding(pairs)
    frames = frame_columns(pairs["step"], panels=4)
    names = pairs["item"].astype(str).map(lambda name: shortened(name, most=24))
    table = pd.concat([frames, pairs.drop(columns="step").assign(item=names)], axis="columns")
    data = {"pairs": table, "square": square_corners(pairs), "note": note_rows(finding, which)}
    return Drawing(noted(_chart(), lines=2), data, description=joined(finding, which))


def _finding(pairs: pd.DataFrame) -> str:
    """How much nearer an image is to its own text than to others, at the first and last step."""
    ends = pairs[pairs["step"].isin([pairs["step"].min(), pairs["step"].max()])]
    ratios = ends.groupby("step")[PLACES].apply(distance_ratio).dropna()
    values = " → ".join(f"{ratio:.2f} at step {step:,}" for step, ratio in ratios.items())
    return f"distance to own text / to other texts, in the map: {values}" if values else ""


def _chart() -> alt.FacetChart:
    line = alt.MarkDef(type="rule", color=MUTED, strokeOpacity=0.5, strokeWidth=0.7)
    links = alt.Chart(name="links", mark=line).encode(
        *_place("image"), x2=alt.X2("text_x"), y2=alt.Y2("text_y")
    )
    # the corners of the plane, unseen, so that each step and each frame of the GIF shows all of it
    unseen = alt.MarkDef(type="point", fillOpacity=0, strokeOpacity=0)
    square = alt.Chart(alt.NamedData("square"), name="square", mark=unseen).encode(*_place())
    layers = alt.layer(links, _points("image"), _points("text"), square, width=SIDE, height=SIDE)
    layers.view = alt.ViewBackground(stroke=EMPTY)
    return step_panels("pairs", layers, columns=2)


def _points(kind: str) -> alt.Chart:
    shape = SHAPES[kind]
    mark = alt.MarkDef(type="point", shape=shape, filled=True, size=30, fillOpacity=0.9)
    legend = alt.Legend(title=None, orient="top")
    points = alt.Chart(name=kind, mark=mark).transform_calculate(kind=f"'{kind}'")
    return points.encode(
        *_place(kind),
        color=alt.Color("kind:N", scale=COLORS, legend=legend),
        tooltip=[alt.Tooltip("item:N"), alt.Tooltip("kind:N")],
    )


def _place(kind: str = "") -> tuple[alt.X, alt.Y]:
    """The place in the plane; its units mean nothing, so the axes have no numbers."""
    blank = alt.Axis(labels=False, ticks=False, grid=False, domain=False)
    plane = alt.Scale(zero=False, nice=False, padding=8)
    x, y = (f"{kind}_{axis}".lstrip("_") for axis in ("x", "y"))
    return (
        alt.X(f"{x}:Q", scale=plane, axis=blank, title="projection x"),
        alt.Y(f"{y}:Q", scale=plane, axis=blank, title="projection y"),
    )
