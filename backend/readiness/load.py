"""What mentors carry: how many they mentor, what waits for them, and the time they gave. By name: nobody is set above
another. Source: domain 2 (mentor time is a real cost: measure it) and 8 (no rankings).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Text, and_, bindparam, exists, func, or_, select, tuple_

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.pages import FIRST, Page, cut
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.kernel.waits import waits
from backend.mentoring.tables import IS_STARTED, agreement_mentors, agreements, conversations, mentors_now
from backend.people.names import Named
from backend.people.tables import people, people_names
from backend.readiness.answer_days import MONTHS, AnswerFilter, first_of
from backend.readiness.scopes import COLUMNS, SCOPE, scope_for, seen_scope
from backend.readiness.shown import ScopeKind
from backend.signoff.requests import WAIT
from backend.signoff.under_agreement import has_work


@dataclass
class MentorLoad:
    """A mentor of people of this board: how many of them they mentor (not those whose every plan is closed), how many
    requests wait for them and since when the oldest, and the minutes they noted with those people since `since`.
    """

    mentor: Named
    mentees: int
    waiting: int
    waiting_since: datetime | None
    since: date
    minutes: int


_OF = bindparam("of_scope", type_=IdType())
_TODAY = bindparam("today", type_=Date())
_after = tuple_(bindparam("after_name", type_=Text()), bindparam("after", type_=IdType()))
_IN_SCOPE: dict[ScopeKind, list[ColumnElement[bool]]] = {
    ScopeKind.SITE: [agreements.c.site_id == _OF],
    ScopeKind.AREA: [agreements.c.area_id == _OF],
    ScopeKind.ORGANISATION: [],
}
# Said so that SQLite looks up the few of one mentor, and does not read the index of the place for each of them.
_HERE: dict[ScopeKind, list[ColumnElement[bool]]] = {
    kind: [func.coalesce(agreements.c[COLUMNS[kind]], agreements.c.id) == _OF for _ in held]
    for kind, held in _IN_SCOPE.items()
}
_MENTORING = (
    and_(agreements.c.org == agreement_mentors.c.org, agreements.c.id == agreement_mentors.c.agreement_id),
    IS_STARTED,
    mentors_now(),
)


def _mentors(kind: ScopeKind) -> Any:
    """Those who mentor in that scope, in the order of names: all along the index of names, or the few looked up."""
    mentoring = select(agreement_mentors.c.person_id).where(ours(agreement_mentors), *_MENTORING, *_IN_SCOPE[kind])
    if kind is ScopeKind.ORGANISATION:
        named = people_names
        mentors = exists(mentoring.where(agreement_mentors.c.person_id == named.c.person_id).correlate(named))
        among = [named.c.beginning == "", named.c.has_left.is_(False), mentors]
        return named.c.person_id, named.c.name_key, named, among
    return people.c.id, people.c.name_key, people, [people.c.id.in_(mentoring)]


def _page(kind: ScopeKind) -> Prepared:
    id_, key, table, among = _mentors(kind)
    page = (
        select(id_.label("id"), key.label("name_key"))
        .where(ours(table), *among, tuple_(key, id_) > _after)
        .order_by(key, id_)
        .limit(bindparam("limit", type_=Integer()))
        .subquery("page")
    )
    mentees = (
        select(func.count())
        .select_from(agreement_mentors)
        .join(agreements, _MENTORING[0])
        .where(ours(agreement_mentors), agreement_mentors.c.person_id == page.c.id, *_MENTORING[1:], *_HERE[kind])
        .where(has_work())
    )
    given = (
        select(func.coalesce(func.sum(conversations.c.minutes), 0))
        .join(
            agreements,
            and_(agreements.c.org == conversations.c.org, agreements.c.id == conversations.c.agreement_id),
        )
        .where(ours(conversations), conversations.c.mentor_id == page.c.id, conversations.c.struck_at.is_(None))
        .where(conversations.c.month >= bindparam("since"), *_HERE[kind])
    )
    held = (ours(waits), waits.c.holder_id == page.c.id, waits.c.kind == WAIT, waits.c.from_on <= _TODAY,
            or_(waits.c.until_on.is_(None), waits.c.until_on > _TODAY))  # fmt: skip
    return Prepared(
        select(
            page.c.id, page.c.name_key, people.c.name,
            mentees.correlate(page).scalar_subquery().label("mentees"),
            given.correlate(page).scalar_subquery().label("minutes"),
            select(func.count()).where(*held).correlate(page).scalar_subquery().label("waiting"),
            select(func.min(waits.c.since)).where(*held).correlate(page).scalar_subquery().label("waiting_since"),
        )
        .join(people, and_(ours(people), people.c.id == page.c.id))
        .order_by(page.c.name_key, page.c.id)
    )  # fmt: skip


_PAGES = {kind: _page(kind) for kind in ScopeKind}


def list_load(tx: Tx, actor: Actor, wanted: AnswerFilter) -> Page[MentorLoad]:
    """Who mentors the people of a board, by name, and what they carry there. What waits is all that waits for them.

    Raises `request.invalid` for a scope that names no board and a cursor that is not ours, `not_found`, `not_allowed`.
    """
    scope = scope_for(actor, wanted.scope)
    name, after = wanted.keys("", FIRST)
    today = tx.today(actor.zone)
    since = first_of(today, MONTHS)
    given = {"of_scope": scope.id, "after_name": name, "after": after, "limit": wanted.limit + 1, "today": today}
    places, rows = tx.batch((SCOPE, given), (_PAGES[scope.kind], given | {"since": f"{since:%Y-%m}"}))
    seen_scope(actor, scope, places)
    page = cut(rows, wanted.limit, lambda row: [row.name_key, row.id])
    return Page([_shown(row, since) for row in page.items], page.next_cursor)


def _shown(row: Row, since: date) -> MentorLoad:
    return MentorLoad(
        Named(row.id, row.name), row.mentees, row.waiting, row.waiting_since, since, int(row.minutes)
    )  # fmt: skip
