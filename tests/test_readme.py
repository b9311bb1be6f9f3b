"""What the README promises is so: its gallery is current, and its code runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from embervlm_specs.figures import FIGURES
from embervlm_specs.vocabulary import STAGES

from .conftest import REPOSITORY

README = REPOSITORY / "README.md"
START, END = "<!-- gallery -->\n", "<!-- /gallery -->"


def gallery() -> str:
    """The pictures of all figures by stage, two beside each other."""
    parts = []
    for stage, title in STAGES.items():
        figures = [figure for figure in FIGURES.values() if figure.stage == stage]
        cells = [
            f'<td width="50%"><b>{figure.title}</b><br><code>{figure.id}</code><br>'
            f'<img src="snapshots/{stage}/{figure.id}.svg" alt="{figure.title}"></td>'
            for figure in figures
        ]
        rows = ["<tr>" + "".join(cells[i : i + 2]) + "</tr>" for i in range(0, len(cells), 2)]
        if rows:
            parts.append(f"### {title}\n\n<table>\n" + "\n".join(rows) + "\n</table>\n")
    return "\n" + "\n".join(parts) + "\n"


def test_the_gallery_shows_every_figure(pytestconfig: pytest.Config) -> None:
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(START)
    shown, after = rest.split(END)
    if pytestconfig.getoption("--update-golden"):
        README.write_text(before + START + gallery() + END + after, encoding="utf-8")
        return
    assert shown == gallery()
    for picture in re.findall(r'src="([^"]+)"', shown):
        assert (REPOSITORY / picture).is_file()


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
