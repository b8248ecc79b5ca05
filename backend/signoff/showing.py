"""Makes what people see of a plan from its rows, for whoever looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from backend.frameworks.rules import Criterion
from backend.kernel.clock import day_in
from backend.kernel.ids import Id
from backend.kernel.prepared import Row
from backend.kernel.spans import covering, merged, read, spans_of
from backend.kernel.ties import Actor, Do
from backend.people.names import Named, either, given_name
from backend.signoff import rules
from backend.signoff.asides import NO_ASIDES, Asides, RequirementShown
from backend.signoff.counting import percent
from backend.signoff.dates import pace, status_on
from backend.signoff.prior import prior_of
from backend.signoff.requests import with_whom
from backend.signoff.rules import Handed, ItemStatus, Missing, PlanStatus, RequirementStatus, Side
from backend.signoff.showing_signed import Governing, sign_off_of
from backend.signoff.shown import (
    HandedOn,
    Item,
    ItemPolicy,
    MentorShown,
    MissingShown,
    Progress,
    Waiting,
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
    disputed, frozen = asides.disputed(row.id), asides.frozen(row.id)
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
        [
            sign_off_of(
                view.actor, one, view.governing, disputed.get(one.id), frozen.get(one.id), asides.under.get(one.id)
            )
            for one in signed
        ],
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
    looked_into = sum(one.frozen_at is not None for one in signed)
    beside = f" {frozen_in_words(looked_into)}" if looked_into else ""
    return MissingShown(Missing(code), f"{TEXTS[code]} {who}{beside}")


def frozen_in_words(count: int) -> str:
    """That sign-offs are there which count nothing for now, because somebody looks into them."""
    return "One sign-off is being looked into." if count == 1 else f"{count} sign-offs are being looked into."


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
