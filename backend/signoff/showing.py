"""Makes what people see of a plan from its rows, for whoever looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

import orjson

from backend.frameworks.rules import Criterion
from backend.kernel.clock import day_in
from backend.kernel.ids import Id
from backend.kernel.prepared import Row
from backend.kernel.spans import covering, merged, read, spans_of
from backend.kernel.ties import Actor, Do
from backend.people.names import Named, either, given_name
from backend.practice.evidence_shown import EvidenceNamed
from backend.signoff import rules
from backend.signoff.asides import NO_ASIDES, Asides, DisputeShown, RequirementShown
from backend.signoff.counting import percent
from backend.signoff.dates import pace, status_on
from backend.signoff.prior import prior_of
from backend.signoff.requests import with_whom
from backend.signoff.rules import Handed, ItemStatus, Missing, PlanStatus, RequirementStatus, Side
from backend.signoff.shown import (
    HandedOn,
    Item,
    ItemPolicy,
    MentorShown,
    MissingShown,
    NotedAt,
    Progress,
    Signer,
    SignOffShown,
    Waiting,
    Withdrawal,
    WithdrawalOpen,
)
from backend.signoff.tables import PLAN_SCOPES

TEXTS: Mapping[str, str] = {
    Missing.SIGNATURE: "One signature.",
    Missing.TWO_SIGNATURES: "Two signatures.",
    Missing.ANOTHER: "One more.",
    Missing.ANOTHER_DAY: "One more, from another day.",
    Missing.ANOTHER_MENTOR: "One more, from another mentor.",
    Missing.ANOTHER_DAY_AND_MENTOR: "One more, from another day and another mentor.",
}
_OTHER_MENTOR = {Missing.ANOTHER_MENTOR, Missing.ANOTHER_DAY_AND_MENTOR}


@dataclass(frozen=True)
class Governing:
    """What somebody may do about sign-offs of others on a plan, whether or not it is still open."""

    dispute: bool = False
    open_withdrawal: bool = False
    confirm_withdrawal: bool = False

    @classmethod
    def of(cls, actor: Actor, plan: Row) -> "Governing":
        """By the actor's ties to the plan, or to a sign-off's row that says of which plan it is."""
        do = {"open_withdrawal": Do.OPEN_WITHDRAWAL, "confirm_withdrawal": Do.CONFIRM_WITHDRAWAL}
        if actor.person == plan.mentee_id:
            return cls(dispute=actor.may(Do.DISPUTE, PLAN_SCOPES, plan))
        return cls(**{name: actor.may(one, PLAN_SCOPES, plan) for name, one in do.items()})


NOTHING = Governing()


@dataclass(frozen=True)
class View:
    """Who looks at which plan, when: what every item of one answer has in common."""

    actor: Actor
    plan: Row
    mentors: Sequence[MentorShown]
    today: date
    is_open: bool
    is_own: bool
    is_mentor: bool
    may_request: bool
    may_change: bool
    may_hand_on: bool
    governing: Governing

    @classmethod
    def of(cls, actor: Actor, plan: Row, mentors: Sequence[Row], today: date, status: str) -> "View":
        """The view of `actor` on a plan's row; `mentors` are rows of those active now, by name."""
        is_open = status != PlanStatus.CLOSED

        def may(do: Do) -> bool:
            return is_open and actor.may(do, PLAN_SCOPES, plan)

        own, mentor = actor.person == plan.mentee_id, may(Do.SIGN_OFF)
        shown = mentors_of(mentors, today)
        return cls(
            actor, plan, shown, today, is_open, own, mentor, may(Do.REQUEST), may(Do.CHANGE_REQUIREMENT),
            may(Do.HAND_ON_REQUEST), Governing.of(actor, plan),
        )  # fmt: skip

    def may_sign(self, criterion: Criterion) -> bool:
        """Whether the viewer may sign that criterion on this plan."""
        bar = rules.bar_to_signing(
            is_own=self.is_own,
            is_mentor=self.is_mentor,
            is_checked=self.actor.identity_checked,
            post=self.actor.post,
            posts=criterion.signer_posts,
        )
        return self.is_open and bar is None


