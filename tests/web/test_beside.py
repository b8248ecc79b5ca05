"""What stands beside signing, on the pages: passing on and declining, numbers of signatures, disputes, withdrawals."""

from typing import Any

import pytest

from backend.kernel.ids import Id
from backend.signoff.requests import RequestSignOff, request_sign_off
from seeds.making import PIN
from tests.conftest import Clock
from tests.web.conftest import At, Visitor, spot
from tests.world import World


def asked(world: World, key: str = "on-call", mentor: Id | None = None) -> Id:
    act = RequestSignOff(plan_id=world.plan, item_id=world.item(key).id, mentor_id=mentor, note="Friday?")
    return Id(world.do("mentee", request_sign_off, act).id)


@pytest.fixture
def signed(world: World, clock: Clock) -> str:
    """A sign-off of the mentor's on covering shifts."""
    item = world.item("cover-shifts")
    return world.maker.sign(world.mentor, world.plan, item.id, clock.today(), "Found cover before noon.")


def token(visitor: Visitor) -> str:
    return visitor.get("/me").form("sign-out").fields["csrf_token"]


def test_a_mentor_passes_a_question_on_from_what_waits_for_them(world: World, at: At) -> None:
    request = asked(world, mentor=world.mentor)
    mentor, there = at("mentor"), f"/requests/{request}/passing-on/new"
    assert there in mentor.get("/").links()
    assert mentor.get(there).heading == "Pass Maya’s question on"
    mentor.fill(there, "passing-on", mentor_id=world.comentor, reason="Sam is on that night.")
    assert mentor.location == f"{spot(world, 'on-call').page}?done=passed_on"
    text = mentor.get(mentor.location).text
    assert "Passed on. It no longer waits for you." in text
    assert "It is with Sam." in text
    assert "Jo Rowan passed it on today: Sam is on that night." in at("mentee").get(spot(world, "on-call").page).text
    assert at("comentor").get("/").heading == "One request for you, from Maya Alder"


def test_nobody_to_pass_it_to_is_chosen_beforehand(world: World, at: At) -> None:
    there = f"/requests/{asked(world)}/passing-on/new"
    mentor = at("mentor")
    form = mentor.get(there).form("passing-on")
    assert (form.offered, "mentor_id" in form.fields) == ({"mentor_id": [world.comentor]}, False)
    page = mentor.send(form.action, form.filled(reason="On leave."), 422)
    assert "Choose whom you would like to ask." in page.text
    assert page.form("passing-on").fields["reason"] == "On leave."


def test_a_mentor_declines_and_the_mentee_reads_why_and_asks_again(world: World, at: At) -> None:
    request = asked(world, mentor=world.mentor)
    mentor, there = at("mentor"), f"/requests/{request}/decline/new"
    assert there in mentor.get(f"/requests/{request}/passing-on/new").links()
    assert "Maya reads why, and can ask again." in mentor.get(there).text
    page = mentor.fill(there, "decline", 422, reason="")
    assert "Say in a few words why." in page.text
    mentor.fill(there, "decline", reason="I am away until the tenth.")
    page = at("mentee").get(spot(world, "on-call").page)
    assert "Jo Rowan declined , 1 October 2026, 10:00 BST: I am away until the tenth." in page.text
    assert page.form("ask-form").offered["mentor_id"]
    mentor.get(there, 409)


def test_htmx_gets_the_item_after_a_decline(world: World, at: At) -> None:
    there = f"/requests/{asked(world)}/decline/new"
    page = at("mentor").fill(there, "decline", 200, htmx=True, reason="Not this week.")
    assert "It is with Sam." in page.text
    assert "Jo Rowan cannot take it, and said so today: Not this week." in page.text


@pytest.mark.parametrize("word", ["passing-on", "decline"])
def test_only_whoever_has_the_question_hands_it_on(world: World, at: At, word: str) -> None:
    request = asked(world, mentor=world.mentor)
    for who, status in (("mentee", 403), ("comentor", 409), ("area", 403), ("colleague", 404)):
        visitor = at(who)
        visitor.get(f"/requests/{request}/{word}/new", status)
        data = {"csrf_token": token(visitor), "reason": "No.", "mentor_id": "any"}
        visitor.send(f"/requests/{request}/{word}", data, status)
    waiting = world.item("on-call").waiting
    assert waiting is not None
    assert [one.id for one in waiting.on] == [world.mentor]


def test_after_fourteen_days_the_approver_finds_it_among_what_waits(world: World, at: At, clock: Clock) -> None:
    asked(world)
    clock.move(days=15)
    page = at("area").get("/")
    assert "Maya Alder · asked 15 days ago, and nobody has come yet" in page.text
    assert spot(world, "on-call").page in page.links()


def test_two_signatures_are_asked_for_at_once_and_why_stands_on_the_item(world: World, at: At) -> None:
    mentee, there = at("mentee"), spot(world, "on-call").page
    assert f"{there}/requirements/new" in mentee.get(there).links()
    page = mentee.fill(f"{there}/requirements/new", "requirement", 422, reason="")
    assert page.heading == "Ask for two signatures"
    mentee.fill(f"{there}/requirements/new", "requirement", reason="Nights differ so much.")
    text = at("mentor").get(there).text
    assert "Maya Alder raised it from one signature to two, 1 October : Nights differ so much." in text
    assert world.item("on-call").signatures_required == 2


