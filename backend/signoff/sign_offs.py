"""Signing: a mentor's word on one criterion, on one occasion.

Source: domain 1; decisions, Order of checks and Counting.
"""

from collections import namedtuple
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar

from backend.accounts.presence import Spent, spend
from backend.frameworks.rules import Method
from backend.kernel import log
from backend.kernel.canonical import canonical
from backend.kernel.clock import instant_of, stamp
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import id_reused
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Row, put
from backend.kernel.shapes import Nonce, PinnedId, SaidId, Within, Words
from backend.kernel.ties import Actor, Do
from backend.people.identifying.kinds import KeptBecause
from backend.practice import rules as practice
from backend.practice.evidence import pin
from backend.practice.notes import NOTE, use_up
from backend.practice.resting import naming, rests_on
from backend.practice.rules import EvidenceKind
from backend.signoff import rules
from backend.signoff.file import ItemFile, ensure_seen, kept, lock_item
from backend.signoff.requests import end_request
from backend.signoff.rules import Help, Outcome, PlanStatus, RequestStatus
from backend.signoff.signed_under import FACTS_THEN
from backend.signoff.standing import restate, standing_of
from backend.signoff.tables import PLAN_SCOPES, sign_offs
from backend.signoff.wording import words_key


@dataclass(frozen=True, kw_only=True)
class SignOff:
    """A mentor's word on one criterion, on one occasion. Nothing about it is chosen for the mentor.

    `item_rev` and `intent` are the versions of what was asked for and of the sentence that the mentor saw. `nonce`
    seals the words; a phone that signs off line sends its own. `note_id` names a note of the signer's that this is made
    from: its times are kept with the words, and the note is used up. `evidence` names what the word rests on: the
    record holds the digest of each.
    """

    kind: ClassVar[str] = "sign_off"
    id: Id = field(default_factory=new_id)
    plan_id: Id
    item_id: Id
    outcome: Outcome
    seen_on: date
    method: Method
    help: Help | None = None
    statement: Annotated[Words, Within(1, 2000)]
    next_step: Annotated[Words, Within(1, 500)] | None = None
    gap_reason: Annotated[Words, Within(1, 500)] | None = None
    kept_because: KeptBecause | None = None
    item_rev: int
    intent: int
    note_id: SaidId | None = None
    evidence: Annotated[list[PinnedId], Within(0, practice.MOST_PINNED)] | None = None
    nonce: Nonce | None = None


_COLUMNS = [c.name for c in sign_offs.c if c.name != "org"]
# What may become of it later, and is not known yet.
_LATER = dict.fromkeys(
    ("withdrawn_at", "withdrawn_by", "withdrawal_reason", "withdrawal_id", "confirmed_by", "opening_id", "opened_by_id",
     "opened_by", "opened_at", "opening_reason", "frozen_at")
)  # fmt: skip
_INSERT = put(sign_offs, *(name for name in _COLUMNS if name not in _LATER))
_SignOffRow = namedtuple("_SignOffRow", [*_COLUMNS, FACTS_THEN.name])  # type: ignore[misc]  # its fields are the table's


def sign_off(tx: Tx, actor: Actor, act: SignOff, presence: str | None) -> tuple[Entry, ItemFile, bool]:
    """Signs. Answers the entry, the item as it is now, and whether it is new (False: the answer was lost before).

    Raises `not_found`, `id.reused`, `not_allowed`, `sign_off.own_work`, `sign_off.identity_unchecked`,
    `sign_off.wrong_post`, `presence.required`, `plan.closed`, `plan.criterion_left`, `sign_off.stale_content`,
    `sign_off.in_future`, `sign_off.before_plan`, `sign_off.gap_reason_needed`, `sign_off.method_not_allowed`,
    `note.gone`, `note.of_another_person`, `evidence.not_theirs`, `evidence.taken_back`, `request.invalid`.
    """
    wanted = naming(act.evidence) if act.evidence else []
    wanted += [(NOTE, {"of_note": act.note_id, "actor": actor.person})] if act.note_id else []
    key = words_key(tx.tenant, act.statement)
    actor, file, entry = lock_item(tx, actor, act.plan_id, act.item_id, act, *wanted, words_key=key)
    if entry:
        _ensure_same_evidence(act, entry)
        return entry, file, False
    ensure_seen(actor, file)
    _ensure_may(actor, file)
    spent = spend(tx, actor, presence)
    _ensure_signable(tx, actor, file, act)
    rests = _rests_on(actor, file, act)
    times = _note_times(file) if act.note_id else None
    if act.note_id:
        use_up(tx, actor, act.note_id)
    entry = log.record(
        tx,
        actor,
        act,
        about=act.item_id,
        subject=file.row.mentee_id,
        content=_content(file, rests),
        attestation=_attestation(tx, actor, file, act, spent) | {"rests_on": rests},
        words=times,
    )
    return entry, kept(tx, act.item_id), True


def _ensure_may(actor: Actor, file: ItemFile) -> None:
    bar = rules.bar_to_signing(
        is_own=actor.person == file.row.mentee_id,
        is_mentor=actor.may(Do.SIGN_OFF, PLAN_SCOPES, file.row),
        is_checked=file.row.identity_checked_on is not None,
        post=actor.post,
        posts=file.criterion.signer_posts,
    )
    if bar is not None:
        raise bar


