"""Known devices: those a login was signed in on before, which nobody else's guesses can lock out."""

from sqlalchemy import Text, bindparam, select
from sqlalchemy.dialects.postgresql import insert  # the one form of it, which SQLite takes too

from backend.accounts.tables import known_devices
from backend.accounts.vault import Vault
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared

_ACCOUNT, _HASH = bindparam("account", type_=IdType()), bindparam("of_hash", type_=Text())
_KNOWN = Prepared(
    select(known_devices.c.hash).where(known_devices.c.account_id == _ACCOUNT, known_devices.c.hash == _HASH)
)
_new = insert(known_devices).values(account_id=_ACCOUNT, hash=_HASH, seen_at=bindparam("now", type_=Instant()))
_REMEMBER = Prepared(
    _new.on_conflict_do_update(index_elements=["account_id", "hash"], set_={"seen_at": _new.excluded.seen_at})
)


def is_known(tx: Tx, vault: Vault, account: Id, device: Id) -> bool:
    """Whether that account was signed in on that device before."""
    return bool(tx.rows(_KNOWN, account=account, of_hash=vault.blind(f"{account}:{device}")))


def remember(tx: Tx, vault: Vault, account: Id, device: Id) -> None:
    """That account is signed in on that device now."""
    tx.put(_REMEMBER, account=account, of_hash=vault.blind(f"{account}:{device}"))
