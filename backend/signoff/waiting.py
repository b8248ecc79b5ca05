"""What waits for somebody, oldest first; and the page a person starts from."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, func, literal, or_, select

from backend.accounts.presence import Signing, show_signing
from backend.frameworks.reading import framework_of
from backend.kernel.clock import day_in, stamp
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut, instant_key
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.kernel.waits import waits
from backend.people.names import Named
from backend.people.settings import Contact, contact_of
from backend.people.tables import absences, deputies, organisations, people
from backend.signoff.held import acts, counts, holding, passes
from backend.signoff.tables import items, plans, requests


@dataclass
class WithDeputy:
    """While `person` is away, `deputy` looks after what waits for them, from the day `since`; `until` is the day that
    person is back (None while that is not known). `may_act`: the deputy may do what it waits for; else they may see it,
    and find somebody who can.
    """

    person: Named
    deputy: Named
    since: date
    until: date | None
    may_act: bool


@dataclass
class Wait:
    """A matter that waits for this person. `id` names it: a request, a proposed requirement, an open withdrawal. For
    what is about an item, the plan, item and criterion; for a request, the day on which it passes to the other mentors
    by itself (None when it stays). `with_deputy` says whose it is and who looks after it, while somebody is away: both
    of them are told the same.
    """

    id: Id
    kind: str
    since: datetime
    subject: Named
    about_id: Id
    plan_id: Id | None
    item_id: Id | None
    title: str | None
    note: str | None
    passes_on: date | None
    signatures: int | None
    counted: int | None
    with_deputy: WithDeputy | None


@dataclass
class WaitsSummary:
    """How much waits, and the first of it."""

    count: int
    by_kind: dict[str, int]
    first: list[Wait]


@dataclass
class TieShown:
    """How this person stands to something, and to what (an id; the organisation's own for all of it)."""

    tie: str
    scope_id: Id


@dataclass
class OrganisationShown:
    """The organisation, its time zone (an IANA name), and whom to tell when someone is at risk of harm; null means the
    safeguarding lead or a manager. Show it wherever somebody writes.
    """

    id: Id
    key: str
    name: str
    zone: str
    safeguarding: Contact | None


@dataclass
class Myself:
    """The person signed in, by id, name and post."""

    id: Id
    name: str
    post: str
    site: str | None


@dataclass
class Me:
    """Who is signed in, how they stand to others, and what waits for them."""

    person: Myself
    organisation: OrganisationShown
    ties: list[TieShown]
    waits: WaitsSummary
    signing: Signing


_since, _id = bindparam("since", type_=Instant()), bindparam("after", type_=IdType())
_holder, _deputy = people.alias("holder"), people.alias("deputy")
_away = and_(
    ours(absences), absences.c.person_id == waits.c.holder_id, absences.c.from_on <= bindparam("today"),
    or_(absences.c.until_on.is_(None), absences.c.until_on > bindparam("today")),
)  # fmt: skip
_DAY = absences.c.from_on.type
_NEVER = literal(date.max, type_=_DAY)
_gone = select(func.min(absences.c.from_on, type_=_DAY)).where(_away).correlate(waits).scalar_subquery()
_back = (
    select(func.max(func.coalesce(absences.c.until_on, _NEVER), type_=_DAY))
    .where(_away).correlate(waits).scalar_subquery()
)  # fmt: skip
_LIST = Prepared(
    select(
        waits.c.matter_id, waits.c.kind, waits.c.since, waits.c.subject_id, waits.c.about_id, waits.c.until_on,
        people.c.name, items.c.id.label("item_id"), items.c.plan_id, requests.c.note,
        items.c.key, items.c.signatures, items.c.counted, plans.c.framework_id,
        waits.c.holder_id, waits.c.from_on, _holder.c.name.label("holder"), deputies.c.deputy_id, deputies.c.named_at,
        _deputy.c.name.label("deputy"), _gone.label("gone_on"), _back.label("back_on"),
        and_(deputies.c.deputy_id.is_not(None), passes(deputies.c.deputy_id)).label("is_passed"),
        and_(deputies.c.deputy_id.is_not(None), acts(deputies.c.deputy_id)).label("may_act"),
    )
    .join(people, and_(people.c.org == waits.c.org, people.c.id == waits.c.subject_id))
    .outerjoin(requests, and_(requests.c.org == waits.c.org, requests.c.id == waits.c.matter_id))
    .outerjoin(items, and_(items.c.org == waits.c.org, items.c.id == waits.c.about_id))
    .outerjoin(plans, and_(plans.c.org == items.c.org, plans.c.id == items.c.plan_id))
    .join(_holder, and_(_holder.c.org == waits.c.org, _holder.c.id == waits.c.holder_id))
    .outerjoin(deputies, and_(deputies.c.org == waits.c.org, deputies.c.person_id == waits.c.holder_id))
    .outerjoin(_deputy, and_(_deputy.c.org == deputies.c.org, _deputy.c.id == deputies.c.deputy_id))
    .where(holding, or_(waits.c.since > _since, and_(waits.c.since == _since, waits.c.matter_id > _id)))
    .order_by(waits.c.since, waits.c.matter_id)
    .limit(bindparam("limit"))
)  # fmt: skip
_ORGANISATION = Prepared(select(organisations).where(organisations.c.org == bindparam("tenant", type_=IdType())))
_BEGINNING = "1970-01-01T00:00:00.000Z"


def list_waits(tx: Tx, actor: Actor, paging: Paging) -> Page[Wait]:
    """What waits for the actor today, oldest first."""
    since, after = paging.keys(_BEGINNING, FIRST)
    rows = tx.rows(
        _LIST,
        actor=actor.person,
        today=tx.today(actor.zone),
        since=instant_key(since),
        after=after,
        limit=paging.limit + 1,
    )
    return cut([_wait(tx, actor, row) for row in rows], paging.limit, lambda wait: [stamp(wait.since), wait.id])


def _wait(tx: Tx, actor: Actor, row: Row) -> Wait:
    title = None
    if row.framework_id is not None:
        title = next(c.title for c in framework_of(tx, row.framework_id).criterion if c.key == row.key)
    return Wait(
        row.matter_id,
        row.kind,
        row.since,
        Named(row.subject_id, row.name),
        row.about_id,
        row.plan_id,
        row.item_id,
        title,
        row.note,
        row.until_on,
        row.signatures,
        row.counted,
        _with_deputy(actor, row),
    )


def _with_deputy(actor: Actor, row: Row) -> WithDeputy | None:
    if not row.is_passed or row.gone_on is None:
        return None
    since = max(row.gone_on, row.from_on, day_in(actor.zone, row.named_at))
    back_on = None if row.back_on == date.max else row.back_on
    holder, deputy = Named(row.holder_id, row.holder), Named(row.deputy_id, row.deputy)
    return WithDeputy(holder, deputy, since, back_on, bool(row.may_act))


def show_me(tx: Tx, actor: Actor, by_kind: dict[str, int] | None = None) -> Me:
    """The actor, their organisation and ties, how much waits for them (`by_kind`, if it is read already) and the first
    five of it.
    """
    organisation = tx.one(_ORGANISATION)
    if by_kind is None:
        by_kind = counts(tx, actor.person, tx.today(actor.zone))
    first = list_waits(tx, actor, Paging(limit=5)).items
    return Me(
        Myself(actor.person, actor.name, actor.post, actor.site or None),
        OrganisationShown(
            organisation.org, organisation.key, organisation.name, organisation.zone, contact_of(*actor.at_risk)
        ),
        [TieShown(tie, scope) for tie, scope in sorted(actor.ties)],
        WaitsSummary(sum(by_kind.values()), by_kind, first),
        show_signing(tx, actor),
    )