def mentors_of(rows: Sequence[Row], today: date) -> list[MentorShown]:
    """The mentors of a plan, in the order of `rows`, which repeat a mentor for each absence that is not over."""
    shown = []
    for (id_, name), mine in groupby(rows, lambda row: (row.id, row.name)):
        away = covering(merged(spans_of(row for row in mine if row.from_on is not None)), today)
        shown.append(MentorShown(id_, name, away is not None, away.until_on if away else None))
    return shown


def status_of(plan: Row, status: str, today: date) -> PlanStatus:
    """Where a plan stands on that day; `status` is the one stored."""
    return status_on(status, read(plan.pauses), today)


def paused_since(plan: Row, today: date) -> date | None:
    """The first of the days on which the plan has stood still up to `today`; None when it does not."""
    still = covering(read(plan.pauses), today)
    return still.from_on if still and plan.status != PlanStatus.CLOSED else None


def progress_of(plan: Row, status: str, today: date) -> Progress:
    """A plan's progress from its counters."""
    return Progress(
        plan.criteria_total,
        plan.criteria_complete,
        plan.signatures_required,
        plan.signatures_counted,
        percent(plan.signatures_counted, plan.signatures_required),
        pace(status_of(plan, status, today), plan.ahead_until, plan.behind_on, today),
    )


def item_of(
    view: View, row: Row, criterion: Criterion, intent: int, signed: Sequence[Row], asides: Asides = NO_ASIDES
) -> Item:
    """An item from its row, its criterion, its sign-offs in order, and what stands beside them."""
    may_request = view.may_request and row.status != ItemStatus.SIGNED and row.request_id is None
    disputed = asides.disputed(row.id)
    return Item(
        row.id,
        row.key,
        criterion.title,
        criterion.question,
        criterion.guidance,
        criterion.nudges,
        row.signatures,
        ItemPolicy(row.other_day, row.other_mentor, criterion.methods),
        row.status,
        row.latest,
        _waiting(view, row),
        row.rev,
        intent,
        [sign_off_of(view.actor, one, view.governing, disputed.get(one.id)) for one in signed],
        [] if row.missing is None else [_missing(view, row.missing, signed)],
        [requirement_of(view, one) for one in asides.requirements.get(row.id, ())],
        disputed.get(None),
        asides.declined_last(row.id, signed) if row.request_id is None else None,
        [prior_of(view.actor, one) for one in asides.prior.get(row.id, ())],
        {
            "sign_off": view.may_sign(criterion),
            "request": may_request,
            "change_requirement": view.may_change,
            "dispute": view.governing.dispute and view.is_open,
        },
    )


def left_item_of(
    view: View, row: Row, criterion: Criterion, intent: int, signed: Sequence[Row], asides: Asides
) -> Item:
    """An item whose criterion the plan's version no longer has: to be read, and nothing else."""
    item = item_of(view, row, criterion, intent, signed, asides)
    return replace(item, missing=[], may=dict.fromkeys(item.may, False))


def sign_off_of(
    actor: Actor, row: Row, governing: Governing = NOTHING, dispute: DisputeShown | None = None
) -> SignOffShown:
    """A sign-off from its row, with what the viewer may do about it and what the mentee says against it."""
    gap = (row.signed_on - row.seen_on).days
    withdrawal = _withdrawal(row)
    is_own, is_open = row.signer_id == actor.person, row.opening_id is not None
    may_open = governing.open_withdrawal and not is_own and withdrawal is None and not is_open
    return SignOffShown(
        row.id,
        row.outcome,
        row.seen_on,
        row.method,
        row.help,
        row.statement,
        row.next_step,
        gap if gap > 2 else None,
        row.gap_reason,
        Signer(row.signer_id, row.signer_name, row.signer_post),
        row.signed_at,
        row.assurance,
        _flags(row),
        NotedAt(row.note_happened_at, row.note_made_at) if row.note_made_at else None,
        evidence_of(orjson.loads(row.rests_on)) if row.rests_on else [],
        withdrawal,
        _withdrawal_open(actor, row, governing) if is_open and withdrawal is None else None,
        dispute,
        row.counts,
        {"withdraw": withdrawal is None and is_own, "open_withdrawal": may_open, "dispute": governing.dispute},
    )


def _withdrawal(row: Row) -> Withdrawal | None:
    if row.withdrawn_at is None:
        return None
    return Withdrawal(
        row.withdrawal_id, row.withdrawn_at, row.withdrawn_by, row.withdrawal_reason, row.opened_at, row.confirmed_by
    )


