"""What made a recording: data, code, versions, machine. Needs the standard library alone."""

import hashlib
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("torch", "scikit-learn", "codecarbon", "numpy", "scipy")


def sha256(path: Path) -> str:
    """Fingerprint of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def source_fingerprints() -> dict[str, str]:
    """Fingerprint of each source file of this example."""
    return {path.name: sha256(path) for path in sorted(Path(__file__).parent.glob("*.py"))}


def provenance(
    *,
    robot_tasks: Path,
    models: Path | None,
    options: dict[str, object],
    baselines: dict[str, float],
    minutes: float,
    left_out: dict[str, str],
) -> dict[str, object]:
    """The document that stands beside the tables; it names no machine and no folder."""
    data_sets: list[dict[str, object]] = [
        {
            "name": "EmberVLM multi-robot selection data set",
            "licence": "MIT",
            "source": "github.com/euhidaman/EmberVLM",
            "file": robot_tasks.name,
            "sha256": sha256(robot_tasks),
            "used": "stages 3 and 4; numbers and labels are recorded, no sentence",
        },
        {
            "name": "Optical recognition of handwritten digits (scikit-learn load_digits)",
            "licence": "CC BY 4.0 (UCI); shipped with scikit-learn (BSD-3-Clause)",
            "used": "stages 1 and 2 with captions from a written grammar; "
            "stages 3 and 4 as the number of the subtask",
        },
    ]
    if models is not None:
        data_sets.append(
            {
                "name": "Published scores of small vision-language models",
                "licence": "facts, each with its source in the table",
                "file": models.name,
                "sha256": sha256(models),
                "used": "table models",
            }
        )
    return {
        "made_by": "examples/tiny_embervlm/train.py",
        "date": datetime.now(UTC).date().isoformat(),
        "minutes": round(minutes, 1),
        "machine": f"{os.cpu_count()}-core {platform.machine()} CPU, no GPU used",
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in PACKAGES},
        },
        "options": options,
        "data_sets": data_sets,
        "baselines_on_held_out_subtasks": {k: round(v, 4) for k, v in baselines.items()},
        "left_out": left_out,
        "sources_sha256": source_fingerprints(),
    }
