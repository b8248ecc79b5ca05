"""Reading plans: one, with everything on it, and the list of those within reach."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b

from sqlalchemy import and_, bindparam, select

from backend.frameworks.reading import framework_of
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import Fault, invalid, missing
from backend.kernel.ids import Id, is_id
from backend.kernel.pages import FIRST, Page, Paging, cut
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, in_force, ties, within
from backend.people.names import Named
from backend.people.tables import people
from backend.signoff.file import kept
from backend.signoff.rules import PlanStatus
from backend.signoff.shown import FrameworkNamed, Item, MentorShown, Plan, Progress, View, item_of, progress_of
from backend.signoff.tables import IS_WAITING, PLAN_SCOPES, items, plans, requests, sign_offs


@dataclass
class PlanListed:
    """A plan in a list."""

    id: Id
    mentee: Named
    role: str
    status: PlanStatus
    framework: FrameworkNamed
    starts_on: date
    ends_on: date
    progress: Progress


@dataclass(frozen=True, kw_only=True)
class PlanFilter(Paging):
    """Which plans are wanted: of one mentee, of one mentor (`me` for one's own), in one status."""

    mentee_id: str | None = None
    mentor_id: str | None = None
    status: PlanStatus | None = None

    def __post_init__(self) -> None:
        """Raises `request.invalid` when a person is named by something that is neither an id nor `me`."""
        named = {"mentee_id": self.mentee_id, "mentor_id": self.mentor_id}
        wrong = [name for name, who in named.items() if who not in (None, "me") and not is_id(str(who).lower())]
        if wrong:
            faults = [Fault(f"/{name}", "Name a person by their id, or say me.", "invalid") for name in wrong]
            raise invalid(faults=faults, fields=", ".join(wrong))

    def person(self, who: str | None, actor: Actor) -> Id | None:
        """The id of a person named so."""
        return actor.person if who == "me" else Id(who.lower()) if who else None


@dataclass
class Requested:
    """A request for a sign-off by its id, and the item it is about as it is now."""

    id: Id
    item: Item


_ID = bindparam("of_id", type_=IdType())
_ACTOR = bindparam("actor", type_=IdType())
_mentee = and_(people.c.org == plans.c.org, people.c.id == plans.c.mentee_id)
HEAD = Prepared(
    select(plans, people.c.name.label("mentee_name")).join(people, _mentee).where(ours(plans), plans.c.id == _ID)
)
MENTORS = Prepared(
    select(people.c.id, people.c.name)
    .join(ties, and_(ties.c.org == people.c.org, ties.c.person_id == people.c.id))
    .where(ours(people), ties.c.scope_id == bindparam("of_agreement", type_=IdType()), ties.c.tie == Tie.MENTOR.value)
    .where(in_force())
    .order_by(people.c.name, people.c.id)
)
_ITEMS = Prepared(
    select(
        items, requests.c.id.label("request_id"), requests.c.mentor_id.label("request_mentor_id"),
        requests.c.asked_at, requests.c.passes_on, requests.c.note,
    )
    .select_from(items)
    .outerjoin(requests, and_(
        requests.c.org == items.c.org, requests.c.item_id == items.c.id, IS_WAITING
    ))
    .where(ours(items), items.c.plan_id == _ID)
    .order_by(items.c.position, items.c.round, items.c.id)
)  # fmt: skip
_SIGNED = Prepared(
    select(sign_offs)
    .join(items, and_(items.c.org == sign_offs.c.org, items.c.id == sign_offs.c.item_id))
    .where(ours(sign_offs), items.c.plan_id == _ID)
    .order_by(sign_offs.c.signed_at, sign_offs.c.id)
)


def plan_head(tx: Tx, actor: Actor, id_: Id) -> Row:
    """A plan's own row. Raises `not_found`."""
    return seen_head(actor, tx.rows(HEAD, of_id=id_))


def seen_head(actor: Actor, rows: list[Row]) -> Row:
    """`plan_head`, for rows of `HEAD` that are read already. Raises `not_found`."""
    if not rows or not actor.may(Do.SEE_PLAN, PLAN_SCOPES, rows[0]):
        raise missing()
    return rows[0]


def plan_tag(tx: Tx, actor: Actor, head: Row, locale: str = "en") -> str:
    """What the answer depends on: the plan's version, the viewer's ties and language, and the day.

    Source: decisions, Surfaces (ETag).
    """
    viewer = "|".join(sorted(f"{tie}:{scope}" for tie, scope in actor.ties))
    seen = f"{actor.post}|{actor.identity_checked}|{locale}|{tx.today(actor.zone)}|{viewer}"
    return f"{head.version}-{blake2b(seen.encode(), digest_size=12).hexdigest()}"


def show_plan(tx: Tx, actor: Actor, head: Row) -> Plan:
    """The whole plan for a head that `plan_head` answered."""
    given = {"of_id": head.id}
    rows, signed, mentors = tx.batch(
        (_ITEMS, given), (_SIGNED, given), (MENTORS, {"of_agreement": head.agreement_id})
    )  # fmt: skip
    framework = framework_of(tx, head.framework_id)
    criteria = {criterion.key: criterion for criterion in framework.criterion}
    by_item: dict[Id, list[Row]] = {}
    for one in signed:
        by_item.setdefault(one.item_id, []).append(one)
    today = tx.today(actor.zone)
    view = View.of(actor, head, mentors, today, head.status)
    return Plan(
        id=head.id,
        mentee=Named(head.mentee_id, head.mentee_name),
        role=head.role,
        status=head.status,
        framework=FrameworkNamed(head.framework_id, framework.key, framework.version, framework.title),
        mentors=[MentorShown(mentor.id, mentor.name) for mentor in mentors],
        starts_on=head.starts_on,
        ends_on=head.ends_on,
        progress=progress_of(head, head.status, today),
        items=[item_of(view, row, criteria[row.key], framework.intent, by_item.get(row.id, ())) for row in rows],
        may={"review": actor.may(Do.REVIEW, PLAN_SCOPES, head)},
    )


def show_requested(tx: Tx, actor: Actor, item_id: Id, request_id: Id) -> Requested:
    """A request with its item, for whoever has just asked in this transaction."""
    file = kept(tx, item_id)
    mentors = tx.rows(MENTORS, of_agreement=file.row.agreement_id)
    view = View.of(actor, file.row, mentors, tx.today(actor.zone), file.row.plan_status)
    return Requested(request_id, item_of(view, file.row, file.criterion, file.framework.intent, file.sign_offs))


_REACH = within(Do.SEE_PLAN, plans, PLAN_SCOPES)
_LISTED = (
    select(plans, people.c.name.label("mentee_name"))
    .join(people, _mentee)
    .where(ours(plans), _REACH, plans.c.id > bindparam("after", type_=IdType()))
    .order_by(plans.c.id)
    .limit(bindparam("limit"))
)


@cache
def _list(by_mentee: bool, by_mentor: bool, by_status: bool) -> Prepared:
    wanted = _LISTED
    if by_mentee:
        wanted = wanted.where(plans.c.mentee_id == bindparam("mentee", type_=IdType()))
    if by_mentor:
        of = ties.alias("of_mentor")
        mentored = select(of.c.scope_id).where(ours(of), of.c.person_id == bindparam("mentor", type_=IdType()))
        wanted = wanted.where(plans.c.agreement_id.in_(mentored.where(of.c.tie == Tie.MENTOR.value, in_force(of))))
    if by_status:
        wanted = wanted.where(plans.c.status == bindparam("status"))
    return Prepared(wanted)


def list_plans(tx: Tx, actor: Actor, wanted: PlanFilter) -> Page[PlanListed]:
    """The plans within reach, in the order they were made. Raises `request.invalid` for a cursor that is not ours."""
    (after,) = wanted.keys(FIRST)
    mentee, mentor = wanted.person(wanted.mentee_id, actor), wanted.person(wanted.mentor_id, actor)
    rows = tx.rows(
        _list(mentee is not None, mentor is not None, wanted.status is not None),
        actor=actor.person,
        after=after,
        limit=wanted.limit + 1,
        mentee=mentee,
        mentor=mentor,
        status=wanted.status,
    )
    today = tx.today(actor.zone)
    return cut([_listed(tx, row, today) for row in rows], wanted.limit, lambda plan: [plan.id])


def _listed(tx: Tx, row: Row, today: date) -> PlanListed:
    framework = framework_of(tx, row.framework_id)
    return PlanListed(
        row.id,
        Named(row.mentee_id, row.mentee_name),
        row.role,
        row.status,
        FrameworkNamed(row.framework_id, framework.key, framework.version, framework.title),
        row.starts_on,
        row.ends_on,
        progress_of(row, row.status, today),
    )