def _ensure_signable(tx: Tx, actor: Actor, file: ItemFile, act: SignOff) -> None:
    row = file.row
    if row.plan_status == PlanStatus.CLOSED:
        raise rules.plan_closed()
    if row.left_framework_id is not None:
        raise rules.criterion_left()
    if (act.item_rev, act.intent) != (row.rev, file.framework.intent):
        raise rules.stale_content()
    rules.ensure_whole(act.outcome, act.help, act.next_step)
    rules.ensure_day(act.seen_on, row.starts_on, tx.today(actor.zone), act.gap_reason)
    if act.method not in file.criterion.methods:
        raise rules.method_not_allowed(methods=", ".join(file.criterion.methods))


def _ensure_same_evidence(act: SignOff, entry: Entry) -> None:
    named = {one["id"] for one in entry.attestation.get("rests_on", ())}
    if named != set(act.evidence or ()):
        raise id_reused()


def _rests_on(actor: Actor, file: ItemFile, act: SignOff) -> list[dict[str, str]]:
    """What the mentor names, each with the digest that pins it. Raises what is wrong with any."""
    if not act.evidence:
        return []
    return rests_on(actor, file.row.mentee_id, act.evidence, *file.beside[:2])


def _note_times(file: ItemFile) -> dict[str, str]:
    """When what was noted happened, as its author said, and when the note was made. Raises what is wrong with it."""
    note = next(iter(file.beside[-1]), None)
    if note is None:
        raise practice.gone()
    if note.person_id != file.row.mentee_id:
        raise practice.of_another()
    return {"note_happened_at": stamp(note.happened_at), "note_made_at": stamp(note.made_at)}


def _content(file: ItemFile, rests: list[dict[str, str]]) -> dict[str, Any]:
    framework = file.framework
    return {
        "criterion": file.row.key,
        "framework": {"key": framework.key, "version": framework.version},
        "evidence": sorted(one["digest"] for one in rests),
    }


def _attestation(tx: Tx, actor: Actor, file: ItemFile, act: SignOff, spent: Spent) -> dict[str, Any]:
    row = file.row
    counted = [one for one in file.sign_offs if one.counts]
    return {
        **spent.attested,
        "day": tx.today(actor.zone).isoformat(),
        "zone": actor.zone,
        "intent": rules.INTENTS[act.intent],
        "eligibility": {
            "mentor_since": stamp(row.mentor_since),
            "identity_checked_on": row.identity_checked_on.isoformat(),
            "identity_checked_by": row.identity_checked_by,
            "identity_method": row.identity_method,
            "post": actor.post,
        },
        "policy": {
            "signatures": row.signatures,
            "other_day": row.other_day,
            "other_mentor": row.other_mentor,
            "methods": [method.value for method in file.criterion.methods],
        },
        "reciprocal": bool(row.reciprocal),
        "same_words": bool(row.same_words),
        "on_device_of": "mentee" if row.on_mentees_device else None,
        "covers": counted[0].commitment if counted and act.outcome is Outcome.COMPETENT else None,
        "answers": row.request_id,
    }


def apply_signed(tx: Tx, entry: Entry) -> None:
    """Writes the sign-off, ends the request it answers, and states item and plan anew."""
    row = sign_off_row(entry)
    if not tx.rebuilding:
        row = _with_those_before(tx, row)
    tx.put(_INSERT, **row._asdict())
    if (request := entry.attestation["answers"]) is not None:
        end_request(tx, request, RequestStatus.ANSWERED, entry)
    rests = entry.attestation.get("rests_on", ())
    pin(tx, [one["id"] for one in rests if one["kind"] != EvidenceKind.RECORD])
    restate(tx, row.plan_id, row.item_id)


def _with_those_before(tx: Tx, row: Row) -> Row:
    """The sign-off as it counts from the start, put with the others of its file."""
    file = kept(tx, row.item_id)
    counted = standing_of(file.row, [*file.sign_offs, row]).counted
    row = row._replace(counts=row.id in counted)
    file.sign_offs.append(row)
    file.row = file.row._replace(request_id=None)
    return row


def sign_off_row(entry: Entry) -> Row:
    """The row of a sign-off as its entry says, before counting."""
    facts, vouched = entry.content, entry.attestation
    words, signer = entry.words or {}, entry.signer or {}
    values = {
        "id": entry.id,
        "plan_id": facts["plan_id"],
        "item_id": facts["item_id"],
        "mentee_id": entry.subject,
        "signer_id": entry.actor,
        "signer_name": signer.get("name", ""),
        "signer_post": signer.get("post", ""),
        "outcome": facts["outcome"],
        "seen_on": date.fromisoformat(facts["seen_on"]),
        "method": facts["method"],
        "help": facts["help"],
        "statement": words.get("statement", ""),
        "next_step": words.get("next_step"),
        "gap_reason": words.get("gap_reason"),
        "signed_at": entry.at,
        "signed_on": date.fromisoformat(vouched["day"]),
        "assurance": vouched["assurance"],
        "reciprocal": vouched["reciprocal"],
        "commitment": entry.commitment.hex(),
        "counts": False,
        "note_happened_at": instant_of(noted) if (noted := words.get("note_happened_at")) else None,
        "note_made_at": instant_of(made) if (made := words.get("note_made_at")) else None,
        "words_key": words_key(facts["organisation"], words.get("statement")),
        "same_words": vouched.get("same_words", False),  # not looked at before this release
        "on_device_of": vouched.get("on_device_of"),
        "rests_on": canonical(rests).decode() if (rests := vouched.get("rests_on")) else None,
        "facts_then": None,
    }
    return _SignOffRow(**values, **_LATER)
