"""Presence: proof that the signer is there, by PIN or password; good for ten minutes or twenty sign-offs.

Source: decisions, States (presence); trust, S08-S11.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, exists, null, select, update

from backend.accounts import rules
from backend.accounts.rules import PresenceMethod
from backend.accounts.sessions import who
from backend.accounts.tables import accounts, presences
from backend.accounts.tokens import hash_of, new_token, org_of
from backend.accounts.vault import Vault
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Database, Tx
from backend.kernel.errors import Fault, invalid
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.shapes import Secret
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor


@dataclass(frozen=True, kw_only=True)
class OpenPresence:
    """Says 'it is me' with a PIN or a password."""

    method: PresenceMethod
    pin: Secret | None = None
    password: Secret | None = None

    def __post_init__(self) -> None:
        """Raises `request.invalid` without the secret that `method` names: that is no wrong try."""
        if getattr(self, self.method) is None:
            fault = Fault(f"/{self.method}", "Send this with the method you chose.", "required")
            raise invalid(faults=[fault], fields=self.method.value)


@dataclass
class Opened:
    """A presence to send with the next sign-offs. `expires_in` is in seconds."""

    presence: str
    expires_in: int
    uses_left: int


@dataclass(frozen=True)
class Spent:
    """A presence that was used once more."""

    id: Id
    method: str

    @property
    def attested(self) -> dict[str, Any]:
        """What the server vouches for in every act that spends one: how it was signed, and by which presence.

        Source: decisions, The canonical record (attestation).
        """
        return {"assurance": "online", "presence": {"id": self.id, "method": self.method}}


_OF_ACCOUNT = accounts.c.id == bindparam("account", type_=IdType())
_tries = case((accounts.c.wrong_presences >= rules.WRONG_PRESENCES, 1), else_=accounts.c.wrong_presences + 1)
_until = bindparam("until", type_=Instant())
# The try is counted, and the last one locks, before the secret is looked at: guesses sent side by side are counted one
# by one, and none of them is the sixth.
_TRY = Prepared(
    update(accounts)
    .where(_OF_ACCOUNT)
    .where(
        (accounts.c.signing_locked_until.is_(None))
        | (accounts.c.signing_locked_until <= bindparam("now", type_=Instant()))
    )
    .values(
        wrong_presences=_tries,
        signing_locked_until=case((accounts.c.wrong_presences == rules.WRONG_PRESENCES - 1, _until), else_=null()),
    )
    .returning(accounts.c.wrong_presences, accounts.c.pin_hash, accounts.c.password_hash)
)
_now = bindparam("now", type_=Instant())
_NOTE_WRONG = Prepared(update(accounts).where(_OF_ACCOUNT).values(wrong_presence_at=_now))
_NOTE_PAUSED = Prepared(update(accounts).where(_OF_ACCOUNT).values(wrong_presence_at=_now, signing_paused_at=_now))
_STANDING = Prepared(
    select(
        accounts.c.wrong_presences,
        accounts.c.wrong_presence_at,
        accounts.c.signing_paused_at,
        accounts.c.signing_locked_until,
    ).where(_OF_ACCOUNT)
)
_RIGHT = Prepared(update(accounts).where(_OF_ACCOUNT).values(wrong_presences=0, signing_locked_until=None))
_OPEN = put(
    presences, "id", "hash", "session_id", "person_id", "method", "opened_at", "expires_at", "uses_left"
)  # fmt: skip
_locked = exists(
    select(accounts.c.id).where(_OF_ACCOUNT, accounts.c.signing_locked_until > bindparam("now", type_=Instant()))
)
_MINE = (
    ours(presences),
    ~_locked,
    presences.c.hash == bindparam("of_hash"),
    presences.c.session_id == bindparam("session", type_=IdType()),
    presences.c.person_id == bindparam("person", type_=IdType()),
    presences.c.expires_at > bindparam("now", type_=Instant()),
    presences.c.uses_left > 0,
)
_SPEND = Prepared(
    update(presences)
    .where(*_MINE)
    .values(uses_left=presences.c.uses_left - 1)
    .returning(presences.c.id, presences.c.method)
)
_LIVE = Prepared(select(presences.c.uses_left).where(*_MINE))


def open_presence(database: Database, vault: Vault, token: str | None, act: OpenPresence) -> Opened:
    """Opens a presence for the session of `token`.

    Five wrong tries in a row pause signing (not signing in) for 15 minutes; signing in with the password ends that.
    Raises `session.required`, `presence.wrong`, `presence.locked`.
    """
    with database.reading(org_of(token)) as tx:
        actor = who(tx, token)
    _ensure_right(database, vault, actor.org, actor.account, act)
    with database.writing(actor.org) as tx:
        tx.put(_RIGHT, account=actor.account)
        return open_in(tx, actor, act)


def confirm(
    database: Database, vault: Vault, org: Id, account: Id | None, act: OpenPresence, or_else: str | None = None
) -> None:
    """Counts a try at an account's secret, and takes it as right, as `open_presence` does; wrong ones are counted anew.
    `or_else` is a password that is as right as the one in `act`.

    Raises `presence.wrong`, `presence.locked`.
    """
    _ensure_right(database, vault, org, account, act, or_else)
    with database.writing(org) as tx:
        tx.put(_RIGHT, account=account)


def _ensure_right(
    database: Database, vault: Vault, org: Id, account: Id | None, act: OpenPresence, or_else: str | None = None
) -> None:
    with vault.entered() as inside:  # before the try is counted: a busy vault costs nobody a try
        with database.writing(org) as tx:
            tried = tx.first(_TRY, account=account, until=tx.now + rules.SIGNING_LOCKED)
        if tried is None:
            raise rules.presence_locked()
        is_right = inside.matches(*_secrets(act, tried)) or (
            or_else is not None and inside.matches(tried.password_hash, or_else)
        )
    if not is_right:
        left = rules.WRONG_PRESENCES - tried.wrong_presences
        with database.writing(org) as tx:
            tx.put(_NOTE_WRONG if left else _NOTE_PAUSED, account=account)
        raise rules.wrong_presence(left=left) if left else rules.presence_locked()


def _secrets(act: OpenPresence, tried: Row) -> tuple[str | None, str]:
    if act.method is PresenceMethod.PIN:
        return tried.pin_hash, act.pin or ""
    return tried.password_hash, act.password or ""


def open_in(tx: Tx, actor: Actor, act: OpenPresence) -> Opened:
    """A presence of the actor's, whose secret has just been found right."""
    presence = new_token(actor.org)
    tx.put(
        _OPEN,
        id=new_id(),
        hash=hash_of(presence),
        session_id=actor.session,
        person_id=actor.person,
        method=act.method.value,
        opened_at=tx.now,
        expires_at=tx.now + rules.PRESENCE_LASTS,
        uses_left=rules.PRESENCE_USES,
    )
    return Opened(presence, int(rules.PRESENCE_LASTS.total_seconds()), rules.PRESENCE_USES)


