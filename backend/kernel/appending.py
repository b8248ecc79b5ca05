"""Appending to the log: the head moves, and entry and contents are written, in one statement where there is one.

Nothing is done while the head is held, and the chain binds the order. Source: style, idea 1.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, LargeBinary, bindparam, func, literal_column, select, union_all, update
from sqlalchemy import insert as insert_

from backend.kernel.canonical import GENESIS, canonical, link
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import HEAD, SAID, SIGNER, Entry, contents, entries, heads
from backend.kernel.prepared import Prepared, put
from backend.kernel.tenancy import ours, tenant


def open_log(tx: Tx) -> None:
    """Opens the log of a new organisation; its first entry follows."""
    tx.put(_OPEN, seq=0, hash=GENESIS)


def append(tx: Tx, entry: Entry) -> Entry:
    """Moves the organisation's head and writes the entry and its contents; the entry with its place in the log.

    Raises `Clash` when the id is taken.
    """
    facts = canonical({"content": entry.content, "attestation": entry.attestation}).decode()
    values = {
        "id": entry.id,
        "kind": entry.kind,
        "actor": entry.actor,
        "about": entry.about,
        "subject": entry.subject,
        "at": entry.at,
        "facts": facts,
        "commitment": entry.commitment,
        "said_nonce": entry.nonces[SAID],
        "said": _text(entry.words),
        "signer_nonce": entry.nonces[SIGNER],
        "signer": _text(entry.signer),
    }
    if tx.database.dialect.name == "postgresql":
        (moved,) = tx.rows(_APPEND, **values)
        return _placed(entry, moved.seq, moved.hash)
    head = tx.one(HEAD)
    seq, hash_ = head.seq + 1, link(head.hash, entry.commitment)
    tx.put(_MOVE, new_seq=seq, new_hash=hash_)
    tx.put(_ENTRY, **values, seq=seq, hash=hash_)
    tx.put(_CONTENTS, **values)
    tx.flush()
    return _placed(entry, seq, hash_)


def _placed(entry: Entry, seq: int, hash_: bytes) -> Entry:
    return replace(entry, seq=seq, hash=bytes(hash_))


def _text(words: dict[str, Any] | None) -> str | None:
    return None if words is None else canonical(words).decode()


_OPEN = put(heads, "seq", "hash")
_MOVE = Prepared(
    update(heads)
    .where(ours(heads))
    .values(seq=bindparam("new_seq", type_=BigInteger()), hash=bindparam("new_hash", type_=LargeBinary()))
)

_GIVEN = ("id", "kind", "actor", "about", "subject", "at", "facts", "commitment")
_ENTRY = put(entries, *_GIVEN, "seq", "hash")


def _given(name: str) -> Any:
    return bindparam(name, type_=entries.c[name].type)


def _part(part: str, nonce: str) -> Any:
    text = contents.c.words.type
    return select(
        tenant().label("org"),
        bindparam("id", type_=IdType()).label("id"),
        literal_column(f"'{part}'").label("part"),
        bindparam(nonce, type_=text).label("nonce"),
        bindparam(part, type_=text).label("words"),
    )


_BOTH = union_all(_part(SAID, "said_nonce"), _part(SIGNER, "signer_nonce"))
_CONTENT_COLUMNS = ["org", "id", "part", "nonce", "words"]


class _Trusted(Prepared):
    """A statement the guard cannot read; a test runs it under another organisation instead."""

    def __init__(self, statement: Any) -> None:
        self.statement = statement
        self._forms = {}


_CONTENTS = _Trusted(insert_(contents).from_select(_CONTENT_COLUMNS, _BOTH))
_moved = (
    update(heads)
    .where(ours(heads))
    .values(seq=heads.c.seq + 1, hash=func.sha256(heads.c.hash.concat(_given("commitment"))))
    .returning(heads.c.seq, heads.c.hash)
    .cte("moved")
)
_entered = (
    insert_(entries)
    .from_select(
        ["org", *_GIVEN, "seq", "hash"],
        select(tenant(), *(_given(name) for name in _GIVEN), _moved.c.seq, _moved.c.hash),
    )
    .cte("entered")
)
_contained = insert_(contents).from_select(_CONTENT_COLUMNS, _BOTH).cte("contained")
_APPEND = _Trusted(select(_moved.c.seq, _moved.c.hash).add_cte(_entered, _contained))
