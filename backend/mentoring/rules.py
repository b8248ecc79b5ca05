"""When an agreement may be proposed, approved, answered and changed. Pure. Source: domain 2; decisions, States."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from backend.kernel.errors import Kind, refusal
from backend.kernel.ids import Id

LAPSES_AFTER = timedelta(days=30)


class Programme(StrEnum):
    """The programmes to support out of the box. Source: domain 2."""

    NEW_MANAGERS = "new_managers"
    NEW_STARTERS = "new_starters"
    CLINICAL = "clinical"


class Arrangement(StrEnum):
    """How support works, agreed at the start."""

    SCHEDULED = "scheduled"
    AD_HOC = "ad_hoc"
    BOTH = "both"


class Horizon(StrEnum):
    """How far off a goal is."""

    SHORT = "short"
    LONG = "long"


class Answer(StrEnum):
    """Taking part is voluntary on both sides."""

    AGREE = "agree"
    DECLINE = "decline"


class PlansThen(StrEnum):
    """What becomes of the plans when their agreement ends: they stand still for a new one, or are closed."""

    PAUSE = "pause"
    CLOSE = "close"


class Status(StrEnum):
    """Where an agreement stands. `run_out` is a stored day, true when reached."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"
    RUN_OUT = "run_out"
    PAUSED = "paused"
    ENDED = "ended"


class Mode(StrEnum):
    """What a conversation was: one asks, the other tells, and one conversation may do both. Source: domain 2."""

    COACHING = "coaching"
    MENTORING = "mentoring"
    BOTH = "both"


STARTED = (Status.ACTIVE, Status.PAUSED)
"""Everybody's yes is in, and it has not ended: who is added now becomes a mentor by their own yes alone."""

own_mentor = refusal("agreement.own_mentor", Kind.INVALID, "Nobody mentors themselves. Choose somebody else as mentor.")
unknown_person = refusal("agreement.unknown_person", Kind.INVALID, "One of these people is not with us. Choose again.")
mentor_twice = refusal("agreement.mentor_twice", Kind.INVALID, "A mentor is named twice. Name each of them once.")
mentee_twice = refusal("agreement.mentee_twice", Kind.INVALID, "Somebody is named twice. Name each of them once.")
unknown_peer = refusal("agreement.unknown_peer", Kind.INVALID, "Only somebody named as a mentor mentors as a peer.")
wrong_dates = refusal(
    "agreement.wrong_dates", Kind.INVALID, "The end has to be after the start. Look at the dates again."
)
own_approval = refusal("agreement.own_approval", Kind.FORBIDDEN, "Somebody else approves an agreement about you.")
not_proposed = refusal("agreement.not_proposed", Kind.CONFLICT, "This agreement is no longer waiting for an answer.")
run_out = refusal("agreement.run_out", Kind.CONFLICT, "Thirty days went by without everyone's word. Propose it afresh.")
no_such_mentor = refusal("agreement.no_such_mentor", Kind.CONFLICT, "They are not a mentor in this agreement any more.")
already_mentor = refusal(
    "agreement.already_mentor", Kind.CONFLICT, "They are a mentor here or have been asked to be. Choose somebody else."
)
invitation_run_out = refusal(
    "agreement.invitation_run_out", Kind.CONFLICT, "Thirty days went by since you were asked. Ask to be asked again."
)
is_over = refusal("agreement.over", Kind.CONFLICT, "This agreement is over. What stands in it stays to be read.")
not_started = refusal(
    "agreement.not_started", Kind.CONFLICT, "This agreement is not under way. Wait until everyone has agreed."
)
amended_meanwhile = refusal(
    "agreement.amended_meanwhile", Kind.CONFLICT, "Somebody has put it in other words meanwhile. Read those first."
)
nobody_to_ask = refusal(
    "agreement.nobody_to_ask", Kind.CONFLICT,
    "Whoever could decide here is also your mentor. Speak to the people team, or to somebody outside whom you trust.",
)  # fmt: skip
change_answered = refusal(
    "change_request.answered", Kind.CONFLICT, "A colleague has answered this already. Read what they wrote."
)
in_future = refusal(
    "conversation.in_future", Kind.INVALID, "That day is still to come. Note it once you have talked."
)  # fmt: skip
before_agreement = refusal(
    "conversation.before_agreement", Kind.INVALID, "You had not begun to work together then. Choose a later day."
)
already_struck = refusal("conversation.already_struck", Kind.CONFLICT, "It is struck through already, with its reason.")

