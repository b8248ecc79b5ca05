"""Every kind of notice there is: what it leads to, which topic it belongs to, and how it reads in the inbox.

Lines of the inbox are made when they are read, by whoever may see what they name. A new kind is a row here, one in
`texts.py` and one in `rows.py`. Source: domain 8; trust, P13, S20.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What a notice has to do with: people choose by topic how they are told."""

    AGREEMENTS = "agreements"
    REQUESTS = "requests"
    SIGN_OFFS = "sign_offs"
    RECORDS = "records"
    PLANS = "plans"
    REVIEWS = "reviews"


class Thing(StrEnum):
    """What a notice leads to. `none`: there is nothing to open."""

    AGREEMENT = "agreement"
    PLAN = "plan"
    ITEM = "item"
    SIGN_OFF = "sign_off"
    RECORD = "record"
    REVIEW = "review"
    NONE = "none"


@dataclass(frozen=True)
class Kind:
    """A kind of notice. `line` may name `{subject}`, `{title}` (of the criterion) and `{by}`; `own` is how it reads to
    whom it is about. `is_certain`: it always arrives, whatever somebody has chosen, though never outside working time
    unless `is_at_once`. What is not pushed is in the inbox alone.
    """

    topic: Topic
    thing: Thing
    line: str
    own: str = ""
    is_certain: bool = False
    is_pushed: bool = True
    is_at_once: bool = False

    def reads(self, is_own: bool, **names: str) -> str:
        """The line, with the names put in."""
        return (self.own if is_own and self.own else self.line).format(**names)


_A, _R, _S = Topic.AGREEMENTS, Topic.REQUESTS, Topic.SIGN_OFFS
_AGREEMENT, _ITEM, _SIGN_OFF, _RECORD, _PLAN = Thing.AGREEMENT, Thing.ITEM, Thing.SIGN_OFF, Thing.RECORD, Thing.PLAN

WAITING: Mapping[str, Kind] = {
    "agreement_answer": Kind(
        _A, _AGREEMENT, "You are asked to mentor {subject}.", "You are asked whether you want to be mentored."
    ),
    "agreement_approval": Kind(_A, _AGREEMENT, "A mentoring agreement for {subject} waits for your approval."),
    "change_request": Kind(_A, _AGREEMENT, "{subject} asks you quietly for a change in their mentoring."),
    "request": Kind(_R, _ITEM, "{subject} asks you to see: {title}."),
    "request_overdue": Kind(_R, _ITEM, "{subject} has waited a fortnight for somebody to see: {title}."),
    "requirement": Kind(
        _R,
        _ITEM,
        "{subject} proposes one signature fewer for: {title}.",
        "You are asked whether one signature is enough for: {title}.",
    ),
    "withdrawal_confirmation": Kind(
        _S, _ITEM, "A sign-off is to be withdrawn, and waits for a second person: {title}, {subject}."
    ),
    "sign_off_frozen": Kind(
        _S,
        _ITEM,
        "Somebody says that a sign-off was not theirs, and asks you to look into it: {title}, {subject}.",
        is_certain=True,
    ),
    "lifting_confirmation": Kind(
        _S,
        _ITEM,
        "A frozen sign-off is to count again, and waits for a second person: {title}, {subject}.",
    ),
    "review_confirmation": Kind(Topic.REVIEWS, Thing.REVIEW, "You are asked about the review of {subject}'s plan."),
    "review_due": Kind(Topic.REVIEWS, Thing.PLAN, "The review of {subject}'s plan is due."),
    "review_told": Kind(
        Topic.REVIEWS,
        Thing.REVIEW,
        "A sign-off that the review of {subject}'s plan rests on counts no more, or not for now.",
    ),
    "new_post": Kind(Topic.REVIEWS, _PLAN, "{subject} is promoted, and waits for you to enter the new post."),
    "record_to_discuss": Kind(Topic.RECORDS, _RECORD, "A record about {subject} waits to be talked about."),
    "record_to_answer": Kind(
        Topic.RECORDS,
        _RECORD,
        "{subject} can answer a record.",
        "A record about you waits for your answer.",
        is_certain=True,
    ),
}
"""By kind of wait: whatever begins to wait for somebody is told to whom it waits for."""

