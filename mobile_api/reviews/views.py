"""What the mentee and the mentors say for a review, and what the mentee says to it afterwards."""

from flask import Response

from backend.kernel.ids import Id
from backend.reviews.reading import show_review, show_view
from backend.reviews.shown import ReviewShown, ViewShown
from backend.reviews.views import CommentOnReview, GiveView, comment_on_review, give_view
from mobile_api.describing import Room
from mobile_api.doors import Body, made, writing
from mobile_api.reviews import examples

room = Room("review-views", __name__, description="How the mentee and the mentors see it themselves.")

VIEW = Body(GiveView, examples.VIEW, without=("plan_id",))
COMMENT = Body(CommentOnReview, examples.COMMENT, without=("review_id",))


@room.operation(
    "POST",
    "/v1/plans/<id:plan_id>/views",
    takes=VIEW,
    gives={201: ViewShown, 200: ViewShown},
    example=examples.VIEW_SHOWN,
    refuses=["not_found", "not_allowed", "id.reused", "review.view_closed"],
)
def make_view(plan_id: Id) -> Response:
    """Say how one sees it oneself, as the mentee or a mentor. Until it is decided, the last word takes the place of
    what was said before.
    """
    act = VIEW.load(plan_id=plan_id)
    with writing() as (tx, actor):
        entry = give_view(tx, actor, act)
        shown = show_view(tx, actor, plan_id)
    return made(shown, entry.is_new)


@room.operation(
    "POST",
    "/v1/reviews/<id:review_id>/comments",
    takes=COMMENT,
    gives={201: ReviewShown, 200: ReviewShown},
    example=examples.REVIEW,
    refuses=["not_found", "not_allowed", "id.reused", "review.not_decided"],
)
def make_comment(review_id: Id) -> Response:
    """Comment on a decision, as its mentee. The last word takes the place of what was said before."""
    act = COMMENT.load(review_id=review_id)
    with writing() as (tx, actor):
        entry = comment_on_review(tx, actor, act)
        shown = show_review(tx, actor, review_id)
    return made(shown, entry.is_new)
