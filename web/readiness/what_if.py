"""What if: the same person against another role or framework."""

from flask import Blueprint, Response

from backend.kernel.ids import Id
from backend.kernel.shapes import load
from backend.readiness.offering import offered
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
        found = offered(visit.tx, visit.when.today)
    used, others = choices.plans(found.used), choices.plans(found.others)
    groups = [("Used here", used), ("Published, and not used here yet", others)] if used and others else []
    return render(
        "readiness/what_if.html", visit.frame, tab="plans", person=person, shown=shown, groups=groups,
        choices=[] if groups else [*used, *others], of=against,
    )  # fmt: skip
