"""The mentee's own word beside a sign-off, or beside there being none."""

from typing import Any

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.signoff.disputes import DisputeItem, DisputeSignOff, dispute_item, dispute_sign_off
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import redrawn, render
from web.paths import item_at, sign_off_at
from web.pointing_out import REASON, ensure_pointed_out
from web.signoff import receipts
from web.signoff.items import read, to_item
from web.visits import acting, looking

disputes = Blueprint("disputes", __name__)
OF_SIGN_OFF = "/sign-offs/<id:sign_off_id>/dispute"
OF_ITEM = "/plans/<id:plan_id>/items/<id:item_id>/disputes"


@disputes.get(f"{OF_SIGN_OFF}/new")
def blank(sign_off_id: Id) -> Response:
    """The page to say how one sees a sign-off."""
    return dispute_page(sign_off_id)


@disputes.get(f"{OF_ITEM}/new")
def blank_of_item(plan_id: Id, item_id: Id) -> Response:
    """The page to say that something ought to be signed here."""
    return item_dispute_page(plan_id, item_id)


def dispute_page(sign_off_id: Id, typed: Typed = EMPTY) -> Response:
    """The page about a sign-off, with the form as typed. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        signed = receipts.read(visit, sign_off_id)
        found = read(visit, signed.plan_id, signed.item_id)
    one = next(shown for shown in found.item.sign_offs if shown.id == sign_off_id)
    return _page(visit, found, typed, one, f"{sign_off_at(sign_off_id)}/dispute", one.may["dispute"])


def item_dispute_page(plan_id: Id, item_id: Id, typed: Typed = EMPTY) -> Response:
    """The page about there being none, with the form as typed. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        found = read(visit, plan_id, item_id)
    return _page(visit, found, typed, None, f"{item_at(plan_id, item_id)}/disputes", found.item.may["dispute"])


def _page(visit: Any, found: Any, typed: Typed, signed: Any, action: str, may: bool) -> Response:
    if not may:
        raise forbidden()
    return render(
        "signoff/dispute.html",
        visit.frame,
        tab="plan",
        plan=found.plan,
        item=found.item,
        signed=signed,
        action=action,
        typed=typed,
        form_id=typed.form_id() or new_id(),
    )


@disputes.post(OF_SIGN_OFF)
@redrawn(dispute_page)
def dispute(sign_off_id: Id) -> AnyResponse:
    """Puts the words beside the sign-off."""
    ensure_filled("text")
    ensure_pointed_out("text")
    act = load(DisputeSignOff, posted("id", "text", REASON), sign_off_id=sign_off_id)
    with acting() as visit:
        entry = dispute_sign_off(visit.tx, visit.actor, act)
    return to_item(entry.attestation["plan_id"], entry.about, "disputed")


@disputes.post(OF_ITEM)
@redrawn(item_dispute_page)
def dispute_absence(plan_id: Id, item_id: Id) -> AnyResponse:
    """Puts the words on the item."""
    ensure_filled("text")
    ensure_pointed_out("text")
    act = load(DisputeItem, posted("id", "text", REASON), plan_id=plan_id, item_id=item_id)
    with acting() as visit:
        dispute_item(visit.tx, visit.actor, act)
    return to_item(plan_id, item_id, "disputed")
