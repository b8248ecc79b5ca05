"""Mentors who join an agreement later, are replaced, and leave. Source: domain 2; decisions, Rights."""

from typing import Any

import pytest

from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.kernel.ties import Tie, ties
from backend.kernel.waits import waits
from backend.mentoring.history import list_history
from backend.mentoring.mentors import AddMentor, RemoveMentor, add_mentor, remove_mentor
from backend.mentoring.rules import Answer
from backend.people.appointments import RecordLeaving, record_leaving
from backend.signoff.requests import RequestSignOff, request_sign_off
from tests.accounts.helping import together
from tests.conftest import Clock
from tests.kernel.helping import refused, rows_of
from tests.mentoring.helping import approve, propose, say, shown
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")


def add(world: World, who: str = "area", person: str = "unchecked", **given: Any) -> Any:
    act = AddMentor(agreement_id=world.agreement, person_id=world.people[person], **given)
    return world.do(who, add_mentor, act)


def remove(world: World, who: str, mentor: str, agreement: Id | None = None) -> Any:
    act = RemoveMentor(agreement_id=agreement or world.agreement, mentor_id=world.people[mentor], reason="Enough.")
    return world.do(who, remove_mentor, act)


def mentors_of(world: World, agreement: Id | None = None) -> set[str]:
    names = {id_: name for name, id_ in world.people.items()}
    at = ties.c.scope_id == (agreement or world.agreement)
    rows = rows_of(world.maker.database, world.org, ties, at, ties.c.tie == Tie.MENTOR.value)
    return {names[row.person_id] for row in rows if row.ends_at is None}


def waiting(world: World, kind: str) -> set[str]:
    names = {id_: name for name, id_ in world.people.items()}
    return {names[row.holder_id] for row in rows_of(world.maker.database, world.org, waits, waits.c.kind == kind)}


@pytest.mark.parametrize("who", ["mentee", "mentor", "comentor", "manager", "line", "learning", "people_team"])
def test_only_who_approves_adds_a_mentor(world: World, who: str) -> None:
    with refused("not_allowed"):
        add(world, who)
    assert waiting(world, "agreement_answer") == set()


@pytest.mark.parametrize("who", ["colleague", "stranger", "far_area", "admin", "unchecked"])
def test_who_does_not_see_it_finds_nothing_to_add_to(world: World, who: str) -> None:
    with refused("not_found"):
        add(world, who)


def test_whoever_is_asked_is_a_mentor_from_their_own_yes_on(world: World) -> None:
    add(world)
    assert (mentors_of(world), waiting(world, "agreement_answer")) == ({"mentor", "comentor"}, {"unchecked"})
    assert shown(world, world.agreement, "unchecked").may["answer"]
    entry = say(world, "unchecked", world.agreement)
    assert (mentors_of(world), waiting(world, "agreement_answer")) == ({"mentor", "comentor", "unchecked"}, set())
    joined = next(one for one in shown(world, world.agreement).mentors if one.id == world.unchecked)
    assert (joined.active_since, joined.agreed, joined.left_at) == (entry.at, True, None)


def test_a_question_for_any_mentor_reaches_the_one_who_joined(world: World) -> None:
    item = world.item("on-call").id
    world.do("mentee", request_sign_off, RequestSignOff(plan_id=world.plan, item_id=item))
    add(world)
    assert waiting(world, "request") == {"mentor", "comentor"}
    say(world, "unchecked", world.agreement)
    assert waiting(world, "request") == {"mentor", "comentor", "unchecked"}


def test_who_is_replaced_stays_until_the_new_mentors_yes(world: World) -> None:
    add(world, replaces_id=world.mentor)
    assert mentors_of(world) == {"mentor", "comentor"}
    entry = say(world, "unchecked", world.agreement)
    assert mentors_of(world) == {"comentor", "unchecked"}
    gone = next(one for one in shown(world, world.agreement).mentors if one.id == world.mentor)
    assert gone.left_at == entry.at


def test_a_no_to_being_asked_later_ends_nothing_and_is_known_to_whoever_asked(world: World) -> None:
    add(world, replaces_id=world.mentor)
    say(world, "unchecked", world.agreement, Answer.DECLINE)
    assert (mentors_of(world), shown(world, world.agreement).status) == ({"mentor", "comentor"}, "active")
    for who, hears in (("area", True), ("mentee", False), ("mentor", False), ("learning", False)):
        named = {one.id for one in shown(world, world.agreement, who).mentors}
        told = {one.mentor.id for one in history(world, who) if one.kind == "add_mentor" and one.mentor}
        assert (world.unchecked in named, world.unchecked in told) == (hears, hears)
    with refused("not_found"):
        shown(world, world.agreement, "unchecked")


