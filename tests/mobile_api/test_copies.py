"""Copies as a phone takes them: JSON that is what the description says, and files that say what they are."""

from io import BytesIO
from typing import Any

import orjson
from pypdf import PdfReader

from backend.archive.copies import OwnCopy, PlanCopy
from backend.kernel.ids import new_id
from mobile_api import description
from mobile_api.answer_schemas import answer_schema
from tests.mobile_api.conftest import Answer, Desk, Log, code_of
from tests.mobile_api.test_budgets import cost
from tests.mobile_api.test_description import strictly
from tests.records.helping import amend, shared
from tests.signoff.test_receipts import wrong_with


def file_of(answer: Answer) -> tuple[int, str, str, str]:
    """Status and headers of a file."""
    named = ("Content-Type", "Content-Disposition", "Cache-Control")
    return (answer.status_code, *(answer.headers[name] for name in named))  # type: ignore[return-value]  # as long as the names


def test_a_copy_is_what_the_description_says_it_is(desk: Desk) -> None:
    desk.sign()
    for who, path, shape in (
        ("mentee", f"/plans/{desk.world.plan}/copy", PlanCopy),
        ("mentee", "/me/copy", OwnCopy),
        ("mentor", "/me/copy", OwnCopy),
        ("people_team", f"/people/{desk.world.mentee}/copy", OwnCopy),
    ):
        answer = desk.phone(who).get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert strictly(answer_schema(shape), answer.json) == {}
        assert [wrong_with(receipt) for receipt in answer.json["receipts"]] == [[]] * len(answer.json["receipts"])
        assert answer.json["as_of"].endswith("Z")
        assert answer.json["receipts"][-1]["kind"] == "sign_off"


def test_the_plan_in_a_copy_is_the_plan_as_it_is_read(desk: Desk) -> None:
    desk.sign()
    phone, path = desk.phone("mentee"), f"/plans/{desk.world.plan}"
    plan = phone.get(path).json
    assert phone.get(f"{path}/copy").json["plan"] == plan
    assert phone.get("/me/copy").json["plans"] == [plan]


def test_a_copy_is_printed(desk: Desk) -> None:
    desk.sign()
    plan, record = f"/plans/{desk.world.plan}", shared(desk.world)
    for who, path, name in (
        ("mentee", f"{plan}/copy.pdf", "mentoring-plan-2026-10-01.pdf"),
        ("people_team", f"/people/{desk.world.mentee}/copy.pdf", "own-copy-2026-10-01.pdf"),
        ("mentee", "/me/copy.pdf", "own-copy-2026-10-01.pdf"),
        ("line", f"/records/{record}/copy.pdf", "written-record-2026-10-01.pdf"),
        ("area", f"{plan}/review-pack.pdf", "review-pack-2026-10-01.pdf"),
    ):
        answer = desk.phone(who).get(path)
        assert file_of(answer) == (200, "application/pdf", f'attachment; filename="{name}"', "no-store")
        assert "Maya Alder" in PdfReader(BytesIO(answer.data)).pages[0].extract_text()


def test_whoever_does_not_see_a_plan_gets_no_copy_of_it(desk: Desk, elsewhere: Desk) -> None:
    for kind in ("", ".pdf"):
        path = f"/plans/{desk.world.plan}/copy{kind}"
        assert [code_of(desk.phone(who).get(path)) for who in ("admin", "colleague", "stranger")] == [
            (404, "not_found")
        ] * 3
        assert code_of(elsewhere.phone("people_team").get(path)) == (404, "not_found")
        theirs = f"/people/{desk.world.mentee}/copy{kind}"
        assert code_of(desk.phone("admin").get(theirs)) == (403, "not_allowed")
        assert code_of(desk.phone("learning").get(theirs)) == (403, "not_allowed")
        assert code_of(desk.phone("stranger").get(theirs)) == (404, "not_found")
        assert code_of(elsewhere.phone("people_team").get(theirs)) == (404, "not_found")
        assert code_of(desk.phone("people_team").get(f"/people/{new_id()}/copy{kind}")) == (404, "not_found")


def test_the_description_says_which_answers_are_files() -> None:
    told: Any = orjson.loads(description())
    for path in (
        "/v1/plans/{plan_id}/copy.pdf", "/v1/people/{person_id}/copy.pdf", "/v1/records/{record_id}/copy.pdf",
        "/v1/plans/{plan_id}/review-pack.pdf",
    ):  # fmt: skip
        answers = told["paths"][path]["get"]["responses"]
        assert answers["200"]["content"] == {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
        assert {"401", "404", "503"} <= answers.keys()


def test_a_copy_costs_the_same_with_one_sign_off_and_record_as_with_three(desk: Desk, log: Log) -> None:
    desk.world.show()  # the process knows the framework
    mentee, mentor = desk.phone("mentee"), desk.phone("mentor")
    plan, record = f"/plans/{desk.world.plan}", shared(desk.world)
    paths = [f"{plan}/copy", f"{plan}/copy.pdf", "/me/copy", f"/records/{record}/copy.pdf", f"{plan}/review-pack.pdf"]
    for key in ("cover-shifts", "on-call", "timesheets"):
        desk.sign(key, method="work_product" if key == "timesheets" else "observed")
        amend(desk.world, "mentor", record, criteria=["on-call"])
        found = [cost(log, mentee, "GET", path) for path in paths]
        shared(desk.world)
        assert [*found, cost(log, mentor, "GET", "/me/copy")] == [
            (200, 7), (200, 7), (200, 20), (200, 9), (200, 14), (200, 18),
        ]  # fmt: skip
