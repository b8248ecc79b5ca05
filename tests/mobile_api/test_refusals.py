"""What a sign-off is refused for, and who is refused, as a phone meets it."""

import re
from datetime import timedelta
from typing import Any

import pytest

from backend.kernel.ids import new_id
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.people.appointments import RecordLeaving, record_leaving
from seeds.making import PASSWORD, PIN
from tests.kernel.helping import head
from tests.mobile_api.conftest import Desk, Phone, code_of


def test_s09_a_presence_is_over_after_ten_minutes(desk: Desk) -> None:
    path, body = desk.signing(presence=desk.world.presence("mentor"))
    desk.clock.move(minutes=9, seconds=59)
    assert desk.phone("mentor").post(path, body).status_code == 201
    desk.clock.move(seconds=2)
    assert code_of(desk.phone("mentor").post(path, body)) == (401, "presence.required")


def test_s09_a_presence_is_used_up_after_twenty(desk: Desk) -> None:
    path, body = desk.signing(presence=desk.world.presence("mentor"))
    answers = [desk.phone("mentor").post(path, body).status_code for _ in range(21)]
    assert answers == [201] * 20 + [401]


def test_s10_a_presence_is_its_owners_alone(desk: Desk) -> None:
    path, body = desk.signing(presence=desk.world.presence("comentor"))
    assert code_of(desk.phone("mentor").post(path, body)) == (401, "presence.required")
    assert desk.phone("comentor").post(path, body).status_code == 201


def test_s10_a_presence_is_good_in_its_own_session_only(desk: Desk) -> None:
    presence = desk.world.presence("mentor")
    first = desk.phone("mentor")
    desk.world.maker.sign_in(desk.world.mentor)
    path, body = desk.signing(presence=presence)
    assert code_of(desk.phone("mentor").post(path, body)) == (401, "presence.required")
    assert first.post(path, body).status_code == 201


def test_s11_five_wrong_tries_pause_signing_and_a_password_ends_that(desk: Desk) -> None:
    phone, login = desk.phone("mentor"), desk.world.maker.logins[desk.world.mentor]
    tries = [code_of(phone.post("/auth/presences", {"method": "pin", "pin": "000000"})) for _ in range(5)]
    assert tries == [(401, "presence.wrong")] * 4 + [(403, "presence.locked")]
    right = {"method": "pin", "pin": PIN}
    assert code_of(phone.post("/auth/presences", right)) == (403, "presence.locked")
    assert phone.get("/me").status_code == 200
    device = {"name": "Jo's phone", "platform": "ios"}
    assert phone.post("/auth/sessions", {"login": login, "password": PASSWORD, "device": device}).status_code == 201
    assert phone.post("/auth/presences", right).status_code == 201


def test_a_day_ahead_is_refused(desk: Desk) -> None:
    tomorrow = (desk.clock.today() + timedelta(days=1)).isoformat()
    answer = refused(desk, seen_on=tomorrow)
    assert answer == (422, "sign_off.in_future")


def test_a_day_before_the_plan_is_refused(desk: Desk) -> None:
    before = (desk.clock.today() - timedelta(days=1)).isoformat()
    assert refused(desk, seen_on=before) == (422, "sign_off.before_plan")


def test_s25_more_than_thirty_days_back_needs_a_reason(desk: Desk) -> None:
    seen_on = desk.clock.today().isoformat()
    desk.clock.move(days=30)
    assert desk.sign("cover-shifts", seen_on=seen_on)["sign_off"]["gap_days"] == 30
    desk.clock.move(days=1)
    assert refused(desk, seen_on=seen_on) == (422, "sign_off.gap_reason_needed")
    signed = desk.sign("cover-shifts", seen_on=seen_on, gap_reason="We were both away.")
    assert signed["sign_off"]["gap_reason"] == "We were both away."


@pytest.mark.parametrize("stale", [{"item_rev": 2}, {"item_rev": 0}, {"intent": 2}, {"intent": -1}])
def test_s01_what_has_changed_since_it_was_shown_is_not_signed(desk: Desk, stale: dict[str, int]) -> None:
    assert refused(desk, **stale) == (409, "sign_off.stale_content")


@pytest.mark.parametrize(
    ("changed", "pointers"),
    [
        ({"help": None}, ["/help"]),
        ({"outcome": "not_yet"}, ["/help", "/next_step"]),
        ({"outcome": "not_yet", "help": None}, ["/next_step"]),
        ({"outcome": "not_yet", "next_step": "Try it with Sam beside you."}, ["/help"]),
    ],
)
def test_s02_nothing_is_filled_in_for_the_mentor(desk: Desk, changed: dict[str, Any], pointers: list[str]) -> None:
    path, body = desk.signing(presence=desk.world.presence("mentor"), **changed)
    answer = desk.phone("mentor").post(path, body)
    assert code_of(answer) == (422, "request.invalid")
    assert [fault["pointer"] for fault in answer.json["errors"]] == pointers


