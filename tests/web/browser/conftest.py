"""A browser that looks at a served organisation, for tests of the pages as people see them."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from backend.accounts.vault import Vault
from backend.house import APPLIES, House
from backend.kernel.database import Database
from backend.kernel.settings import Settings
from backend.signoff.requests import RequestSignOff, request_sign_off
from backend.signoff.rules import Outcome
from backend.upkeep.migrating import migrate
from seeds.making import CHEAP, PASSWORD
from tests.conftest import Clock
from tests.world import World, make_world
from web import create_app

# A refused form is a 4xx, and a lost connection an error, which the browser mentions by itself.
EXPECTED = (
    "the server responded with a status of 4",
    "net::ERR_INTERNET_DISCONNECTED",
    "Failed to fetch",
    "htmx:error",
)
PATIENCE = 10_000  # milliseconds, on a machine that is busy with something else
LONG = "Bartholomew Featherstonehaugh-Cholmondeley asks: could it be Thursday or Friday, after handover?"


class Quiet(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Says nothing."""


@dataclass
class Site:
    """A served organisation, with something in every state."""

    url: str
    world: World
    items: dict[str, str]
    signed: str

    def item(self, key: str) -> str:
        """The page of that criterion."""
        return f"{self.url}/plans/{self.world.plan}/items/{self.items[key]}"

    def new(self, key: str) -> str:
        """The page to sign that criterion on."""
        return f"{self.item(key)}/sign-offs/new"

    def pages(self) -> dict[str, list[str]]:
        """The main pages, by who looks at them."""
        receipt = f"{self.url}/sign-offs/{self.signed}/receipt"
        plan = f"{self.url}/plans/{self.world.plan}"
        return {
            "people_team": [f"{self.url}/people/{self.world.mentee}/joining-code/new"],
            "mentor": [
                f"{self.url}/",
                plan,
                self.item("cover-shifts"),
                self.new("on-call"),
                receipt,
                f"{self.url}/me",
                f"{self.url}/notes",
                f"{self.item('cover-shifts')}/history",
                f"{plan}/sign-offs/new",
                f"{plan}/sign-offs/new?item={self.items['on-call']}&item={self.items['decisions']}",
            ],
            "mentee": [
                f"{self.url}/plan",
                self.item("on-call"),
                self.item("reflect"),
                f"{self.item('on-call')}/lending",
                f"{plan}/evidence/new?criterion=on-call",
                f"{self.url}/reflections",
                f"{self.url}/reflections/new",
            ],
        }


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    url = f"sqlite:///{tmp_path_factory.mktemp('browser') / 'countersign.sqlite3'}"
    migrate(url)
    clock = Clock()
    settings = Settings(url, url, "only for tests", Path("/nonexistent"), secure_cookies=False, demo=True)
    house = House(settings, Database(url, clock, APPLIES), Vault(2, CHEAP))
    world = make_world(house, clock)
    items = {str(item.key): str(item.id) for item in world.show().items}
    server = make_server("127.0.0.1", 0, create_app(house), threaded=True, request_handler=Quiet)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", world, items, _stated(world, clock, items))
    server.shutdown()
    serving.join()
    server.server_close()
    house.database.close()


def _stated(world: World, clock: Clock, items: dict[str, str]) -> str:
    clock.move(days=4)
    today, sign = clock.today(), world.maker.sign
    plan: Any = world.plan
    given: Any = items
    signed = sign(world.mentor, plan, given["cover-shifts"], today, "Found cover for the late shift before noon.")
    sign(world.mentor, plan, given["cover-shifts"], today, "Could not find anybody.", outcome=Outcome.NOT_YET,
         next_step="Ask the sister team first")  # fmt: skip
    for key in ("on-call", "team-meeting"):
        act = RequestSignOff(plan_id=plan, item_id=given[key], mentor_id=world.mentor, note=LONG)
        world.do("mentee", request_sign_off, act)
    return str(signed)


Open = Callable[..., Page]


@pytest.fixture
def open_as(site: Site, browser: Browser) -> Iterator[Open]:
    """Opens a browser in which somebody is signed in; what its console complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(who: str | None, **options: Any) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if who:
            page.goto(f"{site.url}/sign-in")
            page.fill("#login", site.world.maker.logins[site.world.people[who]])
            page.fill("#password", PASSWORD)
            page.click("main [type=submit]")
            page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [said for said in complaints if not any(one in said for one in EXPECTED)] == []


def choose(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_role("radio", name=label, exact=True).check()


def signed(site: Site, key: str) -> list[str]:
    return [one.statement for one in site.world.item(key).sign_offs]
