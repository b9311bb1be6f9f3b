"""What the README promises is so: its code runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from .conftest import REPOSITORY

README = REPOSITORY / "README.md"


def test_the_code_of_the_readme_runs(tmp_path: Path) -> None:
    record, draw = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    setting = (
        "import random\nloss, names = 0.5, ['Drone', 'Legged']\n"
        "answers = [(random.choice(names), 'Drone', random.random()) for _ in range(9)]\n"
    )
    program = setting + record.replace("range(1000)", "range(3)") + draw
    subprocess.run([sys.executable, "-c", program], check=True, cwd=tmp_path, capture_output=True)
    assert (tmp_path / "calibration.pdf").read_bytes().startswith(b"%PDF")


def test_the_rules_of_contributing_name_real_folders() -> None:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for folder in re.findall(r"^\| `([a-z_/]+)`", text, re.MULTILINE):
        assert (REPOSITORY / folder).is_dir()
