"""One record on its page: every version side by side, the answers, and what was agreed to do next."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.records.answering import IncludeRecord, include_record
from backend.records.discussing import DiscussRecord, discuss_record
from backend.records.reading import show_record
from backend.records.rules import RecordState
from backend.records.shown import Record
from backend.records.steps import SettleNextStep, settle_next_step, show_step
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.paths import record_at
from web.records.asking import Ask, ask_of, day_posted, days_of, typed_of
from web.records.lists import tab_of
from web.visits import Visit, acting, looking

records = Blueprint("records", __name__)
ONE = "/records/<id:record_id>"


@records.get(ONE)
def one(record_id: Id) -> Response:
    """The page of a record, or of one's own draft."""
    return record_page(record_id, done=request.args.get("done"))


def record_page(record_id: Id, typed: Typed = EMPTY, done: str | None = None) -> Response:
    """The page of a record, with its forms as typed. Raises `not_found`."""
    with looking() as visit:
        shown = show_record(visit.tx, visit.actor, record_id)
        if shown.state == RecordState.DRAFT:
            typed, ask = _drafted(visit, shown, typed)
    tab = tab_of(visit.frame.tabs)
    if shown.state == RecordState.DRAFT:
        return render("records/writing.html", visit.frame, tab=tab, typed=typed, ask=ask, draft=shown, done=done)
    return render(
        "records/record.html",
        visit.frame,
        tab=tab,
        record=shown,
        own=shown.subject.id == visit.actor.person,
        typed=typed,
        done=done,
        days=days_of(visit.when),
        form_id=new_id(),
    )


def _drafted(visit: Visit, shown: Record, typed: Typed) -> tuple[Typed, Ask]:
    if not typed.values:
        typed = typed_of(shown)
        return typed, ask_of(visit, shown.subject, typed, [one.key for one in shown.criteria])
    return typed, ask_of(visit, shown.subject, typed)


@records.post(f"{ONE}/discussion")
@redrawn(record_page)
def discuss(record_id: Id) -> AnyResponse:
    """Notes the day on which they talked."""
    ensure_filled("discussed_on_other" if request.form.get("discussed_on") == "other" else "discussed_on")
    act = load(DiscussRecord, {"record_id": record_id, "discussed_on": day_posted("discussed_on")})
    with acting() as visit:
        discuss_record(visit.tx, visit.actor, act)
    return answered(record_page, record_at(record_id), "discussed", record_id=record_id)


@records.post(f"{ONE}/inclusion")
@redrawn(record_page)
def include(record_id: Id) -> AnyResponse:
    """Takes it into one's review, or leaves it out."""
    yes = request.form.get("include") == "yes"
    act = load(IncludeRecord, posted("id") | {"include": yes}, record_id=record_id)
    with acting() as visit:
        include_record(visit.tx, visit.actor, act)
    return answered(record_page, record_at(record_id), "included" if yes else "left_out", record_id=record_id)


@records.post("/next-steps/<id:step_id>/settlement")
def settle(step_id: Id) -> AnyResponse:
    """Says that a step is done, or dropped and why."""
    with acting() as visit:
        step = show_step(visit.tx, visit.actor, step_id)
        act = load(SettleNextStep, posted("outcome", "why"), step_id=step_id)
        settle_next_step(visit.tx, visit.actor, act)
    return answered(record_page, record_at(step.record_id), "settled", record_id=step.record_id)
