"""Asking and signing in a real browser: by keyboard, with the script and without."""

import pytest
from playwright.sync_api import expect

from seeds.making import PIN
from tests.web.browser.conftest import Open, Site, choose, signed


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
