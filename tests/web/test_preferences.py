"""How one wants to be told, on a page of one's own; and the organisation's days of reminders."""

from typing import Any

from backend.house import House
from backend.notices.kinds import Topic
from backend.notices.preferences import show_preferences, stop_mail
from backend.people.emails import ChangeEmail, change_email
from tests.web.conftest import At
from tests.web.test_organisation import SMALL
from tests.world import World

NIGHTS: dict[str, Any] = {"rhythm": "daily", "weekdays": "friday", "starts": "20:00", "ends": "08:00"}


def test_it_is_said_on_a_page_and_kept_and_what_was_typed_stays(world: World, at: At) -> None:
    mentor = at("mentor")
    assert "/me/notices" in mentor.get("/me").links()
    page = mentor.get("/me/notices")
    assert "Your organisation sends no e-mail from here." in page.text
    assert "whether it is to count again, and what you are asked to look into: these reach your phone" in page.text
    assert "Only what is signed or reported in your name ever arrives outside your working time" in page.text
    assert page.form("preferences").fields["rhythm"] == "at_once"
    page = mentor.fill("/me/notices", "preferences", 422, **{**NIGHTS, "starts": "noon", "weekdays": None})
    assert "Give a time of day, such as 08:00." in page.text
    assert "Choose at least one day." in page.text
    assert (page.form("preferences").fields["starts"], page.form("preferences").fields["rhythm"]) == ("noon", "daily")
    form = mentor.get("/me/notices").form("preferences")
    topics = {topic.value: ["push", "web_push"] for topic in Topic if topic is not Topic.REQUESTS}
    mentor.send(form.action, {**form.filled(**NIGHTS, requests=None), **topics})
    page = mentor.get(mentor.location)
    assert "Saved. What waits to be sent follows it." in page.text
    shown, _ = world.read("mentor", show_preferences)
    assert ([day.value for day in shown.working.weekdays], shown.working.starts) == (["friday"], "20:00")
    assert [(one.push, one.mail) for one in shown.topics if one.topic is Topic.REQUESTS] == [(False, False)]
    assert {one.push for one in shown.topics if one.topic is not Topic.REQUESTS} == {True}


def test_an_address_that_refused_a_mail_is_shown_to_whom_it_belongs(world: World, at: At, house: House) -> None:
    world.do("people_team", change_email, ChangeEmail(person_id=world.mentor, email="jo@hazelwood.test"))
    mentor = at("mentor")
    mentor.fill("/me/notices", "preferences", **NIGHTS)
    with house.database.writing(world.org) as tx:
        stop_mail(tx, world.mentor, "jo@hazelwood.test")
    assert "Mail to jo@hazelwood.test came back" in mentor.get("/me/notices").text
    mentor.fill("/me/notices", "preferences", **NIGHTS)
    assert "came back" not in mentor.get("/me/notices").text


def test_an_organisation_says_after_how_many_days_it_reminds(world: World, at: At) -> None:
    admin = at("admin")
    fields = admin.get("/organisation").form("settings").fields
    assert (fields["reminder_days"], fields["ending_days"]) == ("5, 10", "14, 3")
    page = admin.fill("/organisation", "settings", 422, **{**SMALL, "reminder_days": "soon", "ending_days": "3, 400"})
    assert page.text.count("Up to five numbers of days, from 1 to 90") == 4  # at the top, and at each field
    admin.fill("/organisation", "settings", **{**SMALL, "reminder_days": "", "ending_days": "7, 21"})
    fields = admin.get("/organisation").form("settings").fields
    assert (fields["reminder_days"], fields["ending_days"]) == ("", "21, 7")
