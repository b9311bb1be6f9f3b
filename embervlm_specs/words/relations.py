"""How a correlation and the line that goes with it are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embervlm_specs.words.numbers import signed, sure, sure_value

if TYPE_CHECKING:
    from embervlm_specs.stats.reasoning import Trend

__all__ = ["correlation", "equation", "slope"]


def correlation(trend: Trend, name: str = "r") -> str:
    """The correlation with its interval, or why there is none."""
    if trend.known:
        return f"{name} = {signed(sure(trend.r, trend.low, trend.high, '.2f'))}"
    same = f"{trend.constant.replace('_', ' ')} is the same everywhere"
    return f"no correlation: {same if trend.constant else f'n = {trend.n}'}"


def equation(trend: Trend, x: str, y: str) -> str:
    """The least-squares line in these names, empty where there is none."""
    if not trend.straight:
        return ""
    sign = "-" if trend.slope < 0 else "+"
    return signed(f"{y} = {trend.intercept:.3g} {sign} {abs(trend.slope):.3g} × {x}")


def slope(trend: Trend, x: str) -> str:
    """The slope of the line with its interval, or why there is no line; `x` names its values."""
    if trend.straight:
        return f"slope {sure_value(trend.slope, trend.slope_low, trend.slope_high)}"
    few = f"n = {trend.n}" if trend.values > 2 else f"only two numbers of {x}"
    return f"no line: {few}" if trend.known else ""
