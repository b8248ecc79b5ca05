"""Every page in a real browser: no wider than a small phone, in light and dark, and for everybody to use."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.browser.conftest import Open, Site


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
