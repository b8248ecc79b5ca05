"""Answering a proposal and approving it: each for themselves, once, and in time.

Source: domain 2; decisions, Rights and States (agreement).
"""

import pytest

from backend.kernel.pages import Paging
from backend.mentoring.proposing import AnswerAgreement, answer_agreement
from backend.mentoring.reading import AgreementFilter, list_agreements
from backend.mentoring.rules import Answer
from tests.conftest import Clock
from tests.kernel.helping import entries, head, refused
from tests.mentoring.helping import approve, may, mentors_of, propose, say, sees, settle, shown, waiting_for
from tests.world import World


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
