"""Which instructions the model answers well, and whether it looks at the image to do so."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.names import short_names
from embervlm_specs.selection.rare import largest
from embervlm_specs.stats.accuracy import where_known
from embervlm_specs.stats.scores import all_or_nothing, score_means, vision_gain
from embervlm_specs.tables import RESPONSES
from embervlm_specs.theme import EMPTY, INK, LABEL_SIZE, MUTED, STAGE2, STAGE2_SECOND
from embervlm_specs.words import covering, difference, listed, span

COMPLEXITY = ["describe", "explain", "analyze", "compare"]
"""The usual instruction types, from simple to complex."""

COLORS = {"with vision": STAGE2, "without vision": STAGE2_SECOND, "vision not recorded": EMPTY}
SEEN, UNSEEN, UNKNOWN = COLORS
MOST_TYPES, WIDTHS, BAR = 16, (150, 150), 16


@figure(RESPONSES.needs("instruction_type", "score"), version="2.0.0")
def instruction_complexity_bars(shown: Shown) -> Facts:
    """Answer quality by instruction type.

    At the left the mean score of the answers, with and without the image. At the right the gain
    that the image brings: the mean of the differences over answers to the same sample of the same
    seed, task and type. All intervals are of 95 %, over seeds, groups and samples: of shares where
    every score is 0 or 1, else of means, cut at 0 and 1, a gain at -1 and 1 (none where all are
    equal). p of the gains are corrected for the number of types (Holm); one of 0.05 or more is a
    tie. Types run from simple to complex. Answers without an instruction type or a score are left
    out. Beyond 16 types those with the most answers are shown.
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
    gains = types.merge(vision_gain(shown.rows, shares=shares).rename(columns={"mean": "gain"}))
    of = zip(gains["gain"], gains["low"], gains["high"], gains["p"], strict=True)
    gains["condition"] = SEEN
    gains["label"] = [difference(*each, form="+.2f") for each in of]
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
            (covering(means), shown.words),
            (
                f"types with fewer answers left out: {more}" if more else "",
                f"answers without type or score left out: {unknown:,}" if unknown else "",
            ),
            f"gain: n = {span(gains['n'])} pairs; tie: p ≥ 0.05, Holm-corrected"
            if len(gains)
            else "",
        ],
    )


@instruction_complexity_bars.design
def design() -> m.Design:
    color = m.palette("condition", COLORS, occurring="conditions")
    arm = {"yOffset": {"field": "condition", "type": "nominal", "sort": list(COLORS)}}
    tip = "instruction_type condition mean=mean_score low high n=answers"
    y, height = m.names(labelLimit=0), {"step": BAR, "for": "offset"}
    means: m.Style = {"text": "label", "align": "left", "at": (WIDTHS[0] + 8, None)}
    bars = m.panel("bars", m.share("mean score"), y, (WIDTHS[0], height)).draw(
        bars=m.bar("mean", "name", color=color, tip=tip, channels=arm),
        interval=m.interval(("low", "high"), "name", channels=arm),
        means=m.text(y="name", **means, channels=arm),
        conditions=m.unseen(data="conditions", detail="condition"),
    )
    # without pairs there is nothing to measure, and no axis to measure it by
    x = m.difference(None, domain=False, ticks=False)
    x["axis"]["labelExpr"] = f"length(data('gains')) ? {x['axis']['labelExpr']} : ''"
    above: m.Style = {"at": (WIDTHS[1] / 2, -8), "fill": MUTED}
    # the dot stands beside the bar with vision, its words beside the one without
    written: m.Style = {"text": "label", "at": (WIDTHS[1] / 2, None), "dy": BAR, "channels": arm}
    tip = "instruction_type gain=gain_with_vision low high p n=pairs"
    gains = m.panel("gains", x, y | {"axis": None}, (WIDTHS[1], height)).draw(
        # rows as high as those of the bars
        rows=m.unseen(y="name", data="bars", channels=arm),
        zero=m.rule(0, stroke=MUTED),
        gain_interval=m.interval(("low", "high"), "name", channels=arm),
        gain=m.circle("gain", "name", fill=INK, size=42, channels=arm, tip=tip),
        gains_ground=m.text(y="name", **written, stroke="white", strokeWidth=4),
        gains=m.text(y="name", **written),
        heading=m.text(data="heading", text="text", **above),
    )
    return m.row(bars, gains, spacing=14)
