"""The main job, from signing in to taking back, as two phones live it."""

from backend.kernel.ids import new_id
from seeds.making import PASSWORD, PIN
from tests.mobile_api.conftest import Desk, Phone, code_of


def test_a_mentor_signs_in_finds_the_plan_and_signs(desk: Desk) -> None:
    stranger = Phone(desk.app)
    login = desk.world.maker.logins[desk.world.mentor]
    device = {"name": "Jo's phone", "platform": "ios"}
    signed_in = stranger.post("/auth/sessions", {"login": login, "password": PASSWORD, "device": device})
    assert signed_in.status_code == 201
    phone = Phone(desk.app, signed_in.json["access_token"])
    (listed,) = phone.get("/plans?mentor_id=me&status=active").json["items"]
    plan = phone.get(f"/plans/{listed['id']}").json
    item = next(item for item in plan["items"] if item["may"]["sign_off"])
    presence = phone.post("/auth/presences", {"method": "pin", "pin": PIN})
    assert (presence.status_code, presence.json["uses_left"], presence.json["expires_in"]) == (201, 20, 600)
    _, body = desk.signing(presence=presence.json["presence"], item_rev=item["rev"], intent=item["intent"])
    answer = phone.post(f"/plans/{plan['id']}/items/{item['id']}/sign-offs", body)
    assert answer.status_code == 201
    assert sorted(answer.json) == ["item", "progress", "receipt", "sign_off"]
    assert answer.json["sign_off"]["signer"]["name"] == "Jo Rowan"
    assert answer.json["receipt"]["id"] == answer.json["sign_off"]["id"]
    assert phone.get(f"/plans/{plan['id']}").json["progress"] == answer.json["progress"]


def test_a_repeated_sign_off_is_answered_as_the_first_time(desk: Desk) -> None:
    path, body = desk.signing(presence=desk.world.presence("mentor"), id=new_id())
    first = desk.phone("mentor").post(path, body)
    again = desk.phone("mentor").post(path, body)
    without = desk.phone("mentor").post(path, {**body, "presence": None})
    assert (first.status_code, again.status_code, without.status_code) == (201, 200, 200)
    assert again.json == first.json == without.json


def test_a_repeat_spends_no_presence(desk: Desk) -> None:
    presence = desk.world.presence("mentor")
    path, body = desk.signing("support-plans", presence=presence, id=new_id())
    for _ in range(21):
        last = desk.phone("mentor").post(path, body)
    assert last.status_code == 200
    desk.clock.move(seconds=1)
    other_path, other = desk.signing(presence=presence)
    assert desk.phone("mentor").post(other_path, other).status_code == 201


def test_s18_a_mentee_signs_nothing_of_their_own(desk: Desk) -> None:
    path, body = desk.signing(presence=desk.world.presence("mentee"))
    assert code_of(desk.phone("mentee").post(path, body)) == (403, "sign_off.own_work")


def test_a_mentee_asks_and_the_mentor_finds_it_waiting(desk: Desk) -> None:
    item = desk.world.item("cover-shifts")
    body = {"id": new_id(), "mentor_id": desk.world.mentor, "note": "On Thursday, if you can."}
    path = f"/plans/{desk.world.plan}/items/{item.id}/requests"
    asked = desk.phone("mentee").post(path, body)
    assert (asked.status_code, asked.json["id"]) == (201, body["id"])
    assert asked.json["item"]["waiting"]["note"] == "On Thursday, if you can."
    (mentor,) = asked.json["item"]["waiting"]["on"]
    assert mentor == {"id": desk.world.mentor, "name": "Jo Rowan", "is_away": False, "away_until": None, "deputy": None}
    again = desk.phone("mentee").post(path, body)
    assert (again.status_code, again.json) == (200, asked.json)
    (wait,) = desk.phone("mentor").get("/waits").json["items"]
    assert (wait["id"], wait["item_id"], wait["title"]) == (body["id"], item.id, item.title)
    assert desk.phone("mentor").get("/me").json["waits"]["count"] == 1
    assert desk.phone("comentor").get("/waits").json["items"] == []


