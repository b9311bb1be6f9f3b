"""How far the robot selector's confidence can be trusted."""

from functools import partial
from typing import Any

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.labels import apart
from embervlm_specs.stats.baselines import accuracy_baselines
from embervlm_specs.stats.calibration import DIAGONAL, calibration
from embervlm_specs.tables import BASELINES, ROBOT_PREDICTIONS
from embervlm_specs.theme import GAP, INK, LABEL_SIZE, MUTED, STAGE3
from embervlm_specs.words import FEW, covering, short_count, shortened, some, sure

PARTS = m.palette("part", {"accuracy": STAGE3, "gap to mean confidence": GAP})
WIDTH, HEIGHT, STAGE = 336, 280, 3
MOST_COUNTS = 20
"""The counts of more bins would run into one another."""


@figure(ROBOT_PREDICTIONS.needs("confidence"), also=(BASELINES,), version="2.0.0")
def confidence_calibration(shown: Shown, *, n_bins: int = 15, baselines: Any = None) -> Facts:
    """Confidence calibration of robot selection.

    Reliability diagram. Wide bars show the accuracy in equal-width, right-closed bins of
    confidence, narrow ones how far it is from the bin's mean confidence; dots stand at that
    confidence, with 95 % intervals over seeds, groups and samples, and lie on the dashed line where
    confidence is right. Bins of fewer than 10 samples are faint. Dotted lines are the accuracy of
    rules that need no model. Samples are counted below; empty bins have no bar, and rows without a
    confidence are left out and counted. The note gives the expected calibration error (ECE) with a
    bootstrap interval, the ECE that a perfectly calibrated model would show on these confidences by
    chance, its mean and 95 % quantile, the largest error of a bin (MCE), the ECE over bins of
    equally many samples (adaptive), and the Brier score of the chosen robot; see
    `stats.calibration`.

    Parameters
    ----------
    n_bins
        Number of bins.
    baselines
        What was recorded of rules that need no model.

    """
    of = calibration(shown.rows, n_bins=n_bins)
    known, few = pd.concat([of.bins, of.whole]), of.bins["n"] < FEW
    balanced, brier = (of[name][0] for name in ("balanced accuracy", "top-label Brier score"))
    recorded = baselines.collect() if baselines else None
    rules = accuracy_baselines(shown.rows, recorded, stage=shown.elsewhere or STAGE)
    named = rules["name"].map(partial(shortened, most=17)) + rules["accuracy"].map(" {:.2f}".format)
    labels = rules.assign(label=named, at=apart(rules["accuracy"], (LABEL_SIZE + 1) / HEIGHT))
    width = (of.bins["upper"] - of.bins["lower"]) / 4
    counts = [short_count(n) if n_bins <= MOST_COUNTS else "" for n in of.bins["n"]]
    binning = f"{n_bins} equal-width bins, right-closed"
    return Facts(
        bins=of.bins.assign(
            solid=[0.3 if faint else 1 for faint in few],
            left=of.bins["middle"] - width,
            right=of.bins["middle"] + width,
            count=counts,
        ),
        ideal=DIAGONAL,
        rules=labels,
        measures=of.measures,
        about="Reliability diagram",
        say=[
            f"ECE {sure(*of['ECE'])}"
            f" · by chance {of.expected_ece:.3f}, 95 % below {of.chance_ece:.3f}"
            f" · MCE {of.mce:.3f} (n = {of.mce_n:,})",
            f"accuracy {sure(*of['accuracy'])} · balanced {balanced:.3f}"
            f" · Brier {brier:.3f} · n = {of.n:,}",
            (covering(known), f"faint: fewer than {FEW} samples" if few.any() else ""),
            (shown.words, binning, some(of.unknown, "without confidence left out")),
        ],
    )


@confidence_calibration.design
def design() -> m.Design:
    edges, middle, tip = ("lower", "upper"), ("left", "right"), "n accuracy confidence low high"
    solid, outside = m.expr("datum.solid"), (m.expr("width + 8"), None)
    beside: m.Style = {"align": "left", "baseline": "middle"}
    faint: m.Style = {"fillOpacity": solid, "strokeOpacity": solid}
    reliability = m.panel("bins", m.share(), m.share("accuracy"), (WIDTH, HEIGHT)).draw(
        accuracy=m.bar(edges, "accuracy", color=PARTS, only="accuracy", tip=tip, **faint),
        gap=m.bar(
            middle, ("accuracy", "confidence"), color=PARTS, only="gap to mean confidence", **faint
        ),
        ideal=m.reference("x", "y", data="ideal"),
        measures=m.unseen(data="measures", detail="measure"),
        rules=m.rule(y="accuracy", data="rules", stroke=MUTED, strokeDash=[1, 3], strokeWidth=1.5),
        interval=m.interval("confidence", ("low", "high"), strokeOpacity=solid),
        dots=m.circle("confidence", "accuracy", fill=INK, size=26, tip=tip, **faint),
        moved=m.rule(
            y=("accuracy", "at"), data="rules", at=(m.expr("width + 4"), None), stroke=MUTED
        ),
        labels=m.small_text(y="at", data="rules", text="label", at=outside, **beside),
    )
    x, y = m.share("confidence"), m.axis("samples", tickCount=3, format="~s")
    counts = m.panel("bins", x, y, (WIDTH, 60)).draw(
        counts=m.bar(edges, "n", fill=MUTED, tip="lower upper n"),
        count_labels=m.small_text("middle", "n", text="count", dy=-6),
    )
    return m.column(reliability, counts)
