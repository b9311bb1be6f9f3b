"""Which deployment is worth its latency."""

import numpy as np
import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.bubbles import MOST_LINES, bubble_rows
from embervlm_specs.layout.labels import Plane, padded
from embervlm_specs.selection.choice import choose_metric
from embervlm_specs.stats.pareto import ranked
from embervlm_specs.tables import DEPLOYMENTS
from embervlm_specs.theme import FONT_SIZE, MUTED, SEQUENTIAL
from embervlm_specs.words import bubble_words, flowing, listed, metric_words, shortened, some

SIZE = (430, 320)


@figure(DEPLOYMENTS, steps=None, version="2.0.0")
def edge_deployment_pareto(deployments: Shown, *, metric: str | None = None) -> Facts:
    """Accuracy for the latency of a deployment.

    Each bubble is a variant of the model on a device; its area grows with memory (hollow where that
    was not recorded) and its colour is the power drawn (grey where not recorded). Each device has
    a line of its own, told apart by its dashes, that joins its Pareto-optimal variants only: no
    other on that device is as fast and better, or as good and faster. At most six lines are drawn,
    of the devices with the most variants. Vertical lines are 95 % Wilson intervals of the accuracy,
    where the number of samples is known; a variant off the frontier whose interval reaches it at
    the variant's latency is faint. Latency is on a logarithmic axis. Only variants measured by one
    metric are compared.

    Parameters
    ----------
    metric
        The metric compared; by default the one that most rows have.

    """
    chosen = choose_metric(deployments, metric)
    shown = deployments.where(chosen.condition).once()
    every = shown.collect()
    table = _points(every[every["latency_ms"] > 0].reset_index(drop=True))
    latency = np.exp(padded(np.log(table["latency_ms"]), share=0.12, least=0.3))
    accuracy = padded(table[["accuracy", "low", "high"]], share=0.1, least=0.02)
    plane = Plane((latency[0], latency[1]), accuracy, *SIZE, log_x=True)
    data = bubble_rows(table, x="latency_ms", y="accuracy", amount="memory_mb", plane=plane)
    best = table[table["optimal"]].sort_values(["device", "latency_ms", "label"])
    said = listed(best, "{variant} on {device} ({latency_ms:,.4g} ms, {accuracy:.3f})")
    devices = table["device"].nunique()
    where = f"{devices:,} devices" if devices > 1 else shortened(table["device"].iloc[0], most=32)
    variants = f"{len(table):,} variant{'s' * (len(table) > 1)} on {where}"
    return Facts(
        **data,
        powers=_power_ends(table["power_w"].dropna()),
        about=f"Accuracy against latency. Frontier: {said}",
        say=flowing(
            metric_words(chosen.name),
            variants,
            f"{len(best):,} on the frontier{' of their device' * (devices > 1)}",
            f"frontiers of the {MOST_LINES} with most variants" if devices > MOST_LINES else "",
            some(sum(chosen.others.values()), "rows of other metrics left out"),
            some(len(every) - len(table), "without latency left out"),
            "grey: power not recorded" if table["power_w"].isna().any() else "",
            *bubble_words(table, data, "memory"),
            shown.words,
        ),
    )


def _points(table: pd.DataFrame) -> pd.DataFrame:
    """The deployments with their intervals and names, and whether nothing beats them."""
    if table.empty:
        raise MissingDataError("deployments", ["has no latency above 0"])
    numbers = {name: table[name].astype(float) for name in ("memory_mb", "power_w")}
    one = table["device"].nunique() == 1
    line = "" if one else table["device"]
    points = table.assign(
        **numbers, highlight=False, compared=True, label=table["variant"], line=line
    )
    return ranked(points, cost="latency_ms", compared="compared", by="line")


def _power_ends(known: "pd.Series[float]") -> pd.DataFrame:
    """The ends of the colours: a legend needs two that differ, even where nothing is known."""
    ends = padded(known, share=0, least=0.01 * known.max()) if known.max() > 0 else (0.0, 1.0)
    return pd.DataFrame({"power_w": ends, "known": len(known) > 0})


@edge_deployment_pareto.design
def design() -> m.Design:
    log = {"type": "log", "nice": False}
    x = m.axis("latency (ms, logarithmic)", scale=log, format=",~f", tickCount=6, grid=False)
    y = m.axis("accuracy", scale=m.DATA_SPAN, format=".2~f", tickCount=6)
    known = "data('powers')[0].known"  # where no power is, the legend has neither words nor room
    sizes = {"gradientLength": 100, "padding": 8, "titleFontSize": FONT_SIZE}
    room = {name: m.expr(f"{known} ? {size} : 0") for name, size in sizes.items()}
    words = {"labelExpr": f"{known} ? datum.label : ''", "titleOrient": "left", "tickCount": 3}
    legend = m.legend_of("power (W)", type="gradient", orient="bottom", **words, **room)
    power = m.ramp("power_w", SEQUENTIAL, legend, MUTED)
    tip = "device variant latency_ms accuracy low high n metric memory_mb power_w"
    marks = m.bubbles("latency_ms", "accuracy", "memory_mb", "memory (MB)", color=power, tip=tip)
    return m.panel("bubbles", x, y, SIZE).draw(
        sizes=marks.pop("sizes"),  # its legend comes first, as that of the power may be empty
        **marks,
        powers=m.unseen(data="powers", color=power, filled=True),
    )
