"""One review: confirming it, declining it, taking it back, and the mentee's word to it."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.presence import is_live
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.reviews.answering import (
    ConfirmReview,
    DeclineReview,
    TakeReviewBack,
    confirm_review,
    decline_review,
    take_review_back,
)
from backend.reviews.reading import show_review
from backend.reviews.rules import over
from backend.reviews.views import CommentOnReview, comment_on_review
from web.accounts import confirm, missing_proof, presence
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.pointing_out import REASON, ensure_pointed_out
from web.reviews.faces import review_at
from web.visits import acting, looking

reviews = Blueprint("reviews", __name__)
ADDRESS = "/reviews/<id:review_id>"


@reviews.get(ADDRESS)
def one(review_id: Id) -> Response:
    """The page of a review."""
    return review_page(review_id, done=request.args.get("done"))


def review_page(review_id: Id, typed: Typed = EMPTY, done: str | None = None) -> Response:
    """The page of a review, with its form as typed. Raises `not_found`."""
    with looking() as visit:
        review = show_review(visit.tx, visit.actor, review_id)
        live = is_live(visit.tx, visit.actor, presence())
    own = visit.actor.person == review.mentee.id
    return render(
        "reviews/review.html", visit.frame, tab="plan" if own else "plans", review=review, own=own, typed=typed,
        done=done, live=live, today=visit.when.today, form_id=typed.form_id() or new_id(),
    )  # fmt: skip


def confirmation_page(review_id: Id, typed: Typed = EMPTY) -> Response:
    """`review_page`, for whoever may confirm it. Raises `not_allowed`, `review.over`."""
    with looking() as visit:
        review = show_review(visit.tx, visit.actor, review_id)
    if not review.may["confirm"]:
        is_named = any(one.id == visit.actor.person for one in review.consultees)
        raise over() if is_named else forbidden()
    return review_page(review_id, typed)


@reviews.post(f"{ADDRESS}/confirmations")
@redrawn(confirmation_page)
def confirm_it(review_id: Id) -> AnyResponse:
    """Confirms it: what it decides is done."""
    confirm()
    ensure_filled(*missing_proof())
    act = load(ConfirmReview, posted("outside_agreed_on"), review_id=review_id)
    with acting() as visit:
        confirm_review(visit.tx, visit.actor, act, presence())
    return answered(review_page, review_at(review_id), "review_confirmed", review_id=review_id)


@reviews.post(f"{ADDRESS}/decline")
@redrawn(review_page)
def decline(review_id: Id) -> AnyResponse:
    """Says no, and why."""
    ensure_filled("reason")
    ensure_pointed_out("reason")
    act = load(DeclineReview, posted("reason", REASON), review_id=review_id)
    with acting() as visit:
        decline_review(visit.tx, visit.actor, act)
    return answered(review_page, review_at(review_id), "review_declined", review_id=review_id)


@reviews.post(f"{ADDRESS}/taking-back")
@redrawn(review_page)
def take_back(review_id: Id) -> AnyResponse:
    """Takes a proposal back."""
    with acting() as visit:
        take_review_back(visit.tx, visit.actor, TakeReviewBack(review_id=review_id))
    return answered(review_page, review_at(review_id), "review_taken_back", review_id=review_id)


@reviews.post(f"{ADDRESS}/comments")
@redrawn(review_page)
def comment(review_id: Id) -> AnyResponse:
    """The mentee's word to what was decided."""
    ensure_filled("text")
    ensure_pointed_out("text")
    act = load(CommentOnReview, posted("id", "text", REASON), review_id=review_id)
    with acting() as visit:
        comment_on_review(visit.tx, visit.actor, act)
    return answered(review_page, review_at(review_id), "commented", review_id=review_id)
