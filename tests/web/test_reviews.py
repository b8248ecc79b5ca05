"""The review at the end of a plan, in a browser: proposed, said back, confirmed; seen by whoever it concerns."""

from datetime import timedelta
from typing import Any

from backend.people.rules import Post
from backend.reviews.rules import Decision, too_early
from seeds.making import PIN
from tests.conftest import Clock
from tests.reviews.helping import confirm, decide, pack, propose, sign_all
from tests.reviews.test_new_post import moved
from tests.signoff.helping import withdraw
from tests.web.conftest import At
from tests.world import World
from web.forms import Typed


def test_a_review_is_proposed_and_confirmed_on_the_web(world: World, at: At, clock: Clock) -> None:
    sign_all(world, clock)
    area, team, mentee = at("area"), at("people_team"), at("mentee")
    assert "A review is due: Maya Alder" in area.get("/").text
    page = area.get(f"/plans/{world.plan}/review")
    assert "Everything is signed." in page.text
    typed: dict[str, Any] = {
        "decision": "promote", "discussed_on": clock.today().isoformat(), "reasons": "Runs the service well.",
        "consulted": world.people_team, "pin": PIN,
    }  # fmt: skip
    for given, at_field, said in (
        ({"reasons": ""}, "reasons", "Say why."),
        ({"discussed_on": "2026-09-30"}, "discussed_on", "Choose 1 October 2026 or a later day."),
        ({"consulted": world.area}, "consulted", "name somebody other than yourself"),
        ({"decision": "extend", "extend_to": "2026-10-03", "must_be_seen": "It.", "support": "Jo."}, "extend_to",
         "Choose a day after 30 December 2026"),
    ):  # fmt: skip
        page = area.fill(f"/plans/{world.plan}/reviews/new", "review", 422, **{**typed, **given})
        problem = page.by_id(f"{at_field}-error")
        assert problem is not None, at_field
        assert said in page.text, page.text
    area.fill(f"/plans/{world.plan}/reviews/new", "review", **typed)
    review = pack(world).reviews[0].id
    assert "A decision to confirm: Maya Alder" in team.get("/").text
    outside = Typed({"outside_agreed_on": "2026-09-30"}, too_early(from_on="2026-10-01"))
    assert list(outside.errors) == ["outside_agreed_on"]  # the same rule, on the form of a confirmation
    assert "You confirm: Promote: Maya Alder. With that, the plan is closed." in team.get(f"/reviews/{review}").text
    team.fill(f"/reviews/{review}", "confirmation", pin=PIN)
    said = team.get(team.location).text
    assert "Confirmed; the plan is closed. The people team is asked to enter the new post." in said
    assert "Confirmed by Ivy Cedar" in mentee.get(f"/reviews/{review}").text
    mentee.fill(f"/reviews/{review}", "comment", text="Thank you, all of you.")
    assert "Thank you, all of you." in at("mentor").get(f"/reviews/{review}").text
    assert "Promote" in mentee.get(f"/plans/{world.plan}").text


def test_a_consultee_says_no_with_a_reason(world: World, at: At) -> None:
    review = propose(world, decision=Decision.CLOSE).id
    team = at("people_team")
    team.fill(f"/reviews/{review}", "decline", 422, reason="")
    team.fill(f"/reviews/{review}", "decline", reason="Let us talk once more.")
    assert "Let us talk once more." in at("mentee").get(f"/reviews/{review}").text


def test_its_proposer_takes_it_back(world: World, at: At) -> None:
    review = propose(world, decision=Decision.CLOSE).id
    at("area").fill(f"/reviews/{review}", "taking-back")
    assert "Taken back" in at("mentee").get(f"/reviews/{review}").text


def test_an_extension_says_until_when_what_and_how(world: World, at: At, clock: Clock) -> None:
    until = (clock.today() + timedelta(days=200)).isoformat()
    typed: dict[str, Any] = {
        "decision": "extend", "discussed_on": clock.today().isoformat(), "reasons": "One month end more.",
        "consulted": world.people_team, "pin": PIN, "extend_to": until, "must_be_seen": "The finances, alone.\n",
    }  # fmt: skip
    area = at("area")
    page = area.get(f"/plans/{world.plan}/reviews/new")
    shut = page.by_id("not-open")
    assert shut is not None
    assert "‘Promote’, ‘Confirm in role’ and ‘Ready, but no vacancy yet’ are not open yet" in page.text
    assert 'value="extend"' in page.html
    assert 'value="promote"' not in page.html
    assert (
        "Say what support there will be." in area.fill(f"/plans/{world.plan}/reviews/new", "review", 422, **typed).text
    )
    area.fill(f"/plans/{world.plan}/reviews/new", "review", **typed, support="An hour a week.")
    assert pack(world).reviews[0].must_be_seen == ["The finances, alone."]


def test_each_says_how_they_see_it(world: World, at: At) -> None:
    mentee = at("mentee")
    mentee.fill(f"/plans/{world.plan}/review", "view", text="I am ready.")
    page = at("mentor").get(f"/plans/{world.plan}/review")
    assert "I am ready." in page.text
    assert mentee.get(f"/plans/{world.plan}/review").form("view").fields["text"] == "I am ready."


def test_a_decision_that_needs_another_look_says_so_to_all_it_concerns(world: World, at: At, clock: Clock) -> None:
    signed = sign_all(world, clock)
    review = decide(world)
    withdraw(world, "mentor", signed[0])
    assert "A decision needs another look: Maya Alder" in at("area").get("/").text
    assert "A decision you were asked about needs another look: Maya Alder" in at("people_team").get("/").text
    page = at("area").get(f"/reviews/{review}")
    assert "A signature this rested on counts no more, or not for now. That came up today." in page.text
    asked = at("area").get(f"/plans/{world.plan}/reviews/new").text
    assert "A signature this rested on counts no more, or not for now. Does the decision stand?" in asked


def test_a_decision_says_what_follows_it(world: World, at: At, clock: Clock) -> None:
    sign_all(world, clock)
    proposed = propose(world, carry_over=["once", "strict"]).id
    assert "What follows" not in at("mentee").get(f"/reviews/{proposed}").text
    confirm(world, proposed)
    page = at("mentee").get(f"/reviews/{proposed}")
    for said in (
        "The people team was asked to enter your new post",
        "What was signed for two criteria is shown on the next plan",
    ):
        assert said in page.text
    assert page.heading == "You are ready, and you are being promoted"
    mine = at("mentee").get(f"/plans/{world.plan}").text
    assert "You are ready, and you are being promoted Congratulations." in mine
    assert "completed" in mine
    assert "Maya is ready, and is being promoted" in at("mentor").get(f"/plans/{world.plan}").text
    assert "/agreements/new" in page.links()
    assert "/agreements/new" not in at("area").get(f"/reviews/{proposed}").links()


def test_a_promotion_waits_with_the_people_team_until_the_new_post_is_entered(
    world: World, at: At, clock: Clock
) -> None:
    moved(world, Post.SUPPORT_WORKER)
    sign_all(world, clock)
    clock.move(days=1)
    decide(world)
    team, form = at("people_team"), f"/people/{world.mentee}/appointments/new"
    page = team.get("/")
    assert "A new post to enter: Maya Alder" in page.text
    assert form in page.links()
    assert form in team.get(f"/plans/{world.plan}").links()
    assert form not in at("area").get(f"/plans/{world.plan}").links()
    moved(world, Post.SENIOR)
    assert "A new post to enter" not in team.get("/waiting").text
