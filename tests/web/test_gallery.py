"""The gallery in a browser: drawn, silent, turned, played, taken, and readable by everybody."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from embervlm_specs.export.gallery import gallery
from embervlm_specs.figures import FIGURES
from embervlm_specs.run import Run
from embervlm_specs.theme import GRID, INK, MUTED

from .conftest import Open, Watched, write_run

MOVING = "confusion_evolution"
NASTY = "</script><script>alert(1)</script> \"'&<b>🤖 \u202eمرحبا\u202c"


@pytest.fixture(scope="module")
def page_of_the_bundled_run(sample_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gallery") / "gallery.html"
    path.write_text(gallery(sample_run), encoding="utf-8")
    return path


def until(page: Any, expression: str) -> None:
    """Wait for an expression to hold; the page's policy forbids Playwright's own way to."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"in 30 s it did not come to {expression}")


def scroll_through(page: Any) -> None:
    """Bring every figure into view, and wait until all are drawn."""
    for card in page.locator(".card").all():
        card.scroll_into_view_if_needed()
    until(page, "!document.querySelector('.card:not([data-drawn])')")


PANELS = f"""[...document.querySelectorAll('#{MOVING} svg text')]
  .map((text) => text.textContent).filter((text) => text.startsWith('step '))"""


def moments(opened: Watched) -> list[str]:
    """The names of the panels that a moving figure shows."""
    found: list[str] = opened.page.evaluate(PANELS)
    return found


def test_all_figures_of_the_bundled_run_are_drawn_in_silence(
    page_of_the_bundled_run: Path, open_page: Open
) -> None:
    assert page_of_the_bundled_run.stat().st_size < 4_000_000
    opened = open_page(page_of_the_bundled_run)
    opened.page.wait_for_selector(".card[data-drawn]")
    drawn_at_once = opened.page.locator(".card[data-drawn]").count()
    assert drawn_at_once < len(FIGURES)  # the rest waits until it is looked for
    scroll_through(opened.page)
    assert opened.page.locator(".card .vega-embed svg.marks").count() == len(FIGURES)
    assert (opened.messages, opened.outside) == ([], [])


def test_one_slider_turns_the_figures_that_have_steps(
    page_of_the_bundled_run: Path, open_page: Open
) -> None:
    opened = open_page(page_of_the_bundled_run)
    scroll_through(opened.page)
    assert len(moments(opened)) == 4
    slider = opened.page.get_by_role("slider", name="Step")
    slider.focus()
    slider.press("End")
    until(opened.page, f"{PANELS}.length === 1")
    assert moments(opened)[0] in opened.page.locator("#moment").text_content()
    last = moments(opened)
    slider.press("ArrowLeft")
    until(opened.page, f"{PANELS}[0] !== {json.dumps(last[0])}")
    slider.press("Home")
    until(opened.page, f"{PANELS}.length === 4")
    assert opened.messages == []


def test_a_figure_plays_and_stops(page_of_the_bundled_run: Path, open_page: Open) -> None:
    page = open_page(page_of_the_bundled_run).page
    button = page.locator(f"#{MOVING} [data-do=play]")
    button.press("Enter")
    until(page, f"{PANELS}.length === 1")
    first = page.evaluate(PANELS)
    until(page, f"{PANELS}[0] !== {json.dumps(first[0])}")
    button.press("Enter")
    shown = page.evaluate(PANELS)
    page.wait_for_timeout(900)
    assert page.evaluate(PANELS) == shown
    assert button.text_content() == "Play"


@pytest.mark.parametrize(
    ("format", "start"), [("json", b"{"), ("svg", b"<svg"), ("png", b"\x89PNG")]
)
def test_a_figure_can_be_taken(
    format: str, start: bytes, page_of_the_bundled_run: Path, open_page: Open, tmp_path: Path
) -> None:
    opened = open_page(page_of_the_bundled_run)
    with opened.page.expect_download() as waiting:
        opened.page.locator(f"#{MOVING} [data-format={format}]").click()
    assert waiting.value.suggested_filename == f"{MOVING}.{format}"
    waiting.value.save_as(tmp_path / "taken")
    content = (tmp_path / "taken").read_bytes()
    assert content.startswith(start)
    if format == "json":
        run = Run.open()
        assert json.loads(content) == FIGURES[MOVING](run["robot_predictions"]).document
    assert (opened.messages, opened.outside) == ([], [])


