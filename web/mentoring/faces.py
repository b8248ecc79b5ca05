"""How an agreement reads: who is in it, what is still awaited, who holds which role, and what became of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from backend.kernel.ties import Actor
from backend.mentoring.conversations import Conversation
from backend.mentoring.history import AgreementHappened
from backend.mentoring.hours import MonthOfMentoring
from backend.mentoring.programmes import PROGRAMMES
from backend.mentoring.rules import Programme, Status
from backend.mentoring.shown import AgreementListed, AgreementMentor, AgreementShown, GoalShown
from backend.mentoring.status import AgreementNow
from backend.people.names import given_name
from web import words
from web.dates import When

STATUSES = {
    "proposed": ("suggested", "wait"),
    "active": ("under way", "sign"),
    "declined": ("declined", "quiet"),
    "run_out": ("ran out", "quiet"),
    "paused": ("paused", "wait"),
    "ended": ("ended", "quiet"),
}
ARRANGEMENTS = {"scheduled": "At agreed times", "ad_hoc": "Whenever it is needed", "both": "Both, as it suits"}
MODES = {"coaching": "Coaching", "mentoring": "Mentoring", "both": "Both"}
ROLES = {"approver": "approved it", "mentor": "is a mentor here", "manager": "manages the mentee"}
HAPPENED = {
    "propose_agreement": "{by} suggested it",
    "approve_agreement": "{by} approved it",
    "answer_agreement": "{by} agreed to take part",
    "add_mentor": "{by} asked {mentor} to be a mentor too",
    "amend_agreement": "{by} put it in other words",
    "pause_agreement": "{by} let it stand still",
    "resume_agreement": "{by} let it go on",
    "end_agreement": "{by} ended it",
}


def programme(code: str) -> str:
    """What a programme is called."""
    return PROGRAMMES[Programme(code)].title


def mentor_title(code: str) -> str:
    """What a mentor in it is called."""
    return PROGRAMMES[Programme(code)].mentor_title


def title(one: AgreementShown | AgreementListed, viewer: Actor) -> str:
    """What an agreement is called by whoever reads it."""
    own = one.mentee.id == viewer.person
    return "Your mentoring agreement" if own else f"Mentoring {one.mentee.name}"


def standing(one: AgreementShown, now: AgreementNow, when: When) -> str:
    """Where it stands, in a sentence or two."""
    if one.status == Status.PROPOSED and not current(one):
        return f"Nobody is left to mentor. Ask somebody to join, or it runs out {when.on(one.lapses_on)}."
    if one.status == Status.PROPOSED:
        return f"{awaited(one)} It runs out {when.on(one.lapses_on)} if a word is still missing then; that is no harm."
    if one.status == Status.RUN_OUT:
        return "Thirty days went by without everyone’s word. It can be suggested afresh at any time."
    if one.status == Status.DECLINED:
        return "Somebody would rather not take part. Only you see this, as you suggested it; nobody has to say why."
    if one.status == Status.ACTIVE and not current(one):
        return "No mentor is in it just now. Whoever approves agreements can ask somebody."
    if one.status == Status.ACTIVE:
        return _under_way(one, when)
    if now.paused_on:
        return f"Standing still since {when.day(now.paused_on)}. The days do not run, and what was seen can be signed."
    over = f"It ended {when.on(now.ended_on)}." if now.ended_on else "It is over."
    return f"{over} What is signed stays."


def _under_way(one: AgreementShown, when: When) -> str:
    asked = [mentor for mentor in current(one) if not mentor.agreed and not _lapsed(mentor, when)]
    if not asked:
        return "Everyone has agreed."
    return (
        f"Everyone else has agreed; {words.together([given_name(one.name) for one in asked])} may still say yes or no."
    )


def _lapsed(mentor: AgreementMentor, when: When) -> bool:
    return mentor.lapses_on is not None and mentor.lapses_on <= when.today


def awaited(one: AgreementShown) -> str:
    """`Waiting for Maya and Jo, and for approval by Ash Linden.`"""
    people = [] if one.mentee_agreed else [given_name(one.mentee.name)]
    people += [given_name(mentor.name) for mentor in current(one) if not mentor.agreed]
    parts = [f"for {words.together(people)}"] if people else []
    if not one.approved:
        names = [approver.name for approver in one.approvers]
        parts.append(f"for approval by {' or '.join(names)}" if names else "for approval, which nobody can give yet")
    return f"Waiting {', and '.join(parts)}." if parts else "Everyone has agreed."


def current(one: AgreementShown) -> list[AgreementMentor]:
    """The mentors in it, and those who are asked to be."""
    return [mentor for mentor in one.mentors if mentor.left_at is None]


def past(one: AgreementShown) -> list[AgreementMentor]:
    """The mentors who have left."""
    return [mentor for mentor in one.mentors if mentor.left_at is not None]


def mentor_in_short(one: AgreementShown, mentor: AgreementMentor, when: When) -> str:
    """The line below a mentor's name."""
    named = f"Peer {mentor_title(one.programme).lower()}" if mentor.is_peer else mentor_title(one.programme)
    return f"{named} · {_state(one, mentor, when)}"


