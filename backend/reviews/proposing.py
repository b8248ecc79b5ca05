"""Proposing what a plan's review decides. Nobody decides alone: it counts once somebody named on it confirms.

Source: domain 1 (review) and 6; decisions, Rights (review a plan) and States (plan); trust, S08 and S13.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar

import orjson
from sqlalchemy import bindparam, select

from backend.accounts.presence import Spent, spend
from backend.frameworks.reading import framework_of
from backend.kernel import log, waits
from backend.kernel.canonical import canonical
from backend.kernel.clock import day_or_none
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Tie, tie
from backend.mentoring.rules import Status
from backend.people.identifying.kinds import KeptBecause
from backend.reviews import rules
from backend.reviews.basis import basis_of, digest, ensure_rests, included, sign_offs_of
from backend.reviews.due import restate_due
from backend.reviews.file import PlanFile, lock_plan, may_review, outside_of, sees_plan
from backend.reviews.recounting import Recount, recount
from backend.reviews.rules import Decision, ReviewStatus
from backend.reviews.standing import stand
from backend.reviews.tables import review_basis, review_consultees, reviews
from backend.signoff.rules import PlanStatus

WAIT = "review_confirmation"


@dataclass(frozen=True, kw_only=True)
class ReviewPlan:
    """What is to become of a plan, and why, talked through with the mentee on a day.

    `consulted` are those asked, of whom one confirms. Extending says until when, what must be seen and with what
    support. `carry_over` names criteria whose signatures are shown on the next plan. `upholds`: the decision that came
    to need another look stands nevertheless, for these reasons.
    """

    kind: ClassVar[str] = "review_plan"
    id: Id = field(default_factory=new_id)
    plan_id: Id
    decision: Decision
    discussed_on: date
    reasons: Annotated[Words, Within(1, 4000)]
    extend_to: date | None = None
    must_be_seen: Annotated[list[Annotated[Words, Within(1, 500)]], Within(0, 10)] = field(default_factory=list)
    support: Annotated[Words, Within(1, 2000)] | None = None
    consulted: Annotated[list[Id], Within(1, 5)]
    carry_over: Annotated[list[str], Within(0, 100)] = field(default_factory=list)
    upholds: bool = False
    kept_because: KeptBecause | None = None


_STANDS = Prepared(
    select(reviews.c.decision, reviews.c.needs_on)
    .where(ours(reviews), reviews.c.id == bindparam("of_id", type_=IdType()))
)  # fmt: skip
_LATER = {
    "answered_by_id", "ended_by_id", "ended_by", "ended_post", "ended_at", "ended_on", "declined_reason",
    "outside_name", "outside_role", "outside_agreed_on", "needs_since", "needs_on", "comment", "commented_at",
}  # fmt: skip
_INSERT = put(reviews, *(c.name for c in reviews.c if c.name not in {"org", *_LATER}))
_CONSULT = put(review_consultees, "review_id", "person_id")
_REST = put(review_basis, "review_id", "sign_off_id", "item_id")


def review_plan(tx: Tx, actor: Actor, act: ReviewPlan, presence: str | None) -> Entry:
    """Proposes a decision.

    Raises `not_found`, `id.reused`, `not_allowed`, `review.own_plan`, `presence.required`, `review.already_proposed`,
    `review.already_decided`, `request.invalid`, `review.discussed_in_future`, `review.discussed_too_early`,
    `review.own_consultee`, `review.unknown_consultee`, `review.consultee_mentors`, `review.outside_needed`,
    `review.unknown_criterion`, `review.extend_to_later`, `review.agreement_ended`, `review.nothing_to_uphold`,
    `review.recount_differs`, `review.incomplete`, `review.assurance_needed`.
    """
    actor, file, entry = lock_plan(tx, actor, act.plan_id, act, act.consulted)
    if entry:
        return entry
    plan = file.plan
    if not sees_plan(actor, plan):
        raise missing()
    if actor.person == plan.mentee_id:
        raise rules.own_plan()
    if not may_review(actor, plan):
        raise forbidden()
    spent = spend(tx, actor, presence)
    _ensure_sound(tx, actor, file, act)
    count = recount(tx, plan.id, plan.mentee_id)
    framework = framework_of(tx, plan.framework_id)
    ensure_rests(act.decision, count, {c.key: c.title for c in framework.criterion}, is_upheld=act.upholds)
    vouched = _vouched(tx, actor, file, spent, basis_of(framework, count, included(tx, plan.mentee_id)), count)
    return log.record(tx, actor, act, about=plan.id, subject=plan.mentee_id, attestation=vouched)


def _ensure_sound(tx: Tx, actor: Actor, file: PlanFile, act: ReviewPlan) -> None:
    plan, today = file.plan, tx.today(actor.zone)
    if bar := rules.bar_to_reviewing(plan.status, plan.review_status, plan.review_decision):
        raise bar
    rules.ensure_whole(act.decision, act.extend_to, act.must_be_seen, act.support)
    from_on = plan.starts_on
    if plan.review_status == ReviewStatus.NEEDS_REVIEW:
        from_on = tx.one(_STANDS, of_id=plan.review_id).needs_on
    rules.ensure_discussed(act.discussed_on, from_on, today)
    rules.ensure_consultees(act.consulted, file.working, (actor.person, plan.mentee_id), file.mentors)
    if actor.person in file.mentors and outside_of(file.setting) is None:
        raise rules.outside_needed()
    _ensure_possible(tx, file, act, today)


def _ensure_possible(tx: Tx, file: PlanFile, act: ReviewPlan, today: date) -> None:
    plan = file.plan
    known = {criterion.key for criterion in framework_of(tx, plan.framework_id).of_role(plan.role)}
    if unknown := sorted(set(act.carry_over) - known):
        raise rules.unknown_criterion(criteria=unknown[0])
    if act.extend_to is not None:
        after = today if plan.status == PlanStatus.CLOSED else max(today, plan.runs_to)
        if act.extend_to <= after:
            raise rules.extend_to_later(after=after.isoformat())
        if plan.agreement_status == Status.ENDED:
            raise rules.agreement_ended()
    is_open = plan.review_status == ReviewStatus.NEEDS_REVIEW and plan.review_decision == act.decision
    if act.upholds and not is_open:
        raise rules.nothing_to_uphold()


def _vouched(
    tx: Tx, actor: Actor, file: PlanFile, spent: Spent, basis: dict[str, Any], count: Recount
) -> dict[str, Any]:  # fmt: skip
    plan = file.plan
    return {
        **spent.attested,
        "day": tx.today(actor.zone).isoformat(),
        "zone": actor.zone,
        "basis": basis,
        "basis_digest": digest(basis),
        "recount": {"criteria": len(count.criteria), "missing": len(count.missing), "signatures": count.signatures},
        "mentored": actor.person in file.mentors,
        "answers": plan.review_id if plan.review_status == ReviewStatus.NEEDS_REVIEW else None,
        "place": {"agreement_id": plan.agreement_id, "site_id": plan.site_id, "area_id": plan.area_id},
    }


def apply_proposed(tx: Tx, entry: Entry) -> None:
    """Writes the review and what it rests on, and asks those it names to confirm it."""
    facts, vouched, words = entry.content, entry.attestation, entry.words or {}
    signer, subject = entry.signer or {}, entry.subject
    assert subject is not None
    tx.put(
        _INSERT,
        id=entry.id,
        plan_id=facts["plan_id"],
        mentee_id=subject,
        **vouched["place"],
        status=ReviewStatus.PROPOSED.value,
        version=1,
        decision=facts["decision"],
        discussed_on=date.fromisoformat(facts["discussed_on"]),
        reasons=words.get("reasons", ""),
        extend_to=day_or_none(facts["extend_to"]),
        must_be_seen=orjson.dumps(words.get("must_be_seen", [])).decode(),
        support=words.get("support"),
        carry_over=" ".join(facts["carry_over"]),
        upholds=facts["upholds"],
        answers_id=vouched["answers"],
        proposed_by_id=entry.actor,
        proposed_by=signer.get("name", ""),
        proposed_post=signer.get("post", ""),
        proposed_at=entry.at,
        proposed_on=date.fromisoformat(vouched["day"]),
        mentored=vouched["mentored"],
        assurance=vouched["assurance"],
        commitment=entry.commitment.hex(),
        basis=canonical(vouched["basis"]).decode(),
    )
    for sign_off, item in sign_offs_of(vouched["basis"]):
        tx.put(_REST, review_id=entry.id, sign_off_id=sign_off, item_id=item)
    for person in sorted(set(facts["consulted"])):
        _ask(tx, entry, subject, person, date.fromisoformat(vouched["day"]))
    stand(tx, facts["plan_id"], entry.id, ReviewStatus.PROPOSED, facts["decision"])
    restate_due(tx, facts["plan_id"])


def _ask(tx: Tx, entry: Entry, subject: Id, person: Id, on: date) -> None:
    tx.put(_CONSULT, review_id=entry.id, person_id=person)
    tie(tx, entry.id, person, Tie.CONSULTEE, entry.id, entry.at)
    waits.open_wait(
        tx, entry.id, person, kind=WAIT, subject=subject, about=entry.id, since=entry.at, from_on=on
    )  # fmt: skip
