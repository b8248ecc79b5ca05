"""What the demo tells beside signing: questions declined and passed on, other numbers of signatures, a dispute,
withdrawals that wait for a second person or that one has confirmed, and signatures their signers say were not theirs.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.kernel.ids import Id
from backend.mentoring.rules import Answer
from backend.signoff.disputes import DisputeSignOff, dispute_sign_off
from backend.signoff.freezing import ReportNotMe, report_not_me
from backend.signoff.lifting import ConfirmLifting, OpenLifting, confirm_lifting, open_lifting
from backend.signoff.passing_on import DeclineRequest, PassRequestOn, decline_request, pass_request_on
from backend.signoff.requirements import AnswerRequirement, ChangeRequirement, answer_requirement, change_requirement
from backend.signoff.withdrawing_by_two import ConfirmWithdrawal, OpenWithdrawal, confirm_withdrawal, open_withdrawal
from seeds.demo.bank import Bank
from seeds.demo.script import Does, Moment
from seeds.making import Maker


@dataclass
class Beside:
    """The acts of one organisation beside signing. `revs` counts how often what an item asks for has changed."""

    maker: Maker
    bank: Bank
    ids: Mapping[str, Id]
    revs: Counter[Id] = field(default_factory=Counter)
    proposed: dict[Id, Id] = field(default_factory=dict)
    liftings: dict[Id, Id] = field(default_factory=dict)
    opened: dict[Id, Id] = field(default_factory=dict)

    @property
    def acts(self) -> dict[Does, Callable[[Any, Moment], None]]:
        """What each word of the files does."""
        return {
            Does.DECLINES_REQUEST: self._decline,
            Does.PASSES_ON: self._pass_on,
            Does.RAISES: self._change,
            Does.LOWERS: self._change,
            Does.AGREES_TO_CHANGE: self._agree,
            Does.DISPUTES: self._dispute,
            Does.OPENS_WITHDRAWAL: self._open,
            Does.CONFIRMS_WITHDRAWAL: self._confirm,
            Does.NOT_ME: self._not_me,
            Does.LIFTS: self._lift,
            Does.CONFIRMS_LIFTING: self._confirm_lifting,
        }

    def rev(self, item: Id) -> int:
        """Which change of what is asked for an item has reached."""
        return 1 + self.revs[item]

    def _decline(self, told: Any, moment: Moment) -> None:
        act = DeclineRequest(request_id=told.requests[moment.what], reason=self.bank.reason("declined"))
        self.maker.do(self.ids[moment.who], decline_request, act)

    def _pass_on(self, told: Any, moment: Moment) -> None:
        to = self.ids[moment.of] if moment.of else None
        act = PassRequestOn(request_id=told.requests[moment.what], mentor_id=to, reason=self.bank.reason("passed_on"))
        self.maker.do(self.ids[moment.who], pass_request_on, act)

    def _change(self, told: Any, moment: Moment) -> None:
        raises, item = moment.does is Does.RAISES, told.item(moment.what)
        reason = self.bank.reason("raised" if raises else "lowered")
        act = ChangeRequirement(plan_id=told.on_plan, item_id=item, signatures=2 if raises else 1, reason=reason)
        self.maker.do(self.ids[moment.who], change_requirement, act)
        self.proposed[item] = act.id
        self.revs[item] += raises

    def _agree(self, told: Any, moment: Moment) -> None:
        item = told.item(moment.what)
        act = AnswerRequirement(requirement_id=self.proposed[item], answer=Answer.AGREE)
        self.maker.do(self.ids[moment.who], answer_requirement, act)
        self.revs[item] += 1

    def _dispute(self, told: Any, moment: Moment) -> None:
        act = DisputeSignOff(sign_off_id=told.sign_offs[moment.of, moment.what], text=self.bank.reason("disputed"))
        self.maker.do(self.ids[moment.who], dispute_sign_off, act)

    def _open(self, told: Any, moment: Moment) -> None:
        person = self.ids[moment.who]
        act = OpenWithdrawal(sign_off_id=told.sign_offs[moment.of, moment.what], reason=self.bank.reason("opened"))
        self.maker.do(person, open_withdrawal, act, self.maker.live_presence(person))
        self.opened[act.sign_off_id] = act.id

    def _confirm(self, told: Any, moment: Moment) -> None:
        person = self.ids[moment.who]
        act = ConfirmWithdrawal(withdrawal_id=self.opened[told.sign_offs[moment.of, moment.what]])
        self.maker.do(person, confirm_withdrawal, act, self.maker.live_presence(person))

    def _not_me(self, told: Any, moment: Moment) -> None:
        person = self.ids[moment.who]
        self.maker.do(person, report_not_me, ReportNotMe(sign_off_id=told.sign_offs[moment.who, moment.what]))
        self.maker.forget_presence(person)

    def _lift(self, told: Any, moment: Moment) -> None:
        person, signed = self.ids[moment.who], told.sign_offs[moment.of, moment.what]
        act = OpenLifting(sign_off_id=signed, reason=self.bank.reason("lifted"))
        self.maker.do(person, open_lifting, act, self.maker.live_presence(person))
        self.liftings[signed] = act.id

    def _confirm_lifting(self, told: Any, moment: Moment) -> None:
        person = self.ids[moment.who]
        act = ConfirmLifting(lifting_id=self.liftings[told.sign_offs[moment.of, moment.what]])
        self.maker.do(person, confirm_lifting, act, self.maker.live_presence(person))
