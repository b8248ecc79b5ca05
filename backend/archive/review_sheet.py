"""A review on a sheet: what was decided and why, who confirmed it, and all that it was decided with."""

from collections.abc import Iterable, Mapping
from typing import Any

from backend.archive.record_sheet import RecordWriter
from backend.archive.writing import day, maybe_day, written
from backend.practice.evidence_shown import Evidence
from backend.reviews.shown import ReviewPack, ReviewShown, SaidBy, ViewShown
from backend.signoff.shown import Plan

Titles = Mapping[str, str]


class ReviewWriter(RecordWriter):
    """Writes what a review holds, and what it was decided with."""

    def pack(self, pack: ReviewPack) -> dict[str, Any]:
        """All that a plan's review is decided with, but the plan itself."""
        plan, titles = pack.plan, titles_of([pack.plan])
        progress = plan.progress
        return {
            "part": "review",
            "mentee": written(plan.mentee.name),
            "role": plan.role,
            "framework": written(f"{plan.framework.title}, version {plan.framework.version}"),
            "dates": f"{day(plan.starts_on)} to {day(plan.ends_on)}",
            "mentors": [written(one.name) for one in plan.mentors],
            "criteria": [progress.criteria_complete, progress.criteria_total],
            "signatures": [progress.signatures_counted, progress.signatures_required],
            "is_complete": pack.stands.is_complete,
            "is_online": pack.stands.is_online,
            "due_on": maybe_day(pack.stands.due_on),
            "plan_id": plan.id,
            "reviews": [self.review(one, titles) for one in pack.reviews],
            "views": [self.view(one) for one in pack.views],
            "records": [self.read(one, plan.mentee.name) for one in pack.records],
            "evidence": [self.evidence(one, titles) for one in pack.evidence],
        }

    def decided(self, review: ReviewShown, titles: Titles) -> dict[str, Any]:
        """A review alone, as a part of its own."""
        return {"part": "decided", "plan_id": review.plan_id, **self.review(review, titles)}

    def review(self, one: ReviewShown, titles: Titles) -> dict[str, Any]:
        """A decision: why, by whom, and what it rests on."""
        return {
            "id": one.id,
            "mentee": written(one.mentee.name),
            "status": one.status,
            "decision": one.decision,
            "upholds": one.upholds,
            "discussed_on": day(one.discussed_on),
            "reasons": written(one.reasons),
            "extend_to": maybe_day(one.extend_to),
            "must_be_seen": [written(text) for text in one.must_be_seen],
            "support": written(one.support),
            "carry_over": [written(titles.get(key, key)) for key in one.carry_over],
            "proposed": self.said_by(one.proposed),
            "mentored": one.reviewer_mentored,
            "consultees": [written(person.name) for person in one.consultees],
            "outside": one.outside and {
                "name": written(one.outside.name),
                "role": written(one.outside.role),
                "agreed_on": day(one.outside.agreed_on),
            },
            "ended": one.ended and self.said_by(one.ended),
            "declined_reason": written(one.declined_reason),
            "needs_since": self.maybe_moment(one.needs_review_since),
            "comment": one.comment and {"text": written(one.comment.text), "at": self.moment(one.comment.at)},
            "views": [self.view(view) for view in one.views],
            "rests_on": [{
                "title": written(rest.title),
                "signer": written(rest.signer),
                "seen_on": day(rest.seen_on),
                "assurance": rest.assurance,
                "withdrawn_at": self.maybe_moment(rest.withdrawn_at),
                "frozen_at": self.maybe_moment(rest.frozen_at),
            } for rest in one.rests_on],
            **{name: getattr(one, name) for name in ("criteria_total", "assurance", "basis", "commitment")},
        }  # fmt: skip

    def said_by(self, one: SaidBy) -> dict[str, Any]:
        """Who did it, and when."""
        return {"name": written(one.name), "post": one.role, "at": self.moment(one.at)}

    def view(self, one: ViewShown) -> dict[str, Any]:
        """How somebody sees it."""
        return {
            "by": written(one.by.name), "side": one.side, "at": self.moment(one.at), "amended": one.amended,
            "text": written(one.text),
        }  # fmt: skip

    def evidence(self, one: Evidence, titles: Titles) -> dict[str, Any]:
        """A piece of evidence: what it is, and the digest that pins it."""
        return {
            "kind": one.kind,
            "title": written(one.title),
            "text": written(one.text),
            "criteria": [written(titles.get(key, key)) for key in one.criteria],
            "by": written(one.added_by.name),
            "at": self.moment(one.added_at),
            "digest": one.digest,
            "pinned": one.pinned,
            "taken_back_at": self.maybe_moment(one.taken_back_at),
        }


def titles_of(plans: Iterable[Plan]) -> dict[str, str]:
    """What the criteria on some plans are called, by key."""
    return {item.key: item.title for plan in plans for item in (*plan.left_items, *plan.items)}
