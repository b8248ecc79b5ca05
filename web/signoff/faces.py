"""How a plan looks: the slots of an item, and where it stands in a few words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend.kernel.ids import Id
from backend.kernel.ties import Actor
from backend.mentoring.applies import APPROVAL_WAIT
from backend.mentoring.joining import ANSWER_WAIT
from backend.mentoring.quiet_requests import CHANGE_WAIT
from backend.people.names import Named, either, given_name, initials
from backend.signoff.rules import TAKE_BACK, ItemStatus, Outcome, PlanStatus
from backend.signoff.showing import TEXTS, who_can_sign
from backend.signoff.shown import Item, MentorShown, Plan, SignOffShown, Waiting
from backend.signoff.waiting import Wait
from web import words
from web.dates import When
from web.signoff.asides import is_frozen


@dataclass(frozen=True)
class Slot:
    """A place for a signature: open, signed, asked, not_yet, frozen or withdrawn; `label` says it to who cannot see."""

    state: str
    label: str
    initials: str = ""


OPEN = Slot("open", "Open")
"""Nothing is signed here yet."""
SAID_AFTER = 3
"""Days after which a plan says that a question still waits."""

_ORDER = ("asked", "not_yet", "withdrawn", "frozen", "part", "open")


def slots(item: Item, when: When) -> list[Slot]:
    """The places for signatures: those signed, then the open ones, the first of which says what is going on."""
    signed = [_signed(one, when) for one in item.sign_offs if one.counts]
    still = item.signatures_required - len(signed)
    if still <= 0:
        return signed[: item.signatures_required]
    return [*signed, _next(item, when), *[OPEN] * (still - 1)]


def slot(one: SignOffShown, when: When) -> Slot:
    """The slot of one sign-off, whatever became of it."""
    if one.withdrawal:
        label = f"Withdrawn by {one.withdrawal.by}"
        return Slot("withdrawn", label, initials(one.signer.name))
    if is_frozen(one):
        return Slot(
            "frozen", f"Being looked into: {one.signer.name}, {when.day(one.seen_on)}", initials(one.signer.name)
        )
    if one.outcome == Outcome.NOT_YET:
        return Slot("not_yet", f"Not yet, {one.signer.name}, {when.day(one.seen_on)}")
    return _signed(one, when)


def _signed(one: SignOffShown, when: When) -> Slot:
    label = f"Signed by {one.signer.name}, {when.day(one.seen_on)}"
    return Slot("signed", label, initials(one.signer.name))


def _next(item: Item, when: When) -> Slot:
    if item.waiting:
        return Slot("asked", f"Asked of {with_them(item.waiting)}")
    latest = item.sign_offs[-1] if item.sign_offs else None
    is_telling = latest and (latest.withdrawal or is_frozen(latest) or latest.outcome == Outcome.NOT_YET)
    return slot(latest, when) if latest and is_telling else OPEN


def counted(signatures: int, signed: int) -> list[Slot]:
    """The slots of an item that is waited for, where only the number of signatures is known."""
    done = [Slot("signed", "Signed")] * signed
    left = max(signatures - signed - 1, 0)
    return [*done, Slot("asked", "Asked"), *[OPEN] * left]


def state(item: Item) -> str:
    """Where an item stands, as one of: signed, asked, not_yet, withdrawn, frozen, part, open."""
    if item.status == ItemStatus.SIGNED:
        return "signed"
    if item.waiting:
        return "asked"
    if item.sign_offs and item.sign_offs[-1].withdrawal:
        return "withdrawn"
    if item.sign_offs and is_frozen(item.sign_offs[-1]):
        return "frozen"
    if item.latest == Outcome.NOT_YET:
        return "not_yet"
    return "part" if item.status == ItemStatus.PART_SIGNED else "open"


def needed(plan: Plan) -> list[Item]:
    """What is still to be signed: what is asked first, then what was begun, each in the order of the framework."""
    return sorted((one for one in plan.items if state(one) != "signed"), key=lambda one: _ORDER.index(state(one)))


def signed_items(plan: Plan) -> list[Item]:
    """What is signed, in the order of the framework."""
    return [one for one in plan.items if state(one) == "signed"]


def in_short(item: Item, when: When) -> str:
    """The line below a criterion's title in a list."""
    now = state(item)
    if now == "signed":
        return words.together([when.day(one.seen_on) for one in item.sign_offs if one.counts])
    if now == "asked" and item.waiting:
        days = when.days_since(item.waiting.since)
        since = when.day(when.day_of(item.waiting.since)) if days > 1 else when.ago(item.waiting.since)
        return f"With {with_them(item.waiting)} since {since}"
    if now == "not_yet":
        return f"Not yet. Next: {_lower(item.sign_offs[-1].next_step or 'try again')}"
    if item.may["request"] and now in ("open", "withdrawn"):
        return "Ready to ask" if now == "open" else "Withdrawn; ready to ask again"
    still = "; ".join(TEXTS[one.code].rstrip(".") for one in item.missing)
    if now == "frozen":
        return f"A sign-off is being looked into. {still}"
    return f"Withdrawn. {still}" if now == "withdrawn" else still


