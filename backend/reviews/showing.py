"""Makes what people see of a review from its rows, for whoever looks."""

from collections.abc import Sequence

import orjson

from backend.frameworks.reading import framework_of
from backend.kernel.database import Tx
from backend.kernel.prepared import Row
from backend.kernel.ties import Actor, Do
from backend.people.names import Named
from backend.people.settings import Consultee
from backend.reviews.basis import digest
from backend.reviews.rules import STANDING, Decision, ReviewStatus, Side
from backend.reviews.shown import CommentShown, OutsideAgreed, RestsOn, ReviewShown, SaidBy, ViewShown
from backend.reviews.tables import REVIEW_SCOPES
from backend.signoff.shown import FrameworkNamed


def outside_named(row: Row) -> Consultee | None:
    """Whom the organisation asks outside, from a row with its settings."""
    is_named = row.small_setting and row.consultee_name and row.consultee_role
    return Consultee(row.consultee_name, row.consultee_role) if is_named else None


def review_of(
    tx: Tx, actor: Actor, row: Row, consultees: Sequence[Row], rests: Sequence[Row], views: Sequence[Row]
) -> ReviewShown:  # fmt: skip
    """A review from its row, with whom it names, what it rests on and what was said before it."""
    framework, basis = framework_of(tx, row.framework_id), orjson.loads(row.basis)
    titles = {criterion.key: criterion.title for criterion in framework.criterion}
    return ReviewShown(
        id=row.id,
        plan_id=row.plan_id,
        mentee=Named(row.mentee_id, row.mentee_name),
        role=row.role,
        framework=FrameworkNamed(row.framework_id, framework.key, framework.version, framework.title),
        status=ReviewStatus(row.status),
        decision=Decision(row.decision),
        upholds=bool(row.upholds),
        discussed_on=row.discussed_on,
        reasons=row.reasons,
        extend_to=row.extend_to,
        must_be_seen=orjson.loads(row.must_be_seen),
        support=row.support,
        carry_over=row.carry_over.split(),
        proposed=SaidBy(row.proposed_by_id, row.proposed_by, row.proposed_post, row.proposed_at),
        reviewer_mentored=bool(row.mentored),
        consultees=[Named(one.id, one.name) for one in consultees],
        outside_consultee=outside_named(row) if row.mentored else None,
        outside=OutsideAgreed(row.outside_name, row.outside_role, row.outside_agreed_on) if row.outside_name else None,
        ended=SaidBy(row.ended_by_id, row.ended_by, row.ended_post, row.ended_at) if row.ended_by_id else None,
        declined_reason=row.declined_reason,
        needs_review_since=row.needs_since,
        answers=row.answers_id,
        answered_by=row.answered_by_id,
        comment=CommentShown(row.comment, row.commented_at) if row.comment else None,
        views=[view_of(one) for one in views],
        rests_on=[_rests(one, titles) for one in rests],
        criteria_total=basis["criteria_total"],
        assurance=row.assurance,
        basis=digest(basis),
        commitment=row.commitment,
        may=_may(actor, row),
    )


def _rests(row: Row, titles: dict[str, str]) -> RestsOn:
    return RestsOn(
        row.id, row.item_id, titles.get(row.key, row.key), row.signer_name, row.seen_on, row.assurance,
        row.withdrawn_at,
        row.frozen_at,
    )  # fmt: skip


def view_of(row: Row) -> ViewShown:
    """Somebody's view from its row."""
    return ViewShown(row.id, Named(row.person_id, row.name), Side(row.side), row.text, row.at, bool(row.amended))


def _may(actor: Actor, row: Row) -> dict[str, bool]:
    is_proposed = row.status == ReviewStatus.PROPOSED
    is_named = is_proposed and actor.may(Do.CONFIRM_REVIEW, REVIEW_SCOPES, row)
    is_reviewer = actor.person != row.mentee_id and actor.may(Do.REVIEW, REVIEW_SCOPES, row)
    is_decided = row.status in (*STANDING, ReviewStatus.ANSWERED)
    return {
        "confirm": is_named,
        "decline": is_named,
        "take_back": is_proposed and actor.person == row.proposed_by_id,
        "answer": is_reviewer and row.status == ReviewStatus.NEEDS_REVIEW and row.standing_id == row.id,
        "comment": is_decided and actor.may(Do.COMMENT_ON_REVIEW, REVIEW_SCOPES, row),
    }
