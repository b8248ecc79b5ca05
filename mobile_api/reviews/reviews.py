"""Proposing a review, reading reviews, and the page on which one is decided."""

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.shapes import Secret
from backend.reviews.proposing import ReviewPlan, review_plan
from backend.reviews.reading import ReviewFilter, list_reviews, show_pack, show_review
from backend.reviews.shown import ReviewListed, ReviewPack, ReviewShown
from mobile_api.answer_schemas import page_schema
from mobile_api.conditional import tagged
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, dump, made, query, read, writing
from mobile_api.reviews import examples

room = Room("reviews", __name__, description="The decision at the end of a plan.")

REVIEW = Body(ReviewPlan, examples.REVIEW_PLAN, without=("plan_id",), extra=(("presence", Secret | None),))


@room.operation(
    "POST",
    "/v1/plans/<id:plan_id>/reviews",
    takes=REVIEW,
    gives={201: ReviewShown, 200: ReviewShown},
    example=examples.REVIEW,
    refuses=[
        "not_found", "not_allowed", "review.own_plan", "presence.required", "id.reused", "plan.closed",
        "review.already_proposed", "review.already_decided", "review.discussed_in_future",
        "review.discussed_too_early", "review.own_consultee", "review.unknown_consultee", "review.consultee_mentors",
        "review.outside_needed", "review.unknown_criterion", "review.extend_to_later", "review.agreement_ended",
        "review.nothing_to_uphold", "review.recount_differs", "review.incomplete", "review.assurance_needed",
    ],
)  # fmt: skip
def make_review(plan_id: Id) -> Response:
    """Propose what a plan's review decides, talked through with the mentee on a day.

    Nobody decides alone: it counts once one of `consulted` confirms. Promoting, confirming in role and 'ready, but no
    vacancy' need every criterion signed online; extending says until when, what must be seen and with what support.
    """
    act, beside = REVIEW.load_both(plan_id=plan_id)
    with writing() as (tx, actor):
        entry = review_plan(tx, actor, act, beside["presence"])
        shown = show_review(tx, actor, entry.id)
    return made(shown, entry.is_new)


@room.operation("GET", "/v1/reviews", query=ReviewFilter, gives={200: page_schema(ReviewListed)})
def reviews() -> Response:
    """List the reviews within reach, in the order they were proposed."""
    return answer(read(list_reviews, query(ReviewFilter)))


@room.operation(
    "GET",
    "/v1/reviews/<id:review_id>",
    gives={200: ReviewShown, 304: None},
    example=examples.REVIEW,
    refuses=["not_found"],
    has_tag=True,
)
def review(review_id: Id) -> Response:
    """Read a review with what it rests on, and what the caller may do now."""
    return tagged(dump(read(show_review, review_id)))


@room.operation(
    "GET",
    "/v1/plans/<id:plan_id>/review-pack",
    gives={200: ReviewPack, 304: None},
    example=examples.PACK,
    refuses=["not_found", "not_allowed"],
    has_tag=True,
)
def review_pack(plan_id: Id) -> Response:
    """Read everything a plan's review is decided with: the plan, the mentee's and the mentors' views, the reviews so
    far.
    """
    return tagged(dump(read(show_pack, plan_id)))
