"""How images and their texts come together in the space of embeddings."""

from typing import Any

import narwhals.stable.v2 as nw

from embervlm_specs import marks as m
from embervlm_specs.document import MAX_FRAMES
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.frames import in_frames
from embervlm_specs.rows import fetch
from embervlm_specs.selection.evenly import evenly
from embervlm_specs.stats.embedding_pairs import cosine_ratios, join_pairs, square_corners
from embervlm_specs.tables import EMBEDDING_MAP, EMBEDDINGS
from embervlm_specs.theme import EMPTY, IMAGE_COLOR, MUTED, TEXT_COLOR
from embervlm_specs.words import few_of, flowing, listed, shortened

MOST_PAIRS, MOST_COMPARED = 50, 2000


@figure(EMBEDDING_MAP, also=(EMBEDDINGS,), steps=MAX_FRAMES, animate="frame")
def tsne_embedding_evolution(shown: Shown, *, embeddings: Any = None) -> Facts:
    """Map of image and text embeddings over training.

    Each step's embeddings in the plane, as t-SNE or another projection placed them; an image and
    its text are joined by a line. All steps have the same square of the plane, in the units of the
    projection. Neither these nor distances in such a map mean anything by themselves. Where the
    vectors were recorded, the note says how far an image is from its own text in their space, by
    the cosine, over how far it is from the texts of others: 1 where they are strangers, 0 where
    they are one. At most 50 pairs are drawn and at most 24 steps kept, both evenly spaced; the
    still picture shows four steps, the GIF all.

    Parameters
    ----------
    embeddings
        The vectors, of which those of the first and the last step are compared.

    """
    items = sorted(fetch(shown.rows.select("item").unique())["item"])
    drawn, n = evenly(items, MOST_PAIRS), len(items)
    places = shown.where(nw.col("item").is_in(drawn)).collect()
    pairs = join_pairs(places)
    methods = ", ".join(sorted(places["method"].dropna().unique()))
    count = few_of(len(drawn), n, "pairs") or f"n = {n} pair{'s' * (n > 1)}"
    names = pairs["item"].astype(str).map(lambda name: shortened(name, most=24))
    return Facts(
        pairs=in_frames(pairs.assign(item=names), panels=4).drop(columns="step"),
        square=square_corners(pairs),
        say=[
            *(_change(embeddings, [shown.steps[0], shown.steps[-1]]) if embeddings else []),
            (f"map by {methods}" if methods else "", count, shown.words),
        ],
    )


def _change(embeddings: Shown, ends: list[int]) -> list[str]:
    """How the distance of pairs has changed, fetching no more than these steps and few items."""
    here = embeddings.where(nw.col("step").is_in(ends))
    items = sorted(fetch(here.rows.select("item").unique())["item"])
    compared = evenly(items, MOST_COMPARED)
    ratios = cosine_ratios(here.where(nw.col("item").is_in(compared)).collect())
    if ratios.empty:
        return []
    change = listed(ratios, "{ratio:.2f} at step {step:,}", between=" → ")
    few = few_of(len(compared), len(items), "items")
    told = f"cosine distance to own text / to other texts: {change}"
    return flowing(told, f"compared: {few}" if few else "")


@tsne_embedding_evolution.design
def design() -> m.Design:
    color = m.palette("kind", {"image": IMAGE_COLOR, "text": TEXT_COLOR})
    x, y = m.unitless("projection x"), m.unitless("projection y")
    dot: m.Style = {"filled": True, "size": 30, "fillOpacity": 0.9, "tip": "item kind"}
    ends = ("image_x", "text_x"), ("image_y", "text_y")
    each = m.panel("pairs", x, y, (210, 210), view={"stroke": EMPTY}).draw(
        links=m.rule(*ends, stroke=MUTED, strokeOpacity=0.5, strokeWidth=0.7),
        image=m.point("image_x", "image_y", color=color, only="image", shape="circle", **dot),
        text=m.point("text_x", "text_y", color=color, only="text", shape="diamond", **dot),
        # the corners of the plane, so that each step and each frame of the GIF shows all of it
        square=m.unseen("x", "y", data="square"),
    )
    return m.step_panels(each, columns=2)
