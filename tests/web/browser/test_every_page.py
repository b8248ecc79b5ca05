"""Every page in a real browser: no wider than a small phone, in light and dark, and for everybody to use."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.browser.conftest import Open, Site

SCHEMES: dict[Literal["light", "dark"], dict[str, Any] | None] = {
    "light": None,
    "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},
}


def test_no_page_is_wider_than_a_small_phone_a_phone_or_a_laptop(site: Site, open_as: Open) -> None:
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for who, pages in site.pages().items():
        page = open_as(who)
        for url in pages:
            page.goto(url)
            for width in (320, 390, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(wide) == 0, (width, url)


def test_everybody_can_read_and_use_every_page(site: Site, open_as: Open) -> None:
    found = []
    outside: list[tuple[str | None, list[str]]] = [
        (None, [f"{site.url}/sign-in", f"{site.url}/join", f"{site.url}/nowhere"])
    ]
    for who, pages in [*site.pages().items(), *outside]:
        page = open_as(who, viewport={"width": 390, "height": 800})
        for url in pages:
            page.goto(url)
            found += _barriers(page)
            if url.endswith("/new"):
                page.click("main [type=submit]")
                page.wait_for_selector("#problem")
                found += _barriers(page)
    assert found == []


def _barriers(page: Page) -> list[tuple[str, str, str, str]]:
    """What is in somebody's way, in light, and in the dark, which is other colours alone."""
    found: list[tuple[str, str, str, str]] = []
    for scheme, options in SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        response = Axe().run(page, options=options).response
        assert response["passes"], page.url
        found += [
            (page.url, scheme, one["id"], node["html"])
            for one in response["violations"]
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
    return found
