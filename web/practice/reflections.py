"""Reflections as pages: written for oneself, changed, deleted, or shared, after which they are evidence."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.frameworks.reading import titles_of
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.kernel.shapes import load
from backend.practice.evidence_shown import EvidenceFilter, list_evidence
from backend.practice.reflections import (
    ChangedReflection,
    MakeReflection,
    Reflection,
    ShareReflection,
    change_reflection,
    drop_reflection,
    list_reflections,
    share_reflection,
    show_reflection,
    write_reflection,
)
from backend.signoff.reading import PlanFilter, list_plans
from web.evidence import criteria_of
from web.forms import EMPTY, Typed, asked, ensure_filled, number, posted
from web.pages import answered, redrawn, render
from web.paths import evidence_at
from web.pointing_out import REASON, ensure_pointed_out
from web.practice.evidence import one_page
from web.signoff import plans
from web.visits import Visit, acting, looking

reflections = Blueprint("reflections", __name__)
PLANS_OF_ONE = 5
"""So many of one's plans are looked through for criteria to choose from."""


@reflections.get("/reflections")
def mine() -> Response:
    """My reflections."""
    return reflections_page(done=request.args.get("done"))


def reflections_page(done: str | None = None) -> Response:
    """What only I can read, then what I have shared or added; and what was just done."""
    wanted = load(Paging, asked("cursor"))
    with looking() as visit:
        private = list_reflections(visit.tx, visit.actor, wanted)
        page = list_evidence(visit.tx, visit.actor, EvidenceFilter(limit=100))
        titles = titles_of(visit.tx)
    return render(
        "practice/reflections.html", visit.frame, tab="me", private=private, page=page, titles=titles, done=done
    )  # fmt: skip


@reflections.get("/reflections/new")
def blank() -> Response:
    """The page to write one on."""
    return writing_page()


def writing_page(reflection_id: Id | None = None, typed: Typed = EMPTY) -> Response:
    """The form as typed, or as the reflection stands. Raises `not_found`."""
    with looking() as visit:
        one = show_reflection(visit.tx, visit.actor, reflection_id) if reflection_id else None
        mine = _plans(visit)
        titles = titles_of(visit.tx)
    chosen = _chosen(typed, one)
    if one and not typed.values:
        day = one.happened_on.isoformat() if one.happened_on else ""
        said = {"reflection": one.text, REASON: one.kept_because or ""}
        typed = Typed(said | {"happened_on": day, "rev": str(one.revision)})
    return render(
        "practice/writing.html", visit.frame, tab="me", one=one, typed=typed, chosen=chosen,
        criteria=criteria_of(mine, titles, chosen), form_id=typed.form_id() or new_id(),
    )  # fmt: skip


def _plans(visit: Visit) -> list[Any]:
    wanted = PlanFilter(mentee_id="me", limit=PLANS_OF_ONE)
    return [plans.read(visit, one.id) for one in list_plans(visit.tx, visit.actor, wanted).items]


def _chosen(typed: Typed, one: Reflection | None) -> list[str]:
    if typed.refused:
        return request.form.getlist("criteria")
    return one.criteria if one else request.args.getlist("criterion")


def _said() -> dict[str, Any]:
    ensure_filled("reflection")
    ensure_pointed_out("reflection")
    said = {"text": request.form["reflection"], "criteria": request.form.getlist("criteria")}
    return posted("happened_on", REASON) | said


@reflections.post("/reflections")
@redrawn(writing_page)
def write() -> AnyResponse:
    """Keeps one, for its author alone."""
    act = load(MakeReflection, _said() | posted("id"))
    with acting() as visit:
        write_reflection(visit.tx, visit.actor, act)
    return answered(reflections_page, "/reflections", "reflected")


@reflections.get("/reflections/<id:reflection_id>")
def one(reflection_id: Id) -> Response:
    """The page to change one on."""
    return writing_page(reflection_id)


@reflections.post("/reflections/<id:reflection_id>")
@redrawn(writing_page)
def change(reflection_id: Id) -> AnyResponse:
    """Puts other words in its place."""
    with looking() as visit:
        show_reflection(visit.tx, visit.actor, reflection_id)
    act, revision = load(ChangedReflection, _said()), number(request.form.get("rev")) or 0
    with acting() as writing:
        change_reflection(writing.tx, writing.actor, reflection_id, revision, act)
    return answered(reflections_page, "/reflections", "reflected")


@reflections.get("/reflections/<id:reflection_id>/dropping/new")
def dropping(reflection_id: Id) -> Response:
    """Asks before one is deleted. Raises `not_found`."""
    with looking() as visit:
        found = show_reflection(visit.tx, visit.actor, reflection_id)
    return render("practice/dropping.html", visit.frame, tab="me", one=found)


@reflections.post("/reflections/<id:reflection_id>/dropping")
def drop(reflection_id: Id) -> AnyResponse:
    """Deletes one for good."""
    with acting() as visit:
        drop_reflection(visit.tx, visit.actor, reflection_id)
    return answered(reflections_page, "/reflections", "reflection_dropped")


@reflections.post("/reflections/<id:reflection_id>/sharing")
def share(reflection_id: Id) -> AnyResponse:
    """Shares one as it stands."""
    with acting() as visit:
        share_reflection(visit.tx, visit.actor, ShareReflection(reflection_id=reflection_id))
    return answered(one_page, evidence_at(reflection_id), "reflection_shared", evidence_id=reflection_id)
