"""The demo's page of what would have been sent. No other house has it."""

from flask import Blueprint, Response

from backend.notices.would_be import pushes
from web.pages import render
from web.visits import looking

demo = Blueprint("demo", __name__)


@demo.get("/demo/pushes")
def would_be() -> Response:
    """What phones, browsers and mailboxes would have shown."""
    with looking() as visit:
        found = pushes(visit.tx)
    return render("notices/pushes.html", visit.frame, tab="notices", pushes=found)