not_active = refusal(
    "agreement.not_active", Kind.CONFLICT, "This agreement is not under way, so there is nothing to do."
)
already_paused = refusal("agreement.already_paused", Kind.CONFLICT, "This agreement stands still already.")
not_paused = refusal("agreement.not_paused", Kind.CONFLICT, "This agreement does not stand still; it goes on.")
others_mentor = refusal(
    "agreement.others_mentor",
    Kind.CONFLICT,
    "Somebody else mentors here too. Leave the agreement for yourself; it goes on with them.",
)
plans_stay = refusal(
    "agreement.plans_stay",
    Kind.FORBIDDEN,
    "Closing plans is for whoever approves agreements. Let them stand still for a new agreement.",
)


def ensure_proposable(mentee: Id, mentors: Collection[Id], starts_on: date, ends_on: date) -> None:
    """Raises `agreement.own_mentor`, `agreement.mentor_twice` or `agreement.wrong_dates`."""
    if mentee in mentors:
        raise own_mentor()
    if len(set(mentors)) != len(mentors):
        raise mentor_twice()
    if ends_on <= starts_on:
        raise wrong_dates()


def status_at(status: Status, lapses_on: date, today: date) -> Status:
    """The status on that day: a proposal runs out after thirty days without any job."""
    return Status.RUN_OUT if status is Status.PROPOSED and today >= lapses_on else status


def ensure_open(status: Status) -> None:
    """Raises `agreement.not_proposed` or `agreement.run_out` when no answer is awaited any more."""
    if status is Status.RUN_OUT:
        raise run_out()
    if status is not Status.PROPOSED:
        raise not_proposed()


def ensure_under_way(status: Status) -> None:
    """Raises `agreement.not_active` unless the agreement is active or stands still."""
    if status not in (Status.ACTIVE, Status.PAUSED):
        raise not_active()


def ensure_pausable(status: Status) -> None:
    """Raises `agreement.already_paused` or `agreement.not_active`."""
    if status is Status.PAUSED:
        raise already_paused()
    ensure_under_way(status)


def ensure_goes_on(status: Status) -> None:
    """Raises `agreement.over` for an agreement that was declined, ran out or has ended."""
    if status not in (Status.PROPOSED, *STARTED):
        raise is_over()


def ensure_started(status: Status) -> None:
    """Raises `agreement.not_started` or `agreement.over` unless the agreement is under way."""
    ensure_goes_on(status)
    if status not in STARTED:
        raise not_started()


def ensure_invitable(person: Id, mentee: Id, mentors: Collection[Id], replaces: Id | None) -> None:
    """Raises `agreement.own_mentor`, `agreement.already_mentor` or `agreement.no_such_mentor`."""
    if person == mentee:
        raise own_mentor()
    if person in mentors:
        raise already_mentor()
    if replaces is not None and replaces not in mentors:
        raise no_such_mentor()


def ensure_held(held_on: date, earliest: date, today: date) -> None:
    """Raises `conversation.in_future` or `conversation.before_agreement`."""
    if held_on > today:
        raise in_future()
    if held_on < earliest:
        raise before_agreement()


def status_after(approved: bool, answers: Collection[Answer | None]) -> Status:
    """What approval and everyone's answers make of a proposal."""
    if Answer.DECLINE in answers:
        return Status.DECLINED
    return Status.ACTIVE if approved and all(answer is Answer.AGREE for answer in answers) else Status.PROPOSED


def status_without(
    status: Status, approved: bool, answers: Collection[Answer | None], mentors: Collection[Id]
) -> Status:
    """What becomes of an agreement when a mentor is taken out; `answers` and `mentors` are those that are left.

    A proposal starts when theirs was the last word missing, unless nobody is left to mentor.
    """
    return status_after(approved, answers) if status is Status.PROPOSED and mentors else status
