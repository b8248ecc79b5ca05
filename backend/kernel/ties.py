"""Rights: a tie (who stands how to what, since when) and a grant (which ties let one do what).

`may`, `within` and `held_scopes` are the only readers of `GRANTS`: `may` for one thing at hand, `within` as a condition
of a query, `held_scopes` (in a query) and `scopes_for` (at hand) as what a list starts from; `kernel.reach` pages so.
Source: decisions, Rights.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Index, Select, and_, bindparam, exists, false, or_, select, update

from backend.kernel.columns import Holds, IdType, Instant, column, id_column, projection_table
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.tenancy import ours


class Tie(StrEnum):
    """How a person stands to a thing, with the letter it has in the table of rights."""

    SELF = "self"  # S
    MENTOR = "mentor"  # M
    LINE = "line_manager"  # L
    SITE = "site_manager"  # N
    AREA = "area_manager"  # A
    LEARNING = "learning_lead"  # E
    PEOPLE = "people_team"  # P
    ADMIN = "administrator"  # D
    MEMBER = "member"  # belongs to the organisation
    COLLEAGUE = "colleague"  # works at the site
    INVITED = "invited"  # asked to be a mentor in an agreement
    PROPOSER = "proposer"  # proposed the agreement
    AUTHOR = "author"  # W
    CONSULTEE = "consultee"  # C, named on the matter
    APPROVER = "approver"  # whichever of the ties above the organisation lets approve; stands in no row
    REVIEWER = "reviewer"  # whichever of them it lets review; stands in no row


class Do(StrEnum):
    """What one may be allowed to do."""

    SEE_PERSON = "see_person"
    SEE_FRAMEWORKS = "see_frameworks"
    PUBLISH_FRAMEWORK = "publish_framework"
    SEE_AGREEMENT = "see_agreement"
    PROPOSE_AGREEMENT = "propose_agreement"
    APPROVE_AGREEMENT = "approve_agreement"
    ANSWER_AGREEMENT = "answer_agreement"
    MANAGE_AGREEMENT = "manage_agreement"
    ASK_FOR_CHANGE = "ask_for_change"
    AMEND_AGREEMENT = "amend_agreement"
    NOTE_CONVERSATION = "note_conversation"
    SEE_CONVERSATIONS = "see_conversations"
    SEE_PLAN = "see_plan"
    CREATE_PLAN = "create_plan"
    MOVE_PLAN = "move_plan"
    CHANGE_REQUIREMENT = "change_requirement"
    REQUEST = "request"
    HAND_ON_REQUEST = "hand_on_request"
    SIGN_OFF = "sign_off"
    SEE_SIGN_OFF = "see_sign_off"
    WITHDRAW = "withdraw"
    OPEN_WITHDRAWAL = "open_withdrawal"
    CONFIRM_WITHDRAWAL = "confirm_withdrawal"
    REPORT_NOT_ME = "report_not_me"
    OPEN_LIFTING = "open_lifting"
    CONFIRM_LIFTING = "confirm_lifting"
    DISPUTE = "dispute"
    REVIEW = "review"
    SEE_REVIEW = "see_review"
    CONFIRM_REVIEW = "confirm_review"
    GIVE_VIEW = "give_view"
    COMMENT_ON_REVIEW = "comment_on_review"
    RECORD_ABSENCE = "record_absence"
    NAME_DEPUTY = "name_deputy"
    MANAGE_PEOPLE = "manage_people"
    WRITE_RECORD = "write_record"
    SEE_RECORD = "see_record"
    DISCUSS_RECORD = "discuss_record"
    ANSWER_RECORD = "answer_record"
    AMEND_RECORD = "amend_record"
    INCLUDE_RECORD = "include_record"
    SETTLE_NEXT_STEP = "settle_next_step"
    SEE_RHYTHM = "see_rhythm"
    ADD_EVIDENCE = "add_evidence"
    SEE_EVIDENCE = "see_evidence"
    SEE_BOARD = "see_board"
    SEE_DELIVERIES = "see_deliveries"


_LEADS = frozenset({Tie.LINE, Tie.SITE, Tie.AREA, Tie.LEARNING, Tie.PEOPLE})

GRANTS: Mapping[Do, frozenset[Tie]] = {
    Do.SEE_PERSON: _LEADS | {Tie.SELF, Tie.MENTOR, Tie.COLLEAGUE, Tie.ADMIN},
    Do.SEE_FRAMEWORKS: frozenset({Tie.MEMBER}),
    Do.PUBLISH_FRAMEWORK: frozenset({Tie.LEARNING, Tie.ADMIN}),
    Do.SEE_AGREEMENT: _LEADS | {Tie.SELF, Tie.MENTOR, Tie.INVITED, Tie.PROPOSER},
    Do.ANSWER_AGREEMENT: frozenset({Tie.SELF, Tie.INVITED}),
    Do.PROPOSE_AGREEMENT: frozenset({Tie.SELF, Tie.LINE, Tie.SITE, Tie.AREA, Tie.LEARNING}),
    Do.APPROVE_AGREEMENT: frozenset({Tie.APPROVER}),
    Do.MANAGE_AGREEMENT: frozenset({Tie.APPROVER}),
    Do.ASK_FOR_CHANGE: frozenset({Tie.SELF}),
    Do.AMEND_AGREEMENT: frozenset({Tie.SELF, Tie.MENTOR}),
    Do.NOTE_CONVERSATION: frozenset({Tie.MENTOR}),
    Do.SEE_CONVERSATIONS: frozenset({Tie.SELF, Tie.MENTOR}),
    Do.SEE_PLAN: _LEADS | {Tie.SELF, Tie.MENTOR},
    Do.CREATE_PLAN: frozenset({Tie.MENTOR, Tie.APPROVER}),
    Do.MOVE_PLAN: frozenset({Tie.APPROVER, Tie.LEARNING}),
    Do.CHANGE_REQUIREMENT: frozenset({Tie.SELF, Tie.MENTOR}),
    Do.REQUEST: frozenset({Tie.SELF}),
    Do.HAND_ON_REQUEST: frozenset({Tie.MENTOR}),
    Do.SIGN_OFF: frozenset({Tie.MENTOR}),
    Do.SEE_SIGN_OFF: _LEADS | {Tie.SELF, Tie.MENTOR, Tie.AUTHOR},
    Do.WITHDRAW: frozenset({Tie.AUTHOR}),
    Do.OPEN_WITHDRAWAL: frozenset({Tie.AREA, Tie.PEOPLE}),
    Do.CONFIRM_WITHDRAWAL: frozenset({Tie.AREA, Tie.PEOPLE, Tie.LINE}),
    Do.REPORT_NOT_ME: frozenset({Tie.AUTHOR}),
    Do.OPEN_LIFTING: frozenset({Tie.AREA, Tie.PEOPLE}),
    Do.CONFIRM_LIFTING: frozenset({Tie.AREA, Tie.PEOPLE, Tie.LINE}),
    Do.DISPUTE: frozenset({Tie.SELF}),
    Do.REVIEW: frozenset({Tie.REVIEWER}),
    Do.SEE_REVIEW: frozenset({Tie.SELF, Tie.MENTOR, Tie.AREA, Tie.PEOPLE, Tie.CONSULTEE, Tie.REVIEWER}),
    Do.CONFIRM_REVIEW: frozenset({Tie.CONSULTEE}),
    Do.GIVE_VIEW: frozenset({Tie.SELF, Tie.MENTOR}),
    Do.COMMENT_ON_REVIEW: frozenset({Tie.SELF}),
    Do.RECORD_ABSENCE: frozenset({Tie.LINE, Tie.SITE, Tie.PEOPLE, Tie.ADMIN}),
    Do.NAME_DEPUTY: frozenset({Tie.SELF, Tie.LINE, Tie.SITE, Tie.PEOPLE, Tie.ADMIN}),
    Do.MANAGE_PEOPLE: frozenset({Tie.ADMIN, Tie.PEOPLE}),
    Do.WRITE_RECORD: frozenset({Tie.MENTOR, Tie.LINE, Tie.SITE, Tie.AREA}),
    Do.SEE_RECORD: frozenset({Tie.SELF, Tie.AUTHOR, Tie.LINE, Tie.SITE, Tie.AREA, Tie.MENTOR, Tie.PEOPLE}),
    Do.DISCUSS_RECORD: frozenset({Tie.AUTHOR, Tie.LINE}),
    Do.ANSWER_RECORD: frozenset({Tie.SELF}),
    Do.AMEND_RECORD: frozenset({Tie.AUTHOR}),
    Do.INCLUDE_RECORD: frozenset({Tie.SELF}),
    Do.SETTLE_NEXT_STEP: frozenset({Tie.SELF, Tie.AUTHOR, Tie.LINE, Tie.SITE, Tie.AREA, Tie.MENTOR}),
    Do.SEE_RHYTHM: frozenset({Tie.LINE, Tie.SITE, Tie.AREA, Tie.LEARNING, Tie.PEOPLE}),
    Do.ADD_EVIDENCE: frozenset({Tie.SELF, Tie.MENTOR}),
    Do.SEE_EVIDENCE: frozenset({Tie.SELF, Tie.MENTOR, Tie.LINE, Tie.SITE, Tie.AREA, Tie.AUTHOR}),
    Do.SEE_BOARD: frozenset({Tie.SITE, Tie.AREA, Tie.LEARNING, Tie.PEOPLE}),
    Do.SEE_DELIVERIES: frozenset({Tie.ADMIN}),
}

Scopes = Mapping[Tie, str]
"""For each kind of tie, the column of a table that says what the tie must be to. `org` is the organisation itself."""

# Whoever wrote or proposed a thing is named on it: the tie is the one to themselves.
_HELD_AS = {Tie.PROPOSER: Tie.SELF, Tie.AUTHOR: Tie.SELF}

ties = projection_table(
    "ties",
    id_column("entry_id", primary_key=True),
    id_column("person_id", Holds.ACTOR, primary_key=True),
    column("tie", str, Holds.FACT, primary_key=True),
    id_column("scope_id", Holds.FACT, primary_key=True),
    column("starts_at", Instant(), Holds.FACT),
    column("ends_at", Instant(), Holds.FACT, nullable=True),
    Index("ix_ties_org_person_id", "org", "person_id"),
    Index("ix_ties_org_scope_id", "org", "scope_id", "tie", "person_id"),
)


@dataclass(frozen=True)
class Actor:
    """The person who acts, as their session and ties say at this moment.

    `ties` holds (tie, scope) pairs in force now. `zone` is the organisation's time zone, `approves` and `reviews` the
    ties by which its people approve agreements and review plans, `sector` its words for its sites and for those it is
    there for, `at_risk` whom they tell when someone is at risk: name, telephone, hours. `seen_at` is when their session
    was last noted to be in use. A session's ids are None for the operator at the command line, who can set an
    organisation up and sign nothing. `shared_until` is there on a shared phone, where the session ends at `idle_at`
    unless it is used before.
    """

    org: Id
    person: Id
    name: str
    post: str
    site: str
    zone: str
    ties: frozenset[tuple[str, Id]] = field(default_factory=frozenset)
    approves: frozenset[str] = frozenset({Tie.AREA})
    reviews: frozenset[str] = frozenset({Tie.AREA})
    sector: tuple[str, str] = ("site", "person_we_support")
    at_risk: tuple[str | None, str | None, str | None] = (None, None, None)
    identity_checked: bool = False
    account: Id | None = None
    session: Id | None = None
    device: Id | None = None
    idle_at: datetime | None = None
    shared_until: datetime | None = None
    seen_at: datetime | None = None

    def over(self, scopes: Scopes, thing: Any) -> frozenset[Tie]:
        """The ties this person has to `thing`, a row with the columns that `scopes` names."""
        return frozenset(
            tie for tie, name in scopes.items() if (_HELD_AS.get(tie, tie), getattr(thing, name)) in self.ties
        )

    def may(self, do: Do, scopes: Scopes, thing: Any) -> bool:
        """Whether this person may do that to `thing`."""
        return not self._granted(do).isdisjoint(self.over(scopes, thing))

    def may_anywhere(self, do: Do) -> bool:
        """Whether this person may do that all over the organisation."""
        return any((tie, self.org) in self.ties for tie in self._granted(do))

    def scopes_for(self, do: Do, scopes: Scopes, name: str) -> list[Id]:
        """The values of column `name` that let this person do that to a row, in id order: `held_scopes` at hand."""
        kinds = {
            _HELD_AS.get(tie, tie) for tie, column in scopes.items() if column == name and tie in self._granted(do)
        }
        return sorted(scope for tie, scope in self.ties if tie in kinds)

    def _granted(self, do: Do) -> frozenset[str]:
        granted: frozenset[str] = GRANTS[do]
        for standing, meant in ((Tie.APPROVER, self.approves), (Tie.REVIEWER, self.reviews)):
            granted = granted - {standing} | meant if standing in granted else granted
        return granted


def in_force(of: FromClause = ties) -> ColumnElement[bool]:
    """The condition that a tie holds now."""
    now = bindparam("now", type_=Instant())
    return and_(of.c.starts_at <= now, or_(of.c.ends_at.is_(None), of.c.ends_at > now))


def within(
    do: Do, table: FromClause, scopes: Scopes, person: ColumnElement[Any] | None = None
) -> ColumnElement[bool]:  # fmt: skip
    """The condition that `:actor`, or whoever the column `person` names, may do that to a row of `table`. Static: actor
    and moment are parameters.

    What only approvers or reviewers may do depends on the organisation, and no list needs it.
    """
    assert Tie.APPROVER not in GRANTS[do]
    assert GRANTS[do] != {Tie.REVIEWER}
    held = ties.alias(f"held_{do}")
    reach = [
        and_(held.c.tie == str(_HELD_AS.get(tie, tie)), held.c.scope_id == table.c[name])
        for tie, name in scopes.items()
        if tie in GRANTS[do]
    ]
    who = bindparam("actor", type_=IdType()) if person is None else person
    around = [table] if person is None else [table, person.table]
    return exists(
        select(held.c.person_id)
        .where(ours(held), held.c.person_id == who, in_force(held), or_(false(), *reach))
        .correlate(*around)
    )


def held_scopes(do: Do, scopes: Scopes, name: str) -> Select[Any]:
    """The values of column `name` that let `:actor` do that to a row: what a list of few starts from, where `within`
    would look at every row of many. Static, as `within` is.
    """
    held = ties.alias(f"held_{do}_{name}")
    kinds = [str(_HELD_AS.get(tie, tie)) for tie, column in scopes.items() if column == name and tie in GRANTS[do]]
    return (
        select(held.c.scope_id)
        .where(ours(held), held.c.person_id == bindparam("actor", type_=IdType()), in_force(held))
        .where(or_(false(), *(held.c.tie == kind for kind in kinds)))
    )


_ADD = put(ties, "entry_id", "person_id", "tie", "scope_id", "starts_at", "ends_at")
_END = Prepared(
    update(ties)
    .where(
        ours(ties),
        ties.c.person_id == bindparam("of_person", type_=IdType()),
        ties.c.tie == bindparam("of_tie"),
        ties.c.scope_id == bindparam("of_scope", type_=IdType()),
        ties.c.ends_at.is_(None),
    )
    .values(ends_at=bindparam("at", type_=Instant()))
)
_END_ALL = Prepared(
    update(ties)
    .where(
        ours(ties),
        or_(
            ties.c.person_id == bindparam("of_person", type_=IdType()),
            ties.c.scope_id == bindparam("of_person", type_=IdType()),
        ),
        ties.c.ends_at.is_(None),
    )
    .values(ends_at=bindparam("at", type_=Instant()))
)
_same = ties.alias("same")
_END_SAME = Prepared(
    update(ties)
    .where(
        ours(ties),
        ties.c.person_id == bindparam("of_person", type_=IdType()),
        ties.c.tie == bindparam("of_tie"),
        ties.c.ends_at.is_(None),
        ties.c.entry_id.in_(
            select(_same.c.entry_id)
            .where(ours(_same), _same.c.person_id == bindparam("of_person", type_=IdType()))
            .where(_same.c.tie == bindparam("of_tie"), _same.c.scope_id == bindparam("of_scope", type_=IdType()))
        ),
    )
    .values(ends_at=bindparam("at", type_=Instant()))
)
_HOLDERS = Prepared(
    select(ties.c.person_id)
    .where(ours(ties), ties.c.scope_id == bindparam("scope", type_=IdType()), ties.c.tie == bindparam("tie"))
    .where(in_force())
    .order_by(ties.c.person_id)
)
_SCOPES = Prepared(
    select(ties.c.scope_id)
    .where(ours(ties), ties.c.person_id == bindparam("of_person", type_=IdType()), ties.c.tie == bindparam("tie"))
    .where(ties.c.ends_at.is_(None))
    .order_by(ties.c.scope_id)
)


def held_by(rows: Iterable[Row]) -> frozenset[tuple[str, Id]]:
    """The pairs of `Actor.ties` from rows of ties."""
    return frozenset((row.tie, row.scope_id) for row in rows if row.tie is not None)


def tie(tx: Tx, entry_id: Id, person: Id, kind: Tie, scope: Id, at: datetime) -> None:
    """From `at` on, `person` stands so to `scope`. For applies."""
    tx.put(_ADD, entry_id=entry_id, person_id=person, tie=str(kind), scope_id=scope, starts_at=at, ends_at=None)


def untie(tx: Tx, person: Id, kind: Tie, scope: Id, at: datetime) -> None:
    """From `at` on, `person` no longer stands so to `scope`. For applies."""
    tx.put(_END, of_person=person, of_tie=str(kind), of_scope=scope, at=at)


def untie_with(tx: Tx, person: Id, kind: Tie, scope: Id, at: datetime) -> None:
    """`untie`, and from all that the same entry tied `person` to in that way. For applies."""
    tx.put(_END_SAME, of_person=person, of_tie=str(kind), of_scope=scope, at=at)


def untie_all(tx: Tx, person: Id, at: datetime) -> None:
    """From `at` on, `person` stands no way to anything, nor anybody to them. For applies: someone left."""
    tx.put(_END_ALL, of_person=person, at=at)


def holders(tx: Tx, kind: Tie, scope: Id) -> list[Id]:
    """Who stands so to `scope` now, in id order."""
    return [row.person_id for row in tx.rows(_HOLDERS, tie=str(kind), scope=scope)]


def scopes_of(tx: Tx, person: Id, kind: Tie) -> list[Id]:
    """To what that person stands so, in id order."""
    return [row.scope_id for row in tx.rows(_SCOPES, of_person=person, tie=str(kind))]
