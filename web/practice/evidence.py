"""Evidence as pages: what shows somebody's practice, adding a photo or a document, looking at one, taking it back."""

from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse
from werkzeug.wsgi import FileWrapper

from backend.frameworks.reading import titles_of
from backend.kernel.errors import Fault, invalid
from backend.kernel.ids import Id, is_id, new_id
from backend.kernel.shapes import load
from backend.practice.evidence import (
    AddEvidence,
    TakeEvidenceBack,
    add_evidence,
    ensure_may_add,
    take_evidence_back,
)
from backend.practice.evidence_shown import EvidenceFilter, file_of, list_evidence, show_evidence
from backend.practice.uploads import Kept, keep_file
from backend.signoff.reading import plan_head
from web import refusals
from web.evidence import criteria_of
from web.forms import EMPTY, Typed, asked, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.paths import evidence_at, plan_at
from web.pointing_out import REASON, ensure_pointed_out
from web.signoff import plans
from web.visits import acting, house, looking

evidence = Blueprint("evidence", __name__)
OF = "/plans/<id:plan_id>/evidence"


@evidence.get(OF)
def listed(plan_id: Id) -> Response:
    """What shows the practice of whoever's plan it is."""
    return evidence_page(plan_id, done=request.args.get("done"))


def evidence_page(plan_id: Id, done: str | None = None) -> Response:
    """The list, and what was just done. Raises `not_found`, `not_allowed`."""
    paging = asked("cursor")
    with looking() as visit:
        plan = plans.read(visit, plan_id)
        wanted = load(EvidenceFilter, paging, person_id=plan.mentee.id)
        page = list_evidence(visit.tx, visit.actor, wanted)
        titles = titles_of(visit.tx)
    own = visit.actor.person == plan.mentee.id
    return render(
        "practice/evidence.html", visit.frame, tab="plan" if own else "plans", plan=plan, own=own, page=page,
        titles=titles, done=done,
    )  # fmt: skip


@evidence.get(f"{OF}/new")
def blank(plan_id: Id) -> Response:
    """The page to add a photo or a document on."""
    return adding_page(plan_id)


def adding_page(plan_id: Id, typed: Typed = EMPTY) -> Response:
    """The form as typed; the file has to be chosen anew, as browsers keep none. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        plan = plans.read(visit, plan_id)
        ensure_may_add(visit.tx, visit.actor, plan.mentee.id, house().allowance, typed.form_id())
    own = visit.actor.person == plan.mentee.id
    chosen = request.form.getlist("criteria") if typed.refused else request.args.getlist("criterion")
    return render(
        "practice/adding.html", visit.frame, tab="plan" if own else "plans", plan=plan, own=own, typed=typed,
        criteria=criteria_of([plan], {}, []), chosen=chosen, form_id=typed.form_id() or new_id(),
    )  # fmt: skip


@evidence.post(OF)
@redrawn(adding_page)
def add(plan_id: Id) -> AnyResponse:
    """Adds a photo or a document: looked at and kept first, then told to the log."""
    with looking() as visit:
        person = plan_head(visit.tx, visit.actor, plan_id).mentee_id
        ensure_may_add(visit.tx, visit.actor, person, house().allowance, _form_id(), request.form.getlist("criteria"))
    raw = _file()
    ensure_filled("title")
    ensure_pointed_out("title")
    kept = keep_file(house().files, house().darkroom, visit.actor.org, raw)
    with acting() as writing:
        add_evidence(writing.tx, writing.actor, _act(person, kept), kept, house().allowance)
    return answered(evidence_page, f"{plan_at(plan_id)}/evidence", "evidence_added", plan_id=plan_id)


def _form_id() -> Id | None:
    id_ = request.form.get("id", "")
    return Id(id_) if is_id(id_) else None


def _file() -> bytes:
    file = request.files.get("file")
    raw = b""
    if file is not None:
        with closing(file):
            raw = file.read()
    if not raw:
        raise invalid(faults=[Fault("/file", refusals.FAULTS["file"], "required")], fields="file")
    return raw


def _act(person: Id, kept: Kept) -> AddEvidence:
    data = posted("id", "title", "happened_on", REASON) | {"criteria": request.form.getlist("criteria")}
    return load(AddEvidence, data, person_id=person, sent=kept.sent)


@evidence.get("/evidence/<id:evidence_id>")
def one(evidence_id: Id) -> Response:
    """One piece of evidence."""
    return one_page(evidence_id, done=request.args.get("done"))


def one_page(evidence_id: Id, done: str | None = None) -> Response:
    """One piece of evidence, and what was just done. Raises `not_found`."""
    with looking() as visit:
        found = show_evidence(visit.tx, visit.actor, evidence_id)
        titles = titles_of(visit.tx) if found.criteria else {}
    own = visit.actor.person == found.person.id
    return render(
        "practice/one_evidence.html", visit.frame, tab="me" if own else "plans", one=found, own=own, titles=titles,
        done=done,
    )  # fmt: skip


@evidence.get("/evidence/<id:evidence_id>/file")
def file(evidence_id: Id) -> Response:
    """Its file, as a download that nothing keeps and in which nothing runs. Raises `not_found`, `file.unavailable`."""
    with looking() as visit:
        wanted = file_of(visit.tx, visit.actor, evidence_id)
    opened = house().files.open(visit.actor.org, wanted.digest)
    headers = {
        "Content-Type": wanted.media_type,
        "Content-Disposition": f'attachment; filename="{wanted.name}"',
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(_closed_after(opened), headers=headers)


def _closed_after(opened: BinaryIO) -> Iterator[bytes]:
    with closing(opened):
        yield from FileWrapper(opened, 64 * 1024)


@evidence.post("/evidence/<id:evidence_id>/taking-back")
def take_back(evidence_id: Id) -> AnyResponse:
    """Takes one's own back."""
    with acting() as visit:
        take_evidence_back(visit.tx, visit.actor, TakeEvidenceBack(evidence_id=evidence_id))
    return answered(one_page, evidence_at(evidence_id), "taken_back", evidence_id=evidence_id)
