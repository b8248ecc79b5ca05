"""Coach-mentoring agreements: voluntary on both sides, approved, and true for everybody the moment the last word is in.

Source: domain 2; decisions, Rights and States (agreement).
"""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.kernel.ties import Tie, ties
from backend.kernel.waits import waits
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.mentoring.proposing import (
    AnswerAgreement,
    ApproveAgreement,
    Goal,
    ProposeAgreement,
    answer_agreement,
    approve_agreement,
    propose_agreement,
)
from backend.mentoring.reading import AgreementFilter, list_agreements, show_agreement
from backend.mentoring.rules import (
    Answer,
    Arrangement,
    Horizon,
    Programme,
    Status,
    ensure_open,
    ensure_proposable,
    status_after,
    status_at,
)
from backend.mentoring.shown import AgreementShown
from backend.people.appointments import Appoint, RecordLeaving, appoint, record_leaving
from backend.people.rules import Post
from backend.reviews.due import DUE
from backend.signoff.planning import CreatePlan, create_plan
from tests.conftest import Clock
from tests.kernel.helping import entries, head, refused, rows_of
from tests.world import World

answers = st.lists(st.sampled_from([None, Answer.AGREE, Answer.DECLINE]), min_size=2, max_size=5)


@given(st.booleans(), answers)
def test_an_agreement_starts_when_it_is_approved_and_everyone_agreed_and_one_no_ends_it(
    approved: bool, given_: list[Answer | None]
) -> None:
    expected = (
        Status.DECLINED if Answer.DECLINE in given_
        else Status.ACTIVE if approved and set(given_) == {Answer.AGREE} else Status.PROPOSED
    )  # fmt: skip
    assert status_after(approved, given_) is expected


@given(st.sampled_from(Status), st.integers(-40, 40))
def test_only_a_proposal_runs_out_and_on_its_day(status: Status, after: int) -> None:
    from datetime import date

    lapses_on = date(2026, 10, 31)
    found = status_at(status, lapses_on, lapses_on + timedelta(after))
    assert found is (Status.RUN_OUT if status is Status.PROPOSED and after >= 0 else status)


def test_only_a_proposal_awaits_answers() -> None:
    ensure_open(Status.PROPOSED)
    for status in set(Status) - {Status.PROPOSED, Status.RUN_OUT}:
        with refused("agreement.not_proposed"):
            ensure_open(status)
    with refused("agreement.run_out"):
        ensure_open(Status.RUN_OUT)


def test_what_cannot_be_proposed() -> None:
    from datetime import date

    a, b, one, two = new_id(), new_id(), date(2026, 10, 1), date(2026, 10, 2)
    ensure_proposable(a, [b], one, two)
    for mentee, mentors, starts_on, ends_on, code in (
        (a, [a], one, two, "own_mentor"), (a, [b, a], one, two, "own_mentor"), (a, [b, b], one, two, "mentor_twice"),
        (a, [b], two, two, "wrong_dates"), (a, [b], two, one, "wrong_dates"),
    ):  # fmt: skip
        with refused(f"agreement.{code}"):
            ensure_proposable(mentee, mentors, starts_on, ends_on)


def proposal(world: World, **changes: Any) -> ProposeAgreement:
    """A proposal that the colleague be mentored by the manager and the comentor."""
    today = world.clock.today()
    given: dict[str, Any] = {
        "programme": Programme.NEW_STARTERS, "mentee_id": world.colleague,
        "mentor_ids": [world.manager, world.comentor], "what_matters": "Feeling sure of myself.",
        "goals": [Goal(text="Lead a shift.", horizon=Horizon.SHORT)], "support_arrangement": Arrangement.AD_HOC,
        "starts_on": today, "ends_on": today + timedelta(days=60),
    }  # fmt: skip
    return ProposeAgreement(**{**given, **changes})


def propose(world: World, who: str = "line", **changes: Any) -> Id:
    return Id(world.do(who, propose_agreement, proposal(world, **changes)).id)


