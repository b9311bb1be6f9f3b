"""The package as it is installed: light to start, complete, and honest about its index."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from embervlm_specs.figures import FIGURES
from embervlm_specs.tables import TABLES

from .conftest import REPOSITORY

HEAVY = ("numpy", "pandas", "altair", "matplotlib", "vl_convert", "polars", "sklearn", "scipy")


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_the_command_starts_without_heavy_imports(argument: str) -> None:
    program = f"""
import sys
sys.argv = ["embervlm-specs", {argument!r}]
from embervlm_specs.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
heavy = [name for name in {HEAVY} if name in sys.modules]
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def test_a_drawing_process_imports_only_what_drawing_needs() -> None:
    program = (
        "import embervlm_specs.render.worker, embervlm_specs.render.vega, sys; print(*sys.modules)"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout
    assert not set(HEAVY).difference({"vl_convert"}).intersection(output.split())


FIGURE = "from embervlm_specs.figures import robot_radar_chart"
USES = {
    "a figure": f"{FIGURE}\nrobot_radar_chart(Run.open()['robot_predictions'])",
    "an export": "from embervlm_specs.export import export_run\nexport_run(formats=[], out=out)",
    "a check": "from embervlm_specs.cli.commands import check\ncheck(None)",
    "documents": "from embervlm_specs.cli.documents import spec\nspec(None, [], 'none', out, 0)",
    "the gallery": "from embervlm_specs.export.gallery import gallery\ngallery(Run.open())",
    "a visualizer": (
        "from embervlm_specs.visualizers import Stage3Visualizer\n"
        "Stage3Visualizer(out).plot_robot_radar_chart(true_robot='Drone', predicted_robot='Drone')"
    ),
}


@pytest.mark.parametrize("use", USES)
def test_nothing_but_a_chart_needs_altair(use: str, tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\nfrom embervlm_specs.run import Run\n"
        f"out = pathlib.Path({str(tmp_path)!r})\n{USES[use]}\n"
        "assert 'altair' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def test_every_figure_file_is_in_the_index() -> None:
    files = REPOSITORY.glob("embervlm_specs/figures/*/[!_]*.py")
    index = "the index in embervlm_specs/figures/__init__.py"
    assert {file.stem for file in files} == set(FIGURES), f"{index} and the files differ"


def test_a_figure_is_imported_when_it_is_asked_for() -> None:
    program = (
        f"import sys\n{FIGURE}\nstages = 'embervlm_specs.figures.stage'\n"
        "names = [name for name in sys.modules if name.startswith(stages)]\n"
        "assert names == ['embervlm_specs.figures.stage3', robot_radar_chart.__module__], names"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def test_public_names_can_be_imported() -> None:
    import embervlm_specs

    for name in embervlm_specs.__all__:
        assert getattr(embervlm_specs, name).__name__ == name
    with pytest.raises(AttributeError, match="nonsense"):
        _ = embervlm_specs.nonsense


def test_the_wheel_holds_what_is_not_code(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="building a wheel needs hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, cwd=REPOSITORY)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "sample_run/provenance.json",
        "schema/plot.v1.json",
        "templates/catalogue.json",
        "py.typed",
    ):
        assert f"embervlm_specs/{needed}" in names
    assert not [name for name in names if name.startswith(("tests/", "examples/"))]


def test_the_sample_run_holds_known_tables_only() -> None:
    folder = REPOSITORY / "embervlm_specs" / "sample_run"
    assert {file.stem for file in folder.glob("*.parquet")} <= set(TABLES)
    json.loads((folder / "provenance.json").read_text())
