"""Who is at the page, and what stands around every page they see.

`looking()` reads and `acting()` writes, each one transaction, over before anything is rendered.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, session
from werkzeug.wrappers import Response

from backend.accounts.sessions import note_use, who
from backend.accounts.shared_phones import stay
from backend.accounts.tokens import org_of
from backend.archive.copies import may_copy_for
from backend.house import House
from backend.kernel.database import Tx
from backend.kernel.ties import GRANTS, Actor, Do, Tie
from backend.notices.inbox import pending
from backend.signoff.reading import PlanFilter, list_plans
from web.dates import When
from web.logs import trace

TOKEN, PRESENCE = "token", "presence"
BOARDS = GRANTS[Do.SEE_BOARD]
LEADS = GRANTS[Do.SEE_PLAN] - {Tie.SELF, Tie.MENTOR}


@dataclass(frozen=True)
class Frame:
    """What stands around a page: whose it is, where else one can go, how days read, and how many notices are
    unread."""

    viewer: Actor
    tabs: list[dict[str, Any]]
    when: When
    unread: int = 0

    @property
    def mentors(self) -> bool:
        """Whether the viewer mentors anybody."""
        return holds(self.viewer, Tie.MENTOR)

    @property
    def leads(self) -> bool:
        """Whether the viewer sees plans of others than those they mentor."""
        return holds(self.viewer, *LEADS)

    @property
    def administers(self) -> bool:
        """Whether people and settings are the viewer's to look after, and no plan is."""
        return holds(self.viewer, Tie.ADMIN) and not (self.mentors or self.leads)

    @property
    def manages(self) -> bool:
        """Whether people and settings are the viewer's to change."""
        return self.viewer.may_anywhere(Do.MANAGE_PEOPLE)

    @property
    def sends(self) -> bool:
        """Whether what could not be sent is the viewer's to look after."""
        return self.viewer.may_anywhere(Do.SEE_DELIVERIES)

    @property
    def copies(self) -> bool:
        """Whether the viewer may make a copy of what is somebody else's, for them."""
        return may_copy_for(self.viewer)


class Visit:
    """A transaction and who it is for; `frame` is there once a reading one is over."""

    frame: Frame

    def __init__(self, tx: Tx, actor: Actor) -> None:
        self.tx = tx
        self.actor = actor
        self.when = When(tx.today(actor.zone), actor.zone)


def house() -> House:
    """The house this app was made for."""
    found: House = current_app.extensions["house"]
    return found


def token() -> str | None:
    """The access token in the cookie, if somebody is signed in."""
    return session.get(TOKEN)


def phone_cookie() -> str:
    """What the cookie of a shared phone is called."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}-phone"


def device_cookie() -> str:
    """What the cookie is called by which one person's browser is known again."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def phone_token() -> str | None:
    """What this browser keeps when it is on a shared phone."""
    return request.cookies.get(phone_cookie())


def leave_nothing(response: Response) -> Response:
    """Nothing of whoever was here stays in the browser; that its phone is shared does."""
    session.clear()
    if phone_token():
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        secure = house().settings.secure_cookies
        response.delete_cookie(device_cookie(), path="/", secure=secure, httponly=True, samesite="Lax")
    return response


def holds(actor: Actor, *kinds: Tie) -> bool:
    """Whether somebody has a tie of one of these kinds, to anything."""
    return any(tie in kinds for tie, _ in actor.ties)


@contextmanager
def looking() -> Iterator[Visit]:
    """Reads as whoever is signed in, and then what the frame needs. Raises `session.required`."""
    with house().database.reading(org_of(token())) as tx:
        visit = Visit(tx, who(tx, token()))
        trace().entered(tx)
        yield visit
        now = pending(tx, visit.actor)
        visit.frame = Frame(visit.actor, _tabs(visit, sum(now.waits.values())), visit.when, now.unread)
    _went_on(visit)


@contextmanager
def asking() -> Iterator[tuple[Tx, Actor]]:
    """Reads as whoever is signed in, for a question before the page's own visit. Raises `session.required`."""
    with house().database.reading(org_of(token())) as tx:
        yield tx, who(tx, token())


@contextmanager
def acting() -> Iterator[Visit]:
    """Writes as whoever is signed in. Raises `session.required`."""
    with house().database.writing(org_of(token())) as tx:
        visit = Visit(tx, who(tx, token()))
        trace().entered(tx)
        yield visit
    _went_on(visit)


def _went_on(visit: Visit) -> None:
    """The session was used just now: seldom a small write of its own, and none with most pages."""
    stay(house().database, visit.actor)
    note_use(house().database, visit.actor, visit.tx.now)


def _tabs(visit: Visit, waiting: int) -> list[dict[str, Any]]:
    mentors, leads = holds(visit.actor, Tie.MENTOR), holds(visit.actor, *LEADS)
    found = [{"key": "waiting", "label": "Waiting", "href": "/waiting", "icon": "waiting", "count": waiting}]
    if holds(visit.actor, *BOARDS):  # from where all plans are one step away
        found.append({"key": "plans", "label": "Board", "href": "/board", "icon": "board"})
    elif leads:
        found.append({"key": "plans", "label": "Plans", "href": "/plans", "icon": "people"})
    elif mentors:
        found.append({"key": "plans", "label": "Mentees", "href": "/mentees", "icon": "people"})
    manages = visit.actor.may_anywhere(Do.MANAGE_PEOPLE)
    if (mentors or leads) and not manages:  # others find what is written about them under 'Me'
        found.append({"key": "records", "label": "Observations", "href": "/records", "icon": "eye"})
    if manages:
        found.append({"key": "people", "label": "People", "href": "/people", "icon": "badge"})
    # Four tabs at most: whoever has all of them finds their own plan under 'Me'.
    if not (mentors or leads or manages) or (len(found) < 3 and has_plan(visit)):
        found.append({"key": "plan", "label": "My plan", "href": "/plan", "icon": "plan"})
    return [*found, {"key": "me", "label": "Me", "href": "/me", "icon": "person"}]


def has_plan(visit: Visit) -> bool:
    """Whether the person at the page has a plan of their own."""
    return bool(list_plans(visit.tx, visit.actor, PlanFilter(mentee_id="me", limit=1)).items)
