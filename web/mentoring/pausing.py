"""Letting an agreement stand still, go on, or end."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.mentoring.ending import EndAgreement, end_agreement
from backend.mentoring.pausing import PauseAgreement, pause_agreement, resume_agreement
from backend.mentoring.rules import Status
from backend.mentoring.status import AgreementNow, show_status
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import answered, led_to, redrawn, render
from web.pointing_out import REASON, ensure_pointed_out
from web.visits import acting, looking

pausing = Blueprint("pausing", __name__)
HERE = "/agreements/<id:agreement_id>"


def _at(agreement_id: Id) -> str:
    return f"/agreements/{agreement_id}"


@pausing.get(f"{HERE}/pauses/new")
def still(agreement_id: Id) -> Response:
    """The page to let an agreement stand still, or go on."""
    return pause_page(agreement_id, done=request.args.get("done"))


def pause_page(agreement_id: Id, typed: Typed = EMPTY, done: str | None = None) -> Response:
    """The page to let an agreement stand still or go on, as typed. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        one = show_status(visit.tx, visit.actor, agreement_id)
    if not (one.may["pause"] or one.may["resume"]):
        raise forbidden()
    return render("mentoring/pause.html", visit.frame, **_given(one, typed), done=done)


def _given(one: AgreementNow, typed: Typed) -> dict[str, Any]:
    return {"tab": "me", "one": one, "at": _at(one.id), "typed": typed, "form_id": typed.form_id() or new_id()}


@pausing.post(f"{HERE}/pauses")
@redrawn(pause_page)
def pause(agreement_id: Id) -> AnyResponse:
    """Lets it stand still from today."""
    ensure_filled("reason")
    ensure_pointed_out("reason")
    act = load(PauseAgreement, posted("id", "reason", REASON), agreement_id=agreement_id)
    with acting() as visit:
        pause_agreement(visit.tx, visit.actor, act)
    return answered(pause_page, f"{_at(agreement_id)}/pauses/new", "paused", agreement_id=agreement_id)


@pausing.post(f"{HERE}/pauses/current/ending")
@redrawn(pause_page)
def go_on(agreement_id: Id) -> AnyResponse:
    """Lets it go on from today."""
    with acting() as visit:
        resume_agreement(visit.tx, visit.actor, agreement_id)
    return answered(pause_page, f"{_at(agreement_id)}/pauses/new", "resumed", agreement_id=agreement_id)


@pausing.get(f"{HERE}/ending/new")
def ending(agreement_id: Id) -> Response:
    """The page to end an agreement."""
    return ending_page(agreement_id)


def ending_page(agreement_id: Id, typed: Typed = EMPTY, done: str | None = None) -> Response:
    """The page to end an agreement, as typed, or that it has ended. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        one = show_status(visit.tx, visit.actor, agreement_id)
    if not one.may["end"] and one.status is not Status.ENDED:
        raise forbidden()
    own = one.mentee.id == visit.actor.person
    return render("mentoring/ending.html", visit.frame, **_given(one, typed), own=own, done=done)


@pausing.post(f"{HERE}/ending")
@redrawn(ending_page)
def end(agreement_id: Id) -> AnyResponse:
    """Ends it today. A mentor sees it no longer and is led to the start."""
    ensure_filled("plans", "reason")
    ensure_pointed_out("reason")
    act = load(EndAgreement, posted("id", "reason", "plans", REASON), agreement_id=agreement_id)
    with acting() as visit:
        entry = end_agreement(visit.tx, visit.actor, act)
    if visit.actor.person in entry.attestation["mentors"]:
        return led_to("/")
    return answered(ending_page, f"{_at(agreement_id)}/ending/new", "ended", agreement_id=agreement_id)
