"""Asking for a sign-off: whom it waits for, when it passes on, and how it ends."""

from dataclasses import replace

import pytest

from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.kernel.waits import waits
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.people.appointments import RecordLeaving, record_leaving
from backend.reviews.due import DUE
from backend.signoff.requests import RequestSignOff, WithdrawRequest, request_sign_off, with_whom, withdraw_request
from backend.signoff.rules import Outcome
from backend.signoff.tables import requests
from backend.signoff.waiting import Wait, list_waits, show_me
from tests.conftest import Clock
from tests.kernel.helping import entries, refused, rows_of
from tests.signoff.helping import act_on, ask, close_plan, day, item_id, sign, withdraw
from tests.world import World

A, B, C = (Id(f"0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e{n:02}") for n in range(3))


def waiting_for(world: World, who: str) -> list[Wait]:
    """The requests that wait for somebody of the cast today."""
    found = world.read(who, list_waits, Paging()).items
    return [wait for wait in found if wait.kind == "request"]


def with_mentors(world: World) -> set[str]:
    """The mentors for whom something waits, by their own lists."""
    return {who for who in ("mentor", "comentor") if waiting_for(world, who)}


def shown_with(world: World, key: str = "cover-shifts") -> set[str]:
    """The mentors a request is with, by what the plan shows."""
    waiting = world.item(key).waiting
    names = {world.people[who]: who for who in ("mentor", "comentor")}
    return {names[one.id] for one in waiting.on} if waiting else set()


def test_a_request_says_whom_it_is_with_since_when_and_until_when(world: World, clock: Clock) -> None:
    request = ask(world, "cover-shifts", world.mentor)
    waiting = world.item("cover-shifts").waiting
    assert waiting is not None
    assert (waiting.request_id, [one.name for one in waiting.on], waiting.note) == (request, ["Jo Rowan"], "Thursday?")
    assert (waiting.since, waiting.passes_on) == (
        entries(world.maker.database, world.org)[-1].at, day(clock, back=-14),
    )  # fmt: skip


def test_a_mentor_finds_the_request_among_what_waits_for_them(world: World) -> None:
    request = ask(world, "support-plans", world.mentor)
    (wait,) = waiting_for(world, "mentor")
    assert (wait.id, wait.subject.name, wait.plan_id, wait.item_id, wait.note) == (
        request, "Maya Alder", world.plan, item_id(world, "support-plans"), "Thursday?",
    )  # fmt: skip
    assert wait.title == "Write/update support plans in collaboration with service user"
    assert waiting_for(world, "comentor") == []
    me = world.read("mentor", show_me)
    assert (me.waits.count, me.waits.by_kind, [one.id for one in me.waits.first]) == (1, {"request": 1}, [request])


def test_a_request_of_any_mentor_waits_for_all_of_them(world: World) -> None:
    ask(world, "cover-shifts")
    assert with_mentors(world) == shown_with(world) == {"mentor", "comentor"}


@pytest.mark.parametrize("named", [True, False])
def test_plan_and_waits_agree_on_every_day_and_at_fourteen_days_it_passes_to_the_others(
    world: World, clock: Clock, named: bool
) -> None:
    ask(world, "cover-shifts", world.mentor if named else None)
    for passed in range(17):
        expected = {"mentor", "comentor"} if not named else {"mentor"} if passed < 14 else {"comentor"}
        assert with_mentors(world) == shown_with(world) == expected, f"after {passed} days"
        clock.move(days=1)


def test_a_request_passes_on_with_the_day_in_london_not_after_so_many_hours(world: World, clock: Clock) -> None:
    clock.move(hours=13, minutes=59)  # one minute to midnight in London
    ask(world, "cover-shifts", world.mentor)
    clock.move(days=13, minutes=2)  # two minutes into the fourteenth day
    assert with_mentors(world) == shown_with(world) == {"comentor"}


