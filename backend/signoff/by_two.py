"""What two of governance do about another's sign-off: one opens it and says why, a second confirms; both with presence.

Until the second confirms nothing changes, and whoever opened it may take it back. There are two such matters:
withdrawing the sign-off (`withdrawing_by_two.py`) and letting a frozen one count again (`lifting.py`). They take the
same steps, which stand here. Source: decisions, Rights (withdraw another's sign-off); trust, S20 and S33.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from backend.accounts.presence import spend
from backend.kernel import log
from backend.kernel.clock import stamp
from backend.kernel.database import Tx
from backend.kernel.entries import ENTRY, Entry, entry_of
from backend.kernel.errors import Refusal, forbidden, missing
from backend.kernel.ids import Id, derived_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.ties import Actor, Do
from backend.signoff.deciders import confirmers
from backend.signoff.file import ItemFile, kept
from backend.signoff.sign_off_file import ensure_seen, hold, lock_sign_off, named
from backend.signoff.standing import TOUCH
from backend.signoff.tables import SIGN_OFF_SCOPES


@dataclass(frozen=True)
class Matter:
    """What one of the two has of its own.

    `opens` is the kind of the act that opens it, `own` is said to whoever's sign-off it is. `beside` is read with the
    sign-off, by `of_sign_off`; of both rows `begun` says what is attested besides, or raises what bars it, and `open`
    which opening waits for a second person.
    """

    opens: str
    may_open: Do
    may_confirm: Do
    own: Refusal
    already_open: Refusal
    same_person: Refusal
    over: Refusal
    begun: Callable[[Row, Row | None], dict[str, Any]]
    open: Callable[[Row, Row | None], Id | None]
    beside: Prepared | None = None


class Opens(log.Act, Protocol):
    """An act that opens a matter."""

    @property
    def sign_off_id(self) -> Id:
        """The sign-off it is about."""


def open_matter(tx: Tx, actor: Actor, matter: Matter, act: Opens, presence: str | None) -> tuple[Entry, ItemFile]:
    """Opens it; nothing changes until a second person confirms.

    Raises `not_found`, `id.reused`, `not_allowed`, `presence.required`, and what the matter has for one's own, for what
    bars it, and for what is open already.
    """
    actor, row, beside = _lock(tx, actor, matter, act.sign_off_id)
    if entry := log.known(tx, actor, act):
        return entry, kept(tx, row.item_id)
    _ensure_governs(actor, row, matter.may_open, matter.own)
    spent = spend(tx, actor, presence)
    begun = matter.begun(row, beside)
    if matter.open(row, beside) is not None:
        raise matter.already_open()
    facts = {**spent.attested, **named(row), **begun, "day": tx.today(actor.zone).isoformat()}
    entry = log.record(tx, actor, act, about=row.item_id, subject=row.mentee_id, attestation=facts)
    return entry, kept(tx, row.item_id)


def confirmation_of(matter_id: Id, actor: Actor) -> Id:
    """The id of a confirmation: by what is confirmed, and by whom."""
    return derived_id(matter_id, f"confirmation/{actor.person}")


def confirm_matter(
    tx: Tx, actor: Actor, matter: Matter, matter_id: Id, act: log.Act, presence: str | None
) -> tuple[Entry, ItemFile]:
    """Confirms it, as a second person.

    Raises `not_found`, `id.reused`, `not_allowed`, `presence.required`, and what the matter has for one's own, for
    whoever opened it, and for one that is over.
    """
    opened = opening(tx, matter.opens, matter_id)
    actor, row, beside = _lock(tx, actor, matter, opened.content["sign_off_id"])
    if entry := log.known(tx, actor, act):
        return entry, kept(tx, row.item_id)
    _ensure_governs(actor, row, matter.may_confirm, matter.own)
    if actor.person == opened.actor:
        raise matter.same_person()
    spent = spend(tx, actor, presence)
    if matter.open(row, beside) != opened.id:
        raise matter.over()
    by = {"by": opened.actor, "at": stamp(opened.at), "commitment": opened.commitment.hex()}
    entry = log.record(
        tx, actor, act, about=row.item_id, subject=row.mentee_id, content={"sign_off_id": row.id},
        attestation={**spent.attested, **named(row), "opened": by},
    )  # fmt: skip
    return entry, kept(tx, row.item_id)


def take_matter_back(tx: Tx, actor: Actor, matter: Matter, matter_id: Id, act: log.Act) -> Entry:
    """Whoever opened it takes it back. Raises `not_found`, `id.reused`, `not_allowed`, and that it is over."""
    opened = opening(tx, matter.opens, matter_id)
    actor, row, beside = _lock(tx, actor, matter, opened.content["sign_off_id"])
    if entry := log.known(tx, actor, act):
        return entry
    ensure_seen(actor, row)
    if actor.person != opened.actor:
        raise forbidden()
    if matter.open(row, beside) != opened.id:
        raise matter.over()
    facts = {"plan_id": row.plan_id, "item_id": row.item_id, "sign_off_id": row.id}
    return log.record(tx, actor, act, about=row.item_id, subject=row.mentee_id, attestation=facts)


def opening(tx: Tx, kind: str, matter_id: Id) -> Entry:
    """The entry of that kind by which somebody opened a matter. Raises `not_found`."""
    row = tx.first(ENTRY, entry_id=matter_id)
    if row is None or row.kind != kind:
        raise missing()
    return entry_of(row)


def _lock(tx: Tx, actor: Actor, matter: Matter, sign_off_id: Id) -> tuple[Actor, Row, Row | None]:
    reads = [(matter.beside, {"of_sign_off": sign_off_id})] if matter.beside else []
    actor, row, found = lock_sign_off(tx, actor, sign_off_id, *reads)
    return actor, row, next((rows[0] for rows in found if rows), None)


def _ensure_governs(actor: Actor, row: Row, do: Do, own: Refusal) -> None:
    ensure_seen(actor, row)
    if actor.person == row.mentee_id or not actor.may(do, SIGN_OFF_SCOPES, row):
        raise forbidden()
    if actor.person == row.signer_id:
        raise own()


def opened_by(entry: Entry) -> dict[str, Any]:
    """Who opened it, when and why, as both tables keep it. For applies."""
    by, why = (entry.signer or {}).get("name", ""), (entry.words or {}).get("reason", "")
    return {"opening": entry.id, "by_id": entry.actor, "by": by, "at": entry.at, "new_reason": why}


NOT_OPENED = dict.fromkeys(("opening", "by_id", "by", "at", "new_reason"))
"""The same, once it is over."""


def ask_a_second(tx: Tx, entry: Entry, wait: str) -> None:
    """Asks everyone who may confirm: neither whoever opened it nor whose sign-off it is. For applies."""
    assert entry.subject is not None
    facts = entry.attestation
    apart = (entry.actor, facts["signer_id"])
    people = [person for person in confirmers(tx, facts["plan_id"]) if person not in apart]
    hold(tx, entry.id, people, kind=wait, subject=entry.subject, about=entry.about, since=entry.at)
    tx.put(TOUCH, of_plan=facts["plan_id"])
