"""What entries about agreements do to the tables."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, update

from backend.kernel import waits
from backend.kernel.canonical import canonical
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id, derived_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.tenancy import ours
from backend.kernel.ties import Tie, holders, tie, untie
from backend.mentoring.joining import ANSWER_WAIT, apply_invitation_answered, take_out
from backend.mentoring.rules import Answer, Status
from backend.mentoring.tables import agreement_mentors, agreements

APPROVAL_WAIT = "agreement_approval"

_PROPOSE = put(
    agreements, "id", "programme", "mentee_id", "proposer_id", "status", "mentee_answer", "what_matters", "goals",
    "support_arrangement", "rev", "starts_on", "ends_on", "lapses_on", "site_id", "area_id", "group_id",
)  # fmt: skip
_INVITE = put(agreement_mentors, "agreement_id", "person_id", "is_peer", "invited_by", "invited_at", "answer")

_ID = bindparam("of_id", type_=IdType())
_PERSON = bindparam("of_person", type_=IdType())
_AT = bindparam("at_instant", type_=Instant())
_AGREEMENT = update(agreements).where(ours(agreements), agreements.c.id == _ID)
_MENTOR = update(agreement_mentors).where(ours(agreement_mentors), agreement_mentors.c.agreement_id == _ID)
_ONE = agreement_mentors.c.person_id == _PERSON

_STATUS = Prepared(_AGREEMENT.values(status=bindparam("new_status")))
_APPROVED = Prepared(
    _AGREEMENT.values(
        approver_id=_PERSON,
        approved_at=_AT,
        approver_manages=bindparam("manages"),
        consulted=bindparam("with_whom"),
    )
)
_MENTEE_SAYS = Prepared(_AGREEMENT.values(mentee_answer=bindparam("new_answer")))
_MENTOR_SAYS = Prepared(_MENTOR.where(_ONE).values(answer=bindparam("new_answer")))
_ACTIVATE = Prepared(_MENTOR.where(agreement_mentors.c.left_at.is_(None)).values(active_since=_AT))
_LEAVE = Prepared(
    update(agreement_mentors)
    .where(ours(agreement_mentors), agreement_mentors.c.person_id == _PERSON, agreement_mentors.c.left_at.is_(None))
    .values(left_at=_AT)
)
_MOVE = Prepared(
    update(agreements)
    .where(ours(agreements), agreements.c.mentee_id == _PERSON)
    .values(site_id=bindparam("new_site", type_=IdType()), area_id=bindparam("new_area", type_=IdType()))
)


def apply_proposed(tx: Tx, entry: Entry) -> None:
    """Writes the agreement, invites its mentors, and opens a wait for everyone whose word is needed."""
    facts, vouched, words = entry.content, entry.attestation, entry.words or {}
    tx.put(
        _PROPOSE,
        id=entry.id,
        programme=facts["programme"],
        mentee_id=facts["mentee_id"],
        proposer_id=entry.actor,
        status=Status.PROPOSED.value,
        mentee_answer=_own(entry, facts["mentee_id"]),
        what_matters=words.get("what_matters", ""),
        goals=canonical(words.get("goals", [])).decode(),
        support_arrangement=facts["support_arrangement"],
        starts_on=date.fromisoformat(facts["starts_on"]),
        ends_on=date.fromisoformat(facts["ends_on"]),
        lapses_on=date.fromisoformat(vouched["lapses_on"]),
        site_id=vouched["site_id"],
        area_id=vouched["area_id"],
        group_id=facts.get("group_id"),
        rev=1,
    )
    peers = vouched.get("peers", [])
    for mentor in facts["mentor_ids"]:
        tx.put(
            _INVITE,
            agreement_id=entry.id,
            person_id=mentor,
            is_peer=mentor in peers,
            invited_by=entry.actor,
            invited_at=entry.at,
            answer=_own(entry, mentor),
        )
        tie(tx, entry.id, mentor, Tie.INVITED, entry.id, entry.at)
    for person in (facts["mentee_id"], *facts["mentor_ids"]):
        if person != entry.actor:
            _wait(tx, entry, entry.id, person, ANSWER_WAIT)
    for approver in _approvers(tx, entry):
        _wait(tx, entry, approval(entry.id), approver, APPROVAL_WAIT)


def _approvers(tx: Tx, entry: Entry) -> list[Id]:
    """Who is asked to approve, as the entry says; entries of the first release say no more than the area."""
    vouched = entry.attestation
    if "approvers" in vouched:
        found: list[Id] = vouched["approvers"]
        return found
    mentee = entry.content["mentee_id"]
    area = vouched["area_id"]
    return [one for one in holders(tx, Tie.AREA, area) if one != mentee] if area else []


def _own(entry: Entry, person: Id) -> str | None:
    return Answer.AGREE.value if person == entry.actor else None


def approval(agreement: Id) -> Id:
    """The matter that waits for approvers, apart from the one that waits for answers."""
    return derived_id(agreement, "approvers")


def _wait(tx: Tx, entry: Entry, matter: Id, holder: Id, kind: str) -> None:
    vouched = entry.attestation
    waits.open_wait(
        tx,
        matter,
        holder,
        kind=kind,
        subject=entry.content["mentee_id"],
        about=entry.id,
        since=entry.at,
        from_on=date.fromisoformat(vouched["day"]),
        until_on=date.fromisoformat(vouched["lapses_on"]),
    )


def apply_approved(tx: Tx, entry: Entry) -> None:
    """Notes who approved, and starts the agreement when everybody has agreed."""
    tx.put(
        _APPROVED,
        of_id=entry.about,
        of_person=entry.actor,
        at_instant=entry.at,
        manages=entry.attestation.get("approver_manages"),
        with_whom=(entry.words or {}).get("consulted"),
    )
    waits.close_waits(tx, approval(entry.about))
    _restate(tx, entry)


def apply_answered(tx: Tx, entry: Entry) -> None:
    """Notes one answer, and starts or ends the agreement when it was the one that decides."""
    answer = entry.content["answer"]
    if "joins" in entry.attestation:  # asked to join an agreement under way
        apply_invitation_answered(tx, entry)
        return
    if entry.actor == entry.attestation["mentee_id"]:
        tx.put(_MENTEE_SAYS, of_id=entry.about, new_answer=answer)
    else:
        tx.put(_MENTOR_SAYS, of_id=entry.about, of_person=entry.actor, new_answer=answer)
    waits.close_wait(tx, entry.about, entry.actor)
    _restate(tx, entry)


def _restate(tx: Tx, entry: Entry) -> None:
    vouched = entry.attestation
    status = Status(vouched["status"])
    restate(tx, entry, entry.about, status, vouched["mentee_id"], vouched["mentors"])


def restate(tx: Tx, entry: Entry, agreement: Id, status: Status, mentee: Id, mentors: Sequence[Id]) -> None:
    """Gives an agreement the status that `entry` made of it: an active one ties its mentors, one that is over waits for
    nobody. For applies.
    """
    tx.put(_STATUS, of_id=agreement, new_status=status.value)
    if status is Status.PROPOSED:
        return
    for mentor in mentors:
        untie(tx, mentor, Tie.INVITED, agreement, entry.at)
    if status is Status.ACTIVE:
        tx.put(_ACTIVATE, of_id=agreement, at_instant=entry.at)
        for mentor in mentors:
            tie(tx, entry.id, mentor, Tie.MENTOR, agreement, entry.at)
            tie(tx, entry.id, mentor, Tie.MENTOR, mentee, entry.at)
    else:
        waits.close_waits(tx, agreement)
        waits.close_waits(tx, approval(agreement))


def apply_mentor_removed(tx: Tx, entry: Entry) -> None:
    """Ends the mentor's ties, keeps when they left, and starts the agreement when theirs was the last word missing."""
    take_out(tx, entry, entry.content["mentor_id"])
    if entry.attestation["starts"]:
        _restate(tx, entry)


def apply_moved(tx: Tx, entry: Entry) -> None:
    """Follows the mentee to another site: their agreements are seen by the managers there."""
    facts = entry.content
    tx.put(_MOVE, of_person=facts["person_id"], new_site=facts["site_id"], new_area=entry.attestation["area_id"])


def apply_left(tx: Tx, entry: Entry) -> None:
    """Somebody left the organisation: they mentor nobody any more, and nothing waits for them."""
    tx.put(_LEAVE, of_person=entry.content["person_id"], at_instant=entry.at)
    waits.close_held(tx, entry.content["person_id"])