RESULTS: Mapping[str, Kind] = {
    "agreement_approved": Kind(
        _A, _AGREEMENT, "The mentoring agreement for {subject} is approved.", "Your mentoring agreement is approved."
    ),
    "agreement_active": Kind(_A, _AGREEMENT, "Mentoring has begun for {subject}.", "Your mentoring has begun."),
    "agreement_declined": Kind(_A, _AGREEMENT, "{by} would rather not take part in mentoring for {subject}."),
    "agreement_amended": Kind(
        _A,
        _AGREEMENT,
        "What you agreed with {subject} was put in other words.",
        "What you agreed on was put in other words.",
    ),
    "agreement_paused": Kind(_A, _AGREEMENT, "Mentoring for {subject} pauses.", "Your mentoring pauses."),
    "agreement_resumed": Kind(_A, _AGREEMENT, "Mentoring for {subject} goes on.", "Your mentoring goes on."),
    "agreement_ended": Kind(_A, _AGREEMENT, "Mentoring for {subject} has ended.", "Your mentoring has ended."),
    "deputy_named": Kind(_R, Thing.NONE, "You look after what waits for a colleague on the days they are away."),
    "deputy_ended": Kind(_R, Thing.NONE, "You no longer look after what waits for a colleague."),
    "mentoring_over": Kind(_A, Thing.NONE, "You are no longer a mentor in one of your agreements."),
    "mentor_joined": Kind(_A, _AGREEMENT, "{subject} has another mentor.", "You have another mentor."),
    "mentor_left": Kind(
        _A, _AGREEMENT, "{subject} has one mentor fewer.", "One of your mentors is no longer your mentor."
    ),
    "mentor_stepped_back": Kind(_A, _AGREEMENT, "{by} no longer mentors {subject}.", "{by} is no longer your mentor."),
    "mentor_missing": Kind(
        _A, _AGREEMENT, "{subject} has no mentor any more. Somebody else can be asked, or the agreement ended."
    ),
    "plans_closed": Kind(
        _A, _AGREEMENT, "Every plan of {subject}'s agreement is closed. End the agreement, or start another plan."
    ),
    "change_answered": Kind(_A, _AGREEMENT, "{subject} has an answer.", "{by} answered what you asked for quietly."),
    "request_declined": Kind(
        _R,
        _ITEM,
        "{by} cannot see this just now: {title}.",
        "{by} cannot see this just now: {title}. You can ask again.",
    ),
    "request_passed_on": Kind(
        _R, _ITEM, "{by} passed this on: {title}.", "{by} passed what you asked for on: {title}."
    ),
    "requirement_raised": Kind(_R, _ITEM, "{by} asks for one signature more: {title}."),
    "requirement_answered": Kind(_R, _ITEM, "{by} answered about how many signatures are needed: {title}."),
    "signed": Kind(_S, _ITEM, "{by} signed: {title}."),
    "not_yet": Kind(_S, _ITEM, "{by} saw this, and says what comes next: {title}."),
    "sign_off_withdrawn": Kind(
        _S, _SIGN_OFF, "A sign-off of yours was withdrawn: {title}, {subject}.", "{by} withdrew a sign-off: {title}."
    ),
    "withdrawal_opened": Kind(
        _S,
        _SIGN_OFF,
        "{by} asks to withdraw a sign-off of yours: {title}, {subject}.",
        "{by} asks to withdraw a sign-off: {title}.",
    ),
    "withdrawal_dropped": Kind(
        _S, _SIGN_OFF, "A sign-off of yours stays as it is: {title}, {subject}.", "A sign-off stays as it is: {title}."
    ),
    "disputed": Kind(_S, _SIGN_OFF, "{subject} sees a sign-off of yours differently: {title}."),
    "item_disputed": Kind(_S, _ITEM, "{subject} sees it differently that there is no sign-off: {title}."),
    "signed_in_your_name": Kind(
        _S,
        _SIGN_OFF,
        "Signed in your name: {title}, for {subject}. Not you? Say so, and it is looked into.",
        is_certain=True,
        is_at_once=True,
    ),
    "reported_in_your_name": Kind(
        _S,
        _SIGN_OFF,
        "You said that a sign-off was not yours: {title}, for {subject}. It does not count while it is looked into.",
        is_certain=True,
        is_at_once=True,
    ),
    "looked_into": Kind(
        _S,
        _SIGN_OFF,
        "A sign-off is being looked into: {title}, {subject}.",
        "A sign-off on your plan is being looked into: {title}. That is no doubt about your work.",
    ),
    "lifting_opened": Kind(
        _S, _SIGN_OFF, "{by} asks that a sign-off in your name count again: {title}, for {subject}.", is_certain=True
    ),
    "counts_again": Kind(
        _S,
        _SIGN_OFF,
        "A sign-off in your name was looked into and counts again: {title}, for {subject}.",
        "A sign-off on your plan was looked into, and counts again: {title}.",
    ),
    "record_shared": Kind(
        Topic.RECORDS, _RECORD, "A record about {subject} was shared.", "{by} shared a record about you."
    ),
    "record_amended": Kind(
        Topic.RECORDS, _RECORD, "A record about {subject} was changed.", "{by} changed a record about you."
    ),
    "record_answered": Kind(Topic.RECORDS, _RECORD, "{subject} answered a record of yours."),
    "practice_shared": Kind(
        Topic.RECORDS, _RECORD, "A practice to improve was shared with {subject}.", is_pushed=False
    ),
    "review_proposed": Kind(
        Topic.REVIEWS,
        Thing.REVIEW,
        "A decision about {subject}'s plan is proposed, and waits for a second person.",
        "A decision about your plan is proposed, and waits for a second person.",
    ),
    "review_decided": Kind(
        Topic.REVIEWS,
        Thing.REVIEW,
        "The review of {subject}'s plan is decided.",
        "Your review is decided.",
        is_certain=True,
    ),
    "review_declined": Kind(Topic.REVIEWS, Thing.REVIEW, "{by} did not confirm the review of {subject}'s plan."),
    "review_taken_back": Kind(
        Topic.REVIEWS,
        Thing.REVIEW,
        "What was proposed for {subject}'s plan was taken back.",
        "A proposal for your plan was taken back.",
    ),
    "review_commented": Kind(Topic.REVIEWS, Thing.REVIEW, "{subject} commented on the review of their plan."),
    "plan_created": Kind(Topic.PLANS, _PLAN, "{subject} has a plan.", "You have a plan."),
    "plan_moved": Kind(
        Topic.PLANS, _PLAN, "{subject}'s plan follows a newer version.", "Your plan follows a newer version."
    ),
    "plan_taken_up": Kind(Topic.PLANS, _PLAN, "{subject}'s plan goes on.", "Your plan goes on."),
}
"""By kind of notice: what came of something."""

