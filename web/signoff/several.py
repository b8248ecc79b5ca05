"""Several criteria in one sitting: each with its own questions and its own record, one presence, one button.

What is missing is said before anything is signed. Then each is signed by itself: what is refused comes back with its
own reason, what was signed says so and is not sent again. Source: trust, S04; docs/decisions/0016.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.presence import is_live
from backend.accounts.rules import PRESENCE_USES, presence_needed
from backend.kernel.errors import Kind, Refused, forbidden, missing
from backend.kernel.ids import Id
from backend.practice.offering import Restable, restable
from backend.signoff.rules import INTENTS
from backend.signoff.shown import Item, Plan
from backend.signoff.sign_offs import SignOff, sign_off
from web import forms, refusals
from web.accounts import confirm, missing_proof, presence
from web.dates import When
from web.evidence import Offered, offered, rests
from web.forms import EMPTY, Typed
from web.pages import STATUS, answered, render
from web.paths import plan_at
from web.signoff import plans
from web.signoff.plans import plan_page
from web.signoff.signing import Ask, act_of, ask_of
from web.visits import acting, looking

several = Blueprint("several", __name__)
ADDRESS = "/plans/<id:plan_id>/sign-offs"
SHARED = ("seen_on", "seen_on_other", "method")
"""What may be said once for all, before it is shown and can be changed at each."""
FIELDS = (
    "id", "item_rev", "intent", "seen_on", "seen_on_other", "gap_reason", "method", "outcome", "help", "next_step",
    "statement", "kept_because",
)  # fmt: skip


@dataclass(frozen=True)
class One:
    """One criterion of the sitting: its questions as typed, or that it is signed."""

    item: Item
    typed: Typed
    ask: Ask
    is_signed: bool
    resting: Offered
    chosen: list[str]

    @property
    def rests(self) -> list[dict[str, str]]:
        """What the line that says back tells of what is ticked, where there is anything to tick."""
        has_any = self.resting.for_it or self.resting.others
        return [rests(len(self.chosen), self.suffix)] if has_any else []

    @property
    def suffix(self) -> str:
        """What ends the names of its fields."""
        return f"-{self.item.id}"


@dataclass
class Sitting:
    """How far a sitting has come: what was refused, and what is signed."""

    refused: dict[Id, Refused]
    signed: set[Id]
    proof: Refused | None = None


@several.get(f"{ADDRESS}/new")
def blank(plan_id: Id) -> Response:
    """Which criteria, or the page to sign those that were chosen."""
    wanted = list(dict.fromkeys(request.args.getlist("item")))
    problem = None
    if len(wanted) > PRESENCE_USES:
        problem = f"Twenty is the most in one sitting; you chose {len(wanted)}. Take some away and sign them after."
    elif "chosen" in request.args and not wanted:
        problem = "Choose at least one criterion."
    return sitting_page(plan_id, wanted) if wanted and not problem else choosing_page(plan_id, wanted, problem)


def choosing_page(plan_id: Id, wanted: list[str], problem: str | None) -> Response:
    """The criteria to choose from; with day and way of seeing, for those of them that have these in common."""
    with looking() as visit:
        plan = _signable(plans.read(visit, plan_id))
    response = render(
        "signoff/choosing.html",
        visit.frame,
        tab="plans",
        plan=plan,
        wanted=wanted,
        problem=problem,
        days=visit.when.choices(plan.starts_on),
        asked={"seen_on": None, "seen_on_other": None, "method": None} | forms.asked(*SHARED),
    )
    response.status_code = 422 if problem else 200
    return response


def sitting_page(plan_id: Id, wanted: list[str], sitting: Sitting | None = None) -> Response:
    """The page with each criterion's own questions. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        plan = plans.read(visit, plan_id)
        live = is_live(visit.tx, visit.actor, presence())
        may_rest_on = restable(visit.tx, visit.actor, plan.mentee.id)
    items = {item.id: item for item in _signable(plan).items}
    if not set(wanted) <= set(items):
        raise missing()
    done = sitting or Sitting({}, set())
    found = [_one(plan, items[Id(id_)], may_rest_on, visit.when, done, sitting is not None) for id_ in wanted]
    return render(
        "signoff/several.html",
        visit.frame,
        tab="plans",
        plan=plan,
        found=found,
        left=[one for one in found if not one.is_signed],
        live=live,
        typed=Typed({}, done.proof) if done.proof else EMPTY,
        problems=_problems(found),
        intent=INTENTS[found[0].item.intent],
    )


