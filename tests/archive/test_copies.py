"""A copy to keep: who gets one, what is in it, and what it tells nobody. Source: domain 1 and 7; trust, S26 and S47."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from backend.kernel.ids import new_id
from backend.mentoring.conversations import NoteConversation, note_conversation
from backend.mentoring.pausing import PauseAgreement, pause_agreement
from backend.mentoring.proposing import AnswerAgreement, answer_agreement
from backend.mentoring.quiet_requests import AskForChange, ask_for_change
from backend.mentoring.rules import Answer, Mode
from backend.people.appointments import RecordLeaving, record_leaving
from backend.reviews.rules import Decision
from backend.signoff.reading import PlanFilter, list_plans
from tests.archive.helping import AGAINST, copy_by, lived_in, own_copy, plan_copy
from tests.kernel.helping import entries, refused
from tests.practice.helping import WORDS, share, write
from tests.reviews.helping import propose
from tests.signoff.test_receipts import wrong_with
from tests.world import World


def kinds(receipts: list[object]) -> list[str]:
    return [receipt.kind for receipt in receipts]  # type: ignore[attr-defined]  # receipts have kinds


def test_a_copy_of_a_plan_has_a_receipt_for_everything_that_happened_in_order(world: World) -> None:
    ids = lived_in(world)
    copy = plan_copy(world)
    assert kinds([*copy.receipts]) == [
        "create_plan", "request_sign_off", "sign_off", "sign_off", "sign_off", "withdraw_sign_off",
        "dispute_sign_off", "change_requirement",
    ]  # fmt: skip
    found = {receipt.id for receipt in copy.receipts}
    assert set(ids.values()) < found
    assert (copy.organisation, copy.zone, copy.v) == ("Hazelwood Care", "Europe/London", 1)
    assert copy.plan == world.show()


def test_s47_every_receipt_of_a_copy_can_be_checked_by_the_rules_on_the_page(world: World) -> None:
    lived_in(world)
    hashes = {entry.seq: entry.hash.hex() for entry in entries(world.maker.database, world.org)}
    for copy in (plan_copy(world), own_copy(world), own_copy(world, "mentor")):
        assert copy.receipts
        assert [wrong_with(asdict(one), hashes[one.seq - 1]) for one in copy.receipts] == [[]] * len(copy.receipts)
    spoilt = asdict(copy.receipts[0])
    spoilt["said"]["words"]["statement"] = "Something else."
    assert wrong_with(spoilt) != []


@pytest.mark.parametrize("who", ["mentee", "mentor", "comentor", "line", "manager", "area", "learning", "people_team"])
def test_whoever_sees_the_plan_gets_its_copy(world: World, who: str) -> None:
    lived_in(world)
    assert plan_copy(world, who).receipts == plan_copy(world).receipts


@pytest.mark.parametrize("who", ["admin", "colleague", "stranger", "far_area"])
def test_nobody_else_does(world: World, who: str) -> None:
    with refused("not_found"):
        plan_copy(world, who)


def test_another_organisation_finds_nothing_to_copy(world: World, other: World) -> None:
    for who in ("people_team", "area"):
        with refused("not_found"):
            plan_copy(other, who, world.plan)
    with refused("not_found"):
        copy_by(other, "people_team", world.mentee)
    copied = own_copy(world)
    assert {receipt.content["organisation"] for receipt in copied.receipts} == {world.org}


def test_ones_own_copy_has_plans_agreements_and_every_receipt_about_oneself(world: World) -> None:
    lived_in(world)
    copy = own_copy(world)
    assert (copy.person.id, [plan.id for plan in copy.plans]) == (world.mentee, [world.plan])
    assert copy.plans == [world.show()]
    (agreement,) = copy.agreements
    assert (agreement.id, agreement.status) == (world.agreement, "active")
    assert [mentor.name for mentor in agreement.mentors] == ["Jo Rowan", "Sam Beech"]
    assert agreement.goals[0].text == "Run the service with confidence."
    assert kinds([*copy.receipts]) == [
        "propose_agreement", "answer_agreement", *kinds([*plan_copy(world).receipts]),
    ]  # fmt: skip
    assert [one.content["actor"] for one in copy.receipts if one.kind == "answer_agreement"] == [world.mentee]


def test_a_mentors_own_copy_has_what_they_signed_and_what_became_of_it_and_nothing_more(world: World) -> None:
    ids = lived_in(world)
    copy = own_copy(world, "mentor")
    assert [receipt.id for receipt in copy.receipts] == [ids["signed"], ids["gone"], ids["withdrawn"]]
    assert (copy.plans, copy.agreements) == ([], [])
    assert AGAINST not in str(asdict(copy))


def test_why_an_agreement_stands_still_and_what_others_answered_is_in_no_copy(world: World) -> None:
    today, why = world.clock.today(), "Things at home."
    second = world.maker.propose(world.line, world.mentee, [world.mentor], today, today + timedelta(days=60))
    decline = AnswerAgreement(
        agreement_id=second, person_id=world.mentor, answer=Answer.DECLINE, note="Too much on."
    )  # fmt: skip
    world.do("mentor", answer_agreement, decline)
    world.do("area", pause_agreement, PauseAgreement(agreement_id=world.agreement, reason=why))
    assert {"Things at home.", "Too much on."} < set(said_in(world))
    for copy in (own_copy(world), copy_by(world, "people_team", world.mentee), plan_copy(world)):
        told = str(asdict(copy))
        assert "Maya Alder" in told
        assert [word for word in (why, "Too much on.", second) if word in told] == []


def test_what_is_between_mentee_and_mentor_or_approver_is_in_ones_own_copy_alone(world: World) -> None:
    talked = NoteConversation(
        agreement_id=world.agreement, held_on=world.clock.today(), minutes=30, mode=Mode.COACHING, note="Nerves."
    )
    world.do("mentor", note_conversation, talked)
    world.do("mentee", ask_for_change, AskForChange(agreement_id=world.agreement, text="Another day, please."))
    own, made, mentors = own_copy(world), copy_by(world, "people_team", world.mentee), own_copy(world, "mentor")
    said = ("Nerves.", "Another day, please.")
    assert [[word for word in said if word in str(asdict(copy))] for copy in (own, made, mentors)] == [[*said], [], []]
    assert kinds([*own.receipts])[-2:] == ["note_conversation", "ask_for_change"]
    assert [one for one in own.receipts if one not in made.receipts] == own.receipts[-2:]


def said_in(world: World) -> list[str]:
    """All the words in the log."""
    return [str(said) for entry in entries(world.maker.database, world.org) for said in (entry.words or {}).values()]


def test_whoever_left_sees_nothing_and_the_people_team_makes_their_copy(world: World) -> None:
    lived_in(world)
    before = own_copy(world)
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.mentee))
    copy = copy_by(world, "people_team", world.mentee)
    assert copy.receipts == before.receipts
    assert [(one.id, one.goals, one.status) for one in copy.agreements] == [
        (one.id, one.goals, "ended") for one in before.agreements
    ]
    assert [[item.sign_offs[0].statement for item in plan.items if item.sign_offs] for plan in copy.plans] == [
        ["Found cover within the hour.", "Two calls.", "Reflected on the week."]
    ]
    assert copy.person.left_at is not None


@pytest.mark.parametrize(
    ("who", "code"),
    [("admin", "not_allowed"), ("learning", "not_allowed"), ("area", "not_allowed"), ("line", "not_allowed"),
     ("mentor", "not_allowed"), ("mentee", "not_allowed"), ("stranger", "not_found")],
)  # fmt: skip
def test_only_the_people_team_makes_a_copy_for_somebody_else(world: World, who: str, code: str) -> None:
    with refused(code):
        copy_by(world, who, world.mentee)
    with refused("not_found"):
        copy_by(world, who, new_id())


def test_several_plans_are_copied_as_they_are_shown_one_by_one(world: World) -> None:
    lived_in(world)
    today = world.clock.today()
    for days in (30, 60):
        world.maker.plan(world.mentor, world.agreement, world.framework, "senior", today, today + timedelta(days=days))
    listed = world.read("mentee", list_plans, PlanFilter(mentee_id="me")).items
    assert own_copy(world).plans == [world.show_plan("mentee", plan.id) for plan in listed]
    assert len(listed) == 3


def test_ones_own_copy_has_reflections_and_evidence_and_the_people_teams_has_neither(world: World) -> None:
    private, shared = write(world), share(world, write(world)).id
    copy = own_copy(world)
    assert ([one.id for one in copy.reflections], [one.id for one in copy.evidence]) == ([private], [shared])
    assert "share_reflection" in kinds([*copy.receipts])
    theirs = copy_by(world, "people_team", world.mentee)
    assert (theirs.reflections, theirs.evidence) == ([], [])
    assert "share_reflection" not in kinds([*theirs.receipts])
    assert own_copy(world, "mentor").evidence == []
    for who in ("mentor", "people_team"):
        assert WORDS not in str(plan_copy(world, who))


def test_ones_own_copy_has_the_reviews_of_ones_plans_and_nobody_elses(world: World) -> None:
    review = propose(world, decision=Decision.CLOSE).id
    assert [(one.id, one.reasons) for one in own_copy(world, "mentee").reviews] == [
        (review, "Runs the service well, and the team says so.")
    ]
    assert own_copy(world, "mentor").reviews == []
