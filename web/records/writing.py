"""Writing something down about somebody, on one page: kept as a draft, or shared at once.

Source: domain 3 (may be written later from memory: the day it happened and the day it was written both count).
"""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import forbidden, invalid
from backend.kernel.ids import Id, is_id
from backend.kernel.shapes import load
from backend.people.names import Named
from backend.people.reading import show_person
from backend.practice.notes import own_note
from backend.practice.writing_up import share_record, write_record
from backend.records.drafts import RewriteRecord, WriteRecord, discard_record, rewrite_record
from backend.records.rules import RecordKind, StepOutcome
from backend.records.sharing import ShareRecord
from backend.records.steps import SettleNextStep, settle_next_step
from web.forms import EMPTY, Fault, Typed, asked, ensure_filled, number, posted
from web.pages import answered, redrawn, render
from web.paths import record_at
from web.records import reading
from web.records.asking import ALWAYS, ask_of, day_posted, said_posted
from web.records.faces import TEXTS
from web.records.lists import records_page, tab_of
from web.visits import Visit, acting, looking

writing = Blueprint("record_writing", __name__)
ABOUT = "/people/<id:person_id>/records"


@writing.get(f"{ABOUT}/new")
def blank(person_id: Id) -> Response:
    """The page to write on."""
    return writing_page(person_id)


def writing_page(person_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to write on, as typed, or filled from the note that the address names.

    Raises `not_found`, `not_allowed`.
    """
    with looking() as visit:
        person = show_person(visit.tx, visit.actor, person_id)
        if not person.may["write_record"]:
            raise forbidden()
        typed = typed if typed.values else _from_address(visit, person_id)
        ask = ask_of(visit, Named(person.id, person.name), typed)
    return render("records/writing.html", visit.frame, tab=tab_of(visit.frame.tabs), typed=typed, ask=ask, draft=None)


def _from_address(visit: Visit, person_id: Id) -> Typed:
    """What the address has chosen already: a kind, a criterion, or a note of one's own about this person."""
    found = asked("kind", "criterion")
    values = {"kind": found.get("kind"), "criteria": found.get("criterion")}
    wanted = request.args.get("note", "")
    note = own_note(visit.tx, visit.actor, Id(wanted)) if is_id(wanted) else None
    if note and note.person.id == person_id:
        day = visit.when.day_of(note.happened_at).isoformat()
        values |= {"note_id": note.id, "account": note.text, "happened_on": day}
        values["criteria"] = values["criteria"] or note.criterion
    return Typed({name: value for name, value in values.items() if value})


@writing.post(ABOUT)
@redrawn(writing_page)
def write(person_id: Id) -> AnyResponse:
    """Keeps it as a draft, or shares it at once."""
    ensure_filled("kind", *_needed(request.form.get("kind")))
    about = posted("id", "kind", "note_id") | {"subject_id": person_id}
    said = said_posted(RecordKind.PRACTICE_TO_IMPROVE.value == about["kind"])
    with acting() as visit:
        act = load(WriteRecord, about | _on_a_day(visit, said))
        write_record(visit.tx, visit.actor, act)
        _settle(visit)
        return_to = _shared(visit, act.id)
    return _onward(act.id, return_to)


@writing.post("/records/<id:record_id>/draft")
@redrawn(reading.record_page)
def rewrite(record_id: Id) -> AnyResponse:
    """Changes a draft, and shares it if so asked."""
    ensure_filled(*_needed(request.form.get("kind")))
    said = said_posted(request.form.get("kind") == RecordKind.PRACTICE_TO_IMPROVE.value)
    with acting() as visit:
        act = load(RewriteRecord, _on_a_day(visit, said))
        rewrite_record(visit.tx, visit.actor, record_id, number(request.form.get("rev")) or 0, act)
        _settle(visit)
        done = _shared(visit, record_id)
    return _onward(record_id, done)


@writing.post("/records/<id:record_id>/discarding")
def discard(record_id: Id) -> AnyResponse:
    """Throws a draft away."""
    with acting() as visit:
        discard_record(visit.tx, visit.actor, record_id)
    return answered(records_page, "/records", "discarded")


def _onward(record_id: Id, done: str) -> AnyResponse:
    return answered(reading.record_page, record_at(record_id), done, record_id=record_id)


def _shared(visit: Visit, record_id: Id) -> str:
    """Shares it when the form says so. Answers what was done."""
    if request.form.get("then") != "share":
        return "kept"
    talked_on = day_posted("discussed_on")
    visit.tx.flush()
    share_record(visit.tx, visit.actor, load(ShareRecord, {"record_id": record_id, "discussed_on": talked_on}))
    return "record_talked" if talked_on else "record_shared"


def _needed(kind: str | None) -> list[str]:
    """What is asked for: to keep a draft one word is enough."""
    if request.form.get("then") != "share":
        return ["account"]
    day = "happened_on_other" if request.form.get("happened_on") == "other" else "happened_on"
    return [day, *ALWAYS, *(TEXTS if kind == RecordKind.PRACTICE_TO_IMPROVE else ())]


def _on_a_day(visit: Visit, said: dict[str, Any]) -> dict[str, Any]:
    """A draft that names no day yet is of today, which its writer sees when they go on with it."""
    return said | {"happened_on": said["happened_on"] or visit.when.today.isoformat()}


def _settle(visit: Visit) -> None:
    """Settles the steps of before that the form says are done or dropped."""
    for name, outcome in request.form.items():
        step = name.removeprefix("settle_")
        if name != step and is_id(step) and outcome in {one.value for one in StepOutcome}:
            why = request.form.get(f"why_{step}", "").strip()
            if outcome == StepOutcome.DROPPED and not why:
                fault = Fault(f"/why_{step}", "Say in a word why it is dropped.", "required")
                raise invalid(faults=[fault], fields="why")
            data = {"step_id": step, "outcome": outcome, **({"why": why} if why else {})}
            settle_next_step(visit.tx, visit.actor, load(SettleNextStep, data))
