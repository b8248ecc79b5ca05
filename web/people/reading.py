"""Finding people, and the page of one of them."""

from urllib.parse import urlencode

from flask import Blueprint, Response

from backend.kernel.ids import Id
from backend.kernel.shapes import load
from backend.kernel.ties import Do
from backend.people.listing import PeopleFilter, PersonListed, list_people
from backend.people.reading import show_person
from web.beginning import first_steps
from web.forms import asked
from web.pages import render
from web.visits import Visit, looking

people = Blueprint("people", __name__)


@people.get("/people")
def everybody() -> Response:
    """Those within reach, by name; some of them once something is searched for."""
    given = asked("search", "site_id", "post", "cursor")
    flags = {name: bool(asked(name)) for name in ("left", "without_line_manager")}
    wanted = load(PeopleFilter, given | flags)
    with looking() as visit:
        page = list_people(visit.tx, visit.actor, wanted)
        is_whole = not (given or any(flags.values()))
        unmanaged = _unmanaged(visit) if is_whole else []
        steps = first_steps(visit) if is_whole and len(page.items) < 2 else []
    return render(
        "people/people.html", visit.frame, tab=_tab(visit.frame.manages), page=page, wanted=wanted,
        unmanaged=unmanaged, steps=steps, onward=_onward(wanted, page.next_cursor),
    )  # fmt: skip


def _unmanaged(visit: Visit) -> list[PersonListed]:
    if not visit.actor.may_anywhere(Do.MANAGE_PEOPLE):
        return []
    return list_people(visit.tx, visit.actor, PeopleFilter(without_line_manager=True, limit=3)).items


def _onward(wanted: PeopleFilter, cursor: str | None) -> str | None:
    """The address of the next page."""
    if cursor is None:
        return None
    flags = {name: "1" for name in ("left", "without_line_manager") if getattr(wanted, name)}
    kept = {"search": wanted.search, "site_id": wanted.site_id, "post": wanted.post and wanted.post.value}
    return "/people?" + urlencode({**{k: v for k, v in kept.items() if v}, **flags, "cursor": cursor})


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