def test_an_id_that_was_used_for_something_else_is_refused(desk: Desk) -> None:
    presence = desk.world.presence("mentor")
    path, body = desk.signing(presence=presence, id=new_id())
    assert desk.phone("mentor").post(path, body).status_code == 201
    for change in ({"statement": "Other words."}, {"help": "prompted"}, {"seen_on": "2026-10-02"}, {"intent": 2}):
        assert code_of(desk.phone("mentor").post(path, {**body, **change})) == (409, "id.reused")
    other_path, other = desk.signing("support-plans", presence=presence, id=body["id"])
    assert code_of(desk.phone("mentor").post(other_path, other)) == (409, "id.reused")
    comentors = {**body, "presence": desk.world.presence("comentor")}
    assert code_of(desk.phone("comentor").post(path, comentors)) == (409, "id.reused")
    (signed,) = desk.world.item("cover-shifts").sign_offs
    assert signed.statement == body["statement"]


def test_an_item_of_another_plan_is_not_found(desk: Desk) -> None:
    path, body = desk.signing(presence=desk.world.presence("mentor"))
    plan = {
        "agreement_id": desk.world.agreement,
        "framework_id": desk.world.framework,
        "role": "manager",
        "starts_on": "2026-10-01",
        "ends_on": "2026-12-01",
    }
    other = desk.phone("mentor").post("/plans", plan).json["id"]
    assert code_of(desk.phone("mentor").post(path.replace(desk.world.plan, other), body)) == (404, "not_found")
    assert desk.phone("mentor").post(path, body).status_code == 201


def test_another_organisation_finds_nothing(desk: Desk, elsewhere: Desk) -> None:
    signed = desk.sign()["sign_off"]["id"]
    path, body = desk.signing("support-plans", presence=elsewhere.world.presence("mentor"))
    world, phone = desk.world, elsewhere.phone("mentor")
    withdrawal = {"reason": "Not mine.", "presence": elsewhere.world.presence("mentor")}
    answers = [
        phone.get(f"/plans/{world.plan}"),
        phone.get(f"/agreements/{world.agreement}"),
        phone.get(f"/frameworks/{world.framework}"),
        phone.get(f"/sign-offs/{signed}/receipt"),
        phone.post(path, body),
        phone.post(path.replace("sign-offs", "requests"), {}),
        phone.post(f"/sign-offs/{signed}/withdrawal", withdrawal),
        phone.post("/plans", {"agreement_id": world.agreement, "framework_id": world.framework, "role": "manager",
                              "starts_on": "2026-10-01", "ends_on": "2026-12-01"}),
    ]  # fmt: skip
    assert [code_of(answer) for answer in answers] == [(404, "not_found")] * len(answers)
    assert phone.get(f"/plans?mentee_id={world.mentee}").json["items"] == []
    assert world.plan not in {plan["id"] for plan in phone.get("/plans").json["items"]}


def test_an_id_used_in_another_organisation_is_free_here(desk: Desk, elsewhere: Desk) -> None:
    id_ = desk.sign()["sign_off"]["id"]
    assert elsewhere.sign(id=id_)["sign_off"]["id"] == id_


def test_a_mentor_removed_while_writing_signs_nothing_more(desk: Desk) -> None:
    path, body = desk.signing(presence=desk.world.presence("mentor"))
    signed, first = desk.sign("support-plans"), desk.phone("mentor")
    act = RemoveMentor(agreement_id=desk.world.agreement, mentor_id=desk.world.mentor, reason="A new post elsewhere.")
    desk.world.do("area", remove_mentor, act)
    assert code_of(first.post(path, body)) == (404, "not_found")
    assert first.get(f"/sign-offs/{signed['sign_off']['id']}/receipt").json == signed["receipt"]
    assert desk.world.item("cover-shifts").sign_offs == []


def test_a_lost_answer_is_given_again_to_a_mentor_removed_since(desk: Desk) -> None:
    path, body = desk.signing(presence=desk.world.presence("mentor"), id=new_id())
    first = desk.phone("mentor").post(path, body)
    act = RemoveMentor(agreement_id=desk.world.agreement, mentor_id=desk.world.mentor, reason="A new post elsewhere.")
    desk.world.do("area", remove_mentor, act)
    again = desk.phone("mentor").post(path, body)
    assert again.status_code == 200
    assert (again.json["sign_off"], again.json["receipt"]) == (first.json["sign_off"], first.json["receipt"])


def test_someone_who_left_does_nothing_from_that_minute(desk: Desk) -> None:
    path, body = desk.signing(presence=desk.world.presence("mentor"))
    phone = desk.phone("mentor")
    assert phone.get("/me").status_code == 200
    leave(desk)
    assert code_of(phone.get("/me")) == (401, "session.required")
    assert code_of(phone.post(path, body)) == (401, "session.required")
    login = desk.world.maker.logins[desk.world.mentor]
    back = {"login": login, "password": PASSWORD, "device": {"name": "Jo's phone", "platform": "ios"}}
    assert code_of(phone.post("/auth/sessions", back)) == (401, "session.wrong_login")


