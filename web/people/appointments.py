"""Somebody new, another post or place, leaving and coming back."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.people.appointments import (
    AddPerson,
    Appoint,
    RecordLeaving,
    RecordReturn,
    add_person,
    appoint,
    record_leaving,
    record_return,
)
from backend.people.sites import choices
from backend.signoff.leaving import show_leaving
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.paths import person_at
from web.people.one_form import Data, OneForm, open_form
from web.people.reading import person_page
from web.visits import Visit, acting, looking

appointments = Blueprint("appointments", __name__)


def placed(*more: str) -> Data:
    """The place that a form says, as site or area, with the fields `more`."""
    data = posted("id", "post", "starts_on", *more)
    kind, _, chosen = request.form.get("place", "").partition(":")
    return data | ({f"{kind}_id": chosen} if kind in ("site", "area") else {})


def _places(visit: Visit, _person_id: Id | None = None) -> Data:
    areas, sites = choices(visit.tx)
    return {
        "places": [
            *({"value": f"site:{one.id}", "label": f"{one.name}, {one.area.name}"} for one in sites),
            *({"value": f"area:{one.id}", "label": f"The area {one.name}"} for one in areas),
            {"value": "all", "label": "The whole organisation"},
        ]
    }


def _carried(visit: Visit, person_id: Id) -> Data:
    return {"carried": show_leaving(visit.tx, visit.actor, person_id)}


for form in (
    OneForm("appointments", "appoint", Appoint, appoint, ("post", "place", "starts_on"), placed, _places),
    OneForm("leaving", "record_leaving", RecordLeaving, record_leaving, (), lambda: posted("id"), _carried),
    OneForm("returning", "record_return", RecordReturn, record_return, ("post", "place", "starts_on"), placed, _places),
):
    open_form(appointments, form)


def newcomer_page(typed: Typed = EMPTY) -> Response:
    """The page to add somebody on. Raises `not_allowed`."""
    with looking() as visit:
        read = _places(visit)
    if not visit.frame.manages:
        raise forbidden()
    today = visit.when.today.isoformat()
    form_id = typed.form_id() or new_id()
    return render("people/new.html", visit.frame, tab="people", typed=typed, form_id=form_id, today=today, **read)


@appointments.get("/people/new")
def newcomer() -> Response:
    """The page to add somebody on."""
    return newcomer_page()


@appointments.post("/people")
@redrawn(newcomer_page)
def add() -> AnyResponse:
    """Adds somebody, with their first appointment."""
    ensure_filled("name", "post", "place", "starts_on")
    act = load(AddPerson, placed("name", "staff_number"))
    with acting() as visit:
        entry = add_person(visit.tx, visit.actor, act)
    return answered(person_page, person_at(entry.id), "added", person_id=entry.id)
