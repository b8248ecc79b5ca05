"""The board is told random things, days go by, and it always says what a recount from the rows below it says."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from backend.frameworks.rules import Method
from backend.house import House
from backend.kernel.errors import Refused
from backend.kernel.ids import Id
from backend.mentoring.ending import EndAgreement, end_agreement
from backend.mentoring.mentors import AddMentor, RemoveMentor, add_mentor, remove_mentor
from backend.mentoring.pausing import PauseAgreement, pause_agreement, resume_agreement
from backend.mentoring.rules import PlansThen
from backend.people.absences import EndAbsence, RecordAbsence, end_absence, record_absence
from backend.people.appointments import Appoint, RecordLeaving, RecordReturn, appoint, record_leaving, record_return
from backend.people.details import ChangeName, change_name
from backend.people.rules import Post
from backend.people.settings import change_settings
from backend.people.tables import absences
from backend.records.rules import RecordKind
from backend.signoff.passing_on import DeclineRequest, PassRequestOn, decline_request, pass_request_on
from backend.signoff.requests import RequestSignOff, WithdrawRequest, request_sign_off, withdraw_request
from backend.signoff.requirements import ChangeRequirement, change_requirement
from backend.signoff.rules import Help, Outcome
from backend.signoff.sign_offs import SignOff, sign_off
from backend.signoff.tables import items, requests, sign_offs
from backend.signoff.taking_up import TakeUpPlan, take_up_plan
from backend.signoff.withdrawals import WithdrawSignOff
from backend.signoff.withdrawing_by_two import withdraw
from backend.upkeep.verifying import verify
from tests.conftest import START, Clock
from tests.kernel.helping import rows_of
from tests.long import often
from tests.people.test_settings import change
from tests.readiness.helping import compare
from tests.records.helping import CONCERN, shared
from tests.signoff.helping import strict_plan
from tests.world import World, make_world

RUNS, STEPS = often(4, 150), 60
MENTORS = ["mentor", "comentor", "line"]


class Run:
    """One world that random things happen in; what the rules refuse does not happen."""

    def __init__(self, world: World, rng: Random) -> None:
        self.world, self.rng = world, rng
        self.plans = [world.plan, strict_plan(world)]
        today = world.clock.today()
        agreement = world.maker.agreement(
            world.colleague, [world.mentor], world.area, today, today + timedelta(days=60)
        )
        ends_on = today + timedelta(days=40)
        self.plans.append(world.maker.plan(world.mentor, agreement, world.framework, "senior", today, ends_on))
        self.agreements = [world.agreement, agreement]
        self.told: list[str] = []

    def tell(self, who: str, story: Callable[..., Any], *given: Any) -> None:
        """Tries something as somebody."""
        with suppress(Refused):
            self.world.do(who, story, *given)
            self.told.append(f"{story.__name__} by {who}: {given[0]}")

    def rows(self, table: Any) -> Any:
        """Some row of a table, or None."""
        found = rows_of(self.world.maker.database, self.world.org, table)
        return self.rng.choice(found) if found else None

    def someone(self, *more: str) -> Id:
        """One of those whom it concerns."""
        return self.world.people[self.rng.choice([*MENTORS, "mentee", "colleague", *more])]

    def step(self) -> None:
        """Something happens, or days go by."""
        tries = [self.sign] * 8 + [self.ask] * 3 + [self.on_a_request] * 2 + [self.days] * 3
        tries += [self.withdraw, self.require, self.away, self.away, self.back, self.move, self.rename]
        tries += [self.observe, self.observe, self.rhythm]
        tries += [self.pause, self.mentors, self.mentors, self.take_up]
        tries += [self.end, self.leave, self.come_back] if self.rng.random() < 0.4 else []
        self.rng.choice(tries)()

    def days(self) -> None:
        """Days go by."""
        self.world.clock.move(days=self.rng.choice([1, 2, 5, 14, 25]))
        self.told.append(f"it is {self.world.clock.today()}")

    def sign(self) -> None:
        """Somebody signs, mostly what is easily signed."""
        item, who = self.rows(items), self.rng.choice(MENTORS)
        outcome = self.rng.choice([*[Outcome.COMPETENT] * 4, Outcome.NOT_YET])
        is_yes = outcome is Outcome.COMPETENT
        act = SignOff(
            plan_id=item.plan_id, item_id=item.id, item_rev=item.rev, intent=1, outcome=outcome, statement="Did it.",
            seen_on=self.world.clock.today(), method=self.rng.choice([Method.OBSERVED, Method.WORK_PRODUCT]),
            help=Help.ALONE if is_yes else None, next_step=None if is_yes else "Again.",
        )  # fmt: skip
        try:
            presence = self.world.maker.live_presence(self.world.people[who])
        except Refused:  # they left
            return
        self.tell(who, sign_off, act, presence)

    def ask(self) -> None:
        """A mentee asks."""
        item = self.rows(items)
        mentor = self.rng.choice([None, self.world.people[self.rng.choice(MENTORS)]])
        act = RequestSignOff(plan_id=item.plan_id, item_id=item.id, mentor_id=mentor)
        self.tell(self.rng.choice(["mentee", "colleague"]), request_sign_off, act)

    def on_a_request(self) -> None:
        """A request is taken back, declined or passed on."""
        if (request := self.rows(requests)) is None:
            return
        who, what = self.rng.choice(MENTORS), self.rng.choice(["back", "decline", "pass"])
        if what == "back":
            self.tell("mentee", withdraw_request, WithdrawRequest(request_id=request.id))
        elif what == "decline":
            self.tell(who, decline_request, DeclineRequest(request_id=request.id, reason="Away."))
        else:
            self.tell(who, pass_request_on, PassRequestOn(request_id=request.id))

    def withdraw(self) -> None:
        """A signer withdraws."""
        if (signed := self.rows(sign_offs)) is None:
            return
        who = next(name for name, person in self.world.people.items() if person == signed.signer_id)
        act = WithdrawSignOff(sign_off_id=signed.id, reason="Somebody else.")
        try:
            presence = self.world.maker.live_presence(signed.signer_id)
        except Refused:
            return
        self.tell(who, withdraw, act, presence)

    def require(self) -> None:
        """A mentor raises what an item needs."""
        item = self.rows(items)
        act = ChangeRequirement(plan_id=item.plan_id, item_id=item.id, signatures=2, reason="Nights too.")
        self.tell(self.rng.choice(MENTORS), change_requirement, act)

    def away(self) -> None:
        """Somebody is, was or will be away."""
        first = self.world.clock.today() + timedelta(self.rng.randint(-10, 15))
        until = self.rng.choice([None, first + timedelta(self.rng.randint(1, 30))])
        act = RecordAbsence(person_id=self.someone(), from_on=first, until_on=until)
        self.tell("people_team", record_absence, act)

    def back(self) -> None:
        """Somebody is back, earlier or later."""
        if (absence := self.rows(absences)) is not None:
            until_on = absence.from_on + timedelta(self.rng.randint(0, 20))
            self.tell("people_team", end_absence, EndAbsence(absence_id=absence.id, until_on=until_on))

    def move(self) -> None:
        """Somebody moves to another site, of the same area or not."""
        site = self.rng.choice([self.world.site, self.world.other_site, self.world.__dict__["far_site"]])
        act = Appoint(person_id=self.someone(), post=Post.SENIOR, starts_on=self.world.clock.today(), site_id=site)
        self.tell("people_team", appoint, act)

    def rename(self) -> None:
        """Somebody is called otherwise."""
        name = f"{self.rng.choice(['Maya', 'Zoe', 'Ari'])} {self.rng.choice(['Alder', 'Oak', 'Yew'])}"
        self.tell("people_team", change_name, ChangeName(person_id=self.someone(), name=name))

    def observe(self) -> None:
        """An observation or a discussion is shared, of a day some time ago."""
        back, kind = self.rng.randint(0, 40), self.rng.choice([*RecordKind])
        day = self.world.clock.today() - timedelta(back)
        more: dict[str, Any] = CONCERN if kind is RecordKind.PRACTICE_TO_IMPROVE else {"kind": kind, "criteria": []}
        with suppress(Refused):
            shared(self.world, self.rng.choice(MENTORS), subject_id=self.someone(), **{**more, "happened_on": day})
            self.told.append(f"{kind} of {day}")

    def rhythm(self) -> None:
        """The organisation wants another rhythm, or none."""
        act = change(self.world, observation_days=self.rng.choice([0, 20, 31, 60]))
        self.tell("people_team", change_settings, act)

    def pause(self) -> None:
        """An agreement stands still, or goes on."""
        agreement = self.rng.choice(self.agreements)
        act = PauseAgreement(agreement_id=agreement, reason="A pause.")
        self.tell("area", pause_agreement, act)
        if self.rng.random() < 0.7:
            self.tell("area", resume_agreement, agreement)

    def mentors(self) -> None:
        """A mentor comes or goes."""
        agreement, who = self.rng.choice(self.agreements), self.rng.choice(MENTORS)
        if self.rng.random() < 0.6:
            self.tell("area", add_mentor, AddMentor(agreement_id=agreement, person_id=self.world.people[who]))
            with suppress(Refused):
                self.world.maker.agree(agreement, self.world.people[who])
        else:
            act = RemoveMentor(agreement_id=agreement, mentor_id=self.world.people[who], reason="Moves away.")
            self.tell("area", remove_mentor, act)

    def end(self) -> None:
        """An agreement ends."""
        then = self.rng.choice([PlansThen.PAUSE, PlansThen.PAUSE, PlansThen.CLOSE])
        act = EndAgreement(agreement_id=self.rng.choice(self.agreements), reason="Done.", plans=then)
        self.tell("area", end_agreement, act)

    def take_up(self) -> None:
        """A plan goes on under a new agreement."""
        mentee, today = self.rng.choice([self.world.mentee, self.world.colleague]), self.world.clock.today()
        try:
            mentor = self.world.people[self.rng.choice(MENTORS)]
            ends_on = today + timedelta(days=50)
            agreement = self.world.maker.agreement(mentee, [mentor], self.world.area, today, ends_on)
        except Refused:
            return
        self.agreements.append(agreement)
        for plan in self.plans:
            self.tell("area", take_up_plan, TakeUpPlan(plan_id=plan, agreement_id=agreement))

    def leave(self) -> None:
        """Somebody leaves."""
        self.tell("people_team", record_leaving, RecordLeaving(person_id=self.someone()))

    def come_back(self) -> None:
        """Somebody comes back."""
        site = self.rng.choice([self.world.site, self.world.other_site])
        today = self.world.clock.today()
        act = RecordReturn(person_id=self.someone(), post=Post.SENIOR, starts_on=today, site_id=site)
        self.tell("people_team", record_return, act)


@pytest.mark.parametrize("run", range(RUNS))
def test_the_board_says_what_a_recount_says_whatever_happens(house: House, clock: Clock, run: int) -> None:
    clock.now = START
    world = make_world(house, clock)
    world.__dict__["far_site"] = world.maker.site(world.far_area_id, "Birch Rise")
    rng = Random(run)
    told = Run(world, rng)
    compare(world)
    for number in range(STEPS):
        told.step()
        if number % 6 == 5:
            compare(world)
    for _ in range(3):  # days alone, and no write
        clock.move(days=rng.choice([3, 11, 40]))
        compare(world)
    assert verify(house.settings.owner_url, only=[world.org]) == []
