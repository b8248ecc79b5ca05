"""What was typed and could not be sent stays on this device until it is, and no longer."""

from playwright.sync_api import expect

from seeds.making import PIN
from tests.web.browser.conftest import Open, Site, choose, signed


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
