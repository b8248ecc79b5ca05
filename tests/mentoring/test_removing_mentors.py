"""A mentor who is taken out, or leaves: what they were ends, and what is left stands or starts.

Source: decisions, Rights.
"""

from dataclasses import replace

from backend.kernel.ids import new_id
from backend.kernel.ties import ties
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from tests.kernel.helping import refused, rows_of
from tests.mentoring.helping import approve, mentors_of, propose, say, sees, shown, waiting_for
from tests.world import World


def test_an_approver_removes_a_mentor_and_what_they_were_ends(world: World) -> None:
    act = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="On leave.")
    entry = world.do("area", remove_mentor, act)
    assert (entry.words, mentors_of(world, world.agreement)) == ({"reason": "On leave."}, {"comentor"})
    gone = next(mentor for mentor in shown(world, world.agreement).mentors if mentor.id == world.mentor)
    assert gone.left_at == entry.at
    assert not sees(world, "mentor", world.agreement)
    assert world.do("area", remove_mentor, act) == entry
    assert world.do("area", remove_mentor, replace(act, id=new_id())) == entry  # a phone that lost the answer
    with refused("agreement.no_such_mentor"):
        world.do("area", remove_mentor, replace(act, id=new_id(), mentor_id=world.unchecked))


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
