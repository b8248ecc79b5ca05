"""F15: nothing a client sends ends in a 5xx, nor does what it should not."""

from base64 import urlsafe_b64encode
from typing import Any

import orjson
import pytest

from backend.kernel.ids import Id, derived_id, new_id
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from seeds.making import PIN
from tests.conftest import Clock
from tests.mobile_api.conftest import Desk, code_of

MALFORMED = {
    "nothing": b"",
    "half an object": b'{"a": ',
    "a NUL escaped": b'{"statement": "a\\u0000b"}',
    "a raw NUL": b'{"statement": "a\x00b"}',
    "a NUL in a key": b'{"a\\u0000": 1}',
    "a lone surrogate": b'{"statement": "\\ud800"}',
    "invalid UTF-8": b'{"statement": "\xff\xfe"}',
    "UTF-16": '{"statement": "x"}'.encode("utf-16"),
    "deep arrays": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 33 + b"1" + b"}" * 33,
    "5,000 digits": b'{"item_rev": ' + b"9" * 5000 + b"}",
    "2**53": b'{"item_rev": 9007199254740992}',
    "infinity": b'{"item_rev": 1e999}',
    "not a number": b'{"item_rev": NaN}',
    "two documents": b"{} {}",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_f15_what_is_not_json_we_can_keep_is_malformed(desk: Desk, name: str) -> None:
    path, _ = desk.signing()
    assert code_of(desk.phone("mentor").post(path, MALFORMED[name])) == (400, "request.malformed")


def test_f15_a_body_over_a_mebibyte_is_too_large(desk: Desk) -> None:
    path, body = desk.signing(statement="x" * 2 * 1024 * 1024)
    assert code_of(desk.phone("mentor").post(path, body)) == (413, "request.too_large")


def test_f23_a_body_announced_too_large_is_refused_unread(desk: Desk) -> None:
    path, _ = desk.signing()
    unread = Unreadable()
    environ = {
        "wsgi.input": unread,
        "CONTENT_LENGTH": str(2 * 1024 * 1024),
        "CONTENT_TYPE": "application/json",
    }
    answer = desk.app.test_client().post("/v1" + path, environ_overrides=environ)
    assert answer.status_code == 413
    assert not unread.was_read


class Unreadable:
    """A body that notes when somebody reads it."""

    was_read = False

    def read(self, _size: int = -1) -> bytes:
        """Nothing."""
        self.was_read = True
        return b""

    def readline(self, _size: int = -1) -> bytes:
        """Nothing."""
        return self.read()


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"]
)
def test_f15_anything_but_json_is_an_unsupported_type(desk: Desk, content_type: str) -> None:
    path, body = desk.signing()
    answer = desk.phone("mentor").post(path, body, Content_Type=content_type)
    assert code_of(answer) == (415, "request.unsupported_media_type")


def test_json_may_name_its_charset(desk: Desk) -> None:
    path, body = desk.signing(presence=desk.world.presence("mentor"))
    answer = desk.phone("mentor").post(path, body, Content_Type="application/json; charset=utf-8")
    assert answer.status_code == 201


@pytest.mark.parametrize("body", [[], [[]], "x", 1, None, True])
def test_f15_something_other_than_an_object_is_invalid(desk: Desk, body: Any) -> None:
    path, _ = desk.signing()
    assert code_of(desk.phone("mentor").post(path, orjson.dumps(body))) == (422, "request.invalid")


WRONG: list[tuple[str, Any]] = [
    ("id", "7"),
    ("id", None),
    ("id", 7),
    ("id", "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f\n"),
    ("outcome", ["competent"]),
    ("outcome", {}),
    ("outcome", "Competent"),
    ("outcome", None),
    ("seen_on", 20261001),
    ("seen_on", "2026-02-30"),
    ("seen_on", "20261001"),
    ("seen_on", "2026-W40-4"),
    ("seen_on", "2026-10-01T00:00:00Z"),
    ("seen_on", "0001-01-01"),
    ("seen_on", "9999-12-31"),
    ("method", ""),
    ("help", "a lot"),
    ("statement", ""),
    ("statement", "  \n "),
    ("statement", "x" * 2001),
    ("statement", "a\u0007b"),
    ("statement", {"text": "x"}),
    ("next_step", 5),
    ("gap_reason", "x" * 501),
    ("item_rev", "1"),
    ("item_rev", 1.5),
    ("item_rev", True),
    ("item_rev", None),
    ("intent", [1]),
    ("nonce", "xyz"),
    ("nonce", "A" * 32),
    ("nonce", "0" * 32 + "\n"),
    ("presence", 5),
    ("presence", ""),
    ("evidence", "x"),
    ("evidence", ["x"]),
    ("note_id", 4),
    ("plan_id", new_id()),
    ("kind", "sign_off"),
    ("", 1),
]


