"""A model of the rules of signing, in plain Python, from the rules alone (docs/sources.md: decisions): it imports
nothing of the house.

Each method does what somebody tries and answers the code it is refused with, or None when it is done.
"""

from dataclasses import dataclass, field, replace
from itertools import combinations

SEES = {"mentee", "line", "manager", "area", "learning", "people_team"}
GAP, TURN = 30, 14


@dataclass
class Sign:
    """A sign-off. `opened_by`: governance has opened its withdrawal. `frozen`: its signer said that it was not them,
    which they say once (`doubted`); `lifted_by`: governance asks that it count again.
    """

    id: str
    signer: str
    outcome: str
    day: int
    withdrawn: bool = False
    opened_by: str | None = None
    opening: str | None = None
    doubted: bool = False
    frozen: bool = False
    lifted_by: str | None = None
    lifting: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it is there to be counted."""
        return not (self.withdrawn or self.frozen)


@dataclass
class Ask:
    """A request. `without` have declined it or passed it on."""

    id: str
    mentor: str | None
    passes_on: int
    without: set[str] = field(default_factory=set)
    is_open: bool = True


@dataclass
class Proposal:
    """A number of signatures that one side proposes to the other."""

    id: str
    by: str
    side: str
    signatures: int
    is_open: bool = True


@dataclass
class Criterion:
    """What the framework says of an item."""

    signatures: int
    other_day: bool
    other_mentor: bool
    posts: tuple[str, ...] = ()


@dataclass
class Item:
    """An item of the plan."""

    criterion: Criterion
    signatures: int
    other_day: bool
    other_mentor: bool
    rev: int = 1
    signs: list[Sign] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)

    def counted(self) -> list[str]:
        """The earliest valid set: any two that keep to the rules, in the order in which they were signed."""
        valid = [one for one in self.signs if one.outcome == "competent" and one.stands]
        if self.signatures == 2:
            for one, two in combinations(valid, 2):
                if (one.day != two.day or not self.other_day) and (one.signer != two.signer or not self.other_mentor):
                    return [one.id, two.id]
        return [one.id for one in valid[:1]]

    @property
    def is_signed(self) -> bool:
        """Whether nothing is missing."""
        return len(self.counted()) == self.signatures

    @property
    def latest(self) -> str | None:
        """The outcome that was signed last and stands."""
        return next((one.outcome for one in reversed(self.signs) if one.stands), None)

    @property
    def ask(self) -> Ask | None:
        """The request that waits."""
        return next((one for one in self.asks if one.is_open), None)

    def missing(self) -> str | None:
        """What is missing, by its code."""
        if self.is_signed:
            return None
        if not self.counted():
            return "signature" if self.signatures == 1 else "two_signatures"
        binds = "_and_".join(["day"] * self.other_day + ["mentor"] * self.other_mentor)
        return f"another_{binds}" if binds else "another"


class Model:
    """One plan and everybody around it. `day` counts from the plan's first."""

    def __init__(self, criteria: dict[str, Criterion], mentors: list[str], posts: dict[str, str]) -> None:
        self.items = {
            key: Item(replace(one), one.signatures, one.other_day, one.other_mentor) for key, one in criteria.items()
        }
        self.mentors = mentors
        self.posts = posts
        self.unchecked = {"unchecked"}
        self.day = 0
        self.is_closed = False
        self.is_over = False

    def sees(self, who: str) -> bool:
        """Whether the plan is within somebody's reach."""
        return who in SEES or who in self.mentors

    def with_whom(self, ask: Ask) -> list[str]:
        """Whom a request is with today."""
        able = [one for one in self.mentors if one not in ask.without] or self.mentors
        others = [one for one in able if one != ask.mentor]
        if ask.mentor not in able or not others:
            return able
        return others if self.day >= ask.passes_on else [ask.mentor]

    def sign(self, who: str, key: str, sign: Sign, rev: int, reason: bool, presence: bool) -> str | None:
        """A mentor signs."""
        item = self.items[key]
        refusals = [
            ("not_found", not self.sees(who)),
            ("sign_off.own_work", who == "mentee"),
            ("not_allowed", who not in self.mentors),
            ("sign_off.identity_unchecked", who in self.unchecked),
            ("sign_off.wrong_post", bool(item.criterion.posts) and self.posts[who] not in item.criterion.posts),
            ("presence.required", not presence),
            ("plan.closed", self.is_closed),
            ("sign_off.stale_content", rev != item.rev),
            ("sign_off.in_future", sign.day > self.day),
            ("sign_off.before_plan", sign.day < 0),
            ("sign_off.gap_reason_needed", self.day - sign.day > GAP and not reason),
        ]
        if (code := first(refusals)) is None:
            item.signs.append(sign)
            if item.ask:
                item.ask.is_open = False
        return code

    def request(self, who: str, key: str, id_: str, mentor: str | None) -> str | None:
        """The mentee asks."""
        item = self.items[key]
        code = first(
            [
                ("not_found", not self.sees(who)),
                ("not_allowed", who != "mentee"),
                ("plan.closed", self.is_closed),
                ("request.already_signed", item.is_signed),
                ("request.already_waiting", item.ask is not None),
                ("request.not_a_mentor", mentor is not None and mentor not in self.mentors),
            ]
        )
        if code is None:
            item.asks.append(Ask(id_, mentor, self.day + TURN))
        return code

    def take_request_back(self, who: str, ask: Ask) -> str | None:
        """The mentee takes the question back."""
        code = first(
            [
                ("not_found", not self.sees(who)),
                ("not_allowed", who != "mentee"),
                ("request.over", not ask.is_open),
            ]
        )
        if code is None:
            ask.is_open = False
        return code

    def decline(self, who: str, ask: Ask) -> str | None:
        """A mentor declines a request."""
        code = self._not_having(who, ask)
        if code is None and self.with_whom(ask) == [who]:
            ask.is_open = False
        elif code is None:
            ask.without.add(who)
        return code

    def pass_on(self, who: str, ask: Ask, to: str | None) -> str | None:
        """A mentor passes a request on."""
        code = self._not_having(who, ask) or first(
            [
                ("request.not_a_mentor", to is not None and (to not in self.mentors or to == who)),
                ("request.nobody_else", to is None and set(self.mentors) <= ask.without | {who}),
            ]
        )
        if code is None:
            ask.without = (ask.without | {who}) - {to}
            ask.mentor, ask.passes_on = to, self.day + TURN
        return code

    def _not_having(self, who: str, ask: Ask) -> str | None:
        return first(
            [
                ("not_found", not self.sees(who)),
                ("not_allowed", who not in self.mentors),
                ("request.over", not ask.is_open),
                ("request.not_with_you", who not in self.with_whom(ask)),
            ]
        )

    def require(self, who: str, key: str, id_: str, signatures: int) -> str | None:
        """Either side asks for another number: more at once, fewer when the other side agrees."""
        item = self.items[key]
        code = self._not_changing(who) or first(
            [
                ("plan.closed", self.is_closed),
                ("requirement.no_change", signatures == item.signatures),
                ("requirement.already_proposed", any(one.is_open for one in item.proposals)),
            ]
        )
        if code is None:
            is_more = signatures > item.signatures
            side = "mentee" if who == "mentee" else "mentor"
            item.proposals.append(Proposal(id_, who, side, signatures, is_open=not is_more))
            if is_more:
                self._set(item, signatures)
        return code

    def answer(self, who: str, item: Item, proposal: Proposal, agrees: bool) -> str | None:
        """The other side answers."""
        code = self._not_changing(who) or first(
            [
                ("requirement.own_proposal", (who == "mentee") == (proposal.side == "mentee")),
                ("plan.closed", self.is_closed),
                ("requirement.over", not proposal.is_open),
            ]
        )
        if code is None:
            proposal.is_open = False
            if agrees:
                self._set(item, proposal.signatures)
        return code

    def _not_changing(self, who: str) -> str | None:
        return first([("not_found", not self.sees(who)), ("not_allowed", who != "mentee" and who not in self.mentors)])

    def _set(self, item: Item, signatures: int) -> None:
        is_raised = signatures == 2 and item.criterion.signatures == 1
        item.signatures, item.rev = signatures, item.rev + 1
        item.other_day = True if is_raised else item.criterion.other_day
        item.other_mentor = item.criterion.other_mentor
        if item.ask and item.is_signed:
            item.ask.is_open = False

    def withdraw(self, who: str, sign: Sign, id_: str, presence: bool) -> str | None:
        """The signer withdraws; area manager and people team open a withdrawal for a second person to confirm."""
        is_own = who == sign.signer
        code = first(
            [
                ("not_found", not (self.sees(who) or is_own)),
                ("not_allowed", not is_own and who not in ("area", "people_team")),
                ("presence.required", not presence),
                ("sign_off.already_withdrawn", sign.withdrawn),
                ("sign_off.frozen", is_own and sign.frozen),
                ("withdrawal.already_open", not is_own and sign.opened_by is not None),
            ]
        )
        if code is None and is_own:
            sign.withdrawn, sign.opened_by, sign.opening = True, None, None
        elif code is None:
            sign.opened_by, sign.opening = who, id_
        return code

    def confirm(self, who: str, sign: Sign, opened_by: str, opening: str, presence: bool) -> str | None:
        """A second person confirms a withdrawal."""
        code = first(
            [
                ("not_found", not (self.sees(who) or who == sign.signer)),
                ("not_allowed", who not in ("area", "people_team", "line")),
                ("withdrawal.same_person", who == opened_by),
                ("presence.required", not presence),
                ("withdrawal.over", sign.withdrawn or sign.opening != opening),
            ]
        )
        if code is None:
            sign.withdrawn, sign.frozen, sign.lifted_by, sign.lifting = True, False, None, None
        return code

    def report(self, who: str, sign: Sign) -> str | None:
        """Whoever a sign-off names says that it was not them."""
        is_own = who == sign.signer
        code = first(
            [
                ("not_found", not (self.sees(who) or is_own)),
                ("not_allowed", not is_own),
                ("sign_off.already_withdrawn", sign.withdrawn),
                ("sign_off.frozen", sign.frozen),
                ("sign_off.looked_into", sign.doubted),
            ]
        )
        if code is None:
            sign.doubted = sign.frozen = True
        return code

    def lift(self, who: str, sign: Sign, id_: str, presence: bool) -> str | None:
        """Governance asks that a frozen sign-off count again."""
        code = first(
            [
                ("not_found", not (self.sees(who) or who == sign.signer)),
                ("not_allowed", who not in ("area", "people_team")),
                ("presence.required", not presence),
                ("sign_off.not_frozen", not sign.frozen),
                ("lifting.already_open", sign.lifting is not None),
            ]
        )
        if code is None:
            sign.lifted_by, sign.lifting = who, id_
        return code

    def confirm_lift(self, who: str, sign: Sign, lifted_by: str, lifting: str, presence: bool) -> str | None:
        """A second person confirms that."""
        code = first(
            [
                ("not_found", not (self.sees(who) or who == sign.signer)),
                ("not_allowed", who not in ("area", "people_team", "line")),
                ("lifting.same_person", who == lifted_by),
                ("presence.required", not presence),
                ("lifting.over", not sign.frozen or sign.lifting != lifting),
            ]
        )
        if code is None:
            sign.frozen, sign.lifted_by, sign.lifting = False, None, None
        return code

    def remove_mentor(self, who: str, mentor: str) -> str | None:
        """An approver takes a mentor out, or a mentor leaves."""
        code = first(
            [
                ("not_found", not self.sees(who)),
                ("not_allowed", who not in ("area", mentor)),
                ("agreement.over", self.is_over),
                ("agreement.no_such_mentor", mentor not in self.mentors),
            ]
        )
        if code is None:
            self.mentors = [one for one in self.mentors if one != mentor]
        return code

    def end(self, who: str, closes: bool) -> str | None:
        """The agreement ends; its plans stand still for a new one, or are closed by an approver."""
        is_only = self.mentors == [who]
        code = first(
            [
                ("not_found", not self.sees(who)),
                ("not_allowed", who not in ("area", "mentee") and who not in self.mentors),
                ("agreement.others_mentor", who in self.mentors and not is_only),
                ("agreement.plans_stay", who != "area" and closes),
                ("agreement.not_active", self.is_over),
            ]
        )
        if code is None:
            self.is_over, self.is_closed, self.mentors = True, closes, []
            for item in self.items.values():
                for ask in item.asks:
                    ask.is_open = False
                for proposal in item.proposals:
                    proposal.is_open = False
        return code


def first(refusals: list[tuple[str, bool]]) -> str | None:
    """The code of the first that holds."""
    return next((code for code, holds in refusals if holds), None)
