"""What the demo tells of the end of plans: views, decisions proposed and confirmed, and the mentee's word to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.kernel.ids import Id
from backend.reviews.answering import ConfirmReview, confirm_review
from backend.reviews.proposing import ReviewPlan, review_plan
from backend.reviews.rules import Decision
from backend.reviews.views import CommentOnReview, GiveView, comment_on_review, give_view
from seeds.demo.bank import Bank
from seeds.demo.script import Does, Moment
from seeds.demo.walk import Walk
from seeds.making import Maker

DECISIONS = {
    Does.PROMOTES: Decision.PROMOTE,
    Does.CONFIRMS_IN_ROLE: Decision.CONFIRM_IN_ROLE,
    Does.EXTENDS: Decision.EXTEND,
}
LONGER = 42
"""Days by which a plan is extended."""


@dataclass
class Deciding:
    """The acts of one organisation at the end of its plans. `proposed` is the last review of each plan."""

    maker: Maker
    bank: Bank
    ids: Mapping[str, Id]
    walk: Walk
    proposed: dict[Id, Id] = field(default_factory=dict)

    @property
    def acts(self) -> dict[Does, Callable[[Any, Moment], None]]:
        """What each word of the files does."""
        return {
            Does.GIVES_VIEW: self._say,
            **dict.fromkeys(DECISIONS, self._propose),
            Does.CONFIRMS_REVIEW: self._confirm,
            Does.COMMENTS: self._comment,
        }

    def _say(self, told: Any, moment: Moment) -> None:
        side = "mentee" if moment.who == told.story.mentee else "mentor"
        act = GiveView(plan_id=told.on_plan, text=self.bank.reason(f"seen_by_{side}"))
        self.maker.do(self.ids[moment.who], give_view, act)

    def _propose(self, told: Any, moment: Moment) -> None:
        decision, person = DECISIONS[moment.does], self.ids[moment.who]
        extends = decision is Decision.EXTEND
        act = ReviewPlan(
            plan_id=told.on_plan,
            decision=decision,
            discussed_on=self.walk.day(moment.ago + 1),
            reasons=self.bank.reason(f"decided_{decision}"),
            extend_to=self.walk.day(moment.ago - LONGER) if extends else None,
            must_be_seen=[self.bank.reason("must_be_seen")] if extends else [],
            support=self.bank.reason("support") if extends else None,
            consulted=[self.ids[key] for key in moment.of.split()],
            carry_over=moment.what.split(),
        )
        self.maker.do(person, review_plan, act, self.maker.live_presence(person))
        self.proposed[told.on_plan] = act.id

    def _confirm(self, told: Any, moment: Moment) -> None:
        act, person = ConfirmReview(review_id=self.proposed[told.on_plan]), self.ids[moment.who]
        self.maker.do(person, confirm_review, act, self.maker.live_presence(person))

    def _comment(self, told: Any, moment: Moment) -> None:
        act = CommentOnReview(review_id=self.proposed[told.on_plan], text=self.bank.reason("commented"))
        self.maker.do(self.ids[moment.who], comment_on_review, act)
