"""The static export beside its peers, in one run and as ratios.

    python benchmarks/export.py [--rounds 3]

Every contender is a whole process, imports included; each round runs all of them in turn, and the
table gives the median of the ratios of the rounds, so that a machine that slows down slows all.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXPORT = "from embervlm_specs.cli import main; main()"
FORMATS = "json,svg,png,pdf"

INDEX = """
from embervlm_specs.figures import FIGURES
print(*(name for name, figure in FIGURES.items() if figure.renderer == "vega"))
"""

CHART_SAVE = """
import altair as alt
from embervlm_specs.export import build
from embervlm_specs.figures import FIGURES
from embervlm_specs.run import Run
for name in names:
    chart = build(FIGURES[name], Run.open()).chart
    for suffix in ("json", "svg", "png", "pdf"):
        more = {"ppi": 300} if suffix == "png" else {}
        chart.save(f"{folder}/{name}.{suffix}", **more)
"""

DOCUMENTS = """
from embervlm_specs.export import build
from embervlm_specs.figures import FIGURES
from embervlm_specs.run import Run
run = Run.open()
for figure in FIGURES.values():
    build(figure, run).to_json()
"""

MILLION = """
import polars as pl
pl.select(pl.int_range(1_000_000).alias("sample")).with_columns(
    step=pl.col("sample") // 10_000, sample=pl.col("sample") % 10_000,
    true_robot=pl.lit("Drone"), predicted_robot=pl.lit("Drone"),
    confidence=(pl.col("sample") * 7919 % 1000) / 1000, prompting=pl.lit("direct"),
).write_parquet(f"{folder}/robot_predictions.parquet")
"""

REDUCED = """
from embervlm_specs.figures import confidence_calibration
from embervlm_specs.run import Run
confidence_calibration(Run.open(folder)["robot_predictions"]).save(f"{folder}/reduced.json")
"""

RAW = """
import altair as alt, pandas as pd
alt.data_transformers.disable_max_rows()
table = pd.read_parquet(f"{folder}/robot_predictions.parquet")
alt.Chart(table).mark_bar().encode(
    alt.X("confidence:Q", bin=alt.Bin(step=1 / 15)), alt.Y("count():Q")
).save(f"{folder}/raw.json")
"""


def main() -> None:
    """Run the rounds and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = [_round() for _ in range(parser.parse_args().rounds)]
    for name in rounds[0]:
        values = [measured[name] for measured in rounds]
        shown = " ".join(f"{value:.2f}" for value in values)
        print(f"{statistics.median(values):7.2f}  {name}  ({shown})")


def _round() -> dict[str, float]:
    names = subprocess.check_output([sys.executable, "-c", INDEX], text=True).split()
    ten = [part for name in names[:10] for part in ("--figure", name)]
    vega = [part for name in names for part in ("--figure", name)]
    with tempfile.TemporaryDirectory() as folder:
        here = f"folder = {folder!r}; names = {names!r}\n"
        batch = _time(EXPORT, "export", *vega, "--format", FORMATS, "-o", f"{folder}/vega")
        saved = _time(here + CHART_SAVE)
        ours = _time(EXPORT, "export", *ten, "--format", FORMATS, "-o", f"{folder}/ten")
        theirs = _matplotlib(folder)
        whole = _time(EXPORT, "export", "--format", FORMATS, "-o", f"{folder}/all")
        again = _time(EXPORT, "export", "--format", FORMATS, "-o", f"{folder}/all")
        documents = _time(DOCUMENTS)
        _time(here + MILLION)
        (reduced, small), (raw, large) = _peak(here + REDUCED), _peak(here + RAW)
    return {
        f"batch of {len(names)} figures / chart.save for each format": batch / saved,
        "ten figures / ten plain matplotlib drawings on as many processes": ours / theirs,
        "rerun with nothing changed / first export of all": again / whole,
        "1 M rows to a document / embedding them raw, time": reduced / raw,
        "1 M rows to a document / embedding them raw, peak memory": small / large,
        "export of all figures, seconds": whole,
        "all tables to all documents, seconds": documents,
    }


def _matplotlib(folder: str) -> float:
    """Seconds for the ten drawings of `matplotlib_peer.py`, shared out among processes."""
    peer = Path(__file__).parent / "matplotlib_peer.py"
    processes = os.cpu_count() or 1
    started = time.perf_counter()
    running = [
        subprocess.Popen([sys.executable, peer, folder, str(i), str(processes)])
        for i in range(processes)
    ]
    assert all(process.wait() == 0 for process in running)
    return time.perf_counter() - started


def _time(program: str, *arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", program, *arguments], check=True, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - started


def _peak(program: str) -> tuple[float, float]:
    """Seconds and peak memory in MB of a process."""
    tail = "\nimport re\nprint(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    started = time.perf_counter()
    output = subprocess.check_output([sys.executable, "-c", program + tail], text=True)
    return time.perf_counter() - started, int(output.split()[-1]) / 1024


if __name__ == "__main__":
    main()
