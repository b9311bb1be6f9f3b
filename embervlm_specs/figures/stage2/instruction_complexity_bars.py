"""Which instructions the model answers well, and whether it looks at the image to do so."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.names import short_names
from embervlm_specs.selection.rare import largest
from embervlm_specs.stats.accuracy import where_known
from embervlm_specs.stats.scores import all_or_nothing, score_means, vision_gain
from embervlm_specs.tables import RESPONSES
from embervlm_specs.theme import EMPTY, LABEL_SIZE, MUTED, STAGE2, STAGE2_SECOND
from embervlm_specs.words import listed, signed, span, sure

COMPLEXITY = ["describe", "explain", "analyze", "compare"]
"""The usual instruction types, from simple to complex."""

COLORS = {"with vision": STAGE2, "without vision": STAGE2_SECOND, "vision not recorded": EMPTY}
SEEN, UNSEEN, UNKNOWN = COLORS
MOST_TYPES, WIDTH, BAR = 16, 230, 16


@figure(RESPONSES.needs("instruction_type", "score"))
def instruction_complexity_bars(shown: Shown) -> Facts:
    """Answer quality by instruction type.

    Bars show the mean score of the answers, with and without the image, with 95 % intervals:
    Wilson where every score is 0 or 1, else Student's t, cut at 0 and 1 (none where all scores of a
    bar are equal). Types run from simple to complex. The column on the right is the gain that the
    image brings over the same samples: the mean of paired differences with its 95 % t interval.
    Answers without an instruction type or a score are left out. Beyond 16 types those with the most
    answers are shown.
    """
    shares = all_or_nothing(shown.rows)
    means = score_means(shown.rows, shares=shares)
    if means.empty:
        raise shown.lacks("has no row with both instruction type and score")
    sizes = means.groupby("instruction_type")["n"].sum()
    names = short_names(largest(sizes, MOST_TYPES, first=COMPLEXITY), size=LABEL_SIZE, room=100)
    types = pd.DataFrame(names.items(), columns=["instruction_type", "name"])
    arms = [UNKNOWN if pd.isna(seen) else SEEN if seen else UNSEEN for seen in means["with_vision"]]
    means["condition"] = pd.Categorical(arms, list(COLORS))
    bars = types.merge(means.sort_values("condition")).drop(columns="with_vision")
    bars["label"] = [f"{row.mean:.2f} (n = {row.n:,})" for row in bars.itertuples()]
    gains = types.merge(vision_gain(shown.rows)).assign(condition=SEEN)
    of = gains[["mean", "low", "high"]].to_numpy()
    gains["label"] = [signed(sure(mean, low, high, "+.2f")) for mean, low, high in of]
    more = len(sizes) - len(types)
    _, unknown = where_known(shown.rows, "instruction_type", "score")
    bar_words = listed(bars, "{name} {condition} {label}", most=len(bars), between="; ")
    return Facts(
        bars=bars,
        gains=gains,
        conditions=bars[["condition"]].drop_duplicates().sort_values("condition"),
        heading=pd.DataFrame({"text": ["gain with vision"] if len(gains) else []}),
        about=f"Mean score by instruction type: {bar_words}",
        say=[
            (f"bars: 95 % {'Wilson' if shares else 't'} intervals", shown.words),
            (
                f"gain: paired over {span(gains['n'])} samples" if len(gains) else "",
                f"types with fewer answers left out: {more}" if more else "",
                f"answers without type or score left out: {unknown:,}" if unknown else "",
            ),
        ],
    )


@instruction_complexity_bars.design
def design() -> m.Design:
    color = m.palette("condition", COLORS, occurring="conditions")
    arm = {"yOffset": {"field": "condition", "type": "nominal", "sort": list(COLORS)}}
    tip = "instruction_type condition mean=mean_score low high n=answers"
    written: m.Style = {"text": "label", "align": "left", "channels": arm}
    height = {"step": BAR, "for": "offset"}
    axes = m.share("mean score"), m.names(labelLimit=0)
    return m.panel("bars", *axes, (WIDTH, height)).draw(
        bars=m.bar("mean", "name", color=color, tip=tip, channels=arm),
        interval=m.interval(("low", "high"), "name", channels=arm),
        means=m.text(y="name", at=(WIDTH + 8, None), **written),
        # between the two bars that are compared, half a bar below the first
        gains=m.text(y="name", data="gains", at=(WIDTH + 112, None), dy=BAR / 2, **written),
        heading=m.text(data="heading", text="text", at=(WIDTH + 112, -8), align="left", fill=MUTED),
        conditions=m.unseen(data="conditions", detail="condition"),
    )
