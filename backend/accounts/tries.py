"""Guesses: counted in our own database, so that they survive a restart and several workers count together.

A try is taken before a secret is looked at and given back when it was right. So guesses sent side by side are counted
one by one, and people who know their password are never slowed. Source: decisions, note 0009.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Text, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert  # the one form of it, which SQLite takes too

from backend.accounts.rules import Limit, too_many_tries
from backend.accounts.tables import tries
from backend.accounts.vault import Vault
from backend.kernel.columns import Instant
from backend.kernel.database import Tx
from backend.kernel.prepared import Prepared

Counted = tuple[Limit, str]
"""A limit and what it counts for: a login, a device, a network."""

_HASH = bindparam("of_hash", type_=Text())
_AT = bindparam("at", type_=Instant())
_new = insert(tries).values(hash=_HASH, free_at=bindparam("now", type_=Instant()))
# Changes nothing of a row that is there, but holds it until the end: two tries at once are two.
_HOLD = Prepared(
    _new.on_conflict_do_update(index_elements=["hash"], set_={"hash": _new.excluded.hash}).returning(tries.c.free_at)
)
_SET = Prepared(update(tries).where(tries.c.hash == _HASH).values(free_at=_AT))
_free = (
    select(tries.c.hash)
    .where(tries.c.free_at <= bindparam("now", type_=Instant()))
    .order_by(tries.c.free_at, tries.c.hash)
    .limit(10)
    .with_for_update(skip_locked=True)
)
_SWEEP = Prepared(delete(tries).where(tries.c.hash.in_(_free)))
"""What is free again says nothing any more; a few of those go with each try, so that none stays for long."""


def take(tx: Tx, vault: Vault, counted: Sequence[Counted]) -> None:
    """Counts one try for each of these, or, when one of them has none left, for none.

    Raises `session.too_many_tries` with the `seconds` to wait.
    """
    held = _held(tx, vault, counted)
    longest = max((limit.wait(free_at, tx.now) for limit, _, free_at in held), default=timedelta())
    if longest > timedelta():
        raise too_many_tries(seconds=ceil(longest.total_seconds()))
    for limit, hashed, free_at in held:
        tx.put(_SET, of_hash=hashed, at=limit.after_one(free_at, tx.now))
    tx.put(_SWEEP)


def give_back(tx: Tx, vault: Vault, counted: Sequence[Counted]) -> None:
    """The try that `take` counted was right, and so was no guess."""
    for limit, hashed, free_at in _held(tx, vault, counted):
        tx.put(_SET, of_hash=hashed, at=free_at - limit.every)


def _held(tx: Tx, vault: Vault, counted: Sequence[Counted]) -> list[tuple[Limit, str, datetime]]:
    blinded = {vault.blind(f"{limit.name}:{what}"): limit for limit, what in counted}
    hashed = sorted(blinded.items(), key=lambda one: one[0])  # in one order for all, or two might wait for each other
    found = tx.batch(*((_HOLD, {"of_hash": of_hash}) for of_hash, _ in hashed)) if hashed else []
    return [(limit, of_hash, rows[0].free_at) for (of_hash, limit), rows in zip(hashed, found, strict=True)]