def say(world: World, who: str, agreement: Id, answer: Answer = Answer.AGREE, **changes: Any) -> Any:
    act = AnswerAgreement(agreement_id=agreement, person_id=world.people[who], answer=answer)
    return world.do(who, answer_agreement, replace(act, **changes))


def approve(world: World, agreement: Id, who: str = "area") -> Any:
    return world.do(who, approve_agreement, ApproveAgreement(agreement_id=agreement))


def shown(world: World, agreement: Id, who: str = "area") -> AgreementShown:
    found: AgreementShown = world.read(who, show_agreement, agreement)
    return found


def may(found: AgreementShown) -> dict[str, bool]:
    return {do: found.may[do] for do in ("answer", "approve")}


def settle(world: World, agreement: Id) -> None:
    for who in ("colleague", "manager", "comentor"):
        say(world, who, agreement)
    approve(world, agreement)


def sees(world: World, who: str, agreement: Id) -> bool:
    listed = {one.id for one in world.read(who, list_agreements, AgreementFilter(limit=100)).items}
    with_one = agreement in listed
    if with_one:
        shown(world, agreement, who)
    else:
        with refused("not_found"):
            shown(world, agreement, who)
    return with_one


def waiting_for(world: World, kind: str | None = None) -> set[str]:
    names = {id_: name for name, id_ in world.people.items()}
    rows = rows_of(world.maker.database, world.org, waits, waits.c.kind != DUE)  # the plan's review, from its day on
    return {names[row.holder_id] for row in rows if kind in (None, row.kind)}


def mentors_of(world: World, agreement: Id) -> set[str]:
    names = {id_: name for name, id_ in world.people.items()}
    rows = rows_of(world.maker.database, world.org, ties, ties.c.scope_id == agreement, ties.c.tie == Tie.MENTOR.value)
    return {names[row.person_id] for row in rows if row.ends_at is None}


def test_a_proposal_is_shown_with_everything_that_was_agreed_at_the_start(world: World) -> None:
    agreement = propose(world, "area")
    found = shown(world, agreement)
    assert (found.programme, found.mentee.name, found.status, found.mentee_agreed, found.approved) == (
        "new_starters", "Lee Willow", "proposed", False, False,
    )  # fmt: skip
    assert [(mentor.name, mentor.agreed, mentor.active_since) for mentor in found.mentors] == [
        ("Kit Hawthorn", False, None), ("Sam Beech", False, None),
    ]  # fmt: skip
    assert (found.what_matters, [(goal.text, goal.horizon) for goal in found.goals], found.support_arrangement) == (
        "Feeling sure of myself.", [("Lead a shift.", "short")], "ad_hoc",
    )  # fmt: skip
    assert (found.ends_on - found.starts_on).days == 60


STEPS = ["colleague", "manager", "comentor", "approval"]


@pytest.mark.parametrize(
    "order", [pytest.param(order, id=", ".join(order)) for order in list(permutations(STEPS))[::5]]
)
def test_it_starts_with_the_last_of_approval_and_everyones_yes_in_whatever_order(
    world: World, order: tuple[str, ...]
) -> None:
    agreement = propose(world, "area")
    for step in order:
        assert (shown(world, agreement).status, mentors_of(world, agreement)) == ("proposed", set())
        _ = approve(world, agreement) if step == "approval" else say(world, step, agreement)
    found = shown(world, agreement)
    assert (found.status, found.approved, found.mentee_agreed) == ("active", True, True)
    assert mentors_of(world, agreement) == {"manager", "comentor"}
    assert all(mentor.active_since == entries(world.maker.database, world.org)[-1].at for mentor in found.mentors)
    assert waiting_for(world) == set()


def test_before_it_is_active_nobody_is_a_mentor_and_no_plan_is_made(world: World) -> None:
    agreement = propose(world, "area")
    for who in ("colleague", "manager", "comentor"):
        say(world, who, agreement)
    act = CreatePlan(
        agreement_id=agreement, framework_id=world.framework, role="senior", starts_on=world.clock.today(),
        ends_on=world.clock.today() + timedelta(days=30),
    )  # fmt: skip
    with refused("plan.agreement_not_active"):
        world.do("area", create_plan, act)
    with refused("not_allowed"):
        world.do("manager", create_plan, act)
    approve(world, agreement)
    assert world.do("manager", create_plan, act).kind == "create_plan"


