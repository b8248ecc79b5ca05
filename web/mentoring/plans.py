"""The plans under an agreement: those there are, a new one, and one that waits since its own agreement ended."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.frameworks.choosing import PlanChoice, plan_choices
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.mentoring.programmes import PROGRAMMES
from backend.mentoring.reading import show_agreement
from backend.mentoring.shown import AgreementShown
from backend.signoff.planning import CreatePlan, create_plan
from backend.signoff.reading import PlanFilter, list_plans
from backend.signoff.taking_up import TakeUpPlan, plans_to_take_up, take_up_plan
from web.forms import EMPTY, Typed, asked, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.paths import agreement_at, plan_at
from web.signoff import choices
from web.signoff.choices import Option
from web.signoff.plans import plan_page
from web.visits import acting, looking

plans = Blueprint("agreement_plans", __name__)
HERE = "/agreements/<id:agreement_id>/plans"


@plans.get(HERE)
def under(agreement_id: Id) -> Response:
    """The plans under this agreement."""
    return plans_page(agreement_id)


def plans_page(agreement_id: Id, typed: Typed = EMPTY, **_: Id) -> Response:
    """The plans under an agreement, and how another is started, as typed. Raises `not_found`."""
    wanted = load(PlanFilter, asked("cursor") | {"agreement_id": agreement_id})
    with looking() as visit:
        one = show_agreement(visit.tx, visit.actor, agreement_id)
        page = list_plans(visit.tx, visit.actor, wanted)
        may_start = one.may["create_plan"]
        waiting = plans_to_take_up(visit.tx, visit.actor, agreement_id) if may_start else []
        found = plan_choices(visit.tx, visit.when.today) if may_start else []
    offered = choices.plans(found)
    return render(
        "mentoring/plans.html",
        visit.frame,
        tab="me",
        one=one,
        at=agreement_at(one.id),
        page=page,
        waiting=waiting,
        choices=offered,
        usual=_usual(one, found, offered),
        typed=typed,
        form_id=typed.form_id() or new_id(),
    )


def _usual(one: AgreementShown, found: list[PlanChoice], offered: list[Option]) -> str | None:
    """What the agreement's programme usually goes by, when that leaves only one choice."""
    key = PROGRAMMES[one.programme].framework_key
    usual = [option["value"] for choice, option in zip(found, offered, strict=True) if choice.key == key]
    return usual[0] if len(usual) == 1 else None


@plans.post(HERE)
@redrawn(plans_page)
def start(agreement_id: Id) -> AnyResponse:
    """Starts a plan under this agreement."""
    ensure_filled("of", "starts_on", "ends_on")
    framework_id, _, role = request.form["of"].partition(" ")
    data = posted("id", "starts_on", "ends_on") | {"framework_id": framework_id, "role": role}
    act = load(CreatePlan, data, agreement_id=agreement_id)
    with acting() as visit:
        create_plan(visit.tx, visit.actor, act)
    return answered(plan_page, plan_at(act.id), "planned", plan_id=act.id)


@plans.post(f"{HERE}/<id:plan_id>")
@redrawn(plans_page)
def take_up(agreement_id: Id, plan_id: Id) -> AnyResponse:
    """Lets a plan go on under this agreement."""
    act = load(TakeUpPlan, posted("id"), plan_id=plan_id, agreement_id=agreement_id)
    with acting() as visit:
        take_up_plan(visit.tx, visit.actor, act)
    return answered(plan_page, plan_at(plan_id), "taken_up", plan_id=plan_id)
