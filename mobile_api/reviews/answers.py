"""Confirming a review, declining it, and taking a proposal back."""

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.shapes import Secret
from backend.reviews.answering import (
    ConfirmReview,
    DeclineReview,
    TakeReviewBack,
    confirm_review,
    decline_review,
    take_review_back,
)
from backend.reviews.reading import show_review
from backend.reviews.shown import ReviewShown
from mobile_api.describing import Room
from mobile_api.doors import Body, done, made, writing
from mobile_api.reviews import examples

room = Room("review-answers", __name__, description="A second person's yes or no to what a review proposes.")

CONFIRM = Body(
    ConfirmReview, examples.CONFIRM_REVIEW, without=("id", "review_id"), extra=(("presence", Secret | None),)
)  # fmt: skip
DECLINE = Body(DeclineReview, examples.DECLINE_REVIEW, without=("id", "review_id"))


@room.operation(
    "POST",
    "/v1/reviews/<id:review_id>/confirmations",
    takes=CONFIRM,
    gives={201: ReviewShown, 200: ReviewShown},
    example=examples.REVIEW,
    refuses=[
        "not_found", "not_allowed", "presence.required", "id.reused", "review.over", "review.consultee_mentors",
        "review.outside_needed", "review.discussed_in_future", "review.discussed_too_early", "review.recount_differs",
        "review.incomplete", "review.assurance_needed", "review.basis_changed", "review.agreement_ended",
    ],
)  # fmt: skip
def make_review_confirmation(review_id: Id) -> Response:
    """Confirm, as somebody named on it, what a review decides: from now on it counts.

    Where its proposer has mentored on the plan, `outside_agreed_on` says when the person outside agreed.
    """
    act, beside = CONFIRM.load_both(review_id=review_id)
    with writing() as (tx, actor):
        entry = confirm_review(tx, actor, act, beside["presence"])
        shown = show_review(tx, actor, review_id)
    return made(shown, entry.is_new)


@room.operation(
    "POST",
    "/v1/reviews/<id:review_id>/decline",
    takes=DECLINE,
    gives={201: ReviewShown, 200: ReviewShown},
    example=examples.REVIEW,
    refuses=["not_found", "not_allowed", "id.reused", "review.over"],
)
def make_review_decline(review_id: Id) -> Response:
    """Say no, as somebody named on it, and why: it goes back to whoever may propose anew."""
    act = DECLINE.load(review_id=review_id)
    with writing() as (tx, actor):
        entry = decline_review(tx, actor, act)
        shown = show_review(tx, actor, review_id)
    return made(shown, entry.is_new)


@room.operation(
    "DELETE",
    "/v1/reviews/<id:review_id>",
    gives={204: None},
    refuses=["not_found", "not_allowed", "id.reused", "review.over"],
)
def remove_review(review_id: Id) -> Response:
    """Take a proposal back that oneself has made, while nobody has answered it."""
    with writing() as (tx, actor):
        take_review_back(tx, actor, TakeReviewBack(review_id=review_id))
    return done()
