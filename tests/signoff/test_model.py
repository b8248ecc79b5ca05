"""F17: the house and a model of the rules are told the same random things, and never disagree.

A run is a plan of its own, fifty things that somebody tries, and after each a look at the whole plan.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from backend.frameworks.files import parse
from backend.frameworks.publishing import publish
from backend.house import House
from backend.kernel.errors import Refused
from backend.kernel.ids import Id, new_id
from backend.mentoring.ending import EndAgreement, end_agreement
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.mentoring.rules import Answer, PlansThen
from backend.people.organisation import operator
from backend.people.rules import Post
from backend.signoff.freezing import ReportNotMe, report_not_me
from backend.signoff.lifting import (
    ConfirmLifting,
    OpenLifting,
    TakeLiftingBack,
    confirm_lifting,
    open_lifting,
    take_lifting_back,
)
from backend.signoff.passing_on import DeclineRequest, PassRequestOn, decline_request, pass_request_on
from backend.signoff.requests import RequestSignOff, WithdrawRequest, request_sign_off, withdraw_request
from backend.signoff.requirements import AnswerRequirement, ChangeRequirement, answer_requirement, change_requirement
from backend.signoff.rules import Outcome
from backend.signoff.sign_offs import sign_off
from backend.signoff.withdrawals import WithdrawSignOff
from backend.signoff.withdrawing_by_two import (
    ConfirmWithdrawal,
    TakeWithdrawalBack,
    confirm_withdrawal,
    take_withdrawal_back,
    withdraw,
)
from backend.upkeep.verifying import verify
from tests.conftest import START, Clock
from tests.long import often
from tests.signoff.helping import CRITERION, SMALL, act_on
from tests.signoff.model import Ask, Criterion, Item, Model, Sign
from tests.world import CAST, World, make_world

RUNS, STEPS = often(12, 1000), 50
CRITERIA = {
    "once": Criterion(1, False, False),
    "strict": Criterion(2, True, True),
    "managers": Criterion(1, False, False, ("manager",)),
}
MENTORS = ["mentor", "comentor", "unchecked"]
OTHERS = ["mentee", "line", "manager", "area", "people_team", "learning", "admin", "colleague", "stranger", "far_area"]


@dataclass
class Pair:
    """A plan and its model, told the same."""

    world: World
    clock: Clock
    rng: Random
    model: Model
    begins: date
    items: dict[str, Id]
    told: list[str] = field(default_factory=list)

    def person(self) -> str:
        """Somebody: more often one whom it concerns."""
        return self.rng.choice([*MENTORS * 3, "mentee", "mentee", "area", *OTHERS])

    def mentor(self) -> str:
        """A mentor, or somebody who never was one."""
        return self.rng.choice([*MENTORS * 3, "line"])

    def named(self, who: str | None) -> Id | None:
        """Somebody's id, or None for nobody."""
        return None if who is None else self.world.people[who]

    def key(self) -> str:
        """A criterion."""
        return self.rng.choice(list(CRITERIA))

    def tell(self, what: str, who: str, expected: str | None, story: Callable[..., Any], *given: Any) -> None:
        """Tells the house what the model was told; both have to answer the same."""
        self.told.append(f"{what} by {who} -> {expected or 'done'}")
        found = None
        try:
            self.world.do(who, story, *given)
        except Refused as refused:
            found = refused.code
        assert found == expected, self.told

    def presence(self, who: str, shows: bool) -> str | None:
        """A live presence of somebody's, or none."""
        return self.world.maker.live_presence(self.world.people[who]) if shows else None

    def step(self) -> None:
        """Somebody tries something, or days go by."""
        tries = [self.sign] * 5 + [self.ask] * 3 + [self.require] * 2 + [self.days] * 3
        tries += [self.on_an_ask] * 3 + [self.on_a_proposal, self.on_a_sign, self.on_a_sign, self.on_an_opening]
        tries += [self.on_a_doubt, self.on_a_frozen]
        tries += [self.remove] if self.rng.random() < 0.15 else []
        tries += [self.end] if self.rng.random() < 0.1 else []
        self.rng.choice(tries)()
        self.compare()

    def days(self) -> None:
        """Days go by."""
        passed = self.rng.choice([1, 1, 2, 5, 14])
        self.clock.move(days=passed)
        self.model.day += passed
        self.told.append(f"{passed} days")

    def sign(self) -> None:
        """Somebody signs."""
        who, key, rng = self.person(), self.key(), self.rng
        item = self.model.items[key]
        outcome = rng.choice([Outcome.COMPETENT, Outcome.COMPETENT, Outcome.NOT_YET])
        day = rng.choice([self.model.day, self.model.day, rng.randint(-1, self.model.day + 1)])
        rev = item.rev if rng.random() < 0.9 else item.rev + rng.choice([-1, 1])
        reason, shows = rng.random() < 0.5, rng.random() < 0.95
        sign = Sign(new_id(), who, outcome.value, day)
        act = act_on(
            self.world, key, id=sign.id, item_id=self.items[key], outcome=outcome, item_rev=rev,
            seen_on=self.begins + timedelta(days=day), gap_reason="On leave." if reason else None,
            **({"help": None, "next_step": "Try again."} if outcome is Outcome.NOT_YET else {}),
        )  # fmt: skip
        presence = self.presence(who, shows)
        expected = self.model.sign(who, key, sign, rev, reason, shows)
        self.tell(f"{key} signed {outcome} of day {day}", who, expected, sign_off, act, presence)

    def ask(self) -> None:
        """Somebody asks for a sign-off."""
        who, key = self.rng.choice(["mentee", "mentee", "mentee", self.person()]), self.key()
        mentor = self.rng.choice([None, self.mentor(), self.mentor()])
        act = RequestSignOff(plan_id=self.world.plan, item_id=self.items[key], mentor_id=self.named(mentor))
        self.tell(f"{key} asked of {mentor}", who, self.model.request(who, key, act.id, mentor), request_sign_off, act)

    def _some(self, found: list[Any]) -> Any:
        return self.rng.choice(found[-2:]) if found else None

    def on_an_ask(self) -> None:
        """Somebody takes a request back, declines it or passes it on; seldom one that is over."""
        ask: Ask | None = self._some(self.model.items[self.key()].asks)
        if ask is None:
            return
        request, who = Id(ask.id), self.person()
        what = self.rng.choice(["back", "decline", "pass"])
        if what == "back" and ask.is_open:
            expected = self.model.take_request_back(who, ask)
            self.tell("request taken back", who, expected, withdraw_request, WithdrawRequest(request_id=request))
        elif what == "decline":
            act = DeclineRequest(id=new_id(), request_id=request, reason="Away that week.")
            self.tell("request declined", who, self.model.decline(who, ask), decline_request, act)
        elif what == "pass":
            to = self.rng.choice([None, self.mentor()])
            on = PassRequestOn(id=new_id(), request_id=request, mentor_id=self.named(to))
            self.tell(f"request passed to {to}", who, self.model.pass_on(who, ask, to), pass_request_on, on)

    def require(self) -> None:
        """Somebody asks for another number of signatures."""
        who, key, signatures = self.person(), self.key(), self.rng.choice([1, 2])
        act = ChangeRequirement(
            plan_id=self.world.plan, item_id=self.items[key], signatures=signatures, reason="Nights are another matter."
        )
        expected = self.model.require(who, key, act.id, signatures)
        self.tell(f"{key} to need {signatures}", who, expected, change_requirement, act)

    def on_a_proposal(self) -> None:
        """Somebody answers a proposal."""
        item = self.model.items[self.key()]
        proposal = self._some(item.proposals)
        if proposal is None:
            return
        who, agrees = self.person(), self.rng.random() < 0.6
        act = AnswerRequirement(
            id=new_id(), requirement_id=Id(proposal.id), answer=Answer.AGREE if agrees else Answer.DECLINE
        )
        self.tell("proposal answered", who, self.model.answer(who, item, proposal, agrees), answer_requirement, act)

    def on_a_sign(self) -> None:
        """Somebody withdraws a sign-off, or opens its withdrawal."""
        sign: Sign | None = self._some(self.model.items[self.key()].signs)
        if sign is None:
            return
        who = self.rng.choice([sign.signer, "area", "people_team", self.person()])
        shows = self.rng.random() < 0.9
        presence = self.presence(who, shows)
        act = WithdrawSignOff(sign_off_id=Id(sign.id), reason="I meant somebody else.")
        self.tell("withdrawn", who, self.model.withdraw(who, sign, act.id, shows), withdraw, act, presence)

    def on_an_opening(self) -> None:
        """Somebody confirms an open withdrawal, or whoever opened it takes it back."""
        opened = [s for item in self.model.items.values() for s in item.signs if s.opening and not s.withdrawn]
        sign: Sign | None = self._some(opened)
        if sign is None or sign.opening is None or sign.opened_by is None:
            return
        if self.rng.random() < 0.2:
            act = TakeWithdrawalBack(withdrawal_id=Id(sign.opening))
            who, sign.opened_by, sign.opening = sign.opened_by, None, None
            self.tell("withdrawal taken back", who, None, take_withdrawal_back, act)
            return
        who, shows = self.rng.choice(["area", "people_team", "line", self.person()]), self.rng.random() < 0.9
        presence = self.presence(who, shows)
        confirm = ConfirmWithdrawal(id=new_id(), withdrawal_id=Id(sign.opening))
        expected = self.model.confirm(who, sign, sign.opened_by, sign.opening, shows)
        self.tell("withdrawal confirmed", who, expected, confirm_withdrawal, confirm, presence)

    def on_a_doubt(self) -> None:
        """Somebody says that a sign-off in their name was not theirs."""
        sign: Sign | None = self._some(self.model.items[self.key()].signs)
        if sign is None:
            return
        who = self.rng.choice([sign.signer, sign.signer, self.person()])
        expected = self.model.report(who, sign)
        self.tell("not me", who, expected, report_not_me, ReportNotMe(sign_off_id=Id(sign.id)))
        if expected is None:
            self.world.maker.forget_presence(self.world.people[who])

    def on_a_frozen(self) -> None:
        """Governance asks that a sign-off count again, a second person confirms it, or it is taken back."""
        doubted = [s for item in self.model.items.values() for s in item.signs if s.doubted]
        sign: Sign | None = self._some(doubted)
        if sign is None:
            return
        who, shows = self.rng.choice(["area", "people_team", "line", self.person()]), self.rng.random() < 0.9
        presence = self.presence(who, shows)
        if sign.lifting is None or sign.lifted_by is None:
            act = OpenLifting(sign_off_id=Id(sign.id), reason="They remember it now.")
            expected = self.model.lift(who, sign, act.id, shows)
            self.tell("lifting asked for", who, expected, open_lifting, act, presence)
        elif self.rng.random() < 0.2:
            back = TakeLiftingBack(lifting_id=Id(sign.lifting))
            who, sign.lifted_by, sign.lifting = sign.lifted_by, None, None
            self.tell("lifting taken back", who, None, take_lifting_back, back)
        else:
            confirm = ConfirmLifting(id=new_id(), lifting_id=Id(sign.lifting))
            expected = self.model.confirm_lift(who, sign, sign.lifted_by, sign.lifting, shows)
            self.tell("lifting confirmed", who, expected, confirm_lifting, confirm, presence)

    def remove(self) -> None:
        """Somebody takes a mentor out."""
        mentor = self.rng.choice(MENTORS)
        who = self.rng.choice([mentor, "area", self.person()])
        act = RemoveMentor(
            agreement_id=self.world.agreement, mentor_id=self.world.people[mentor], reason="Moves to another service."
        )
        self.tell(f"{mentor} taken out", who, self.model.remove_mentor(who, mentor), remove_mentor, act)

    def end(self) -> None:
        """Somebody ends the agreement."""
        who, closes = self.rng.choice(["area", "mentee", self.person()]), self.rng.random() < 0.5
        act = EndAgreement(
            agreement_id=self.world.agreement, reason="It has done its work.",
            plans=PlansThen.CLOSE if closes else PlansThen.PAUSE,
        )  # fmt: skip
        self.tell("agreement ended", who, self.model.end(who, closes), end_agreement, act)

    def compare(self) -> None:
        """Holds the plan as the area manager sees it against the model."""
        shown = self.world.show("area")
        names = {person: who for who, person in self.world.people.items()}
        required = counted = complete = 0
        for item in shown.items:
            wanted = self.model.items[item.key]
            found = (
                item.signatures_required, item.rev, item.latest and str(item.latest),
                [one.id for one in item.sign_offs if one.counts], [m.code for m in item.missing],
                sorted(names[one.id] for one in item.waiting.on) if item.waiting else None,
            )  # fmt: skip
            assert found == self.expected(wanted), (item.key, self.told)
            required += wanted.signatures
            counted += len(wanted.counted())
            complete += wanted.is_signed
        progress = shown.progress
        stated = (progress.signatures_required, progress.signatures_counted, progress.criteria_complete)
        assert stated == (required, counted, complete), self.told

    def expected(self, item: Item) -> tuple[Any, ...]:
        """What `compare` ought to find of an item."""
        missing = item.missing()
        on = sorted(self.model.with_whom(item.ask)) if item.ask else None
        return item.signatures, item.rev, item.latest, item.counted(), [missing] if missing else [], on


