"""Notes: jotted down on a plan or a criterion in two taps, and signed or dropped later from a list."""

from datetime import UTC, datetime

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import Fault, invalid, missing
from backend.kernel.ids import Id, is_id
from backend.kernel.shapes import load
from backend.practice.notes import MakeNote, Note, NoteFilter, drop_note, list_notes, make_note, own_note, show_note
from backend.practice.rules import CLOCKS_DIFFER
from backend.signoff.reading import PlanFilter, list_plans
from backend.signoff.shown import Item, Plan
from web.forms import asked, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.paths import plan_at, sign_offs_at
from web.pointing_out import REASON, ensure_pointed_out
from web.signoff import items, plans
from web.visits import Visit, acting, looking

notes = Blueprint("notes", __name__)
LONGEST = 2000
PLANS_OF_ONE = 5
"""So many plans of a person are looked through for a criterion to sign."""


@notes.get("/notes")
def mine() -> Response:
    """My notes, what happened first on top."""
    return notes_page(done=request.args.get("done"))


def notes_page(done: str | None = None) -> Response:
    """The list, and what was just done."""
    wanted = load(NoteFilter, asked("cursor"))
    with looking() as visit:
        page = list_notes(visit.tx, visit.actor, wanted)
    return render("practice/notes.html", visit.frame, tab="me", page=page, done=done)


@notes.post("/notes/<id:note_id>/dropping")
def drop(note_id: Id) -> AnyResponse:
    """Deletes a note for good."""
    with acting() as visit:
        drop_note(visit.tx, visit.actor, note_id)
    return answered(notes_page, "/notes", "dropped")


@notes.get("/notes/<id:note_id>/signing")
def sign(note_id: Id) -> AnyResponse:
    """Leads to the page to sign on, or asks which criterion it is about."""
    with looking() as visit:
        note = show_note(visit.tx, visit.actor, note_id)
        found = [(plan, item) for plan in _plans(visit, note) for item in plan.items if item.may["sign_off"]]
    found.sort(key=lambda one: not one[1].missing)
    about = [(plan, item) for plan, item in found if item.key == note.criterion]
    if len(about) == 1:
        plan, item = about[0]
        return redirect(f"{sign_offs_at(plan.id, item.id)}/new?note={note.id}", 303)
    return render("practice/signing.html", visit.frame, tab="me", note=note, found=found)


def _plans(visit: Visit, note: Note) -> list[Plan]:
    """The plans on which the viewer mentors whoever the note is about."""
    wanted = PlanFilter(mentee_id=note.person.id, mentor_id="me", limit=PLANS_OF_ONE)
    return [plans.read(visit, one.id) for one in list_plans(visit.tx, visit.actor, wanted).items]


@notes.post("/plans/<id:plan_id>/notes")
@redrawn(plans.plan_page)
def on_plan(plan_id: Id) -> AnyResponse:
    """Keeps a note about the person whose plan it is."""
    _keep(plan_id, None)
    return answered(plans.plan_page, plan_at(plan_id), "jotted", plan_id=plan_id)


@notes.post("/plans/<id:plan_id>/items/<id:item_id>/notes")
@redrawn(items.item_page)
def on_item(plan_id: Id, item_id: Id) -> AnyResponse:
    """Keeps a note about one criterion of theirs."""
    _keep(plan_id, item_id)
    return items.to_item(plan_id, item_id, "jotted")


def _keep(plan_id: Id, item_id: Id | None) -> None:
    ensure_filled("jotting")
    text = request.form["jotting"].strip()
    if len(text) > LONGEST:
        raise invalid(faults=[Fault("/jotting", "Longer than we keep.", "invalid")], fields="jotting")
    ensure_pointed_out("jotting")
    with acting() as visit:
        plan = plans.read(visit, plan_id)
        kept = _kept(visit)
        data = posted("id", REASON) | {
            "text": text,
            "person_id": plan.mentee.id,
            "happened_at": kept.happened_at.isoformat() if kept else _happened(visit.tx.now),
        }
        if item_id is not None:
            data["criterion"] = _item(plan, item_id).key
        make_note(visit.tx, visit.actor, load(MakeNote, data))


def _kept(visit: Visit) -> Note | None:
    """The note that this very form has become already: without a script, only its first sending said when."""
    form_id = request.form.get("id", "")
    return own_note(visit.tx, visit.actor, Id(form_id)) if is_id(form_id) else None


def _item(plan: Plan, item_id: Id) -> Item:
    for item in plan.items:
        if item.id == item_id:
            return item
    raise missing()


def _happened(now: datetime) -> str:
    """When the first word was typed, as a browser with a script says; else now."""
    try:
        typed = datetime.fromisoformat(request.form.get("happened_at", ""))
    except ValueError:
        return now.isoformat()
    is_whole = typed.tzinfo is not None and typed.year > 2000 and typed <= now + CLOCKS_DIFFER
    return typed.astimezone(UTC).isoformat() if is_whole else now.isoformat()
