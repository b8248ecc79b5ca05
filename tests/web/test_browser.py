"""The pages in a real browser: with the script and without, by keyboard, on a small phone, in the dark."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from backend.accounts.vault import Vault
from backend.house import APPLIES, House
from backend.kernel.database import Database
from backend.kernel.settings import Settings
from backend.signoff.requests import RequestSignOff, request_sign_off
from backend.signoff.rules import Outcome
from backend.upkeep.migrating import migrate
from seeds.making import CHEAP, PASSWORD, PIN
from tests.conftest import Clock
from tests.databases import chromium_path
from tests.world import World, make_world
from web import create_app

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
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


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        pytest.skip("no browser on this machine")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


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


def test_a_mentor_signs_with_the_keyboard_alone(site: Site, open_as: Open) -> None:
    page = open_as("mentor")
    page.goto(site.new("supervision"))
    said = page.locator(".say-back")
    page.locator("#seen_on").focus()
    for key in ("Space", "Tab", "Space", "Tab", "Space", "Tab", "Space", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("Sat down together for an hour; three actions agreed.")
    expect(said).to_have_text("Maya Alder · Conduct a supervisiontodaywatchedalonecompetent")
    page.keyboard.press("Tab")
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(page.locator("#pin-error")).to_contain_text("That PIN was not right.")
    expect(page.locator("#problem")).to_be_focused()
    assert page.input_value("#statement") == "Sat down together for an hour; three actions agreed."
    page.locator("#pin").focus()
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("Signed.")
    expect(page.locator("#done")).to_be_focused()
    assert page.url == site.item("supervision")
    assert signed(site, "supervision") == ["Sat down together for an hour; three actions agreed."]


def test_a_mentor_signs_not_yet_without_any_script(site: Site, open_as: Open) -> None:
    page = open_as("mentor", java_script_enabled=False)
    page.goto(site.new("appraisal"))
    choose(page, "Today", "I watched", "Not yet")
    expect(page.locator("#next_step")).to_be_visible()
    expect(page.locator("#help")).to_be_hidden()
    page.fill("#statement", "Looked back over the year.")
    page.fill("#pin", PIN)
    page.click(".actions [type=submit]")
    expect(page.locator("#problem")).to_contain_text("Name a good next step.")
    page.fill("#next_step", "Let them speak first")
    page.click(".actions [type=submit]")
    expect(page.locator("#done")).to_contain_text("Your ‘not yet’ is written down; Maya sees the next step.")
    assert signed(site, "appraisal") == ["Looked back over the year."]


@pytest.mark.parametrize(("key", "script"), [("workload", True), ("annual-leave", False)])
def test_s05_a_double_click_on_the_button_signs_once(site: Site, open_as: Open, key: str, script: bool) -> None:
    page = open_as("mentor", java_script_enabled=script)
    page.goto(site.new(key))
    page.locator("[name=method]").first.check(force=True)
    choose(page, "Today", "Competent", "Alone")
    page.fill("#statement", "Once.")
    page.fill("#pin", PIN)
    page.dblclick(".actions [type=submit]")
    expect(page.locator("#done")).to_contain_text("Signed.")
    assert signed(site, key) == ["Once."]


def test_a_next_step_is_filled_in_at_a_tap(site: Site, open_as: Open) -> None:
    page = open_as("mentor")
    page.goto(site.new("on-call"))
    choose(page, "Not yet")
    chip = page.locator("[data-fills=next_step] button").first
    chip.click()
    assert page.input_value("#next_step") == chip.inner_text()


def test_a_mentee_asks_and_takes_the_question_back_on_the_same_page(site: Site, open_as: Open) -> None:
    page = open_as("mentee")
    page.goto(site.item("reflect"))
    choose(page, "Either of them")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#done")).to_contain_text("Asked.")
    page.get_by_role("button", name="Take the question back").click()
    expect(page.locator("#done")).to_contain_text("The question is taken back.")
    assert page.locator("#ask-form :checked").count() == 0
    assert page.url == site.item("reflect")


def test_what_is_typed_survives_a_lost_connection_and_a_reload(site: Site, open_as: Open) -> None:
    page = open_as("mentor")
    page.goto(site.new("client-meeting"))
    choose(page, "Today", "I watched", "Competent", "Alone")
    page.fill("#statement", "Chaired it kindly, and kept to time.")
    page.fill("#pin", PIN)
    page.context.set_offline(True)
    page.click(".actions [type=submit]")
    expect(page.locator(".unsent")).to_contain_text("Not sent: there is no connection.")
    page.context.set_offline(False)
    expect(page.locator(".unsent")).to_contain_text("Not sent yet.")
    page.reload()
    assert page.input_value("#statement") == "Chaired it kindly, and kept to time."
    assert page.input_value("#pin") == ""
    expect(page.locator(".say-back")).to_contain_text("watchedalonecompetent")
    assert page.evaluate("JSON.stringify(sessionStorage)").count(PIN) == 0
    page.goto(f"{site.url}/me")
    expect(page.locator("#unsent-elsewhere")).to_contain_text("Not sent yet: Sign: Chair a client meeting.")
    page.click("#unsent-elsewhere a")
    if page.locator("#pin").count():
        page.fill("#pin", PIN)
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#done")).to_contain_text("Signed.")
    assert signed(site, "client-meeting") == ["Chaired it kindly, and kept to time."]
    assert page.evaluate("sessionStorage.length") == 0


def test_a_note_that_was_not_sent_is_offered_again_and_goes_at_sign_out(site: Site, open_as: Open) -> None:
    page = open_as("comentor")
    page.goto(site.item("budget-plans"))
    page.click("#jot summary")
    page.fill("#jotting", "Asked the family first.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Keep this note").click()
    expect(page.locator(".unsent")).to_contain_text("there is no connection")
    page.context.set_offline(False)
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#done")).to_contain_text("Kept.")
    assert page.evaluate("sessionStorage.length") == 0
    page.goto(site.item("innovate"))
    page.click("#jot summary")
    page.fill("#jotting", "Half a thought.")
    page.goto(f"{site.url}/notes")
    expect(page.locator("main")).to_contain_text("Asked the family first.")
    page.goto(site.item("innovate"))
    assert page.input_value("#jotting") == "Half a thought."
    page.goto(f"{site.url}/me")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{site.url}/sign-in")
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize(("key", "script"), [("rolling-rota", True), ("timesheets", False)])
def test_s44_nothing_of_the_mentor_is_left_on_the_mentees_phone(
    site: Site, open_as: Open, key: str, script: bool
) -> None:
    page = open_as("mentee", java_script_enabled=script)
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    page.goto(site.item(key))
    page.get_by_role("link", name="They can sign on this phone").click()
    page.locator("[name=method]").first.check(force=True)
    choose(page, "Jo Rowan", "Today", "Competent", "Alone")
    page.fill("#statement", "Shown and explained.")
    if script:  # without one a refused page is a step of its own, which the browser will not show again by itself
        page.fill("#password", "not the password")
        page.click(".actions [type=submit]")
        expect(page.locator("#password-error")).to_contain_text("That password was not right.")
        assert page.input_value("#password") == ""
    page.fill("#password", PASSWORD)
    page.click(".actions [type=submit]")
    expect(page.locator("#done")).to_contain_text("The phone is yours again.")
    assert signed(site, key) == ["Shown and explained."]
    for step in (page.go_back, page.go_forward, page.reload):
        step()
        assert PASSWORD not in page.content()
        assert [page.input_value(one) for one in ("#password", "#statement") if page.locator(one).count()] in (
            [],
            ["", ""],
        )
    assert {one["name"] for one in page.context.cookies()} == set(cookies)
    if script:
        assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    page.goto(f"{site.url}/me")
    expect(page.locator("h1")).to_have_text("Maya Alder")


@pytest.mark.parametrize("script", [True, False])
def test_s04_a_mentor_signs_several_in_one_sitting(site: Site, open_as: Open, script: bool) -> None:
    keys = ("support-plans", "decisions") if script else ("risk-assessments", "health-safety")
    page = open_as("mentor", java_script_enabled=script)
    page.goto(f"{site.url}/plans/{site.world.plan}")
    page.get_by_role("link", name="Sign several in one sitting").click()
    for key in keys:
        page.locator(f"[name=item][value='{site.items[key]}']").check()
    choose(page, "Today")
    page.get_by_role("button", name="Go on to sign them").click()
    for key in keys:
        one = page.locator(f"#one-{site.items[key]}")
        assert one.locator("[name^=seen_on]:checked").count() == 1
        assert one.locator("[name^=outcome]:checked").count() == 0
        one.locator("[name^=method]").first.check(force=True)
        one.get_by_role("radio", name="Competent", exact=True).check()
        one.get_by_role("radio", name="Alone", exact=True).check()
        one.locator("textarea[name^=statement]").fill(f"Saw {key} with my own eyes.")
    if page.locator("#pin").count():
        page.fill("#pin", PIN)
    page.click(".actions [type=submit]")
    expect(page.locator("#done")).to_contain_text("All of them are signed.")
    assert [signed(site, key) for key in keys] == [[f"Saw {key} with my own eyes."] for key in keys]


def test_signing_out_leads_to_the_door(site: Site, open_as: Open) -> None:
    page = open_as("comentor")
    page.goto(f"{site.url}/me")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{site.url}/sign-in")
    page.goto(f"{site.url}/me")
    assert page.url == f"{site.url}/sign-in?next=/me"


def test_handing_a_shared_phone_over_leaves_nothing_of_a_person(site: Site, open_as: Open) -> None:
    page = open_as("comentor")
    page.goto(f"{site.url}/me")
    page.get_by_role("button", name="This phone is shared").click()
    expect(page.locator("#done")).to_contain_text("This phone is shared now.")
    page.goto(site.item("reflect"))
    expect(page.locator("h1")).to_be_visible()
    page.evaluate("localStorage.setItem('draft', 'of Sam'); sessionStorage.setItem('draft', 'of Sam')")
    page.get_by_role("button", name="Hand over the phone").click()
    page.wait_for_url(f"{site.url}/sign-in")
    page.wait_for_function("localStorage.length === 0 && sessionStorage.length === 0")
    assert [cookie["name"] for cookie in page.context.cookies() if cookie["name"] != "countersign"] == [
        "countersign-phone"
    ]
    for _ in range(3):  # back, as far as there were pages of Sam's
        page.go_back()
        assert "Maya" not in page.content()
        assert page.url.startswith(f"{site.url}/sign-in")
    page.goto(f"{site.url}/sign-in")
    assert page.evaluate("caches.keys().then((kept) => kept.length)") == 0
    page.get_by_role("link", name="Sam Beech").click()
    expect(page.locator("h1")).to_have_text("Sam Beech")
    assert page.input_value("#password") == ""
    page.fill("#password", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url(f"{site.url}/")
    page.goto(f"{site.url}/me")
    page.get_by_role("button", name="Only one person uses it").click()
    page.wait_for_url(f"{site.url}/sign-in")


def test_a_code_is_in_its_field_after_the_camera_and_nowhere_in_the_address(site: Site, open_as: Open) -> None:
    page = open_as(None)
    page.goto(f"{site.url}/join#K7QM-2X9D-4TRW")
    assert (page.input_value("#code"), page.url) == ("K7QM-2X9D-4TRW", f"{site.url}/join")


def test_no_page_is_wider_than_a_small_phone_a_phone_or_a_laptop(site: Site, open_as: Open) -> None:
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for who, pages in site.pages().items():
        page = open_as(who)
        for url in pages:
            page.goto(url)
            for width in (320, 390, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(wide) == 0, (width, url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_and_use_every_page(site: Site, open_as: Open, scheme: str) -> None:
    found = []
    outside: list[tuple[str | None, list[str]]] = [
        (None, [f"{site.url}/sign-in", f"{site.url}/join", f"{site.url}/nowhere"])
    ]
    for who, pages in [*site.pages().items(), *outside]:
        page = open_as(who, viewport={"width": 390, "height": 800}, color_scheme=scheme)
        for url in pages:
            page.goto(url)
            found += _barriers(page)
            if url.endswith("/new"):
                page.click("main [type=submit]")
                page.wait_for_selector("#problem")
                found += _barriers(page)
    assert found == []


def _barriers(page: Page) -> list[tuple[str, str, str]]:
    response = Axe().run(page).response
    assert response["passes"], page.url
    return [
        (page.url, one["id"], node["html"])
        for one in response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
