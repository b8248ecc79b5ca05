"""A small page with one form about a person, for those who manage people: what all of these have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.people.reading import show_person
from web.forms import EMPTY, Typed, ensure_filled
from web.pages import answered, redrawn, render
from web.paths import person_at
from web.people.reading import person_page
from web.visits import Visit, acting, looking

Data = dict[str, Any]


@dataclass(frozen=True)
class OneForm:
    """One thing done about a person: `may` is what it is called in their answer, `needed` the fields that may not stay
    blank, `data` what the form says, `reads` what the page needs to ask about whom it is about.
    """

    noun: str
    may: str
    act: type
    story: Callable[..., Any]
    needed: tuple[str, ...]
    data: Callable[[], Data]
    reads: Callable[[Visit, Id], Data] = lambda _visit, _person_id: {}


def open_form(room: Blueprint, form: OneForm) -> None:
    """Opens the page of a form and its POST in a room, under the noun."""

    def page(person_id: Id, typed: Typed = EMPTY) -> Response:
        return _page(person_id, form, typed)

    def done(person_id: Id) -> AnyResponse:
        return _do(person_id, form)

    address = f"/people/<id:person_id>/{form.noun}"
    room.add_url_rule(f"{address}/new", f"{form.noun} page", page)
    room.add_url_rule(address, f"{form.noun} done", redrawn(page)(done), methods=["POST"])


def _page(person_id: Id, form: OneForm, typed: Typed) -> Response:
    """The page of a form, as typed. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        person = show_person(visit.tx, visit.actor, person_id)
        if not person.may[form.may]:
            raise forbidden()
        read = form.reads(visit, person_id)
    today = visit.when.today.isoformat()
    return render(
        f"people/{form.noun}.html", visit.frame, tab="people", person=person, typed=typed, today=today,
        form_id=typed.form_id() or new_id(), action=f"{person_at(person_id)}/{form.noun}", **read,
    )  # fmt: skip


def _do(person_id: Id, form: OneForm) -> AnyResponse:
    """Does it, and leads back to the person."""
    ensure_filled(*form.needed)
    act: Any = load(form.act, form.data(), person_id=person_id)
    with acting() as visit:
        form.story(visit.tx, visit.actor, act)
    return answered(person_page, person_at(person_id), form.noun, person_id=person_id)
