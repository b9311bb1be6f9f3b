"""How a correlation and the line that goes with it are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embervlm_specs.words.numbers import signed, sure

if TYPE_CHECKING:
    from embervlm_specs.stats.reasoning import Trend

__all__ = ["correlation", "equation"]


def correlation(trend: Trend, name: str = "r") -> str:
    """The correlation with its interval, or why there is none."""
    if trend.known:
        return f"{name} = {signed(sure(trend.r, trend.low, trend.high, '.2f'))}"
    same = f"{trend.constant.replace('_', ' ')} is the same everywhere"
    return f"no correlation: {same if trend.constant else f'n = {trend.n}'}"


def equation(trend: Trend, x: str, y: str) -> str:
    """The least-squares line in these names, empty where there is none."""
    if not trend.known:
        return ""
    sign = "-" if trend.slope < 0 else "+"
    return signed(f"{y} = {trend.intercept:.3g} {sign} {abs(trend.slope):.3g} × {x}")
