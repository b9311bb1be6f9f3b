"""Train a miniature of EmberVLM through its four stages, and record every run table."""

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from ablations import Ablations
from benchmarks import baseline_rows, number_naming, written_answers
from carbon import CarbonMeter
from data import Data, load_data
from deployments import deployment_rows, saved_megabytes
from pipeline import Checkpoints, run_stages, train_teacher
from plan import FULL, QUICK, Plan
from provenance import provenance
from published_models import our_row, published_rows

from embervlm_specs import Run, RunRecorder

EXAMPLE = """example:
  python train.py multi_robot_selection_dataset.json --models small_vlm_scores.csv -o run
  python train.py multi_robot_selection_dataset.json -o quick_run --quick
"""
LEFT_OUT = {
    "deployments.power_w": "there is no power meter",
    "models.edge_deployable": "known only where a maker published its speed on an edge device",
    "models.memory_mb": "known only where a maker published what inference takes on images",
}


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tasks", type=Path, help="EmberVLM's multi_robot_selection_dataset.json")
    parser.add_argument("--models", type=Path, help="CSV of published scores for the table models")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder of the run")
    parser.add_argument("--quick", action="store_true", help="everything, briefly (3 minutes)")
    parser.add_argument("--seed", type=int, default=0, help="first seed (default: 0)")
    parser.add_argument("--threads", type=int, default=1, help="of PyTorch (default: 1)")
    parser.add_argument(
        "--country", default="USA", help="ISO code of the grid that CO2 is counted for"
    )
    parser.add_argument("--force", action="store_true", help="replace what the folder holds")
    options = parser.parse_args(arguments)
    for path in filter(None, (options.tasks, options.models)):
        if not path.is_file():
            parser.error(f"{path} is not a file")
    if options.output.is_dir() and any(options.output.iterdir()) and not options.force:
        parser.error(f"{options.output} is not empty; --force replaces what it holds")
    return options


def record_run(data: Data, plan: Plan, recorder: RunRecorder, options: argparse.Namespace) -> None:
    """All stages of the first seed in full, then what needs other seeds or other trainings."""
    meter = CarbonMeter(options.country)
    seed = options.seed
    print("teacher")
    teacher = train_teacher(data, plan, meter, seed)
    print(f"seed {seed}, in full")
    whole = run_stages(data, plan, recorder, meter, seed=seed, teacher=teacher, detailed=True)
    print("deployments, models and baselines")
    record_comparisons(data, plan, recorder, whole, options.models)
    for other in range(seed + 1, seed + plan.seeds):
        print(f"seed {other}")
        meter.purpose = "other seeds"
        run_stages(data, plan, recorder, meter, seed=other, teacher=teacher, detailed=False)
    print("ablations")
    meter.purpose = "ablations"
    Ablations(data, plan, meter, seed, teacher, whole).record(recorder)
    for stage in range(1, 5):
        meter.record(stage, recorder)


def record_comparisons(
    data: Data, plan: Plan, recorder: RunRecorder, whole: Checkpoints, models: Path | None
) -> None:
    """Our model on this processor, and beside published ones."""
    model = whole.reasoning
    rows = deployment_rows(model, data.held_out_prompts, plan.timed_batches)
    recorder.record("deployments", rows)
    recorder.record("baselines", baseline_rows(data))
    if models is not None:
        instructed = whole.instructed
        named = number_naming(written_answers(instructed, data.test_lessons), data.test_lessons)
        ours = our_row(
            instructed.parameter_count, sum(named) / len(named), saved_megabytes(instructed)
        )
        recorder.record("models", [*published_rows(models), ours])


def clear(folder: Path) -> None:
    """Remove the files of an earlier run, and nothing else."""
    for pattern in ("*.jsonl", "*.parquet", "provenance.json"):
        for path in folder.glob(pattern):
            path.unlink()


def finish(folder: Path, document: dict[str, object]) -> None:
    """Replace the lines appended while training by one parquet file a table, with provenance."""
    with TemporaryDirectory(dir=folder.parent) as finished:
        Run.open(folder).write_parquet(finished)
        clear(folder)
        for path in Path(finished).iterdir():
            path.rename(folder / path.name)
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    (folder / "provenance.json").write_text(text, encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Train, record, and say where the recording is."""
    options = parse_arguments(arguments)
    started = time.monotonic()
    torch.set_num_threads(options.threads)
    if options.force:
        clear(options.output)
    plan = QUICK if options.quick else FULL
    data = load_data(options.tasks, plan, options.seed)
    with RunRecorder(options.output) as recorder:
        record_run(data, plan, recorder, options)

    minutes = (time.monotonic() - started) / 60
    left_out = dict(LEFT_OUT)
    if options.models is None:
        left_out["models"] = "no file of published scores was given"
    document = provenance(
        robot_tasks=options.tasks,
        models=options.models,
        options={
            "seed": options.seed,
            "quick": options.quick,
            "threads": options.threads,
            "country": options.country,
            "plan": asdict(plan),
        },
        baselines=data.baselines,
        minutes=minutes,
        left_out=left_out,
    )
    finish(options.output, document)
    print(f"{options.output}: recorded in {minutes:.1f} minutes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