def test_whoever_proposes_has_agreed_for_themselves(world: World) -> None:
    by_mentee, by_mentor = propose(world, "colleague"), propose(world, "manager")
    assert shown(world, by_mentee).mentee_agreed
    assert [mentor.agreed for mentor in shown(world, by_mentor).mentors] == [True, False]
    assert not shown(world, by_mentor).mentee_agreed


def test_everyone_whose_word_is_needed_finds_it_among_what_waits_for_them(world: World) -> None:
    agreement = propose(world, "manager")
    assert waiting_for(world, "agreement_answer") == {"colleague", "comentor"}
    assert waiting_for(world, "agreement_approval") == {"area"}
    say(world, "colleague", agreement)
    assert waiting_for(world, "agreement_answer") == {"comentor"}
    approve(world, agreement)
    assert waiting_for(world) == {"comentor"}


def test_who_may_propose(world: World) -> None:
    by = {who: who for who in ("colleague", "manager", "comentor", "area", "learning")}
    for who in by:
        assert propose(world, who)
    world.maker.line_manager(world.colleague, world.line)
    assert propose(world, "line")
    for who, code in (("mentee", "not_allowed"), ("people_team", "not_allowed"), ("admin", "not_allowed"),
                      ("stranger", "not_found"), ("far_area", "not_found")):  # fmt: skip
        with refused(code):
            propose(world, who)


def test_people_of_another_organisation_or_who_left_cannot_be_named(world: World, other: World) -> None:
    for changes, code in (
        ({"mentee_id": other.colleague}, "not_found"), ({"mentor_ids": [other.manager]}, "agreement.unknown_person"),
        ({"mentor_ids": [new_id()]}, "agreement.unknown_person"),
    ):  # fmt: skip
        with refused(code):
            propose(world, "area", **changes)
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.manager))
    with refused("agreement.unknown_person"):
        propose(world, "area")
    with refused("not_found"):
        propose(world, "area", mentee_id=world.manager, mentor_ids=[world.comentor])


def test_nobody_answers_for_anybody_else(world: World) -> None:
    agreement = propose(world, "area")
    act = AnswerAgreement(agreement_id=agreement, person_id=world.colleague, answer=Answer.AGREE)
    for who in ("manager", "comentor", "area", "learning", "people_team"):
        with refused("not_allowed"):
            world.do(who, answer_agreement, act)
    for who in ("line", "stranger", "admin"):
        with refused("not_found"):
            world.do(who, answer_agreement, act)
    for who in ("area", "learning", "people_team"):  # nobody asked them
        with refused("not_allowed"):
            say(world, who, agreement)
    assert not shown(world, agreement).mentee_agreed


def test_an_answer_is_given_once_and_again_only_the_same(world: World) -> None:
    agreement = propose(world, "area")
    first = say(world, "colleague", agreement)
    before = head(world.maker.database, world.org)
    assert say(world, "colleague", agreement) == first
    with refused("id.reused"):
        say(world, "colleague", agreement, Answer.DECLINE)
    assert head(world.maker.database, world.org) == before


@pytest.mark.parametrize("who", ["colleague", "comentor"])
def test_a_decline_ends_it_and_is_seen_by_the_proposer_alone(world: World, who: str) -> None:
    agreement = propose(world, "manager")
    seen = ["area", "manager", "colleague", "comentor", "learning", "people_team"]
    assert all(sees(world, one, agreement) for one in seen)
    say(world, who, agreement, Answer.DECLINE, note="Not now, I am caring for my mother.")
    assert [one for one in [*seen, "line", "stranger", "admin"] if sees(world, one, agreement)] == ["manager"]
    assert shown(world, agreement, "manager").status == "declined"
    assert (waiting_for(world), mentors_of(world, agreement)) == (set(), set())
    with refused("not_found"):
        approve(world, agreement)
    with refused("not_allowed"):  # the invitation ended with it, the proposer's own too
        say(world, "manager", agreement)


