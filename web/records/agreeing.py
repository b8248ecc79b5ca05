"""Answering what was written about oneself, with presence; and amending what one wrote."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.presence import is_live
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.records.amending import AmendRecord, amend_record
from backend.records.answering import AnswerRecord, answer_record
from backend.records.reading import show_record
from backend.records.rules import RecordKind, already_answered, not_discussed
from backend.records.shown import Record
from web.accounts import confirm, missing_proof, presence
from web.forms import EMPTY, Typed, ensure_filled, number, posted
from web.pages import answered, redrawn, render
from web.paths import record_at
from web.pointing_out import REASON, ensure_pointed_out
from web.records import reading
from web.records.asking import ALWAYS, ask_of, day_posted
from web.records.faces import TEXTS
from web.records.lists import tab_of
from web.visits import acting, looking

agreeing = Blueprint("record_agreeing", __name__)
ONE = "/records/<id:record_id>"


@agreeing.get(f"{ONE}/answer/new")
def blank_answer(record_id: Id) -> Response:
    """The page to answer on."""
    return answer_page(record_id)


def answer_page(record_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to answer on. Raises `not_found`, `not_allowed`, `record.not_discussed`, `record.already_answered`."""
    with looking() as visit:
        shown = show_record(visit.tx, visit.actor, record_id)
        live = is_live(visit.tx, visit.actor, presence())
    if shown.subject.id != visit.actor.person:
        raise forbidden()
    if not shown.may["answer"]:
        raise not_discussed() if shown.discussed_on is None else already_answered()
    return render(
        "records/answer.html", visit.frame, tab=tab_of(visit.frame.tabs), record=shown, typed=typed, live=live
    )


@agreeing.post(f"{ONE}/answer")
@redrawn(answer_page)
def answer(record_id: Id) -> AnyResponse:
    """Answers the version that was on the page."""
    confirm()
    ensure_filled("how", *missing_proof())
    ensure_pointed_out("comment")
    said = posted("comment", REASON) | {"answer": request.form["how"], "version": number(request.form.get("version"))}
    act = load(AnswerRecord, said, record_id=record_id)
    with acting() as visit:
        answer_record(visit.tx, visit.actor, act, presence())
    return answered(reading.record_page, record_at(record_id), "record_answered", record_id=record_id)


@agreeing.get(f"{ONE}/amendments/new")
def blank_amendment(record_id: Id) -> Response:
    """The page to amend on."""
    return amendment_page(record_id)


def amendment_page(record_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to amend on, filled with what stands. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        shown = show_record(visit.tx, visit.actor, record_id)
        if not shown.may["amend"]:
            raise forbidden()
        chosen = None if typed.values else [one.key for one in shown.criteria]
        typed = typed if typed.values else _typed(shown)
        ask = ask_of(visit, shown.subject, typed, chosen)
    return render(
        "records/amendment.html", visit.frame, tab=tab_of(visit.frame.tabs), record=shown, typed=typed, ask=ask,
        form_id=typed.form_id() or new_id(),
    )  # fmt: skip


def _typed(shown: Record) -> Typed:
    texts = {name: getattr(shown, name) or "" for name in ("account", *TEXTS)}
    return Typed({**texts, "happened_on": shown.happened_on.isoformat(), "shows": shown.shows or ""})


@agreeing.post(f"{ONE}/amendments")
@redrawn(amendment_page)
def amend(record_id: Id) -> AnyResponse:
    """Puts it in other words, beside the earlier ones."""
    has_concern = request.form.get("kind") == RecordKind.PRACTICE_TO_IMPROVE.value
    day = "happened_on_other" if request.form.get("happened_on") == "other" else "happened_on"
    ensure_filled(day, *ALWAYS, *(TEXTS if has_concern else ()), "reason")
    ensure_pointed_out("account", *TEXTS, "reason")
    data = posted("id", *ALWAYS, *(TEXTS if has_concern else ()), "reason", REASON)
    data |= {"happened_on": day_posted("happened_on"), "follows": number(request.form.get("follows"))}
    data["criteria"] = [key for key in request.form.getlist("criteria") if key]
    act = load(AmendRecord, data, record_id=record_id)
    with acting() as visit:
        amend_record(visit.tx, visit.actor, act)
    return answered(reading.record_page, record_at(record_id), "record_amended", record_id=record_id)
