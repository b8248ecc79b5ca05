"""Whom an entry concerns, beside those for whom something waits: one function for each way of finding them.

They read what the applies of the lower floors have just written.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Tie, holders
from backend.mentoring.file import approvers_now
from backend.mentoring.tables import agreement_mentors, agreements
from backend.records.tables import records
from backend.reviews.tables import reviews
from backend.signoff.tables import plans, requirements, sign_offs

Whom = Callable[[Tx, Entry], Sequence[Id | None]]

_ID = bindparam("of_id", type_=IdType())


def _one(table: Any, name: str) -> Prepared:
    return Prepared(select(table.c[name].label("found")).where(ours(table), table.c.id == _ID))


_PROPOSER, _WRITER = _one(agreements, "proposer_id"), _one(records, "writer_id")
_SIGNER, _ASKED_BY = _one(sign_offs, "signer_id"), _one(requirements, "asked_by_id")
_AGREEMENT, _REVIEWER = _one(plans, "agreement_id"), _one(reviews, "proposed_by_id")
_INVITER = Prepared(
    select(agreement_mentors.c.invited_by.label("found")).where(
        ours(agreement_mentors),
        agreement_mentors.c.agreement_id == _ID,
        agreement_mentors.c.person_id == bindparam("of_person", type_=IdType()),
    )
)


def _found(tx: Tx, statement: Prepared, **given: Any) -> list[Id]:
    return [row.found for row in tx.rows(statement, **given)]


def subject(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """The person it is about."""
    return [entry.subject]


def author(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Whoever did it."""
    return [entry.actor]


def proposer(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Whoever proposed the agreement."""
    return _found(tx, _PROPOSER, of_id=entry.about)


def inviter(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Whoever asked the mentor who answers."""
    return _found(tx, _INVITER, of_id=entry.about, of_person=entry.actor)


def mentors(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """The mentors of the agreement."""
    return holders(tx, Tie.MENTOR, entry.about)


def everyone(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Mentee, mentors and proposer of an agreement."""
    named: Sequence[Id] = entry.attestation.get("mentors", ())
    return [entry.subject, *named, *proposer(tx, entry)]


def both_sides(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Mentee and mentors of an agreement."""
    return [entry.subject, *mentors(tx, entry)]


def named_mentors(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """The mentors that the entry names."""
    named: Sequence[Id] = entry.attestation["mentors"]
    return named


def replaced(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """The mentor whose place another took, if they did."""
    facts = entry.content if "replaces_id" in entry.content else entry.attestation
    return [facts.get("replaces_id")]


def agreement_approvers(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Who approves agreements around that one now."""
    return approvers_now(tx, entry.about)


def approvers_without_mentor(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Who approves agreements around that one now, if nobody mentors in it."""
    return [] if mentors(tx, entry) else approvers_now(tx, entry.about)


def removed(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """The mentor who was taken out."""
    return [entry.content["mentor_id"]]


def deputy(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Whoever looks after what waits for somebody, or did until now."""
    facts = entry.content if "deputy_id" in entry.content else entry.attestation
    return [facts["deputy_id"]]


def deputy_before(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Whoever was the deputy before another was named."""
    return [entry.attestation["before"]]


def of_plan(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Mentee and mentors of the plan that the entry is about."""
    return [
        entry.subject,
        *(one for id_ in _found(tx, _AGREEMENT, of_id=entry.about) for one in holders(tx, Tie.MENTOR, id_)),
    ]


def of_item(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """The mentors of the plan whose item it is."""
    plan = entry.attestation["plan_id"]
    return [one for id_ in _found(tx, _AGREEMENT, of_id=plan) for one in holders(tx, Tie.MENTOR, id_)]


def others(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """The other side of a change of what is asked for."""
    named: Sequence[Id] = entry.attestation["others"]
    return named


def asked_by(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Whoever proposed the change that is answered."""
    return _found(tx, _ASKED_BY, of_id=entry.content["requirement_id"])


def signer(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Whoever signed."""
    return _found(tx, _SIGNER, of_id=sign_off_of(entry))


def signed_and_signer(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """The mentee, and whoever signed."""
    return [entry.subject, *signer(tx, entry)]


def writer(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Whoever wrote the record."""
    return _found(tx, _WRITER, of_id=entry.about)


def reviewer(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Whoever proposed the review."""
    return _found(tx, _REVIEWER, of_id=entry.content["review_id"])


def plan_and_reviewer(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """Mentee and mentors of the plan, and whoever proposed the review."""
    return [*of_plan(tx, entry), *reviewer(tx, entry)]


def people_team(tx: Tx, entry: Entry) -> Sequence[Id | None]:
    """The people team."""
    return holders(tx, Tie.PEOPLE, tx.tenant)


def sign_off_of(entry: Entry) -> Id:
    """The sign-off that an entry concerns."""
    facts = entry.content if "sign_off_id" in entry.content else entry.attestation
    found: Id = facts["sign_off_id"]
    return found
