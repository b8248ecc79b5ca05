"""The settings as a phone reads and changes them."""

from mobile_api.people import examples as people
from tests.mobile_api.conftest import Desk, code_of

PATH = "/organisation"


def test_settings_are_changed_with_the_tag_of_the_state_they_follow(desk: Desk, elsewhere: Desk) -> None:
    phone = desk.phone("admin")
    before = phone.get(PATH)
    tag = before.headers["ETag"]
    assert phone.get(PATH, If_None_Match=tag).status_code == 304
    after = phone.ask("PUT", PATH, people.CHANGE_SETTINGS, If_Match=tag)
    assert (after.status_code, after.json) == (200, {**people.SETTINGS, "key": desk.world.maker.key})
    assert after.headers["ETag"] == phone.get(PATH).headers["ETag"] != tag
    assert phone.ask("PUT", PATH, people.CHANGE_SETTINGS, If_Match=tag).json == after.json  # the answer was lost
    assert elsewhere.phone("admin").get(PATH).json["name"] == "Hazelwood Care"
    assert phone.get("/me").json["organisation"]["name"] == "Rookery Nursery"


def test_what_a_phone_does_not_know_it_leaves_alone_and_null_takes_away(desk: Desk) -> None:
    phone = desk.phone("admin")
    first = phone.ask("PUT", PATH, people.CHANGE_SETTINGS, If_Match=phone.get(PATH).headers["ETag"])
    old = ("name", "site_word", "client_word", "approvers", "small_setting")
    known = {**{name: people.CHANGE_SETTINGS[name] for name in old}, "name": "Rookery", "safeguarding_hours": None}
    after = phone.ask("PUT", PATH, known, If_Match=first.headers["ETag"])
    contact = {**people.SETTINGS["safeguarding"], "hours": None}
    assert after.json == {**first.json, "name": "Rookery", "safeguarding": contact}
    again = phone.ask("PUT", PATH, known, If_Match=first.headers["ETag"])
    assert (again.status_code, again.json) == (200, after.json)


def test_a_change_without_a_tag_or_of_another_state_is_refused(desk: Desk) -> None:
    phone, body = desk.phone("people_team"), people.CHANGE_SETTINGS
    tag = phone.get(PATH).headers["ETag"]
    assert code_of(phone.ask("PUT", PATH, body)) == (428, "request.if_match_needed")
    for wrong in ("*", '"x"', f"W/{tag}", f'{tag}, "0192f0ba-11c0-7a6e-9b3f-64d0f2a7c581"'):
        assert code_of(phone.ask("PUT", PATH, body, If_Match=wrong)) == (412, "request.stale"), wrong
    assert phone.ask("PUT", PATH, {**body, "name": "First"}, If_Match=tag).status_code == 200
    assert code_of(phone.ask("PUT", PATH, body, If_Match=tag)) == (412, "request.stale")
    assert phone.get(PATH).json["name"] == "First"


def test_settings_are_for_those_who_manage_people(desk: Desk) -> None:
    tag = desk.phone("admin").get(PATH).headers["ETag"]
    for who in ("mentee", "area", "manager", "learning"):
        assert code_of(desk.phone(who).get(PATH)) == (403, "not_allowed")
        assert code_of(desk.phone(who).ask("PUT", PATH, people.CHANGE_SETTINGS, If_Match=tag)) == (
            403, "not_allowed",
        )  # fmt: skip


def test_a_small_setting_without_somebody_to_ask_names_the_fields(desk: Desk) -> None:
    phone = desk.phone("admin")
    body = {**people.CHANGE_SETTINGS, "consultee_name": None}
    answer = phone.ask("PUT", PATH, body, If_Match=phone.get(PATH).headers["ETag"])
    assert code_of(answer) == (422, "organisation.consultee_needed")
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["/consultee_name"]