def _state(one: AgreementShown, mentor: AgreementMentor, when: When) -> str:
    if mentor.left_at:
        since = f"{when.day(when.day_of(mentor.active_since))} to " if mentor.active_since else "until "
        return f"{since}{when.day(when.day_of(mentor.left_at))}"
    if mentor.active_since:
        return f"since {when.day(when.day_of(mentor.active_since))}"
    if mentor.agreed:
        return "has agreed"
    if _lapsed(mentor, when):
        return "was asked, and has not answered"
    replaced = next((other.name for other in one.mentors if other.id == mentor.replaces_id), None)
    return f"is asked to take the place of {given_name(replaced)}" if replaced else "is asked, and free to say no"


def goals(found: Sequence[GoalShown], horizon: str) -> list[str]:
    """The goals of that horizon."""
    return [goal.text for goal in found if goal.horizon == horizon]


def roles(held: Sequence[str]) -> str:
    """`approved it and manages the mentee`."""
    return words.together([ROLES[role] for role in held])


def in_two_roles(one: AgreementShown) -> bool:
    """Whether the reader, who may approve, is something else here as well."""
    return "approver" in one.your_roles and bool({"mentor", "manager"} & set(one.your_roles))


def happened(one: AgreementHappened) -> str:
    """What happened, in a sentence."""
    mentor = one.mentor.name if one.mentor else "somebody"
    if one.kind == "remove_mentor":
        return f"{mentor} left" if one.mentor and one.mentor.id == one.by.id else f"{one.by.name} took {mentor} out"
    text = HAPPENED[one.kind].format(by=one.by.name, mentor=mentor)
    return f"{text}, in place of {one.replaces.name}" if one.replaces else text


def earlier(history: Sequence[AgreementHappened], one: AgreementHappened) -> AgreementHappened | None:
    """The words that stood there before an amendment."""
    before = [other for other in history if other.agreed and (other.at, other.id) < (one.at, one.id)]
    return before[-1] if before and one.kind == "amend_agreement" else None


def conversation(one: Conversation, when: When) -> str:
    """`45 minutes, coaching, with Jo Rowan`."""
    return f"{one.minutes} minutes · {MODES[one.mode].lower() if one.mode != 'both' else 'coaching and mentoring'}"


def hours(minutes: int) -> str:
    """`1 h 45 min`."""
    full, rest = divmod(minutes, 60)
    return " ".join(filter(None, [f"{full} h" if full else "", f"{rest} min" if rest or not full else ""]))


def months(page: Sequence[MonthOfMentoring]) -> list[dict[str, Any]]:
    """A mentor's lines by month, each with its sum."""
    found: dict[str, list[MonthOfMentoring]] = {}
    for one in page:
        found.setdefault(one.month, []).append(one)
    return [
        {
            "name": f"{date.fromisoformat(f'{month}-01'):%B %Y}",
            "minutes": sum(one.minutes for one in lines),
            "of": lines,
        }
        for month, lines in found.items()
    ]


def options(named: dict[str, str]) -> list[dict[str, str]]:
    """Answers a form offers, from codes and their words."""
    return [{"value": code, "label": label} for code, label in named.items()]
