"""Declining a request, and passing it on: who may, whom it is with afterwards, and who is told when."""

from datetime import date, timedelta
from typing import Any

import pytest

from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.kernel.waits import waits
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.people.appointments import Appoint, RecordLeaving, appoint, record_leaving
from backend.people.rules import Post
from backend.people.tables import people
from backend.signoff.passing_on import DeclineRequest, PassRequestOn, decline_request, pass_request_on
from backend.signoff.requests import WithdrawRequest, with_whom, withdraw_request
from backend.signoff.shown import Waiting
from backend.signoff.tables import requests
from backend.signoff.waiting import list_waits
from tests.conftest import Clock
from tests.kernel.helping import entries, refused, rows_of
from tests.signoff.helping import act_on, ask, sign, strict_plan
from tests.signoff.test_requests import shown_with, waiting_for, with_mentors
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")

A, B, C = (Id(f"0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e{n:02}") for n in range(3))


def decline(world: World, who: str, request: Id, reason: str = "On nights.", **more: Any) -> Any:
    return world.do(who, decline_request, DeclineRequest(request_id=request, reason=reason, **more))


def pass_on(world: World, who: str, request: Id, to: Id | None = None, **more: Any) -> Any:
    return world.do(who, pass_request_on, PassRequestOn(request_id=request, mentor_id=to, **more))


def overdue_for(world: World, who: str) -> list[str]:
    found = world.read(who, list_waits, Paging()).items
    return [wait.title for wait in found if wait.kind == "request_overdue"]


def waiting_of(world: World, key: str = "cover-shifts", who: str = "mentee") -> Waiting:
    waiting = world.item(key, who).waiting
    assert waiting is not None
    return waiting


def test_with_whom_a_request_is_without_those_who_declined() -> None:
    passes_on, early, late = date(2026, 10, 15), date(2026, 10, 14), date(2026, 10, 15)
    mentors = [A, B, C]
    assert with_whom(None, passes_on, mentors, early, [A]) == [B, C]
    assert with_whom(B, passes_on, mentors, early, [A]) == [B]
    assert with_whom(B, passes_on, mentors, late, [A]) == [C]  # never back to who passed it on
    assert with_whom(B, passes_on, [A, B], late, [A]) == [B]  # with nobody else it stays
    assert with_whom(None, passes_on, [A, B], early, [A, B]) == [A, B]  # those who were left are gone


def test_a_decline_by_the_only_mentor_it_is_with_ends_it_and_the_mentee_sees_why(world: World) -> None:
    request = ask(world, "cover-shifts", world.mentor)
    decline(world, "mentor", request, "I am away until the tenth.")
    item = world.item("cover-shifts")
    assert (item.waiting, item.may["request"], with_mentors(world)) == (None, True, set())
    assert item.declined is not None
    assert (item.declined.by.name, item.declined.reason, item.declined.request_id) == (
        "Jo Rowan", "I am away until the tenth.", request,
    )  # fmt: skip
    (row,) = rows_of(world.maker.database, world.org, requests)
    assert (row.status, row.ended_at) == ("declined", item.declined.at)
    ask(world, "cover-shifts", world.comentor)
    assert (world.item("cover-shifts").declined, shown_with(world)) == (None, {"comentor"})


def test_a_sign_off_after_a_decline_takes_its_place(world: World) -> None:
    decline(world, "mentor", ask(world, "support-plans", world.mentor))
    sign(world, "comentor", act_on(world, "support-plans"))
    assert world.item("support-plans").declined is None


def test_a_request_of_any_stays_with_the_others_until_the_last_declines(world: World) -> None:
    request = ask(world, "cover-shifts")
    decline(world, "mentor", request)
    assert with_mentors(world) == shown_with(world) == {"comentor"}
    handed = waiting_of(world).handed_on
    assert handed is not None
    assert (handed.how, handed.by.name, handed.on, handed.reason) == (
        "declined", "Jo Rowan", world.clock.today(), "On nights.",
    )  # fmt: skip
    assert waiting_of(world).may == {"hand_on": False}
    assert waiting_of(world, who="comentor").may == {"hand_on": True}
    with refused("request.not_with_you"):
        decline(world, "mentor", request, id=new_id())
    decline(world, "comentor", request, "Not here either.")
    assert (world.item("cover-shifts").waiting, with_mentors(world)) == (None, set())


def test_passing_on_to_one_mentor_says_from_whom_and_gives_fourteen_days(world: World, clock: Clock) -> None:
    request = ask(world, "cover-shifts", world.mentor)
    clock.move(days=5)
    pass_on(world, "mentor", request, world.comentor, reason="Sam runs that shift.")
    waiting = waiting_of(world)
    assert with_mentors(world) == shown_with(world) == {"comentor"}
    assert (waiting.passes_on, waiting.passes_to) == (clock.today() + timedelta(days=14), [])
    assert waiting.handed_on is not None
    assert (waiting.handed_on.how, waiting.handed_on.by.name, waiting.handed_on.reason) == (
        "passed_on", "Jo Rowan", "Sam runs that shift.",
    )  # fmt: skip
    clock.move(days=20)
    assert with_mentors(world) == shown_with(world) == {"comentor"}  # never back to who passed it on


def test_passing_on_to_any_other_leaves_it_with_all_the_others(world: World) -> None:
    strict_plan(world, [world.mentor, world.comentor, world.unchecked])
    request = ask(world, "once", world.mentor)
    pass_on(world, "mentor", request)
    assert [one.name for one in waiting_of(world, "once").on] == ["Noor Sorrel", "Sam Beech"]
    pass_on(world, "comentor", request)
    assert [one.name for one in waiting_of(world, "once").on] == ["Noor Sorrel"]
    with refused("request.nobody_else"):
        pass_on(world, "unchecked", request)
    pass_on(world, "unchecked", request, world.mentor)
    assert [one.name for one in waiting_of(world, "once").on] == ["Jo Rowan"]


