"""Which parts of an image come to mean what its caption says, and when."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note_rows, surface
from embervlm_specs.rows import Rows, collect
from embervlm_specs.stats.grid import MOST_STEPS, over_steps
from embervlm_specs.tables import TOKEN_SIMILARITY
from embervlm_specs.theme import STAGE1_RANGE

__all__ = ["similarity_evolution_3d"]

MOST_CELLS = 3_600


@figure(TOKEN_SIMILARITY, renderer="matplotlib")
def similarity_evolution_3d(similarity: Rows, /) -> Drawing:
    """Similarity of visual tokens and captions over training.

    A surface: the cosine similarity of each visual token and its caption, a mean over n samples,
    at each step. Tokens are counted row by row over the image. The axis of similarity spans the
    values there are, which may be negative. What was not measured is a hole. At most 24 steps are
    drawn, evenly spaced, and fewer beyond 150 tokens.

    Parameters
    ----------
    similarity
        `token_similarity`; of a repeated key the last row counts.

    """
    tokens = int(collect(similarity.select(nw.col("token").n_unique()))["token"][0])
    most = min(MOST_STEPS, max(2, MOST_CELLS // tokens))
    cells, which = over_steps(similarity, TOKEN_SIMILARITY.key, most=most)

    means = cells.groupby("step")["similarity"].mean()
    ends = [f"{mean:.2f} at step {step:,}" for step, mean in means.iloc[[0, -1]].items()]
    change = f"mean over all visual tokens ({tokens}): {' → '.join(dict.fromkeys(ends))}"
    data = {
        "similarity": cells.sort_values(["step", "token"])[["step", "token", "similarity"]],
        "note": note_rows(change, which),
    }
    chart = surface(
        "similarity",
        x=("token", "visual token, row by row"),
        y=("step", "step"),
        z=("similarity", "cosine similarity"),
        colors=STAGE1_RANGE[1:],
    )
    words = f"Cosine similarity of visual tokens and captions, {change}. {which}"
    return Drawing(chart, data, description=words)
