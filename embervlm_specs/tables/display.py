"""How columns are called and written where a person reads them: tooltips, axes, the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DISPLAY", "Display", "display"]


@dataclass(frozen=True)
class Display:
    """A column's title, the d3 format of its numbers (empty for texts), and its unit."""

    title: str
    format: str = ""
    unit: str = ""


_SHARE = ".3f"

DISPLAY: dict[str, Display] = {
    "accuracy": Display("accuracy", _SHARE, "fraction"),
    "baseline": Display("whole model", ".4~g"),
    "change": Display("change", "+.4~g"),
    "confidence": Display("mean confidence", _SHARE, "fraction"),
    "first": Display("position", ",", "tokens"),
    "high": Display("to"),
    "instruction_type": Display("instruction"),
    "k": Display("k", ","),
    "latency_ms": Display("latency (ms)", ",.4~g", "ms"),
    "length": Display("length", ",.4~g", "tokens"),
    "low": Display("95 % interval from"),
    "lower": Display("above", ".3~g"),
    "max_score": Display("best possible", ",~g"),
    "mean": Display("mean", _SHARE),
    "median": Display("median"),
    "memory_mb": Display("memory (MB)", ",~f", "MB"),
    "n": Display("samples", ",", "observations"),
    "p": Display("p", ".2~g"),
    "parameters": Display("parameters (millions)", ",.4~g", "millions"),
    "perplexity": Display("perplexity", ".4~g"),
    "power_w": Display("power (W)", ".3~g", "W"),
    "score": Display("score", ",.4~g"),
    "share": Display("share", _SHARE, "fraction"),
    "step": Display("step", ",", "optimiser steps"),
    "trials": Display("trials", ","),
    "upper": Display("up to", ".3~g"),
    "value": Display("value", ".4~g"),
}
"""Columns that need more than their own name, wherever they occur; the others are texts."""


def display(column: str) -> Display:
    """How a column is shown; one without an entry has its own name, its underscores as spaces."""
    return DISPLAY.get(column) or Display(column.replace("_", " "))
