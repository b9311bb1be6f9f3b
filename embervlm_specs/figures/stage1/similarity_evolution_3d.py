"""Which parts of an image come to mean what its caption says, and when."""

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.rows import fetch
from embervlm_specs.tables import TOKEN_SIMILARITY
from embervlm_specs.theme import STAGE1_RANGE
from embervlm_specs.words import behind, signed

MOST_STEPS, MOST_CELLS = 24, 3_600


@figure(TOKEN_SIMILARITY, steps=None)
def similarity_evolution_3d(similarity: Shown) -> Facts:
    """Similarity of visual tokens and captions over training.

    A surface: the cosine similarity of each visual token and its caption, a mean over n samples,
    at each step. Tokens are counted row by row over the image. The axis of similarity spans the
    values there are, which may be negative. What was not measured is a hole. At most 24 steps are
    drawn, evenly spaced, and fewer beyond 150 tokens.
    """
    tokens = len(fetch(similarity.rows.select("token").unique()))
    shown = similarity.evenly(min(MOST_STEPS, max(2, MOST_CELLS // tokens)))
    cells = shown.collect().sort_values(["step", "token"])
    grid = cells.pivot(index="token", columns="step", values="similarity").iloc[:, [0, -1]]
    both = grid.dropna()
    ends = dict.fromkeys(f"{mean:.2f} at step {step:,}" for step, mean in both.mean().items())
    every = f"all visual tokens ({tokens:,})"
    some = f"the {len(both):,} of {tokens:,} visual tokens measured at both"
    which = every if len(both) == tokens else some
    told = signed(f"mean over {which}: {' → '.join(ends)}") if len(both) else ""
    return Facts(
        similarity=cells.drop(columns="n"),
        about="Cosine similarity of visual tokens and captions",
        say=[
            told,
            (behind(cells["n"]), shown.words),
        ],
    )


@similarity_evolution_3d.design
def design() -> m.Design:
    x, y = ("token", "visual token, row by row"), ("step", "step")
    z = ("similarity", "cosine similarity")
    return m.surface("similarity", x=x, y=y, z=z, colors=STAGE1_RANGE[1:])