def test_f15_a_field_of_the_wrong_kind_is_named(desk: Desk) -> None:
    presence = desk.world.presence("mentor")
    for name, value in WRONG:
        path, body = desk.signing(**{"presence": presence, name: value})
        answer = desk.phone("mentor").post(path, body)
        assert code_of(answer) == (422, "request.invalid"), (name, value)
        assert {fault["pointer"].split("/")[1] for fault in answer.json["errors"]} == {name}, value
    assert desk.world.item("cover-shifts").sign_offs == []


def test_what_cannot_be_signed_with_is_refused_and_not_dropped(desk: Desk) -> None:
    path, body = desk.signing(presence=desk.world.presence("mentor"), evidence=[new_id()])
    answer = desk.phone("mentor").post(path, body)
    assert code_of(answer) == (422, "evidence.not_theirs")
    empty = {**body, "evidence": [], "note_id": None}
    assert desk.phone("mentor").post(path, empty).status_code == 201


def test_ids_may_come_in_upper_case(desk: Desk) -> None:
    id_ = new_id()
    path, body = desk.signing(presence=desk.world.presence("mentor"), id=id_.upper())
    upper = path.replace(desk.world.plan, desk.world.plan.upper())
    answer = desk.phone("mentor").post(upper, body)
    assert (answer.status_code, answer.json["sign_off"]["id"]) == (201, id_)
    assert desk.phone("mentor").post(path, {**body, "id": id_}).status_code == 200
    assert desk.phone("mentor").get(f"/plans/{desk.world.plan.upper()}").json["id"] == desk.world.plan


def test_f15_far_days_of_a_plan_break_nothing(desk: Desk) -> None:
    body = {
        "agreement_id": desk.world.agreement,
        "framework_id": desk.world.framework,
        "role": "manager",
        "starts_on": "2199-01-01",
        "ends_on": "2200-12-31",
    }
    made = desk.phone("mentor").post("/plans", body)
    assert made.status_code == 201
    assert desk.phone("mentee").get(f"/plans/{made.json['id']}").status_code == 200
    early = desk.phone("mentor").post("/plans", {**body, "starts_on": "1900-01-01"})
    assert code_of(early) == (422, "plan.before_agreement")


def test_f15_cursors_that_look_like_ours_but_are_not_are_refused(desk: Desk) -> None:
    phone = desk.phone("mentor")
    for cursor in ["MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwHw", "____", "x" * 401, "AA"]:
        assert code_of(phone.get(f"/plans?cursor={cursor}")) == (422, "request.invalid")
        assert code_of(phone.get(f"/waits?cursor={cursor}")) == (422, "request.invalid")


def test_f15_a_cursor_of_another_list_is_refused(desk: Desk) -> None:
    (agreed,) = desk.phone("mentor").get("/agreements").json["items"]
    for key in ["not an instant", "0001-01-01T00:00:00+23:00", "2026-10-01", "2026-10-01T09:00:00.000"]:
        forged = b64(f"{key}\x1f{agreed['id']}")
        assert code_of(desk.phone("mentor").get(f"/waits?cursor={forged}")) == (422, "request.invalid")


def b64(text: str) -> str:
    """As a cursor is written."""
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_a_presence_without_its_secret_is_no_wrong_try(desk: Desk) -> None:
    phone = desk.phone("mentor")
    for _ in range(6):
        answer = phone.post("/auth/presences", {"method": "pin"})
        assert code_of(answer) == (422, "request.invalid")
        assert [fault["pointer"] for fault in answer.json["errors"]] == ["/pin"]
    assert phone.post("/auth/presences", {"method": "pin", "pin": PIN}).status_code == 201


def test_a_former_mentor_gets_their_own_record_again_and_nothing_of_others(desk: Desk, clock: Clock) -> None:
    world, (path, body) = desk.world, desk.signing("cover-shifts")
    phone, body = desk.phone("comentor"), {**body, "id": new_id(), "presence": desk.world.presence("comentor")}
    first = phone.post(path, body)
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.comentor, reason="Moved on.")
    world.do("area", remove_mentor, removal)
    world.maker.sign(world.mentor, world.plan, world.item("cover-shifts").id, clock.today(), "Only for their eyes.")
    again = phone.post(path, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert (again.json["sign_off"], again.json["receipt"]) == (first.json["sign_off"], first.json["receipt"])
    assert (again.json["item"], again.json["progress"]) == (None, None)


def test_an_id_that_the_house_derives_for_others_cannot_be_taken(desk: Desk) -> None:
    path, body = desk.signing("cover-shifts")
    taken = derived_id(Id(desk.world.plan), "withdrawal")
    answer = desk.phone("mentor").post(path, {**body, "id": taken})
    assert (code_of(answer), answer.json["errors"][0]["pointer"]) == ((422, "request.invalid"), "/id")


def test_a_body_that_is_wrong_all_over_is_told_briefly(desk: Desk) -> None:
    many = {f"unknown{number}": 1 for number in range(4_000)}
    answer = desk.phone("mentor").post("/auth/sessions", many)
    assert (code_of(answer), len(answer.json["errors"])) == ((422, "request.invalid"), 20)
    more = {f"unknown{number}": 1 for number in range(6_000)}
    assert code_of(desk.phone("mentor").post("/auth/sessions", more)) == (400, "request.malformed")
