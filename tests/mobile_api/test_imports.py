"""Importing people as a program sends them, and the list it gets."""

import pytest

from backend.kernel.ids import new_id
from mobile_api.people.imports import XLSX
from tests.mobile_api.conftest import Answer, Desk, code_of
from tests.people.import_helping import HEADINGS, row, workbook
from tests.people.test_sheets import TOO_MUCH, UNREADABLE

PATH = "/people/imports"
LIST = "\r\n".join([HEADINGS, row("100"), row("101", manager="100")]).encode()


def send(desk: Desk, raw: bytes, query: str = "", who: str = "people_team", type_: str = "text/csv") -> Answer:
    return desk.phone(who).ask("POST", f"{PATH}{query}", raw, Content_Type=type_)


def test_a_list_is_looked_at_then_taken_and_a_retry_gets_the_same_answer(desk: Desk) -> None:
    looked = send(desk, LIST, "?dry_run=true")
    assert looked.status_code == 200
    assert [(one["row"], one["happens"]) for one in looked.json["rows"]] == [(2, ["new"]), (3, ["new", "line_manager"])]
    id_ = new_id()
    first, again = (send(desk, LIST, f"?id={id_}") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert (first.json["id"], first.json["counts"]["new"]) == (id_, 2)
    assert code_of(send(desk, LIST.replace(b"Ari", b"Bo"), f"?id={id_}")) == (409, "id.reused")
    unchanged = send(desk, LIST)
    assert (unchanged.status_code, unchanged.json["counts"]["unchanged"]) == (200, 2)


def test_a_workbook_says_the_same_as_text(desk: Desk) -> None:
    raw = workbook([line.split(",") for line in LIST.decode().split("\r\n")])
    assert send(desk, raw, "?dry_run=true", type_=XLSX).json == send(desk, LIST, "?dry_run=true").json


def test_rows_that_need_another_look_are_named_and_nothing_is_taken(desk: Desk) -> None:
    raw = b"\r\n".join([LIST, row("102", site="Nowhere").encode()])
    answer = send(desk, raw)
    assert code_of(answer) == (422, "import.rows_wrong")
    assert [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]] == [
        ("/4/site", "people.unknown_site")
    ]
    assert send(desk, LIST, "?dry_run=true").json["counts"]["new"] == 2


@pytest.mark.same_on_both
@pytest.mark.parametrize("what", [*UNREADABLE, *TOO_MUCH])
def test_f15_a_hostile_file_ends_in_a_refusal(desk: Desk, what: str) -> None:
    code = "import.unreadable" if what in UNREADABLE else "import.too_much"
    raw = (UNREADABLE | TOO_MUCH)[what]()
    assert code_of(send(desk, raw, "?dry_run=true", type_=XLSX)) == (422, code)


def test_a_file_over_five_mebibytes_is_too_large_and_one_over_one_is_not(desk: Desk) -> None:
    answer = send(desk, b"x" * (5 * 1024 * 1024 + 1))
    assert code_of(answer) == (413, "request.too_large")
    assert "5 MiB" in answer.json["detail"]
    long = LIST + (b"\r\n" + b" " * 1000) * 2_000
    assert send(desk, long, "?dry_run=true").status_code == 200
    assert code_of(desk.phone("people_team").post("/plans", b"x" * 2 * 1024 * 1024)) == (413, "request.too_large")


@pytest.mark.parametrize("type_", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_anything_but_a_spreadsheet_is_an_unsupported_type(desk: Desk, type_: str) -> None:
    assert code_of(send(desk, LIST, type_=type_)) == (415, "request.unsupported_media_type")


@pytest.mark.parametrize("query", ["?dry_run=perhaps", "?id=7", "?id=", "?dry_run=true&dry_run=false", "?other=1"])
def test_an_address_that_says_something_else_is_invalid(desk: Desk, query: str) -> None:
    assert code_of(send(desk, LIST, query)) == (422, "request.invalid")


@pytest.mark.parametrize("who", ["mentee", "manager", "area", "learning"])
def test_lists_are_for_those_who_manage_people(desk: Desk, who: str) -> None:
    for query in ("", "?dry_run=true"):
        assert code_of(send(desk, LIST, query, who)) == (403, "not_allowed")
    for kind in ("csv", "xlsx"):
        assert code_of(desk.phone(who).get(f"/people/export.{kind}")) == (403, "not_allowed")


def test_our_list_comes_as_a_file_and_sent_back_changes_nothing(desk: Desk, elsewhere: Desk) -> None:
    send(desk, LIST)
    send(elsewhere, LIST.replace(b"Ari Hazel", b"Uma Juniper"))
    for kind, type_ in (("csv", "text/csv; charset=utf-8"), ("xlsx", XLSX)):
        answer = desk.phone("admin").get(f"/people/export.{kind}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, type_)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="people.{kind}"'
        found = send(desk, answer.data, type_=type_)
        assert (found.status_code, found.json["counts"]["unchanged"]) == (200, len(desk.world.people) + 2)
    assert b"Juniper" not in desk.phone("admin").get("/people/export.csv").data.replace(b"Bay Juniper", b"")