def test_filter_tables_and_descriptions(page_of_the_bundled_run: Path, open_page: Open) -> None:
    page = open_page(page_of_the_bundled_run).page
    page.get_by_label("Filter the figures").fill("robot_predictions calibration")
    assert page.locator(".card:visible").count() == 1
    card = page.locator("#confidence_calibration")
    words = FIGURES["confidence_calibration"](Run.open()["robot_predictions"]).description
    assert card.locator("figcaption").text_content() == words
    assert words in card.get_by_role("img").get_attribute("aria-label")
    card.get_by_text("Data", exact=True).click()
    assert card.locator("table caption").first.text_content().startswith("bins: ")
    assert card.locator("table").first.get_by_role("columnheader").count() > 3


def test_dark_phone_and_print(page_of_the_bundled_run: Path, open_page: Open) -> None:
    narrow = {"width": 390, "height": 844}
    page = open_page(page_of_the_bundled_run, viewport=narrow, color_scheme="dark").page
    scroll_through(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    label = page.locator(f'#{MOVING} svg text[fill="{INK}"]').first
    color = "(element) => getComputedStyle(element).fill"
    dark = label.evaluate(color)
    page.get_by_role("button", name="Light").click()
    light = label.evaluate(color)
    assert sum(rgb(dark)) > 600 > 200 > sum(rgb(light))
    page.get_by_role("button", name="Dark").click()
    page.emulate_media(media="print")
    assert label.evaluate(color) == light
    assert not page.get_by_role("button").first.is_visible()


def rgb(color: str) -> list[int]:
    return [int(part) for part in color.removeprefix("rgb(").removesuffix(")").split(",")]


def test_the_style_knows_the_colours_of_the_theme(page_of_the_bundled_run: Path) -> None:
    text = page_of_the_bundled_run.read_text(encoding="utf-8")
    for color in (INK, MUTED, GRID):
        assert f'.chart [stroke="{color}"]' in text


def test_what_is_printed_before_it_was_seen_is_drawn(
    page_of_the_bundled_run: Path, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(page_of_the_bundled_run).page
    page.pdf(path=tmp_path / "page.pdf")
    until(page, "!document.querySelector('.card:not([data-drawn])')")


def test_texts_of_a_run_stay_texts(open_page: Open, tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", tables=("robot_predictions", "models", "reasoning"))
    file = tmp_path / "run" / "robot_predictions.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for row, text in zip(rows[::7], (NASTY, "x" * 10_000) * len(rows), strict=False):
        row["predicted_robot"] = row["task_type"] = text
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "run" / "provenance.json").write_text(json.dumps({NASTY: [{"from": NASTY}]}))
    path = tmp_path / "gallery.html"
    path.write_text(gallery(run), encoding="utf-8")
    opened = open_page(path)
    asked: list[str] = []
    opened.page.on("dialog", lambda dialog: asked.append(dialog.message))
    scroll_through(opened.page)
    opened.page.get_by_text("Where these numbers come from").click()
    assert NASTY in opened.page.locator("dl").text_content()
    card = opened.page.locator(f"#{MOVING}")
    card.get_by_text("Data", exact=True).click()
    assert "</script><script>alert(1)" in card.locator("table").first.text_content()
    assert (asked, opened.messages, opened.outside) == ([], [], [])


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, installed for this test alone."""
    if shutil.which("npm") is None:
        pytest.skip("npm, which installs axe-core, is not there")
    folder = tmp_path_factory.mktemp("axe")
    install = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), "axe-core@4"]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"axe-core could not be installed: {done.stderr.strip()[-200:]}")
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_bars_a_reader(
    scheme: str, axe: str, page_of_the_bundled_run: Path, open_page: Open
) -> None:
    page = open_page(page_of_the_bundled_run, color_scheme=scheme).page
    scroll_through(page)
    page.get_by_text("Where these numbers come from").click()
    page.locator(".data summary").first.click()
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    serious = [
        f"{rule['id']}: {rule['nodes'][0]['html'][:200]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]
    assert not serious
