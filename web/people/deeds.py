"""What is done about a person: each deed a small page with a form, for those who manage people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from backend.people.details import (
    ChangeName,
    ChangeStaffNumber,
    RecordIdentityCheck,
    change_name,
    change_staff_number,
    record_identity_check,
)
from backend.people.line_managers import NameLineManager, end_line_management, name_line_manager
from backend.people.listing import PeopleFilter, list_people
from backend.people.reading import show_person
from backend.people.sites import choices
from web.forms import EMPTY, Typed, asked, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.paths import person_at
from web.people.reading import person_page
from web.visits import Visit, acting, looking

deeds = Blueprint("deeds", __name__)

Data = dict[str, Any]
MOST_FOUND = 10


@dataclass(frozen=True)
class Deed:
    """One thing done about a person: `may` is what it is called in their answer, `needed` the fields that may not stay
    blank, `data` what the form says, `reads` what the page needs to ask.
    """

    noun: str
    may: str
    act: type
    story: Callable[..., Any]
    needed: tuple[str, ...]
    data: Callable[[], Data]
    reads: Callable[[Visit], Data] = lambda _visit: {}


def placed(*more: str) -> Data:
    """The place that a form says, as site or area, with the fields `more`."""
    data = posted("id", "post", "starts_on", *more)
    kind, _, chosen = request.form.get("place", "").partition(":")
    return data | ({f"{kind}_id": chosen} if kind in ("site", "area") else {})


def _places(visit: Visit) -> Data:
    areas, sites = choices(visit.tx)
    return {
        "places": [
            *({"value": f"site:{one.id}", "label": f"{one.name}, {one.area.name}"} for one in sites),
            *({"value": f"area:{one.id}", "label": f"The area {one.name}"} for one in areas),
            {"value": "all", "label": "The whole organisation"},
        ]
    }


def _colleagues(visit: Visit) -> Data:
    search = asked("search").get("search", "")[:100]
    found = list_people(visit.tx, visit.actor, PeopleFilter(search=search, limit=MOST_FOUND)).items if search else []
    return {"search": search, "found": found}


def _checked() -> Data:
    return posted("id", "checked_on") | {"method": request.form["identity_method"]}


def _numbered() -> Data:
    return {"staff_number": None, **posted("id", "staff_number")}


DEEDS = (
    Deed("appointments", "appoint", Appoint, appoint, ("post", "place", "starts_on"), placed, _places),
    Deed("line-manager", "name_line_manager", NameLineManager, name_line_manager, ("manager_id",),
         lambda: posted("id", "manager_id"), _colleagues),
    Deed("identity-checks", "check_identity", RecordIdentityCheck, record_identity_check,
         ("identity_method", "checked_on"), _checked),
    Deed("staff-number", "change_staff_number", ChangeStaffNumber, change_staff_number, (), _numbered),
    Deed("names", "change_name", ChangeName, change_name, ("name",), lambda: posted("id", "name")),
    Deed("leaving", "record_leaving", RecordLeaving, record_leaving, (), lambda: posted("id")),
    Deed("returning", "record_return", RecordReturn, record_return, ("post", "place", "starts_on"), placed, _places),
)  # fmt: skip


def deed_page(person_id: Id, deed: Deed, typed: Typed = EMPTY) -> Response:
    """The page of a deed, with the form as typed. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        person = show_person(visit.tx, visit.actor, person_id)
        if not person.may[deed.may]:
            raise forbidden()
        read = deed.reads(visit)
    today = visit.when.today.isoformat()
    return render(
        f"people/{deed.noun}.html", visit.frame, tab="people", person=person, typed=typed, today=today,
        form_id=typed.form_id() or new_id(), action=f"{person_at(person_id)}/{deed.noun}", **read,
    )  # fmt: skip


def do(person_id: Id, deed: Deed) -> AnyResponse:
    """Does it, and leads back to the person."""
    ensure_filled(*deed.needed)
    act: Any = load(deed.act, deed.data(), person_id=person_id)
    with acting() as visit:
        deed.story(visit.tx, visit.actor, act)
    return answered(person_page, person_at(person_id), deed.noun, person_id=person_id)


def _open(deed: Deed) -> None:
    def page(person_id: Id, typed: Typed = EMPTY) -> Response:
        return deed_page(person_id, deed, typed)

    def done(person_id: Id) -> AnyResponse:
        return do(person_id, deed)

    address = f"/people/<id:person_id>/{deed.noun}"
    deeds.add_url_rule(f"{address}/new", f"{deed.noun} page", page)
    deeds.add_url_rule(address, f"{deed.noun} done", redrawn(page)(done), methods=["POST"])


for one in DEEDS:
    _open(one)


@deeds.post("/people/<id:person_id>/line-manager/ending")
def end_line(person_id: Id) -> AnyResponse:
    """Ends line management, until somebody else is named."""
    with acting() as visit:
        end_line_management(visit.tx, visit.actor, person_id)
    return answered(person_page, person_at(person_id), "line-ended", person_id=person_id)


def newcomer_page(typed: Typed = EMPTY) -> Response:
    """The page to add somebody on. Raises `not_allowed`."""
    with looking() as visit:
        read = _places(visit)
    if not visit.frame.manages:
        raise forbidden()
    today = visit.when.today.isoformat()
    form_id = typed.form_id() or new_id()
    return render("people/new.html", visit.frame, tab="people", typed=typed, form_id=form_id, today=today, **read)


@deeds.get("/people/new")
def newcomer() -> Response:
    """The page to add somebody on."""
    return newcomer_page()


@deeds.post("/people")
@redrawn(newcomer_page)
def add() -> AnyResponse:
    """Adds somebody, with their first appointment."""
    ensure_filled("name", "post", "place", "starts_on")
    act = load(AddPerson, placed("name", "staff_number"))
    with acting() as visit:
        entry = add_person(visit.tx, visit.actor, act)
    return answered(person_page, person_at(entry.id), "added", person_id=entry.id)
