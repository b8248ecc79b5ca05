"""What the demo tells of agreements: suggested to one or to a group, answered, approved, handed on, paused and ended,
and what a mentee asks quietly.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.kernel.ids import Id, derived_id
from backend.mentoring.ending import EndAgreement, end_agreement
from backend.mentoring.grouping import ProposeGroup, propose_group
from backend.mentoring.mentors import AddMentor, RemoveMentor, add_mentor, remove_mentor
from backend.mentoring.pausing import PauseAgreement, pause_agreement
from backend.mentoring.proposing import AnswerAgreement, Goal, answer_agreement
from backend.mentoring.quiet_requests import AnswerChange, AskForChange, answer_change, ask_for_change
from backend.mentoring.rules import Answer, Arrangement, Horizon, PlansThen, Programme
from seeds.demo.bank import Bank
from seeds.demo.script import Does, Moment, Story
from seeds.demo.walk import Walk
from seeds.making import Maker

LASTS = 90
"""Days of an agreement that has no plan yet."""


@dataclass
class Agreeing:
    """The agreements of one organisation. `members` are the mentees of each group, by its name."""

    maker: Maker
    bank: Bank
    ids: Mapping[str, Id]
    walk: Walk
    members: Mapping[str, Sequence[str]]
    groups: dict[str, Id] = field(default_factory=dict)
    asked: dict[Id, Id] = field(default_factory=dict)

    @property
    def acts(self) -> dict[Does, Callable[[Any, Moment], None]]:
        """What each word of the files does."""
        return {
            Does.PROPOSES: self._propose,
            Does.APPROVES: self._approve,
            Does.AGREES: self._answer,
            Does.DECLINES: self._answer,
            Does.ASKS_IN_PLACE_OF: self._ask_in,
            Does.REMOVES_MENTOR: self._remove,
            Does.LETS_STAND_STILL: self._pause,
            Does.ENDS: self._end,
            Does.ASKS_QUIETLY: self._ask_quietly,
            Does.ANSWERS_QUIETLY: self._answer_quietly,
        }

    def _propose(self, told: Any, moment: Moment) -> None:
        story = told.story
        if story.group:
            told.agreement = self._in_group(story, moment)
            return
        begins, ends = self._days(story, moment)
        told.agreement = self.maker.propose(
            self.ids[moment.who], self.ids[story.mentee], [self.ids[mentor] for mentor in story.mentors], begins, ends,
            programme=Programme(story.programme), what_matters=self.bank.goal("what_matters"), goals=self._goals(),
        )  # fmt: skip

    def _in_group(self, story: Story, moment: Moment) -> Id:
        """The agreement of one in a group; the first who is told of proposes all of them."""
        if story.group not in self.groups:
            begins, ends = self._days(story, moment)
            act = ProposeGroup(
                name=story.group, programme=Programme(story.programme),
                mentee_ids=[self.ids[mentee] for mentee in self.members[story.group]],
                mentor_ids=[self.ids[mentor] for mentor in story.mentors],
                what_matters=self.bank.goal("what_matters"), goals=self._goals(),
                support_arrangement=Arrangement.SCHEDULED, starts_on=begins, ends_on=ends,
            )  # fmt: skip
            self.maker.do(self.ids[moment.who], propose_group, act)
            self.groups[story.group] = act.id
        return derived_id(self.groups[story.group], f"mentee/{self.ids[story.mentee]}")

    def _days(self, story: Story, moment: Moment) -> tuple[date, date]:
        begins = story.began or moment.ago - 14
        return self.walk.day(begins), self.walk.day(begins - (story.lasts if story.role else LASTS))

    def _goals(self) -> list[Goal]:
        return [
            Goal(text=self.bank.goal("short"), horizon=Horizon.SHORT),
            Goal(text=self.bank.goal("long"), horizon=Horizon.LONG),
        ]

    def _approve(self, told: Any, moment: Moment) -> None:
        self.maker.approve(told.under, self.ids[moment.who])

    def _answer(self, told: Any, moment: Moment) -> None:
        person = self.ids[moment.who]
        answer = Answer.AGREE if moment.does is Does.AGREES else Answer.DECLINE
        act = AnswerAgreement(agreement_id=told.under, person_id=person, answer=answer)
        self.maker.do(person, answer_agreement, act)

    def _ask_in(self, told: Any, moment: Moment) -> None:
        act = AddMentor(
            agreement_id=told.under, person_id=self.ids[moment.of], replaces_id=self.ids[moment.what],
            reason=self.bank.reason("replaced"),
        )  # fmt: skip
        self.maker.do(self.ids[moment.who], add_mentor, act)

    def _remove(self, told: Any, moment: Moment) -> None:
        reason = self.bank.reason("removed")
        act = RemoveMentor(agreement_id=told.under, mentor_id=self.ids[moment.what], reason=reason)
        self.maker.do(self.ids[moment.who], remove_mentor, act)

    def _pause(self, told: Any, moment: Moment) -> None:
        act = PauseAgreement(agreement_id=told.under, reason=self.bank.reason("paused"))
        self.maker.do(self.ids[moment.who], pause_agreement, act)

    def _end(self, told: Any, moment: Moment) -> None:
        act = EndAgreement(agreement_id=told.under, reason=self.bank.reason("ended"), plans=PlansThen.PAUSE)
        self.maker.do(self.ids[moment.who], end_agreement, act)

    def _ask_quietly(self, told: Any, moment: Moment) -> None:
        act = AskForChange(agreement_id=told.under, text=self.bank.reason("asked_quietly"))
        self.asked[told.under] = act.id
        self.maker.do(self.ids[moment.who], ask_for_change, act)

    def _answer_quietly(self, told: Any, moment: Moment) -> None:
        request, text = self.asked[told.under], self.bank.reason("answered_quietly")
        act = AnswerChange(agreement_id=told.under, request_id=request, text=text)
        self.maker.do(self.ids[moment.who], answer_change, act)
