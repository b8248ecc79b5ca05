"""What a phone still knows once somebody has handed it on: nothing of theirs."""

import pytest
from playwright.sync_api import expect

from seeds.making import PASSWORD
from tests.web.browser.conftest import Open, Site, choose, signed


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
