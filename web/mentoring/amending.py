"""Putting what was agreed in other words."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.mentoring.amending import AmendAgreement, amend_agreement
from backend.mentoring.programmes import PROGRAMMES
from backend.mentoring.reading import show_agreement
from backend.mentoring.shown import AgreementShown
from web.forms import EMPTY, Typed, ensure_filled, number, posted
from web.mentoring import faces
from web.mentoring.agreements import agreement_page
from web.pages import answered, redrawn, render
from web.paths import agreement_at
from web.pointing_out import REASON, ensure_pointed_out
from web.visits import acting, looking

amending = Blueprint("amending", __name__)
OF = "/agreements/<id:agreement_id>/amendments"


@amending.get(f"{OF}/new")
def blank(agreement_id: Id) -> Response:
    """The page to write on."""
    return amend_page(agreement_id)


def amend_page(agreement_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to write on, as typed or as it stands. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        one = show_agreement(visit.tx, visit.actor, agreement_id)
    if not one.may["amend"]:
        raise forbidden()
    return render(
        "mentoring/amend.html",
        visit.frame,
        tab="me",
        one=one,
        typed=typed,
        said=typed.values if typed.refused else _said(one),
        programme=PROGRAMMES[one.programme],
        form_id=typed.form_id() or new_id(),
    )


def _said(one: AgreementShown) -> dict[str, str]:
    return {
        "what_matters": one.what_matters,
        "short": "\n".join(faces.goals(one.goals, "short")),
        "long": "\n".join(faces.goals(one.goals, "long")),
        "support_arrangement": one.support_arrangement,
    }


@amending.post(OF)
@redrawn(amend_page)
def amend(agreement_id: Id) -> AnyResponse:
    """Writes it afresh; a goal stands on each line."""
    ensure_filled("what_matters")
    ensure_pointed_out("what_matters", "short", "long")
    data = posted("id", "what_matters", "support_arrangement", REASON) | {"rev": number(request.form.get("rev"))}
    data["goals"] = [
        {"text": line.strip(), "horizon": horizon}
        for horizon in ("short", "long")
        for line in request.form.get(horizon, "").splitlines()
        if line.strip()
    ]
    act = load(AmendAgreement, data, agreement_id=agreement_id)
    with acting() as visit:
        amend_agreement(visit.tx, visit.actor, act)
    return answered(agreement_page, agreement_at(agreement_id), "amended", agreement_id=agreement_id)
