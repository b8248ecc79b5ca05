"""Copies: of a plan, of a record, of a review, of everything of one's own, and what the people team makes for
somebody who left.
"""

from collections.abc import Callable

import orjson
from flask import Blueprint, Response

from backend.archive.copies import copy_for, copy_own, copy_plan, copy_record, copy_review, ensure_may_copy
from backend.archive.sheet import Copy, file_name, sheet_of
from backend.kernel.ids import Id
from backend.signoff.reading import PlanFilter, list_plans, plan_head
from web.pages import render
from web.visits import house, looking

archive = Blueprint("archive", __name__)
KINDS = {"pdf": "application/pdf", "json": "application/json"}


@archive.get("/plans/<id:plan_id>/copy")
def plan(plan_id: Id) -> Response:
    """Where a copy of a plan is taken from."""
    with looking() as visit:
        head = plan_head(visit.tx, visit.actor, plan_id)
    own = head.mentee_id == visit.actor.person
    return render("archive/plan.html", visit.frame, tab="plan" if own else "plans", plan=head, own=own)


@archive.get("/plans/<id:plan_id>/copy.pdf")
def plan_pdf(plan_id: Id) -> Response:
    """The copy of a plan as a PDF."""
    return _taken(copy_plan, "pdf", plan_id)


@archive.get("/plans/<id:plan_id>/copy.json")
def plan_json(plan_id: Id) -> Response:
    """The copy of a plan for programs."""
    return _taken(copy_plan, "json", plan_id)


@archive.get("/records/<id:record_id>/copy.pdf")
def record_pdf(record_id: Id) -> Response:
    """A record as a PDF."""
    return _taken(copy_record, "pdf", record_id)


@archive.get("/plans/<id:plan_id>/review.pdf")
def review_pdf(plan_id: Id) -> Response:
    """What a plan's review is decided with, as a PDF."""
    return _taken(copy_review, "pdf", plan_id)


@archive.get("/me/copy")
def own() -> Response:
    """Where a copy of everything of one's own is taken from."""
    with looking() as visit:
        plans = list_plans(visit.tx, visit.actor, PlanFilter(mentee_id="me", limit=100)).items
    return render("archive/own.html", visit.frame, tab="me", plans=plans)


@archive.get("/me/copy.pdf")
def own_pdf() -> Response:
    """Everything of one's own as a PDF."""
    return _taken(copy_own, "pdf")


@archive.get("/me/copy.json")
def own_json() -> Response:
    """Everything of one's own, for programs."""
    return _taken(copy_own, "json")


@archive.get("/people/<id:person_id>/copy")
def person(person_id: Id) -> Response:
    """Where the people team takes a copy for somebody."""
    with looking() as visit:
        shown = ensure_may_copy(visit.tx, visit.actor, person_id)
    return render("archive/person.html", visit.frame, tab="people", person=shown)


@archive.get("/people/<id:person_id>/copy.pdf")
def person_pdf(person_id: Id) -> Response:
    """Everything of somebody's own as a PDF."""
    return _taken(copy_for, "pdf", person_id)


@archive.get("/people/<id:person_id>/copy.json")
def person_json(person_id: Id) -> Response:
    """Everything of somebody's own, for programs."""
    return _taken(copy_for, "json", person_id)


def _taken(story: Callable[..., Copy], kind: str, *of: Id) -> Response:
    """A copy as a file, made once the transaction is over."""
    with looking() as visit:
        copy = story(visit.tx, visit.actor, *of)
    body = house().press.print(sheet_of(copy), copy.as_of) if kind == "pdf" else _json(copy)
    named = f'attachment; filename="{file_name(copy, kind)}"'
    return Response(body, headers={"Content-Type": KINDS[kind], "Content-Disposition": named})


def _json(copy: Copy) -> bytes:
    return orjson.dumps(copy, option=orjson.OPT_UTC_Z | orjson.OPT_INDENT_2)
