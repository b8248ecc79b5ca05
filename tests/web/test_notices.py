"""News for oneself: in the bar of every page, and on a page of its own."""

import pytest

from tests.conftest import Clock
from tests.notices.test_telling import ask, clear
from tests.web.conftest import At
from tests.web.reading import Form, Page
from tests.world import World

KEYS = ("cover-shifts", "on-call", "reflect")
SIGNED = "Jo Rowan signed: Be 'on call'."


def opening(page: Page) -> Form:
    """The form that opens the newest of them."""
    return next(one for one in page.forms if one.action.count("/") == 3)


@pytest.fixture
def quiet(world: World) -> World:
    """The world, with everything read."""
    clear(world)
    return world


def test_the_bar_says_how_much_is_unread_and_opening_reads_it_and_leads_there(
    quiet: World, at: At, clock: Clock
) -> None:
    mentee, item = at("mentee"), quiet.item("on-call").id
    assert "unread" not in mentee.get("/plan").text
    quiet.maker.sign(quiet.mentor, quiet.plan, item, clock.today(), "Seen.")
    assert "News for you 1 unread" in mentee.get("/plan").text
    page = mentee.get("/notices")
    assert (page.heading, SIGNED in page.text) == ("News for you", True)
    notice = opening(page)
    mentee.send(notice.action, notice.filled())
    assert mentee.location == f"/plans/{quiet.plan}/items/{item}"
    assert "unread" not in mentee.get("/notices").text
    assert f"/plans/{quiet.plan}/items/{item}" in mentee.get("/notices").links()


def test_all_are_read_at_once_and_who_was_told_nothing_reads_that(quiet: World, at: At) -> None:
    mentor = at("mentor")
    for key in KEYS:
        ask(quiet, key)
    form = mentor.get("/notices").form("read-all")
    mentor.send(form.action, form.filled())
    assert mentor.location == "/notices?done=all-read"
    page = mentor.get(mentor.location)
    assert ("All of it is read." in page.text, "unread" in page.text) == (True, False)
    assert at("stranger").get("/notices").heading == "No news for you"


def test_what_another_was_told_cannot_be_read_for_them(quiet: World, at: At) -> None:
    ask(quiet)
    notice = opening(at("mentor").get("/notices"))
    mentee = at("mentee")
    token = mentee.get("/me/password").forms[-1].fields["csrf_token"]
    mentee.send(notice.action, {"csrf_token": token or ""}, 404)
    assert "unread" in at("mentor").get("/notices").text


def test_news_cost_the_same_for_one_and_for_three(quiet: World, at: At) -> None:
    mentor = at("mentor")
    mentor.get("/notices")
    for key in KEYS:
        ask(quiet, key)
        assert mentor.statements("/notices") == 3
