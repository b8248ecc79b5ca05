"""Evidence as phones send and fetch it: a form of two parts in, a download out that nothing keeps and nothing runs."""

import io
from typing import Any

import pytest
from PIL import Image

from backend.kernel.files import digest_of
from backend.kernel.ids import new_id
from tests.mobile_api.conftest import Answer, Desk, code_of, parts
from tests.practice import pictures


def send(desk: Desk, raw: bytes | None = None, who: str = "mentee", name: str = "rota.jpg", **said: Any) -> Answer:
    """Adds a file to the mentee's evidence."""
    given = {"person_id": desk.world.mentee, "title": "The rota", **said}
    body, kind = parts(given, pictures.photo() if raw is None else raw, name)
    return desk.phone(who).ask("POST", "/evidence", body, Content_Type=kind)


def test_a_photo_goes_in_with_its_place_and_comes_out_without(desk: Desk) -> None:
    raw, id_ = pictures.photo(orientation=6), new_id()
    first, again = (send(desk, raw, id=id_, criteria=["on-call"], happened_on="2026-10-01") for _ in range(2))
    assert (first.status_code, again.status_code, first.json) == (201, 200, again.json)
    got = desk.phone("mentor").get(f"/evidence/{id_}/file")
    assert (got.status_code, digest_of(got.data)) == (200, first.json["digest"])
    assert pictures.SECRET in raw
    assert pictures.SECRET not in got.data
    with Image.open(io.BytesIO(got.data)) as image:
        assert image.size == (480, 640)


