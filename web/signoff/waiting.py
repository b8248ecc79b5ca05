"""The start: what waits for me, or else the page I came for."""

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.pages import Page, Paging
from backend.kernel.shapes import load
from backend.signoff.requests import WAIT
from backend.signoff.waiting import Wait, list_waits
from web import words
from web.forms import asked
from web.pages import render
from web.records.faces import WAITS as RECORDS
from web.reviews.faces import WAITS as REVIEWS
from web.signoff import faces, standing_in
from web.signoff.asides import MATTERS
from web.visits import Frame, Visit, looking

waiting = Blueprint("waiting", __name__)


@waiting.get("/")
def start() -> AnyResponse:
    """What waits for me; somebody who mentors nobody and for whom nothing waits goes on to what they came for."""
    paging, visit, page = _read()
    if not (visit.frame.mentors or page.items):
        return redirect(_home(visit.frame), 303)
    return _shown(paging, visit, page)


@waiting.get("/waiting")
def mine() -> Response:
    """What waits for me, also when that is nothing."""
    return _shown(*_read())


def _read() -> tuple[Paging, Visit, Page[Wait]]:
    paging = load(Paging, asked("cursor"))
    with looking() as visit:
        page = list_waits(visit.tx, visit.actor, paging)
    return paging, visit, page


def _shown(paging: Paging, visit: Visit, page: Page[Wait]) -> Response:
    passed = [wait for wait in page.items if standing_in.is_passed(wait, visit.actor)]
    own = [wait for wait in page.items if wait not in passed]
    requests = [wait for wait in own if wait.kind == WAIT]
    matters = [wait for wait in own if wait.kind in MATTERS]
    written = [wait for wait in own if wait.kind in RECORDS]
    decisions = [wait for wait in own if wait.kind in REVIEWS]
    agreements = [wait for wait in own if wait.kind not in (WAIT, *MATTERS, *RECORDS, *REVIEWS)]
    return render(
        "signoff/waiting.html",
        visit.frame,
        tab="waiting",
        page=page,
        requests=requests,
        passed=passed,
        passed_on=next((wait.with_deputy for wait in own if wait.with_deputy), None),
        matters=matters,
        records=written,
        agreements=agreements,
        decisions=decisions,
        heading=_heading(page, paging, passed, requests, agreements),
        note=faces.agreement_note(agreements),
    )


def _home(frame: Frame) -> str:
    return next(tab["href"] for key in ("plan", "plans", "people", "me") for tab in frame.tabs if tab["key"] == key)


def _matters_wait(page: Page[Wait], passed: list[Wait]) -> bool:
    return bool(passed) or any(wait.kind in (*MATTERS, *RECORDS, *REVIEWS) for wait in page.items)


def _heading(
    page: Page[Wait], paging: Paging, passed: list[Wait], requests: list[Wait], agreements: list[Wait]
) -> str:  # fmt: skip
    if paging.cursor or page.next_cursor:
        return "What waits for you"
    if _matters_wait(page, passed):
        return f"{words.sentence(words.many(len(page.items), 'thing'))} for you to look at"
    if requests and agreements:
        both = f"{words.many(len(requests), 'request')} and {words.many(len(agreements), 'agreement')}"
        return f"{words.sentence(both)} for you"
    if requests:
        people = len({wait.subject.id for wait in requests})
        who = f"from {requests[0].subject.name}" if people == 1 else f"from {words.many(people, 'person', 'people')}"
        return f"{words.sentence(words.many(len(requests), 'request'))} for you, {who}"
    if agreements:
        return f"{words.sentence(words.many(len(agreements), 'mentoring agreement'))} for you to think about"
    return "Nothing waits for you"
