"""The settings as a page."""

from typing import Any

from tests.web.conftest import At, spot
from tests.world import World

SMALL: dict[str, Any] = {
    "name": "Rookery Nursery", "site_word": "setting", "client_word": "child", "approvers": "site_manager",
    "reviewers": "learning_lead",
    "small_setting": "yes", "consultee_name": "Wren Aspen", "consultee_role": "chair of trustees",
}  # fmt: skip


def test_settings_are_changed_on_a_page_and_read_so_for_everyone(world: World, at: At) -> None:
    admin, mentor = at("admin"), at("mentor")
    assert "/organisation" in admin.get("/me").links()
    assert "/organisation" not in mentor.get("/me").links()
    assert "identify a person you support." in mentor.get(spot(world, "on-call").new).text
    admin.fill("/organisation", "settings", **SMALL)
    page = admin.get(admin.location)
    assert page.heading == "Rookery Nursery"
    assert "Saved." in page.text
    assert (
        "This is a small setting. Where one person holds several roles, the page says so, and Wren Aspen" in page.text
    )
    assert page.form("settings").fields["approvers"] == "site_manager"
    assert page.form("settings").fields["reviewers"] == "learning_lead"
    assert "identify a child." in mentor.get(spot(world, "on-call").new).text


def test_a_form_that_is_refused_keeps_what_was_typed(world: World, at: At) -> None:
    page = at("admin").fill("/organisation", "settings", 422, **{**SMALL, "consultee_name": "", "name": "New name"})
    assert "Name somebody from outside to ask." in page.text
    assert page.form("settings").fields["name"] == "New name"
    page = at("admin").fill("/organisation", "settings", 422, **{**SMALL, "name": "", "client_word": None})
    assert page.text.count("Choose one of these words.") == 2  # at the top, and at the field


def test_two_people_at_once_do_not_overwrite_one_another(world: World, at: At) -> None:
    first, second = at("admin"), at("people_team")
    form = second.get("/organisation").form("settings")
    first.fill("/organisation", "settings", **SMALL)
    page = second.send(form.action, form.filled(**{**SMALL, "name": "Mine"}), 412)
    assert "Somebody has changed this" in page.text
    assert page.form("settings").fields["name"] == "Mine"
    assert first.get("/organisation").heading == "Rookery Nursery"


def test_settings_are_not_for_everyone(at: At) -> None:
    for who in ("mentee", "manager", "area", "learning"):
        assert at(who).client.get("/organisation").status_code == 403


def test_without_a_small_setting_nobody_is_named(world: World, at: At) -> None:
    admin = at("admin")
    admin.fill("/organisation", "settings", **{**SMALL, "small_setting": "no"}, htmx=True, status=200)
    assert "This is a small setting." not in admin.get("/organisation").text
