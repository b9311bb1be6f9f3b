"""How often values occur: bars between the edges of bins, and the mean."""

from __future__ import annotations

from embervlm_specs.marks import axes
from embervlm_specs.marks.axes import WIDE_LABELS, count, share
from embervlm_specs.marks.mark import Mark, bar, rule, text
from embervlm_specs.marks.panel import Panel, panel
from embervlm_specs.theme import INK, MUTED

__all__ = ["caption", "histogram"]


def histogram(
    data: str, title: str, counted: str, color: str, size: tuple[int, int], *, whole: bool = False
) -> Panel:
    """Bars of the counts `n` between the columns `lower` and `upper` of `data`.

    The data set `<data>_mean` has one row: `mean`, where a line stands, and `text`, which is
    written above the panel. `title` names the values, which are fractions or `whole` numbers, and
    `counted` what is counted.
    """
    x = axes.whole(title) if whole else share(title) | {"axis": {"tickCount": 6, "grid": False}}
    bars = bar(("lower", "upper"), "n", tip=f"lower upper n={counted}", fill=color, binSpacing=1)
    mean = rule("mean", data=f"{data}_mean", stroke=INK, strokeWidth=1.2, strokeDash=[5, 3])
    return panel(data, x, count(counted, minExtent=WIDE_LABELS), size).draw(
        **{data: bars, f"{data}_mean": mean, f"{data}_words": caption(f"{data}_mean")}
    )


def caption(data: str) -> Mark:
    """The column `text` of the one row of `data`, above the left end of the panel."""
    return text(data=data, text="text", at=(0, -5), align="left", baseline="bottom", fill=MUTED)
