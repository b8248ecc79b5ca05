"""The receipt of a sign-off, in readable form: what was signed, by whom, how, and its place in the log."""

from dataclasses import dataclass

import orjson
from flask import Blueprint, Response, request

from backend.frameworks.publishing import framework_id
from backend.frameworks.reading import framework_of
from backend.kernel.ids import Id
from backend.kernel.ties import Do
from backend.people.names import Named
from backend.practice.offering import RecordPinned, pinned_records
from backend.signoff.freezing import FREEZE
from backend.signoff.reading import HEAD
from backend.signoff.receipts import Receipt, show_receipt
from backend.signoff.showing_signed import Governing, sign_off_of
from backend.signoff.shown import SignOffShown
from backend.signoff.sign_off_file import ONE
from backend.signoff.tables import MENTEE_SCOPES, PLAN_SCOPES
from web.evidence import pins
from web.pages import render
from web.visits import Visit, looking

receipts = Blueprint("receipts", __name__)


@dataclass(frozen=True)
class Signed:
    """A sign-off with its receipt, and the names it is read by. `may_see_plan`: not for ever for whoever signed.
    `governs`: whether the viewer decides, with another, what becomes of it once it is frozen.
    """

    receipt: Receipt
    sign_off: SignOffShown
    mentee: Named
    title: str
    framework: str
    plan_id: Id
    item_id: Id
    may_see_plan: bool
    sees_evidence: bool
    governs: bool
    pinned: dict[str, RecordPinned]

    @property
    def whole(self) -> str:
        """The receipt as it can be checked by a program."""
        return orjson.dumps(self.receipt, option=orjson.OPT_INDENT_2).decode()


def read(visit: Visit, sign_off_id: Id) -> Signed:
    """A sign-off within reach. Raises `not_found`."""
    receipt = show_receipt(visit.tx, visit.actor, sign_off_id)
    plan_id = receipt.content["plan_id"]
    (row,), (plan,), frozen = visit.tx.batch(
        (ONE, {"of_id": sign_off_id}), (HEAD, {"of_id": plan_id}), (FREEZE, {"of_sign_off": sign_off_id})
    )
    signed_under = receipt.content["framework"]
    framework = framework_of(visit.tx, framework_id(visit.actor.org, signed_under["key"], signed_under["version"]))
    title = next(one.title for one in framework.criterion if one.key == receipt.content["criterion"])
    governing = Governing.of(visit.actor, row)
    sign_off = sign_off_of(visit.actor, row, governing, frozen=next(iter(frozen), None))
    return Signed(
        receipt=receipt,
        sign_off=sign_off,
        mentee=Named(plan.mentee_id, plan.mentee_name),
        title=title,
        framework=f"{framework.title}, version {framework.version}",
        plan_id=plan_id,
        item_id=row.item_id,
        may_see_plan=visit.actor.may(Do.SEE_PLAN, PLAN_SCOPES, plan),
        sees_evidence=visit.actor.may(Do.SEE_EVIDENCE, MENTEE_SCOPES, plan),
        governs=governing.open_lifting and visit.actor.person != row.signer_id,
        pinned=pinned_records(visit.tx, visit.actor, pins([sign_off])),
    )


@receipts.get("/sign-offs/<id:sign_off_id>/receipt")
def one(sign_off_id: Id) -> Response:
    """The receipt, for all who see the plan and for whoever signed."""
    return receipt_page(sign_off_id, done=request.args.get("done"))


def receipt_page(sign_off_id: Id, done: str | None = None) -> Response:
    """The page of a receipt, and what was just done."""
    with looking() as visit:
        signed = read(visit, sign_off_id)
    tab = "plan" if signed.mentee.id == visit.actor.person else "plans"
    return render("signoff/receipt.html", visit.frame, tab=tab, signed=signed, done=done)
