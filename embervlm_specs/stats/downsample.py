"""Long logs with few rows, so that what an eye would see of all rows is still there."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from embervlm_specs.rows import Rows

__all__ = ["thin_curves"]


def thin_curves(
    rows: Rows, x: str, y: str, *, by: Sequence[str], panel: Sequence[str], stretches: int
) -> Rows:
    """Of each curve the extremes of every stretch of `x`, chosen where the rows are.

    Parameters
    ----------
    rows
        One row a curve and `x`.
    x, y
        The axis, and the values, which may be missing.
    by
        The columns that tell one curve from another; without missing values.
    panel
        Those of them that tell which curves share an axis, and so the same stretches.
    stretches
        How many equal parts an axis is cut into, about one a pixel.

    Returns
    -------
    Lazy rows, unchanged and in no order: the first and the last of each curve, and of each stretch
    the first row with the least value, the first with the greatest, and the first without a value.
    A curve that has no more than one row a stretch stays whole.

    Notes
    -----
    The two inner rows of U. Jugel et al., "M4: a visualization-oriented time series data
    aggregation", PVLDB 7 (2014): no spike is lost, and none moves.

    """
    # groups and joins, as windows over large pyarrow tables come out in a wrong order
    at, value = nw.col(x), nw.col(y)
    ends = rows.group_by(*panel).agg(first_x=at.min(), last_x=at.max())
    share = (at - nw.col("first_x")) / (nw.col("last_x") - nw.col("first_x") + 1)
    cut = rows.join(ends, on=list(panel)).with_columns(stretch=(share * stretches).floor())
    part = [*by, "stretch"]
    extremes = cut.group_by(*part).agg(least=value.min(), most=value.max())
    candidates = cut.join(extremes, on=part).with_columns(
        at_least=nw.when(value == nw.col("least")).then(at),
        at_most=nw.when(value == nw.col("most")).then(at),
        at_gap=nw.when(value.is_null()).then(at),
    )
    inner = ("at_least", "at_most", "at_gap")
    found = candidates.group_by(*part).agg(*[nw.col(name).min() for name in inner])
    outer = rows.group_by(*by).agg(at_first=at.min(), at_last=at.max())
    chosen = [found.select(*by, nw.col(name).alias(x)) for name in inner]
    chosen += [outer.select(*by, nw.col(name).alias(x)) for name in ("at_first", "at_last")]
    places = nw.concat(chosen).filter(~at.is_null()).unique()
    return rows.join(places, on=[*by, x])