def test_with_whom_a_request_is_by_example() -> None:
    before, after = "before", "after"
    days = {before: (2026, 10, 14), after: (2026, 10, 15)}
    from datetime import date

    passes_on = date(2026, 10, 15)
    found = {
        (mentor, when): with_whom(mentor, passes_on, [A, B], date(*days[when]))
        for mentor in (None, A, C) for when in (before, after)
    }  # fmt: skip
    assert found == {
        (None, before): [A, B], (None, after): [A, B], (A, before): [A], (A, after): [B],
        (C, before): [A, B], (C, after): [A, B],  # named a mentor who is gone
    }  # fmt: skip
    assert with_whom(A, passes_on, [A], date(2026, 10, 20)) == [A]  # with nobody else it stays
    assert with_whom(A, passes_on, [], date(2026, 10, 20)) == []


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("who", ["mentor", "comentor"])
def test_a_sign_off_of_any_outcome_by_any_mentor_answers_the_request(world: World, outcome: Outcome, who: str) -> None:
    request = ask(world, "support-plans", world.mentor)
    changes = {} if outcome is Outcome.COMPETENT else {"help": None, "next_step": "Once more."}
    answer = sign(world, who, act_on(world, "support-plans", outcome=outcome, **changes))
    assert (answer.item.waiting, answer.receipt.attestation["answers"]) == (None, request)
    assert with_mentors(world) == shown_with(world, "support-plans") == set()
    (row,) = rows_of(world.maker.database, world.org, requests)
    assert (row.status, row.ended_at) == ("answered", answer.sign_off.signed_at)


def test_a_sign_off_of_another_item_answers_nothing(world: World) -> None:
    ask(world, "support-plans")
    assert sign(world, "mentor", act_on(world, "cover-shifts")).receipt.attestation["answers"] is None
    assert shown_with(world, "support-plans") == {"mentor", "comentor"}


def test_after_an_answer_the_mentee_may_ask_for_what_is_still_missing(world: World) -> None:
    first = ask(world, "support-plans")
    sign(world, "mentor", act_on(world, "support-plans"))
    second = ask(world, "support-plans")
    assert {row.id: row.status for row in rows_of(world.maker.database, world.org, requests)} == {
        first: "answered", second: "waiting",
    }  # fmt: skip


def test_a_withdrawn_signature_may_be_asked_for_anew(world: World) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    with refused("request.already_signed"):
        ask(world, "cover-shifts")
    withdraw(world, "mentor", signed)
    ask(world, "cover-shifts")
    assert shown_with(world) == {"mentor", "comentor"}


def test_a_mentee_takes_a_request_back_and_may_ask_again(world: World) -> None:
    request = ask(world, "cover-shifts")
    assert world.item("cover-shifts").may["request"] is False
    world.do("mentee", withdraw_request, WithdrawRequest(request_id=request))
    assert with_mentors(world) == shown_with(world) == set()
    assert world.item("cover-shifts").may["request"] is True
    ask(world, "cover-shifts")
    assert with_mentors(world) == {"mentor", "comentor"}


def test_taking_it_back_again_is_the_same_act(world: World) -> None:
    act = WithdrawRequest(request_id=ask(world, "cover-shifts"))
    first = world.do("mentee", withdraw_request, act)
    assert world.do("mentee", withdraw_request, act) == first


def test_only_the_mentee_takes_a_request_back(world: World, other: World) -> None:
    act = WithdrawRequest(request_id=ask(world, "cover-shifts"))
    for who, code in (("mentor", "not_allowed"), ("area", "not_allowed"), ("colleague", "not_found"),
                      ("stranger", "not_found"), ("admin", "not_found")):  # fmt: skip
        with refused(code):
            world.do(who, withdraw_request, act)
    with refused("not_found"):
        other.do("mentee", withdraw_request, act)
    with refused("not_found"):
        world.do("mentee", withdraw_request, WithdrawRequest(request_id=new_id()))
    assert shown_with(world) == {"mentor", "comentor"}


def test_an_answered_request_is_over(world: World) -> None:
    request = ask(world, "cover-shifts")
    sign(world, "mentor", act_on(world, "cover-shifts"))
    with refused("request.over"):
        world.do("mentee", withdraw_request, WithdrawRequest(request_id=request))


def test_nobody_asks_for_somebody_else(world: World) -> None:
    act = RequestSignOff(plan_id=world.plan, item_id=item_id(world, "cover-shifts"))
    for who, code in (("mentor", "not_allowed"), ("line", "not_allowed"), ("manager", "not_allowed"),
                      ("area", "not_allowed"), ("colleague", "not_found"), ("stranger", "not_found")):  # fmt: skip
        with refused(code):
            world.do(who, request_sign_off, replace(act, id=new_id()))
    assert rows_of(world.maker.database, world.org, requests) == []


