"""A review as people see it, and the one page it is decided on."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.kernel.ids import Id
from backend.people.names import Named
from backend.people.settings import Consultee
from backend.practice.evidence_shown import Evidence
from backend.reviews.included import RecordRead
from backend.reviews.rules import Decision, ReviewStatus, Side
from backend.signoff.shown import FrameworkNamed, Plan


@dataclass
class SaidBy:
    """Who did it, as named and appointed then, and when."""

    id: Id
    name: str
    role: str
    at: datetime


@dataclass
class OutsideAgreed:
    """Somebody outside the staff who was asked and agreed, on a day, as whoever confirmed put down."""

    name: str
    role: str
    agreed_on: date


@dataclass
class RestsOn:
    """A sign-off that a review rests on. `withdrawn_at` is there when it was withdrawn since, `frozen_at`
    while it is looked into.
    """

    sign_off_id: Id
    item_id: Id
    title: str
    signer: str
    seen_on: date
    assurance: str
    withdrawn_at: datetime | None
    frozen_at: datetime | None


@dataclass
class ViewShown:
    """What the mentee or a mentor said for the review, when last."""

    id: Id
    by: Named
    side: Side
    text: str
    at: datetime
    amended: bool


@dataclass
class CommentShown:
    """What the mentee says to the decision."""

    text: str
    at: datetime


@dataclass
class ReviewShown:
    """A review of a plan. `consultees` are those named, of whom one confirms; `ended` says who confirmed it, declined
    it or took it back. `reviewer_mentored`: whoever proposed it has mentored on the plan, so that `outside` was asked.
    `needs_review_since` is when something it rested on was withdrawn or frozen; `answers` and `answered_by` are the
    reviews before and after that. `basis` is a digest of all it rests on, `commitment` that of its entry in the log.
    """

    id: Id
    plan_id: Id
    mentee: Named
    role: str
    framework: FrameworkNamed
    status: ReviewStatus
    decision: Decision
    upholds: bool
    discussed_on: date
    reasons: str
    extend_to: date | None
    must_be_seen: list[str]
    support: str | None
    carry_over: list[str]
    proposed: SaidBy
    reviewer_mentored: bool
    consultees: list[Named]
    outside_consultee: Consultee | None
    outside: OutsideAgreed | None
    ended: SaidBy | None
    declined_reason: str | None
    needs_review_since: datetime | None
    answers: Id | None
    answered_by: Id | None
    comment: CommentShown | None
    views: list[ViewShown]
    rests_on: list[RestsOn]
    criteria_total: int
    assurance: str
    basis: str
    commitment: str
    may: dict[str, bool]


@dataclass
class ReviewListed:
    """A review in a list."""

    id: Id
    plan_id: Id
    mentee: Named
    decision: Decision
    status: ReviewStatus
    proposed_at: datetime
    discussed_on: date


@dataclass
class Standpoint:
    """Whether the decisions that need it can rest on what is signed: all of it, and online."""

    is_complete: bool
    is_online: bool
    missing: list[str]
    due_on: date | None


@dataclass
class Lacking:
    """A criterion that a decision cannot rest on yet, and what it still needs, with who can give it."""

    item_id: Id
    title: str
    text: str


@dataclass
class DecisionChoice:
    """Whether a decision can be proposed today. Closed, it says why: what is `lacking`, or another `bar`, in words.
    `if_upheld`: it is open only because it stands already, for whoever upholds it.
    """

    decision: Decision
    is_open: bool
    if_upheld: bool
    bar: str | None
    lacking: list[Lacking]


@dataclass
class ReviewPack:
    """Everything a review is decided with, on one page. `views` are those for the next decision, `records` what the
    mentee lets be read in it, `evidence` the newest of the plan that the caller may see.

    `decisions` says which can be proposed today, and why others cannot, for whoever may review.
    `consultees` are people one may think of asking, for whoever may review; anybody who works here can be named.
    `outside_consultee` is whom the organisation asks outside, `reviewer_mentored` whether the caller has mentored here.
    """

    plan: Plan
    stands: Standpoint
    views: list[ViewShown]
    records: list[RecordRead]
    evidence: list[Evidence]
    reviews: list[ReviewShown]
    decisions: list[DecisionChoice]
    consultees: list[Named]
    outside_consultee: Consultee | None
    reviewer_mentored: bool
    may: dict[str, bool]
