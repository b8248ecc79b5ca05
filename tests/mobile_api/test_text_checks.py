"""A text looked at before it is sent: what a phone points out, and that nothing of it stays."""

import pytest

from backend.people.rules import Post
from mobile_api.people import examples
from tests.kernel.helping import head
from tests.mobile_api.conftest import Desk, Log, code_of
from tests.mobile_api.test_budgets import cost
from tests.world import JOINED

PATH = "/text-checks"


def said(desk: Desk, who: str, text: str) -> list[str]:
    answer = desk.phone(who).post(PATH, {"text": text})
    assert answer.status_code == 200, answer.json
    return [find["said"] for find in answer.json["finds"]]


def test_p10_a_text_is_answered_with_the_passages_that_could_tell_who_somebody_is(desk: Desk) -> None:
    answer = desk.phone("mentor").post(PATH, examples.TEXT_CHECK)
    assert (answer.status_code, answer.json) == (200, examples.TEXT_CHECKED)
    assert answer.headers["Cache-Control"] == "no-store"


def test_offsets_are_code_points_of_the_text_as_it_would_be_kept(desk: Desk) -> None:
    answer = desk.phone("mentor").post(PATH, {"text": "  👍\r\nZoe\u0308 was in bed 4 "}).json
    assert answer["text"] == "👍\nZoë was in bed 4"
    assert [answer["text"][find["start"] : find["end"]] for find in answer["finds"]] == ["Zoë", "bed 4"]


@pytest.mark.parametrize(
    ("who", "text", "found"),
    [
        ("mentor", "Maya asked Sam.", []),  # the mentee, and the other mentor
        ("mentee", "Jo and Sam, Robin Elder and Lee.", []),  # mentors, line manager, colleague
        ("mentee", "Ash was there; Ash Linden left.", ["Ash", "Ash Linden"]),  # works elsewhere, and is not to be seen
        ("people_team", "Ash Linden was there; Ash left.", []),
        ("people_team", "Doris was there, and so was Maya Elm.", ["Doris", "Maya Elm"]),
        ("stranger", "Told Maya and Mrs Alder.", ["Maya", "Mrs Alder"]),
    ],
)
def test_those_whom_the_writer_works_with_may_be_named(desk: Desk, who: str, text: str, found: list[str]) -> None:
    assert said(desk, who, text) == found


def test_people_of_another_organisation_are_nobodys_colleagues(desk: Desk, elsewhere: Desk) -> None:
    elsewhere.world.maker.person("Doris Mallow", Post.SENIOR, JOINED, site=elsewhere.world.site)
    assert said(elsewhere, "mentee", "Doris told Dorothy.") == ["Dorothy"]
    assert said(desk, "people_team", "Doris Mallow told Doris.") == ["Doris Mallow", "Doris"]


def test_nothing_of_a_text_is_kept_or_logged(desk: Desk, log: Log) -> None:
    phone, before = desk.phone("mentor"), head(desk.world.maker.database, desk.world.org)
    log.lines()
    phone.post(PATH, {"text": "Winifred Okonkwo in room 12"})
    (line,) = log.lines()
    assert "Winifred" not in repr(line)
    assert head(desk.world.maker.database, desk.world.org) == before


def test_it_costs_the_same_with_one_text_as_with_many_names_and_asks_for_nobody_when_nobody_is_named(
    desk: Desk, log: Log
) -> None:
    phone = desk.phone("mentor")
    assert cost(log, phone, "POST", PATH, {"text": "In room 12, all went well."}) == (200, 1)
    assert cost(log, phone, "POST", PATH, {"text": "Doris in room 12"}) == (200, 2)
    assert cost(log, phone, "POST", PATH, {"text": "Doris, Harold and Maya in room 12"}) == (200, 2)


def test_a_text_that_is_none_is_refused(desk: Desk) -> None:
    phone = desk.phone("mentor")
    for body in ({}, {"text": ""}, {"text": "a" * 4001}, {"text": 1}, {"text": "fine", "id": "x"}):
        assert code_of(phone.post(PATH, body)) == (422, "request.invalid"), body
