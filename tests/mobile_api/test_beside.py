"""What is done beside signing, as phones do it: handing on, numbers of signatures, disputes, withdrawals by two."""

from typing import Any

from backend.kernel.ids import new_id
from tests.mobile_api.conftest import Desk, Log, code_of
from tests.mobile_api.test_budgets import cost


def asked(desk: Desk, key: str = "cover-shifts", mentor: str | None = None) -> str:
    """The path of a request of the mentee's."""
    item = desk.world.item(key)
    path, body = f"/plans/{desk.world.plan}/items/{item.id}/requests", {"mentor_id": mentor}
    return f"/requests/{desk.phone('mentee').post(path, body).json['id']}"


def test_a_request_is_passed_on_and_declined_by_phone(desk: Desk) -> None:
    world, path = desk.world, asked(desk, mentor=desk.world.mentor)
    passing = {"id": new_id(), "mentor_id": world.comentor, "reason": "Sam is on."}
    first = desk.phone("mentor").post(f"{path}/passing-on", passing)
    again = desk.phone("mentor").post(f"{path}/passing-on", passing)
    assert (first.status_code, again.status_code, first.json) == (201, 200, again.json)
    waiting = first.json["item"]["waiting"]
    assert ([one["id"] for one in waiting["on"]], waiting["handed_on"]["how"], waiting["may"]) == (
        [world.comentor], "passed_on", {"hand_on": False},
    )  # fmt: skip
    comentor = desk.phone("comentor")
    assert [wait["id"] for wait in comentor.get("/waits").json["items"] if wait["kind"] == "request"] == [
        path.removeprefix("/requests/")
    ]
    answers = [comentor.post(f"{path}/decline", {"reason": "Not this week."}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    item = answers[0].json["item"]
    assert (item["waiting"], item["declined"]["reason"], item["declined"]["by"]["id"]) == (
        None, "Not this week.", world.comentor,
    )  # fmt: skip
    assert code_of(desk.phone("mentor").post(f"{path}/decline", {"reason": "No."})) == (409, "request.over")


def test_signatures_are_raised_and_lowered_by_phone(desk: Desk) -> None:
    item = desk.world.item("cover-shifts")
    there = f"/plans/{desk.world.plan}/items/{item.id}/requirements"
    raised = desk.phone("mentee").post(there, {"signatures": 2, "reason": "Twice."})
    assert (raised.status_code, raised.json["item"]["signatures_required"], raised.json["item"]["rev"]) == (201, 2, 2)
    again = desk.phone("mentee").post(there, {"signatures": 2, "reason": "Twice."})
    assert code_of(again) == (409, "requirement.no_change")
    assert desk.phone("mentee").post(there, {"signatures": 3, "reason": "Thrice."}).status_code == 422
    lowered = desk.phone("mentor").post(there, {"signatures": 1, "reason": "Once was enough."})
    requirement = lowered.json["item"]["requirements"][-1]["id"]
    path = f"/requirements/{requirement}"
    assert code_of(desk.phone("mentor").post(f"{path}/answers", {"answer": "agree"})) == (
        403, "requirement.own_proposal",
    )  # fmt: skip
    mentee = desk.phone("mentee")
    answers = [mentee.post(f"{path}/answers", {"answer": "agree"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    trace = answers[0].json["item"]["requirements"]
    assert [(one["before"], one["after"], one["status"]) for one in trace] == [(1, 2, "made"), (2, 1, "agreed")]
    assert code_of(desk.phone("mentor").delete(path)) == (409, "requirement.over")


def test_a_mentee_disputes_by_phone(desk: Desk) -> None:
    signed = desk.sign()["sign_off"]["id"]
    answer = desk.phone("mentee").post(f"/sign-offs/{signed}/dispute", {"text": "I needed no prompt."})
    assert (answer.status_code, answer.json["item"]["sign_offs"][0]["dispute"]["text"]) == (201, "I needed no prompt.")
    item = desk.world.item("on-call")
    answer = desk.phone("mentee").post(f"/plans/{desk.world.plan}/items/{item.id}/disputes", {"text": "Jo saw it."})
    assert (answer.status_code, answer.json["item"]["dispute"]["text"]) == (201, "Jo saw it.")


def test_s33_two_people_withdraw_anothers_word_by_phone(desk: Desk) -> None:
    signed, world = desk.sign()["sign_off"]["id"], desk.world
    body: dict[str, Any] = {"id": new_id(), "reason": "The rota says otherwise.", "presence": world.presence("area")}
    opened = [desk.phone("area").post(f"/sign-offs/{signed}/withdrawal", body) for _ in range(2)]
    assert [answer.status_code for answer in opened] == [201, 200]
    shown = opened[0].json["sign_off"]
    assert (shown["withdrawal"], shown["withdrawal_open"]["id"], shown["counts"]) == (None, body["id"], True)
    path = f"/withdrawals/{body['id']}"
    assert code_of(desk.phone("people_team").post(f"{path}/confirmations", {})) == (401, "presence.required")
    presence = {"presence": world.presence("people_team")}
    confirmed = [desk.phone("people_team").post(f"{path}/confirmations", presence) for _ in range(2)]
    assert [answer.status_code for answer in confirmed] == [201, 200]
    withdrawal = confirmed[0].json["sign_off"]["withdrawal"]
    assert (withdrawal["by"], withdrawal["confirmed_by"]) == ("Ash Linden", "Ivy Cedar")
    receipt = desk.phone("mentee").get(f"/withdrawals/{withdrawal['id']}/receipt")
    assert (receipt.json, receipt.json["kind"]) == (confirmed[0].json["receipt"], "confirm_withdrawal")
    assert code_of(desk.phone("area").delete(path)) == (409, "withdrawal.over")


def test_an_opener_takes_it_back_by_phone(desk: Desk) -> None:
    signed, body = desk.sign()["sign_off"]["id"], {"reason": "No.", "presence": desk.world.presence("area")}
    opened = desk.phone("area").post(f"/sign-offs/{signed}/withdrawal", body).json["sign_off"]["withdrawal_open"]
    assert desk.phone("area").delete(f"/withdrawals/{opened['id']}").status_code == 204
    assert desk.world.item("cover-shifts").sign_offs[0].withdrawal_open is None


def test_s20_that_was_not_me_is_said_and_looked_into_by_phone(desk: Desk) -> None:
    world, signed = desk.world, desk.sign()["sign_off"]["id"]
    body, there = {"id": new_id()}, f"/sign-offs/{signed}"
    first, again = [desk.phone("mentor").post(f"{there}/not-me", body) for _ in range(2)]
    assert (first.status_code, again.status_code, first.json) == (201, 200, again.json)
    shown = first.json["sign_off"]
    assert (shown["counts"], shown["freeze"]["id"], shown["freeze"]["ended_at"]) == (False, body["id"], None)
    assert first.json["progress"]["signatures_counted"] == 0
    assert [w["kind"] for w in desk.phone("area").get("/waits").json["items"]] == ["sign_off_frozen"]
    asked = {"id": new_id(), "reason": "On the shared phone.", "presence": world.presence("area")}
    opened = [desk.phone("area").post(f"{there}/lifting", asked) for _ in range(2)]
    assert [answer.status_code for answer in opened] == [201, 200]
    assert desk.phone("area").delete(f"/liftings/{asked['id']}").status_code == 204
    asked |= {"id": new_id(), "presence": world.presence("area")}
    assert desk.phone("area").post(f"{there}/lifting", asked).json["sign_off"]["freeze"]["lifting"]["id"] == asked["id"]
    path = f"/liftings/{asked['id']}/confirmations"
    assert code_of(desk.phone("people_team").post(path, {})) == (401, "presence.required")
    presence = {"presence": world.presence("people_team")}
    confirmed = [desk.phone("people_team").post(path, presence) for _ in range(2)]
    assert [answer.status_code for answer in confirmed] == [201, 200]
    shown = confirmed[0].json["sign_off"]
    assert (shown["counts"], shown["freeze"]["ended_how"], shown["freeze"]["lifting"]["confirmed_by"]) == (
        True, "lifted", "Ivy Cedar",
    )  # fmt: skip


def test_a_plan_costs_four_statements_more_however_much_stands_beside(desk: Desk, log: Log) -> None:
    signed, mentee = desk.sign()["sign_off"]["id"], desk.phone("mentee")
    path = f"/plans/{desk.world.plan}"
    assert cost(log, mentee, "GET", path) == (200, 5)
    for text in ("One.", "Two.", "Three."):
        mentee.post(f"/sign-offs/{signed}/dispute", {"text": text})
        assert cost(log, mentee, "GET", path) == (200, 9)
