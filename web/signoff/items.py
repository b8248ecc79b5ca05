"""One criterion on a plan: what good looks like, what is signed, what is missing."""

from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import missing
from backend.kernel.ids import Id, new_id
from backend.kernel.ties import Actor, Tie
from backend.practice.evidence_shown import evidence_about
from backend.practice.offering import pinned_records
from backend.records.choosing import is_near
from backend.records.listing import RecordFilter, list_records
from backend.signoff.receipts import show_receipt
from backend.signoff.rules import identity_unchecked
from backend.signoff.shown import Item, Plan
from web.evidence import pins
from web.forms import EMPTY, Typed
from web.pages import answered, render
from web.paths import item_at
from web.signoff import plans
from web.signoff.faces import withdrawn_last
from web.visits import Visit, looking

items = Blueprint("items", __name__)
MOST_EVIDENCE = 5
"""So many of what was written down stand on the page of a criterion, those written last."""


@dataclass(frozen=True)
class OnPlan:
    """An item with the plan it stands on."""

    plan: Plan
    item: Item

    def is_unchecked(self, actor: Actor) -> bool:
        """Whether somebody would sign here as a mentor, but that nobody has checked who they are."""
        return (Tie.MENTOR, self.plan.mentee.id) in actor.ties and not actor.identity_checked


def read(visit: Visit, plan_id: Id, item_id: Id) -> OnPlan:
    """An item of a plan. Raises `not_found`."""
    plan = plans.read(visit, plan_id)
    for item in (*plan.items, *plan.left_items):
        if item.id == item_id:
            return OnPlan(plan, item)
    raise missing()


@items.get("/plans/<id:plan_id>/items/<id:item_id>")
def one(plan_id: Id, item_id: Id) -> Response:
    """The page of an item."""
    return item_page(plan_id, item_id, done=request.args.get("done"))


def item_page(plan_id: Id, item_id: Id, typed: Typed = EMPTY, done: str | None = None) -> Response:
    """The page of an item, with the form to ask on it as typed, and what was just done."""
    with looking() as visit:
        found = read(visit, plan_id, item_id)
        wanted = RecordFilter(subject_id=found.plan.mentee.id, criterion=found.item.key, limit=MOST_EVIDENCE)
        recorded = list_records(visit.tx, visit.actor, wanted).items
        may_ask_again = done == "withdrawn" and _had_been_asked(visit, found.item)
        mentee, sees = found.plan.mentee.id, found.plan.may["see_evidence"]
        evidence = evidence_about(visit.tx, visit.actor, mentee, found.item.key) if sees else []
        pinned = pinned_records(visit.tx, visit.actor, pins(found.item.sign_offs))
    own = visit.actor.person == found.plan.mentee.id
    return render(
        "signoff/item.html",
        visit.frame,
        tab="plan" if own else "plans",
        plan=found.plan,
        item=found.item,
        evidence=evidence,
        pinned=pinned,
        own=own,
        typed=typed,
        hindrance=identity_unchecked.text if found.is_unchecked(visit.actor) else None,
        done=done,
        may_ask_again=may_ask_again,
        form_id=typed.form_id() or new_id(),
        note_id=typed.form_id() or new_id(),
        now=visit.tx.now,
        recorded=recorded,
        may_write=is_near(visit.actor, found.plan.mentee.id),
    )


def _had_been_asked(visit: Visit, item: Item) -> bool:
    """Whether the sign-off that somebody has just withdrawn had answered a question, which can be asked again now."""
    gone = withdrawn_last(item, visit.actor.person)
    if gone is None or item.waiting or not item.missing:
        return False
    return show_receipt(visit.tx, visit.actor, gone.id).attestation["answers"] is not None


def to_item(plan_id: Id, item_id: Id, done: str) -> AnyResponse:
    """To the page of an item, after something was done there."""
    return answered(item_page, item_at(plan_id, item_id), done, plan_id=plan_id, item_id=item_id)
