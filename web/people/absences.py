"""When somebody is away, and when they are back: only the days."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.kernel.shapes import load
from backend.people.absences import (
    EndAbsence,
    RecordAbsence,
    absence_person,
    end_absence,
    list_absences,
    may_record,
    record_absence,
    show_absence,
)
from backend.people.names import either
from backend.people.noting import who_notes
from web.forms import EMPTY, Typed, asked, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.paths import person_at
from web.visits import acting, looking

absences = Blueprint("absences", __name__)


@absences.get("/people/<id:person_id>/absences")
def listed(person_id: Id) -> Response:
    """Somebody's absences."""
    return absences_page(person_id, done=request.args.get("done"))


def absences_page(person_id: Id, typed: Typed = EMPTY, done: str | None = None) -> Response:
    """Somebody's absences, the latest first, with the form to note one as typed. Raises `not_found`, `not_allowed`."""
    paging = load(Paging, asked("cursor"))
    with looking() as visit:
        person = absence_person(visit.tx, visit.actor, person_id)
        page = list_absences(visit.tx, visit.actor, person_id, paging)
        is_own = person_id == visit.actor.person
        noting = [one.name for one in who_notes(visit.tx, person)] if is_own else []
    return render(
        "people/absences.html",
        visit.frame,
        tab="me",
        person=person,
        page=page,
        may_record=may_record(visit.actor, person),
        noted_by=either(noting) if noting else None,
        typed=typed,
        done=done,
        form_id=typed.form_id() or new_id(),
    )


@absences.post("/people/<id:person_id>/absences")
@redrawn(absences_page)
def away(person_id: Id) -> AnyResponse:
    """Notes that somebody is away."""
    ensure_filled("from_on")
    act = load(RecordAbsence, posted("id", "from_on", "until_on"), person_id=person_id)
    with acting() as visit:
        record_absence(visit.tx, visit.actor, act)
    return answered(absences_page, f"{person_at(person_id)}/absences", "away", person_id=person_id)


@absences.get("/absences/<id:absence_id>/ending/new")
def blank(absence_id: Id) -> Response:
    """The page to say when somebody is back."""
    return ending_page(absence_id)


def ending_page(absence_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to say when somebody is back, with the form as typed. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        one = show_absence(visit.tx, visit.actor, absence_id)
        if not may_record(visit.actor, absence_person(visit.tx, visit.actor, one.person.id)):
            raise forbidden()
    form_id = typed.form_id() or new_id()
    return render("people/absence_ending.html", visit.frame, tab="me", one=one, typed=typed, form_id=form_id)


@absences.post("/absences/<id:absence_id>/ending")
@redrawn(ending_page)
def back(absence_id: Id) -> AnyResponse:
    """Notes the day somebody is back."""
    ensure_filled("until_on")
    act = load(EndAbsence, posted("id", "until_on"), absence_id=absence_id)
    with acting() as visit:
        entry = end_absence(visit.tx, visit.actor, act)
    person_id = Id(entry.attestation["person_id"])
    return answered(absences_page, f"{person_at(person_id)}/absences", "back", person_id=person_id)
