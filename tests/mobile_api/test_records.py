"""Records as a phone meets them: written in a minute, changed against an ETag, shared, answered with presence."""

from typing import Any

import pytest

from backend.kernel.ids import new_id
from tests.mobile_api.conftest import Desk, code_of

SAID: dict[str, Any] = {"happened_on": "2026-09-30", "shows": "good_practice", "account": "Rang the family herself."}


def begun(desk: Desk, who: str = "mentor", **changed: Any) -> Any:
    body = {"subject_id": desk.world.mentee, "kind": "observation", **SAID, **changed}
    answer = desk.phone(who).post("/records", body)
    assert answer.status_code == 201, answer.json
    return answer.json


def test_its_kind_the_day_and_the_account_are_all_that_a_draft_needs(desk: Desk) -> None:
    draft = begun(desk)
    assert (draft["state"], draft["happened_on"], draft["written_on"], draft["lapses_on"]) == (
        "draft", "2026-09-30", "2026-10-01", "2026-10-15",
    )  # fmt: skip
    answer = desk.phone("mentor").post("/records", {"subject_id": desk.world.mentee})
    assert code_of(answer) == (422, "request.invalid")
    assert {fault["pointer"] for fault in answer.json["errors"]} == {"/kind", "/happened_on", "/account"}


def test_a_draft_is_changed_against_its_etag(desk: Desk) -> None:
    phone, path = desk.phone("mentor"), f"/records/{begun(desk)['id']}"
    tag = phone.get(path).headers["ETag"]
    assert phone.get(path, If_None_Match=tag).status_code == 304
    assert code_of(phone.ask("PUT", path, SAID)) == (428, "request.if_match_needed")
    changed = phone.ask("PUT", path, {**SAID, "account": "Rang them twice."}, If_Match=tag)
    assert (changed.status_code, changed.json["account"]) == (200, "Rang them twice.")
    assert changed.headers["ETag"] == phone.get(path).headers["ETag"] != tag
    assert code_of(phone.ask("PUT", path, SAID, If_Match=tag)) == (412, "request.stale")
    assert phone.delete(path).status_code == 204
    assert code_of(phone.get(path)) == (404, "not_found")


def test_the_same_record_sent_twice_is_made_once(desk: Desk) -> None:
    body = {"id": new_id(), "subject_id": desk.world.mentee, "kind": "observation", **SAID}
    answers = [desk.phone("mentor").post("/records", body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert code_of(desk.phone("mentor").post("/records", {**body, "account": "No."})) == (409, "id.reused")
    sharings = [desk.phone("mentor").post(f"/records/{body['id']}/sharing", {}) for _ in range(2)]
    assert [answer.status_code for answer in sharings] == [201, 200]


def test_a_record_goes_its_way_from_the_first_line_to_the_answer_to_an_amended_one(desk: Desk) -> None:
    mentor, mentee = desk.phone("mentor"), desk.phone("mentee")
    step = {"text": "Ring them on Friday.", "due_on": "2026-10-09"}
    path = f"/records/{begun(desk, criteria=['team-meeting'], next_steps=[step])['id']}"
    assert code_of(mentee.get(path)) == (404, "not_found")
    shared = mentor.post(f"{path}/sharing", {}).json
    assert (shared["state"], shared["may"]["discuss"]) == ("shared", True)
    assert mentee.get("/waits").json["items"] == []
    assert mentor.post(f"{path}/discussion", {"discussed_on": "2026-10-01"}).json["answer_due_on"] == "2026-10-08"
    (wait,) = mentee.get("/waits").json["items"]
    assert (wait["kind"], wait["about_id"]) == ("record_to_answer", shared["id"])
    said = {"answer": "partly", "comment": "My sister rang as well."}
    assert code_of(mentee.post(f"{path}/answer", said)) == (401, "presence.required")
    answered = mentee.post(f"{path}/answer", {**said, "presence": desk.world.presence("mentee")})
    assert (answered.status_code, answered.json["state"], answered.json["answer"]["comment"]) == (
        201, "answered", "My sister rang as well.",
    )  # fmt: skip
    amended = {**SAID, "account": "Rang the family with her sister.", "reason": "Both rang.", "follows": 1}
    now = mentor.post(f"{path}/amendments", amended).json
    assert ([one["account"] for one in now["versions"]], now["answer"]) == (
        ["Rang the family herself.", "Rang the family with her sister."], None,
    )  # fmt: skip
    late = {"answer": "agree", "version": 1, "presence": desk.world.presence("mentee")}
    assert code_of(mentee.post(f"{path}/answer", late)) == (409, "id.reused")
    assert mentee.post(f"{path}/answer", {**late, "version": 2}).json["state"] == "answered"
    (listed,) = mentee.get("/records?subject_id=me").json["items"]
    assert (listed["id"], listed["state"], listed["answer"]) == (shared["id"], "answered", "agree")
    assert mentee.post(f"{path}/inclusion", {"include": True}).json["included"] is True
    (owed,) = mentee.get("/next-steps").json["items"]
    assert owed["due_on"] == "2026-10-09"
    settled = mentee.post(f"/next-steps/{owed['id']}/settlement", {"outcome": "done"})
    assert (settled.status_code, settled.json["status"]) == (201, "done")
    assert mentee.get("/next-steps").json["items"] == []


def test_a_record_is_written_up_from_a_note_which_sharing_uses_up(desk: Desk) -> None:
    phone = desk.phone("manager")
    note = {"person_id": desk.world.mentee, "text": "Rang the family.", "happened_at": "2026-09-30T17:00:00Z"}
    kept = phone.post("/notes", note).json["id"]
    draft = begun(desk, "manager", note_id=kept)
    assert (draft["note_id"], len(phone.get("/notes").json["items"])) == (kept, 1)
    phone.post(f"/records/{draft['id']}/sharing", {})
    assert phone.get("/notes").json["items"] == []
    other = phone.post("/notes", {**note, "person_id": desk.world.comentor}).json["id"]
    body = {"subject_id": desk.world.mentee, "kind": "observation", **SAID, "note_id": other}
    assert code_of(phone.post("/records", body)) == (422, "note.of_another_person")


@pytest.mark.parametrize("lacking", ["concern", "good_would_look_like", "support_offered"])
def test_practice_to_improve_names_what_it_lacks(desk: Desk, lacking: str) -> None:
    texts: dict[str, Any] = {
        "concern": "Late.",
        "good_would_look_like": "On time.",
        "support_offered": "A later start.",
    }
    draft = begun(desk, kind="practice_to_improve", **{**texts, lacking: None})
    answer = desk.phone("mentor").post(f"/records/{draft['id']}/sharing", {"discussed_on": "2026-10-01"})
    assert code_of(answer) == (422, "record.text_needed")
    assert [fault["pointer"] for fault in answer.json["errors"]] == [f"/{lacking}"]


def test_a_list_asks_for_somebody_by_id_or_says_me(desk: Desk) -> None:
    assert code_of(desk.phone("mentor").get("/records?writer_id=myself")) == (422, "request.invalid")
    assert desk.phone("mentor").get("/records?state=draft&writer_id=me").json["items"] == []


def test_the_rhythm_says_how_long_somebody_has_had_none(desk: Desk) -> None:
    (maya,) = desk.phone("line").get("/rhythm?owed=true").json["items"]
    assert (maya["person"]["name"], maya["last_on"], maya["is_owed"]) == ("Maya Alder", None, True)
    assert desk.phone("mentee").get("/rhythm").json["items"] == []
