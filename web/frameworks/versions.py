"""What there is to sign: every version, one of them, as a file, and retiring it."""

import re
from itertools import groupby

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.frameworks.drafts import DraftListed, list_drafts
from backend.frameworks.reading import CriterionShown, list_frameworks, show_file, show_framework
from backend.frameworks.retiring import RetireFramework, retire_framework
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.kernel.shapes import load
from backend.kernel.ties import Do
from backend.signoff.reading import PlanFilter, list_plans
from web.forms import EMPTY, Typed, asked, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.visits import Visit, acting, looking

versions = Blueprint("frameworks", __name__)
ADDRESS = "/frameworks/<id:framework_id>"


@versions.get("/frameworks")
def all_versions() -> Response:
    """Every version, and the drafts for those who may publish."""
    paging = load(Paging, asked("cursor"))
    with looking() as visit:
        page = list_frameworks(visit.tx, visit.actor, paging)
        drafts = _drafts(visit)
    return render("frameworks/versions.html", visit.frame, tab="me", page=page, drafts=drafts, may_write=_may(visit))


def _may(visit: Visit) -> bool:
    return visit.actor.may_anywhere(Do.PUBLISH_FRAMEWORK)


def _drafts(visit: Visit) -> list[DraftListed]:
    return list_drafts(visit.tx, visit.actor, Paging(limit=100)).items if _may(visit) else []


@versions.get(ADDRESS)
def one(framework_id: Id) -> Response:
    """One version."""
    return version_page(framework_id, done=request.args.get("done"))


def version_page(framework_id: Id, typed: Typed = EMPTY, done: str | None = None) -> Response:
    """The page of a version: its criteria, who is on it, and retiring it."""
    with looking() as visit:
        shown = show_framework(visit.tx, visit.actor, framework_id)
        plans = list_plans(visit.tx, visit.actor, load(PlanFilter, asked("cursor") | {"framework_id": framework_id}))
    return render(
        "frameworks/version.html",
        visit.frame,
        tab="me",
        version=shown,
        sections=sections(shown.criteria),
        plans=plans,
        may_write=_may(visit),
        typed=typed,
        done=done,
        form_id=typed.form_id() or new_id(),
    )


def sections(criteria: list[CriterionShown]) -> list[tuple[str | None, list[CriterionShown]]]:
    """Criteria under their headings, in order."""
    return [(heading, list(group)) for heading, group in groupby(criteria, lambda criterion: criterion.section)]


@versions.get(f"{ADDRESS}/file")
def file(framework_id: Id) -> Response:
    """A version as one file that people can edit."""
    with looking() as visit:
        found = show_file(visit.tx, visit.actor, framework_id)
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", found.name)  # a key is any text, and a header takes not every one
    named = f'attachment; filename="{safe}"'
    return Response(found.text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": named})


@versions.post(f"{ADDRESS}/retirement")
@redrawn(version_page)
def retire(framework_id: Id) -> AnyResponse:
    """Retires a version from a day on."""
    ensure_filled("on")
    act = load(RetireFramework, posted("id", "on"), framework_id=framework_id)
    with acting() as visit:
        retire_framework(visit.tx, visit.actor, act)
    return answered(version_page, f"/frameworks/{framework_id}", "retired", framework_id=framework_id)
