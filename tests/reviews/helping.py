"""What tests of reviews share: a plan with everything signed, and reviews proposed and confirmed."""

from datetime import date, timedelta
from typing import Any

from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.reviews.answering import (
    ConfirmReview,
    DeclineReview,
    TakeReviewBack,
    confirm_review,
    decline_review,
    take_review_back,
)
from backend.reviews.proposing import ReviewPlan, review_plan
from backend.reviews.reading import show_pack, show_review
from backend.reviews.rules import Decision
from backend.reviews.shown import ReviewPack, ReviewShown
from backend.reviews.views import CommentOnReview, GiveView, comment_on_review, give_view
from backend.signoff.waiting import list_waits
from tests.signoff.helping import act_on, sign, strict_plan
from tests.world import World


def sign_all(world: World, clock: Any) -> list[Id]:
    """A small plan with everything signed; its sign-offs: `once`, `strict` twice, `managers`."""
    strict_plan(world, [world.mentor, world.comentor])
    done = [sign(world, "mentor", act_on(world, "once")), sign(world, "mentor", act_on(world, "strict"))]
    clock.move(days=1)
    done += [sign(world, "comentor", act_on(world, "strict")), sign(world, "mentor", act_on(world, "managers"))]
    return [Id(one.sign_off.id) for one in done]


def proposal(world: World, decision: Decision = Decision.PROMOTE, **changes: Any) -> ReviewPlan:
    """A whole proposal, as of today, with somebody of the people team to confirm it."""
    today: date = world.clock.today()
    given: dict[str, Any] = {
        "plan_id": world.plan, "decision": decision, "discussed_on": today, "consulted": [world.people_team],
        "reasons": "Runs the service well, and the team says so.",
    }  # fmt: skip
    if decision is Decision.EXTEND:
        given |= {
            "extend_to": today + timedelta(days=200), "must_be_seen": ["A whole month's finances."],
            "support": "An hour with Jo each week.",
        }  # fmt: skip
    return ReviewPlan(**{**given, **changes})


def propose(world: World, who: str = "area", act: ReviewPlan | None = None, presence: str | None = "fresh",
            **changes: Any) -> Any:  # fmt: skip
    """Proposes a decision; the entry."""
    used = world.presence(who) if presence == "fresh" else presence
    return world.do(who, review_plan, act or proposal(world, **changes), used)


def confirm(world: World, review: Id, who: str = "people_team", presence: str | None = "fresh", **changes: Any) -> Any:
    """Confirms one; the entry."""
    used = world.presence(who) if presence == "fresh" else presence
    return world.do(who, confirm_review, ConfirmReview(review_id=review, **changes), used)


def decide(world: World, who: str = "area", **changes: Any) -> Id:
    """Proposes and confirms; the review's id."""
    review = Id(propose(world, who, **changes).id)
    confirm(world, review)
    return review


def decline(world: World, review: Id, who: str = "people_team", reason: str = "Too soon, I think.") -> Any:
    """Says no."""
    return world.do(who, decline_review, DeclineReview(review_id=review, reason=reason))


def take_back(world: World, review: Id, who: str = "area") -> Any:
    """Takes a proposal back."""
    return world.do(who, take_review_back, TakeReviewBack(review_id=review))


def view(world: World, who: str, text: str, **changes: Any) -> Any:
    """Gives somebody's view."""
    return world.do(who, give_view, GiveView(**{"plan_id": world.plan, "text": text, **changes}))


def comment(world: World, review: Id, text: str, who: str = "mentee") -> Any:
    """Comments on a decision."""
    return world.do(who, comment_on_review, CommentOnReview(review_id=review, text=text))


def seen(world: World, review: Id, who: str = "area") -> ReviewShown:
    """A review as somebody sees it."""
    shown: ReviewShown = world.read(who, show_review, review)
    return shown


def pack(world: World, who: str = "area") -> ReviewPack:
    """The page a plan's review is decided on, as somebody sees it."""
    shown: ReviewPack = world.read(who, show_pack, world.plan)
    return shown


def waiting(world: World, kind: str) -> set[str]:
    """For whom of the cast something of that kind waits today."""
    return {
        who for who in world.people
        if any(wait.kind == kind for wait in world.read(who, list_waits, Paging(limit=100)).items)
    }  # fmt: skip
