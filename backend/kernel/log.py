"""The organisation's log: what happened is written once, and everything else is read from it.

An entry is immutable. Its facts stand in it; its words stand in `contents`, where they can be erased while chain,
facts and signatures stay. Source: decisions, The canonical record; trust, Ledger.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

import orjson
from sqlalchemy import BigInteger, Index, LargeBinary, bindparam, func, literal_column, select, union_all, update
from sqlalchemy import insert as insert_

from backend.kernel.canonical import GENESIS, canonical, commit, link, new_nonce, seal
from backend.kernel.clock import stamp
from backend.kernel.columns import Holds, IdType, column, id_column, refers, tenant_table
from backend.kernel.database import Tx
from backend.kernel.drivers import Clash
from backend.kernel.errors import id_reused
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, put
from backend.kernel.shapes import split
from backend.kernel.tenancy import ours, tenant
from backend.kernel.ties import Actor

heads = tenant_table("heads", column("seq", BigInteger(), Holds.NOBODY), column("hash", bytes, Holds.NOBODY))

entries = tenant_table(
    "entries",
    id_column("id", primary_key=True),
    column("seq", BigInteger(), Holds.NOBODY),
    column("kind", str, Holds.FACT),
    id_column("actor", Holds.ACTOR),
    id_column("about", Holds.FACT),
    id_column("subject", Holds.SUBJECT, nullable=True),
    column("at", datetime, Holds.FACT),
    column("facts", str, Holds.FACT),
    column("commitment", bytes, Holds.NOBODY),
    column("hash", bytes, Holds.NOBODY),
    Index("uq_entries_org_seq", "org", "seq", unique=True),
    Index("ix_entries_org_subject", "org", "subject"),
)

contents = tenant_table(
    "contents",
    id_column("id", primary_key=True),
    column("part", str, Holds.NOBODY, primary_key=True),
    column("nonce", str, Holds.SECRET, nullable=True),
    column("words", str, Holds.SUBJECT_WORDS, nullable=True),
    refers("id", "entries"),
)

SAID, SIGNER = "said", "signer"


class Act(Protocol):
    """One frozen dataclass with what a person does. Its id becomes the entry's."""

    kind: ClassVar[str]

    @property
    def id(self) -> Id:
        """The id the client made, or a new one."""


@dataclass(frozen=True)
class Entry:
    """An entry as stored: `content` is what the actor knew and said, `attestation` what the server added.

    `words` and `signer` (who acted, as named and appointed then) are None once erased. `seq` and `hash` are known
    only after the head has moved; no apply reads them. `is_new` says that the act has just been
    written, rather than found.
    """

    id: Id
    kind: str
    actor: Id
    about: Id
    subject: Id | None
    at: datetime
    content: dict[str, Any]
    attestation: dict[str, Any]
    words: dict[str, Any] | None
    signer: dict[str, Any] | None
    nonces: dict[str, str | None]
    commitment: bytes
    seq: int = 0
    hash: bytes = b""
    is_new: bool = field(default=False, compare=False)


def open_log(tx: Tx) -> None:
    """Opens the log of a new organisation; its first entry follows."""
    tx.put(_OPEN, seq=0, hash=GENESIS)


def record(
    tx: Tx,
    actor: Actor,
    act: Act,
    *,
    about: Id,
    subject: Id | None,
    content: dict[str, Any] | None = None,
    attestation: dict[str, Any] | None = None,
) -> Entry:
    """Writes an act to the log and brings every table in step with it.

    `content` adds facts the actor saw (which version, which person), `attestation` facts the server vouches for. The
    applies run first; then one statement moves the head and appends, so that nothing is done while the head is held.
    Raises `id.reused` when somebody else used the same id at the same moment.
    """
    entry = _written(tx, actor, act, about, subject, content or {}, attestation or {})
    for apply in tx.database.applies[entry.kind]:
        apply(tx, entry)
    try:
        return _append(tx, entry)
    except Clash as clash:
        raise id_reused() from clash


