"""One's days in one's own calendar, and when managers meet."""

from flask import Response

from backend.notices.calendar import Feed, NewFeed, end_feed, make_feed, show_feed
from backend.people.meetings import ChangeMeeting, Meeting, change_meeting, show_meeting
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, done, made, read, writing
from mobile_api.notices import examples

room = Room("calendar", __name__, description="Your days in your own calendar, and when managers meet.")

MEETING = Body(ChangeMeeting, examples.CHANGE_MEETING)


@room.operation("GET", "/v1/me/calendar", gives={200: Feed}, example={"made_at": None})
def calendar() -> Response:
    """Read whether a calendar may read the caller's days, and since when the address is what it is."""
    return answer(read(show_feed))


@room.operation("POST", "/v1/me/calendar", gives={201: NewFeed}, example=examples.NEW_FEED)
def make_calendar() -> Response:
    """Make a secret address, `/calendar/<secret>.ics`, for a calendar to read; it is said this once. The one before
    leads nowhere from then on. What stands there names nobody and no criterion.
    """
    with writing() as (tx, actor):
        feed = make_feed(tx, actor)
    return made(feed, is_new=True)


@room.operation("DELETE", "/v1/me/calendar", gives={204: None})
def remove_calendar() -> Response:
    """Have no calendar read one's days any more."""
    with writing() as (tx, actor):
        end_feed(tx, actor)
    return done()


@room.operation("GET", "/v1/organisation/meeting", gives={200: Meeting}, example=examples.MEETING)
def meeting() -> Response:
    """Read when the managers of the organisation meet: by which rule, and next."""
    return answer(read(show_meeting))


@room.operation(
    "POST",
    "/v1/organisation/meetings",
    takes=MEETING,
    gives={201: Meeting, 200: Meeting},
    example=examples.MEETING,
    refuses=["not_allowed", "id.reused"],
)
def make_meeting() -> Response:
    """Say by which rule managers meet from now on: the second Tuesday of the month, the last Friday, or none."""
    act = MEETING.load()
    with writing() as (tx, actor):
        entry = change_meeting(tx, actor, act)
        shown = show_meeting(tx, actor)
    return made(shown, entry.is_new)
