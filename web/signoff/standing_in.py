"""What has passed to a deputy while somebody is away, in words: whose it is, since when, and where it leads."""

from backend.kernel.ties import Actor
from backend.mentoring.applies import APPROVAL_WAIT
from backend.people.names import given_name
from backend.records.versions import TO_DISCUSS
from backend.signoff.requests import WAIT
from backend.signoff.waiting import Wait, WithDeputy
from web.dates import When
from web.paths import agreement_at, item_at, record_at
from web.signoff.asides import MATTERS, matter_at

_FOR_OTHERS = {
    APPROVAL_WAIT: "only who approves agreements can decide it",
    TO_DISCUSS: "only the writer and the line manager can note that it was talked about",
}
_FOR_MENTORS = "only a mentor can answer it"


def is_passed(wait: Wait, viewer: Actor) -> bool:
    """Whether the viewer looks after it for somebody who is away."""
    return wait.with_deputy is not None and wait.with_deputy.deputy.id == viewer.person


def title(wait: Wait) -> str:
    """What it is: the criterion, or a few words."""
    if wait.title:
        return wait.title
    return f"An agreement for {wait.subject.name}" if wait.kind == APPROVAL_WAIT else f"A record, {wait.subject.name}"


def in_short(wait: Wait, when: When) -> str:
    """`Maya Alder · waits since 20 November · for Jo Rowan, away until 3 December · with you since 21 November`, and
    who alone can do something about it, where the viewer cannot.
    """
    passed = wait.with_deputy
    assert passed
    until = f" until {when.day(passed.until)}" if passed.until else ""
    whose = f"for {passed.person.name}, away{until} · with you since {when.day(passed.since)}"
    others = [] if passed.may_act else [_FOR_OTHERS.get(wait.kind, _FOR_MENTORS)]
    return " · ".join([wait.subject.name, f"waits since {when.day(when.day_of(wait.since))}", whose, *others])


def leads_to(wait: Wait) -> str:
    """The page of it: what may be done there is asked as of anybody."""
    if wait.kind in MATTERS:
        return matter_at(wait)
    if wait.kind == WAIT and wait.plan_id and wait.item_id:
        return item_at(wait.plan_id, wait.item_id)
    return agreement_at(wait.about_id) if wait.kind == APPROVAL_WAIT else record_at(wait.about_id)


def passed_on(passed: WithDeputy, when: When) -> str:
    """What whoever is away reads above what waits for them."""
    back = f" You are back on {when.day(passed.until)}." if passed.until else ""
    given = given_name(passed.deputy.name)
    since = f"{passed.deputy.name} has looked after what waits for you since {when.day(passed.since)}"
    return f"{since}, as far as {given} may see it.{back}"
