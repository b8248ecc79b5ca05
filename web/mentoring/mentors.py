"""Asking another mentor in, perhaps in somebody's place; and leaving."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.mentoring.choosing import Search, choices
from backend.mentoring.mentors import AddMentor, RemoveMentor, add_mentor, remove_mentor
from backend.mentoring.reading import show_agreement, show_if_seen
from backend.signoff.parting import show_parting
from web.forms import EMPTY, Typed, asked, ensure_filled, posted
from web.mentoring import faces
from web.mentoring.agreements import agreement_page, list_page
from web.pages import answered, redrawn, render
from web.paths import agreement_at
from web.pointing_out import REASON, ensure_pointed_out
from web.visits import acting, looking

mentors = Blueprint("mentors", __name__)
OF = "/agreements/<id:agreement_id>/mentors"


@mentors.get(f"{OF}/new")
def blank(agreement_id: Id) -> Response:
    """The page to ask somebody on."""
    return add_page(agreement_id)


def add_page(agreement_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to ask somebody on, as typed. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        one = show_agreement(visit.tx, visit.actor, agreement_id)
        people = choices(visit.tx, visit.actor, load(Search, asked("find")))
    if not one.may["manage"]:
        raise forbidden()
    taken = {one.mentee.id, *(mentor.id for mentor in faces.current(one))}
    options = [
        {"value": p.id, "label": f"{p.name}, {p.site}" if p.site else p.name} for p in people if p.id not in taken
    ]
    placed = [{"value": mentor.id, "label": mentor.name} for mentor in faces.current(one) if mentor.active_since]
    return render(
        "mentoring/add_mentor.html",
        visit.frame,
        tab="me",
        one=one,
        typed=typed,
        people=options,
        placed=placed,
        form_id=typed.form_id() or new_id(),
    )


@mentors.post(OF)
@redrawn(add_page)
def add(agreement_id: Id) -> AnyResponse:
    """Asks somebody."""
    ensure_filled("person_id")
    ensure_pointed_out("reason")
    data = posted("id", "person_id", "replaces_id", "reason", REASON) | {"is_peer": bool(posted("peers"))}
    act = load(AddMentor, data, agreement_id=agreement_id)
    with acting() as visit:
        add_mentor(visit.tx, visit.actor, act)
    return answered(agreement_page, agreement_at(agreement_id), "mentor_asked", agreement_id=agreement_id)


@mentors.get(f"{OF}/<id:mentor_id>/leaving/new")
def leaving(agreement_id: Id, mentor_id: Id) -> Response:
    """The page to leave on, or to take somebody out."""
    return leaving_page(agreement_id, mentor_id)


def leaving_page(agreement_id: Id, mentor_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to leave on, as typed. Raises `not_found`, `not_allowed`, `agreement.over`,
    `agreement.no_such_mentor`.
    """
    with looking() as visit:
        one = show_agreement(visit.tx, visit.actor, agreement_id)
        parting = show_parting(visit.tx, visit.actor, agreement_id, mentor_id)
    return render(
        "mentoring/leaving.html",
        visit.frame,
        tab="me",
        one=one,
        parting=parting,
        mentor=parting.mentor,
        own=visit.actor.person == mentor_id,
        typed=typed,
        form_id=typed.form_id() or new_id(),
    )


@mentors.post(f"{OF}/<id:mentor_id>/leaving")
@redrawn(leaving_page)
def leave(agreement_id: Id, mentor_id: Id) -> AnyResponse:
    """Ends somebody's part; who sees the agreement no more is led to the list."""
    ensure_filled("reason")
    ensure_pointed_out("reason")
    act = load(RemoveMentor, posted("id", "reason", REASON), agreement_id=agreement_id, mentor_id=mentor_id)
    with acting() as visit:
        remove_mentor(visit.tx, visit.actor, act)
        sees = show_if_seen(visit.tx, visit.actor, agreement_id) is not None
    if not sees:
        return answered(list_page, "/agreements", "left")
    return answered(agreement_page, agreement_at(agreement_id), "mentor_left", agreement_id=agreement_id)