def test_a_file_is_handed_out_as_a_download_that_nothing_keeps_or_runs(desk: Desk) -> None:
    made = send(desk, pictures.PDF, name="../../etc/passwd").json
    got = desk.phone("area").get(f"/evidence/{made['id']}/file")
    assert got.data == pictures.PDF
    wanted = {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'attachment; filename="evidence-{made["id"][-6:]}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert {name: got.headers[name] for name in wanted} == wanted
    assert "passwd" not in str(made) + str(got.headers)


def test_access_to_a_file_is_asked_anew_each_time(desk: Desk) -> None:
    id_ = send(desk).json["id"]
    phone, path = desk.phone("mentor"), f"/evidence/{id_}/file"
    assert phone.get(path).status_code == 200
    leaving = f"/agreements/{desk.world.agreement}/mentors/{desk.world.mentor}"
    assert desk.phone("area").ask("DELETE", leaving, {"reason": "On long leave."}).status_code in (200, 204)
    assert code_of(phone.get(path)) == (404, "not_found")
    for who in ("colleague", "learning", "people_team", "admin", "stranger"):
        assert code_of(desk.phone(who).get(path)) == (404, "not_found")


@pytest.mark.same_on_both
@pytest.mark.parametrize("what", [*pictures.REFUSED, *pictures.DAMAGED])
def test_what_is_no_file_of_ours_is_refused_whatever_it_claims(desk: Desk, what: str) -> None:
    code = "evidence.unknown_type" if what in pictures.REFUSED else "evidence.damaged"
    assert code_of(send(desk, (pictures.REFUSED | pictures.DAMAGED)[what])) == (422, code)


def test_a_file_over_ten_mebibytes_is_too_large_wherever_that_is_noticed(desk: Desk) -> None:
    for over in (1, 200_000):
        answer = send(desk, b"x" * (10 * 1024 * 1024 + over))
        assert code_of(answer) == (413, "request.too_large")
        assert "10 MiB" in answer.json["detail"]
    assert send(desk, b"x" * (10 * 1024 * 1024)).status_code == 201


@pytest.mark.parametrize(
    ("said", "raw", "status", "code"),
    [
        ({"title": "The rota"}, b"x", 422, "request.invalid"),
        (b"{", b"x", 400, "request.malformed"),
        (b"[" * 60, b"x", 400, "request.malformed"),
        (b"\xff", b"x", 400, "request.malformed"),
        (b'{"said": "' + b"x" * 70_000 + b'"}', b"x", 413, "request.too_large"),
        ({}, None, 422, "request.invalid"),
    ],
    ids=["nobody", "no JSON", "deep JSON", "no text", "more said than read", "no file"],
)
def test_a_form_that_is_not_whole_says_what_is_missing(
    desk: Desk, said: Any, raw: bytes | None, status: int, code: str
) -> None:
    body, kind = parts(said, raw)
    assert code_of(desk.phone("mentee").ask("POST", "/evidence", body, Content_Type=kind)) == (status, code)


@pytest.mark.parametrize("kind", ["application/json", "image/jpeg", "multipart/mixed; boundary=part"])
def test_anything_but_a_form_is_not_taken(desk: Desk, kind: str) -> None:
    body, _ = parts({"person_id": desk.world.mentee, "title": "The rota"})
    answer = desk.phone("mentee").ask("POST", "/evidence", body, Content_Type=kind)
    assert code_of(answer) == (415, "request.unsupported_media_type")


@pytest.mark.parametrize("body", [b"", b"--part", b"--part\r\n\r\n", b"\x00" * 500, b"--part--\r\n"])
def test_f15_a_form_that_is_none_is_refused(desk: Desk, body: bytes) -> None:
    kind = "multipart/form-data; boundary=part"
    answer = desk.phone("mentee").ask("POST", "/evidence", body, Content_Type=kind)
    assert code_of(answer) == (422, "request.invalid")
    answer = desk.phone("mentee").ask("POST", "/evidence", body, Content_Type="multipart/form-data")
    assert answer.status_code in (400, 422)


def test_a_reflection_is_written_changed_shared_and_rested_on(desk: Desk) -> None:
    phone = desk.phone("mentee")
    written = {"id": new_id(), "text": "I waited.", "criteria": ["reflect"]}
    first, again = (phone.post("/reflections", written) for _ in range(2))
    assert (first.status_code, again.status_code, first.json) == (201, 200, again.json)
    path = f"/reflections/{written['id']}"
    got = phone.get(path)
    tag = got.headers["ETag"]
    assert (got.json, phone.get(path, If_None_Match=tag).status_code) == (first.json, 304)
    changed = {"text": "I waited, and she found the words."}
    assert code_of(phone.ask("PUT", path, changed)) == (428, "request.if_match_needed")
    assert phone.ask("PUT", path, changed, If_Match=tag).json["revision"] == 2
    assert code_of(phone.ask("PUT", path, {**changed, "text": "I asked."}, If_Match=tag)) == (412, "request.stale")
    assert code_of(desk.phone("mentor").get(path)) == (404, "not_found")
    shared = [phone.post(f"{path}/sharing", {}) for _ in range(2)]
    assert [one.status_code for one in shared] == [201, 200]
    assert code_of(phone.get(path)) == (404, "not_found")
    listed = desk.phone("mentor").get(f"/evidence?person_id={desk.world.mentee}").json["items"]
    assert [one["id"] for one in listed] == [written["id"]]
    signed = desk.sign(evidence=[written["id"]])
    assert signed["receipt"]["content"]["evidence"] == [listed[0]["digest"]]
    assert signed["sign_off"]["evidence"] == [
        {"id": written["id"], "kind": "reflection", "digest": listed[0]["digest"]}
    ]  # fmt: skip


def test_a_sign_off_names_ten_things_at_most(desk: Desk) -> None:
    path, body = desk.signing(evidence=[new_id() for _ in range(11)])
    assert code_of(desk.phone("mentor").post(path, body)) == (422, "request.invalid")
    path, body = desk.signing(evidence=[new_id()], presence=desk.world.presence("mentor"))
    assert code_of(desk.phone("mentor").post(path, body)) == (422, "evidence.not_theirs")


def test_what_is_taken_back_is_gone_for_everybody_it_was_there_for(desk: Desk) -> None:
    id_ = send(desk).json["id"]
    path = f"/evidence/{id_}/taking-back"
    assert code_of(desk.phone("mentor").post(path, {})) == (403, "not_allowed")
    first, again = (desk.phone("mentee").post(path, {}) for _ in range(2))
    assert (first.status_code, again.status_code, first.json) == (201, 200, again.json)
    assert code_of(desk.phone("mentor").get(f"/evidence/{id_}")) == (404, "not_found")
    assert code_of(desk.phone("mentee").get(f"/evidence/{id_}/file")) == (404, "not_found")
