"""The phone handed to the mentor: they sign on it as themselves, and nothing of them is left on it.

The mentor's session opens and ends within the one request; the mentee stays signed in as themselves throughout.
Source: trust, S44 and S19.
"""

from dataclasses import replace

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.lending import lent
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id
from backend.practice.offering import restable
from backend.signoff.rules import INTENTS, PlanStatus, not_a_mentor, plan_closed
from backend.signoff.sign_offs import sign_off
from web import refusals
from web.evidence import offered, rests
from web.forms import EMPTY, Typed, ensure_given
from web.pages import redrawn, render
from web.signoff.items import OnPlan, read, to_item
from web.signoff.signing import act_of, ask_of
from web.visits import Visit, house, looking

lending = Blueprint("lending", __name__)
ADDRESS = "/plans/<id:plan_id>/items/<id:item_id>/lending"
SIGNER = "signer_id"


@lending.get(ADDRESS)
def blank(plan_id: Id, item_id: Id) -> Response:
    """The page that the mentee hands over."""
    return lending_page(plan_id, item_id)


def lending_page(plan_id: Id, item_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to sign on, on somebody else's phone. Raises `not_found`, `not_allowed`, `plan.closed`."""
    with looking() as visit:
        found = read(visit, plan_id, item_id)
        may_rest_on = restable(visit.tx, visit.actor, found.plan.mentee.id).for_mentors
    _ensure_own(visit, found)
    ticked = request.form.getlist("evidence") if typed.refused else []
    return render(
        "signoff/lending.html",
        replace(visit.frame, tabs=[]),
        plan=found.plan,
        item=found.item,
        typed=typed,
        problem=refusals.LOCKED_ELSEWHERE if typed.is_locked else typed.title if typed.refused else None,
        resting=offered(may_rest_on, found.item.key, visit.when),
        chosen=ticked,
        rests=rests(len(ticked)),
        intent=INTENTS[found.item.intent],
        ask=ask_of(found.plan, typed, visit.when),
    )


@lending.post(ADDRESS)
@redrawn(lending_page)
def sign(plan_id: Id, item_id: Id) -> AnyResponse:
    """Signs as the mentor who has the phone now, and ends their session in the same breath."""
    with looking() as visit:
        found = read(visit, plan_id, item_id)
    _ensure_own(visit, found)
    ensure_given(request.form, SIGNER)
    act = act_of(request.form, plan_id, item_id, "password", evidence=request.form.getlist("evidence"))
    signer = request.form[SIGNER]
    if signer not in {one.id for one in found.plan.mentors}:
        raise not_a_mentor()
    password = request.form["password"]
    with lent(house().database, house().vault, visit.actor, Id(signer), password) as there:
        sign_off(there.tx, there.actor, act, there.presence)
    return to_item(plan_id, item_id, "handed")


def _ensure_own(visit: Visit, found: OnPlan) -> None:
    """Only whose plan it is hands it over: nobody signs through somebody who merely sees it."""
    if visit.actor.person != found.plan.mentee.id:
        raise forbidden()
    if found.plan.status == PlanStatus.CLOSED:
        raise plan_closed()
