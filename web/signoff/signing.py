"""Signing, on one page: what will be signed stands above every question, and nothing is chosen beforehand.

Source: trust, S01-S06 and S08.
"""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.presence import is_live
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.signoff.rules import (
    GAP_NEEDS_REASON,
    INTENTS,
    Outcome,
    PlanStatus,
    identity_unchecked,
    own_work,
    plan_closed,
)
from backend.signoff.sign_offs import SignOff, sign_off
from web.accounts import confirm, presence
from web.forms import EMPTY, Typed, ensure_filled, number, posted
from web.pages import answered, redrawn, render
from web.paths import item_at
from web.signoff.items import OnPlan, item_page, read
from web.visits import Visit, acting, looking

signing = Blueprint("signing", __name__)
ADDRESS = "/plans/<id:plan_id>/items/<id:item_id>/sign-offs"
ONLY_FOR = {Outcome.COMPETENT.value: "help", Outcome.NOT_YET.value: "next_step"}
"""The question that belongs to one outcome alone; it is posted with the other as well, hidden, and then ignored."""


@signing.get(f"{ADDRESS}/new")
def blank(plan_id: Id, item_id: Id) -> Response:
    """The page to sign on."""
    return sign_page(plan_id, item_id)


@signing.get(ADDRESS)
def list_of(plan_id: Id, item_id: Id) -> AnyResponse:
    """The sign-offs of an item stand on its page."""
    return redirect(item_at(plan_id, item_id), 303)


def sign_page(plan_id: Id, item_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to sign on, with the form as typed.

    Raises `not_found`, `sign_off.own_work`, `plan.closed`, `sign_off.identity_unchecked`,
    `not_allowed`.
    """
    with looking() as visit:
        found = read(visit, plan_id, item_id)
        _ensure_may(visit, found)
        live = is_live(visit.tx, visit.actor, presence())
    today, starts_on = visit.when.today, found.plan.starts_on
    days = visit.when.choices(starts_on)
    return render(
        "signoff/signing.html",
        visit.frame,
        tab="waiting",
        plan=found.plan,
        item=found.item,
        typed=typed,
        live=live,
        form_id=typed.form_id() or new_id(),
        intent=INTENTS[found.item.intent],
        days=days,
        seen_on=_chosen_day(typed, {today.isoformat(), *(day["value"] for day in days)}),
        long_ago=today - starts_on > GAP_NEEDS_REASON,
    )


@signing.post(ADDRESS)
@redrawn(sign_page)
def sign(plan_id: Id, item_id: Id) -> AnyResponse:
    """Signs; the same form sent twice signs once."""
    confirm()
    act = _act(plan_id, item_id)
    with acting() as visit:
        sign_off(visit.tx, visit.actor, act, presence())
    return answered(item_page, item_at(plan_id, item_id), "signed", plan_id=plan_id, item_id=item_id)


def _ensure_may(visit: Visit, found: OnPlan) -> None:
    if visit.actor.person == found.plan.mentee.id:
        raise own_work()
    if found.plan.status == PlanStatus.CLOSED:
        raise plan_closed()
    if found.is_unchecked(visit.actor):
        raise identity_unchecked()
    if not found.item.may["sign_off"]:
        raise forbidden()


def _chosen_day(typed: Typed, offered: set[str]) -> tuple[str | None, str | None]:
    """Which day is chosen, and the other day: one offered yesterday is an other day after midnight."""
    day = typed.get("seen_on")
    if day is None or day in offered or day == "other":
        return day, typed.get("seen_on_other")
    return "other", day


def _act(plan_id: Id, item_id: Id) -> SignOff:
    """The form as an act. Raises `request.invalid` naming everything that is missing."""
    form = request.form
    only = ONLY_FOR.get(form.get("outcome", ""))
    asked = ["seen_on_other" if form.get("seen_on") == "other" else "seen_on", "method", "outcome", "statement"]
    proof = ["pin"] if "pin" in form and not posted("pin", "password") else []
    ensure_filled(*asked, *([only] if only else []), *proof)
    data = posted("id", "method", "outcome", "statement", "gap_reason", *([only] if only else []))
    data["seen_on"] = form[asked[0]]
    numbers = {name: number(form.get(name)) for name in ("item_rev", "intent")}
    return load(SignOff, data | numbers, plan_id=plan_id, item_id=item_id)
