"""The start: what waits for me, or else the page I came for."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.pages import Page, Paging
from backend.kernel.shapes import load
from backend.signoff.waiting import Wait, list_waits
from web import words
from web.forms import asked
from web.pages import render
from web.visits import Frame, looking

waiting = Blueprint("waiting", __name__)


@waiting.get("/")
def start() -> AnyResponse:
    """What waits for me; somebody who mentors nobody goes on to their plan, or to those they look after."""
    paging = load(Paging, asked("cursor"))
    with looking() as visit:
        page = list_waits(visit.tx, visit.actor, paging)
    if not visit.frame.mentors:
        return redirect(_home(visit.frame), 303)
    return render("signoff/waiting.html", visit.frame, tab="waiting", page=page, heading=_heading(page, paging))


def _home(frame: Frame) -> str:
    return next(tab["href"] for key in ("plan", "plans", "me") for tab in frame.tabs if tab["key"] == key)


def _heading(page: Page[Wait], paging: Paging) -> str:
    if paging.cursor or page.next_cursor:
        return "Requests for you"
    if not page.items:
        return "Nothing waits for you"
    people = len({wait.subject.id for wait in page.items})
    who = f"from {page.items[0].subject.name}" if people == 1 else f"from {words.many(people, 'person', 'people')}"
    return f"{words.sentence(words.many(len(page.items), 'request'))} for you, {who}"
