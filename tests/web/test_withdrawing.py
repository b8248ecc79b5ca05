"""Taking one's word back, and what the receipt says before and after."""

from typing import Any

import orjson
import pytest

from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.signoff.requests import RequestSignOff, request_sign_off
from seeds.making import PIN
from tests.conftest import Clock
from tests.web.conftest import At, spot
from tests.world import World


@pytest.fixture
def signed(world: World, clock: Clock) -> str:
    """A sign-off of the mentor's on covering shifts."""
    item = world.item("cover-shifts")
    return world.maker.sign(world.mentor, world.plan, item.id, clock.today(), "Found cover before noon.")


def test_s07_a_sign_off_is_taken_back_and_stays_struck_through(world: World, at: At, signed: str) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    assert "Take it back" in mentor.get(there.page).text
    mentor.fill(f"/sign-offs/{signed}/withdrawal/new", "withdrawal", reason="I mixed up two days.", pin=PIN)
    assert mentor.location == f"{there.page}?done=withdrawn"
    page = mentor.get(mentor.location)
    assert "Withdrawn by Jo Rowan , 1 October 2026, 10:00 BST: I mixed up two days." in page.text
    assert "<s>Found cover before noon.</s>" in page.html
    assert world.item("cover-shifts").status == "open"


def test_after_taking_it_back_it_can_be_signed_again_at_once(world: World, at: At, signed: str) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    mentor.fill(f"/sign-offs/{signed}/withdrawal/new", "withdrawal", reason="I mixed up two days.", pin=PIN)
    page = mentor.get(mentor.location)
    assert (there.new in page.links(), "Sign it again" in page.text) == (True, True)
    assert "can ask again" not in page.text
    assert "Sign off what Maya did" in mentor.get(there.page).text


def test_after_taking_back_what_answered_a_question_it_says_that_it_can_be_asked_again(
    world: World, at: At, clock: Clock
) -> None:
    there = spot(world, "on-call")
    world.do("mentee", request_sign_off, RequestSignOff(plan_id=world.plan, item_id=there.item))
    signed = world.maker.sign(world.mentor, world.plan, there.item, clock.today(), "Took two calls.")
    mentor = at("mentor")
    mentor.fill(f"/sign-offs/{signed}/withdrawal/new", "withdrawal", reason="I mixed up two days.", pin=PIN)
    assert "stay on the record. Maya can ask again." in mentor.get(mentor.location).text


def test_s07_after_fifteen_minutes_it_is_called_a_withdrawal(
    world: World, at: At, clock: Clock, signed: str
) -> None:  # fmt: skip
    path = f"/sign-offs/{signed}/withdrawal/new"
    assert at("mentor").get(path).heading == "Take it back"
    clock.move(minutes=16)
    assert at("mentor").get(path).heading == "Withdraw your word"


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"reason": "", "pin": PIN}, 422, "Say in a few words why."),
        ({"reason": "Two days.", "pin": "000000"}, 401, "That PIN was not right."),
        ({"reason": "Two days.", "pin": ""}, 422, "Type the six digits of your PIN."),
    ],
)
def test_a_refused_withdrawal_comes_back_as_typed(
    world: World, at: At, signed: str, typed: dict[str, Any], status: int, said: str
) -> None:
    page = at("mentor").fill(f"/sign-offs/{signed}/withdrawal/new", "withdrawal", status, **typed)
    assert said in page.text
    assert page.form("withdrawal").fields["reason"] == typed["reason"]
    assert world.item("cover-shifts").status == "signed"


def test_the_same_withdrawal_sent_twice_happens_once(world: World, at: At, signed: str) -> None:
    mentor = at("mentor")
    form = mentor.get(f"/sign-offs/{signed}/withdrawal/new").form("withdrawal")
    for _ in range(2):
        mentor.send(form.action, form.filled(reason="Two days.", pin=PIN))
    assert "is withdrawn already" in mentor.get(f"/sign-offs/{signed}/withdrawal/new", 409).text


def test_s33_a_colleague_cannot_withdraw_anothers_word(world: World, at: At, signed: str) -> None:
    form = at("mentor").get(f"/sign-offs/{signed}/withdrawal/new").form("withdrawal")
    comentor = at("comentor")
    token = comentor.get("/me").form("sign-out").fields["csrf_token"]
    comentor.send(form.action, form.filled(reason="No.", pin=PIN, csrf_token=token), 403)
    assert world.item("cover-shifts").status == "signed"


def test_s26_the_receipt_says_who_in_which_role_when_how_and_where_in_the_log(
    world: World, at: At, signed: str
) -> None:
    page = at("mentee").get(f"/sign-offs/{signed}/receipt")
    for said in (
        "Jo Rowan Manager Competent",
        "Signed online, 1 October 2026, 10:00 BST.",
        "Senior and manager mentoring plan, version 1",
        "“I saw this myself on the day I say, this is my fair word on it, and I sign it with my name.”",
        "PIN, online",
        "Monday 6 January 2025, by document",
        signed,
    ):
        assert said in page.text
    whole = orjson.loads(page.text[page.text.index("{") : page.text.rindex("}") + 1])
    assert (whole["id"], whole["content"]["outcome"], whole["v"]) == (signed, "competent", 1)


def test_whoever_signed_keeps_the_receipt_and_may_withdraw_after_leaving_the_plan(
    world: World, at: At, signed: str
) -> None:
    act = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="Another post.")
    world.do("area", remove_mentor, act)
    mentor = at("mentor")
    mentor.get(f"/plans/{world.plan}", 404)
    assert "Found cover before noon." in mentor.get(f"/sign-offs/{signed}/receipt").text
    mentor.fill(f"/sign-offs/{signed}/withdrawal/new", "withdrawal", reason="Two days.", pin=PIN)
    assert mentor.location == f"/sign-offs/{signed}/receipt?done=withdrawn"
    assert "Withdrawn by Jo Rowan" in mentor.get(mentor.location).text
