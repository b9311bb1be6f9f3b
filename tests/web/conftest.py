"""A real browser, and folders of a page served to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from embervlm_specs.run import Run
from embervlm_specs.tables import TABLES
from tests.tables_made import make_table

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Open = Callable[..., Any]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium, driven by Playwright; tests that need it skip where one is absent."""
    if not CHROMIUM.is_file():
        pytest.skip(f"the browser {CHROMIUM} is not installed")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield chromium
        chromium.close()


class Watched:
    """A page, and what it said and asked for."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.messages: list[str] = []
        self.requests: list[str] = []
        page.set_default_timeout(30_000)
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    @property
    def outside(self) -> list[str]:
        """Requests for anything but the page and what it holds itself."""
        inside = ("data:", "blob:", self.page.url.split("#")[0])
        return [url for url in self.requests if not url.startswith(inside)]


@pytest.fixture
def open_page(browser: Any) -> Iterator[Open]:
    """Open an address, or a file, with the options of a browser context."""
    contexts = []

    def open_(address: str | Path, **options: Any) -> Watched:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.page.goto(address.as_uri() if isinstance(address, Path) else address)
        return watched

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and its address, served under a strict policy."""

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            policy = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:"
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, *_: object) -> None:
            pass

    folder = tmp_path / "site"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def write_run(folder: Path, *, seed: int = 0, tables: tuple[str, ...] = (), **size: int) -> Run:
    """A run of made tables, all of them or these."""
    folder.mkdir(parents=True)
    for name in tables or TABLES:
        make_table(name, seed=seed, **size).to_json(
            folder / f"{name}.jsonl", orient="records", lines=True, force_ascii=False
        )
    return Run.open(folder)
