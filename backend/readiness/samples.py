"""Reading samples: which were drawn of a board, by whom, and the statements of one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from sqlalchemy import Integer, and_, bindparam, select

from backend.frameworks.reading import framework_of
from backend.frameworks.rules import Method
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.pages import LAST, Page, Paging, cut
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Within
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.names import Named
from backend.people.tables import people
from backend.readiness.scopes import SCOPE, Scope, scope_for, seen_scope
from backend.readiness.shown import ScopeKind, ScopeShown
from backend.readiness.tables import BOARD_SCOPES, sampled, samples
from backend.signoff.rules import Help, Outcome
from backend.signoff.tables import PLAN_SCOPES, items, plans, sign_offs


@dataclass(frozen=True, kw_only=True)
class SampleFilter(Paging):
    """Of which board: `site:ID`, `area:ID` or `organisation`; without it one's own widest."""

    scope: Annotated[str, Within(1, 60)] | None = None


@dataclass
class SampleListed:
    """A sample: who drew it when, of sign-offs signed between which days, and of how many. `seed` draws it again."""

    id: Id
    drawn_by: Named
    drawn_at: datetime
    from_on: date
    until_on: date
    population: int
    seed: str


@dataclass
class StatementDrawn:
    """A sign-off of a sample. `withdrawn`: it has been since it was drawn."""

    id: Id
    plan_id: Id
    item_id: Id
    criterion: str
    question: str
    mentee: Named
    signer: Named
    outcome: Outcome
    seen_on: date
    method: Method
    help: Help | None
    statement: str
    next_step: str | None
    withdrawn: bool


@dataclass
class SampleShown:
    """A sample with its statements. Those of people no longer within the reader's reach are `hidden`, and counted."""

    sample: SampleListed
    scope: ScopeShown
    statements: list[StatementDrawn]
    hidden: int


_ID = bindparam("of_id", type_=IdType())
_by = and_(people.c.org == samples.c.org, people.c.id == samples.c.drawn_by)
_ROWS = select(samples, people.c.name.label("drawn_by_name")).join(people, _by).where(ours(samples))
_LIST = Prepared(
    _ROWS.where(samples.c.scope_id == bindparam("of_scope", type_=IdType()))
    .where(samples.c.id < bindparam("before", type_=IdType()))
    .order_by(samples.c.id.desc())
    .limit(bindparam("limit", type_=Integer()))
)
_SAMPLE = Prepared(_ROWS.where(samples.c.id == _ID))
_STATEMENTS = Prepared(
    select(
        sign_offs, items.c.key, plans.c.framework_id, plans.c.agreement_id, plans.c.site_id, plans.c.area_id,
        people.c.name.label("mentee_name"), items.c.left_framework_id,
    )
    .select_from(sampled)
    .join(sign_offs, and_(sign_offs.c.org == sampled.c.org, sign_offs.c.id == sampled.c.sign_off_id))
    .join(items, and_(items.c.org == sign_offs.c.org, items.c.id == sign_offs.c.item_id))
    .join(plans, and_(plans.c.org == items.c.org, plans.c.id == items.c.plan_id))
    .join(people, and_(people.c.org == plans.c.org, people.c.id == plans.c.mentee_id))
    .where(ours(sampled), sampled.c.sample_id == _ID)
    .order_by(sampled.c.position)
)  # fmt: skip


def list_samples(tx: Tx, actor: Actor, wanted: SampleFilter) -> Page[SampleListed]:
    """The samples of a board, the latest first.

    Raises `request.invalid` for a scope that names no board and a cursor that is not ours, `not_found`, `not_allowed`.
    """
    scope = scope_for(actor, wanted.scope)
    (before,) = wanted.keys(LAST)
    given = {"of_scope": scope.id, "before": before, "limit": wanted.limit + 1}
    places, rows = tx.batch((SCOPE, given), (_LIST, given))
    seen_scope(actor, scope, places)
    return cut([_listed(row) for row in rows], wanted.limit, lambda one: [one.id])


def show_sample(tx: Tx, actor: Actor, id_: Id) -> SampleShown:
    """One sample with its statements. Raises `not_found`."""
    row = tx.first(_SAMPLE, of_id=id_)
    if row is None:
        raise missing()
    scope = Scope(ScopeKind(row.scope_kind), row.scope_id)
    places, rows = tx.batch((SCOPE, {"of_scope": scope.id}), (_STATEMENTS, {"of_id": id_}))
    if not actor.may(Do.SEE_BOARD, BOARD_SCOPES, places[0]):
        raise missing()
    shown = seen_scope(actor, scope, places)
    seen = [one for one in rows if actor.may(Do.SEE_PLAN, PLAN_SCOPES, one)]
    return SampleShown(_listed(row), shown, [_statement(tx, one) for one in seen], len(rows) - len(seen))


def _listed(row: Row) -> SampleListed:
    return SampleListed(
        row.id,
        Named(row.drawn_by, row.drawn_by_name),
        row.drawn_at,
        row.from_on,
        row.until_on,
        row.population,
        row.seed,
    )


def _statement(tx: Tx, row: Row) -> StatementDrawn:
    framework = framework_of(tx, row.left_framework_id or row.framework_id)
    criterion = next(one for one in framework.criterion if one.key == row.key)
    return StatementDrawn(
        id=row.id,
        plan_id=row.plan_id,
        item_id=row.item_id,
        criterion=criterion.title,
        question=criterion.question,
        mentee=Named(row.mentee_id, row.mentee_name),
        signer=Named(row.signer_id, row.signer_name),
        outcome=row.outcome,
        seen_on=row.seen_on,
        method=row.method,
        help=row.help,
        statement=row.statement,
        next_step=row.next_step,
        withdrawn=row.withdrawn_at is not None,
    )