def publish_small(world: World) -> Id:
    """The framework of the model's criteria; its id."""
    text = SMALL + "".join(
        CRITERION.format(
            key=key, signatures=one.signatures, both="true" if one.other_day else "false",
            posts=", ".join(f'"{post}"' for post in one.posts),
        )
        for key, one in CRITERIA.items()
    )  # fmt: skip
    with world.maker.database.writing(world.org) as tx:
        return publish(tx, operator(world.org), parse(text))


def begin(world: World, framework: Id, rng: Random, kind: type[Model] = Model) -> Pair:
    """A mentee of their own, with three mentors and a plan; one mentor's identity was never checked."""
    today = world.clock.today()
    mentee = world.maker.person("Maya Alder", Post.SENIOR, today, site=world.site)
    world.maker.account(mentee, f"{mentee}@{world.maker.key}.test")
    world.maker.line_manager(mentee, world.line)
    world.people["mentee"] = mentee
    mentors = [world.people[who] for who in MENTORS]
    ends_on = today + timedelta(days=90)
    world.agreement = world.maker.agreement(mentee, mentors, world.area, today, ends_on)
    world.plan = world.maker.plan(world.mentor, world.agreement, framework, "senior", today, ends_on)
    posts = {who: post.value for who, (_, post, _) in CAST.items()}
    order = sorted(MENTORS, key=lambda who: world.people[who])
    items = {item.key: item.id for item in world.show().items}
    return Pair(world, world.clock, rng, kind(CRITERIA, order, posts), today, items)


