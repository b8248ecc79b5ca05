"""Where one is signed in, and ending that."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.elsewhere import end_everywhere, end_one, list_sessions
from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.kernel.shapes import load
from web.forms import asked
from web.pages import answered, led_to, render
from web.visits import acting, house, leave_nothing, looking, token

sessions = Blueprint("sessions", __name__)


def sessions_page(done: str | None = None) -> Response:
    """Where I am signed in."""
    with looking() as visit:
        page = list_sessions(visit.tx, visit.actor, load(Paging, asked("cursor")))
    return render("accounts/sessions.html", visit.frame, tab="me", page=page, done=done)


@sessions.get("/me/sessions")
def where() -> Response:
    """Where I am signed in."""
    return sessions_page(request.args.get("done"))


@sessions.post("/me/sessions/<id:session_id>/ending")
def end(session_id: Id) -> AnyResponse:
    """Ends one of my sessions."""
    with acting() as visit:
        end_one(visit.tx, visit.actor, session_id)
    return answered(sessions_page, "/me/sessions", "ended")


@sessions.post("/me/sessions/ending")
def end_all() -> AnyResponse:
    """Signs out everywhere, here included."""
    end_everywhere(house().database, token())
    return leave_nothing(led_to("/sign-in"))