def test_a_session_is_over_after_an_hour(desk: Desk) -> None:
    login = desk.world.maker.logins[desk.world.mentor]
    body = {"login": login, "password": PASSWORD, "device": {"name": "Jo's phone", "platform": "ios"}}
    phone = Phone(desk.app, Phone(desk.app).post("/auth/sessions", body).json["access_token"])
    desk.clock.move(minutes=59)
    assert phone.get("/me").status_code == 200
    desk.clock.move(minutes=2)
    assert code_of(phone.get("/me")) == (401, "session.required")


def test_s16_a_mentor_whose_identity_nobody_checked_signs_nothing(desk: Desk) -> None:
    world, maker = desk.world, desk.world.maker
    today = desk.clock.today()
    agreement = maker.agreement(world.mentee, [world.unchecked], world.area, today, today + timedelta(days=60))
    plan = maker.plan(world.unchecked, agreement, world.framework, "manager", today, today + timedelta(days=60))
    items = desk.phone("unchecked").get(f"/plans/{plan}").json["items"]
    item = next(item for item in items if item["key"] == "cover-shifts")
    _, body = desk.signing(presence=world.presence("unchecked"))
    answer = desk.phone("unchecked").post(f"/plans/{plan}/items/{item['id']}/sign-offs", body)
    assert code_of(answer) == (403, "sign_off.identity_unchecked")


def test_s05_no_get_signs_or_changes_anything(desk: Desk) -> None:
    path, body = desk.signing(presence=desk.world.presence("mentor"))
    signed, phone = desk.sign("support-plans")["sign_off"]["id"], desk.phone("mentor")
    taken_back = {"id": new_id(), "reason": "The wrong one.", "presence": desk.world.presence("mentor")}
    assert phone.post(f"/sign-offs/{signed}/withdrawal", taken_back).status_code == 201
    before = phone.get(f"/plans/{desk.world.plan}").json
    known = {
        "plan_id": desk.world.plan,
        "item_id": before["items"][0]["id"],
        "sign_off_id": signed,
        "withdrawal_id": taken_back["id"],
        "framework_id": desk.world.framework,
        "agreement_id": desk.world.agreement,
        "person_id": desk.world.mentor,
        "mentor_id": desk.world.mentor,
        "area_id": desk.world.area_id,
        "site_id": desk.world.site,
    }
    written = head(desk.world.maker.database, desk.world.org)
    methods: dict[str, set[str]] = {}
    for rule in desk.app.url_map.iter_rules():
        methods.setdefault(rule.rule, set()).update(rule.methods or ())
    for address, taken in methods.items():
        found = re.sub("<id:(.*?)>", lambda found: known.get(found[1]) or new_id(), address).removeprefix("/v1")
        if address == found:  # the page that shows the API stands beside it
            continue
        expected = NOT_FOR_MENTORS.get(address, 200) if "GET" in taken else 405
        assert phone.ask("GET", found, body).status_code == expected, address
    assert phone.get(f"/plans/{desk.world.plan}").json == before
    assert head(desk.world.maker.database, desk.world.org) == written
    assert phone.post(path, body).status_code == 201


NOT_FOR_MENTORS = {
    "/v1/deliveries": 403,
    "/v1/organisation": 403,
    "/v1/framework-drafts": 403,
    "/v1/framework-drafts/<id:draft_id>": 404,
    "/v1/agreements/<id:agreement_id>/change-requests": 403,
    "/v1/plans/<id:plan_id>/moves/<id:framework_id>": 403,
    "/v1/people/export.csv": 403,
    "/v1/people/export.xlsx": 403,
    "/v1/people/<id:person_id>/copy": 403,
    "/v1/people/<id:person_id>/leaving": 403,
    "/v1/people/<id:person_id>/copy.pdf": 403,
    "/v1/people/<id:person_id>/what-if": 422,  # it does not say against what
    "/v1/records/<id:record_id>": 404,
    "/v1/records/<id:record_id>/copy.pdf": 404,
    "/v1/reflections/<id:reflection_id>": 404,
    "/v1/evidence/<id:evidence_id>": 404,
    "/v1/evidence/<id:evidence_id>/file": 404,
    "/v1/samples/<id:sample_id>": 404,
    "/v1/reviews/<id:review_id>": 404,
}


def refused(desk: Desk, **changed: Any) -> tuple[int, str]:
    """What the mentor is told about a sign-off so changed; nothing is signed."""
    before = desk.world.item("cover-shifts").sign_offs
    path, body = desk.signing(presence=desk.world.presence("mentor"), **changed)
    told = code_of(desk.phone("mentor").post(path, body))
    assert desk.world.item("cover-shifts").sign_offs == before
    return told


def leave(desk: Desk) -> None:
    """The mentor leaves the organisation."""
    act = RecordLeaving(person_id=desk.world.mentor)
    desk.world.do("people_team", record_leaving, act)
