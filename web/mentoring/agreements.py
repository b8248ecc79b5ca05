"""Mentoring agreements: the list, one with everything on it, and everyone's own word."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.kernel.shapes import load
from backend.kernel.ties import GRANTS, Do, Tie
from backend.mentoring.history import list_history
from backend.mentoring.proposing import AnswerAgreement, ApproveAgreement, answer_agreement, approve_agreement
from backend.mentoring.quiet_requests import list_change_requests
from backend.mentoring.reading import AgreementFilter, list_agreements, show_agreement, show_if_seen
from backend.mentoring.status import show_status
from backend.signoff.under_agreement import plans_under
from web.forms import EMPTY, Typed, asked, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.paths import agreement_at
from web.visits import acting, holds, looking

agreements = Blueprint("agreements", __name__)
WHOLE = Paging(limit=100)
PROPOSERS = GRANTS[Do.PROPOSE_AGREEMENT] | {Tie.MEMBER}


@agreements.get("/agreements")
def listed() -> Response:
    """The agreements within my reach."""
    return list_page(done=request.args.get("done"))


def list_page(done: str | None = None) -> Response:
    """The list, and what was just done."""
    wanted = load(AgreementFilter, asked("cursor", "group_id"))
    with looking() as visit:
        page = list_agreements(visit.tx, visit.actor, wanted)
    may_propose = holds(visit.actor, *PROPOSERS)
    return render("mentoring/list.html", visit.frame, tab="me", page=page, done=done, may_propose=may_propose)


@agreements.get("/agreements/<id:agreement_id>")
def one(agreement_id: Id) -> Response:
    """An agreement."""
    return agreement_page(agreement_id, done=request.args.get("done"))


def agreement_page(agreement_id: Id, typed: Typed = EMPTY, done: str | None = None, **_: Id) -> Response:
    """The page of an agreement, with its forms as typed and what was just done. Raises `not_found`."""
    with looking() as visit:
        found = show_agreement(visit.tx, visit.actor, agreement_id)
        history = list_history(visit.tx, visit.actor, agreement_id, WHOLE).items
        now = show_status(visit.tx, visit.actor, agreement_id)
        quiet = found.may["see_change_requests"]
        is_done = now.may["end"] and plans_under(visit.tx, agreement_id).is_done
        changes = list_change_requests(visit.tx, visit.actor, agreement_id, WHOLE).items if quiet else []
    return render(
        "mentoring/agreement.html",
        visit.frame,
        tab="me",
        one=found,
        history=history,
        now=now,
        changes=changes,
        is_done=is_done,
        typed=typed,
        done=done,
        form_id=typed.form_id() or new_id(),
    )


@agreements.post("/agreements/<id:agreement_id>/answers")
@redrawn(agreement_page)
def answer(agreement_id: Id) -> AnyResponse:
    """One's own yes or no. After a no there is nothing more to see."""
    ensure_filled("answer")
    with acting() as visit:
        act = load(AnswerAgreement, posted("answer"), agreement_id=agreement_id, person_id=visit.actor.person)
        answer_agreement(visit.tx, visit.actor, act)
        sees = show_if_seen(visit.tx, visit.actor, agreement_id) is not None
    if not sees or act.answer == "decline":
        return answered(list_page, "/agreements", "not_taking_part")
    return answered(agreement_page, agreement_at(agreement_id), "agreed", agreement_id=agreement_id)


@agreements.post("/agreements/<id:agreement_id>/approval")
@redrawn(agreement_page)
def approve(agreement_id: Id) -> AnyResponse:
    """Lets it start."""
    act = load(ApproveAgreement, posted("consulted"), agreement_id=agreement_id)
    with acting() as visit:
        approve_agreement(visit.tx, visit.actor, act)
    return answered(agreement_page, agreement_at(agreement_id), "approved", agreement_id=agreement_id)
