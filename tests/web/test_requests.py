"""Asking a mentor to come and see, and taking the question back."""

import pytest

from tests.web.conftest import At, spot
from tests.world import World


def test_a_mentee_asks_one_mentor_and_sees_whom_it_is_with(world: World, at: At) -> None:
    mentee, there = at("mentee"), spot(world, "team-meeting")
    mentee.fill(there.page, "ask-form", mentor_id=world.mentor, note="Friday’s meeting.")
    text = mentee.get(mentee.location).text
    assert "Asked. Next shift is soon enough" in text
    assert "You asked today. It is with Jo. It passes to Sam on 15 October. Friday’s meeting." in text
    waiting = world.item("team-meeting").waiting
    assert waiting is not None
    assert waiting.note == "Friday’s meeting."


def test_a_mentee_asks_any_mentor(world: World, at: At) -> None:
    mentee = at("mentee")
    mentee.fill(spot(world, "on-call").page, "ask-form", mentor_id="any")
    assert "It is with Jo or Sam." in mentee.get(mentee.location).text


def test_htmx_gets_the_page_with_the_question_on_it(world: World, at: At) -> None:
    page = at("mentee").fill(spot(world, "on-call").page, "ask-form", 200, htmx=True, mentor_id="any")
    assert page.by_id("unask") is not None
    assert page.by_id("ask-form") is None


def test_nobody_to_ask_is_chosen_beforehand(world: World, at: At) -> None:
    form = at("mentee").get(spot(world, "on-call").page).form("ask-form")
    assert form.offered == {"mentor_id": [world.mentor, world.comentor, "any"]}
    assert "mentor_id" not in form.fields


@pytest.mark.parametrize(
    ("mentor", "status", "said"),
    [
        (None, 422, "Choose whom you would like to ask."),
        ("nobody", 422, "Choose whom you would like to ask."),
        ("colleague", 422, "They are not one of your mentors just now."),
    ],
)
def test_a_refused_question_comes_back_as_typed(
    world: World, at: At, mentor: str | None, status: int, said: str
) -> None:
    chosen = world.people.get(mentor or "", mentor)
    page = at("mentee").fill(spot(world, "on-call").page, "ask-form", status, mentor_id=chosen, note="Saturday night.")
    assert said in page.text
    assert page.form("ask-form").fields["note"] == "Saturday night."


def test_the_same_question_sent_twice_is_asked_once(world: World, at: At) -> None:
    mentee = at("mentee")
    form = mentee.get(spot(world, "on-call").page).form("ask-form")
    mentee.send(form.action, form.filled(mentor_id="any"))
    mentee.send(form.action, form.filled(mentor_id="any"))
    assert "One request for you" in at("mentor").get("/").text


def test_asking_again_from_another_window_says_that_it_is_asked(world: World, at: At) -> None:
    mentee, there = at("mentee"), spot(world, "on-call")
    windows = [mentee.get(there.page).form("ask-form") for _ in range(2)]
    mentee.send(windows[0].action, windows[0].filled(mentor_id="any"))
    page = mentee.send(windows[1].action, windows[1].filled(mentor_id="any"), 409)
    assert "You have asked for this already." in page.text


def test_a_question_is_taken_back(world: World, at: At) -> None:
    mentee, there = at("mentee"), spot(world, "on-call")
    mentee.fill(there.page, "ask-form", mentor_id="any")
    mentee.fill(there.page, "unask")
    assert mentee.location == f"{there.page}?done=unasked"
    assert world.item("on-call").waiting is None
    assert at("mentor").get("/").heading == "Nothing waits for you"


def test_a_question_taken_back_twice_is_taken_back(world: World, at: At) -> None:
    mentee, there = at("mentee"), spot(world, "on-call")
    mentee.fill(there.page, "ask-form", mentor_id="any")
    form = mentee.get(there.page).form("unask")
    mentee.send(form.action, form.fields)
    page = mentee.send(form.action, form.fields, 200, htmx=True)
    assert "The question is taken back." in page.text


def test_only_the_mentee_asks_and_takes_back(world: World, at: At) -> None:
    mentee, mentor, there = at("mentee"), at("mentor"), spot(world, "on-call")
    form = mentee.get(there.page).form("ask-form")
    assert mentor.get(there.page).by_id("ask-form") is None
    token = mentor.get("/me").form("sign-out").fields["csrf_token"]
    mentor.send(form.action, form.filled(mentor_id="any", csrf_token=token), 403)
    mentee.send(form.action, form.filled(mentor_id="any"))
    unask = mentee.get(there.page).form("unask")
    assert mentor.get(there.page).by_id("unask") is None
    mentor.send(unask.action, {"csrf_token": token}, 403)
    assert world.item("on-call").waiting is not None