def tell_all(world: World, runs: range, kind: type[Model] = Model) -> None:
    """These runs, each with its own chance."""
    framework = publish_small(world)
    for run in runs:
        pair = begin(world, framework, Random(run), kind)
        for _ in range(STEPS):
            pair.step()


def test_f17_the_house_and_the_model_never_disagree(house: House, clock: Clock) -> None:
    for first in range(0, RUNS, 50):  # sign-ins last ten years, which a hundred runs may outlive
        clock.now = START
        world = make_world(house, clock)
        tell_all(world, range(first, min(first + 50, RUNS)))
        assert verify(house.settings.owner_url, only=[world.org]) == []


class PassesOnLate(Model):
    """Lets a request rest with one mentor for a day too long."""

    def with_whom(self, ask: Ask) -> list[str]:
        """Whom it is with."""
        self.day -= 1
        found = super().with_whom(ask)
        self.day += 1
        return found


class CountsOnTheWay(Model):
    """Takes a sign-off for withdrawn as soon as governance opens it."""

    def withdraw(self, who: str, sign: Sign, id_: str, presence: bool) -> str | None:
        """Withdraws."""
        code = super().withdraw(who, sign, id_, presence)
        sign.withdrawn = sign.withdrawn or sign.opened_by is not None
        return code


class CountsWhatIsDoubted(Model):
    """Lets a sign-off count while it is looked into."""

    def report(self, who: str, sign: Sign) -> str | None:
        """Says that it was not them."""
        code = super().report(who, sign)
        sign.frozen = False
        return code


class LetsAnyoneSign(Model):
    """Knows no posts."""

    def sign(self, who: str, key: str, *given: Any) -> str | None:
        """Signs."""
        self.items[key].criterion.posts = ()
        return super().sign(who, key, *given)


@pytest.mark.parametrize("kind", [PassesOnLate, CountsOnTheWay, CountsWhatIsDoubted, LetsAnyoneSign])
def test_f17_a_model_of_another_rule_is_found_out(world: World, kind: type[Model]) -> None:
    with pytest.raises(AssertionError):
        tell_all(world, range(12), kind)
