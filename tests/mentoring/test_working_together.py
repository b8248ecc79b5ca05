"""What happens under an agreement: other words, quiet requests, conversations, groups, and who approves.

Source: domain 2 and 8; trust, S34.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.kernel.waits import waits
from backend.mentoring.amending import AmendAgreement, amend_agreement
from backend.mentoring.conversations import (
    NoteConversation,
    StrikeConversation,
    list_conversations,
    note_conversation,
    strike_conversation,
)
from backend.mentoring.grouping import ProposeGroup, propose_group
from backend.mentoring.history import list_history
from backend.mentoring.hours import list_hours
from backend.mentoring.mentors import AddMentor, add_mentor
from backend.mentoring.proposing import Goal
from backend.mentoring.quiet_requests import (
    AnswerChange,
    AskForChange,
    answer_change,
    ask_for_change,
    list_change_requests,
)
from backend.mentoring.reading import AgreementFilter, list_agreements
from backend.mentoring.rules import Answer, Arrangement, Horizon, Mode
from tests.accounts.helping import together
from tests.conftest import Clock
from tests.kernel.helping import entries, refused, rows_of
from tests.mentoring.helping import approve, proposal, propose, say, shown
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")

PAIR = ("mentee", "mentor", "comentor")
SEE_NO_MORE = ("manager", "line", "area", "learning", "people_team")
OUTSIDE = ("colleague", "stranger", "far_area", "admin")


def amendment(world: World, rev: int = 1, matters: str = "Time for rotas.") -> AmendAgreement:
    goals = [Goal(text="Write a rota.", horizon=Horizon.SHORT)]
    return AmendAgreement(agreement_id=world.agreement, rev=rev, what_matters=matters, goals=goals,
                          support_arrangement=Arrangement.SCHEDULED)  # fmt: skip


@pytest.mark.parametrize("who", PAIR)
def test_s34_either_side_amends_and_the_earlier_words_stay_to_be_read(world: World, who: str) -> None:
    before = shown(world, world.agreement)
    act = amendment(world)
    entry = world.do(who, amend_agreement, act)
    assert world.do(who, amend_agreement, act) == entry
    after = shown(world, world.agreement)
    assert (after.what_matters, after.support_arrangement, after.rev) == ("Time for rotas.", "scheduled", 2)
    told = [one.agreed.what_matters for one in _history(world, "mentee") if one.agreed]
    assert told == [before.what_matters, "Time for rotas."]


def _history(world: World, who: str) -> list[Any]:
    return list(world.read(who, list_history, world.agreement, Paging(limit=100)).items)


def test_nobody_else_amends_and_nobody_over_words_they_have_not_read(world: World) -> None:
    for who in SEE_NO_MORE:
        with refused("not_allowed"):
            world.do(who, amend_agreement, amendment(world))
    for who in OUTSIDE:
        with refused("not_found"):
            world.do(who, amend_agreement, amendment(world))
    steps = [lambda: world.do("mentee", amend_agreement, amendment(world, matters="One.")),
             lambda: world.do("mentor", amend_agreement, amendment(world, matters="Two."))]  # fmt: skip
    assert sorted(together(steps)) == ["agreement.amended_meanwhile", "done"]
    agreement = propose(world)
    with refused("agreement.not_started"):
        world.do("colleague", amend_agreement, replace(amendment(world), agreement_id=agreement))


def ask(world: World, who: str = "mentee", text: str = "Somebody else, please.") -> Id:
    return Id(world.do(who, ask_for_change, AskForChange(agreement_id=world.agreement, text=text)).id)


def held(world: World, kind: str) -> set[str]:
    names = {id_: name for name, id_ in world.people.items()}
    return {names[row.holder_id] for row in rows_of(world.maker.database, world.org, waits, waits.c.kind == kind)}


def test_a_quiet_request_waits_for_approvers_and_is_closed_with_a_word(world: World) -> None:
    request = ask(world)
    assert held(world, "change_request") == {"area"}
    act = AnswerChange(agreement_id=world.agreement, request_id=request, text="Let us talk.")
    for who in ("mentor", "comentor", "manager", "line", "learning", "people_team"):
        with refused("not_allowed"):
            world.read(who, list_change_requests, world.agreement, Paging())
        with refused("not_allowed"):
            world.do(who, answer_change, act)
    with refused("not_allowed"):
        world.do("mentee", answer_change, act)
    for who in OUTSIDE:
        with refused("not_found"):
            world.read(who, list_change_requests, world.agreement, Paging())
    world.do("area", answer_change, act)
    assert world.do("area", answer_change, act).kind == "answer_change"
    (one,) = world.read("mentee", list_change_requests, world.agreement, Paging()).items
    assert (one.text, one.answer, one.may) == ("Somebody else, please.", "Let us talk.", {"answer": False})
    assert held(world, "change_request") == set()
    with refused("change_request.answered"):
        world.do("area", answer_change, replace(act, id=new_id()))


def test_an_approver_who_mentors_here_never_reads_a_quiet_request(world: World) -> None:
    request = ask(world)
    world.do("area", add_mentor, AddMentor(agreement_id=world.agreement, person_id=world.area))
    with refused("not_allowed"):
        world.read("area", list_change_requests, world.agreement, Paging())
    with refused("not_allowed"):
        world.do("area", answer_change, AnswerChange(agreement_id=world.agreement, request_id=request, text="No."))
    with refused("agreement.nobody_to_ask"):
        ask(world, text="And another.")


@pytest.mark.parametrize("who", ["mentor", "comentor", *SEE_NO_MORE])
def test_only_the_mentee_asks_quietly(world: World, who: str) -> None:
    with refused("not_allowed"):
        ask(world, who)


def note(world: World, who: str = "mentor", **changes: Any) -> Id:
    given = {"held_on": world.clock.today(), "minutes": 45, "mode": Mode.COACHING, "note": "The rota.", **changes}
    return Id(world.do(who, note_conversation, NoteConversation(agreement_id=world.agreement, **given)).id)


def test_a_conversation_is_read_by_the_pair_and_nobody_above_them(world: World) -> None:
    noted = note(world)
    for who in PAIR:
        (one,) = world.read(who, list_conversations, world.agreement, Paging()).items
        assert (one.id, one.minutes, one.mode, one.note, one.may) == (
            noted, 45, "coaching", "The rota.", {"strike": who == "mentor"},
        )  # fmt: skip
    for who in SEE_NO_MORE:
        with refused("not_allowed"):
            world.read(who, list_conversations, world.agreement, Paging())
    for who in OUTSIDE:
        with refused("not_found"):
            world.read(who, list_conversations, world.agreement, Paging())


def test_only_a_mentor_notes_one_of_a_day_on_which_they_may_have_talked(world: World, clock: Clock) -> None:
    for who in ("mentee", *SEE_NO_MORE):
        with refused("not_allowed"):
            note(world, who)
    with refused("conversation.in_future"):
        note(world, held_on=clock.today() + timedelta(days=1))
    with refused("conversation.before_agreement"):
        note(world, held_on=clock.today() - timedelta(days=1))


def test_hours_are_ones_own_by_month_and_a_struck_conversation_counts_no_more(world: World, clock: Clock) -> None:
    note(world, minutes=30)
    wrong = note(world, minutes=480)
    clock.move(days=35)
    note(world, minutes=60)
    for who in ("comentor", "mentee"):
        with refused("not_allowed"):
            world.do(who, strike_conversation, StrikeConversation(conversation_id=wrong, reason="Not mine."))
    act = StrikeConversation(conversation_id=wrong, reason="It was eight minutes.")
    world.do("mentor", strike_conversation, act)
    assert world.do("mentor", strike_conversation, act).kind == "strike_conversation"
    found = [(one.month, one.conversations, one.minutes) for one in world.read("mentor", list_hours, Paging()).items]
    assert found == [("2026-11", 1, 60), ("2026-10", 1, 30)]
    assert world.read("comentor", list_hours, Paging()).items == []
    struck = [one.struck.reason for one in _talked(world) if one.struck]
    assert struck == ["It was eight minutes."]


def _talked(world: World) -> list[Any]:
    first = world.read("mentee", list_conversations, world.agreement, Paging(limit=2))
    rest = world.read("mentee", list_conversations, world.agreement, Paging(limit=2, cursor=first.next_cursor))
    assert (len(first.items), len(rest.items), rest.next_cursor) == (2, 1, None)
    return [*first.items, *rest.items]


def group(world: World, *mentees: str, **changes: Any) -> ProposeGroup:
    one = proposal(world)
    names = ("programme", "mentor_ids", "what_matters", "goals", "support_arrangement", "starts_on", "ends_on")
    given = {name: getattr(one, name) for name in names}
    return ProposeGroup(name="Autumn", mentee_ids=[world.people[who] for who in mentees], **{**given, **changes})


def test_each_of_a_group_has_their_own_agreement_and_sees_no_other(world: World) -> None:
    act = group(world, "colleague", "unchecked")
    opened, made = world.do("area", propose_group, act)
    assert world.do("area", propose_group, act) == (opened, made)
    assert [entry.subject for entry in made] == [world.colleague, world.unchecked]
    listed = {
        who: [one.mentee.name for one in world.read(who, list_agreements, AgreementFilter(group_id=act.id)).items]
        for who in ("area", "manager", "colleague", "stranger")
    }
    both = ["Lee Willow", "Noor Sorrel"]
    assert {who: sorted(found) for who, found in listed.items()} == {
        "area": both, "manager": both, "colleague": ["Lee Willow"], "stranger": [],
    }  # fmt: skip
    say(world, "colleague", made[0].id, Answer.DECLINE)
    assert shown(world, made[1].id).status == "proposed"
    with refused("id.reused"):
        world.do("area", propose_group, replace(act, mentee_ids=[world.colleague, world.unchecked, world.mentee]))


def test_a_group_is_proposed_whole_or_not_at_all(world: World) -> None:
    before = len(entries(world.maker.database, world.org))
    with refused("agreement.mentee_twice"):
        world.do("area", propose_group, group(world, "colleague", "colleague"))
    with refused("agreement.own_mentor"):
        world.do("area", propose_group, group(world, "colleague", "manager"))
    with refused("not_found"):
        world.do("area", propose_group, group(world, "colleague", "stranger"))
    assert len(entries(world.maker.database, world.org)) == before


def test_peers_are_known_by_their_posts_or_by_whoever_proposes(world: World) -> None:
    agreement = propose(world, mentor_ids=[world.manager, world.stranger], peer_ids=[world.manager])
    assert {one.name: one.is_peer for one in shown(world, agreement).mentors} == {
        "Kit Hawthorn": True, "Pat Spruce": True,
    }  # fmt: skip
    with refused("agreement.unknown_peer"):
        propose(world, peer_ids=[world.mentor])


def test_approval_waits_for_everyone_whom_the_organisation_lets_approve(world: World) -> None:
    from backend.people.rules import Approver, ClientWord, SiteWord
    from backend.people.settings import ChangeSettings, change_settings, show_settings

    _, state = world.read("people_team", show_settings)
    settings = ChangeSettings(
        follows=state, name="Hazelwood Care", site_word=SiteWord.SITE, client_word=ClientWord.CHILD, small_setting=True,
        approvers=[Approver.SITE_MANAGER, Approver.LEARNING_LEAD], consultee_name="Wren Aspen", consultee_role="Chair",
    )  # fmt: skip
    world.do("people_team", change_settings, settings)
    agreement = propose(world, "line", mentor_ids=[world.line])
    assert held(world, "agreement_approval") == {"area", "manager", "learning"}
    assert [one.name for one in shown(world, agreement).approvers] == ["Ash Linden", "Bay Juniper", "Kit Hawthorn"]
    entry = approve(world, agreement, "manager", consulted="Wren Aspen, chair")
    assert entry.attestation["approver_manages"] is True
    assert held(world, "agreement_approval") == set()
    found = shown(world, agreement, "colleague")
    assert [(one.person.name, one.roles) for one in found.double_roles] == [("Kit Hawthorn", ["approver", "manager"])]
    assert (found.consulted, found.outside_consultee and found.outside_consultee.name) == (
        "Wren Aspen, chair", "Wren Aspen",
    )  # fmt: skip