def _withdrawal_open(actor: Actor, row: Row, governing: Governing) -> WithdrawalOpen:
    is_opener = actor.person == row.opened_by_id
    may_confirm = governing.confirm_withdrawal and not is_opener and actor.person != row.signer_id
    may = {"confirm": may_confirm, "take_back": is_opener}
    return WithdrawalOpen(row.opening_id, row.opened_by, row.opened_at, row.opening_reason, may)


def requirement_of(view: View, row: Row) -> RequirementShown:
    """A change of what is asked for, from its row."""
    is_proposed = view.may_change and row.status == RequirementStatus.PROPOSED
    may_answer = is_proposed and view.is_own != (row.side == Side.MENTEE)
    return RequirementShown(
        row.id,
        Named(row.asked_by_id, row.asked_by),
        row.side,
        row.before,
        row.after,
        row.reason,
        row.status,
        row.asked_at,
        None if row.answered_by_id is None else Named(row.answered_by_id, row.answered_by),
        row.ended_at,
        {"answer": may_answer, "withdraw": is_proposed and view.actor.person == row.asked_by_id},
    )


def evidence_of(rests_on: Sequence[Mapping[str, Any]]) -> list[EvidenceNamed]:
    """What a sign-off rests on, as its record names it."""
    return [EvidenceNamed(one["id"], one["kind"], one["digest"]) for one in rests_on]


def _flags(row: Row) -> list[str]:
    on_device = row.on_device_of == "mentee"
    flags = {"reciprocal": row.reciprocal, "same_words": row.same_words, "on_mentees_device": on_device}
    return [flag for flag, is_so in flags.items() if is_so]


def _waiting(view: View, row: Row) -> Waiting | None:
    if row.request_id is None:
        return None
    mentors = [mentor.id for mentor in view.mentors]
    without = row.without.split() if row.without else ()
    on = with_whom(row.request_mentor_id, row.passes_on, mentors, view.today, without)
    later = with_whom(row.request_mentor_id, row.passes_on, mentors, row.passes_on, without)
    return Waiting(
        row.request_id,
        sorted((mentor for mentor in view.mentors if mentor.id in on), key=lambda mentor: mentor.is_away),
        row.asked_at,
        row.passes_on,
        _named(view, [mentor for mentor in later if mentor not in on]),
        _handed_on(view, row, on),
        row.note,
        {"hand_on": view.may_hand_on and view.actor.person in on},
    )


def _named(view: View, ids: Sequence[Id]) -> list[Named]:
    return [Named(mentor.id, mentor.name) for mentor in view.mentors if mentor.id in ids]


def _handed_on(view: View, row: Row, on: Sequence[Id]) -> HandedOn | None:
    named = _named(view, [row.request_mentor_id]) if row.request_mentor_id is not None else []
    if named and row.request_mentor_id not in on:
        return HandedOn(Handed.IN_TIME, named[0], row.passes_on, None)
    if row.handed_at is None:
        return None
    by = Named(row.handed_by_id, row.handed_by)
    return HandedOn(row.handed_how, by, day_in(view.actor.zone, row.handed_at), row.handed_reason)


def _missing(view: View, code: str, signed: Sequence[Row]) -> MissingShown:
    done = {one.signer_id for one in signed if one.counts} if code in _OTHER_MENTOR else set()
    who = who_can_sign([mentor for mentor in view.mentors if mentor.id not in done], view.today)
    return MissingShown(Missing(code), f"{TEXTS[code]} {who}")


def who_can_sign(mentors: Sequence[MentorShown], today: date) -> str:
    """`Jo is away until 3 December; Sam can sign.`: those who are there, and until when the others are not."""
    if not mentors:
        return "A mentor who can sign is still to be found."
    away = " and ".join(_away(mentor, today) for mentor in mentors if mentor.is_away)
    here = [given_name(mentor.name) for mentor in mentors if not mentor.is_away]
    can = f"{either(here)} can sign" if here else None
    return "; ".join(filter(None, [away, can])) + "."


def _away(mentor: MentorShown, today: date) -> str:
    until = f" until {day_in_words(mentor.away_until, today)}" if mentor.away_until else " just now"
    return f"{given_name(mentor.name)} is away{until}"


def day_in_words(day: date, today: date) -> str:
    """`3 December`, or `3 January 2027` in another year."""
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")
