"""Ten million predictions to a document, beside a bare DuckDB aggregation of the same file.

    python benchmarks/many_rows.py [--rows 10000000] [--steps 100]

Each contender runs in a process of its own, so that its peak memory is its own; the figures are
seconds and megabytes of the whole process, imports included. Beside them stand the size of the data
in memory and on disk.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PARTS = 20

DOCUMENT = """
from embervlm_specs import Run
from embervlm_specs.figures import confidence_calibration
spec = confidence_calibration(Run.open(folder)["robot_predictions"])
answer = f"{len(spec.to_json()):,} bytes"
"""

IMPORTS = """
from embervlm_specs import Run
from embervlm_specs.figures import confidence_calibration
answer = "imports only"
"""

BARE = """
import duckdb
table = f"read_parquet('{folder}/robot_predictions.parquet/*.parquet')"
query = f'''
    select least(greatest(ceil(confidence * 15) - 1, 0), 14) as bin, count(*), avg(confidence),
           sum((true_robot = predicted_robot)::int)
    from {table} where step = (select max(step) from {table}) and prompting = 'direct' group by bin
'''
answer = f"{len(duckdb.sql(query).fetchall())} bins"
"""

RAW = """
import pandas as pd
table = pd.read_parquet(f"{folder}/robot_predictions.parquet")
answer = f"{table.memory_usage(deep=True).sum() / 1e6:,.0f} MB of data frame"
"""


def main() -> None:
    """Make the data, time the contenders, print a table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=10_000_000)
    options.add_argument("--steps", type=int, default=100)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _make(Path(folder), asked.rows, asked.steps)
        size = sum(file.stat().st_size for file in Path(folder).rglob("*.parquet"))
        print(f"{asked.rows:,} rows, {asked.steps} steps, {size / 1e6:,.0f} MB of parquet")
        contenders = {"document": DOCUMENT, "imports": IMPORTS, "bare DuckDB": BARE, "pandas": RAW}
        for name, program in contenders.items():
            seconds, peak, answer = _measure(program, folder)
            print(f"{name:12} {seconds:6.2f} s {peak:6,.0f} MB peak  {answer}")


def _make(folder: Path, rows: int, steps: int) -> None:
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    random = np.random.default_rng(0)
    robots = np.array(["Drone", "Underwater", "Humanoid", "Wheeled", "Legged"])
    parts = folder / "robot_predictions.parquet"
    parts.mkdir()
    per_step = rows // steps
    for part in range(PARTS):
        row = np.arange(part * rows // PARTS, (part + 1) * rows // PARTS)
        truth, confidence = random.choice(robots, len(row)), random.random(len(row))
        guess = np.where(
            random.random(len(row)) < confidence, truth, random.choice(robots, len(row))
        )
        columns = {
            "step": row // per_step * 10,
            "sample": row % per_step,
            "true_robot": truth,
            "predicted_robot": guess,
            "confidence": confidence,
            "prompting": np.full(len(row), "direct"),
        }
        pq.write_table(pa.table(columns), parts / f"part-{part:02}.parquet")


def _measure(program: str, folder: str) -> tuple[float, float, str]:
    # the peak since the process began; what `getrusage` tells includes the parent's
    tail = "import re; peak = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]"
    whole = f"folder = {folder!r}\n{program}\n{tail}\nprint(int(peak) / 1024, answer, sep='|')"
    started = time.perf_counter()
    output = subprocess.check_output([sys.executable, "-c", whole], text=True)
    peak, answer = output.strip().split("|")
    return time.perf_counter() - started, float(peak), answer


if __name__ == "__main__":
    main()
