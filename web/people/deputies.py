"""Who looks after what waits for somebody while they are away."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.people.deputies import NameDeputy, beside, end_deputy, name_deputy, show_deputy
from backend.people.listing import PeopleFilter, list_people
from web import words
from web.forms import EMPTY, Typed, asked, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.paths import person_at
from web.visits import Visit, acting, looking

deputies = Blueprint("deputies", __name__)

MOST_FOUND = 10


@deputies.get("/people/<id:person_id>/deputy")
def one(person_id: Id) -> Response:
    """Who stands in for somebody, and the form to name somebody else."""
    return deputy_page(person_id, done=request.args.get("done"))


def deputy_page(person_id: Id, typed: Typed = EMPTY, done: str | None = None) -> Response:
    """Who stands in for somebody, with the form as typed. Raises `not_found`, `not_allowed`."""
    search = asked("search").get("search", "")[:100]
    with looking() as visit:
        shown = show_deputy(visit.tx, visit.actor, person_id)
        found = _found(visit, person_id, search)
    return render(
        "people/deputy.html", visit.frame, tab="me", shown=shown, search=search, found=found, typed=typed, done=done,
        form_id=typed.form_id() or new_id(),
    )  # fmt: skip


def _found(visit: Visit, person_id: Id, search: str) -> list[dict[str, str]]:
    """People to choose from: those who mentor the same people, then whoever was searched for."""
    near = [
        {"value": one.id, "label": one.name, "hint": "mentors with them"}
        for one in beside(visit.tx, person_id)
    ]  # fmt: skip
    if not search:
        return near
    listed = list_people(visit.tx, visit.actor, PeopleFilter(search=search, limit=MOST_FOUND)).items
    return [
        {"value": one.id, "label": one.name, "hint": words.place(one.post, one.site.name if one.site else None)}
        for one in listed
        if one.id != person_id
    ]


@deputies.post("/people/<id:person_id>/deputies")
@redrawn(deputy_page)
def name(person_id: Id) -> AnyResponse:
    """Names who stands in."""
    ensure_filled("deputy_id")
    act = load(NameDeputy, posted("id", "deputy_id"), person_id=person_id)
    with acting() as visit:
        name_deputy(visit.tx, visit.actor, act)
    return answered(deputy_page, f"{person_at(person_id)}/deputy", "deputised", person_id=person_id)


@deputies.post("/people/<id:person_id>/deputies/ending")
@redrawn(deputy_page)
def end(person_id: Id) -> AnyResponse:
    """Nobody stands in any more."""
    with acting() as visit:
        end_deputy(visit.tx, visit.actor, person_id)
    return answered(deputy_page, f"{person_at(person_id)}/deputy", "undeputised", person_id=person_id)