def _lower(text: str) -> str:
    """`text` to go on a sentence with; a word in capitals stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _givens(people: Sequence[Named | MentorShown]) -> list[str]:
    return [given_name(one.name) for one in people] or ["nobody yet"]


def named(people: Sequence[Named]) -> str:
    """`Jo or Sam`."""
    return either(_givens(people))


def passing(waiting: Waiting, when: When) -> str | None:
    """`It passes to Sam on Thursday.`, while there is somebody to pass it to."""
    others = [given_name(one.name) for one in waiting.passes_to]
    if not others or waiting.passes_on <= when.today:
        return None
    return f"It passes to {either(others)} {when.on(waiting.passes_on)}."


def still_waiting(plan: Plan, when: When) -> Item | None:
    """The item whose question has waited longest, from the third day on: next shift is soon enough. None while the plan
    stands still: nothing is owed then, but a mentor.
    """
    if plan.paused_since:
        return None
    asked = [
        (one.waiting.since, one.id, one)
        for one in plan.items
        if one.waiting and when.days_since(one.waiting.since) >= SAID_AFTER
    ]
    return min(asked)[2] if asked else None


def with_them(waiting: Waiting) -> str:
    """`Jo or Sam`: those whom a question is with."""
    return either(_givens(waiting.on))


def having_it(waiting: Waiting) -> str:
    """`Jo has had`, `Jo or Sam have had`: what the name of a criterion and how long follow."""
    if not waiting.on:
        return "a mentor is to be found who sees"
    return f"{with_them(waiting)} {'has' if len(waiting.on) == 1 else 'have'} had"


def wait_in_short(wait: Wait, when: When) -> str:
    """The line below what waits for me: `Maya Alder · asked 9 days ago, passes to another mentor on Thursday`."""
    text = f"{wait.subject.name} · asked {when.ago(wait.since)}"
    if wait.passes_on and wait.passes_on > when.today:
        return f"{text}, passes to another mentor {when.on(wait.passes_on)}"
    return text


def agreement_title(wait: Wait, viewer: Actor) -> str:
    """What an agreement that waits for me is called."""
    if wait.subject.id == viewer.person:
        return "Your mentoring agreement"
    return f"Mentoring {wait.subject.name}"


AGREEMENT_PILLS: Mapping[str, str] = {APPROVAL_WAIT: "to approve", CHANGE_WAIT: "a quiet request"}


def agreement_pill(wait: Wait) -> str:
    """What it waits for, in a word or two."""
    return AGREEMENT_PILLS.get(wait.kind, "to answer")


def agreement_note(agreements: Sequence[Wait]) -> str | None:
    """What stands below them, for those asked to take part."""
    is_asked = any(wait.kind == ANSWER_WAIT for wait in agreements)
    return "Whether you take part is up to you, and a no needs no reason." if is_asked else None


def agreement_in_short(wait: Wait, when: When) -> str:
    """The line below it."""
    if wait.kind == CHANGE_WAIT:
        return f"Asked for a change {when.ago(wait.since)}"
    return f"Asked for your {'approval' if wait.kind == APPROVAL_WAIT else 'answer'} {when.ago(wait.since)}"


def standing(plan: Plan, when: When) -> str:
    """Where a plan stands, in one or two sentences."""
    if plan.status == PlanStatus.CLOSED:
        return "What is signed stays."
    if plan.progress.criteria_complete == plan.progress.criteria_total:
        return "Everything is signed. The review comes next."
    still = f"Standing still since {when.day(plan.paused_since)}. The days do not run." if plan.paused_since else None
    return " ".join(filter(None, [still or _ending(plan.ends_on, when), _able(plan, when)]))


def _able(plan: Plan, when: When) -> str:
    """`Jo and Sam can sign.`; while somebody is away, until when."""
    if any(one.is_away for one in plan.mentors) or not plan.mentors:
        return who_can_sign(plan.mentors, when.today)
    return f"{words.together([given_name(one.name) for one in plan.mentors])} can sign."


def away(waiting: Waiting, when: When) -> str | None:
    """`Jo is away until 3 December. Kit Hawthorn looks after it meanwhile.`: of those whom a question is with."""
    gone = [one for one in waiting.on if one.is_away]
    if not gone:
        return None
    deputies = list(dict.fromkeys(one.deputy.name for one in gone if one.deputy))
    look = "look" if len(deputies) > 1 else "looks"
    meanwhile = f"{words.together(deputies)} {look} after it meanwhile." if deputies else None
    return " ".join(filter(None, [who_can_sign(gone, when.today), meanwhile]))


def _ending(ends_on: date, when: When) -> str | None:
    days = (ends_on - when.today).days
    if days < 0:
        return f"Its dates ended {when.on(ends_on)}; signing stays open until the review."
    if days == 0:
        return "Its dates end today; a review can extend them."
    return f"Its dates end in {words.many(days, 'day')}; a review can extend them." if days <= 14 else None


def take_back(one: SignOffShown, when: When) -> str:
    """The time until which a sign-off may simply be taken back."""
    return when.time(one.signed_at + TAKE_BACK)


def seen(one: SignOffShown, when: When) -> str:
    """`Watched on Friday 2 October, alone`."""
    how = f"{words.METHODS[one.method][2]}, {when.full(one.seen_on)}"
    return f"{how}, {words.HELPS[one.help][1]}" if one.help else how


def becoming(role: str) -> str:
    """What a plan is for: `Becoming a manager`. A new starter has become one already."""
    if role == "new_starter":
        return "New starter"
    return f"Becoming {'an' if role[:1] in 'aeiou' else 'a'} {role.replace('_', ' ')}"


def for_signer(item: Item, when: When) -> str:
    """What a signature would add, for whoever is about to give one."""
    if not item.missing:
        return "Signed already. One more is kept beside the others."
    signed = [
        f"{given_name(one.signer.name)} signed for {when.day(one.seen_on)}." for one in item.sign_offs if one.counts
    ]
    return " ".join([TEXTS[item.missing[0].code], *signed])


def is_fresh(one: SignOffShown, now: datetime) -> bool:
    """Whether a sign-off may still simply be taken back."""
    return now - one.signed_at <= TAKE_BACK


def latest_of(item: Item, person: Id) -> SignOffShown | None:
    """The sign-off this person has given last and not withdrawn."""
    given = [one for one in item.sign_offs if one.signer.id == person and not one.withdrawal]
    return max(given, key=lambda one: one.signed_at, default=None)


def withdrawn_last(item: Item, person: Id) -> SignOffShown | None:
    """The sign-off of this person's that was withdrawn last."""
    gone = [(one.withdrawal.at, one) for one in item.sign_offs if one.signer.id == person and one.withdrawal]
    return max(gone, key=lambda pair: pair[0])[1] if gone else None


def after_signing(item: Item, one: SignOffShown, mentee: str) -> tuple[str, str]:
    """What a sign-off has come to, just after it was given, and in which tone."""
    if one.outcome == Outcome.NOT_YET:
        return f"Your ‘not yet’ is written down; {given_name(mentee)} sees the next step.", "sign"
    if one.counts:
        return words.DONE["signed"], "sign"
    if item.missing:
        still = _lower(TEXTS[item.missing[0].code].rstrip(".").replace(",", ""))
        return f"Kept, but it does not count yet: {still} is still needed.", "wait"
    return "Signed, and kept beside the ones that count.", "sign"


def policy(kept: dict[str, Any]) -> str:
    """What a record says was asked for: `Two signatures, from another day`."""
    text = words.sentence(words.many(kept["signatures"], "signature"))
    if kept["signatures"] == 1:
        return text
    bound = [name for key, name in (("other_day", "another day"), ("other_mentor", "another mentor")) if kept[key]]
    return f"{text}, the second from {' and '.join(bound)}" if bound else text