def test_one_signature_is_proposed_and_the_other_side_answers(world: World, at: At) -> None:
    mentor, mentee, there = at("mentor"), at("mentee"), spot(world, "support-plans").page
    mentor.fill(f"{there}/requirements/new", "requirement", reason="Once was thorough.")
    assert "Proposed. It stays as it is until the other side has answered." in mentor.get(mentor.location).text
    assert "another number of signatures is proposed" in mentee.get("/").text
    (requirement,) = world.item("support-plans").requirements
    form = mentee.get(there).form(f"answer-{requirement.id}")
    assert mentor.get(there).by_id(f"answer-{requirement.id}") is None
    mentee.send(form.action, form.filled(answer="agree"))
    text = mentor.get(there).text
    assert "Jo Rowan proposed to lower it from two signatures to one, 1 October : Once was thorough." in text
    assert "Maya Alder agreed, 1 October." in text
    assert world.item("support-plans").signatures_required == 1


def test_a_proposal_is_taken_back_by_whoever_made_it(world: World, at: At) -> None:
    mentee, there = at("mentee"), spot(world, "support-plans").page
    mentee.fill(f"{there}/requirements/new", "requirement", reason="Once was thorough.")
    (requirement,) = world.item("support-plans").requirements
    mentee.fill(there, f"unpropose-{requirement.id}")
    assert "Maya Alder took that back, 1 October." in mentee.get(there).text


def test_s35_a_mentee_says_how_they_see_a_sign_off(world: World, at: At, signed: str) -> None:
    mentee, there = at("mentee"), f"/sign-offs/{signed}/dispute/new"
    page = mentee.fill(there, "dispute", 422, text="")
    assert "Write how you see it." in page.text
    for text in ("I needed no prompt.", "And it was the Tuesday."):
        mentee.fill(there, "dispute", text=text)
    text = at("mentor").get(spot(world, "cover-shifts").page).text
    assert "Maya Alder sees it differently , 1 October 2026, 10:00 BST: And it was the Tuesday." in text
    assert "Before that, 1 October 2026, 10:00 BST: I needed no prompt." in text
    at("mentor").get(there, 403)


def test_s35_a_mentee_says_that_something_ought_to_be_signed(world: World, at: At) -> None:
    mentee, there = at("mentee"), spot(world, "on-call").page
    mentee.fill(f"{there}/disputes/new", "dispute", text="Jo sat beside me all night.")
    assert "What is signed stays as it was." in mentee.get(mentee.location).text
    assert "Jo sat beside me all night." in at("area").get(there).text
    at("area").get(f"{there}/disputes/new", 403)


def opening(world: World, at: At, signed: str, **typed: Any) -> Id:
    area = at("area")
    there = f"/sign-offs/{signed}/withdrawal/new"
    assert area.get(there).heading == "Open a withdrawal"
    area.fill(there, "withdrawal", **{"reason": "The rota says otherwise.", "pin": PIN, **typed})
    assert "The sign-off counts until a second person confirms." in area.get(area.location).text
    found = world.item("cover-shifts").sign_offs[0].withdrawal_open
    assert found is not None
    return found.id


def test_s33_two_people_withdraw_anothers_word(world: World, at: At, signed: str) -> None:
    withdrawal = opening(world, at, signed)
    there = spot(world, "cover-shifts").page
    for who in ("mentor", "mentee"):
        text = at(who).get(there).text
        assert "A withdrawal is open : Ash Linden, 1 October 2026, 10:00 BST: The rota says otherwise." in text
    people, confirmation = at("people_team"), f"/withdrawals/{withdrawal}/confirmations/new"
    assert confirmation in people.get("/").links()
    assert confirmation in people.get(there).links()
    page = people.fill(confirmation, "confirmation", 422, pin="")
    assert "Type the six digits of your PIN." in page.text
    people.fill(confirmation, "confirmation", pin=PIN)
    text = people.get(people.location).text
    assert "Withdrawn by Ash Linden, confirmed by Ivy Cedar , 1 October 2026, 10:00 BST: The rota" in text
    assert world.item("cover-shifts").status == "open"
    people.get(confirmation, 409)
    gone = world.item("cover-shifts").sign_offs[0].withdrawal
    assert gone is not None
    for id_ in (gone.id, withdrawal):
        assert at("mentor").get(f"/withdrawals/{id_}/receipt").heading == "Receipt of a withdrawal"


def test_s33_whoever_opened_it_does_not_confirm_and_may_take_it_back(world: World, at: At, signed: str) -> None:
    withdrawal, area = opening(world, at, signed), at("area")
    there, new = spot(world, "cover-shifts").page, f"/withdrawals/{withdrawal}/confirmations/new"
    for who, status in (("area", 403), ("mentor", 403), ("mentee", 403), ("manager", 403), ("colleague", 404)):
        visitor = at(who)
        visitor.get(new, status)
        visitor.send(f"/withdrawals/{withdrawal}/confirmations", {"csrf_token": token(visitor), "pin": PIN}, status)
    area.get(f"/sign-offs/{signed}/withdrawal/new", 409)
    area.fill(there, f"unopen-{signed}")
    assert "The sign-off counts as before." in area.get(area.location).text
    assert world.item("cover-shifts").status == "signed"


def test_what_stands_beside_costs_the_same_for_one_and_for_three(world: World, at: At, signed: str) -> None:
    mentee, there = at("mentee"), spot(world, "cover-shifts").page
    mentee.get(there)
    for _ in range(3):
        mentee.fill(f"/sign-offs/{signed}/dispute/new", "dispute", text="I needed no prompt.")
        assert (mentee.statements(there), mentee.statements("/plan")) == (12, 11)