@several.post(ADDRESS)
def sign(plan_id: Id) -> AnyResponse:
    """Signs each by itself, once; whatever is refused comes back, and only that."""
    wanted = list(dict.fromkeys(request.form.getlist("item")))
    if not 0 < len(wanted) <= PRESENCE_USES:
        return choosing_page(plan_id, wanted[:PRESENCE_USES], "Choose from one to twenty criteria for one sitting.")
    sitting = Sitting({}, set())
    acts = _acts(plan_id, wanted, sitting)
    try:
        _prove(sitting)
    except Refused as refused:
        sitting.proof = refused
    if not (sitting.refused or sitting.proof):
        _sign_each(acts, sitting)
    if not (sitting.refused or sitting.proof):
        return answered(plan_page, plan_at(plan_id), "signed_several", plan_id=plan_id)
    response = sitting_page(plan_id, wanted, sitting)
    response.status_code = STATUS[(sitting.proof or next(iter(sitting.refused.values()))).kind]
    return response


def _acts(plan_id: Id, wanted: list[str], sitting: Sitting) -> dict[Id, SignOff]:
    acts = {}
    for id_ in wanted:
        try:
            acts[Id(id_)] = act_of(_own_fields(id_), plan_id, Id(id_), evidence=_ticked(id_))
        except Refused as refused:
            sitting.refused[Id(id_)] = refused
    return acts


def _prove(sitting: Sitting) -> None:
    """The presence, asked for only once everything else is whole: a wrong try is not spent on a form with gaps."""
    if missing_proof():
        raise presence_needed()
    if not sitting.refused:
        confirm()


def _sign_each(acts: Mapping[Id, SignOff], sitting: Sitting) -> None:
    for item_id, act in acts.items():
        try:
            with acting() as visit:
                sign_off(visit.tx, visit.actor, act, presence())
        except Refused as refused:
            if refused.kind is Kind.UNAUTHENTICATED:  # no presence, or no session: nor is there for the rest
                sitting.proof = refused
                return
            sitting.refused[item_id] = refused
        else:
            sitting.signed.add(item_id)


def _signable(plan: Plan) -> Plan:
    plan.items = [item for item in plan.items if item.may["sign_off"]]
    if not plan.items:
        raise forbidden()
    return plan


def _own_fields(item_id: str) -> dict[str, str]:
    """The fields of one criterion, by their plain names."""
    return {name: said for name in FIELDS if (said := request.form.get(f"{name}-{item_id}"))}


def _ticked(item_id: str) -> list[str]:
    """What the word on one criterion rests on."""
    return request.form.getlist(f"evidence-{item_id}")


def _one(plan: Plan, item: Item, found: Restable, when: When, sitting: Sitting, was_sent: bool) -> One:
    values = _own_fields(item.id) if was_sent else forms.asked(*SHARED)
    if values.get("method") not in {method.value for method in item.policy.methods}:
        values.pop("method", None)
    typed = Typed(values, sitting.refused.get(item.id))
    chosen = _ticked(item.id) if was_sent else []
    resting = offered(found, item.key, when)
    return One(item, typed, ask_of(plan, typed, when), item.id in sitting.signed, resting, chosen)


def _problems(found: list[One]) -> list[dict[str, Any]]:
    """Every field that needs another look, by criterion; a refusal that is of no field leads to its criterion."""
    said = []
    for one in found:
        if one.typed.refused is None:
            continue
        errors = one.typed.errors or {"": refusals.detail(one.typed.refused)}
        for name, text in errors.items():
            field = f"{name}{one.suffix}" if name else f"one{one.suffix}"
            said.append({"field": field, "text": f"{one.item.title}: {text}"})
    return said
