"""Side by side: real threads, real commits, on both databases. Afterwards every counter equals a recount and the chain
is whole.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest

from backend.accounts.sessions import who
from backend.kernel.ids import Id
from backend.kernel.waits import waits
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.people.appointments import RecordLeaving, record_leaving
from backend.people.rules import Post
from backend.signoff.receipts import show_receipt
from backend.signoff.requests import RequestSignOff, WithdrawRequest, request_sign_off, withdraw_request
from backend.signoff.sign_offs import sign_off
from backend.signoff.tables import requests, sign_offs
from tests.accounts.helping import together
from tests.conftest import Clock
from tests.kernel.helping import entries, refused, rows_of
from tests.kernel.test_log import whole
from tests.signoff.helping import act_on, ask, item_id, recount, sign, strict_plan, withdraw
from tests.world import World


@pytest.fixture(autouse=True)
def _nothing_is_half_done(world: World) -> Iterator[None]:
    yield
    recount(world)
    assert whole(world)
    waiting = {row.id for row in rows_of(world.maker.database, world.org, requests, requests.c.status == "waiting")}
    held = rows_of(world.maker.database, world.org, waits, waits.c.kind == "request")
    assert {row.matter_id for row in held} <= waiting  # nobody waits for what is over
    gone = {e.content["person_id"] for e in entries(world.maker.database, world.org) if e.kind == "record_leaving"}
    assert not {row.holder_id for row in held} & gone  # and nothing waits for whoever left


def count(world: World, kind: str) -> int:
    return [entry.kind for entry in entries(world.maker.database, world.org)].count(kind)


def outsider(world: World, story: Any) -> None:
    """Does a story in another thread, to its end."""
    thread = Thread(target=story)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


def waits_for_locks(world: World) -> None:
    if world.maker.database.dialect.name == "sqlite":
        pytest.skip(
            "on SQLite the writer's turn comes before the transaction's instant, and the whole database is locked"
        )


def test_s39_two_who_give_the_last_signature_at_once_complete_it_exactly_once(world: World, clock: Clock) -> None:
    strict_plan(world, [world.mentor, world.comentor, world.manager])
    sign(world, "mentor", act_on(world, "strict"))
    clock.move(days=1)
    given = {name: (act_on(world, "strict"), world.presence(name)) for name in ("comentor", "manager")}
    stories = [lambda name=name, one=one: sign(world, name, *one) for name, one in given.items()]
    assert together(stories) == ["done", "done"]
    item = world.item("strict")
    assert (item.status, [one.counts for one in item.sign_offs]) == ("signed", [True, True, False])
    progress = world.show().progress
    assert (progress.criteria_complete, progress.signatures_counted) == (1, 2)


def test_f18_the_same_act_sent_sixteen_times_at_once_is_one_entry_and_one_answer(world: World) -> None:
    act, presence = act_on(world, "cover-shifts"), world.presence("mentor")
    answers: list[Any] = []
    assert together([lambda: answers.append(sign(world, "mentor", act, presence))] * 16) == ["done"] * 16
    assert count(world, "sign_off") == 1
    assert all(answer.receipt == answers[0].receipt for answer in answers)
    assert len(rows_of(world.maker.database, world.org, sign_offs)) == 1


def test_f18_the_same_id_with_different_words_at_once_leaves_one_of_them(world: World) -> None:
    acts = [act_on(world, "cover-shifts", statement=f"Words {n}.") for n in range(6)]
    acts = [act_on(world, "cover-shifts", statement=act.statement, id=acts[0].id) for act in acts]
    presence = world.presence("mentor")
    outcomes = together([lambda act=act: sign(world, "mentor", act, presence) for act in acts])  # type: ignore[misc]  # a lambda with its own case
    assert sorted(outcomes) == ["done"] + ["id.reused"] * 5


def test_withdrawing_while_another_signs_leaves_what_is_still_valid(world: World, clock: Clock) -> None:
    first = sign(world, "mentor", act_on(world, "support-plans")).sign_off.id
    clock.move(days=1)
    act, by_mentor, by_comentor = act_on(world, "support-plans"), world.presence("mentor"), world.presence("comentor")
    outcomes = together(
        [lambda: withdraw(world, "mentor", first, by_mentor), lambda: sign(world, "comentor", act, by_comentor)]
    )
    assert outcomes == ["done", "done"]
    item = world.item("support-plans")
    assert (item.status, [(one.id, one.counts) for one in item.sign_offs]) == (
        "part_signed", [(first, False), (act.id, True)],
    )  # fmt: skip


def test_a_sign_off_withdrawn_eight_times_at_once_is_withdrawn_once(world: World) -> None:
    first = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    presence = world.presence("mentor")
    outcomes = together([lambda: withdraw(world, "mentor", first, presence)] * 8)
    assert sorted(outcomes) == ["done"] + ["sign_off.already_withdrawn"] * 7
    assert count(world, "withdraw_sign_off") == 1


def test_a_mentor_removed_while_signing_either_signed_before_or_not_at_all(world: World) -> None:
    act, presence = act_on(world, "cover-shifts"), world.presence("mentor")
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="Moved on.")
    signed, removed = together(
        [lambda: sign(world, "mentor", act, presence), lambda: world.do("area", remove_mentor, removal)]
    )
    assert removed == "done"
    kinds = [entry.kind for entry in entries(world.maker.database, world.org)][-2:]
    if signed == "done":
        assert kinds == ["sign_off", "remove_mentor"]
    else:
        assert (signed, kinds[-1], count(world, "sign_off")) == ("not_found", "remove_mentor", 0)


def test_whoever_was_removed_while_their_sign_off_waited_for_the_lock_signs_nothing(world: World) -> None:
    waits_for_locks(world)
    act, presence, token = act_on(world, "cover-shifts"), world.presence("mentor"), world.token("mentor")
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="Moved on.")
    world.token("area")
    with world.maker.database.writing(world.org) as tx:
        actor = who(tx, token)
        outsider(world, lambda: world.do("area", remove_mentor, removal))
        with refused("not_found"):
            sign_off(tx, actor, act, presence)
    assert count(world, "sign_off") == 0


def test_whoever_left_while_their_sign_off_waited_for_the_lock_signs_nothing(world: World) -> None:
    waits_for_locks(world)
    act, presence, token = act_on(world, "cover-shifts"), world.presence("mentor"), world.token("mentor")
    with world.maker.database.writing(world.org) as tx:
        actor = who(tx, token)
        outsider(world, lambda: world.maker.operate(record_leaving, RecordLeaving(person_id=world.mentor)))
        with refused("session.required"):
            sign_off(tx, actor, act, presence)
    assert count(world, "sign_off") == 0


def test_an_instant_under_the_lock_is_later_than_any_written_under_it_before(world: World) -> None:
    waits_for_locks(world)
    act, presence, token = act_on(world, "cover-shifts"), world.presence("mentor"), world.token("mentor")
    theirs, used = act_on(world, "cover-shifts"), world.presence("comentor")
    with world.maker.database.writing(world.org) as tx:
        actor = who(tx, token)
        outsider(world, lambda: sign(world, "comentor", theirs, used))
        sign_off(tx, actor, act, presence)
    before, after = entries(world.maker.database, world.org)[-2:]
    assert [before.id, after.id] == [theirs.id, act.id]
    assert before.at < after.at
    assert [one.counts for one in world.item("cover-shifts").sign_offs] == [True, False]


def test_a_request_and_a_sign_off_at_once_are_one_after_the_other(world: World) -> None:
    act, presence = act_on(world, "cover-shifts"), world.presence("mentor")
    wanted = RequestSignOff(plan_id=world.plan, item_id=act.item_id)
    world.token("mentee")
    asked, signed = together(
        [lambda: world.do("mentee", request_sign_off, wanted), lambda: sign(world, "mentor", act, presence)]
    )
    assert signed == "done"
    assert asked in ("done", "request.already_signed")
    status = [row.status for row in rows_of(world.maker.database, world.org, requests)]
    assert status == (["answered"] if asked == "done" else [])
    assert world.item("cover-shifts").waiting is None


def test_eight_requests_for_one_item_at_once_are_one(world: World) -> None:
    item = item_id(world, "cover-shifts")
    world.token("mentee")
    outcomes = together(
        [lambda: world.do("mentee", request_sign_off, RequestSignOff(plan_id=world.plan, item_id=item))] * 8
    )
    assert sorted(outcomes) == ["done"] + ["request.already_waiting"] * 7


def test_withdrawing_a_request_while_it_is_answered_ends_it_once(world: World) -> None:
    request = ask(world, "cover-shifts")
    act, presence = act_on(world, "cover-shifts"), world.presence("mentor")
    taken_back, signed = together(
        [
            lambda: world.do("mentee", withdraw_request, WithdrawRequest(request_id=request)),
            lambda: sign(world, "mentor", act, presence),
        ]
    )
    assert signed == "done"
    (row,) = rows_of(world.maker.database, world.org, requests)
    assert (taken_back, row.status) in (("done", "withdrawn"), ("request.over", "answered"))


@pytest.mark.parametrize("turn", range(3))
def test_a_mentor_who_leaves_while_a_colleague_answers_leaves_no_wait_behind(world: World, turn: int) -> None:
    keys = ["cover-shifts", "on-call", "workload", "reflect", "risk-assessments", "observation"]
    for key in keys:
        ask(world, key, world.mentor if turn % 2 else None)
    methods = {key: world.item(key).policy.methods[0] for key in keys}
    acts = [act_on(world, key, method=methods[key]) for key in keys]
    presence = world.presence("comentor")
    stories: list[Any] = [lambda act=act: sign(world, "comentor", act, presence) for act in acts]
    leaving = RecordLeaving(person_id=world.mentor)
    stories.insert(turn * 2, lambda: world.maker.operate(record_leaving, leaving))
    assert set(together(stories)) == {"done"}


def test_a_request_made_while_a_mentor_leaves_waits_for_those_who_stay(world: World) -> None:
    waits_for_locks(world)
    wanted = RequestSignOff(plan_id=world.plan, item_id=item_id(world, "cover-shifts"))
    leaving = RecordLeaving(person_id=world.mentor)
    for _ in range(3):
        world.token("mentee")
    outcomes = together(
        [lambda: world.do("mentee", request_sign_off, wanted),
         lambda: world.maker.operate(record_leaving, leaving)]
    )  # fmt: skip
    assert outcomes == ["done", "done"]
    held = rows_of(world.maker.database, world.org, waits, waits.c.kind == "request")
    assert [row.holder_id for row in held] == [world.comentor]


def test_s21_eight_mentors_sign_for_eight_mentees_at_once_and_the_chain_is_whole(world: World, clock: Clock) -> None:
    maker, today = world.maker, clock.today()
    mentors, plans = [], []
    for number in range(8):
        mentor, mentee = (
            maker.person(f"{role} {number}", Post.SENIOR, date(2025, 1, 6), site=world.site)
            for role in ("Mentor", "Mentee")
        )
        for person, role in ((mentor, "r"), (mentee, "e")):
            maker.account(person, f"{role}{number}@{maker.key}.test")
        world.people[f"m{number}"] = mentor
        agreement = maker.agreement(mentee, [mentor], world.area, today, today + timedelta(days=30))
        mentors.append(f"m{number}")
        plans.append(maker.plan(mentor, agreement, world.framework, "senior", today, today + timedelta(days=30)))
    given = []
    for name, plan in zip(mentors, plans, strict=True):
        world.plan = plan
        keys = ["cover-shifts", "on-call", "support-plans"]
        given.append((name, [act_on(world, key) for key in keys], world.presence(name)))

    def work(one: tuple[str, list[Any], str]) -> None:
        name, acts, presence = one
        for act in acts:
            sign(world, name, act, presence)

    assert together([lambda one=one: work(one) for one in given]) == ["done"] * 8  # type: ignore[misc]  # a lambda with its own case
    assert count(world, "sign_off") == 24
    for name, acts, _ in given:
        assert world.read(name, show_receipt, Id(acts[0].id)).content["actor"] == world.people[name]