def test_the_same_request_again_is_the_same_request(world: World) -> None:
    act = RequestSignOff(plan_id=world.plan, item_id=item_id(world, "cover-shifts"), note="Thursday?")
    first = world.do("mentee", request_sign_off, act)
    assert world.do("mentee", request_sign_off, act) == first
    with refused("id.reused"):
        world.do("mentee", request_sign_off, replace(act, note="Friday?"))
    with refused("request.already_waiting"):
        world.do("mentee", request_sign_off, replace(act, id=new_id()))
    assert len(rows_of(world.maker.database, world.org, requests)) == 1


def test_a_closed_plan_takes_no_request(world: World, house: object) -> None:
    act = RequestSignOff(plan_id=world.plan, item_id=item_id(world, "cover-shifts"))
    close_plan(world, house)  # type: ignore[arg-type]  # a house, as its fixture says
    with refused("plan.closed"):
        world.do("mentee", request_sign_off, act)
    assert not any(any(item.may.values()) for item in world.show().items)


def test_when_a_mentor_is_removed_what_waited_for_them_passes_to_those_who_are_left(world: World) -> None:
    ask(world, "cover-shifts", world.mentor)
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="On leave.")
    world.do("area", remove_mentor, removal)
    assert with_mentors(world) == shown_with(world) == {"comentor"}


def test_s46_when_a_mentor_leaves_what_waited_for_them_passes_on_at_once(world: World) -> None:
    ask(world, "cover-shifts", world.mentor)
    ask(world, "on-call")
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.mentor))
    assert sorted(wait.title or "" for wait in waiting_for(world, "comentor")) == ["Be 'on call'", "Cover shifts"]
    assert shown_with(world) == shown_with(world, "on-call") == {"comentor"}
    held = rows_of(world.maker.database, world.org, waits, waits.c.kind != DUE)  # the plan's review, from its day on
    assert {(row.kind, row.holder_id) for row in held} == {
        ("request", world.comentor), ("request_overdue", world.area),
    }  # fmt: skip


def test_with_the_last_mentor_gone_a_request_waits_for_nobody_and_is_not_lost(world: World) -> None:
    ask(world, "cover-shifts", world.mentor)
    for mentor in (world.mentor, world.comentor):
        world.do("area", remove_mentor, RemoveMentor(agreement_id=world.agreement, mentor_id=mentor, reason="Gone."))
    waiting = world.item("cover-shifts").waiting
    assert waiting is not None
    assert waiting.on == []
    assert world.item("cover-shifts").missing[0].text == "One signature. A mentor who can sign is still to be found."


def test_when_the_mentee_leaves_their_requests_end(world: World) -> None:
    ask(world, "cover-shifts")
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.mentee))
    assert with_mentors(world) == set()
    assert [row.status for row in rows_of(world.maker.database, world.org, requests)] == ["ended"]


def test_waits_come_oldest_first_in_pages_and_nobody_sees_anothers(world: World, clock: Clock) -> None:
    keys = ["cover-shifts", "on-call", "support-plans", "workload", "reflect"]
    asked = []
    for key in keys:
        asked.append(ask(world, key, world.mentor))
        clock.move(minutes=5)
    met: list[Id] = []
    paging = Paging(limit=2)
    for size in (2, 2, 1):
        page = world.read("mentor", list_waits, paging)
        assert len(page.items) == size
        met += [wait.id for wait in page.items]
        paging = Paging(limit=2, cursor=page.next_cursor)
    assert met == asked
    for who in ("mentee", "comentor", "manager", "area", "stranger"):
        assert waiting_for(world, who) == []


def test_f15_a_cursor_made_up_by_hand_is_refused(world: World) -> None:
    import base64

    for since in ("yesterday", "", "2026-13-01T00:00:00.000Z", "\x00"):
        cursor = base64.urlsafe_b64encode(f"{since}\x1f{new_id()}".encode()).decode()
        with refused("request.invalid"):
            world.read("mentor", list_waits, Paging(cursor=cursor))
