"""Signing, on one page: what will be signed stands above every question, and nothing is chosen beforehand.

Source: trust, S01-S06 and S08.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.presence import is_live
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, is_id, new_id
from backend.kernel.shapes import load
from backend.practice.notes import Note, own_note
from backend.practice.offering import restable
from backend.signoff.rules import (
    GAP_NEEDS_REASON,
    INTENTS,
    Outcome,
    PlanStatus,
    identity_unchecked,
    own_work,
    plan_closed,
)
from backend.signoff.shown import Plan
from backend.signoff.sign_offs import SignOff, sign_off
from web.accounts import confirm, missing_proof, presence
from web.dates import When
from web.evidence import offered, rests
from web.forms import EMPTY, Typed, ensure_given, given, number
from web.pages import redrawn, render
from web.paths import item_at
from web.pointing_out import REASON, ensure_pointed_out
from web.signoff.items import OnPlan, read, to_item
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


@dataclass(frozen=True)
class Ask:
    """What the questions of one sign-off need: the form's id, which days suggest themselves, and which is chosen."""

    form_id: Id
    days: list[dict[str, str]]
    seen_on: tuple[str | None, str | None]
    long_ago: bool


def ask_of(plan: Plan, typed: Typed, when: When, noted: date | None = None) -> Ask:
    """The questions as typed. `noted` is the day of the note it is made from, which is offered and not chosen."""
    days = when.choices(plan.starts_on)
    if noted and plan.starts_on <= noted < when.today - timedelta(days=1):
        days.append({"value": noted.isoformat(), "label": when.day(noted), "say": when.day(noted)})
    offered = {when.today.isoformat(), *(day["value"] for day in days)}
    long_ago = when.today - plan.starts_on > GAP_NEEDS_REASON
    return Ask(typed.form_id() or new_id(), days, _chosen_day(typed, offered), long_ago)


def sign_page(plan_id: Id, item_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to sign on, with the form as typed, or filled from the note that the address names.

    Raises `not_found`, `sign_off.own_work`, `plan.closed`, `sign_off.identity_unchecked`,
    `not_allowed`.
    """
    with looking() as visit:
        found = read(visit, plan_id, item_id)
        ensure_may(visit, found)
        live = is_live(visit.tx, visit.actor, presence())
        note = _note(visit, found, typed)
        may_rest_on = restable(visit.tx, visit.actor, found.plan.mentee.id)
    if note and not typed.values:
        typed = Typed({"statement": note.text})
    noted = visit.when.day_of(note.happened_at) if note else None
    chosen = request.form.getlist("evidence") if typed.refused else []
    return render(
        "signoff/signing.html",
        visit.frame,
        tab="waiting",
        plan=found.plan,
        item=found.item,
        typed=typed,
        live=live,
        intent=INTENTS[found.item.intent],
        note=note,
        resting=offered(may_rest_on, found.item.key, visit.when),
        chosen=chosen,
        rests=rests(len(chosen)),
        ask=ask_of(found.plan, typed, visit.when, noted),
    )


def _note(visit: Visit, found: OnPlan, typed: Typed) -> Note | None:
    """The note to sign from, when it is one of the viewer's own about this person; a strange one is overlooked."""
    wanted = typed.get("note_id") or request.args.get("note", "")
    if not is_id(wanted):
        return None
    note = own_note(visit.tx, visit.actor, Id(wanted))
    return note if note and note.person.id == found.plan.mentee.id else None


@signing.post(ADDRESS)
@redrawn(sign_page)
def sign(plan_id: Id, item_id: Id) -> AnyResponse:
    """Signs; the same form sent twice signs once."""
    confirm()
    act = act_of(request.form, plan_id, item_id, *missing_proof(), evidence=request.form.getlist("evidence"))
    with acting() as visit:
        sign_off(visit.tx, visit.actor, act, presence())
    return to_item(plan_id, item_id, "signed")


def ensure_may(visit: Visit, found: OnPlan) -> None:
    """Raises why the viewer may not sign this, if so."""
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


def act_of(form: Mapping[str, str], plan_id: Id, item_id: Id, *proof: str, evidence: Sequence[str] = ()) -> SignOff:
    """A form's answers as an act; `evidence` is what was ticked.

    Raises `request.invalid` naming everything that is missing, `proof` too.
    """
    only = ONLY_FOR.get(form.get("outcome", ""))
    asked = ["seen_on_other" if form.get("seen_on") == "other" else "seen_on", "method", "outcome", "statement"]
    ensure_given(form, *asked, *([only] if only else []), *proof)
    said = ["statement", "gap_reason", *([only] if only else [])]
    ensure_pointed_out(*said, form=form)
    data = given(form, "id", "method", "outcome", "note_id", REASON, *said)
    data["seen_on"] = form[asked[0]]
    numbers = {name: number(form.get(name)) for name in ("item_rev", "intent")}
    return load(SignOff, data | numbers | {"evidence": list(evidence)}, plan_id=plan_id, item_id=item_id)
