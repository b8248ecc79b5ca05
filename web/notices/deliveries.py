"""What could not be sent, for administrators: numbers and reasons, never who was told what."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.notices.given_up import send_given_up, show_deliveries
from backend.notices.starting import set_up
from backend.people.names import either
from web import words
from web.pages import answered, render
from web.visits import acting, house, looking

deliveries = Blueprint("deliveries", __name__)


@deliveries.get("/deliveries")
def standing() -> Response:
    """How it stands with sending."""
    return deliveries_page(request.args.get("done"))


def deliveries_page(done: str | None = None) -> Response:
    """How it stands with sending, and what was just done. Raises `not_allowed`."""
    with looking() as visit:
        shown = show_deliveries(visit.tx, visit.actor)
    ways = set_up(house().settings.transports)
    unset = [words.CHANNELS[channel] for channel, is_set in ways.items() if not is_set]
    return render(
        "notices/deliveries.html", visit.frame, tab="me", shown=shown, done=done, sends=any(ways.values()),
        unset=either(unset) if unset else None,
    )  # fmt: skip


@deliveries.post("/deliveries/resending")
def send_again() -> AnyResponse:
    """Has everything that was given up tried again."""
    with acting() as visit:
        send_given_up(visit.tx, visit.actor)
    return answered(deliveries_page, "/deliveries", "resent")
