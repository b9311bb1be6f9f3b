"""Ten figures comparable to ours, drawn plainly with matplotlib: the peer of `export.py`.

    python benchmarks/matplotlib_peer.py FOLDER PART PARTS

Draws every PARTS-th figure from PART on, each to SVG, PNG at 300 DPI and PDF, and its data to JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

RANDOM = np.random.default_rng(0)
ROBOTS = ["Drone", "Underwater", "Humanoid", "Wheeled", "Legged"]


def heatmap(axes: Axes, rows: int, columns: int) -> None:
    """A matrix with the value in each cell."""
    values = RANDOM.random((rows, columns))
    axes.imshow(values, vmin=0, vmax=1)
    for (row, column), value in np.ndenumerate(values):
        axes.text(column, row, f"{value:.2f}", ha="center", va="center", size=7)


def bars(axes: Axes) -> None:
    """Bars with intervals."""
    axes.bar(ROBOTS, RANDOM.random(5), yerr=0.1)


def lines(axes: Axes) -> None:
    """One line a robot with a band."""
    steps = np.arange(20)
    for robot in ROBOTS:
        values = RANDOM.random(20)
        axes.plot(steps, values, label=robot)
        axes.fill_between(steps, values - 0.1, values + 0.1, alpha=0.2)
    axes.legend()


def scatter(axes: Axes) -> None:
    """Bubbles with labels."""
    x, y = RANDOM.random((2, 30))
    axes.scatter(x, y, s=RANDOM.random(30) * 200)
    for i in range(30):
        axes.text(x[i], y[i], f"model {i}", size=7)


def violins(axes: Axes) -> None:
    """Distributions by task."""
    axes.violinplot([RANDOM.normal(size=100) for _ in range(3)], showmedians=True)


def panels(figure: Figure) -> None:
    """Four matrices beside each other."""
    for axes in figure.subplots(2, 2).flat:
        heatmap(axes, 5, 5)


def single(draw: Callable[[Axes], None]) -> Callable[[Figure], None]:
    """A figure of one set of axes."""
    return lambda figure: draw(figure.add_subplot())


DRAWINGS = {
    "map": panels,
    "retrieval": single(lambda axes: heatmap(axes, 5, 6)),
    "features": panels,
    "instructions": single(bars),
    "tokens": single(lines),
    "distillation": single(lines),
    "lengths": single(violins),
    "perplexity": single(lambda axes: heatmap(axes, 12, 8)),
    "performance": single(lines),
    "pareto": single(scatter),
}


def main(folder: str, part: int, parts: int) -> None:
    """Draw this process's share."""
    for name in list(DRAWINGS)[part::parts]:
        figure = Figure(figsize=(7, 5), layout="constrained")
        DRAWINGS[name](figure)
        for suffix in ("svg", "png", "pdf"):
            figure.savefig(Path(folder, f"{name}.{suffix}"), dpi=300)
        Path(folder, f"{name}.json").write_text(json.dumps(RANDOM.random(200).tolist()))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