def test_a_request_taken_back_waits_for_nobody(desk: Desk) -> None:
    item = desk.world.item("cover-shifts")
    path = f"/plans/{desk.world.plan}/items/{item.id}/requests"
    request = desk.phone("mentee").post(path, {}).json["id"]
    assert code_of(desk.phone("mentor").delete(f"/requests/{request}")) == (403, "not_allowed")
    assert desk.phone("mentee").delete(f"/requests/{request}").status_code == 204
    assert desk.phone("mentee").delete(f"/requests/{request}").status_code == 204
    assert desk.phone("mentor").get("/waits").json["items"] == []


def test_s07_s31_a_sign_off_taken_back_stays_and_no_longer_counts(desk: Desk) -> None:
    signed = desk.sign()
    path = f"/sign-offs/{signed['sign_off']['id']}/withdrawal"
    body = {"id": new_id(), "reason": "Signed the wrong one.", "presence": desk.world.presence("mentor")}
    taken = desk.phone("mentor").post(path, body)
    assert taken.status_code == 201
    assert taken.json["sign_off"]["withdrawal"]["reason"] == "Signed the wrong one."
    assert (taken.json["sign_off"]["counts"], taken.json["item"]["status"]) == (False, "open")
    assert taken.json["receipt"]["id"] == body["id"]
    again = desk.phone("mentor").post(path, body)
    assert (again.status_code, again.json) == (200, taken.json)
    other = {"reason": "Once more.", "presence": desk.world.presence("mentor")}
    assert code_of(desk.phone("mentor").post(path, other)) == (409, "sign_off.already_withdrawn")


def test_s33_nobody_but_the_signer_takes_a_sign_off_back(desk: Desk) -> None:
    signed = desk.sign()
    body = {"reason": "Not mine.", "presence": desk.world.presence("comentor")}
    path = f"/sign-offs/{signed['sign_off']['id']}/withdrawal"
    assert code_of(desk.phone("comentor").post(path, body)) == (403, "not_allowed")


def test_s30_the_receipt_is_the_one_given_at_once(desk: Desk) -> None:
    signed = desk.sign()
    path = f"/sign-offs/{signed['sign_off']['id']}/receipt"
    assert desk.phone("mentee").get(path).json == signed["receipt"]
    assert code_of(desk.phone("stranger").get(path)) == (404, "not_found")


def test_a_plan_is_made_once(desk: Desk) -> None:
    world = desk.world
    body = {
        "id": new_id(),
        "agreement_id": world.agreement,
        "framework_id": world.framework,
        "role": "manager",
        "starts_on": "2026-10-01",
        "ends_on": "2026-12-31",
    }
    made = desk.phone("mentor").post("/plans", body)
    again = desk.phone("mentor").post("/plans", body)
    assert (made.status_code, again.status_code, again.json) == (201, 200, made.json)
    assert code_of(desk.phone("mentor").post("/plans", {**body, "role": "senior"})) == (409, "id.reused")
    assert code_of(desk.phone("mentee").post("/plans", {**body, "id": new_id()})) == (403, "not_allowed")


def test_frameworks_and_agreements_are_read(desk: Desk) -> None:
    phone = desk.phone("mentee")
    (listed,) = phone.get("/frameworks").json["items"]
    framework = phone.get(f"/frameworks/{listed['id']}").json
    assert {key: framework[key] for key in listed} == listed
    assert {"key", "title", "roles", "signatures", "policy", "question", "guidance"} <= framework["criteria"][0].keys()
    (agreed,) = phone.get("/agreements").json["items"]
    agreement = phone.get(f"/agreements/{agreed['id']}").json
    assert [mentor["name"] for mentor in agreement["mentors"]] == ["Jo Rowan", "Sam Beech"]
    assert code_of(desk.phone("stranger").get(f"/agreements/{agreed['id']}")) == (404, "not_found")


def test_signing_out_ends_session_and_presence(desk: Desk) -> None:
    presence = desk.world.presence("mentor")
    old = desk.phone("mentor")
    assert old.get("/me").status_code == 200
    assert old.delete("/auth/sessions/current").status_code == 204
    assert code_of(old.get("/me")) == (401, "session.required")
    desk.world.maker.sign_in(desk.world.mentor)
    path, body = desk.signing(presence=presence)
    assert code_of(desk.phone("mentor").post(path, body)) == (401, "presence.required")
