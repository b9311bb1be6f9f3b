from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from embervlm_specs.errors import DocumentError, RenderError
from embervlm_specs.figures import (
    confidence_calibration,
    confusion_evolution,
    layer_accuracy_3d_surface,
)
from embervlm_specs.files import write_atomically
from embervlm_specs.render import render
from embervlm_specs.render.gif import assemble
from embervlm_specs.render.pool import RenderPool
from tests.tables_made import make_table


def png(color: str, size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


def test_gif_frames_have_one_size_and_keep_their_colours() -> None:
    made = Image.open(io.BytesIO(assemble([png("#1c64a8", (8, 6)), png("#d95f02", (10, 4))])))
    assert (made.n_frames, made.size, made.info["loop"]) == (2, (10, 6), 0)
    seen = []
    for i in range(2):
        made.seek(i)
        seen.append(made.convert("RGB").getpixel((0, 0)))
    assert seen == [(0x1C, 0x64, 0xA8), (0xD9, 0x5F, 0x02)]
    made.seek(1)
    assert made.convert("RGB").getpixel((0, 5)) == (255, 255, 255)


def test_the_gif_of_a_figure_has_a_frame_a_step_on_white() -> None:
    spec = confusion_evolution(make_table("robot_predictions", steps=5, samples=3))
    made = Image.open(io.BytesIO(render(spec.document, ["gif"])["gif"]))
    assert made.n_frames == 5
    assert made.convert("RGB").getpixel((1, 1)) == (255, 255, 255)


def test_surfaces_repeat_byte_for_byte_and_carry_their_words() -> None:
    spec = layer_accuracy_3d_surface(make_table("layer_accuracy"))
    first, second = (render(spec.document, ["svg", "png", "pdf"]) for _ in range(2))
    assert first == second
    assert spec.description.encode() in first["svg"]
    assert Image.open(io.BytesIO(first["png"])).info["dpi"][0] == pytest.approx(300, abs=0.1)
    assert Image.open(io.BytesIO(first["png"])).width == spec.document["width"] * 300 // 72


def test_matplotlib_names_what_it_cannot_draw() -> None:
    document = layer_accuracy_3d_surface(make_table("layer_accuracy")).to_dict()
    document["encoding"]["z"]["field"] = "acuracy"
    with pytest.raises(DocumentError, match="no column"):
        render(document, ["svg"])
    document["encoding"]["z"]["field"] = "accuracy"
    document["mark"]["type"] = "pie"
    with pytest.raises(RenderError, match="draws no 'pie'"):
        render(document, ["svg"])


def test_the_pool_draws_what_render_draws() -> None:
    specs = [
        confidence_calibration(make_table("robot_predictions")),
        layer_accuracy_3d_surface(make_table("layer_accuracy")),
    ]
    with RenderPool(2) as pool:
        futures = [pool.submit(spec.document, ["svg", "json"]) for spec in specs]
        broken = pool.submit({**specs[0].document, "mark": "unheard-of"}, ["svg"])
        assert [future.result() for future in futures] == [
            render(spec.document, ["svg", "json"]) for spec in specs
        ]
        with pytest.raises((RenderError, DocumentError)):
            broken.result()


def test_a_process_that_dies_is_replaced() -> None:
    document = confidence_calibration(make_table("robot_predictions")).document
    with RenderPool(1) as pool:
        pool.submit(document, ["svg"]).result()
        pool._workers[0].kill()
        with pytest.raises(RenderError, match="ended unexpectedly"):
            pool.submit(document, ["svg"]).result()
        assert pool.submit(document, ["svg"]).result()["svg"]


def test_files_are_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_atomically(tmp_path / "a" / "b.txt", "ä")
    assert path.read_text() == "ä"
    assert path.stat().st_mode & 0o777 == 0o666 & ~os.umask(os.umask(0o022))

    def fail(*args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, "new")
    assert path.read_text() == "ä"
    assert list(path.parent.iterdir()) == [path]