def test_after_fourteen_days_it_says_that_it_passed_by_itself(world: World, clock: Clock) -> None:
    ask(world, "cover-shifts", world.mentor)
    assert [one.name for one in waiting_of(world).passes_to] == ["Sam Beech"]
    clock.move(days=14)
    waiting = waiting_of(world)
    assert waiting.handed_on is not None
    assert (waiting.handed_on.how, waiting.handed_on.by.name, waiting.handed_on.on) == (
        "in_time", "Jo Rowan", clock.today(),
    )  # fmt: skip
    assert (waiting.passes_to, [one.name for one in waiting.on]) == ([], ["Sam Beech"])


@pytest.mark.parametrize("named", [True, False])
def test_after_fourteen_days_the_approver_is_told_whoever_has_it(world: World, clock: Clock, named: bool) -> None:
    request = ask(world, "cover-shifts", world.mentor if named else None)
    clock.move(days=13)
    pass_on(world, "mentor", request, world.comentor)
    assert overdue_for(world, "area") == []
    clock.move(days=1)
    assert overdue_for(world, "area") == ["Cover shifts"]
    for who in ("far_area", "manager", "mentee", "mentor", "learning"):
        assert overdue_for(world, who) == []
    decline(world, "comentor", request)
    assert overdue_for(world, "area") == []


@pytest.mark.parametrize("end", ["withdrawn", "answered", "mentee left"])
def test_the_approvers_wait_ends_with_the_request(world: World, clock: Clock, end: str) -> None:
    request = ask(world, "cover-shifts")
    clock.move(days=14)
    if end == "withdrawn":
        world.do("mentee", withdraw_request, WithdrawRequest(request_id=request))
    elif end == "answered":
        sign(world, "mentor", act_on(world, "cover-shifts"))
    else:
        world.maker.operate(record_leaving, RecordLeaving(person_id=world.mentee))
    assert rows_of(world.maker.database, world.org, waits, waits.c.kind.like("request%")) == []


def test_when_the_mentee_moves_the_approver_there_is_told(world: World, clock: Clock) -> None:
    ask(world, "cover-shifts")
    site = next(row.site_id for row in _people(world) if row.id == world.stranger)
    act = Appoint(person_id=world.mentee, post=Post.SENIOR, starts_on=clock.today(), site_id=site)
    world.maker.operate(appoint, act)
    clock.move(days=14)
    assert (overdue_for(world, "area"), overdue_for(world, "far_area")) == ([], ["Cover shifts"])


def _people(world: World) -> list[Any]:
    return rows_of(world.maker.database, world.org, people)


def test_only_a_mentor_it_is_with_hands_it_on(world: World, other: World) -> None:
    request = ask(world, "cover-shifts", world.mentor)
    for hand in (decline, pass_on):
        for who, code in (
            ("mentee", "not_allowed"), ("comentor", "request.not_with_you"), ("manager", "not_allowed"),
            ("line", "not_allowed"), ("area", "not_allowed"), ("learning", "not_allowed"),
            ("people_team", "not_allowed"), ("colleague", "not_found"), ("stranger", "not_found"),
            ("far_area", "not_found"), ("admin", "not_found"), ("unchecked", "not_found"),
        ):  # fmt: skip
            with refused(code):
                hand(world, who, request)
        with refused("not_found"):
            hand(other, "mentor", request)
        with refused("not_found"):
            hand(world, "mentor", new_id())
    assert shown_with(world) == {"mentor"}


def test_it_is_passed_to_one_of_the_mentors_and_not_to_oneself(world: World) -> None:
    request = ask(world, "cover-shifts", world.mentor)
    for to in (world.mentor, world.manager, world.mentee, new_id()):
        with refused("request.not_a_mentor"):
            pass_on(world, "mentor", request, to)


def test_what_is_over_is_not_handed_on(world: World) -> None:
    request = ask(world, "cover-shifts", world.mentor)
    world.do("mentee", withdraw_request, WithdrawRequest(request_id=request))
    for hand in (decline, pass_on):
        with refused("request.over"):
            hand(world, "mentor", request)


def test_the_same_again_gets_the_first_answer_by_its_id_or_without_one(world: World) -> None:
    request = ask(world, "cover-shifts")
    first = decline(world, "mentor", request)
    assert decline(world, "mentor", request) == first
    with refused("id.reused"):
        decline(world, "mentor", request, "Another reason.")
    other = ask(world, "on-call", world.mentor)
    mine = new_id()
    passed = pass_on(world, "mentor", other, world.comentor, id=mine)
    assert pass_on(world, "mentor", other, world.comentor, id=mine) == passed
    with refused("id.reused"):
        pass_on(world, "mentor", other, None, id=mine)
    kinds = [entry.kind for entry in entries(world.maker.database, world.org)]
    assert (kinds.count("decline_request"), kinds.count("pass_request_on")) == (1, 1)


def test_when_whoever_was_left_leaves_it_goes_back_to_those_who_are_there(world: World) -> None:
    request = ask(world, "cover-shifts")
    decline(world, "mentor", request)
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.comentor, reason="Moved on.")
    world.do("area", remove_mentor, removal)
    assert with_mentors(world) == shown_with(world) == {"mentor"}


def test_a_reason_is_words_and_no_fact(world: World) -> None:
    entry = decline(world, "mentor", ask(world, "cover-shifts"), "A private matter.")
    assert (entry.words, "reason" in entry.content) == ({"reason": "A private matter."}, False)
    assert waiting_for(world, "mentor") == []
