"""Finding people, and the page of one of them."""

from flask import Blueprint, Response

from backend.kernel.ids import Id
from backend.kernel.shapes import load
from backend.people.listing import PeopleFilter, list_people
from backend.people.reading import show_person
from web.forms import asked
from web.pages import render
from web.visits import looking

people = Blueprint("people", __name__)


@people.get("/people")
def everybody() -> Response:
    """Those within reach, by name; some of them once something is searched for."""
    given = asked("search", "site_id", "post", "cursor")
    wanted = load(PeopleFilter, given | {"left": bool(asked("left"))})
    with looking() as visit:
        page = list_people(visit.tx, visit.actor, wanted)
    return render("people/people.html", visit.frame, tab=_tab(visit.frame.manages), page=page, wanted=wanted)


@people.get("/people/<id:person_id>")
def one(person_id: Id) -> Response:
    """Somebody's page."""
    return person_page(person_id)


def person_page(person_id: Id, done: str | None = None) -> Response:
    """The page of a person, and what was just done there."""
    done = done or asked("done").get("done")
    with looking() as visit:
        shown = show_person(visit.tx, visit.actor, person_id)
    return render("people/person.html", visit.frame, tab=_tab(visit.frame.manages), person=shown, done=done)


def _tab(manages: bool) -> str:
    return "people" if manages else "me"