PASSED: Mapping[str, Kind] = {
    "item_with_you": Kind(_R, _ITEM, "While a colleague is away, this waits with you, for {subject}: {title}."),
    "agreement_with_you": Kind(_A, _AGREEMENT, "While a colleague is away, an agreement for {subject} waits with you."),
    "record_with_you": Kind(
        Topic.RECORDS, _RECORD, "While a colleague is away, a record about {subject} waits with you."
    ),
}
"""What a deputy is told when something has passed to them."""

BY_DAY: Mapping[str, Kind] = {
    "plan_ending": Kind(Topic.PLANS, _PLAN, "{subject}'s plan ends soon.", "Your plan ends soon."),
}
"""By kind of notice: what a day alone makes news of."""

KINDS: Mapping[str, Kind] = {**WAITING, **RESULTS, **PASSED, **BY_DAY}

AT_ONCE = frozenset(name for name, kind in KINDS.items() if kind.is_at_once)
"""What is told at any hour: whoever has just signed is awake, and if it was not them it should not wait."""

INBOX_ONLY = [name for name, kind in KINDS.items() if not kind.is_pushed]


def topic_of(kind: str) -> str:
    """The topic people choose by; empty for what always arrives."""
    found = KINDS.get(kind)
    return "" if found is None or found.is_certain else found.topic.value


def of_topic(topic: Topic) -> list[str]:
    """The kinds of a topic."""
    return [name for name, kind in KINDS.items() if kind.topic is topic]


def leading_to(thing: Thing) -> list[str]:
    """The kinds that lead to such a thing."""
    return [name for name, kind in KINDS.items() if kind.thing is thing]
