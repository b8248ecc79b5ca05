"""What if: the same person against another role or framework."""

from flask import Blueprint, Response

from backend.frameworks.choosing import plan_choices
from backend.kernel.ids import Id
from backend.kernel.shapes import load
from backend.readiness.what_if import WhatIf, person_to_ask_about
from backend.readiness.what_if import what_if as standing_then
from web.forms import asked
from web.pages import render
from web.signoff import choices
from web.visits import looking

what_if = Blueprint("what_if", __name__)


@what_if.get("/people/<id:person_id>/what-if")
def then(person_id: Id) -> Response:
    """How somebody would stand, once a framework and a role are chosen."""
    against = asked("of").get("of", "")
    framework_id, _, role = against.partition(" ")
    with looking() as visit:
        person = person_to_ask_about(visit.tx, visit.actor, person_id)
        wanted = load(WhatIf, {"framework_id": framework_id, "role": role}) if against else None
        shown = standing_then(visit.tx, visit.actor, person_id, wanted) if wanted else None
        offered = choices.plans(plan_choices(visit.tx, visit.when.today))
    return render(
        "readiness/what_if.html", visit.frame, tab="plans", person=person, shown=shown, choices=offered, of=against
    )