def test_the_note_of_a_decline_is_words_and_stands_in_no_list(world: World) -> None:
    agreement = propose(world, "manager")
    say(world, "colleague", agreement, Answer.DECLINE, note="I am caring for my mother.")
    assert "mother" not in repr(shown(world, agreement, "manager"))
    entry = entries(world.maker.database, world.org)[-1]
    assert entry.words == {"note": "I am caring for my mother."}
    assert "mother" not in repr((entry.content, entry.attestation))


def test_a_proposal_runs_out_after_thirty_days_without_any_job(world: World, clock: Clock) -> None:
    agreement = propose(world, "manager")
    clock.move(days=29)
    assert shown(world, agreement).status == "proposed"
    say(world, "colleague", agreement)
    clock.move(days=1)
    found = shown(world, agreement)
    assert (found.status, may(found)) == ("run_out", {"answer": False, "approve": False})
    with refused("agreement.run_out"):
        say(world, "comentor", agreement)
    with refused("agreement.run_out"):
        approve(world, agreement)
    assert [
        one.status for one in world.read("area", list_agreements, AgreementFilter()).items if one.id == agreement
    ] == ["run_out"]


def test_what_runs_out_waits_for_nobody_from_that_day(world: World, clock: Clock) -> None:
    from backend.signoff.waiting import list_waits

    propose(world, "manager")
    found = {who: len(world.read(who, list_waits, Paging()).items) for who in ("colleague", "comentor", "area")}
    clock.move(days=30)
    after = {who: len(world.read(who, list_waits, Paging()).items) for who in found}
    assert (set(found.values()), set(after.values())) == ({1}, {0})


def test_who_approves(world: World) -> None:
    agreement = propose(world, "area")
    for who in ("manager", "comentor", "learning", "people_team"):
        with refused("not_allowed"):
            approve(world, agreement, who)
    for who in ("stranger", "far_area", "admin"):
        with refused("not_found"):
            approve(world, agreement, who)
    with refused("agreement.own_approval"):
        approve(world, agreement, "colleague")
    assert approve(world, agreement).attestation["approver_is_mentor"] is False


def test_a_mentee_does_not_approve_even_when_they_manage_the_area(world: World) -> None:
    agreement = propose(world, "area", mentee_id=world.area)
    with refused("agreement.own_approval"):
        approve(world, agreement)
    assert waiting_for(world, "agreement_approval") == set()


def test_an_approver_who_is_to_be_a_mentor_is_shown_as_such_in_the_record(world: World) -> None:
    agreement = propose(world, "area", mentor_ids=[world.area])
    assert approve(world, agreement).attestation["approver_is_mentor"] is True
    say(world, "colleague", agreement)
    assert (shown(world, agreement).status, mentors_of(world, agreement)) == ("active", {"area"})


def test_approving_again_is_the_same_act_and_an_active_agreement_awaits_nothing(world: World) -> None:
    agreement = propose(world, "area")
    settle(world, agreement)
    before = head(world.maker.database, world.org)
    assert approve(world, agreement).kind == "approve_agreement"
    assert head(world.maker.database, world.org) == before
    assert may(shown(world, agreement, "colleague")) == {"answer": False, "approve": False}


def test_what_one_may_do_with_a_proposal_is_said_with_it(world: World) -> None:
    agreement = propose(world, "learning")
    found = {who: may(shown(world, agreement, who)) for who in ("colleague", "manager", "area", "learning")}
    assert found == {
        "colleague": {"answer": True, "approve": False}, "manager": {"answer": True, "approve": False},
        "area": {"answer": False, "approve": True}, "learning": {"answer": False, "approve": False},
    }  # fmt: skip


def test_who_sees_an_agreement(world: World, other: World) -> None:
    found = {who for who in world.people if sees(world, who, world.agreement)}
    assert found == {"mentee", "mentor", "comentor", "manager", "line", "area", "learning", "people_team"}
    with refused("not_found"):
        shown(other, world.agreement)


