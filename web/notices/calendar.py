"""One's days in one's own calendar: the secret address, and what a calendar reads there."""

from typing import Any

from flask import Blueprint, Response, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.tokens import org_of
from backend.kernel.errors import Refused, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.notices.calendar import end_feed, make_feed, read_feed, show_feed
from backend.people.managing import ensure_manages
from backend.people.meetings import ChangeMeeting, change_meeting, show_meeting
from web.forms import EMPTY, Typed, number, posted
from web.pages import answered, redrawn, render
from web.visits import acting, house, looking

calendar = Blueprint("calendar", __name__)


@calendar.get("/calendar/<secret>.ics")
def feed(secret: str) -> Response:
    """What a calendar reads. Nobody is signed in there: whoever has the address reads it, so it names nobody."""
    with house().database.reading(_org_of(secret)) as tx:
        text = read_feed(tx, secret)
    response = make_response(text)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.add_etag()
    response.make_conditional(request)
    return response


def _org_of(secret: str) -> Id:
    try:
        return org_of(secret)
    except Refused:
        raise missing() from None


@calendar.get("/me/calendar")
def mine() -> Response:
    """Whether my calendar reads my days."""
    return calendar_page(request.args.get("done"))


def calendar_page(done: str | None = None, at: str | None = None) -> Response:
    """Whether it does; the address `at` which, the once that it is known."""
    with looking() as visit:
        shown = show_feed(visit.tx, visit.actor)
    return render("notices/calendar.html", visit.frame, tab="me", shown=shown, done=done, at=at)


@calendar.post("/me/calendar")
def make() -> AnyResponse:
    """Makes a new address. The answer is the page with it, for everyone: it is shown this once, and nowhere kept."""
    with acting() as visit:
        made = make_feed(visit.tx, visit.actor)
    base = (house().settings.address or request.host_url).rstrip("/")
    return calendar_page(at=f"{base}/calendar/{made.secret}.ics")


@calendar.post("/me/calendar/removal")
def end() -> AnyResponse:
    """My calendar reads nothing any more."""
    with acting() as visit:
        end_feed(visit.tx, visit.actor)
    return answered(calendar_page, "/me/calendar", "calendar-off")


@calendar.get("/organisation/meeting")
def meeting() -> Response:
    """The page of when managers meet."""
    return meeting_page(done=request.args.get("done"))


def meeting_page(typed: Typed = EMPTY, done: str | None = None) -> Response:
    """When managers meet, with the form as typed. Raises `not_allowed`."""
    with looking() as visit:
        ensure_manages(visit.actor)
        shown = show_meeting(visit.tx, visit.actor)
    form_id = typed.form_id() or new_id()
    return render("notices/meeting.html", visit.frame, tab="me", shown=shown, typed=typed, done=done, form_id=form_id)


@calendar.post("/organisation/meeting")
@redrawn(meeting_page)
def change() -> AnyResponse:
    """Changes the rule."""
    said = posted("id", "week", "weekday", "minutes")
    hour, _, minute = request.form.get("at", "").partition(":")
    numbers = {"hour": hour, "minute": minute, "weekday": said.get("weekday", ""), "minutes": said.get("minutes", "")}
    given: dict[str, Any] = {name: one if number(one) is None else number(one) for name, one in numbers.items()}
    act = load(ChangeMeeting, {**said, **given})
    with acting() as visit:
        change_meeting(visit.tx, visit.actor, act)
    return answered(meeting_page, "/organisation/meeting", "meeting")
