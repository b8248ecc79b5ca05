"""What entries do to one mentor of an agreement: asked, joining, and taken out."""

from datetime import date

from sqlalchemy import bindparam, update

from backend.kernel import waits
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, put
from backend.kernel.tenancy import ours
from backend.kernel.ties import Tie, tie, untie, untie_with
from backend.mentoring.rules import Answer
from backend.mentoring.tables import agreement_mentors

ANSWER_WAIT = "agreement_answer"

_ASKED = ("is_peer", "invited_by", "invited_at", "invitation_id", "lapses_on", "replaces_id", "answer", "active_since")
_ADD = put(agreement_mentors, "agreement_id", "person_id", *_ASKED)
_ROW = update(agreement_mentors).where(
    ours(agreement_mentors),
    agreement_mentors.c.agreement_id == bindparam("of_id", type_=IdType()),
    agreement_mentors.c.person_id == bindparam("of_person", type_=IdType()),
)
_AT = bindparam("at_instant", type_=Instant())
_AGAIN = Prepared(
    _ROW.values({agreement_mentors.c[n]: bindparam(n, type_=agreement_mentors.c[n].type) for n in _ASKED}).values(
        left_at=None
    )
)
_JOIN = Prepared(_ROW.values(answer=Answer.AGREE.value, active_since=_AT))
_REFUSE = Prepared(_ROW.values(answer=Answer.DECLINE.value, left_at=_AT))
_OUT = Prepared(_ROW.values(left_at=_AT))


def apply_mentor_added(tx: Tx, entry: Entry) -> None:
    """Asks somebody to be a mentor here too; who adds themselves to an agreement under way has answered."""
    facts, vouched = entry.content, entry.attestation
    person, lapses_on = facts["person_id"], date.fromisoformat(vouched["lapses_on"])
    row = {
        "is_peer": vouched["is_peer"],
        "invited_by": entry.actor,
        "invited_at": entry.at,
        "invitation_id": entry.id,
        "lapses_on": lapses_on,
        "replaces_id": facts["replaces_id"],
        "answer": None,
        "active_since": None,
    }
    if vouched["again"]:
        tx.put(_AGAIN, of_id=entry.about, of_person=person, **row)
    else:
        tx.put(_ADD, agreement_id=entry.about, person_id=person, **row)
    untie(tx, person, Tie.INVITED, entry.about, entry.at)
    waits.close_wait(tx, entry.about, person)
    if vouched["joins"]:
        _join(tx, entry, person, facts["replaces_id"])
        return
    tie(tx, entry.id, person, Tie.INVITED, entry.about, entry.at)
    waits.open_wait(
        tx,
        entry.about,
        person,
        kind=ANSWER_WAIT,
        subject=vouched["mentee_id"],
        about=entry.about,
        since=entry.at,
        from_on=date.fromisoformat(vouched["day"]),
        until_on=lapses_on,
    )


def apply_invitation_answered(tx: Tx, entry: Entry) -> None:
    """Makes somebody a mentor from their yes on, in the place of whom they replace; a no closes the question."""
    person = entry.actor
    waits.close_wait(tx, entry.about, person)
    untie(tx, person, Tie.INVITED, entry.about, entry.at)
    if entry.attestation["joins"]:
        _join(tx, entry, person, entry.attestation["replaces_id"])
    else:
        tx.put(_REFUSE, of_id=entry.about, of_person=person, at_instant=entry.at)


def _join(tx: Tx, entry: Entry, person: Id, replaces: Id | None) -> None:
    tx.put(_JOIN, of_id=entry.about, of_person=person, at_instant=entry.at)
    tie(tx, entry.id, person, Tie.MENTOR, entry.about, entry.at)
    tie(tx, entry.id, person, Tie.MENTOR, entry.attestation["mentee_id"], entry.at)
    if replaces is not None:
        take_out(tx, entry, replaces)


def take_out(tx: Tx, entry: Entry, mentor: Id) -> None:
    """Ends what somebody was or was asked to be in the agreement, and keeps when. For applies."""
    tx.put(_OUT, of_id=entry.about, of_person=mentor, at_instant=entry.at)
    waits.close_wait(tx, entry.about, mentor)
    untie(tx, mentor, Tie.INVITED, entry.about, entry.at)
    untie_with(tx, mentor, Tie.MENTOR, entry.about, entry.at)