def test_an_approver_removes_a_mentor_and_what_they_were_ends(world: World) -> None:
    act = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="On leave.")
    entry = world.do("area", remove_mentor, act)
    assert (entry.words, mentors_of(world, world.agreement)) == ({"reason": "On leave."}, {"comentor"})
    gone = next(mentor for mentor in shown(world, world.agreement).mentors if mentor.id == world.mentor)
    assert gone.left_at == entry.at
    assert not sees(world, "mentor", world.agreement)
    assert world.do("area", remove_mentor, act) == entry
    with refused("agreement.no_such_mentor"):
        world.do("area", remove_mentor, replace(act, id=new_id()))


def test_a_mentor_leaves_an_agreement_by_themselves(world: World) -> None:
    act = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="I take on too much.")
    world.do("mentor", remove_mentor, act)
    assert mentors_of(world, world.agreement) == {"comentor"}


def test_nobody_else_removes_a_mentor(world: World) -> None:
    act = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="I would rather not.")
    for who in ("mentee", "comentor", "manager", "line", "learning", "people_team"):
        with refused("not_allowed"):
            world.do(who, remove_mentor, act)
    for who in ("colleague", "stranger", "far_area", "admin"):
        with refused("not_found"):
            world.do(who, remove_mentor, act)
    assert mentors_of(world, world.agreement) == {"mentor", "comentor"}


def test_when_the_one_whose_word_was_missing_is_taken_out_the_agreement_starts(world: World) -> None:
    agreement = propose(world, "area")
    say(world, "colleague", agreement)
    say(world, "manager", agreement)
    approve(world, agreement)
    assert shown(world, agreement).status == "proposed"
    world.do("area", remove_mentor, RemoveMentor(agreement_id=agreement, mentor_id=world.comentor, reason="Too busy."))
    assert (shown(world, agreement).status, mentors_of(world, agreement)) == ("active", {"manager"})
    assert waiting_for(world) == set()


def test_a_proposal_without_any_mentor_left_does_not_start(world: World) -> None:
    agreement = propose(world, "area", mentor_ids=[world.manager])
    say(world, "colleague", agreement)
    approve(world, agreement)
    world.do("area", remove_mentor, RemoveMentor(agreement_id=agreement, mentor_id=world.manager, reason="Too busy."))
    assert (shown(world, agreement).status, mentors_of(world, agreement)) == ("proposed", set())


def test_a_mentor_of_two_agreements_with_the_same_person_stays_their_mentor_when_one_ends(world: World) -> None:
    second = propose(world, "area", mentee_id=world.mentee, mentor_ids=[world.mentor])
    say(world, "mentee", second)
    say(world, "mentor", second)
    approve(world, second)
    world.do("area", remove_mentor, RemoveMentor(agreement_id=second, mentor_id=world.mentor, reason="One is enough."))
    assert mentors_of(world, world.agreement) == {"mentor", "comentor"}
    mine = rows_of(
        world.maker.database, world.org, ties, ties.c.person_id == world.mentor, ties.c.scope_id == world.mentee
    )
    assert [row.tie for row in mine if row.ends_at is None] == ["mentor"]


def test_an_agreement_follows_its_mentee_to_another_site(world: World) -> None:
    assert not sees(world, "far_area", world.agreement)
    assert sees(world, "manager", world.agreement)
    far = next(iter({row.site_id for row in _people(world) if row.id == world.stranger}))
    move = Appoint(person_id=world.mentee, post=Post.SENIOR, starts_on=world.clock.today(), site_id=far)
    world.do("people_team", appoint, move)
    found = {who: sees(world, who, world.agreement) for who in ("far_area", "area", "manager", "mentor", "line")}
    assert found == {"far_area": True, "area": True, "manager": False, "mentor": True, "line": True}  # area proposed it


def _people(world: World) -> list[Any]:
    from backend.people.tables import people

    return rows_of(world.maker.database, world.org, people)


def test_the_same_proposal_again_is_the_same_proposal(world: World) -> None:
    act = proposal(world)
    first = world.do("area", propose_agreement, act)
    assert world.do("area", propose_agreement, act) == first
    with refused("id.reused"):
        world.do("area", propose_agreement, replace(act, what_matters="Something else."))
