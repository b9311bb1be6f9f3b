"""How far the robot selector's confidence can be trusted."""

from __future__ import annotations

import altair as alt

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import (
    error_bars,
    joined,
    note_rows,
    noted,
    reference_line,
    reference_rows,
)
from embervlm_specs.rows import Rows
from embervlm_specs.stats.calibration import calibration
from embervlm_specs.stats.selection import select_predictions
from embervlm_specs.tables import ROBOT_PREDICTIONS
from embervlm_specs.theme import GAP, INK, LABEL_SIZE, MUTED, STAGE3

__all__ = ["confidence_calibration"]

TABLE = ROBOT_PREDICTIONS.needs("confidence")
WIDTH = 430
SHARE = alt.Scale(domain=[0, 1])
PARTS = alt.Scale(domain=["accuracy", "gap to mean confidence"], range=[STAGE3, GAP])
TENTHS = alt.Axis(tickCount=5, format=".1f")


@figure(TABLE)
def confidence_calibration(
    predictions: Rows, /, *, step: int | None = None, prompting: str = "direct", n_bins: int = 15
) -> Drawing:
    """Confidence calibration of robot selection.

    Reliability diagram. Bars show accuracy in equal-width, right-closed bins of confidence; dots
    stand at a bin's mean confidence, with 95 % Wilson intervals, and lie on the dashed line where
    confidence is right. Samples are counted below; empty bins have no bar. The note gives the
    expected (ECE) and maximum (MCE) calibration error, and the ECE that a perfectly calibrated
    model would show on these confidences by chance (closed form); see `stats.calibration`.

    Parameters
    ----------
    predictions
        `robot_predictions` with `confidence`; rows without one are left out and counted.
    step
        The moment shown; the last one by default.
    prompting
        The prompting shown, where it was recorded.
    n_bins
        Number of bins.

    """
    shown = select_predictions(predictions, TABLE.key, prompting=prompting, step=step)
    result = calibration(shown.rows, n_bins=n_bins)
    numbers = (
        f"ECE {result.ece:.3f} · MCE {result.mce:.3f} (in a bin of n = {result.mce_n:,}) · "
        f"accuracy {result.accuracy:.3f} · n = {result.n:,}"
    )
    chance = f"ECE {result.expected_ece:.3f} by chance alone, were the model perfectly calibrated"
    binning = f"{n_bins} equal-width bins, right-closed"
    left_out = f"{result.unknown:,} without confidence left out" if result.unknown else ""
    which = joined(shown.words, binning, left_out)

    data = {
        "bins": result.bins.assign(middle=(result.bins["lower"] + result.bins["upper"]) / 2),
        "ideal": reference_rows((0, 0), (1, 1)),
        "note": note_rows(numbers, chance, which),
    }
    words = f"Reliability diagram, {which}: {numbers}; {chance}."
    return Drawing(noted(_chart(), lines=3), data, description=words)


def _chart() -> alt.VConcatChart:
    x = alt.X("lower:Q", bin="binned", scale=SHARE, title=None, axis=TENTHS)
    y = alt.Y("accuracy:Q", scale=SHARE, title="accuracy", axis=TENTHS)
    middle = alt.X("confidence:Q", scale=SHARE)
    tooltip = [
        alt.Tooltip("n:Q", title="samples"),
        alt.Tooltip("accuracy:Q", format=".3f"),
        alt.Tooltip("confidence:Q", title="mean confidence", format=".3f"),
        alt.Tooltip("low:Q", title="95 % interval from", format=".3f"),
        alt.Tooltip("high:Q", title="to", format=".3f"),
    ]
    part = alt.Color("part:N", scale=PARTS, legend=alt.Legend(orient="top", title=None))
    bars = _bins("accuracy", alt.MarkDef(type="bar"), part="accuracy").encode(
        x=x, x2="upper", y=y, color=part
    )
    gaps = _bins("gap", alt.MarkDef(type="bar"), part="gap to mean confidence").encode(
        x=x, x2="upper", y=y, y2="confidence", color=part
    )
    dots = _bins("dots", alt.MarkDef(type="circle", fill=INK, size=26, fillOpacity=1)).encode(
        x=middle, y=y, tooltip=tooltip
    )
    sure = error_bars("bins", name="interval", x=middle, low="low", high="high", y=y)
    ideal = reference_line("ideal", x=middle, y=y)
    reliability = alt.layer(bars, gaps, ideal, sure, dots, width=WIDTH, height=300)

    samples = alt.Y("n:Q", title="samples", axis=alt.Axis(tickCount=3, format="~s"))
    below = alt.X("lower:Q", bin="binned", scale=SHARE, title="confidence", axis=TENTHS)
    counts = _bins("counts", alt.MarkDef(type="bar", fill=MUTED)).encode(
        x=below, x2="upper", y=samples
    )
    labels = _bins("count_labels", alt.MarkDef(type="text", dy=-6, fontSize=LABEL_SIZE - 1)).encode(
        x=alt.X("middle:Q", scale=SHARE), y=samples, text=alt.Text("n:Q", format=",")
    )
    return alt.vconcat(reliability, alt.layer(counts, labels, width=WIDTH, height=60), spacing=12)


def _bins(name: str, mark: alt.MarkDef, *, part: str = "") -> alt.Chart:
    chart = alt.Chart(alt.NamedData("bins"), name=name, mark=mark)
    # the legend speaks of marks, not of rows, so each mark says which of its entries it is
    return chart.transform_calculate(part=f"'{part}'") if part else chart
