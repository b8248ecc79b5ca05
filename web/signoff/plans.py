"""Plans: my own, those I mentor, and those I look after."""

from flask import Blueprint, Response, request

from backend.frameworks.reading import newer_than
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.records.choosing import is_near
from backend.signoff.reading import PlanFilter, list_plans, plan_head, show_plan
from backend.signoff.shown import Plan
from web.beginning import first_steps
from web.forms import EMPTY, Typed, asked
from web.pages import render
from web.visits import Frame, Visit, looking

plans = Blueprint("plans", __name__)


@plans.get("/plan")
def mine() -> Response:
    """My own plan; a list when there are several."""
    with looking() as visit:
        found = list_plans(visit.tx, visit.actor, PlanFilter(mentee_id="me"))
        plan = read(visit, found.items[0].id) if len(found.items) == 1 else None
        newer = _newer(visit, plan) if plan else None
    if plan:
        return shown(plan, visit.frame, newer=newer)
    return render("signoff/plans.html", visit.frame, tab="plan", page=found, kind="own", steps=[])


@plans.get("/plans/<id:plan_id>")
def one(plan_id: Id) -> Response:
    """Somebody's plan."""
    return plan_page(plan_id, done=request.args.get("done"))


def plan_page(plan_id: Id, typed: Typed = EMPTY, done: str | None = None) -> Response:
    """The page of a plan, with the note on it as typed, and what was just done."""
    with looking() as visit:
        plan = read(visit, plan_id)
        newer = _newer(visit, plan)
    return shown(plan, visit.frame, typed, done, newer)


@plans.get("/mentees")
def mentees() -> Response:
    """The plans of those I mentor."""
    return _listed("mentees", mentor_id="me")


@plans.get("/plans")
def all_within_reach() -> Response:
    """Every plan I may see."""
    return _listed("plans")


def read(visit: Visit, plan_id: Id) -> Plan:
    """A whole plan. Raises `not_found`."""
    return show_plan(visit.tx, visit.actor, plan_head(visit.tx, visit.actor, plan_id))


def _newer(visit: Visit, plan: Plan) -> Id | None:
    """The version that whoever looks may move the plan to."""
    if not plan.may["move"]:
        return None
    return newer_than(visit.tx, plan.framework.key, plan.framework.version, visit.when.today)


def shown(plan: Plan, frame: Frame, typed: Typed = EMPTY, done: str | None = None, newer: Id | None = None) -> Response:
    """The page of a plan."""
    own = frame.viewer.person == plan.mentee.id
    return render(
        "signoff/plan.html",
        frame,
        tab="plan" if own else "plans",
        plan=plan,
        own=own,
        newer=newer,
        may_write=is_near(frame.viewer, plan.mentee.id),
        typed=typed,
        done=done,
        note_id=typed.form_id() or new_id(),
        signable=[item for item in plan.items if item.may["sign_off"]],
    )


def _listed(kind: str, **only: str) -> Response:
    wanted = load(PlanFilter, asked("cursor") | only)
    with looking() as visit:
        page = list_plans(visit.tx, visit.actor, wanted)
        steps = first_steps(visit) if kind == "plans" and not page.items else []
    return render("signoff/plans.html", visit.frame, tab="plans", page=page, kind=kind, steps=steps)
