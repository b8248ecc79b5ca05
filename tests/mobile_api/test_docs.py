"""The page on which people read the API: served whole by ourselves, and it works in a browser under its own policy."""

import re
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Route, expect
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import WSGIRequestHandler, make_server

from backend.house import House
from mobile_api.docs import PAGE

VENDOR = Path(__file__).resolve().parents[2] / "web" / "static" / "vendor"


class Quiet(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def url(app: Flask, house: House) -> Iterator[str]:
    """Where the API is served, under `/api`."""
    mounted = DispatcherMiddleware(Flask("nothing", static_folder=None), {"/api": app})
    server = make_server("127.0.0.1", 0, mounted, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_page_has_a_policy_of_its_own_and_names_nothing_from_elsewhere(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/docs")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; ")
    assert re.findall(r"https?://|//\w", answer.text) == []
    assert "unsafe-inline" not in client.get("/v1/openapi.json").headers.get("Content-Security-Policy", "")


def test_its_script_is_the_vendored_one_to_the_byte_packed_or_not(app: Flask) -> None:
    (path,) = re.findall(r'src="(docs/rapidoc\.[0-9a-f]{12}\.js)"', PAGE)
    plain = app.test_client().get(f"/{path}")
    assert plain.data == (VENDOR / "rapidoc-min.js").read_bytes()
    assert sha256(plain.data).hexdigest() in (VENDOR / "README.md").read_text()
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    packed = app.test_client().get(f"/{path}", headers={"Accept-Encoding": "gzip"})
    assert (packed.headers["Content-Encoding"], len(packed.data) < 300_000) == ("gzip", True)


@pytest.mark.same_on_both
def test_it_shows_what_is_described_and_asks_nobody_else(url: str, browser: Browser) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 390, "height": 844})

    def watch(route: Route) -> None:
        asked.append(route.request.url)
        if route.request.url.endswith("openapi.json"):
            route.fulfill(response=(said := route.fetch()), json=_of_plans(said.json()))
        else:
            route.continue_()

    page.route("**/*", watch)
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{url}/api/docs")
    expect(page.get_by_text("Read a plan with everything on it").first).to_be_attached(timeout=30_000)
    page.close()
    assert complaints == []
    assert asked != []
    assert [address for address in asked if not address.startswith(f"{url}/api/")] == []


def _of_plans(described: Any) -> Any:
    """What is said of plans alone: the page takes its time with all of it."""
    return described | {
        "paths": {path: told for path, told in described["paths"].items() if path == "/v1/plans/{plan_id}"}
    }
