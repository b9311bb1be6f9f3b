"""Published small vision-language models, one fact a row with its source, and ours beside them."""

import csv
import re
from pathlib import Path

from recording import Row

METRIC = "TextVQA"
"""Measured by the most makers of small models."""


def published_rows(path: Path) -> list[Row]:
    """Models of a file with the columns model, params_nominal, metric, value (in %), source.

    Only what the makers published themselves: figures reprinted by others are left out, and so are
    models fine-tuned for each task apart, which do not compare. Parameters are the nominal ones of
    the name. Memory is given where a maker states what inference takes, and edge_deployable where
    one published its speed on an edge device; both are unknown otherwise.
    """
    with path.open(encoding="utf-8", newline="") as file:
        facts = [
            fact
            for fact in csv.DictReader(file)
            if "secondary" not in fact["source"] and "fine-tuned" not in fact["model"].lower()
        ]
    memory = {
        fact["model"]: float(fact["value"]) * 1000
        for fact in facts
        if fact["metric"] == "GPU_RAM_GB_inference"
    }
    on_edge = {fact["model"] for fact in facts if fact["metric"].startswith("tokens_per_s")}
    return [
        {
            "model": fact["model"],
            "parameters": millions(fact["params_nominal"]),
            "accuracy": float(fact["value"]) / 100,
            "metric": METRIC,
            "memory_mb": memory.get(fact["model"]),
            "edge_deployable": True if fact["model"] in on_edge else None,
            "highlight": False,
            # What stands in the closing bracket is a note of the compiler, not of the source.
            "source": re.sub(r"\s*\([^()]*\)$|, evaluation table.*", "", fact["source"]),
        }
        for fact in facts
        if fact["metric"] == METRIC and fact["value"]
    ]


def our_row(parameters: int, accuracy: float, memory_mb: float) -> Row:
    """Our own model, whose accuracy is of another and far easier kind: `metric` says which."""
    return {
        "model": "tiny_embervlm",
        "parameters": parameters / 1e6,
        "accuracy": accuracy,
        "metric": "number naming (8x8 digits)",
        "memory_mb": memory_mb,
        "highlight": True,
        "source": "measured by this example",
    }


def millions(nominal: str) -> float:
    """Millions of parameters: "256M" is 256, "1.8B (1.87B in one README)" is 1800."""
    found = re.match(r"([\d.]+)\s*([MB])", nominal)
    if found is None:
        raise ValueError(f"{nominal!r} is no number of parameters such as 256M or 1.7B")
    return float(found[1]) * {"M": 1, "B": 1000}[found[2]]