def history(world: World, who: str) -> list[Any]:
    return list(world.read(who, list_history, world.agreement, Paging(limit=100)).items)


def test_who_left_can_be_asked_again_and_answers_again(world: World) -> None:
    remove(world, "mentor", "mentor")
    add(world, person="mentor")
    assert mentors_of(world) == {"comentor"}
    say(world, "mentor", world.agreement)
    assert mentors_of(world) == {"mentor", "comentor"}
    kinds = [one.kind for one in history(world, "mentee")]
    assert kinds[-3:] == ["remove_mentor", "add_mentor", "answer_agreement"]
    reasons = {who: [one.reason for one in history(world, who) if one.reason] for who in ("area", "mentor", "mentee")}
    assert reasons == {"area": ["Enough."], "mentor": ["Enough."], "mentee": []}


def test_being_asked_later_runs_out_on_its_stored_day(world: World, clock: Clock) -> None:
    add(world)
    clock.move(days=30)
    assert not shown(world, world.agreement, "unchecked").may["answer"]
    with refused("agreement.invitation_run_out"):
        say(world, "unchecked", world.agreement)
    add(world)
    say(world, "unchecked", world.agreement)
    assert mentors_of(world) == {"mentor", "comentor", "unchecked"}


def test_what_cannot_be_added(world: World, other: World) -> None:
    for person, given, code in (
        ("mentee", {}, "own_mentor"), ("comentor", {}, "already_mentor"),
        ("unchecked", {"replaces_id": world.manager}, "no_such_mentor"),
    ):  # fmt: skip
        with refused(f"agreement.{code}"):
            add(world, person=person, **given)
    with refused("agreement.unknown_person"):
        world.do("area", add_mentor, AddMentor(agreement_id=world.agreement, person_id=other.manager))
    agreement = propose(world)
    with refused("agreement.not_started"):
        act = AddMentor(agreement_id=agreement, person_id=world.unchecked, replaces_id=world.manager)
        world.do("area", add_mentor, act)


def test_a_mentor_added_to_a_proposal_has_a_word_in_whether_it_starts(world: World) -> None:
    agreement = propose(world, mentor_ids=[world.manager])
    world.do("area", add_mentor, AddMentor(agreement_id=agreement, person_id=world.comentor))
    say(world, "colleague", agreement)
    say(world, "manager", agreement)
    approve(world, agreement)
    assert shown(world, agreement).status == "proposed"
    say(world, "comentor", agreement)
    assert (shown(world, agreement).status, mentors_of(world, agreement)) == ("active", {"manager", "comentor"})


def test_an_approver_who_joins_one_under_way_is_declared_at_once(world: World) -> None:
    add(world, person="area")
    assert mentors_of(world) == {"mentor", "comentor", "area"}
    (held,) = shown(world, world.agreement, "mentee").double_roles
    assert (held.person.name, held.roles) == ("Ash Linden", ["approver", "mentor"])


def test_a_repeat_adds_nobody_twice(world: World) -> None:
    act = AddMentor(id=new_id(), agreement_id=world.agreement, person_id=world.unchecked)
    first = world.do("area", add_mentor, act)
    assert world.do("area", add_mentor, act) == first
    say(world, "unchecked", world.agreement)
    assert say(world, "unchecked", world.agreement).kind == "answer_agreement"
    with refused("id.reused"):
        say(world, "unchecked", world.agreement, Answer.DECLINE)


def test_two_answers_and_an_approval_at_once_start_it_exactly_once(world: World) -> None:
    agreement = propose(world)
    say(world, "comentor", agreement)
    steps = [lambda: say(world, "colleague", agreement), lambda: say(world, "manager", agreement),
             lambda: approve(world, agreement)]  # fmt: skip
    assert together(steps) == ["done"] * 3
    assert (shown(world, agreement).status, mentors_of(world, agreement)) == ("active", {"manager", "comentor"})


def test_a_mentor_who_leaves_while_it_starts_is_no_mentor_afterwards(world: World) -> None:
    agreement = propose(world)
    for who in ("colleague", "manager", "comentor"):
        say(world, who, agreement)
    steps = [lambda: approve(world, agreement),
             lambda: world.do("people_team", record_leaving, RecordLeaving(person_id=world.manager))]  # fmt: skip
    done = together(steps)
    if done[1] != "done":  # became a mentor meanwhile: the same again goes through
        world.do("people_team", record_leaving, RecordLeaving(person_id=world.manager))
    assert done[0] == "done"
    assert (shown(world, agreement).status, mentors_of(world, agreement)) == ("active", {"comentor"})