def _written(
    tx: Tx, actor: Actor, act: Act, about: Id, subject: Id | None, extra: dict[str, Any], vouched: dict[str, Any]
) -> Entry:
    facts, words = split(act)
    said, named = getattr(act, "nonce", None) or new_nonce(), new_nonce()
    signer = {"name": actor.name, "post": actor.post, "site": actor.site}
    content = {
        "v": 1,
        "kind": act.kind,
        "organisation": actor.org,
        "actor": actor.person,
        "subject": subject,
        **facts,
        **extra,
        "words": seal(said, words),
    }
    attestation = {"v": 1, "at": stamp(tx.now), **vouched, "signer": seal(named, signer)}
    return Entry(
        act.id,
        act.kind,
        actor.person,
        about,
        subject,
        tx.now,
        content,
        attestation,
        words,
        signer,
        {SAID: said, SIGNER: named},
        commit(content, attestation),
        is_new=True,
    )


def _append(tx: Tx, entry: Entry) -> Entry:
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
    return Entry(**{**entry.__dict__, "seq": seq, "hash": bytes(hash_)})


def _text(words: dict[str, Any] | None) -> str | None:
    return None if words is None else canonical(words).decode()


def known(tx: Tx, actor: Actor, act: Act) -> Entry | None:
    """The entry this act already became, or None.

    Same author, and the same facts and words: the first result is to be given again. Raises `id.reused` for anything
    else under that id. Source: decisions, Order of checks.
    """
    return same(actor, act, tx.first(ENTRY, entry_id=act.id))


def same(actor: Actor, act: Act, row: Any) -> Entry | None:
    """`known`, for a row of `ENTRY` that is read already."""
    if row is None:
        return None
    entry = entry_of(row)
    facts, words = split(act)
    content = entry.content
    is_same = (
        entry.actor == actor.person
        and entry.kind == act.kind
        and all(content.get(name) == value for name, value in facts.items())
        and (entry.words is None or entry.words == words)
    )
    if not is_same:
        raise id_reused()
    return entry


def entry_of(row: Any) -> Entry:
    """An `Entry` from a row of `ENTRY` or `ENTRIES`."""
    facts = orjson.loads(row.facts)
    return Entry(
        row.id,
        row.kind,
        row.actor,
        row.about,
        row.subject,
        row.at,
        facts["content"],
        facts["attestation"],
        _read(row.said),
        _read(row.signer),
        {SAID: row.said_nonce, SIGNER: row.signer_nonce},
        bytes(row.commitment),
        row.seq,
        bytes(row.hash),
    )


def _read(words: str | None) -> Any:
    return None if words is None else orjson.loads(words)


_said, _signer = contents.alias("said"), contents.alias("signer")
WHOLE = (
    select(
        *(c for c in entries.c if c.name != "org"),
        _said.c.nonce.label("said_nonce"),
        _said.c.words.label("said"),
        _signer.c.nonce.label("signer_nonce"),
        _signer.c.words.label("signer"),
    )
    .join(_said, (_said.c.org == entries.c.org) & (_said.c.id == entries.c.id) & (_said.c.part == SAID))
    .join(_signer, (_signer.c.org == entries.c.org) & (_signer.c.id == entries.c.id) & (_signer.c.part == SIGNER))
    .where(ours(entries))
)
ENTRY = Prepared(WHOLE.where(entries.c.id == bindparam("entry_id", type_=IdType())))
ENTRIES = Prepared(
    WHOLE.where(entries.c.seq > bindparam("after", type_=BigInteger()))
    .order_by(entries.c.seq)
    .limit(bindparam("limit", type_=BigInteger()))
)

_OPEN = put(heads, "seq", "hash")
HEAD = Prepared(select(heads.c.seq, heads.c.hash).where(ours(heads)))
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
