"""A proposed review is answered: somebody named on it confirms it, with presence, or says no, in words; or its proposer
takes it back.

A 'no' sends it back to whoever proposed it, who may propose anew: it cannot be taken to another consultee instead, and
it stays to be read. Source: domain 6 (nobody decides alone); decisions, Rights (review a plan); trust, S08.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, ClassVar

import orjson

from backend.accounts.presence import spend
from backend.frameworks.reading import framework_of
from backend.kernel import log
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import Fault, forbidden, invalid
from backend.kernel.ids import Id, derived_id
from backend.kernel.shapes import Within, Words
from backend.kernel.spans import read
from backend.kernel.ties import Actor, Do
from backend.mentoring.rules import Status
from backend.people.identifying.kinds import KeptBecause
from backend.reviews import rules
from backend.reviews.basis import basis_of, digest, ensure_rests, included
from backend.reviews.file import ReviewFile, ensure_seen, lock_review, outside_of
from backend.reviews.recounting import recount
from backend.reviews.rules import RESTS_ON_ALL, Decision, ReviewStatus
from backend.reviews.standing import last_decided
from backend.reviews.tables import REVIEW_SCOPES


@dataclass(frozen=True, kw_only=True)
class ConfirmReview:
    """A consultee confirms a decision, which counts from now on. It goes by the review and by who confirms.

    `outside_agreed_on` is the day on which the person the organisation asks outside agreed, where one is needed.
    """

    kind: ClassVar[str] = "confirm_review"
    id: Id = field(default_factory=lambda: Id(""))
    review_id: Id
    outside_agreed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class DeclineReview:
    """A consultee does not confirm, and says why."""

    kind: ClassVar[str] = "decline_review"
    id: Id = field(default_factory=lambda: Id(""))
    review_id: Id
    reason: Annotated[Words, Within(1, 2000)]
    kept_because: KeptBecause | None = None


@dataclass(frozen=True, kw_only=True)
class TakeReviewBack:
    """Whoever proposed it takes it back."""

    kind: ClassVar[str] = "take_review_back"
    review_id: Id

    @property
    def id(self) -> Id:
        """One taking back a review."""
        return derived_id(self.review_id, "taking-back")


def confirm_review(tx: Tx, actor: Actor, act: ConfirmReview, presence: str | None) -> Entry:
    """Confirms a review: what it decides is done.

    Raises `not_found`, `id.reused`, `not_allowed`, `presence.required`, `review.over`, `review.consultee_mentors`,
    `request.invalid`, `review.discussed_in_future`, `review.discussed_too_early`, `review.recount_differs`,
    `review.incomplete`, `review.assurance_needed`, `review.basis_changed`, `review.agreement_ended`.
    """
    act = replace(act, id=derived_id(act.review_id, f"confirmation/{actor.person}"))
    actor, file, entry = lock_review(tx, actor, act.review_id, act)
    if entry:
        return entry
    _ensure_consulted(actor, file)
    spent = spend(tx, actor, presence)
    _ensure_open(file)
    if actor.person in file.mentors:
        raise rules.consultee_mentors()
    outside = _outside(tx, actor, file, act)
    vouched = {
        **spent.attested,
        "day": tx.today(actor.zone).isoformat(),
        "zone": actor.zone,
        "covers": file.review.commitment,
        **_effect(tx, file),
    }
    return _record(tx, actor, act, file, vouched, outside)


def decline_review(tx: Tx, actor: Actor, act: DeclineReview) -> Entry:
    """Says no. Raises `not_found`, `id.reused`, `not_allowed`, `review.over`."""
    act = replace(act, id=derived_id(act.review_id, f"decline/{actor.person}"))
    actor, file, entry = lock_review(tx, actor, act.review_id, act)
    if entry:
        return entry
    _ensure_consulted(actor, file)
    _ensure_open(file)
    return _record(tx, actor, act, file, {"day": tx.today(actor.zone).isoformat(), "covers": file.review.commitment})


def take_review_back(tx: Tx, actor: Actor, act: TakeReviewBack) -> Entry:
    """Takes a proposal back. Raises `not_found`, `id.reused`, `not_allowed`, `review.over`."""
    actor, file, entry = lock_review(tx, actor, act.review_id, act)
    if entry:
        return entry
    ensure_seen(actor, file.review)
    if actor.person != file.review.proposed_by_id:
        raise forbidden()
    _ensure_open(file)
    return _record(tx, actor, act, file, {"day": tx.today(actor.zone).isoformat()})


def _record(
    tx: Tx, actor: Actor, act: log.Act, file: ReviewFile, vouched: dict[str, Any], words: dict[str, Any] | None = None
) -> Entry:
    about, subject = file.plan.id, file.review.mentee_id
    vouched |= {"plan_id": about, "decision": file.review.decision}
    return log.record(tx, actor, act, about=about, subject=subject, attestation=vouched, words=words)


def _ensure_consulted(actor: Actor, file: ReviewFile) -> None:
    ensure_seen(actor, file.review)
    if not actor.may(Do.CONFIRM_REVIEW, REVIEW_SCOPES, file.review):
        raise forbidden()


def _ensure_open(file: ReviewFile) -> None:
    if file.review.status != ReviewStatus.PROPOSED:
        raise rules.over()


def _outside(tx: Tx, actor: Actor, file: ReviewFile, act: ConfirmReview) -> dict[str, Any] | None:
    """Who outside agreed, as named now: words. Needed where whoever proposed it has mentored on the plan."""
    if not file.review.mentored:
        if act.outside_agreed_on is not None:
            fault = Fault("/outside_agreed_on", "Leave this out: nobody outside is asked about this one.", "invalid")
            raise invalid(faults=[fault], fields="outside_agreed_on")
        return None
    if (outside := outside_of(file.setting)) is None:
        raise rules.outside_needed()
    if act.outside_agreed_on is None:
        fault = Fault("/outside_agreed_on", "Say on which day they agreed.", "required")
        raise invalid(faults=[fault], fields="outside_agreed_on")
    rules.ensure_discussed(act.outside_agreed_on, file.review.discussed_on, tx.today(actor.zone))
    return outside


def _effect(tx: Tx, file: ReviewFile) -> dict[str, Any]:
    """Counts anew what the decision rests on, and says what it does: facts that the apply needs."""
    review, plan = file.review, file.plan
    count, framework = recount(tx, plan.id, plan.mentee_id), framework_of(tx, plan.framework_id)
    decision, basis = Decision(review.decision), basis_of(framework, count, included(tx, plan.mentee_id))
    titles = {criterion.key: criterion.title for criterion in framework.criterion}
    ensure_rests(decision, count, titles, is_upheld=bool(review.upholds))
    if decision in RESTS_ON_ALL and digest(basis) != digest(orjson.loads(review.basis)):
        raise rules.basis_changed()
    ends_on = None
    if decision is Decision.EXTEND:
        if plan.agreement_status == Status.ENDED:
            raise rules.agreement_ended()
        ends_on = rules.ends_on(plan.starts_on, review.extend_to, read(plan.pauses)).isoformat()
    counted = {"criteria": len(count.criteria), "missing": len(count.missing), "signatures": count.signatures}
    last = last_decided(tx, plan.id)
    answers = last.id if last is not None and last.status == ReviewStatus.NEEDS_REVIEW else None
    return {"basis_digest": digest(basis), "recount": counted, "ends_on": ends_on, "answers": answers}
