"""How far the robot selector's confidence can be trusted."""

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.stats.calibration import DIAGONAL, calibration
from embervlm_specs.tables import ROBOT_PREDICTIONS
from embervlm_specs.theme import GAP, INK, MUTED, STAGE3
from embervlm_specs.words import some

PARTS = m.palette("part", {"accuracy": STAGE3, "gap to mean confidence": GAP})


@figure(ROBOT_PREDICTIONS.needs("confidence"))
def confidence_calibration(shown: Shown, *, n_bins: int = 15) -> Facts:
    """Confidence calibration of robot selection.

    Reliability diagram. Bars show accuracy in equal-width, right-closed bins of confidence; dots
    stand at a bin's mean confidence, with 95 % Wilson intervals, and lie on the dashed line where
    confidence is right. Samples are counted below; empty bins have no bar, and rows without a
    confidence are left out and counted. The note gives the expected (ECE) and maximum (MCE)
    calibration error, and the ECE that a perfectly calibrated model would show on these
    confidences by chance (closed form); see `stats.calibration`.

    Parameters
    ----------
    n_bins
        Number of bins.

    """
    of = calibration(shown.rows, n_bins=n_bins)
    errors = f"ECE {of.ece:.3f} · MCE {of.mce:.3f} (in a bin of n = {of.mce_n:,})"
    binning = f"{n_bins} equal-width bins, right-closed"
    return Facts(
        bins=of.bins,
        ideal=DIAGONAL,
        about="Reliability diagram",
        say=[
            (errors, f"accuracy {of.accuracy:.3f}", f"n = {of.n:,}"),
            f"ECE {of.expected_ece:.3f} by chance alone, were the model perfectly calibrated",
            (shown.words, binning, some(of.unknown, "without confidence left out")),
        ],
    )


@confidence_calibration.design
def design() -> m.Design:
    edges, tip = ("lower", "upper"), "n accuracy confidence low high"
    reliability = m.panel("bins", m.share(), m.share("accuracy")).draw(
        accuracy=m.bar(edges, "accuracy", color=PARTS, only="accuracy"),
        gap=m.bar(edges, ("accuracy", "confidence"), color=PARTS, only="gap to mean confidence"),
        ideal=m.reference("x", "y", data="ideal"),
        interval=m.interval("confidence", ("low", "high")),
        dots=m.circle("confidence", "accuracy", fill=INK, size=26, tip=tip),
    )
    x, y = m.share("confidence"), m.axis("samples", tickCount=3, format="~s")
    counts = m.panel("bins", x, y, (430, 60)).draw(
        counts=m.bar(edges, "n", fill=MUTED),
        count_labels=m.small_text("middle", "n", text=("n", ","), dy=-6),
    )
    return m.column(reliability, counts)