@dataclass
class Signing:
    """How it stands with the actor's PIN and password: wrong tries in a row, the last one, when signing was paused
    last (both for thirty days), and until when it is paused now. For the person alone, so that they notice.
    """

    wrong_tries: int
    last_wrong_at: datetime | None
    paused_at: datetime | None
    paused_until: datetime | None


def show_signing(tx: Tx, actor: Actor) -> Signing:
    """What the actor is told about tries at their PIN or password. Source: trust, S11."""
    row = tx.one(_STANDING, account=actor.account)
    since = tx.now - rules.WRONG_TOLD_FOR
    until = row.signing_locked_until
    is_over = until is not None and until <= tx.now
    return Signing(
        0 if is_over else row.wrong_presences,
        _later(row.wrong_presence_at, since),
        _later(row.signing_paused_at, since),
        _later(until, tx.now),
    )


def _later(instant: datetime | None, than: datetime) -> datetime | None:
    return instant if instant is not None and instant > than else None


def spend(tx: Tx, actor: Actor, presence: str | None) -> Spent:
    """Uses the actor's live presence once.

    Raises `presence.required`: none, over, used up, somebody else's, or signing is paused.
    """
    row = tx.first(_SPEND, **_whose(actor, presence))
    if row is None:
        raise rules.presence_needed()
    return Spent(row.id, row.method)


def is_live(tx: Tx, actor: Actor, presence: str | None) -> bool:
    """Whether that presence could be spent now, so that a page need not ask for the PIN again."""
    return presence is not None and tx.first(_LIVE, **_whose(actor, presence)) is not None


def _whose(actor: Actor, presence: str | None) -> dict[str, str | None]:
    return {
        "of_hash": hash_of(presence or ""),
        "account": actor.account,
        "session": actor.session,
        "person": actor.person,
    }
